//! Who is said to have said what, and how surely: another speaker, a verb that says more, an "allegedly" that is gone.
//!
//! Quotations are compared word for word by [`super::quotations`]; here it is what is reported in the writer's words.

use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::{Line, Profile, Sources};
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, speakers};
use crate::language;
use crate::reading::{Attribution, EntityKind, Reading};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// The share of a statement's weight that a passage must have to report the same.
const SAME: f32 = 0.65;
/// Likeness of two sentences from which one is taken to be made of the other.
const MADE_OF: f32 = 0.7;
/// Stems below which a statement says too little to be told from others.
const FEWEST: usize = 4;

/// Verbs that only say that something was said.
const NEUTRAL: &[&str] = &[
    "say", "tell", "add", "state", "note", "write", "comment", "explain", "accord", "report", "remark", "announce",
    "speak", "observe", "describe", "think", "believe", "suggest",
];

/// Verbs that say more: that it was hidden, is certain, or was said in anger.
const LOADED: &[&str] = &[
    "admit",
    "confess",
    "concede",
    "acknowledge",
    "reveal",
    "disclose",
    "confirm",
    "prove",
    "boast",
    "brag",
    "gloat",
    "threaten",
    "vow",
    "swear",
    "blast",
    "slam",
    "lambast",
    "denounce",
    "insist",
    "guarantee",
    "demand",
    "rage",
    "fume",
];

/// Whether a form is one of a verb that says more than that something was said.
pub(super) fn loaded(form: &str) -> bool {
    let stem = language::stem(form);
    form == "swore" || LOADED.iter().any(|v| stem == language::stem(v))
}

/// Whether a form is one of a verb that only says that something was said.
pub(super) fn neutral(form: &str) -> bool {
    let stem = language::stem(form);
    form != "swore" && IRREGULAR.contains(&form) || NEUTRAL.iter().any(|v| stem == language::stem(v))
}

/// Past forms that have another stem than their verb.
pub(super) const IRREGULAR: &[&str] = &["said", "told", "wrote", "spoke", "thought", "swore"];

/// Words that mark what nobody has proved.
const UNPROVEN: &[&str] = &[
    "allegedly",
    "alleged",
    "reportedly",
    "purportedly",
    "purported",
    "suspected",
    "unconfirmed",
    "supposedly",
    "presumably",
    "apparently",
    "possibly",
    "probably",
];
const NO_LETTER: fn(char) -> bool = |c| !c.is_alphanumeric();

/// Words that leave something open, any of which will do in the draft.
const OPEN: &[&str] = &[
    "accused",
    "accuse",
    "accuses",
    "suspect",
    "suspects",
    "suspicion",
    "charged",
    "charges",
    "claim",
    "claimed",
    "claims",
    "may",
    "might",
    "could",
    "believed",
    "thought",
    "likely",
    "appeared",
    "appears",
    "seems",
    "seemed",
    "rumoured",
    "rumored",
    "allege",
    "alleges",
    "allegation",
    "allegations",
    "unclear",
    "according",
    "reports",
    "reported",
];

pub(super) fn person_of(reading: &Reading, speaker: Option<usize>, settings: &Settings) -> Option<Person> {
    let entity = reading.entities.get(speaker?)?;
    (entity.kind == EntityKind::Person).then(|| Person::of(&entity.name, settings))
}

/// Whether two speakers, of two articles, are certainly two people.
pub fn speakers_differ((a, x): (&Reading, usize), (b, y): (&Reading, usize), settings: &Settings) -> bool {
    let people = person_of(a, Some(x), settings).zip(person_of(b, Some(y), settings));
    people.is_some_and(|(p, q)| !p.may_be(&q)) && !names_overlap(&a.entities[x].name, &b.entities[y].name)
}

/// Whether two names may be one: they share a word ("Abu Bakr" and "Abu Bakr al-Baghdadi") or differ in their spelling.
fn names_overlap(a: &str, b: &str) -> bool {
    let whole = |name: &str| name.split_whitespace().count() == 1;
    let shared = a.split_whitespace().any(|w| w.len() > 2 && b.split_whitespace().any(|v| v.eq_ignore_ascii_case(w)));
    shared && (whole(a) || whole(b)) || spelt_alike(a, b)
}

/// Whether two names are one in two spellings: "Meyer" and "Mayer".
fn spelt_alike(a: &str, b: &str) -> bool {
    let words = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (a, b) = (words(a), words(b));
    let alike = |(v, w): (&String, &String)| v == w || v.len().min(w.len()) > 3 && strsim::osa_distance(v, w) <= 2;
    a.len() == b.len() && a.iter().zip(&b).all(alike)
}

/// Whether a statement is by one of many, and the name in it another's: "a Norland campaign spokeswoman".
pub(super) fn is_unnamed(reading: &Reading, attribution: usize) -> bool {
    let source = reading.attributions[attribution].source.first();
    let written = source.map_or("", |s| s.of(&reading.article.text)).to_lowercase();
    written.starts_with("a ") || written.starts_with("an ")
}

/// Whether both statements name their source in the same words: "he", "the president", "Sen. Tom Hart". Whom they stand for
/// depends on the sentences before, which a draft has in another order; it is no difference between the two.
pub(super) fn same_source((a, x): (&Reading, usize), (b, y): (&Reading, usize)) -> bool {
    let written = |reading: &Reading, index: usize| {
        let source = reading.attributions[index].source.first()?.of(&reading.article.text).to_lowercase();
        Some(source.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "))
    };
    written(a, x).is_some_and(|source| written(b, y) == Some(source))
}

/// The verb of a cue.
fn verb(reading: &Reading, attribution: &Attribution) -> Option<(Span, String)> {
    let text = &*reading.article.text;
    attribution.cue.iter().find_map(|&span| {
        let words = span.of(text).split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        let stems: Vec<String> = words.map(|w| language::stem(&w.to_lowercase()).into_owned()).collect();
        let known = |list: &[&str]| {
            list.iter().find(|v| stems.iter().any(|s| *s == language::stem(v))).map(|v| (span, (*v).to_owned()))
        };
        let plain = span.of(text).split_whitespace().any(|w| neutral(&w.to_lowercase()));
        known(LOADED).or_else(|| if plain { Some((span, "say".into())) } else { known(NEUTRAL) })
    })
}

/// A verb that says more than the source's: its place here, the source's there, and both in words.
pub(super) fn strengthened((a, x): (&Reading, usize), (b, y): (&Reading, usize)) -> Option<(Span, Span, String)> {
    let (here, there) = (verb(a, &a.attributions[x])?, verb(b, &b.attributions[y])?);
    let loaded = LOADED.contains(&here.1.as_str()) && NEUTRAL.contains(&there.1.as_str());
    let says = format!("“{}” here; “{}”", here.0.of(&a.article.text), there.0.of(&b.article.text));
    loaded.then_some((here.0, there.0, says))
}

pub(super) fn compare(draft: &ArticleEntry, here: &Profile, beside: &Sources, settings: &Settings) -> Vec<Item> {
    let reading = &draft.reading;
    let mut items: Vec<Item> = Vec::new();
    for (index, attribution) in reading.attributions.iter().enumerate() {
        let quoted = |c: &Span| reading.quotations.iter().any(|q| q.words >= 4 && q.span.overlaps(*c));
        if attribution.content.is_empty() || attribution.content.iter().any(quoted) {
            continue;
        }
        let other = speakers::other(draft, here, attribution, beside);
        items.extend(
            other.map(|other| Item::new(ItemKind::Statement, index, other.span, Verdict::Different).differs(other)),
        );
        items.extend(statement(reading, index, attribution, here, beside, settings));
    }
    for (index, line) in here.lines.iter().enumerate() {
        if let Some(discrepancy) = unhedged(reading, here, line, beside) {
            let item = Item::new(ItemKind::Statement, index, line.span, Verdict::Different);
            items.push(item.differs(discrepancy));
        }
    }
    items
}

/// What somebody is said to have said, beside the passage that reports the same.
fn statement(
    reading: &Reading,
    index: usize,
    attribution: &Attribution,
    here: &Profile,
    beside: &Sources,
    settings: &Settings,
) -> Option<Item> {
    let mut stems: Vec<(u32, f32)> = Vec::new();
    for content in &attribution.content {
        let words = &here.words[here.words_in(*content)];
        stems.extend(words.iter().filter(|w| w.weight > 0.0).map(|w| (w.stem, w.weight)));
    }
    sort_by_key(&mut stems, |s| s.0);
    stems.dedup_by_key(|s| s.0);
    if stems.len() < FEWEST {
        return retold(reading, index, attribution, here, beside);
    }
    for near in beside.nearest(&stems, 6).into_iter().filter(|n| n.coverage >= SAME) {
        let source = &beside.all[near.source];
        let there = &source.entry.reading;
        let line = source.profile.lines[near.line].span;
        let of_line = |a: &&Attribution| a.content.iter().any(|c| c.overlaps(line)) && a.speaker.is_some();
        for report in there.attributions.iter().filter(of_line) {
            let Some(theirs) = report.speaker else { continue };
            let named = attribution.speaker.filter(|&s| reading.entities[s].kind == EntityKind::Person);
            let one = match named {
                Some(speaker) => !speakers_differ((reading, speaker), (there, theirs), settings),
                // A surname alone, or an office: the same words in both.
                None => {
                    let name = there.entities[theirs].name.to_lowercase();
                    let words = attribution.source.iter().flat_map(|s| s.of(&reading.article.text).split(NO_LETTER));
                    words.map(str::to_lowercase).filter(|w| w.len() > 3).any(|w| name.split(' ').any(|part| part == w))
                }
            };
            // Another speaker of like words is another statement: who speaks is compared where the words are the same
            // (see `changed`).
            if let Some(found) = one.then(|| stronger(reading, index, there, report, source.id)).flatten() {
                return Some(found);
            }
        }
    }
    retold(reading, index, attribution, here, beside)
}

/// A statement in a sentence that was made of one of a source, by the same source in the same words, with a stronger verb.
fn retold(
    reading: &Reading,
    index: usize,
    attribution: &Attribution,
    here: &Profile,
    beside: &Sources,
) -> Option<Item> {
    let line = here.line_at(attribution.cue.first()?.start)?;
    let words = |spans: &[Span], text: &str| -> Vec<String> {
        let all = spans.iter().flat_map(|s| s.of(text).split(|c: char| !c.is_alphanumeric()));
        all.filter(|w| w.len() > 2).map(str::to_lowercase).collect()
    };
    let named = words(&attribution.source, &reading.article.text);
    let near = beside.nearest(&here.lines[line].stems, 3);
    for near in near.into_iter().filter(|n| n.score >= MADE_OF) {
        let source = &beside.all[near.source];
        let there = &source.entry.reading;
        let line = source.profile.lines[near.line].span;
        for report in there.attributions.iter().filter(|a| a.cue.iter().any(|c| line.overlaps(*c))) {
            let theirs = words(&report.source, &there.article.text);
            let one = named.iter().any(|w| theirs.contains(w)) || named.is_empty() && theirs.is_empty();
            if let Some(found) = one.then(|| stronger(reading, index, there, report, source.id)).flatten() {
                return Some(found);
            }
        }
    }
    None
}

/// A verb that says more than that of the passage that reports the same.
fn stronger(
    reading: &Reading,
    index: usize,
    there: &Reading,
    report: &Attribution,
    document: super::super::DocumentId,
) -> Option<Item> {
    let position = there.attributions.iter().position(|a| std::ptr::eq(a, report))?;
    let (span, cue, says) = strengthened((reading, index), (there, position))?;
    let (difference, there) = (Difference::Strengthened, Location { document, span: cue });
    let item = Item::new(ItemKind::Statement, index, span, Verdict::Different);
    Some(item.differs(Discrepancy { difference, span, there, says, mend: None }))
}

/// A sentence made of one that calls it alleged, without saying so.
fn unhedged(reading: &Reading, here: &Profile, line: &Line, beside: &Sources) -> Option<Discrepancy> {
    if line.stems.len() < FEWEST {
        return None;
    }
    let text = &*reading.article.text;
    let has = |profile: &Profile, line: &Line, text: &str, list: &[&str]| {
        let words = profile.words[line.words.clone()].iter();
        words.map(|w| w.span).find(|s| list.contains(&s.of(text).to_lowercase().as_str()))
    };
    let mut found = None;
    for near in beside.nearest(&line.stems, 4).into_iter().filter(|n| n.score >= MADE_OF) {
        let source = &beside.all[near.source];
        let there = &source.profile.lines[near.line];
        let source_text = &*source.entry.reading.article.text;
        let hedge = has(&source.profile, there, source_text, UNPROVEN)?;
        // The draft may have left out what is hedged.
        let hedged =
            source.profile.words[there.words.clone()].iter().find(|w| w.span.start >= hedge.end && w.weight > 0.0);
        hedged.filter(|w| line.stems.iter().any(|s| s.0 == w.stem))?;
        found.get_or_insert((source.id, hedge, hedge.of(source_text).to_owned()));
    }
    let (document, hedge, word) = found?;
    if has(here, line, text, UNPROVEN).is_some() || has(here, line, text, OPEN).is_some() {
        return None;
    }
    Some(Discrepancy {
        difference: Difference::Unhedged,
        span: line.span,
        there: Location { document, span: hedge },
        says: format!("stated as a fact here; “{word}”"),
        mend: None,
    })
}
