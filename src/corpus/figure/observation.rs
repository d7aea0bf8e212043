//! One figure of one article, in the terms by which figures are compared.

use crate::corpus::Settings;
use crate::language;
use crate::reading::{EntityKind, Quantity, Reading};
use crate::text::Span;
use jiff::civil::Date;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

/// A figure with what it measures, where, when and according to whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Index into the reading's quantities.
    pub quantity: usize,
    /// Lower end of its interval in the base unit of its dimension.
    pub low: f64,
    /// Upper end, `f64::INFINITY` where there is none.
    pub high: f64,
    /// The unit's dimension, `None` for things that are counted.
    pub dimension: Option<&'static str>,
    /// What is counted or measured, as a stem; "person" for whatever words stand for people in general.
    pub head: Option<String>,
    /// What happens to it: the class of its verb or event noun, or that word's stem.
    pub event: Option<String>,
    /// Stems of what limits the head ("eastern", "Syrian").
    pub qualifiers: Vec<String>,
    /// Keys of the places and groups that it is limited to.
    pub scope: Vec<String>,
    /// Keys of the people named in its sentence, but for who states it.
    pub actors: Vec<String>,
    /// Stems of the other words of its clause.
    pub context: Vec<String>,
    /// The day up to which it holds, where known: a date in its sentence, else the article's own.
    pub as_of: Option<Date>,
    /// Days that the text gives for it, where it does.
    pub period: Option<(Date, Date)>,
    /// Index of the reading's attribution whose content holds it.
    pub attribution: Option<usize>,
    /// Index of the reading's entity that states it.
    pub speaker: Option<usize>,
    /// Index of the reading's sentence.
    pub sentence: usize,
    /// Whether it stands for a whole, and so can be held against another figure: no part of another quantity, no
    /// "another" or "other", no bare "one", no age.
    pub is_whole: bool,
    /// Hashes under which comparable figures are found.
    pub(in crate::corpus) keys: Vec<u64>,
}

/// Verbs that say nothing about what happens to the thing counted.
const LIGHT: &[&str] = &[
    "be", "have", "do", "say", "tell", "report", "get", "give", "take", "make", "receive", "include", "number", "come",
    "go", "see", "show", "add", "find", "keep", "put", "become", "remain", "seem", "know", "think", "estimate",
    "believe", "confirm", "announce", "state", "strike", "hit", "leave", "bring", "total", "reach", "stand", "know",
    "claim", "involve", "require",
];

static PEOPLE: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| {
    let mut lines = include_str!("../people.txt").lines().filter(|l| !l.starts_with('#'));
    let stems = |line: &str| line.split_whitespace().map(|w| language::stem(w).into_owned()).collect::<Vec<_>>();
    let general = lines.next().map(stems).unwrap_or_default();
    [general, lines.flat_map(stems).collect()]
});

/// Whether the stem stands for people of some kind ("miner").
pub(super) fn is_people(stem: &str) -> bool {
    stem == "person" || PEOPLE[1].iter().any(|w| w == stem)
}

static CLASSES: LazyLock<rustc_hash::FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../event-classes.txt").lines().filter(|l| !l.starts_with('#'));
    let classes = lines.filter_map(|line| line.split_once(':'));
    classes
        .flat_map(|(name, words)| words.split_whitespace().map(move |w| (language::stem(w).into_owned(), name)))
        .collect()
});

static CLASS_NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| CLASSES.values().copied().collect());

/// The class of a verb or event noun, else its stem.
fn event_class(lemma: &str) -> String {
    let stem = language::stem(lemma);
    CLASSES.get(&*stem).map_or_else(|| stem.to_string(), |c| (*c).to_owned())
}

/// All figures of a reading that can be compared, in the order of the text.
pub(in crate::corpus) fn observations(reading: &Reading, settings: &Settings) -> Vec<Observation> {
    let observed = reading.quantities.iter().enumerate().filter(|(_, q)| !q.measure.negated && q.low.is_finite());
    observed.filter_map(|(index, quantity)| observation(reading, settings, index, quantity)).collect()
}

fn observation(reading: &Reading, settings: &Settings, index: usize, quantity: &Quantity) -> Option<Observation> {
    let sentence = reading.sentences.partition_point(|s| s.end <= quantity.span.start);
    let within = *reading.sentences.get(sentence)?;
    let measure = &quantity.measure;
    let context = stems(&measure.context);
    let mut head = measure.head.as_deref().map(|h| language::stem(h).into_owned());
    let event = measure.event.as_deref().filter(|e| !LIGHT.contains(e));
    let mut event = event.map(event_class);
    if let Some(stem) = head.as_deref() {
        if matches!(measure.head.as_deref(), Some("death" | "dead" | "fatality" | "toll")) {
            event = Some("die".to_owned());
        }
        if PEOPLE[0].iter().any(|w| w == stem) {
            head = Some("person".to_owned());
        }
        if event.as_deref().is_none_or(|e| !CLASS_NAMES.contains(&e)) && head.as_deref().is_some_and(is_people) {
            // "It is about 100 people who were evacuated": the clause says what the light verb does not.
            let mut classes: Vec<&str> = context.iter().filter_map(|c| CLASSES.get(c).copied()).collect();
            classes.dedup();
            if let [class] = classes[..] {
                event = Some(class.to_owned());
            }
        }
    }
    if head.is_none() && quantity.unit.dimension.is_none() {
        return None;
    }
    let factor = quantity.unit.factor;
    let dated = |span: &Span| reading.timexes.iter().any(|t| t.span.overlaps(*span));
    let mut places: Vec<Span> = measure.scope.iter().copied().filter(|s| !dated(s)).collect();
    if places.is_empty() {
        let named = reading.mentions.iter().filter(|m| within.covers(m.span));
        let place = named.filter(|m| reading.entities[m.entity].kind == EntityKind::Place);
        places.extend(place.map(|m| m.span).filter(|s| !dated(s)));
    }
    let attribution = reading.attributions.iter().position(|a| a.content.iter().any(|c| c.covers(quantity.span)));
    let period = reading
        .timexes
        .iter()
        .filter(|t| within.covers(t.span))
        .min_by_key(|t| t.span.start.abs_diff(quantity.span.start))
        .and_then(|t| t.days);
    let speaker = attribution.and_then(|a| reading.attributions[a].speaker);
    let mut observation = Observation {
        quantity: index,
        low: quantity.low * factor,
        high: quantity.high * factor,
        dimension: quantity.unit.dimension,
        head,
        event,
        qualifiers: stems(&measure.modifiers),
        scope: scope(reading, settings, &places),
        actors: actors(reading, settings, within, speaker),
        context,
        as_of: period.map(|p| p.1).or_else(|| reading.day()),
        period,
        attribution,
        speaker,
        sentence,
        is_whole: is_whole(reading, quantity),
        keys: Vec::new(),
    };
    observation.keys = keys(&observation);
    Some(observation)
}

/// Words before or behind a number that make it a part, a rest or an addition.
const PARTS: &[&str] = &[
    "another",
    "other",
    "others",
    "additional",
    "more",
    "extra",
    "further",
    "remaining",
    "rest",
    "each",
    "every",
    "first",
    "second",
    "last",
    "next",
];
/// Nouns that pages count for themselves.
const PAGE: &[&str] = &["photo", "slide", "comment", "share", "picture"];

fn is_whole(reading: &Reading, quantity: &Quantity) -> bool {
    let text = &reading.article.text;
    let phrase = quantity.phrase.of(text).to_lowercase();
    let words = || phrase.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let bound = |w: &str| w == "more" && phrase.contains("more than");
    let part = words().any(|w| PARTS.contains(&w) && !bound(w)) || quantity.measure.part_of.is_some();
    let before = text[..quantity.phrase.start as usize].split_whitespace().next_back().map(str::to_lowercase);
    let behind: Vec<&str> = text[quantity.phrase.end as usize..].split_whitespace().take(2).collect();
    let of_more = matches!(behind.first(), Some(&"of")) || behind.first().is_some_and(|w| PARTS.contains(w));
    let before = before
        .is_some_and(|w| PARTS.contains(&w.as_str()) || matches!(w.as_str(), "the" | "those" | "these" | "including"));
    let bare_one =
        quantity.number == 1.0 && quantity.to.is_none() && !words().any(|w| w.bytes().all(|b| b.is_ascii_digit()));
    let age = phrase.contains("-old")
        || behind.first().is_some_and(|w| w.starts_with("old"))
        || quantity.unit.name.contains("age");
    // "Ann Marsh, 59, a clerk": a bare number between commas is an age.
    let bare = phrase.bytes().all(|b| b.is_ascii_digit());
    let apposed = text[..quantity.phrase.start as usize].trim_end().ends_with(',');
    let age = age || bare && apposed && text[quantity.phrase.end as usize..].trim_start().starts_with([',', '.', ';']);
    let page = quantity.measure.head.as_deref().is_some_and(|h| PAGE.contains(&h));
    !(part || of_more || before || bare_one || age || page || quantity.measure.head.is_none())
}

fn stems(lemmas: &[String]) -> Vec<String> {
    let mut stems: Vec<String> = lemmas.iter().map(|l| language::stem(&l.to_lowercase()).into_owned()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The keys of the entities mentioned at `spans`, else the words themselves.
fn scope(reading: &Reading, settings: &Settings, spans: &[Span]) -> Vec<String> {
    let mut names: Vec<String> = spans
        .iter()
        .map(|&span| {
            let mention = reading.mentions.iter().find(|m| m.span.overlaps(span));
            let name = mention.map_or_else(|| span.of(&reading.article.text), |m| &reading.entities[m.entity].name);
            entity_key(name, mention.map(|m| reading.entities[m.entity].kind), settings)
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The keys of the people a sentence speaks of.
fn actors(reading: &Reading, settings: &Settings, sentence: Span, speaker: Option<usize>) -> Vec<String> {
    let within = reading.mentions.iter().filter(|m| sentence.covers(m.span) && Some(m.entity) != speaker);
    let people = within.map(|m| &reading.entities[m.entity]).filter(|e| e.kind == EntityKind::Person);
    let mut keys: Vec<String> = people.map(|e| entity_key(&e.name, Some(e.kind), settings)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The name under which an entity is the same in every article.
pub(in crate::corpus) fn entity_key(name: &str, kind: Option<EntityKind>, settings: &Settings) -> String {
    if let Some(group) = settings.aliases.iter().find(|g| g.iter().any(|n| n.eq_ignore_ascii_case(name))) {
        return group[0].to_lowercase();
    }
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    match kind {
        Some(EntityKind::Person) => name.rsplit(' ').next().unwrap_or(name).to_owned(),
        _ => name.to_owned(),
    }
}

fn keys(observation: &Observation) -> Vec<u64> {
    let head = observation.head.as_deref().map(|h| if is_people(h) { "person" } else { h });
    let what = observation.dimension.or(head).unwrap_or_default();
    let measured = observation.dimension.and(head);
    let beside =
        observation.event.iter().chain(&observation.scope).chain(&observation.context).chain(&observation.qualifiers);
    let mut keys: Vec<u64> = beside.map(String::as_str).chain(measured).map(|word| hash(&(what, word))).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A hash that is the same in every run and on every machine.
pub(in crate::corpus) fn hash(value: &impl Hash) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
