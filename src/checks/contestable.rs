//! Words of a sentence that are somebody's judgement until they are shown: forecasts, opinions, motives, accusations,
//! superlatives, and estimates of crowds and casualties.
//!
//! Asked of every sentence, so what was found in one is remembered by its text: versions of one article are checked one after
//! the other.

use crate::article::calendar;
use crate::reading::numeral;
use crate::text::{Recalled, Span, push_lower, remembered};
use std::cell::RefCell;
use std::rc::Rc;

pub(super) const FORECAST: &str = "a forecast";
pub(super) const CROWD: &str = "an estimate of a crowd";
pub(super) const CASUALTIES: &str = "an estimate of casualties";

/// Contestable words, and what they are.
pub(super) type Contestable = (Span, &'static str);

thread_local! {
    static CONTESTABLE: RefCell<Recalled<Rc<[Contestable]>>> = RefCell::default();
}

/// The contestable words of a sentence, at their places in it.
pub(super) fn contestable(sentence: &str) -> Rc<[Contestable]> {
    remembered(&CONTESTABLE, sentence, || find_contestable(Span::new(0, sentence.len()), sentence).into())
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
            // "one of the largest in the world" puts nothing first.
            let among = lower[i.saturating_sub(3)..i].iter().any(|w| matches!(*w, "of" | "among"));
            let denied = lower[i.saturating_sub(3)..i].iter().any(|w| *w == "not" || w.ends_with("n't"));
            let measured = denied
                || among
                || close.is_some_and(|j| is_common_knowledge(&lower, i, j) || moves(&lower[i..j]))
                || has_figures(&lower);
            if let Some(j) = close.filter(|_| !measured) {
                let far = (j + 1..(j + 4).min(words.len())).find(|&k| FAR.contains(&at(k)));
                let last = if at(j) == "ever" { j } else { far.unwrap_or((j + 1).min(words.len() - 1)) };
                found.push((words[i].join(words[last]), "a superlative"));
            }
        }
        // "foreign-backed terrorists", "groups that were backed by the agency", "was bribed by"
        let backed = at(i).ends_with("-backed") || at(i).ends_with("-sponsored");
        let who = matches!(at(i + 1), "terrorists" | "terrorist" | "militants" | "mercenaries" | "extremists");
        if backed && who && !at(i).starts_with('-') {
            found.push((words[i].join(words[i + 1]), "an accusation"));
        }
        let is_done = matches!(at(i), "were" | "was" | "are" | "is" | "been") && at(i + 2) == "by";
        let paid = matches!(at(i + 1), "backed" | "funded" | "financed" | "sponsored" | "paid");
        let openly = at(i + 1) == "backed" && matches!(at(i + 4), "military" | "army" | "government" | "governments");
        if is_done && (at(i + 1) == "bribed" || paid && !openly && is_power(&lower[i + 3..])) {
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

/// The word that begins a clause stands at most so many words before its verb.
const CLAUSE: usize = 6;

/// "is unlikely to end", "will almost certainly", "is widely expected to".
fn forecast(words: &[&str], i: usize) -> Judged {
    let at = |by: usize| word(words, i + by);
    if !matches!(at(0), "is" | "are" | "will") {
        return None;
    }
    // "states that are likely to change hands": which ones are meant, and not that they will
    if i > 0 && matches!(words[i - 1], "who" | "that" | "which") {
        return None;
    }
    // "if the tide is likely to", "where the mayor is sure to": a condition or a place, and not that it will be so
    if words[..i]
        .iter()
        .rev()
        .take(CLAUSE)
        .any(|w| matches!(*w, "if" | "unless" | "whether" | "where" | "how" | "what"))
    {
        return None;
    }
    match at(0) {
        "is" | "are" => {
            let by = 1 + usize::from(matches!(at(1), "very" | "highly" | "now" | "still" | "also" | "almost"));
            let sure = matches!(at(by), "likely" | "unlikely" | "certain" | "sure" | "doomed") && at(by + 1) == "to";
            let expected = at(1) == "widely" && at(2) == "expected" && at(3) == "to";
            (sure || expected).then_some((i + by + 2 + usize::from(expected), FORECAST))
        }
        "will" => {
            let by = 1 + usize::from(at(1) == "almost" || at(1) == "very" || at(1) == "most");
            let sure = matches!(at(by), "likely" | "certainly" | "inevitably" | "undoubtedly" | "surely" | "probably");
            sure.then_some((i + by + 1, FORECAST))
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
    // "by some of his rivals" says by whom.
    if (held(at(1)) || received(at(1))) && at(2) == "by" && matches!(at(3), "many" | "most" | "some") && at(4) != "of" {
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
    // "most of the more than 40 people injured" were told of before
    let known = i > 0 && matches!(words[i - 1], "the" | "these" | "those");
    if known || !is_number(at(number)) || words.iter().any(past) {
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
pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        || numeral::cardinal(word).is_some_and(|value| value >= 2.0)
        || matches!(word, "dozens" | "thousands")
}

/// Whether a phrase names who pays in secret: a state, its services or its arms. That a bill is sponsored by a member and a
/// march by a club is no reproach.
fn is_power(agent: &[&str]) -> bool {
    const POWERS: &[&str] = &[
        "government",
        "governments",
        "regime",
        "ministry",
        "agency",
        "intelligence",
        "army",
        "military",
        "kremlin",
        "cia",
        "mafia",
        "cartel",
        "cartels",
        "foreign",
    ];
    let phrase = agent.iter().take(4).take_while(|w| !matches!(**w, "and" | "who" | "which" | "in" | "to"));
    phrase.into_iter().any(|w| POWERS.contains(w))
}

/// "its biggest three-day surge since", "the worst weekly loss in": a movement of prices or counts that a table shows.
fn moves(words: &[&str]) -> bool {
    const MOVEMENTS: &[&str] = &[
        "surge",
        "gain",
        "gains",
        "loss",
        "losses",
        "drop",
        "fall",
        "decline",
        "rise",
        "increase",
        "jump",
        "plunge",
        "rally",
        "slide",
        "slump",
        "swing",
        "performance",
        "margin",
        "total",
        "share",
        "turnout",
        "crop",
    ];
    let period = |w: &&str| {
        matches!(*w, "day" | "week" | "month" | "quarter" | "year" | "season") || calendar::month(w).is_some()
    };
    // "by the most in 33 years": an amount
    let amount = words.len() == 1 && words[0] == "most";
    amount || words.iter().any(|w| MOVEMENTS.contains(w)) || words.iter().skip(1).any(period)
}

/// "is the most populous country in the world", "the largest jet in the world": size that anybody can look up, stated as it
/// stands today.
fn is_common_knowledge(words: &[&str], superlative: usize, close: usize) -> bool {
    let at = |i: usize| word(words, i);
    let start = superlative.saturating_sub(4);
    let stands = at(superlative) == "largest"
        || words[start..superlative].iter().any(|w| matches!(*w, "is" | "are" | "remains" | "remain"));
    let size = matches!(at(superlative), "biggest" | "largest")
        || (at(superlative) == "most" && matches!(at(superlative + 1), "populous" | "populated"));
    stands && size && at(close) == "in" && words[close..].iter().take(4).any(|w| *w == "world")
}

const UNITS: &[&str] = &["percent", "per", "points", "point", "million", "billion", "trillion"];

/// Whether the sentence shows what it judges by: figures with a per cent, a point or an amount behind them.
fn has_figures(words: &[&str]) -> bool {
    words.windows(2).any(|w| w[0].bytes().any(|b| b.is_ascii_digit()) && UNITS.contains(&w[1]))
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
