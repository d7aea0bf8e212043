//! What only one of two figures of the same thing is limited to, in the article's own words, to be named in a message.

use super::observation::Observation;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, FigureRelation};
use crate::language;
use crate::reading::EntityKind;

/// Parts of a place, as stems.
const DIRECTIONS: &[&str] =
    &["eastern", "western", "northern", "southern", "central", "east", "west", "north", "south"];

impl Corpus {
    /// What only the figure itself, and what only the one that it is related to, says about the scope ("eastern").
    pub fn limits_apart(
        &self,
        article: DocumentId,
        observation: usize,
        relation: &FigureRelation,
    ) -> (Vec<String>, Vec<String>) {
        let side = |id, index: usize| self.article(id).and_then(|e| Some((e, e.observations.get(index)?)));
        match (side(article, observation), side(relation.other, relation.observation)) {
            (Some(here), Some(there)) => (only(here, there.1), only(there, here.1)),
            _ => Default::default(),
        }
    }
}

fn only((entry, this): (&ArticleEntry, &Observation), other: &Observation) -> Vec<String> {
    // As the article writes them: keys are stems in small letters.
    let places = entry.reading.entities.iter().filter(|e| e.kind == EntityKind::Place).map(|e| e.name.clone());
    let limits = |name: &String| {
        let key = name.to_lowercase();
        this.places.contains(&key) && !names_in(&key, other)
    };
    let directions = DIRECTIONS.iter().filter(|w| this.context.holds(w) && !names_in(w, other)).map(|w| w.to_string());
    let mut words: Vec<String> = places.filter(limits).chain(directions).collect();
    words.dedup();
    words
}

/// Whether a figure's own words name this scope or qualifier.
fn names_in(word: &str, there: &Observation) -> bool {
    let known = |w: &str| there.context.holds(w) || there.places.iter().chain(&there.qualifiers).any(|t| t == w);
    known(word) || word.split(' ').all(|part| known(&language::stem(part)))
}
