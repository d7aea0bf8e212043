//! Another name where the source names somebody or some place: "a visit to Madrid" for "a visit to Lisbon".
//!
//! A draft may name whom it likes. But where a name stands in no source, a passage tells all the rest of its sentence, and
//! has another name of the kind in the same role, one of the two is wrong.

use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::{Profile, Source, Sources, Word, is_number};
use super::retold::{Passage, around, passages};
use super::{Difference, Discrepancy, flat, is_quoted};
use crate::language::{gazetteer, stem};
use crate::reading::{EntityKind, Mention, MentionForm, Reading};
use crate::text::Span;

/// The share of a sentence that a passage has if its name in the same role is the one meant.
const SAME: f32 = 0.6;
/// The same where both names are led by the same two words.
const LIKE: f32 = 0.4;
/// The same where the role is not known and it is the passage's one name of that kind.
const SURELY_SAME: f32 = 0.75;
/// Words and numbers of a sentence, beside its names, by which passages are found.
const TELLING: usize = 3;
/// Letters by which two spellings of one name may differ.
const SPELLING: usize = 2;
/// Letters that two names begin with where one may be made of the other ("Norway", "Norwegian").
const BEGINNING: usize = 4;

/// The draft's side.
pub(super) struct Draft<'a> {
    pub entry: &'a ArticleEntry,
    pub profile: &'a Profile,
    pub settings: &'a Settings,
}

/// The name that a passage has in the place of one that no source has.
pub(super) fn replaced(draft: &Draft, mention: &Mention, beside: &Sources) -> Option<Discrepancy> {
    let reading = &*draft.entry.reading;
    let text = &*reading.article.text;
    if is_quoted(reading, mention.span) || !tells_more(draft, mention) {
        return None;
    }
    let entity = &reading.entities[mention.entity];
    let is_person = match entity.kind {
        EntityKind::Person => true,
        EntityKind::Other => entity.name.contains(' '),
        _ => false,
    };
    // Two people of one surname are two.
    let is_nobody = is_person && entity.name.contains(' ') && !has_person(&entity.name, draft.settings, beside);
    // A name that the sources have for something else must stand in the very role.
    let is_known = !is_nobody && is_known(mention.span.of(text), is_person, beside);
    let line = draft.profile.line_at(mention.span.start)?;
    let apart = draft.profile.words_in(mention.span);
    let passages = passages((text, draft.profile, line), &apart, beside, LIKE);
    let has_it = |passage: &Passage| {
        let source = &beside.all[passage.source];
        let near = passage.line.saturating_sub(1)..(passage.line + 2).min(source.profile.lines.len());
        let first = source.profile.lines[near.start].span.join(source.profile.lines[near.end - 1].span);
        let words = telling(mention.span.of(text));
        let written = first.of(&source.entry.reading.article.text);
        written.split(|c: char| !c.is_alphanumeric()).any(|other| words.iter().any(|word| begins_alike(word, other)))
    };
    if is_known && passages.iter().filter(|p| p.own >= LIKE).any(has_it) {
        return None;
    }
    passages.iter().take(if is_known { 1 } else { 3 }).find_map(|passage| {
        let source = &beside.all[passage.source];
        let there = &*source.entry.reading;
        let span = source.profile.lines[passage.line].span;
        let named: Vec<&Mention> = names_in(there, span)
            .filter(|other| !is_mentioned(other.span.of(&there.article.text), text))
            .filter(|other| !may_be_one(draft, mention, (there, other)))
            .collect();
        let kind = |m: &Mention, reading: &Reading| reading.entities[m.entity].kind;
        let of_kind = |other: &&&Mention| kind(other, there) == kind(mention, reading);
        let in_role = named.iter().find(|other| has_role(draft, mention, source, other));
        // "Its office in Graz": the two words before both names.
        let is_led = |other: &Mention| {
            let led = led_by(draft.profile, text, mention);
            led.is_some() && led == led_by(&source.profile, &there.article.text, other)
        };
        let least = if is_known { SURELY_SAME } else { SAME };
        let in_role = in_role.filter(|other| passage.own >= least || !is_known && is_led(other));
        let only =
            || (!is_known && named.iter().filter(of_kind).count() == 1).then(|| named.iter().find(of_kind)).flatten();
        let other = in_role.or_else(|| only().filter(|_| passage.share >= SURELY_SAME))?;
        let (mine, theirs) = (flat(mention.span.of(text)), flat(other.span.of(&there.article.text)));
        let is_spelling = strsim::osa_distance(&mine.to_lowercase(), &theirs.to_lowercase()) <= SPELLING;
        Some(Discrepancy {
            difference: if is_spelling { Difference::Spelling } else { Difference::Name },
            span: mention.span,
            there: Location { document: source.id, span: other.span },
            says: format!("{mine} here; {theirs}"),
            mend: Some(theirs),
        })
    })
}

/// A telling word and the small word behind it that stand right before a name.
fn led_by(profile: &Profile, text: &str, mention: &Mention) -> Option<(u32, u32)> {
    let at = profile.words_in(mention.phrase.join(mention.span)).start;
    let (word, small) = (profile.words.get(at.checked_sub(2)?)?, profile.words.get(at.checked_sub(1)?)?);
    let is_role = ROLES.contains(&&*small.span.of(text).to_lowercase());
    (word.weight > 0.0 && is_role).then_some((word.stem, small.form))
}

/// Whether the sentence of a name tells more than names, as a list of who contributed does not.
fn tells_more(draft: &Draft, mention: &Mention) -> bool {
    let text = &*draft.entry.reading.article.text;
    let Some(line) = draft.profile.line_at(mention.span.start) else { return false };
    let words = &draft.profile.words[draft.profile.lines[line].words.clone()];
    let is_plain = |w: &&Word| w.weight > 0.0 && w.span.of(text).starts_with(char::is_lowercase);
    let is_number = |w: &&Word| is_number(text, w);
    words.iter().filter(|w| is_plain(w) || is_number(w)).count() >= TELLING
}

/// Whether a source names a person who may be the one of that name.
fn has_person(name: &str, settings: &Settings, beside: &Sources) -> bool {
    let person = Person::of(name, settings);
    let mut all = beside.all.iter().flat_map(|s| &s.entry.reading.entities);
    all.any(|e| {
        matches!(e.kind, EntityKind::Person | EntityKind::Other) && Person::of(&e.name, settings).may_be(&person)
    })
}

/// The names of a passage.
fn names_in(reading: &Reading, span: Span) -> impl Iterator<Item = &Mention> {
    let first = reading.mentions.partition_point(|m| m.span.start < span.start);
    let within = reading.mentions[first..].iter().take_while(move |m| m.span.start < span.end);
    within.filter(|m| matches!(m.form, MentionForm::Name | MentionForm::Short))
}

/// Whether a source has the last telling word of the name, or, if it is no person's, one that begins alike.
fn is_known(name: &str, is_person: bool, beside: &Sources) -> bool {
    let words: Vec<String> = telling(name);
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let Some(last) = words.last() else { return true };
    beside.all.iter().any(|source| {
        let text = &*source.entry.reading.article.text;
        let mut all = source.profile.words.iter().map(|w| w.span.of(text)).filter(|word| is_capital(word));
        all.any(|word| if is_person { word.to_lowercase() == *last } else { begins_alike(last, word) })
    })
}

/// Whether a word of a name, in lower case, and another word may be made of each other.
fn begins_alike(word: &str, other: &str) -> bool {
    let other = other.to_lowercase();
    let beginning: String = word.chars().take(BEGINNING).collect();
    word == other || beginning.chars().count() == BEGINNING && other.starts_with(&*beginning)
}

/// Whether the draft has the last telling word of the name.
fn is_mentioned(name: &str, draft: &str) -> bool {
    let words = telling(name);
    let has = |word: &str| draft.split(|c: char| !c.is_alphanumeric()).any(|w| w.to_lowercase() == word);
    words.last().is_none_or(|word| has(word))
}

fn telling(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 2);
    words.filter(|w| gazetteer::title(w).is_none() && *w != "the" && *w != "The").map(str::to_lowercase).collect()
}

/// Whether both may name one: a short form of the other, a country and its people or capital, two names of `copydesk.toml`.
fn may_be_one(draft: &Draft, mention: &Mention, (there, other): (&Reading, &Mention)) -> bool {
    let reading = &*draft.entry.reading;
    let (a, b) = (&reading.entities[mention.entity], &there.entities[other.entity]);
    let initials =
        |name: &str| name.split(' ').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect::<String>();
    let short = |short: &str, long: &str| {
        let letters: String = short.chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() <= 5 && !letters.is_empty() && initials(long).starts_with(&letters)
    };
    let country = |name: &str| {
        let name = name.strip_prefix("the ").unwrap_or(name);
        gazetteer::place(name).map(|p| p.country).or_else(|| gazetteer::demonym(name))
    };
    let is_country =
        |name: &str| gazetteer::place(name).is_some_and(|p| p.is_region()) || gazetteer::demonym(name).is_some();
    let one_country = country(&a.name).zip(country(&b.name)).is_some_and(|(x, y)| x == y)
        && (is_country(&a.name) || is_country(&b.name));
    let people = (a.kind == EntityKind::Person && b.kind == EntityKind::Person)
        .then(|| (Person::of(&a.name, draft.settings), Person::of(&b.name, draft.settings)));
    let is_alias = |group: &Vec<String>| {
        let holds = |name: &str| group.iter().any(|n| n.eq_ignore_ascii_case(name));
        holds(&a.name) && holds(&b.name)
    };
    short(&a.name, &b.name)
        || short(&b.name, &a.name)
        || one_country
        || people.is_some_and(|(x, y)| x.may_be(&y))
        || draft.settings.aliases.iter().any(is_alias)
}

/// Whether both stand in one role: behind the same small word, before the same verb, or with one part of a person's name.
fn has_role(draft: &Draft, mention: &Mention, source: &Source, other: &Mention) -> bool {
    let (reading, there) = (&*draft.entry.reading, &*source.entry.reading);
    let (text, other_text) = (&*reading.article.text, &*there.article.text);
    let kind = |m: &Mention, reading: &Reading| reading.entities[m.entity].kind;
    // What a name of which nothing is known may be.
    let may_be_person = |kind| matches!(kind, EntityKind::Person | EntityKind::Other);
    let may_be_other = |kind| kind != EntityKind::Person;
    let (a, b) = (kind(mention, reading), kind(other, there));
    let both_people = may_be_person(a) && may_be_person(b);
    let neither_person = may_be_other(a) && may_be_other(b);
    if !(both_people || neither_person) {
        return false;
    }
    let [before, behind] = around(draft.profile, text, mention.phrase.join(mention.span));
    let [before_other, behind_other] = around(&source.profile, other_text, other.phrase.join(other.span));
    let is_led = ROLES.contains(&&*before) && before == before_other;
    let is_small = |word: &str| SMALL.contains(&word);
    let is_subject = behind.len() > 2 && !is_small(&behind) && stem(&behind) == stem(&behind_other);
    let words = (telling(mention.span.of(text)), telling(other.span.of(other_text)));
    let shares = both_people && words.0.len() > 1 && words.0.iter().any(|w| words.1.contains(w));
    is_led || is_subject || shares
}

/// Words by which a name has its role.
const ROLES: &[&str] =
    &["in", "at", "to", "from", "near", "of", "by", "for", "with", "against", "outside", "between", "via", "through"];
/// Words that follow any name.
const SMALL: &[&str] =
    &["and", "the", "was", "were", "has", "had", "have", "who", "which", "but", "for", "with", "will"];

#[cfg(test)]
mod tests {
    use super::super::Difference::Name;
    use super::super::testing::differences;

    const SOURCE: &str = "Mayor Helena Marsh cancelled a visit to Lisbon on Monday. Norland sent 40 divers to the harbour of Thornby. The \
                          ferry line will close its office in Graz, said Jonas Preck, who runs the yard. The winner of the race at \
                          Hillmarch was a nurse from Velden.";

    #[test]
    fn another_place_country_and_surname_are_found() {
        for (text, said) in [
            ("The mayor, Helena Marsh, cancelled a visit to Madrid.", "Madrid here; Lisbon"),
            ("Sweden sent 40 divers to the harbour.", "Sweden here; Norland"),
            ("An office in Zurich is to be shut by the ferry line.", "Zurich here; Graz"),
            (
                "The ferry line will close its office in Graz, said Jonas Lindal, who runs the yard.",
                "Jonas Lindal here; Jonas Preck",
            ),
            ("The winner of the race at Hillmarch was a nurse from Thornby.", "Thornby here; Velden"),
        ] {
            assert_eq!(differences(&[Name], text, SOURCE), [said], "{text}");
        }
    }

    #[test]
    fn what_the_sources_do_not_tell_and_other_forms_of_a_name_are_left_alone() {
        for text in [
            "Marsh had planned to go to Lisbon, where Ivo Brandt of Stockholm is the host.",
            "In Stockholm, the council of the islands elected Ivo Brandt.",
            "The Norlanders sent 40 divers to the harbour.",
            "The mayor cancelled a visit to the Portuguese capital.",
            "At Hillmarch a nurse from Velden was the winner of the race.",
        ] {
            assert_eq!(differences(&[Name], text, SOURCE), [""; 0], "{text}");
        }
    }
}
