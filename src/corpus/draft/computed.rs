//! Figures that a writer reckoned from the sources' own: sums, differences, shares, years between two dates.

use super::super::ArticleEntry;
use super::ends_with;
use super::figures::Candidate;
use super::hedge;
use super::lines::{Profile, Sources};
use super::pair::value;
use super::retold::passages;
use crate::reading::{Quantity, TimexKind};

/// Likeness of surroundings below which a passage has nothing to do with a figure.
const CHANCE: f32 = 0.2;
/// Counts up to this are a chance sum or difference of many others.
const SMALL: f64 = 12.0;
/// Passages' figures that are tried.
const TRIED: usize = 24;
/// Words of a sentence that compare two numbers.
const COMPARING: &[&str] = &[
    "more",
    "less",
    "fewer",
    "difference",
    "together",
    "total",
    "combined",
    "altogether",
    "above",
    "below",
    "short",
    "over",
    "higher",
    "lower",
    "older",
    "younger",
    "longer",
    "shorter",
    "another",
    "further",
    "gap",
    "remaining",
    "remain",
    "leaves",
    "leaving",
    "left",
    "still",
    "others",
    "by",
    "rose",
    "fell",
    "shrink",
    "grow",
    "gained",
    "lost",
    "rest",
];

/// Whether the value follows from figures of the sources, or of its own sentence.
pub(super) fn is_computed(
    draft: &ArticleEntry,
    (here, line): (&Profile, usize),
    q: &Quantity,
    near: &[Candidate],
    beside: &Sources,
) -> bool {
    let target = value(q);
    let close = |x: f64| (x - target).abs() <= hedge::rounding_of(q.number) * q.unit.factor + 1e-9;
    let alike: Vec<&Candidate> = near.iter().filter(|n| n.like >= CHANCE).take(TRIED).collect();
    // Small counts come out of any two numbers, and shares are reckoned with in words that say so.
    let is_unsaid = (q.unit.name == "percentage" || q.number <= SMALL) && !is_compared(draft, (here, line), q);
    let of_one_passage = alike.iter().enumerate().any(|(i, a)| {
        alike[i + 1..].iter().any(|b| {
            let (x, y) = (value(a.quantity), value(b.quantity));
            let one = a.quantity.unit.dimension == b.quantity.unit.dimension && a.source == b.source;
            let near_by = a.line.abs_diff(b.line) <= 1 && !std::ptr::eq(a.quantity, b.quantity);
            one && near_by && !is_unsaid && (close(x + y) || close((x - y).abs()) && target != 0.0)
        })
    });
    of_one_passage
        || is_compared(draft, (here, line), q) && is_of_two(q, beside)
        || is_share(draft, (here, line), q, beside)
        || is_between_years(draft, q, beside)
}

/// Whether the sentence says that one number is more or less than another.
fn is_compared(draft: &ArticleEntry, (here, line): (&Profile, usize), q: &Quantity) -> bool {
    let text = &*draft.reading.article.text;
    let words = here.words_in(q.phrase);
    let line = &here.lines[line].words;
    let around = words.start.saturating_sub(5).max(line.start)..(words.end + 5).min(line.end);
    ends_with(&text[..q.phrase.start as usize], "all but")
        || here.words[around].iter().any(|w| COMPARING.contains(&&*w.span.of(text).to_lowercase()))
}

/// Name of the unit, without what it is paid by.
fn base(q: &Quantity) -> &str {
    q.unit.name.split(" per ").next().unwrap_or_default()
}

/// Whether it is the sum or the difference of two figures of the sources that count the same.
fn is_of_two(q: &Quantity, beside: &Sources) -> bool {
    let target = value(q);
    let close = |x: f64| (x - target).abs() <= hedge::rounding_of(q.number) * q.unit.factor + 1e-9;
    let is_points = q.unit.name == "percentage point";
    let counts = |p: &&Quantity| {
        p.to.is_none()
            && p.number >= 2.0
            && (q.unit.dimension.is_none()
                || p.unit.dimension == q.unit.dimension
                || p.unit.dimension.is_none()
                || base(p) == base(q)
                || is_points && p.unit.name == "percentage")
    };
    let all: Vec<&Quantity> =
        beside.all.iter().flat_map(|s| s.entry.reading.quantities.iter()).filter(counts).take(10 * TRIED).collect();
    target != 0.0
        && all.iter().enumerate().any(|(i, a)| {
            all[i + 1..].iter().any(|b| {
                let is_share = |u: &Quantity| u.unit.name == "percentage";
                let same = base(a) == base(b) && !a.unit.name.is_empty() && !(is_share(a) && is_share(q))
                    || a.measure.head.is_some() && a.measure.head == b.measure.head
                    || a.unit.dimension.is_none() != b.unit.dimension.is_none() && a.number >= 1e4 && b.number >= 1e4;
                let (x, y) = (value(a), value(b));
                same && (close(x + y) || close((x - y).abs()))
            })
        })
}

/// Whether it is the percentage that one figure of its sentence, or of a passage near to it, is of another.
fn is_share(draft: &ArticleEntry, (here, line): (&Profile, usize), q: &Quantity, beside: &Sources) -> bool {
    if q.unit.name != "percentage" {
        return false;
    }
    let span = here.lines[line].span;
    let own = draft.reading.quantities.iter().filter(|p| span.covers(p.span));
    let text = &*draft.reading.article.text;
    let passages = passages((text, here, line), &here.words_in(q.phrase), beside, CHANCE);
    let theirs = passages.iter().flat_map(|passage| {
        let source = &beside.all[passage.source];
        let span = source.profile.lines[passage.line].span;
        source.entry.reading.quantities.iter().filter(move |p| span.covers(p.span))
    });
    let all: Vec<f64> = own
        .chain(theirs)
        .filter(|p| p.unit.name != "percentage" && p.to.is_none() && p.number > 0.0)
        .map(value)
        .collect();
    let is_near = |share: f64| (share - q.number).abs() <= hedge::rounding_of(q.number).max(0.5);
    all.iter().any(|a| {
        all.iter()
            .any(|b| a < b && (is_near(100.0 * a / b) || is_near(100.0 * (b - a) / a) || is_near(100.0 * (b - a) / b)))
    })
}

/// Whether it is the number of years between two years that the sources give.
fn is_between_years(draft: &ArticleEntry, q: &Quantity, beside: &Sources) -> bool {
    if !q.unit.name.starts_with("year") {
        return false;
    }
    let of = |entry: &ArticleEntry| -> Vec<i16> {
        let dated = entry.reading.timexes.iter().filter(|t| t.kind == TimexKind::Date);
        dated.filter_map(|t| t.days.map(|d| d.0.year())).chain(entry.reading.day().map(|d| d.year())).collect()
    };
    let mut years: Vec<i16> = beside.all.iter().flat_map(|s| of(s.entry)).chain(of(draft)).collect();
    years.sort_unstable();
    years.dedup();
    years.iter().any(|a| years.iter().any(|b| b > a && (f64::from(b - a) - q.number).abs() < 1e-9))
}
