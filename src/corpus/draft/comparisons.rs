//! Multiples and ranks: "three times as many" for "twice as many", "the second-largest port" for "the largest".

use super::super::{ArticleEntry, Location};
use super::lines::{Profile, Sources};
use super::retold::passages;
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, is_quoted};
use crate::language::stem;
use crate::reading::numeral;
use crate::text::Span;

/// The share of a sentence that a passage has, with what stands beside it and by itself, if it makes the same comparison.
const SHARE: f32 = 0.6;
const OWN: f32 = 0.5;
/// The same where both have the same superlative.
const RANKED: f32 = 0.35;
/// Ordinal numbers up to this are held against each other.
const LAST: i64 = 10;
/// Ranks that are told before a superlative.
const RANKS: std::ops::RangeInclusive<i64> = 2..=5;
/// Superlatives that are no rank of their kind.
const NO_RANK: &[&str] = &[
    "latest",
    "best",
    "least",
    "most",
    "last",
    "honest",
    "modest",
    "west",
    "rest",
    "test",
    "guest",
    "interest",
    "request",
    "protest",
    "arrest",
    "forest",
    "harvest",
    "contest",
    "east",
    "midwest",
    "northwest",
    "southwest",
    "northeast",
    "southeast",
    "priest",
    "unrest",
    "invest",
    "suggest",
    "digest",
    "conquest",
    "manifest",
    "nearest",
    "at",
    "past",
    "fast",
    "vast",
    "earliest",
];

/// What a sentence compares by.
#[derive(Clone, Debug, PartialEq)]
enum Comparison {
    /// So many times as much.
    Times(f64),
    /// The so manieth of those that are most of something.
    Rank(String, i64),
    /// A quarter of the compass.
    Compass(&'static str),
    /// The so manieth of a noun.
    Nth(String, i64),
    /// "At the earliest" or "at the latest".
    Bound(bool),
}

impl Comparison {
    fn is_of_kind(&self, other: &Comparison) -> bool {
        match (self, other) {
            (Comparison::Times(_), Comparison::Times(_)) => true,
            (Comparison::Rank(a, _), Comparison::Rank(b, _)) => a == b,
            (Comparison::Compass(_), Comparison::Compass(_)) | (Comparison::Bound(_), Comparison::Bound(_)) => true,
            (Comparison::Nth(a, _), Comparison::Nth(b, _)) => a == b,
            _ => false,
        }
    }
}

/// The comparisons of a sentence, with their places.
fn comparisons(text: &str, span: Span) -> Vec<(Span, Comparison)> {
    let written = span.of(text);
    let words: Vec<(usize, String)> = written
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - written.as_ptr() as usize, w.to_lowercase()))
        .collect();
    let base = span.start as usize;
    let of = |from: usize, to: usize| Span::new(base + words[from].0, base + words[to].0 + words[to].1.len());
    let mut found = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].1.as_str());
        let next = words.get(at + 1).map_or("", |w| w.1.as_str());
        let times = match word.as_str() {
            "twice" | "twofold" => Some((at, 2.0)),
            "double" | "doubled" | "doubling" if next != "digit" => Some((at, 2.0)),
            "triple" | "tripled" | "trebled" | "treble" | "threefold" | "thrice" => Some((at, 3.0)),
            "quadruple" | "quadrupled" | "fourfold" => Some((at, 4.0)),
            "fivefold" => Some((at, 5.0)),
            "tenfold" => Some((at, 10.0)),
            "times"
                if matches!(
                    next,
                    "as" | "the" | "more" | "higher" | "larger" | "greater" | "that" | "what" | "its"
                ) =>
            {
                let number = numeral::cardinal(before(1)).or_else(|| before(1).parse().ok());
                number.filter(|n| *n > 1.0).map(|n| (at - 1, n))
            }
            _ => None,
        };
        if let Some((from, times)) = times {
            found.push((of(from, at), Comparison::Times(times)));
            continue;
        }
        let is_bound = before(1) == "the" && before(2) == "at";
        if is_bound && matches!(word.as_str(), "earliest" | "latest") {
            found.push((of(at - 2, at), Comparison::Bound(word == "latest")));
            continue;
        }
        if let Some(nth) = numeral::ordinal(word).filter(|nth| *nth <= LAST && next.len() > 3 && !next.ends_with("est"))
        {
            found.push((of(at, at), Comparison::Nth(stem(next).into_owned(), nth)));
            continue;
        }
        // "North Korea" is no quarter.
        let is_small = written[words[at].0..].starts_with(char::is_lowercase);
        if let Some(quarter) = compass(word).filter(|_| is_small) {
            found.push((of(at, at), Comparison::Compass(quarter)));
            continue;
        }
        let is_superlative = word.len() > 5 && word.ends_with("est") && !NO_RANK.contains(&word.as_str());
        if is_superlative {
            let rank = numeral::ordinal(before(1)).filter(|rank| RANKS.contains(rank));
            let (rank, from) = rank.map_or((1, at), |rank| (rank, at - 1));
            found.push((of(from, at), Comparison::Rank(word.clone(), rank)));
        }
    }
    found
}

/// The quarter of the compass that a word names.
fn compass(word: &str) -> Option<&'static str> {
    const QUARTERS: [&str; 8] = ["northeast", "northwest", "southeast", "southwest", "north", "south", "east", "west"];
    QUARTERS
        .into_iter()
        .find(|quarter| word.strip_prefix(quarter).is_some_and(|rest| matches!(rest, "" | "ern" | "ward" | "wards")))
}

/// Comparisons of the draft that the passage telling the rest of the sentence makes otherwise.
pub(super) fn compare(draft: &ArticleEntry, here: &Profile, beside: &Sources) -> Vec<Item> {
    let text = &*draft.reading.article.text;
    let mut items = Vec::new();
    for (index, line) in here.lines.iter().enumerate() {
        let all = comparisons(text, line.span);
        for (span, comparison) in all.iter().filter(|(span, _)| !is_quoted(&draft.reading, *span)) {
            if all.iter().filter(|(_, other)| other.is_of_kind(comparison)).count() == 1 {
                items.extend(look(draft, (here, index), (*span, comparison), beside));
            }
        }
    }
    items
}

fn look(
    draft: &ArticleEntry,
    (here, line): (&Profile, usize),
    (span, comparison): (Span, &Comparison),
    beside: &Sources,
) -> Option<Item> {
    let text = &*draft.reading.article.text;
    let is_rank = matches!(comparison, Comparison::Rank(..));
    let (share, least) = if is_rank { (RANKED, RANKED) } else { (SHARE, OWN) };
    let passages = passages((text, here, line), &here.words_in(span), beside, share);
    let best = passages.first().filter(|p| p.own >= least)?;
    let of = |source: usize, line: usize| {
        let source = &beside.all[source];
        let found = comparisons(&source.entry.reading.article.text, source.profile.lines[line].span);
        found.into_iter().filter(|(_, other)| other.is_of_kind(comparison)).collect::<Vec<_>>()
    };
    if passages.iter().any(|p| of(p.source, p.line).iter().any(|(_, other)| other == comparison)) {
        return None;
    }
    let found = of(best.source, best.line);
    let [(place, _)] = &found[..] else { return None };
    let source = &beside.all[best.source];
    let discrepancy = Discrepancy {
        difference: Difference::Value,
        span,
        there: Location { document: source.id, span: *place },
        says: format!("“{}” here; “{}”", span.of(text), place.of(&source.entry.reading.article.text)),
        mend: None,
    };
    Some(Item::new(ItemKind::Statement, line, span, Verdict::Different).differs(discrepancy))
}

#[cfg(test)]
mod tests {
    use super::super::Difference::Value;
    use super::super::testing::differences;

    const SOURCE: &str = "Thornby, the largest port of Norland, shed 1,850 jobs, more than twice as many as the yards of Velden. Rain in \
                          February was twice the average for the month. The yards of the northern province of Hask are shut. It is the mayor's third visit to the yards. The gates can open on 9 June at \
                          the earliest.";

    #[test]
    fn another_multiple_and_another_rank_are_found() {
        for (text, said) in [
            ("Thornby shed more than three times as many jobs as the yards of Velden.", "“three times” here; “twice”"),
            ("Rain in February was triple the average for the month.", "“triple” here; “twice”"),
            ("Thornby is the second-largest port of Norland.", "“second-largest” here; “largest”"),
            ("This is the fourth visit of the mayor to the yards.", "“fourth” here; “third”"),
            ("The gates can open on 9 June at the latest.", "“at the latest” here; “at the earliest”"),
            ("The yards of the western province of Hask are shut.", "“western” here; “northern”"),
        ] {
            let found = differences(&[Value], text, SOURCE);
            assert!(found.len() == 1 && found[0].ends_with(said), "{text} {found:?}");
        }
    }

    #[test]
    fn the_same_comparison_in_other_words_is_left_alone() {
        for text in [
            "Thornby shed more than double the jobs that the yards of Velden did.",
            "The rain of February was double the month's average.",
            "Thornby, the largest port in Norland, shed 1,850 jobs.",
            "Rain fell for the third time in a month.",
        ] {
            assert_eq!(differences(&[Value], text, SOURCE), [""; 0], "{text}");
        }
    }
}
