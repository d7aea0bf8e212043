//! The names that a figure's sentence and its article's opening name: whose figure it is, and where its event is.

use super::context::Context;
use crate::corpus::Settings;
use crate::corpus::event::OPENING;
use crate::corpus::person;
use crate::corpus::stem::{Stem, stem};
use crate::reading::{EntityKind, Reading};
use crate::text::Span;
use smallvec::SmallVec;

/// The keys of the places named in the sentences that open an article: where its event is.
pub(in crate::corpus) fn opening_places(reading: &Reading, settings: &Settings) -> Vec<String> {
    let places = opening(reading).map(|e| &reading.entities[e]).filter(|e| e.kind == EntityKind::Place);
    let mut keys: Vec<String> = places.map(|e| entity_key(&e.name, settings)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Stems of the words of the names in the sentences that open an article: who and what it is about.
pub(in crate::corpus) fn opening_names(reading: &Reading) -> Context {
    names(reading, opening(reading))
}

/// The entities that the sentences that open an article name, each as often as they do.
fn opening(reading: &Reading) -> impl Iterator<Item = usize> {
    let end = reading.sentences.get(OPENING - 1).or(reading.sentences.last()).map_or(0, |s| s.end);
    reading.mentions.iter().take_while(move |m| m.span.start < end).map(|m| m.entity)
}

/// Stems of the words of the names of entities.
fn names(reading: &Reading, entities: impl Iterator<Item = usize>) -> Context {
    let mut entities: SmallVec<[usize; 8]> = entities.collect();
    entities.sort_unstable();
    entities.dedup();
    let words = entities.iter().flat_map(|e| reading.entities[*e].name.split(|c: char| !c.is_alphanumeric()));
    let stems: Vec<Stem> = words.filter(|w| w.len() > 1).map(|w| stem(&w.to_lowercase())).collect();
    Context::of(stems.iter())
}

/// Stems of the words of the names in a sentence, but for a person who speaks there.
pub(super) fn names_of_sentence(reading: &Reading, sentence: Span, speaker: Option<usize>) -> Context {
    let first = reading.mentions.partition_point(|m| m.span.end <= sentence.start);
    let near = reading.mentions[first..].iter().take_while(|m| m.span.start < sentence.end);
    let speaks = |e: usize| Some(e) == speaker && reading.entities[e].kind == EntityKind::Person;
    names(reading, near.filter(|m| sentence.covers(m.span)).map(|m| m.entity).filter(|e| !speaks(*e)))
}

/// The name under which a place is the same in every article.
pub(super) fn entity_key(name: &str, settings: &Settings) -> String {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let name = person::alias(name, settings).unwrap_or(name).to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    super::place_name::usual(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{names_of_sentence, opening_names};
    use crate::article::{Article, Markup, Overrides};
    use crate::reading;
    use std::sync::Arc;

    #[test]
    fn a_sentence_has_the_names_in_it_but_for_a_person_who_speaks() {
        let text = "In Thornby the ferryman Leo Hart lost 40 boats, Ann Marsh said.";
        let reading = reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default())));
        let speaker = reading.entities.iter().position(|e| e.name == "Ann Marsh");
        let all = opening_names(&reading);
        let own = names_of_sentence(&reading, reading.sentences[0], speaker);
        assert!(speaker.is_some() && all.holds("marsh") && all.holds("thornbi"));
        assert!(own.holds("thornbi") && own.holds("hart") && !own.holds("marsh"));
        assert!(own.shared(&all, 110) > 0 && own.shared(&all, 255) == 0);
    }
}
