//! Names of a draft: whether the sources have them, and spelt alike.

use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::Sources;
use super::{Difference, Discrepancy, Item, ItemKind, Verdict};
use crate::article::BlockKind;
use crate::reading::{Entity, EntityKind, MentionForm, Reading};
use crate::text::Span;

/// Letters of a surname below which a likeness says nothing.
const SHORTEST: usize = 5;

pub(super) fn compare(draft: &ArticleEntry, beside: &Sources, settings: &Settings) -> Vec<Item> {
    let reading = &draft.reading;
    let all = reading.entities.iter().enumerate();
    all.filter_map(|(index, entity)| look(reading, index, entity, beside, settings)).collect()
}

fn look(reading: &Reading, index: usize, entity: &Entity, beside: &Sources, settings: &Settings) -> Option<Item> {
    if entity.kind == EntityKind::Other {
        return None;
    }
    let text = &*reading.article.text;
    let named =
        |m: &&crate::reading::Mention| m.entity == index && matches!(m.form, MentionForm::Name | MentionForm::Short);
    let in_prose = |m: &&crate::reading::Mention| {
        reading.article.block_at(m.span.start as usize).is_some_and(|b| b.kind == BlockKind::Paragraph)
    };
    let mentions = || reading.mentions.iter().filter(named);
    let mention = reading.mentions.get(entity.introduction).filter(|m| named(m) && in_prose(m));
    let mention = mention.or_else(|| mentions().find(in_prose)).or_else(|| mentions().next())?;
    let item = |verdict| Item::new(ItemKind::Name, index, mention.span, verdict);
    let person = (entity.kind == EntityKind::Person).then(|| Person::of(&entity.name, settings));
    if let Some(place) = written(&entity.name, beside).or_else(|| written(mention.span.of(text), beside)) {
        return Some(item(Verdict::Found).at(place));
    }
    for source in &beside.all {
        let there = &source.entry.reading;
        for other in there.entities.iter().filter(|e| e.kind == entity.kind) {
            let same = match &person {
                Some(person) => Person::of(&other.name, settings).may_be(person),
                None => other.name.eq_ignore_ascii_case(&entity.name) || is_alias(&entity.name, &other.name, settings),
            };
            if let Some(introduced) = there.mentions.get(other.introduction).filter(|_| same) {
                return Some(item(Verdict::Found).at(Location { document: source.id, span: introduced.span }));
            }
        }
    }
    if let Some(discrepancy) = person.and_then(|_| misspelt(entity, mention.span, text, beside)) {
        return Some(item(Verdict::Different).differs(discrepancy));
    }
    let sure = in_prose(&mention) && (entity.kind == EntityKind::Person || entity.name.contains(' '));
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

/// A person of the sources with the same given name and nearly the same surname.
fn misspelt(entity: &Entity, span: Span, text: &str, beside: &Sources) -> Option<Discrepancy> {
    let (given, surname) = entity.name.rsplit_once(' ')?;
    for source in &beside.all {
        let there = &source.entry.reading;
        for other in there.entities.iter().filter(|e| e.kind == EntityKind::Person) {
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
