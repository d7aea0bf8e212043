//! From names to entities: a surname after a full name, an acronym after what it stands for.

use super::find::Name;
use super::{Entity, EntityKind, Mention, MentionForm};
use crate::language::{Sentence, Upos, gazetteer};
use crate::reading::Prose;
use crate::text::Span;
use rustc_hash::FxHashMap;

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

impl Cast {
    pub(super) fn of(prose: &Prose, names: &[Name]) -> Self {
        let mut cast = Cast { entities: Vec::new(), mentions: Vec::new(), gender: Vec::new() };
        let mut by_last: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut by_words: FxHashMap<String, usize> = FxHashMap::default();
        let mut evidence: Vec<[i32; 3]> = Vec::new();
        let mut order: Vec<&Name> = names.iter().collect();
        // A headline shortens what the text spells out: full names of all sentences are entered first.
        order.sort_by_key(|n| (is_short(n), n.sentence, n.tokens.0));
        let mut linked: Vec<(usize, &Name)> = Vec::new();
        for name in order {
            let key = key(&name.text);
            let found = by_words.get(&key).copied().or_else(|| {
                let last = key.rsplit(' ').next().unwrap_or(&key).to_owned();
                let same_last = by_last.get(&last).map(Vec::as_slice).unwrap_or_default();
                let suits =
                    |&&e: &&usize| shortens(&key, &self::key(&cast.entities[e].name), name.kind, cast.entities[e].kind);
                let mut fitting = same_last.iter().filter(suits);
                let one = fitting.next().copied();
                one.filter(|_| fitting.next().is_none() || is_short(name))
            });
            let entity = found.unwrap_or_else(|| {
                cast.entities.push(Entity {
                    name: name.text.clone(),
                    kind: name.kind.unwrap_or(EntityKind::Other),
                    roles: Vec::new(),
                    introduction: usize::MAX,
                });
                cast.gender.push(Gender::Unknown);
                evidence.push([0; 3]);
                let id = cast.entities.len() - 1;
                by_words.insert(key.clone(), id);
                by_last.entry(key.rsplit(' ').next().unwrap_or(&key).to_owned()).or_default().push(id);
                id
            });
            weigh(&prose.sentences[name.sentence], name, &mut evidence[entity]);
            linked.push((entity, name));
        }
        linked.sort_by_key(|(_, n)| (n.sentence, n.tokens.0));
        for (entity, name) in &linked {
            cast.enter(prose, *entity, name);
        }
        for (entity, votes) in cast.entities.iter_mut().zip(&evidence) {
            entity.kind = decide(entity, votes);
        }
        cast
    }

    fn enter(&mut self, prose: &Prose, entity: usize, name: &Name) {
        let sentence = &prose.sentences[name.sentence];
        let span = sentence.tokens_span(name.tokens.0, name.tokens.1);
        let phrase = sentence.tokens_span(name.phrase, name.tokens.1);
        let known = &mut self.entities[entity];
        let full = key(&name.text) == key(&known.name);
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
        self.mentions.push(Mention { span, phrase, form, entity });
    }

    pub(super) fn finish(mut self) -> (Vec<Mention>, Vec<Entity>) {
        self.mentions.sort_by_key(|m| (m.span.start, m.span.end));
        self.mentions.dedup_by(|b, a| a.span.overlaps(b.span));
        for (index, entity) in self.entities.iter_mut().enumerate() {
            let own = |m: &&(usize, &Mention)| m.1.entity == index;
            let all: Vec<_> = self.mentions.iter().enumerate().filter(|m| own(&m)).collect();
            let best = all
                .iter()
                .find(|(_, m)| m.form == MentionForm::Name && m.phrase != m.span)
                .or_else(|| all.iter().find(|(_, m)| m.form == MentionForm::Name))
                .or_else(|| all.iter().find(|(_, m)| m.phrase != m.span))
                .or(all.first());
            entity.introduction = best.map_or(0, |(i, _)| *i);
        }
        (self.mentions, self.entities)
    }

    /// Adds what refers without naming.
    pub(super) fn refer(&mut self, span: Span, form: MentionForm, entity: usize) {
        self.mentions.push(Mention { span, phrase: span, form, entity });
    }
}

fn is_short(name: &Name) -> bool {
    !name.text.contains([' ', '-'])
}

/// A name's words in lower case, without a possessive or an article.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['’', '\''], "");
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
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

/// Votes for person, organisation and place from the words beside a name.
fn weigh(sentence: &Sentence, name: &Name, votes: &mut [i32; 3]) {
    match name.kind {
        Some(EntityKind::Person) => votes[0] += 3,
        Some(EntityKind::Organisation) => votes[1] += 3,
        Some(EntityKind::Place) => votes[2] += 3,
        _ => {}
    }
    let before = name.phrase.checked_sub(1).map(|t| sentence.form(t).to_lowercase());
    match before.as_deref() {
        Some("in" | "near" | "across" | "throughout" | "outside" | "around") => votes[2] += 2,
        Some("at" | "from" | "to" | "into" | "inside") => votes[2] += 1,
        Some("the") => votes[1] += 1,
        _ => {}
    }
    let next = name.tokens.1 + 1;
    if next < sentence.len() {
        let form = sentence.form(next).to_lowercase();
        if crate::reading::attribution::is_speech_verb(&form) {
            votes[0] += 1;
        }
        if form == "who" || (form == "," && next + 1 < sentence.len() && sentence.upos(next + 1) == Upos::Num) {
            votes[0] += 2;
        }
    }
    let words = name.tokens.1 - name.tokens.0 + 1;
    let first = sentence.form(name.tokens.0);
    if gazetteer::given_name(first).is_some() {
        votes[0] += if words > 1 { 2 } else { 1 };
    }
    if gazetteer::surname(sentence.form(name.tokens.1)) {
        votes[0] += 1;
    }
    if gazetteer::place(&name.text).is_some() {
        votes[2] += 3;
    }
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
