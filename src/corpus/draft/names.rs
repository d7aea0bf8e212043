//! Names of a draft: whether the sources have them, and spelt alike.

use super::super::facts::plain;
use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::{Profile, Sources};
use super::replaced::{Draft, replaced};
use super::titles;
use super::{Difference, Discrepancy, Item, ItemKind, Verdict};
use crate::article::BlockKind;
use crate::reading::{Entity, EntityKind, Mention, MentionForm};
use crate::text::Span;

/// Letters of a surname below which a likeness says nothing.
const SHORTEST: usize = 5;

pub(super) fn compare(draft: &ArticleEntry, here: &Profile, beside: &Sources, settings: &Settings) -> Vec<Item> {
    let draft = Draft { entry: draft, profile: here, settings };
    let all = draft.entry.reading.entities.iter().enumerate();
    all.filter_map(|(index, entity)| {
        let (mention, item) = look(&draft, index, entity, beside)?;
        let title = titles::other(draft.entry, (entity, mention), beside, settings);
        let item = title.into_iter().fold(item, Item::differs);
        // What is no person's, body's or place's name is listed only where it differs.
        (entity.kind != EntityKind::Other || !item.discrepancies.is_empty()).then_some(item)
    })
    .collect()
}

fn look<'a>(draft: &Draft<'a>, index: usize, entity: &Entity, beside: &Sources) -> Option<(&'a Mention, Item)> {
    let (reading, settings) = (&*draft.entry.reading, draft.settings);
    // A name that tells nothing by itself is a person's where the sources have a person of that surname.
    let surname = entity.name.rsplit_once(' ').map(|(_, surname)| surname);
    let is_surname = |e: &Entity| e.kind == EntityKind::Person && e.name.rsplit(' ').next() == surname;
    let known = || beside.all.iter().flat_map(|s| &s.entry.reading.entities).any(is_surname);
    let kind = match entity.kind {
        EntityKind::Other if surname.is_some() && known() => EntityKind::Person,
        kind => kind,
    };
    let text = &*reading.article.text;
    let named =
        |m: &&crate::reading::Mention| m.entity == index && matches!(m.form, MentionForm::Name | MentionForm::Short);
    let in_prose = |m: &&crate::reading::Mention| {
        reading.article.block_at(m.span.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph)
    };
    let mentions = || reading.mentions.iter().filter(named);
    let mention = reading.mentions.get(entity.introduction).filter(|m| named(m) && in_prose(m));
    let mention = mention.or_else(|| mentions().find(in_prose)).or_else(|| mentions().next())?;
    let item = |verdict| (mention, Item::new(ItemKind::Name, index, mention.span, verdict));
    let at = |place| (mention, Item::new(ItemKind::Name, index, mention.span, Verdict::Found).at(place));
    let differs = |other| (mention, Item::new(ItemKind::Name, index, mention.span, Verdict::Different).differs(other));
    let person = (kind == EntityKind::Person).then(|| Person::of(&entity.name, settings));
    if kind != EntityKind::Person
        && let Some(discrepancy) = replaced(draft, mention, beside)
    {
        return Some(differs(discrepancy));
    }
    if let Some(place) = written(&entity.name, beside).or_else(|| written(mention.span.of(text), beside)) {
        return Some(at(place));
    }
    for source in &beside.all {
        let there = &source.entry.reading;
        for other in there.entities.iter().filter(|e| e.kind == kind) {
            let same = match &person {
                Some(person) => {
                    Person::of(&other.name, settings).may_be(person) && !is_respelt(&entity.name, &other.name)
                }
                None => other.name.eq_ignore_ascii_case(&entity.name) || is_alias(&entity.name, &other.name, settings),
            };
            if let Some(introduced) = there.mentions.get(other.introduction).filter(|_| same) {
                return Some(at(Location { document: source.id, span: introduced.span }));
            }
        }
    }
    let may_be_person = matches!(kind, EntityKind::Person | EntityKind::Other);
    if let Some(discrepancy) = may_be_person.then(|| misspelt(entity, mention.span, text, beside)).flatten() {
        return Some(differs(discrepancy));
    }
    if let Some(discrepancy) = replaced(draft, mention, beside) {
        return Some(differs(discrepancy));
    }
    let sure = in_prose(&mention) && (kind == EntityKind::Person || entity.name.contains(' '));
    Some(item(if sure { Verdict::NotFound } else { Verdict::Unchecked }))
}

fn is_alias(a: &str, b: &str, settings: &Settings) -> bool {
    let holds = |group: &Vec<String>, name: &str| group.iter().any(|n| n.eq_ignore_ascii_case(name));
    settings.aliases.iter().any(|group| holds(group, a) && holds(group, b))
}

/// Where a name stands word for word in a source.
fn written(name: &str, beside: &Sources) -> Option<Location> {
    let (mut words, mut known) = (Vec::new(), Default::default());
    super::lines::split(name, Span::new(0, name.len()), &mut known, &mut words);
    let first = words.first()?;
    beside.all.iter().find_map(|source| {
        let there = &source.profile.words;
        let places = source.profile.places.get(&first.form)?;
        let at = places.iter().map(|&p| p as usize).find(|&p| {
            there.get(p..p + words.len()).is_some_and(|run| run.iter().zip(&words).all(|(a, b)| a.form == b.form))
        })?;
        Some(Location { document: source.id, span: there[at].span.join(there[at + words.len() - 1].span) })
    })
}

/// Whether two given names that sound alike are written otherwise, and neither is short for the other.
fn is_respelt(a: &str, b: &str) -> bool {
    let given = |name: &str| name.split_once(' ').map(|(given, _)| plain(given));
    let Some((a, b)) = given(a).zip(given(b)) else { return false };
    let least = a.chars().count().min(b.chars().count());
    a != b && least >= SHORTEST && !a.starts_with(&*b) && !b.starts_with(&*a) && strsim::osa_distance(&a, &b) <= 2
}

/// A person of the sources with the same given name and nearly the same surname.
fn misspelt(entity: &Entity, span: Span, text: &str, beside: &Sources) -> Option<Discrepancy> {
    let (given, surname) = entity.name.rsplit_once(' ')?;
    for source in &beside.all {
        let there = &source.entry.reading;
        let may_be_person = |e: &&Entity| matches!(e.kind, EntityKind::Person | EntityKind::Other);
        for other in there.entities.iter().filter(may_be_person) {
            let Some((their_given, theirs)) = other.name.rsplit_once(' ') else { continue };
            let near = |a: &str, b: &str| {
                a.chars().count() >= SHORTEST
                    && strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase()) <= 2
                    && a.chars().next().map(|c| c.to_lowercase().to_string())
                        == b.chars().next().map(|c| c.to_lowercase().to_string())
            };
            let one_surname = surname.eq_ignore_ascii_case(theirs) && near(given, their_given);
            if !(given.eq_ignore_ascii_case(their_given) && near(surname, theirs) || one_surname) {
                continue;
            }
            let introduced = there.mentions.get(other.introduction)?;
            let whole = span.of(text) == entity.name;
            return Some(Discrepancy {
                difference: Difference::Spelling,
                span,
                there: Location { document: source.id, span: introduced.span },
                says: format!("{} here; {}", entity.name, other.name),
                mend: whole.then(|| other.name.clone()),
            });
        }
    }
    None
}
