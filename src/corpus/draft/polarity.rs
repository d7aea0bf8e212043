//! Statements turned into their opposite: "admitted" for "denied", and a "not" that is gone or new.

use super::super::{ArticleEntry, Location};
use super::lines::{Profile, Sources, Word};
use super::retold::{Passage, passages};
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, flat};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// The share of a sentence that a passage has by itself if it states the same, or its opposite by another verb.
const SAME: f32 = 0.6;
/// The same for its opposite by a small word, with what stands beside the passage.
const SURELY_SAME: f32 = 0.7;
/// The same by itself.
const OWN: f32 = 0.65;
/// Verbs by which somebody grants something.
const AFFIRMED: &[&str] = &[
    "admitted",
    "admits",
    "admit",
    "admitting",
    "confirmed",
    "confirms",
    "confirm",
    "acknowledged",
    "acknowledges",
    "conceded",
    "concedes",
];
/// Verbs by which somebody does not.
const DENIED: &[&str] =
    &["denied", "denies", "deny", "denying", "rejected", "rejects", "disputed", "disputes", "dismissed", "refuted"];
/// Words by which something goes up, and those by which it goes down.
const RISEN: &[&str] = &[
    "rose",
    "risen",
    "rises",
    "rising",
    "increased",
    "increases",
    "increase",
    "increasing",
    "grew",
    "grown",
    "growing",
    "climbed",
    "climbing",
    "jumped",
    "soared",
    "surged",
    "gained",
    "doubled",
    "tripled",
    "widened",
    "strengthened",
    "improved",
    "accelerated",
    "up",
    "higher",
    "tighter",
    "stricter",
    "stronger",
    "longer",
    "larger",
    "bigger",
    "faster",
    "expanded",
    "lengthened",
    "raised",
    "lifted",
    "boosted",
    "rebounded",
    "recovered",
    "upward",
    "upwards",
    "upgraded",
];
const FALLEN: &[&str] = &[
    "fell",
    "fallen",
    "falls",
    "falling",
    "decreased",
    "decreases",
    "decrease",
    "decreasing",
    "dropped",
    "dropping",
    "declined",
    "declining",
    "shrank",
    "shrunk",
    "slid",
    "slipped",
    "sank",
    "plunged",
    "tumbled",
    "slumped",
    "lost",
    "halved",
    "narrowed",
    "weakened",
    "worsened",
    "slowed",
    "down",
    "lower",
    "looser",
    "laxer",
    "weaker",
    "shorter",
    "smaller",
    "slower",
    "reduced",
    "lowered",
    "eased",
    "dwindled",
    "downward",
    "downwards",
    "downgraded",
];
/// Small words that turn what follows into its opposite.
const NOT: &[&str] = &["not", "no", "never", "nobody", "none", "cannot", "neither", "nothing"];
/// Words that do so in their own way: a sentence with one is not held against others.
const AGAINST: &[&str] = &[
    "if",
    "whether",
    "should",
    "may",
    "might",
    "could",
    "asked",
    "without",
    "nor",
    "unless",
    "fail",
    "failed",
    "fails",
    "failing",
    "refused",
    "refuses",
    "refusing",
    "lack",
    "lacked",
    "lacks",
    "unable",
    "ruled",
    "rule",
    "rules",
    "stop",
    "stopped",
    "prevent",
    "prevented",
    "declined",
    "hardly",
    "barely",
    "scarcely",
    "little",
    "few",
    "unlikely",
    "impossible",
    "rather",
    "instead",
    "avoid",
    "avoided",
    "ban",
    "banned",
    "longer",
    "yet",
    "wrong",
    "false",
    "untrue",
    "doubt",
    "doubted",
    "doubts",
    "less",
    "fewer",
    "more",
    "least",
    "absence",
    "missing",
    "unaware",
    "unchanged",
    "away",
];
/// Words behind a "not" of which one is what it denies.
const REACH: usize = 3;

/// Lines of the draft that say the opposite of the passage that tells the rest; not those of which `known` tells a rise or fall.
pub(super) fn compare(draft: &ArticleEntry, here: &Profile, beside: &Sources, known: &[Item]) -> Vec<Item> {
    let all = here.lines.iter().enumerate();
    let found = all.filter_map(|(index, line)| {
        let is_quoted = draft.reading.is_quoted(line.span);
        let is_turned = |d: &Discrepancy| d.difference == Difference::Direction && d.span.overlaps(line.span);
        let is_told = known.iter().any(|item| item.discrepancies.iter().any(is_turned));
        let discrepancy = (!is_quoted && !is_told).then(|| look(draft, (here, index), beside)).flatten()?;
        Some(Item::new(ItemKind::Statement, index, discrepancy.span, Verdict::Different).differs(discrepancy))
    });
    found.collect()
}

/// The words of a line with what they are in lower case; "n't" is a "not".
struct Told<'a> {
    words: &'a [Word],
    low: Vec<String>,
}

impl<'a> Told<'a> {
    fn of(profile: &'a Profile, line: usize, text: &str) -> Self {
        let words = &profile.words[profile.lines[line].words.clone()];
        let low = words.iter().map(|w| {
            let low = w.span.of(text).to_lowercase().replace('’', "'");
            if low.ends_with("n't") { "not".to_owned() } else { low }
        });
        Self { words, low: low.collect() }
    }

    fn find(&self, list: &[&str]) -> Option<usize> {
        self.low.iter().position(|word| list.contains(&word.as_str()))
    }

    /// The one "not" of the line, and the telling stems right behind it.
    fn denied(&self) -> Option<(usize, FxHashSet<u32>)> {
        let mut all = (0..self.low.len()).filter(|at| NOT.contains(&self.low[*at].as_str()));
        let (Some(at), None) = (all.next(), all.next()) else { return None };
        let behind = self.words[at + 1..].iter().filter(|w| w.weight > 0.0).take(1);
        let near = behind.filter(|w| self.words[at + 1..].iter().take(REACH).any(|n| n.span == w.span));
        Some((at, near.map(|w| w.stem).collect()))
    }

    /// Whether "up" and "down" are where something goes, and no part of a verb ("broke up").
    fn is_a_way(&self, at: usize) -> bool {
        const BEFORE: &[&str] =
            &["is", "was", "are", "were", "be", "been", "go", "goes", "went", "gone", "going", "percent"];
        const BEHIND: &[&str] = &["from", "by", "on", "compared", "percent", "since", "in", "to"];
        let beside = |at: Option<usize>| at.and_then(|at| self.low.get(at)).map_or("", String::as_str);
        let is_small = matches!(self.low[at].as_str(), "up" | "down");
        !is_small
            || BEFORE.contains(&beside(at.checked_sub(1)))
                && !beside(Some(at + 1)).is_empty()
                && BEHIND.contains(&beside(Some(at + 1)))
            || BEHIND[..3].contains(&beside(Some(at + 1)))
    }

    /// The one way that the sentence goes, up or not, and the word that says so.
    fn way(&self) -> Option<(usize, bool)> {
        let find = |list: &[&str]| {
            let mut all = (0..self.low.len()).filter(|at| list.contains(&self.low[*at].as_str()));
            all.find(|at| self.is_a_way(*at))
        };
        match (find(RISEN), find(FALLEN)) {
            (Some(at), None) => Some((at, true)),
            (None, Some(at)) => Some((at, false)),
            _ => None,
        }
    }

    fn has_not(&self) -> bool {
        self.find(NOT).is_some()
    }
}

fn look(draft: &ArticleEntry, (here, line): (&Profile, usize), beside: &Sources) -> Option<Discrepancy> {
    let text = &*draft.reading.article.text;
    let told = Told::of(here, line, text);
    let verb = told.find(AFFIRMED).map(|at| (at, DENIED)).or_else(|| told.find(DENIED).map(|at| (at, AFFIRMED)));
    let is_both = told.find(AFFIRMED).is_some() && told.find(DENIED).is_some();
    let start = here.lines[line].words.start;
    let apart = verb.map_or(start..start, |(at, _)| start + at..start + at + 1);
    if let Some(turned) = turned((draft, here, line), &told, beside) {
        return Some(turned);
    }
    let passages = passages((text, here, line), &apart, beside, OWN);
    let best = passages.first()?;
    let source = &beside.all[best.source];
    let source_text = &*source.entry.reading.article.text;
    let there = Told::of(&source.profile, best.line, source_text);
    let at = |span: Span| Location { document: source.id, span };
    if let Some((mine, opposite)) = verb.filter(|_| !is_both && best.own >= SAME) {
        let other = there.find(opposite)?;
        let own = if opposite == DENIED { AFFIRMED } else { DENIED };
        if there.find(own).is_some() || told.has_not() != there.has_not() {
            return None;
        }
        let (span, place) = (told.words[mine].span, there.words[other].span);
        return Some(Discrepancy {
            difference: Difference::Strengthened,
            span,
            there: at(place),
            says: format!("“{}” here; “{}”", span.of(text), place.of(source_text)),
            mend: None,
        });
    }
    if best.share < SURELY_SAME
        || best.own < OWN
        || told.find(AGAINST).is_some()
        || there.find(AGAINST).is_some()
        || there.find(DENIED).is_some()
    {
        return None;
    }
    let stems = |told: &Told| told.words.iter().filter(|w| w.weight > 0.0).map(|w| w.stem).collect::<FxHashSet<u32>>();
    // Another passage that tells as much may have it as the draft does.
    let others = || passages[1..].iter().filter(|p| p.own >= 0.6 * best.own);
    let denies = |passage: &Passage| {
        let source = &beside.all[passage.source];
        Told::of(&source.profile, passage.line, &source.entry.reading.article.text).has_not()
    };
    match (told.has_not(), there.has_not()) {
        (false, true) => {
            let (not, denied) = there.denied()?;
            let is_told = !denied.is_empty() && denied.is_subset(&stems(&told));
            let behind = there.words.get(not + 1)?;
            let place = there.words[not].span.join(behind.span);
            (is_told && others().all(denies)).then(|| Discrepancy {
                difference: Difference::Negation,
                span: here.lines[line].span,
                there: at(place),
                says: format!("stated here; “{}”", flat(place.of(source_text))),
                mend: None,
            })
        }
        (true, false) => {
            let (not, denied) = told.denied()?;
            let is_told = !denied.is_empty() && denied.is_subset(&stems(&there));
            let span = told.words[not].span.join(told.words.get(not + 1)?.span);
            let is_alone = !others().any(denies) && best.own >= SURELY_SAME;
            (is_told && is_alone).then(|| Discrepancy {
                difference: Difference::Negation,
                span,
                there: at(source.profile.lines[best.line].span),
                says: format!("“{}” here; stated", flat(span.of(text))),
                mend: None,
            })
        }
        _ => None,
    }
}

/// A rise in the one and a fall in the other, where each sentence goes one way.
fn turned((draft, here, line): (&ArticleEntry, &Profile, usize), told: &Told, beside: &Sources) -> Option<Discrepancy> {
    let text = &*draft.reading.article.text;
    let (mine, up) = told.way()?;
    let start = here.lines[line].words.start;
    let passages = passages((text, here, line), &(start + mine..start + mine + 1), beside, SAME);
    let best = passages.first().filter(|p| p.own >= OWN)?;
    let source = &beside.all[best.source];
    let source_text = &*source.entry.reading.article.text;
    let there = Told::of(&source.profile, best.line, source_text);
    let (other, other_up) = there.way()?;
    let goes = |passage: &Passage| {
        let source = &beside.all[passage.source];
        Told::of(&source.profile, passage.line, &source.entry.reading.article.text).way().map(|(_, up)| up)
    };
    let is_kept = passages[1..].iter().filter(|p| p.own >= 0.6 * best.own).any(|p| goes(p) == Some(up));
    if up == other_up || is_kept || told.has_not() || there.has_not() {
        return None;
    }
    let (span, place) = (told.words[mine].span, there.words[other].span);
    Some(Discrepancy {
        difference: Difference::Direction,
        span,
        there: Location { document: source.id, span: place },
        says: format!("“{}” here; “{}”", span.of(text), place.of(source_text)),
        mend: None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Difference::{Direction, Negation, Strengthened};
    use super::super::testing::differences;

    #[test]
    fn a_rise_without_a_number_told_as_a_fall_is_found() {
        const SOURCE: &str = "Waiting times for scans in Thornby doubled between 2017 and 2021. The minister promised tighter checks on the \
                              spending of hospitals. The storm had weakened by the morning, as it moved north from Thornby.";
        for (text, said) in [
            ("Waiting times for scans in Thornby halved between 2017 and 2021.", "“halved” here; “doubled”"),
            ("The minister promised looser checks on what hospitals are spending.", "“looser” here; “tighter”"),
            ("By the morning the storm from Thornby had strengthened.", "“strengthened” here; “weakened”"),
        ] {
            assert_eq!(differences(&[Direction], text, SOURCE), [said], "{text}");
        }
        for text in ["Scans in Thornby took longer between 2017 and 2021.", "The storm was weaker by the morning."] {
            assert_eq!(differences(&[Direction], text, SOURCE), [""; 0], "{text}");
        }
    }

    const SOURCE: &str = "Piers Holm, who owns the ferry line, denied that the ferry had been overloaded. The minister has no power to block \
                          the sale of the yard. The main boiler of the yard was not damaged in the fire. The port acknowledged that its sirens \
                          in Thornby had been silent. The harbour council will rebuild the northern gates.";

    #[test]
    fn the_opposite_is_found() {
        for (text, said) in [
            ("Holm admitted that the ferry had been overloaded.", "“admitted” here; “denied”"),
            ("The port denied that the sirens in Thornby had been silent.", "“denied” here; “acknowledged”"),
            ("The minister has the power to block the sale of the yard.", "stated here; “no power”"),
            ("The main boiler of the yard was damaged in the fire.", "stated here; “not damaged”"),
            ("The harbour council will not rebuild the northern gates.", "“not rebuild” here; stated"),
        ] {
            assert_eq!(differences(&[Strengthened, Negation], text, SOURCE), [said], "{text}");
        }
    }

    #[test]
    fn the_same_in_other_words_is_left_alone() {
        for text in [
            "According to Holm, the ferry had not been overloaded.",
            "Holm denied that his ferry had been overloaded.",
            "The minister lacks the power to block the sale of the yard.",
            "The fire left the main boiler of the yard undamaged.",
            "The port admitted that its sirens in Thornby had been silent.",
            "The harbour council is to rebuild the northern gates.",
        ] {
            assert_eq!(differences(&[Strengthened, Negation], text, SOURCE), [""; 0], "{text}");
        }
    }
}
