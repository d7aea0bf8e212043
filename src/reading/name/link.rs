//! From names to entities: a surname after a full name, an acronym after what it stands for.

use super::find::{Name, is_known_word};
use super::words::{is_organisation_word, is_state_abbreviation, names_thing};
use super::{Entity, EntityKind, Mention, MentionForm};
use crate::language::{Sentence, Upos, gazetteer};
use crate::reading::Prose;
use crate::text::Span;
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

/// A name with what is known of it from its own sentence.
#[derive(Debug)]
pub(super) struct Weighed {
    name: Name,
    /// Its words in lower case, without a possessive or an article.
    key: String,
    /// For person, organisation and place.
    votes: [i32; 3],
    /// "his father Peter Hart"
    is_relative: bool,
    /// Whether it is one word.
    is_short: bool,
}

/// A name at its place in the article.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    weighed: &'a Weighed,
    /// Index of its sentence.
    sentence: usize,
}

impl Weighed {
    pub(super) fn of(sentence: &Sentence, name: Name) -> Self {
        let mut votes = [0; 3];
        weigh(sentence, &name, &mut votes);
        let is_relative = is_relative(sentence, &name);
        Self { key: key(&name.text), votes, is_relative, is_short: !name.text.contains([' ', '-']), name }
    }

    /// The same in an article in which its block begins with the sentence `first`.
    pub(super) fn placed(&self, first: usize) -> Placed<'_> {
        Placed { weighed: self, sentence: first + self.name.sentence }
    }
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
        order.sort_by_key(|placed| (placed.weighed.is_short, placed.order()));
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
        linked.sort_by_key(|(_, _, placed)| placed.order());
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
        self.mentions.sort_by_key(|m| (m.span.start, m.span.end));
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

fn is_relative(sentence: &Sentence, name: &Name) -> bool {
    let before = (name.phrase.saturating_sub(2)..name.tokens.0).map(|t| sentence.form(t));
    before.into_iter().any(|w| {
        matches!(
            w,
            "father"
                | "mother"
                | "wife"
                | "husband"
                | "son"
                | "daughter"
                | "brother"
                | "sister"
                | "widow"
                | "cousin"
                | "uncle"
                | "aunt"
        )
    })
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
        // "Hart Regional Hospital": the last word says what it is, whoever it is named after.
        Some(EntityKind::Organisation) => {
            let last = sentence.form(name.tokens.1);
            votes[1] += if is_organisation_word(last) { 6 } else { 3 };
        }
        Some(EntityKind::Place) => votes[2] += if is_built(sentence.form(name.tokens.1)) { 6 } else { 3 },
        _ => {}
    }
    let owned =
        sentence.tokens().get(name.tokens.1 + 1).is_some() && matches!(sentence.form(name.tokens.1 + 1), "'s" | "’s");
    let before = name.phrase.checked_sub(1).map(|t| sentence.form(t).to_lowercase());
    match before.as_deref() {
        // "in Larn", but not "in Hart's speech".
        Some("in") if !owned => votes[2] += 4,
        Some("near" | "across" | "throughout" | "outside" | "around" | "nearby") => votes[2] += 2,
        Some("at" | "from" | "to" | "into" | "inside") => votes[2] += 1,
        // "Hart/Larn Images"
        Some("/") => votes[1] += 2,
        // No person is called "the Hart" without a title.
        Some("the" | "a" | "an") if name.role.is_none() => {
            votes[0] -= 2;
            votes[1] += 1;
        }
        _ => {}
    }
    let next = name.tokens.1 + 1;
    if next < sentence.len() {
        let form = sentence.form(next).to_lowercase();
        if crate::reading::attribution::is_speech_verb(&form) {
            votes[0] += 1;
        }
        let behind = next + 1;
        if form == "," && behind < sentence.len() && names_region(sentence, behind) {
            votes[2] += 3;
        }
        if form == "who" || (form == "," && next + 1 < sentence.len() && sentence.upos(next + 1) == Upos::Num) {
            votes[0] += 2;
        }
    }
    if next < sentence.len() && sentence.upos(next) != Upos::Propn {
        match sentence.form(next) {
            "airport" | "airbase" | "air" | "base" | "area" | "province" | "county" | "city" | "region" => {
                votes[2] += 2
            }
            "police" | "resident" | "residents" | "suburb" => votes[2] += 2,
            _ => {}
        }
    }
    let words = name.tokens.1 - name.tokens.0 + 1;
    let first = sentence.form(name.tokens.0);
    // A single word may be a person's, a town's or a team's name: only one that is no surname speaks for a person.
    let (given, surname) = (gazetteer::given_name(first).is_some(), gazetteer::surname(sentence.form(name.tokens.1)));
    votes[0] += match words {
        1 => i32::from(given && !surname),
        _ => 2 * i32::from(given) + i32::from(surname),
    };
    if words > 1 && is_acronym(sentence.form(name.tokens.1)) {
        votes[1] += 4;
    }
    // "New Deal": no given name, and a word of every day.
    if words > 1 && gazetteer::given_name(first).is_none() && is_known_word(first) {
        votes[0] -= 2;
    }
    if gazetteer::place(&name.text).is_some() {
        votes[2] += if words > 1 { 5 } else { 3 };
    }
}

fn is_acronym(word: &str) -> bool {
    (2..=6).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && !matches!(word, "II" | "III" | "IV" | "JR" | "SR" | "MD")
}

/// Last words of names of places that are no surnames.
fn is_built(word: &str) -> bool {
    matches!(
        word,
        "Street"
            | "Avenue"
            | "Road"
            | "Square"
            | "Airport"
            | "Airbase"
            | "County"
            | "City"
            | "Province"
            | "Bridge"
            | "Island"
            | "Islands"
            | "Hills"
            | "River"
            | "Highway"
    )
}

/// Whether the name of a state or country begins at `token`: "Larn, South Norland".
fn names_region(sentence: &Sentence, token: usize) -> bool {
    let from = sentence.tokens()[token].start as usize;
    if is_state_abbreviation(sentence.form(token)) {
        return true;
    }
    (token..(token + 3).min(sentence.len())).any(|end| {
        let text = &sentence.text()[from..sentence.tokens()[end].end as usize];
        gazetteer::place(text).is_some_and(gazetteer::Place::is_region)
    })
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
    fn the_first_word_of_a_sentence_is_no_name_for_its_capital() {
        assert!(names("\"People who live here are tired,\" he said.").is_empty());
    }
}
