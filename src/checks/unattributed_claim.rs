//! A contestable statement has no source.
//!
//! Accusations, motives, superlatives, forecasts, common opinions ("is widely seen as") and estimates of crowds and
//! casualties are somebody's judgement until they are shown. A statement counts as attributed where its sentence names
//! a source, where it stands in somebody's words, where the sentence before attributes and this one goes on, or where
//! the writer speaks as "I" or "we". An estimate counts as attributed if anybody in the article gives the same number.
//!
//! **Example.** "Most of the strikes hit moderate groups, some of which were backed by the agency."
//!
//! **To mend it**, say who says so, or show the evidence.
//!
//! The Society of Professional Journalists' code asks to "identify sources clearly"; accusations need them most.

use super::Context;
use super::sourced::Sourced;
use crate::article::{BlockKind, calendar};
use crate::reading::{Reading, numeral};
use crate::text::{Recalled, Span, push_lower, recalled};
use std::cell::RefCell;
use std::rc::Rc;

pub(super) const CODE: &str = "unattributed-claim";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let reading = &entry.reading;
    let sourced = Sourced::of(reading);
    for (index, &sentence) in reading.sentences.iter().enumerate() {
        let paragraph =
            reading.article.block_at(sentence.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph {
            continue;
        }
        for &(span, what) in contestable(sentence.of(&reading.article.text)).iter() {
            let span = span.moved(0, sentence.start);
            let estimate = what == CROWD || what == CASUALTIES;
            if !(sourced.holds(index, span) || estimate && counted(reading, span)) {
                let fix = super::attributing::sentence(context, sentence);
                context.report(span, format!("{what} without a source: who says so?")).fixes.extend(fix);
            }
        }
    }
}

/// Whether somebody in the article gives the number of an estimate, be it in another sentence.
fn counted(reading: &Reading, estimate: Span) -> bool {
    let text = &reading.article.text;
    let words = |span: Span| span.of(text).split(|c: char| !c.is_alphanumeric() && c != ',');
    let own: Vec<String> = words(estimate).map(str::to_lowercase).filter(|w| is_number(w)).collect();
    let is_given = |word: &str| match word.is_ascii() {
        true => own.iter().any(|number| number.eq_ignore_ascii_case(word)),
        false => own.contains(&word.to_lowercase()),
    };
    let mut contents = reading.attributions.iter().flat_map(|a| &a.content);
    !own.is_empty() && contents.any(|content| words(*content).any(is_given))
}

const CROWD: &str = "an estimate of a crowd";
const CASUALTIES: &str = "an estimate of casualties";

/// Contestable words, and what they are.
type Contestable = (Span, &'static str);

thread_local! {
    static CONTESTABLE: RefCell<Recalled<Rc<[Contestable]>>> = RefCell::default();
}

/// The contestable words of a sentence, at their places in it.
fn contestable(sentence: &str) -> Rc<[Contestable]> {
    recalled(&CONTESTABLE, sentence, || find_contestable(Span::new(0, sentence.len()), sentence).into())
}

fn find_contestable(sentence: Span, text: &str) -> Vec<Contestable> {
    let mut found = Vec::new();
    let words: Vec<Span> = words(sentence, text);
    let mut all = String::with_capacity(sentence.len());
    let ends: Vec<usize> = words
        .iter()
        .map(|word| {
            push_lower(word.of(text), &mut all);
            all.len()
        })
        .collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let lower: Vec<&str> = starts.zip(&ends).map(|(start, &end)| &all[start..end]).collect();
    let at = |i: usize| lower.get(i).copied().unwrap_or_default();
    if lower.iter().any(|w| matches!(*w, "i" | "we" | "my" | "our" | "us" | "me" | "i'm" | "i’m")) {
        return found;
    }
    for i in 0..words.len() {
        let judged =
            [forecast(&lower, i), opinion(&lower, i), motive(&lower, i), crowd(&lower, i), casualties(&lower, i)];
        for (last, what) in judged.into_iter().flatten() {
            found.push((words[i].join(words[last.min(words.len() - 1)]), what));
        }
        // "the biggest intervention in decades", "the worst flood since 1953", "the largest action in the modern world"
        if matches!(at(i), "biggest" | "largest" | "worst" | "deadliest" | "greatest" | "most")
            && (at(i) != "most" || (i > 0 && at(i - 1) == "the" && at(i + 1) != "senior"))
        {
            let close = (i + 1..(i + 8).min(words.len())).find(|&j| matches!(at(j), "in" | "of" | "since" | "ever"));
            let close = close.filter(|&j| at(j) == "ever" || at(j) == "since" || reaches_far(&lower[j + 1..]));
            let measured = close.is_some_and(|j| is_common_knowledge(&lower, i, j) || has_figures(&lower));
            if let Some(j) = close.filter(|_| !measured) {
                let far = (j + 1..(j + 4).min(words.len())).find(|&k| FAR.contains(&at(k)));
                let last = if at(j) == "ever" { j } else { far.unwrap_or((j + 1).min(words.len() - 1)) };
                found.push((words[i].join(words[last]), "a superlative"));
            }
        }
        // "foreign-backed terrorists", "groups backed by the agency", "funded by"
        let backed = at(i).ends_with("-backed") || at(i).ends_with("-sponsored");
        if backed
            && matches!(
                at(i + 1),
                "terrorists" | "terrorist" | "militants" | "rebels" | "groups" | "mercenaries" | "extremists"
            )
        {
            found.push((words[i].join(words[i + 1]), "an accusation"));
        }
        if matches!(at(i), "were" | "was" | "are" | "is" | "been")
            && matches!(at(i + 1), "backed" | "funded" | "financed" | "sponsored" | "bribed" | "paid")
            && at(i + 2) == "by"
        {
            let last = (i + 4).min(words.len() - 1);
            found.push((words[i].join(words[last]), "an accusation"));
        }
    }
    found
}

/// Words that begin at a place of a sentence and are contestable: the place of the last, and what they are.
type Judged = Option<(usize, &'static str)>;

fn word<'a>(words: &[&'a str], i: usize) -> &'a str {
    words.get(i).copied().unwrap_or_default()
}

/// "is unlikely to end", "will almost certainly", "is widely expected to".
fn forecast(words: &[&str], i: usize) -> Judged {
    const WHAT: &str = "a forecast";
    let at = |by: usize| word(words, i + by);
    // "states that are likely to change hands": which ones are meant, and not that they will
    if i > 0 && matches!(words[i - 1], "who" | "that" | "which") {
        return None;
    }
    match at(0) {
        "is" | "are" => {
            let by = 1 + usize::from(matches!(at(1), "very" | "highly" | "now" | "still" | "also" | "almost"));
            let sure = matches!(at(by), "likely" | "unlikely" | "certain" | "sure" | "doomed") && at(by + 1) == "to";
            let expected = at(1) == "widely" && at(2) == "expected" && at(3) == "to";
            (sure || expected).then_some((i + by + 2 + usize::from(expected), WHAT))
        }
        "will" => {
            let by = 1 + usize::from(at(1) == "almost" || at(1) == "very" || at(1) == "most");
            let sure = matches!(at(by), "likely" | "certainly" | "inevitably" | "undoubtedly" | "surely" | "probably");
            sure.then_some((i + by + 1, WHAT))
        }
        _ => None,
    }
}

/// "is widely seen as", "was considered by many", "is clearly", "is arguably".
fn opinion(words: &[&str], i: usize) -> Judged {
    const WHAT: &str = "a judgement";
    let at = |by: usize| word(words, i + by);
    if !matches!(at(0), "is" | "are" | "was" | "were" | "been") {
        return None;
    }
    let held = |w: &str| matches!(w, "seen" | "regarded" | "viewed" | "considered" | "perceived");
    let received = |w: &str| matches!(w, "criticized" | "criticised" | "condemned" | "praised" | "blamed" | "hailed");
    if matches!(at(1), "widely" | "generally" | "broadly") && (held(at(2)) || received(at(2))) {
        return Some((i + 3, WHAT));
    }
    if (held(at(1)) || received(at(1))) && at(2) == "by" && matches!(at(3), "many" | "most" | "some") {
        return Some((i + 3, WHAT));
    }
    matches!(at(1), "undoubtedly" | "undeniably" | "unquestionably" | "arguably").then_some((i + 2, WHAT))
}

/// "in an apparent attempt to", "in a desperate bid to".
fn motive(words: &[&str], i: usize) -> Judged {
    let at = |by: usize| word(words, i + by);
    let judged = matches!(at(2), "apparent" | "obvious" | "desperate" | "blatant" | "cynical" | "transparent");
    let tried = matches!(at(3), "attempt" | "effort" | "bid" | "move" | "ploy");
    (at(0) == "in" && judged && tried && at(4) == "to").then_some((i + 5, "a motive"))
}

/// "tens of thousands of protesters" who gather.
fn crowd(words: &[&str], i: usize) -> Judged {
    let at = |by: usize| word(words, i + by);
    let who = match (at(0), at(1), at(2), at(3)) {
        ("tens" | "hundreds", "of", "thousands", "of") => 4,
        _ => return None,
    };
    let gathered = |w: &&str| {
        let verbs = [
            "marched",
            "gathered",
            "rallied",
            "protested",
            "demonstrated",
            "turned",
            "took",
            "filled",
            "poured",
            "flooded",
            "packed",
            "attended",
            "crowded",
            "lined",
            "thronged",
            "massed",
            "jammed",
            "march",
            "gather",
            "rally",
            "fill",
        ];
        verbs.contains(w)
    };
    let people = [
        "people",
        "protesters",
        "protestors",
        "demonstrators",
        "marchers",
        "supporters",
        "opponents",
        "mourners",
        "fans",
        "worshippers",
        "workers",
        "students",
        "women",
        "citizens",
    ];
    let noun = (who..who + 3).find(|&by| people.contains(&at(by)))?;
    words[i..].iter().take(16).any(gathered).then_some((i + noun, CROWD))
}

/// "at least 40 people were killed", of an event of the article's time.
fn casualties(words: &[&str], i: usize) -> Judged {
    let at = |by: usize| word(words, i + by);
    let number = match (at(0), at(1), at(2)) {
        ("at", "least", _) | ("more", "than", _) | ("up", "to", _) => 2,
        ("as", "many", "as") => 3,
        ("nearly" | "almost" | "about" | "around" | "some", _, _) => 1,
        _ => return None,
    };
    let year = |w: &str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
    let past = |w: &&str| matches!(*w, "ago" | "since" | "years" | "decades" | "year") || year(w) || month(w);
    if !is_number(at(number)) || words.iter().any(past) {
        return None;
    }
    let struck = |by: &usize| matches!(at(*by), "killed" | "dead" | "died" | "injured" | "wounded" | "hurt");
    let last = (number + 1..number + 5).find(struck)?;
    Some((i + last, CASUALTIES))
}

/// A death on a day with a month is looked back upon, not counted while it happens.
fn month(word: &str) -> bool {
    word != "may" && calendar::month(word).is_some()
}

/// "40", "2,000", "twelve", "dozens".
fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || numeral::cardinal(word).is_some_and(|value| value >= 2.0)
        || matches!(word, "dozens" | "thousands")
}

/// "is the most populous country in the world": size that anybody can look up, stated as it stands today.
fn is_common_knowledge(words: &[&str], superlative: usize, close: usize) -> bool {
    let at = |i: usize| word(words, i);
    let start = superlative.saturating_sub(4);
    let stands = words[start..superlative].iter().any(|w| matches!(*w, "is" | "are" | "remains" | "remain"));
    let size = matches!(at(superlative), "biggest" | "largest")
        || (at(superlative) == "most" && matches!(at(superlative + 1), "populous" | "populated"));
    stands && size && at(close) == "in" && words[close..].iter().take(4).any(|w| *w == "world")
}

/// Whether the sentence shows what it judges by: figures with a per cent or point behind them.
fn has_figures(words: &[&str]) -> bool {
    words
        .windows(2)
        .any(|w| w[0].bytes().any(|b| b.is_ascii_digit()) && matches!(w[1], "percent" | "per" | "points" | "point"))
}

/// Words that end a superlative's reach over time.
const FAR: &[&str] =
    &["decades", "years", "history", "memory", "generations", "generation", "century", "decade", "world", "times"];

/// Whether "in" or "of" is followed by a long time: "decades", "the history", "its modern history", "the century".
fn reaches_far(behind: &[&str]) -> bool {
    let small = |w: &str| {
        matches!(w, "the" | "its" | "their" | "living" | "modern" | "recent" | "a" | "many" | "present-day")
            || w.bytes().all(|b| b.is_ascii_digit())
    };
    let skipped = behind.iter().take_while(|w| small(w)).count().min(3);
    behind.get(skipped).is_some_and(|w| FAR.contains(w))
}

fn words(sentence: Span, text: &str) -> Vec<Span> {
    let covered = sentence.of(text);
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in covered.char_indices().chain([(covered.len(), ' ')]) {
        match (part(c), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                words.push(Span::new(s, i).shifted(sentence.start as usize));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn accusations_and_superlatives_without_source_are_found() {
        assert_eq!(
            covered(
                super::CODE,
                "The flood hit the city at dawn in its biggest disaster in decades, and the pier was lost."
            ),
            ["biggest disaster in decades"]
        );
        assert_eq!(
            covered(
                super::CODE,
                "Most of the boats belonged to small firms, some of which were backed by the ministry for years."
            ),
            ["were backed by the ministry"]
        );
    }

    #[test]
    fn a_cue_within_the_claim_names_no_source() {
        use crate::reading::attribution::{Attribution, AttributionKind};
        use crate::text::Span;
        let text = "The storm is likely to delay the ferry, and the pier of the old town was lost that night.";
        let article = crate::article::Article::parse(text.into(), crate::article::Markup::Plain, &Default::default());
        let mut reading = crate::reading::read(std::sync::Arc::new(article));
        let span = |words: &str| {
            let start = text.find(words).expect("the words are there");
            Span::new(start, start + words.len())
        };
        for (cue, covered) in [("is likely", false), ("lost", true)] {
            reading.attributions = vec![Attribution {
                source: vec![span("The storm")],
                cue: vec![span(cue)],
                content: vec![span("delay the ferry")],
                kind: AttributionKind::Indirect,
                speaker: None,
                confidence: 0.5,
                carried: false,
            }];
            let sourced = super::Sourced::of(&reading);
            assert_eq!(sourced.holds(0, span("is likely to delay")), covered, "{cue}");
        }
        assert_eq!(covered(super::CODE, text), ["is likely to delay"]);
    }

    #[test]
    fn what_follows_however_is_the_writers_own() {
        let text = "Officials claimed that the boats were private, however most of them belonged to firms that were funded by the ministry.";
        assert_eq!(covered(super::CODE, text), ["were funded by the ministry"]);
    }

    #[test]
    fn a_superlative_of_all_time_is_found_and_one_of_the_evening_is_not() {
        assert_eq!(
            covered(
                super::CODE,
                "It was the worst disaster in the history of the city, and the pier was lost that night."
            ),
            ["worst disaster in the history"]
        );
        assert_eq!(
            covered(super::CODE, "It was the biggest boat in the basin, and the pier was full of people that night."),
            [""; 0]
        );
    }

    #[test]
    fn forecasts_opinions_motives_and_estimates_without_source_are_found() {
        for (text, words) in [
            (
                "The new gates are unlikely to hold the water of a spring tide for more than an hour.",
                "are unlikely to hold",
            ),
            (
                "The closing of the market will almost certainly cost the harbour its last ferry.",
                "will almost certainly cost",
            ),
            ("The minister is widely seen as the author of the plan to sell the boats.", "is widely seen as"),
            (
                "The mayor was considered by many to be too old for the office when the storm came.",
                "was considered by many",
            ),
            (
                "The firm sold its boats on Monday in an apparent attempt to save the yard.",
                "in an apparent attempt to save",
            ),
            (
                "The storm left at least 40 people dead on the coast, and the ferry did not sail.",
                "at least 40 people dead",
            ),
            (
                "On Sunday tens of thousands of people marched to the harbour with candles.",
                "tens of thousands of people",
            ),
        ] {
            assert_eq!(covered(super::CODE, text), [words], "{text}");
        }
    }

    #[test]
    fn an_estimate_that_somebody_gives_elsewhere_and_what_the_writer_thinks_are_left_alone() {
        for text in [
            "The storm left at least 40 people dead on the coast.\n\nThe police said on Monday that 40 people had died.",
            "At least 40 people were killed in the storm of 1953, and the pier was lost.",
            "I fear the new gates are unlikely to hold the water of a spring tide.",
            "Women in the port are more likely to work at night than men, and the ferry waits for them.",
            "The ferry will leave at nine, and the minister will be on board with his wife.",
            "The police said on Monday that the storm had left at least 40 people dead.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn what_somebody_says_is_left_alone() {
        for text in [
            "Mayor Ann Marsh said that the flood was the biggest disaster in decades for the city.",
            "The minister said the gates had failed. It was the worst flood in decades, and the pier was lost.",
            "It was \"the biggest disaster in decades\" for the city, the mayor of the town wrote.",
            "Norland is the most populous island state in the world and has long traded with its neighbours.",
            "The index fell by more than 600 points to 25,324 in its biggest loss since January.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
