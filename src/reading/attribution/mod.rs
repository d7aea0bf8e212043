//! Who said what: source, cue and content (PARC 3, PolNeAR).

mod candidates;
mod chain;
mod choose;
mod clauses;
mod cue;
mod cue_features;
mod cue_network;
mod few;
mod find;
#[cfg(all(test, feature = "attribution-model"))]
mod fixture;
mod learned;
mod lookup;
mod memo;
mod near;
mod passage;
mod section;
mod span_features;
mod span_network;
mod speaker;
mod subject;
mod tidy;
mod trailing;
#[cfg(feature = "train")]
pub mod train;
#[cfg(feature = "train")]
mod train_network;
#[cfg(feature = "train")]
mod train_spans;
#[cfg(feature = "train")]
mod train_whole;
mod transcript;
mod unfused;
mod waiting;
mod whole;
mod word;

pub use cue::is_cue_verb;
pub(super) use cue::is_speech_verb;
pub use memo::Memo;
pub(super) use memo::{Key, Store};

use super::{Entity, Mention, Prose, Quotation};
use crate::text::Spans;

/// How the content is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum AttributionKind {
    /// Wholly in quotation marks.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Partly in quotation marks.
    Mixed,
}

/// One attribution.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Attribution {
    /// The words that name the source, in bytes; empty where nobody is named.
    pub source: Spans,
    /// The words that attribute ("said", "according to"), in bytes.
    pub cue: Spans,
    /// What is attributed, in bytes.
    pub content: Spans,
    /// Direct, indirect or mixed.
    pub kind: AttributionKind,
    /// Index of the entity that speaks.
    pub speaker: Option<usize>,
    /// How sure the program is, from 0 to 1.
    pub confidence: f32,
    /// Whether source or cue stand in another sentence than the content.
    pub carried: bool,
}

/// Reads the models if they have not been read yet.
pub(super) fn load() {
    learned::Models::embedded();
}

/// Finds the attributions of an article in order of their content, and links quotations to them.
pub fn attributions(
    prose: &Prose,
    quotations: &mut [Quotation],
    mentions: &[Mention],
    entities: &[Entity],
) -> Vec<Attribution> {
    find::Finder::new(prose, quotations, mentions, entities).run()
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use std::sync::Arc;

    /// Source and content of what is attributed in a text.
    fn said(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = crate::reading::read(Arc::new(article));
        let join = |spans: &[crate::text::Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        reading.attributions.iter().map(|a| format!("{} | {}", join(&a.source), join(&a.content))).collect()
    }

    #[test]
    fn a_stray_mark_swallows_nothing_of_the_rest_of_the_article() {
        let rest = "\n\n\"The pier is gone,\" Anna Lind said on Monday.\n\nMayor Tom Marsh said that the \"old gates\" had \
                    held.\n\nOfficials said that the pier would be closed until May.";
        let clean = said(&format!("The ferry was late that night.{rest}"));
        assert_eq!(clean.len(), 3, "{clean:?}");
        for mark in ['"', '“', '”', '‘', '«'] {
            assert_eq!(said(&format!("The ferry was {mark}late that night.{rest}")), clean, "{mark}");
        }
    }
}
