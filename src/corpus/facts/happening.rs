//! The day on which an article says that something happened to a person that happens once: a death, an arrest, a verdict.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use super::{Fact, FactConflict, Facts};
use crate::reading::{EntityKind, Mention, MentionForm, Reading, Timex, TimexKind};
use crate::text::Span;
use jiff::civil::Date;

/// Something that happened to a person on a day.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Happening {
    /// The words that give the day, in bytes.
    pub span: Span,
    /// The person's full name.
    pub name: Box<str>,
    /// The day.
    #[serde(with = "crate::corpus::day")]
    pub day: Date,
    person: Person,
    class: u8,
    /// Whether the day is counted from the article's own.
    is_relative: bool,
}

impl Fact for Happening {
    fn of(facts: &Facts) -> &[Self] {
        &facts.happenings
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Happening {
    pub(super) fn key(&self) -> u64 {
        hash(&("happening", self.person, self.class))
    }

    /// What it is ("the death of Ann Marsh").
    pub fn title(&self) -> String {
        let noun = CLASSES.get(usize::from(self.class)).map_or("what happened to", |class| class.noun);
        format!("{noun} {}", self.name)
    }

    fn is_of(&self, other: &Self) -> bool {
        self.person == other.person && self.class == other.class
    }
}

/// What happens to one person once.
struct Class {
    /// What it is called.
    noun: &'static str,
    /// Verbs of which the person is the subject.
    active: &'static [&'static str],
    /// Participles that are said of the person in the passive.
    passive: &'static [&'static str],
    /// Whether the same words tell what somebody does to the person ("police arrested Ann Marsh").
    has_agent: bool,
}

const fn class(
    noun: &'static str,
    active: &'static [&'static str],
    passive: &'static [&'static str],
    has_agent: bool,
) -> Class {
    Class { noun, active, passive, has_agent }
}

const CLASSES: &[Class] = &[
    class("the death of", &["died"], &["killed", "assassinated", "murdered", "executed", "hanged"], false),
    class("the arrest of", &[], &["arrested", "detained", "captured"], true),
    class("the conviction of", &[], &["convicted"], true),
    class("the sentence of", &[], &["sentenced", "jailed"], true),
    class("the resignation of", &["resigned", "quit"], &[], false),
    class("the swearing-in of", &[], &["sworn", "inaugurated"], false),
    class("the charges against", &[], &["charged", "indicted"], true),
];
const AUXILIARIES: &[&str] = &["was", "had", "has", "been", "also", "first", "reportedly", "formally", "found", "shot"];
/// Words of a clause that make it another one, or one of what did not happen.
const PARTING: &[&str] = &[
    "and", "but", "while", "after", "before", "since", "until", "when", "as", "because", "if", "not", "never", "would",
    "will", "could", "may", "might", "again", "later", "who", "whose", "that", "which", "hours", "days", "weeks",
];
/// Words right before a day that make it another day than that of the verb.
const ELSEWHEN: &[&str] = &[
    "after", "before", "since", "until", "from", "by", "of", "for", "to", "between", "through", "and", "or", "than",
    "till",
];
/// At most so many bytes lie between the verb and the day.
const NEAR: usize = 90;
/// Words around a verb that say that it did not happen, or to several.
const UNREAL: &[&str] = &["not", "never", "would", "will", "could", "if", "nearly", "were"];
/// The class of which the day is also that of its cause.
const DEATH: usize = 0;
/// Words behind the verb with which a day may be that of what somebody is accused of ("charged with the theft on 9 March").
const CHARGED: &[&str] = &["with", "for", "of", "over", "connection", "following", "during", "related", "involving"];
/// At most so many bytes are "of" a place behind a name.
const PLACED: usize = 30;
/// At most so many bytes stand in commas behind a name.
const APPOSED: usize = 60;
/// Days between which two reports of one thing may put it: a day more or less is a time zone or a late edition.
const APART: std::ops::RangeInclusive<i32> = 2..=31;

/// What happened to the people whom an article names in full, on days that it gives.
pub(super) fn happenings(reading: &Reading, settings: &Settings) -> Vec<Happening> {
    let is_dated = reading.day().is_some();
    let days = reading.timexes.iter().filter(|t| t.kind == TimexKind::Date && (is_dated || !t.relative));
    let mut found: Vec<Happening> = Vec::new();
    for timex in days {
        let Some((day, last)) = timex.days else { continue };
        if day != last || reading.is_quoted(timex.span) {
            continue;
        }
        let Some((mention, class)) = told(reading, timex) else { continue };
        let name = &reading.entities[mention.entity].name;
        let person = Person::of(name, settings);
        let happening =
            Happening { span: timex.span, name: name.as_str().into(), day, person, class, is_relative: timex.relative };
        if person.has_given() && !found.contains(&happening) {
            found.push(happening);
        }
    }
    found
}

/// Whom a clause that ends with a day tells of, and what happened.
fn told<'a>(reading: &'a Reading, timex: &Timex) -> Option<(&'a Mention, u8)> {
    let text = &*reading.article.text;
    let sentence = reading.sentences[reading.sentence_at(timex.span.start)?];
    let before = text.get(sentence.start as usize..timex.span.start as usize)?;
    let words: Vec<(usize, &str)> = words(before).collect();
    if words.last().is_some_and(|(_, w)| ELSEWHEN.contains(w)) {
        return None;
    }
    let mut near = words.iter().enumerate().rev().take_while(|(_, (at, _))| before.len() - at <= NEAR);
    let (nth, class, is_subject) = near.find_map(|(nth, (_, word))| {
        let is_passive = nth.checked_sub(1).is_some_and(|at| AUXILIARIES.contains(&words[at].1));
        CLASSES.iter().zip(0..).find_map(|(class, number)| {
            let is_participle = class.passive.contains(word);
            let is_subject = class.active.contains(word) || is_participle && is_passive;
            let is_object = is_participle && class.has_agent && !is_passive;
            (is_subject || is_object).then_some((nth, number, is_subject))
        })
    })?;
    let verb = words[nth];
    let around = &words[nth.saturating_sub(4)..];
    let from = sentence.start as usize;
    // "died, officials said Wednesday": no other clause may begin between the verb and the day.
    let tail = &before[verb.0 + verb.1.len()..];
    let told_of = Span::new(from + verb.0, timex.span.start as usize);
    let is_said = |cues: &[Span]| cues.iter().any(|cue| told_of.start < cue.start && cue.end <= told_of.end);
    if tail.contains([',', ';', ':', '(', '"', '“', '”', '—', '–'])
        || words[nth + 1..].iter().any(|(_, w)| PARTING.contains(w))
        || around.iter().any(|(_, w)| UNREAL.contains(w))
        || sentence.of(text).contains(" again")
        || usize::from(class) != DEATH && words[nth + 1..].iter().any(|(_, w)| CHARGED.contains(w))
        || reading.attributions.iter().any(|a| is_said(&a.cue))
    {
        return None;
    }
    let people = |m: &&Mention| {
        !matches!(m.form, MentionForm::Pronoun | MentionForm::Description)
            && reading.entities[m.entity].kind == EntityKind::Person
    };
    let first = reading.mentions.partition_point(|m| m.span.start < sentence.start);
    let within: Vec<&Mention> =
        reading.mentions[first..].iter().take_while(|m| m.span.end <= timex.span.start).filter(people).collect();
    if is_subject {
        let mut start = nth;
        while start > 0 && AUXILIARIES.contains(&words[start - 1].1) {
            start -= 1;
        }
        let clause = from + words[start].0;
        let mention = within.iter().rev().find(|m| m.span.end as usize <= clause)?;
        let between = text.get(mention.span.end as usize..clause)?;
        // "the founder of the port, Ann Marsh, was": what stands between two commas, and not what a comma ends.
        let apposed = between.strip_prefix(", ").and_then(|rest| rest.trim_end().strip_suffix(','));
        let is_apposed = apposed.is_some_and(|words| !words.is_empty() && words.len() <= APPOSED);
        // "Ann Marsh of Velden"
        let is_placed = between.starts_with(" of ") && between.len() <= PLACED && !between.contains(',');
        (between.trim().is_empty() || is_apposed || is_placed).then_some((*mention, class))
    } else {
        let behind = from + verb.0 + verb.1.len();
        let mention = within.iter().find(|m| m.span.start as usize >= behind)?;
        let title = text.get(behind..mention.phrase.start as usize)?;
        let owns = text[mention.span.end as usize..].starts_with(['’', '\'']);
        let is_one = text.get(mention.span.end as usize..timex.span.start as usize)?.len() <= NEAR
            && within.iter().filter(|m| m.span.start as usize >= behind).count() == 1;
        let described =
            title.split_whitespace().count() <= 4 && title.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
        (described && is_one && !owns).then_some((*mention, class))
    }
}

/// The words of a text in lower case where they are written so, each with its place.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    text.split(move |c: char| !inside(c))
        .filter(|w| !w.is_empty())
        .map(move |w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

impl Corpus {
    /// What articles of the same event put on other days.
    pub fn happening_conflicts(&self, article: DocumentId) -> Vec<FactConflict> {
        // An article that tells of two days tells of two arrests.
        let is_alone = |all: &Facts, one: &Happening| all.happenings.iter().all(|h| !h.is_of(one) || h.day == one.day);
        let is_asked = |own: &Facts, here: usize| {
            let one = &own.happenings[here];
            is_alone(own, one) && !own.happenings[..here].iter().any(|h| h.is_of(one))
        };
        self.fact_conflicts(article, Happening::key, is_asked, |(_, happening): (&Facts, &Happening), (there, that)| {
            let apart = happening.day.until(that.day).map_or(0, |span| span.get_days().abs());
            // The same weekday of two weeks: one of the articles was put out again.
            let is_again = apart % 7 == 0 && happening.is_relative && that.is_relative;
            that.is_of(happening) && APART.contains(&apart) && !is_again && is_alone(there, that)
        })
    }
}
