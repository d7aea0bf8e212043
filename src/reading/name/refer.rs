//! Pronouns and descriptions: "he", "the Russian president", "the minister".

use super::link::{Cast, Gender};
use super::words::{is_address, is_demonym, is_role};
use super::{Entity, EntityKind, MentionForm};
use crate::language::Sentence;
use crate::reading::attribution::is_speech_verb;
use crate::reading::{Prose, Quotation};
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;

/// How far back, in sentences, a pronoun may look for its person.
const REACH: usize = 4;

/// A person in the running text, with what makes it likely to be meant again.
#[derive(Clone, Copy)]
struct Seen {
    entity: usize,
    sentence: usize,
    /// Index of the paragraph.
    block: usize,
    /// Said or did something, as opposed to being mentioned.
    subject: bool,
    offset: u32,
}

/// A word or phrase that may stand for a person who was named before.
#[derive(Debug)]
pub(super) struct Referring {
    /// Index of its sentence in the block.
    sentence: usize,
    token: usize,
    what: Word,
}

#[derive(Clone, Copy, Debug)]
enum Word {
    Pronoun(Gender),
    /// Up to this token.
    Description(usize),
}

impl Referring {
    /// The index of its sentence in an article in which its block begins with the sentence `first`, and itself.
    pub(super) fn placed(&self, first: usize) -> (usize, &Self) {
        (first + self.sentence, self)
    }
}

/// The pronouns and descriptions in the sentences of a block.
pub(super) fn referring(sentences: &[Sentence]) -> Vec<Referring> {
    let of_sentence = |(index, sentence): (usize, &Sentence)| {
        let found = (0..sentence.len()).filter_map(|token| {
            let pronoun = third_person(sentence.form(token)).map(Word::Pronoun);
            let what = pronoun.or_else(|| description(sentence, token).map(Word::Description))?;
            Some(Referring { sentence: index, token, what })
        });
        found.collect::<Vec<_>>()
    };
    sentences.iter().enumerate().flat_map(of_sentence).collect()
}

/// Resolves pronouns and descriptions in the order of the text.
pub(super) fn resolve<'a>(
    prose: &Prose,
    quotations: &[Quotation],
    referring: impl Iterator<Item = (usize, &'a Referring)>,
    cast: &mut Cast,
) {
    sort_by_key(&mut cast.mentions, |m| m.span.start);
    let named: Vec<(Span, Span, usize)> = cast.mentions.iter().map(|m| (m.span, m.phrase, m.entity)).collect();
    let mut seen: Vec<Seen> = Vec::new();
    let mut next_named = 0;
    let mut of_named = 0;
    let mut in_quotation = QuotedStretches::of(quotations);
    // Whom a speaker names is seldom whom the writer's next "he" or "the president" means.
    let mut quoted_names = in_quotation.clone();
    let offices = Offices::of(cast);
    // The sentence of the description that was found last, and its last token: nothing else is found within it.
    let mut described_to = None;
    for (index, Referring { token, what, .. }) in referring {
        let (sentence, block, token) = (&prose.sentences[index], prose.blocks[index], *token);
        let span = sentence.token_span(token);
        while next_named < named.len() && named[next_named].0.start < span.end {
            let (at, _, entity) = named[next_named];
            next_named += 1;
            while prose.sentences[of_named].span.end <= at.start {
                of_named += 1;
            }
            if cast.entities[entity].kind == EntityKind::Person && !quoted_names.covers(at.start as usize) {
                let subject = is_subject(&prose.sentences[of_named], at);
                let block = prose.blocks[of_named];
                remember(&mut seen, Seen { entity, sentence: of_named, block, subject, offset: at.start });
            }
        }
        if described_to.is_some_and(|(of, last)| of == index && token <= last) {
            continue;
        }
        if in_quotation.covers(span.start as usize) {
            continue;
        }
        match *what {
            Word::Pronoun(gender) => {
                if let Some((entity, confidence)) = antecedent(cast, &seen, (index, block), gender) {
                    // "Anna Hart … She": the first pronoun tells which one she takes.
                    if cast.gender[entity] == Gender::Unknown {
                        cast.gender[entity] = gender;
                    }
                    cast.refer(span, MentionForm::Pronoun, (entity, confidence));
                    let subject = is_subject(sentence, span);
                    remember(&mut seen, Seen { entity, sentence: index, block, subject, offset: span.start });
                }
            }
            Word::Description(last) => {
                let whole = sentence.tokens_span(token, last);
                let near = named.partition_point(|(name, ..)| name.end <= whole.start);
                let mut near = named[near..].iter().take_while(|(name, ..)| name.start < sentence.span.end);
                let free = !near.any(|(_, phrase, _)| phrase.overlaps(whole));
                if free && let Some((entity, confidence)) = described(&offices, &seen, sentence, token + 1, last) {
                    cast.refer(whole, MentionForm::Description, (entity, confidence));
                    let subject = is_subject(sentence, whole);
                    remember(&mut seen, Seen { entity, sentence: index, block, subject, offset: whole.start });
                }
                described_to = Some((index, last));
            }
        }
    }
}

fn remember(seen: &mut Vec<Seen>, new: Seen) {
    seen.retain(|s| s.entity != new.entity || s.sentence != new.sentence);
    seen.push(new);
    if seen.len() > 64 {
        seen.remove(0);
    }
}

fn third_person(form: &str) -> Option<Gender> {
    match form {
        "he" | "He" | "him" | "his" | "His" | "himself" => Some(Gender::He),
        "she" | "She" | "her" | "Her" | "herself" => Some(Gender::She),
        _ => None,
    }
}

/// Whether what stands at `span` acts: the next word behind it is a verb or auxiliary, or a speech verb stands before it.
fn is_subject(sentence: &Sentence, span: Span) -> bool {
    let Some(next) = sentence.token_at(span.end as usize) else { return false };
    let first = sentence.token_at(span.start as usize).unwrap_or(0);
    first <= 3
        || matches!(sentence.upos(next), crate::language::Upos::Verb | crate::language::Upos::Aux)
        || is_speech_verb(sentence.form(next))
        || is_speech_verb(sentence.form(first - 1))
}

/// The person a pronoun stands for, in this paragraph or the one before (further back nobody can be meant with
/// confidence): the latest subject of a sentence before, else the latest person. With how sure it is: less where another
/// person fits nearly as well, where the person's own pronoun is not known, and with the distance.
fn antecedent(cast: &Cast, seen: &[Seen], (sentence, block): (usize, usize), gender: Gender) -> Option<(usize, f32)> {
    let fits = |s: &&Seen| {
        let known = cast.gender[s.entity];
        s.sentence + REACH >= sentence && s.block + 1 >= block && (known == Gender::Unknown || known == gender)
    };
    // A subject counts as one sentence nearer than who is only mentioned.
    let distance = |s: &Seen| (sentence - s.sentence) * 2 + usize::from(!s.subject) * 3;
    let best = seen.iter().filter(fits).max_by_key(|s| (std::cmp::Reverse(distance(s)), s.offset))?;
    let rivals = seen.iter().filter(fits).filter(|s| s.entity != best.entity);
    let lead = rivals.map(|s| distance(s).saturating_sub(distance(best))).min();
    let alone = match lead {
        None => 0.95,
        Some(0 | 1) => 0.6,
        Some(2 | 3) => 0.75,
        Some(_) => 0.85,
    };
    let known = if cast.gender[best.entity] == gender { 1.0 } else { 0.85 };
    let near = if best.sentence + 1 >= sentence { 1.0 } else { 0.85 };
    Some((best.entity, alone * known * near))
}

/// The last token of a description that starts with "the" at `token`: "the [demonym|noun]* role".
fn description(sentence: &Sentence, token: usize) -> Option<usize> {
    if !matches!(sentence.form(token), "the" | "The") {
        return None;
    }
    let limit = (token + 5).min(sentence.len());
    let role = (token + 1..limit).find(|&t| is_role(sentence.form(t)) && !is_address(sentence.form(t)))?;
    let mut last = role;
    while last + 1 < limit && is_role(sentence.form(last + 1)) {
        last += 1;
    }
    let plain =
        (token + 1..role).all(|t| sentence.form(t).chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.')));
    // "the president of Iran" and "the Iranian president's" name somebody by what follows.
    let next = sentence.tokens().get(last + 1).map(|_| sentence.form(last + 1));
    (plain && !matches!(next, Some("of" | "-" | "for"))).then_some(last)
}

/// The roles of each person who has any, in lower case, and the words among them that are of a people.
struct Offices(FxHashMap<usize, (String, Vec<String>)>);

impl Offices {
    fn of(cast: &Cast) -> Self {
        let titled = cast.entities.iter().enumerate().filter(|(_, entity)| !entity.roles.is_empty());
        let office = |(id, entity): (usize, &Entity)| {
            let nations = entity.roles.iter().flat_map(|r| r.split_whitespace()).filter(|w| is_demonym(w));
            (id, (entity.roles.join(" ").to_lowercase(), nations.map(str::to_owned).collect()))
        };
        Self(titled.map(office).collect())
    }
}

/// The person a description stands for: a recent one with that role, or the only one who can hold it; with how sure it is.
fn described(offices: &Offices, seen: &[Seen], sentence: &Sentence, first: usize, last: usize) -> Option<(usize, f32)> {
    let words: Vec<&str> = (first..=last).map(|t| sentence.form(t)).collect();
    let role = words.last()?.to_lowercase();
    let nation: Vec<&&str> = words.iter().filter(|w| is_demonym(w)).collect();
    let holds = |entity: usize| -> bool {
        let Some((roles, nations)) = offices.0.get(&entity) else { return false };
        let has_role = roles.split_whitespace().any(|w| w == role);
        let is_of_other = |w: &String| !nation.is_empty() && !nation.iter().any(|n| n.eq_ignore_ascii_case(w));
        has_role && !nations.iter().any(is_of_other)
    };
    let with_role = seen.iter().rev().find(|s| holds(s.entity)).map(|s| {
        let several = seen.iter().any(|other| other.entity != s.entity && holds(other.entity));
        (s.entity, if several { 0.6 } else { 0.85 })
    });
    let figure_of_speech = matches!(role.as_str(), "strongman" | "leader" | "statesman" | "politician");
    with_role.or_else(|| {
        let titled = |s: &&Seen| offices.0.contains_key(&s.entity);
        seen.iter().rev().find(titled).filter(|_| figure_of_speech).map(|s| (s.entity, 0.5))
    })
}

/// Where the text stands in double quotation marks: a speaker's own "he" is not the writer's.
#[derive(Clone)]
struct QuotedStretches {
    spans: Vec<Span>,
    next: usize,
}

impl QuotedStretches {
    fn of(quotations: &[Quotation]) -> Self {
        let spans = quotations.iter().filter(|q| q.words >= 4).flat_map(|q| q.content.iter().copied()).collect();
        Self { spans, next: 0 }
    }

    fn covers(&mut self, offset: usize) -> bool {
        while self.spans.get(self.next).is_some_and(|s| s.end as usize <= offset) {
            self.next += 1;
        }
        self.spans.get(self.next).is_some_and(|s| s.contains(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    /// Confidence of the last mention of these words.
    fn confidence(text: &str, words: &str) -> (String, f32) {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let (mentions, entities) = super::super::mentions(&Prose::of(&article));
        let found = mentions.iter().rfind(|m| m.span.of(text) == words);
        let mention = found.unwrap_or_else(|| panic!("{mentions:?}"));
        (entities[mention.entity].name.clone(), mention.confidence)
    }

    #[test]
    fn a_pronoun_is_surer_of_the_only_person_than_of_one_of_two() {
        let alone = confidence("Peter Larkin opened the bridge on Monday. Later he left the town.", "he");
        let rival = "Peter Larkin met John Velder at the bridge on Monday. Later he left the town.";
        let rival = confidence(rival, "he");
        assert_eq!(alone.0, "Peter Larkin");
        assert!(alone.1 > rival.1 && rival.1 >= 0.5, "{alone:?} {rival:?}");
    }

    #[test]
    fn a_surname_is_surer_of_the_only_one_who_bears_it_than_of_one_of_two() {
        let alone = confidence("Anna Smith opened the bridge. Smith thanked the crew.", "Smith");
        let text = "Anna Smith opened the bridge.\n\nPeter Smith disagreed. Smith called it unsafe.";
        let one_of_two = confidence(text, "Smith");
        assert!(alone.1 > one_of_two.1, "{alone:?} {one_of_two:?}");
    }

    #[test]
    fn the_whole_name_is_certain() {
        assert_eq!(confidence("Anna Smith opened the bridge.", "Anna Smith").1, 1.0);
    }
}
