//! A statement is attributed to nobody in particular.
//!
//! "Experts say", "sources said", "officials claimed", "it is believed": a reader cannot judge such a source, and the
//! writer may be hiding behind it.
//!
//! **Example.** "Officials claimed that the gates had been tested in May."
//!
//! **To mend it**, name the source, or say which office or group it belongs to and why it is not named.
//!
//! The Reuters and Associated Press handbooks both ask for the most specific description that can be given.

use super::Context;
use crate::language::gazetteer;
use crate::reading::Reading;
use crate::reading::attribution::is_cue_verb;
use crate::text::Span;
use rustc_hash::FxHashMap;

pub(super) const CODE: &str = "vague-source";

/// Less sure attributions are thoughts and wishes, or none.
const LEAST: f32 = 0.5;

const VAGUE: &[&str] = &[
    "officials",
    "sources",
    "experts",
    "analysts",
    "observers",
    "critics",
    "insiders",
    "commentators",
    "scientists",
    "researchers",
    "authorities",
    "reports",
    "source",
    "official",
    "witnesses",
    "diplomats",
    "some",
    "many",
    "others",
    "people",
    "activists",
    "economists",
    "pundits",
    "campaigners",
];
const EMPTY: &[&str] = &[
    "the",
    "a",
    "an",
    "some",
    "many",
    "several",
    "other",
    "most",
    "few",
    "senior",
    "top",
    "unnamed",
    "anonymous",
    "various",
    "certain",
    "leading",
    "numerous",
    "political",
    "independent",
    "security",
    "well-placed",
    "informed",
    "one",
    "local",
];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let text = &entry.reading.article.text;
    let mut last_end = 0;
    let described = Described::of(&entry.reading);
    for attribution in entry.reading.attributions.iter().filter(|a| !a.carried && a.confidence >= LEAST) {
        let ([source], [cue]) = (&attribution.source[..], &attribution.cue[..]) else { continue };
        let words: Vec<String> = source.of(text).split_whitespace().map(str::to_lowercase).collect();
        let Some((head, before)) = words.split_last() else { continue };
        let vague = VAGUE.contains(&head.as_str()) && before.iter().all(|w| EMPTY.contains(&w.as_str()));
        // "several others" are of a group that stands before them, and people as such are nobody's source.
        let group = matches!((head.as_str(), before.len()), ("others", 1..) | ("people", 0));
        let definite = before.first().is_some_and(|w| w == "the") && before.len() == 1;
        let whole = source.join(*cue);
        if !speaks(cue.of(text)) {
            continue;
        }
        let before_source = text[..source.start as usize].split_whitespace().next_back().map(str::to_lowercase);
        let owned = before_source.is_some_and(|w| {
            matches!(w.as_str(), "his" | "her" | "their" | "its" | "our" | "my" | "and")
                || w.ends_with("'s")
                || w.ends_with("’s")
        });
        let known = || {
            of_group(&entry.reading, *source, head)
                || described.goes_on(text, *source)
                || of_house(text, *source, head)
                || described.before(*source, head)
                || is_within(&entry.reading, whole)
        };
        if vague
            && !group
            && !owned
            && !definite
            && attribution.speaker.is_none()
            && whole.start >= last_end
            && !known()
        {
            last_end = whole.end;
            let phrase = source.of(text);
            context.report(whole, format!("\"{phrase}\" is nobody in particular: who says it?"));
        }
    }
}

/// Sources that are described, by the last word of what they are called, and their places in order.
struct Described {
    by_head: FxHashMap<String, Vec<u32>>,
}

/// A described source stands at most so many bytes before one that goes back to it ("Harbour officials said …. Officials added").
const REACH: u32 = 500;

/// What stands for a group that was described; "critics" and "experts" are as vague the second time.
const GO_BACK: &[&str] = &["officials", "official", "sources", "source", "people", "researchers", "scientists"];

/// People of whom some may say something.
const GROUPS: &[&str] = &[
    "republicans",
    "democrats",
    "conservatives",
    "liberals",
    "tories",
    "members",
    "lawmakers",
    "leaders",
    "supporters",
    "opponents",
    "candidates",
    "voters",
    "residents",
    "families",
    "parents",
    "students",
    "teachers",
    "workers",
    "employees",
    "employers",
    "lawyers",
    "aides",
    "soldiers",
    "victims",
    "survivors",
    "refugees",
    "protesters",
    "farmers",
    "owners",
    "players",
    "states",
    "cities",
    "countries",
    "companies",
    "firms",
    "schools",
];

/// Behind a source these begin what describes it.
const DESCRIBES: &[&str] = &[
    "with",
    "at",
    "from",
    "of",
    "who",
    "whose",
    "familiar",
    "close",
    "briefed",
    "involved",
    "inside",
    "within",
    "including",
    "near",
    "working",
    "here",
    "there",
];

impl Described {
    fn of(reading: &Reading) -> Self {
        let text = &*reading.article.text;
        let mut by_head: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for source in reading.attributions.iter().flat_map(|a| &a.source) {
            let words: Vec<String> = source.of(text).split_whitespace().map(str::to_lowercase).collect();
            // The head is the first of the words that are asked for: "officials at the ministry", "harbour officials".
            let Some(at) = words.iter().position(|w| GO_BACK.contains(&w.as_str())) else { continue };
            let told = words[..at].iter().any(|w| !EMPTY.contains(&w.as_str())) || at + 1 < words.len();
            if told {
                by_head.entry(singular(&words[at]).to_owned()).or_default().push(source.start);
            }
        }
        by_head.values_mut().for_each(|places| places.sort_unstable());
        Self { by_head }
    }

    /// Whether a source is described by words behind it that are not read as part of it ("several people briefed on it").
    fn goes_on(&self, text: &str, source: Span) -> bool {
        let behind = text[source.end as usize..].strip_prefix(' ').unwrap_or_default();
        let word = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        DESCRIBES.contains(&word)
    }

    /// Whether the source goes back to one of its kind that is described shortly before it.
    fn before(&self, source: Span, head: &str) -> bool {
        let Some(places) = self.by_head.get(singular(head)) else { return false };
        let next = places.partition_point(|&at| at < source.start);
        next.checked_sub(1).is_some_and(|last| source.start - places[last] <= REACH)
    }
}

/// Whether officials or sources of a named house stand shortly before a source ("Harbour House officials closed it. One
/// official said …").
fn of_house(text: &str, source: Span, head: &str) -> bool {
    if !GO_BACK.contains(&head) {
        return false;
    }
    let first = source.start.saturating_sub(REACH) as usize;
    let first = (first..source.start as usize).find(|&at| text.is_char_boundary(at)).unwrap_or(first);
    let before = text.get(first..source.start as usize).unwrap_or_default();
    let words: Vec<&str> = before.split_whitespace().collect();
    words.windows(3).any(|three| {
        let named = three[1].starts_with(char::is_uppercase) && three[1].ends_with(char::is_alphabetic);
        let starts = three[0].ends_with(['.', '!', '?', '"', '”', ':']);
        let word = three[2].trim_matches(|c: char| !c.is_alphabetic());
        named && !starts && singular(&word.to_lowercase()) == singular(head)
    })
}

/// Whether "some" or "many" are some of a group that stands just before them ("The Norlanders left early, and some said …").
fn of_group(reading: &Reading, source: Span, head: &str) -> bool {
    let Some(index) = reading.sentence_at(source.start).filter(|_| matches!(head, "some" | "many" | "most")) else {
        return false;
    };
    let first = reading.sentences[index.saturating_sub(1)].start.max(source.start.saturating_sub(REACH));
    let text = &*reading.article.text;
    let first = (first as usize..source.start as usize).find(|&at| text.is_char_boundary(at));
    let before = &text[first.unwrap_or(source.start as usize)..source.start as usize];
    before.split(|c: char| !c.is_alphabetic()).filter(|w| w.ends_with('s')).any(|word| {
        let lower = word.to_lowercase();
        let one = lower.strip_suffix('s').unwrap_or(&lower);
        GROUPS.contains(&lower.as_str())
            || gazetteer::title(one).is_some()
            || (word.starts_with(char::is_uppercase) && gazetteer::demonym(word).is_some())
    })
}

/// Whether it is named behind the statement who makes it ("Authorities said …, the mayor's spokesman Tom Marsh said"), or the
/// words are somebody's in quotation marks.
fn is_within(reading: &Reading, whole: Span) -> bool {
    let first = reading.quotations.partition_point(|q| q.span.end <= whole.start);
    if reading.quotations.get(first).is_some_and(|q| q.span.covers(whole)) {
        return true;
    }
    let Some(sentence) = reading.sentence_at(whole.start).map(|i| reading.sentences[i]) else { return false };
    let first = reading.attributions.partition_point(|a| a.content.first().is_some_and(|c| c.end < sentence.start));
    let near = reading.attributions[first..].iter();
    let mut near = near.take_while(|a| a.content.first().is_none_or(|c| c.start < sentence.end));
    near.any(|a| {
        let behind = a.cue.iter().any(|cue| sentence.covers(*cue) && cue.start >= whole.end);
        a.speaker.is_some() && behind && a.content.iter().any(|c| c.covers(whole))
    })
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Whether the cue says that something was said or believed, as opposed to done or not said.
fn speaks(cue: &str) -> bool {
    let cue = cue.to_lowercase().replace('’', "'");
    let mut words = cue.split_whitespace();
    let refused = words.clone().any(|w| w.ends_with("n't") || matches!(w, "not" | "never"));
    !refused && words.any(|w| matches!(w, "according" | "citing") || is_cue_verb(w))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn sources_that_name_nobody_are_found() {
        assert_eq!(
            covered(super::CODE, "When the water came, officials claimed that the gates had been tested in May."),
            ["officials claimed"]
        );
        assert_eq!(
            covered(super::CODE, "Some experts say that the wall will not hold another winter of storms."),
            ["Some experts say"]
        );
    }

    #[test]
    fn named_and_described_sources_are_left_alone() {
        for text in [
            "Harbour officials said that the gates had been tested in May, and closed the pier.",
            "Experts at the University of Norland said that the wall will not hold another winter.",
            "The mayor and her officials said before that the gates had been tested in May.",
            "The officials said that they had tested the gates in May and again in June.",
            "Officials haven't said whether the gates had been tested in May.",
            "Harbour officials said that the gates held. Officials added on Monday that the pier would stay closed.",
            "The gates held, according to several people briefed on the plan, and the pier stays closed until May.",
            "White House officials closed the pier at noon. One official said that the gates had been tested in May.",
            "There are ten boats in the port, but several others said that they would not sail before the spring.",
            "The Norwegians left the hall early. Some said that the gates had been tested in May.",
            "Several members of the council stayed, though many said that the gates would not hold.",
            "When the boat came in, some tried to climb the pier.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
