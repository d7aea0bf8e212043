//! From names to entities: a surname after a full name, an acronym after what it stands for.

use super::weighed::{Name, Placed, Weighed};
use super::words::names_thing;
use super::{Entity, EntityKind, Mention, MentionForm};
use crate::language::{Sentence, gazetteer};
use crate::reading::Prose;
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;

/// How sure a name is of its entity: the whole name;
const SPELT_OUT: f32 = 1.0;
/// the surname of the only one who bears it;
const ONLY_BEARER: f32 = 0.95;
/// a surname that several bear;
const ONE_OF_SEVERAL: f32 = 0.6;
/// a given name.
const GIVEN_NAME: f32 = 0.8;

/// Entities and mentions while they are put together.
pub(super) struct Cast {
    pub(super) entities: Vec<Entity>,
    pub(super) mentions: Vec<Mention>,
    /// Masculine and feminine forms of address and pronouns seen, by entity.
    pub(super) gender: Vec<Gender>,
}

/// What is known of the pronoun that a person takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gender {
    #[default]
    Unknown,
    He,
    She,
}

impl Placed<'_> {
    fn order(&self) -> (usize, usize) {
        (self.sentence, self.weighed.name.tokens.0)
    }
}

impl Cast {
    pub(super) fn of(prose: &Prose, names: Vec<Placed>) -> Self {
        let mut cast = Cast { entities: Vec::new(), mentions: Vec::new(), gender: Vec::new() };
        let mut by_last: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut by_words: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_given: FxHashMap<&str, Option<usize>> = FxHashMap::default();
        // Sentences in which the full name of each entity stands, in order.
        let mut full_at: Vec<Vec<usize>> = Vec::new();
        let mut evidence: Vec<[i32; 3]> = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        let mut order = names;
        // A headline shortens what the text spells out: full names of all sentences are entered first.
        sort_by_key(&mut order, |placed| (placed.weighed.is_short, placed.order()));
        let mut linked: Vec<(usize, f32, Placed)> = Vec::with_capacity(order.len());
        for placed in order {
            let &Weighed { ref name, ref key, ref votes, is_relative, is_short } = placed.weighed;
            let key = key.as_str();
            let spelt_out = by_words.get(key).map(|&entity| (entity, SPELT_OUT));
            let found = spelt_out.or_else(|| {
                let same_last = by_last.get(last_word(key)).map(Vec::as_slice).unwrap_or_default();
                let suits = |&e: &usize| {
                    let known = &cast.entities[e];
                    shortens(key, keys[e], name.kind, known.kind) && addressed(name, &known.name)
                };
                let fitting: Vec<usize> = same_last.iter().copied().filter(suits).collect();
                match fitting[..] {
                    [one] => Some((one, ONLY_BEARER)),
                    // Of two people of one surname the one whose full name was last read.
                    [_, ..] if is_short => latest(&fitting, &full_at, placed.sentence).map(|e| (e, ONE_OF_SEVERAL)),
                    [_, ..] => None,
                    [] => {
                        let bearer = by_given.get(key).copied().flatten();
                        bearer.filter(|_| is_short && is_given(name)).map(|e| (e, GIVEN_NAME))
                    }
                }
            });
            let (entity, confidence) = found.unwrap_or_else(|| {
                cast.entities.push(Entity {
                    name: name.text.clone(),
                    kind: name.kind.unwrap_or(EntityKind::Other),
                    roles: Vec::new(),
                    introduction: usize::MAX,
                });
                cast.gender.push(Gender::Unknown);
                evidence.push([0; 3]);
                let id = cast.entities.len() - 1;
                keys.push(key);
                by_words.insert(key, id);
                by_last.entry(last_word(key)).or_default().push(id);
                if let Some((given, _)) = key.split_once(' ') {
                    // None where two people share it.
                    by_given.entry(given).and_modify(|e| *e = None).or_insert(Some(id));
                }
                full_at.push(Vec::new());
                (id, SPELT_OUT)
            });
            // "his father Peter Hart": a relative seldom goes by the surname alone.
            if !is_short && !is_relative {
                full_at[entity].push(placed.sentence);
            }
            evidence[entity].iter_mut().zip(votes).for_each(|(all, own)| *all += own);
            linked.push((entity, confidence, placed));
        }
        sort_by_key(&mut linked, |(_, _, placed)| placed.order());
        for (entity, confidence, placed) in linked {
            cast.enter(&prose.sentences[placed.sentence], (entity, keys[entity]), confidence, placed.weighed);
        }
        for (entity, votes) in cast.entities.iter_mut().zip(&evidence) {
            entity.kind = if names_thing(&entity.name) { EntityKind::Other } else { decide(entity, votes) };
        }
        cast
    }

    fn enter(&mut self, sentence: &Sentence, (entity, known_key): (usize, &str), confidence: f32, weighed: &Weighed) {
        let name = &weighed.name;
        let span = sentence.tokens_span(name.tokens.0, name.tokens.1);
        let phrase = sentence.tokens_span(name.phrase, name.tokens.1);
        let known = &mut self.entities[entity];
        let full = weighed.key == known_key;
        let single = !known.name.contains(' ');
        if let Some(role) = &name.role {
            if !known.roles.contains(role) {
                known.roles.push(role.clone());
            }
            match role.split_whitespace().next().map(|w| w.trim_end_matches('.').to_lowercase()).as_deref() {
                Some("mr" | "sir" | "king" | "prince" | "lord") => self.gender[entity] = Gender::He,
                Some("mrs" | "ms" | "miss" | "queen" | "princess" | "lady" | "dame") => {
                    self.gender[entity] = Gender::She
                }
                _ => {}
            }
        }
        if self.gender[entity] == Gender::Unknown && known.name.contains(' ') {
            let first = known.name.split(' ').next().unwrap_or_default();
            self.gender[entity] = match gazetteer::given_name(first).and_then(|n| n.gender()) {
                Some(gazetteer::Gender::Male) => Gender::He,
                Some(gazetteer::Gender::Female) => Gender::She,
                None => Gender::Unknown,
            };
        }
        let form = if full && !(single && name.role.is_some()) { MentionForm::Name } else { MentionForm::Short };
        self.mentions.push(Mention { span, phrase, form, entity, confidence });
    }

    pub(super) fn finish(mut self) -> (Vec<Mention>, Vec<Entity>) {
        sort_by_key(&mut self.mentions, |m| (m.span.start, m.span.end));
        self.mentions.dedup_by(|b, a| a.span.overlaps(b.span));
        let mut by_entity: Vec<Vec<usize>> = vec![Vec::new(); self.entities.len()];
        for (index, mention) in self.mentions.iter().enumerate() {
            by_entity[mention.entity].push(index);
        }
        for (entity, all) in self.entities.iter_mut().zip(&by_entity) {
            let named = |&i: &usize| self.mentions[i].form == MentionForm::Name;
            let titled = |&i: &usize| self.mentions[i].phrase != self.mentions[i].span;
            let first = |fits: &dyn Fn(&usize) -> bool| all.iter().copied().find(|i| fits(i));
            let best = first(&|i| named(i) && titled(i)).or_else(|| first(&named)).or_else(|| first(&titled));
            entity.introduction = best.or(all.first().copied()).unwrap_or(0);
        }
        (self.mentions, self.entities)
    }

    /// Adds what refers without naming.
    pub(super) fn refer(&mut self, span: Span, form: MentionForm, (entity, confidence): (usize, f32)) {
        self.mentions.push(Mention { span, phrase: span, form, entity, confidence });
    }
}

/// The last word of a key, without the article joined to it: "assad" of "al-assad".
fn last_word(key: &str) -> &str {
    key.rsplit([' ', '-']).next().unwrap_or(key)
}

/// Of entities that a short name fits, the one named in full most often before the sentence, of several the latest;
/// where none is, the first behind it.
fn latest(fitting: &[usize], full_at: &[Vec<usize>], sentence: usize) -> Option<usize> {
    let before = |&&e: &&usize| {
        let count = full_at[e].partition_point(|s| *s <= sentence);
        (count, count.checked_sub(1).map(|last| full_at[e][last]))
    };
    let read = fitting.iter().filter(|e| before(e).0 > 0).max_by_key(before);
    read.or_else(|| fitting.iter().min_by_key(|&&e| full_at[e].first().copied().unwrap_or(usize::MAX))).copied()
}

/// Whether the form of address before a name suits the given name of `full`: no "Mrs" for a John.
fn addressed(name: &Name, full: &str) -> bool {
    let address = name.role.as_deref().and_then(|r| r.split_whitespace().last());
    let Some(address) = address.map(|w| w.trim_end_matches('.').to_lowercase()) else { return true };
    let given = full.split(' ').next().and_then(gazetteer::given_name).and_then(gazetteer::GivenName::gender);
    match address.as_str() {
        "mr" | "sir" => given != Some(gazetteer::Gender::Female),
        "mrs" | "ms" | "miss" => given != Some(gazetteer::Gender::Male),
        _ => true,
    }
}

/// Whether a name can be a given name and nothing else.
fn is_given(name: &Name) -> bool {
    let unclear = matches!(name.kind, Some(EntityKind::Organisation | EntityKind::Place));
    !unclear && gazetteer::given_name(&name.text).is_some() && gazetteer::place(&name.text).is_none()
}

/// Whether `short` can stand for `full` later in a text: its last word or words, or its initials.
fn shortens(short: &str, full: &str, kind: Option<EntityKind>, known: EntityKind) -> bool {
    if known == EntityKind::Organisation && kind == Some(EntityKind::Person) {
        return false;
    }
    let suffix = full.len() > short.len()
        && full.ends_with(short)
        && matches!(full.as_bytes()[full.len() - short.len() - 1], b' ' | b'-');
    suffix && known != EntityKind::Organisation
}

fn decide(entity: &Entity, votes: &[i32; 3]) -> EntityKind {
    let most = votes.iter().copied().max().unwrap_or(0);
    let several = entity.name.contains(' ');
    match most {
        0 => EntityKind::Other,
        1 if votes[0] == 1 && several && !entity.name.starts_with(|c: char| c.is_ascii_digit()) => EntityKind::Person,
        _ if votes[1] == most && votes[1] > votes[0] => EntityKind::Organisation,
        _ if votes[2] == most && votes[2] > votes[0] => EntityKind::Place,
        _ => EntityKind::Person,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    /// Each name as it stands in the text, with its entity and kind.
    fn names(text: &str) -> Vec<(String, String, EntityKind)> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let (mentions, entities) = crate::reading::name::mentions(&prose);
        let named = mentions.iter().filter(|m| matches!(m.form, MentionForm::Name | MentionForm::Short));
        named.map(|m| (m.span.of(text).to_owned(), entities[m.entity].name.clone(), entities[m.entity].kind)).collect()
    }

    fn entity_of(text: &str, name: &str) -> String {
        let all = names(text);
        all.iter().rfind(|n| n.0 == name).map(|n| n.1.clone()).unwrap_or_else(|| panic!("{all:?}"))
    }

    fn kind_of(text: &str, name: &str) -> Option<EntityKind> {
        names(text).into_iter().rfind(|n| n.0 == name).map(|n| n.2)
    }

    #[test]
    fn a_surname_is_the_person_of_that_name_read_last() {
        let text = "Anna Smith opened the bridge on Monday. Smith thanked the crew.\n\nPeter Smith, an engineer, \
                    disagreed. Smith called it unsafe.";
        let all = names(text);
        let of = |i: usize| all.iter().filter(|n| n.0 == "Smith").nth(i).map(|n| n.1.as_str());
        assert_eq!((of(0), of(1)), (Some("Anna Smith"), Some("Peter Smith")));
    }

    #[test]
    fn a_form_of_address_tells_two_people_of_one_surname_apart() {
        let text = "Peter Smith and Anna Smith opened the bridge. Mr. Smith thanked the crew.";
        assert_eq!(entity_of(text, "Smith"), "Peter Smith");
    }

    #[test]
    fn a_given_name_alone_is_the_one_person_who_has_it() {
        let text = "Peter Larkin and his father came home on Friday. Peter said he was tired.";
        assert_eq!(entity_of(text, "Peter"), "Peter Larkin");
    }

    #[test]
    fn the_office_before_a_name_is_no_part_of_it() {
        assert_eq!(entity_of("Secretary of Defense Anna Larkin spoke on Monday.", "Anna Larkin"), "Anna Larkin");
        assert_eq!(entity_of("Team GM Anna Larkin spoke on Monday.", "Anna Larkin"), "Anna Larkin");
    }

    #[test]
    fn what_is_called_after_a_person_is_none() {
        assert_eq!(kind_of("Hurricane Anna hit the coast.", "Hurricane Anna"), Some(EntityKind::Other));
        let hospital = "He was then taken by helicopter across the bay to Peter Larkin Regional Hospital.";
        assert_eq!(kind_of(hospital, "Peter Larkin Regional Hospital"), Some(EntityKind::Organisation));
        assert_eq!(kind_of("Two people died in Larkin, Ohio.", "Larkin"), Some(EntityKind::Place));
        assert_eq!(kind_of("Two people died near Larkin, N.C., on Monday.", "Larkin"), Some(EntityKind::Place));
    }

    #[test]
    fn hyphens_and_small_words_hold_the_name_of_a_place_together() {
        for place in ["Dar-es-Salaam", "Port-au-Prince", "Stratford-upon-Avon"] {
            assert_eq!(
                kind_of(&format!("The storm began in {place} on Monday."), place),
                Some(EntityKind::Place),
                "{place}"
            );
        }
        assert_eq!(kind_of("The storm hit Dar-es-Salaam.", "Dar-es-Salaam"), Some(EntityKind::Place));
        assert_eq!(entity_of("Jean-Claude Marsh spoke on Monday.", "Jean-Claude Marsh"), "Jean-Claude Marsh");
        assert!(kind_of("The Editor-in-Chief left on Monday.", "Editor-in-Chief").is_none());
    }

    #[test]
    fn the_first_word_of_a_sentence_is_no_name_for_its_capital() {
        assert!(names("\"People who live here are tired,\" he said.").is_empty());
    }
}
