//! Names, and the people, organisations and places behind them.

mod find;
mod link;
mod refer;
mod weighed;
mod words;

use super::{Prose, Quotation};
use crate::text::Span;

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organisation, government or group.
    Organisation,
    /// A place.
    Place,
    /// A name of something else (a ship, a law, an event).
    Other,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum MentionForm {
    /// The full name.
    Name,
    /// A surname or short form, perhaps with a title ("Mr Hart").
    Short,
    /// A description ("the Norland president").
    Description,
    /// A pronoun.
    Pronoun,
}

/// A place where the text refers to an entity.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Mention {
    /// The words that refer, without title, in bytes.
    pub span: Span,
    /// With title and role before the name ("Norland President Leo Hart").
    pub phrase: Span,
    /// How it refers.
    pub form: MentionForm,
    /// Index into the reading's entities.
    pub entity: usize,
    /// How sure it is that this entity is meant, from 0 to 1: 1 where it is named in full.
    pub confidence: f32,
}

/// Who or what the mentions stand for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Entity {
    /// The fullest name in the article.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Titles and roles given to it, in order of appearance ("Norland President").
    pub roles: Vec<String>,
    /// Index of the mention that introduces it best: the first full name with a role, else the first full name.
    pub introduction: usize,
}

/// What the sentences of a block hold that may be a mention.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<weighed::Weighed>,
    referring: Vec<refer::Referring>,
}

/// Finds the names of an article and resolves short forms, descriptions and pronouns to their entities.
pub fn mentions(prose: &Prose) -> (Vec<Mention>, Vec<Entity>) {
    mentions_beside(prose, &super::quotation::quotations(prose))
}

/// The same, where what the article quotes is known.
pub(super) fn mentions_beside(prose: &Prose, quotations: &[Quotation]) -> (Vec<Mention>, Vec<Entity>) {
    let mut first = 0;
    let blocks = prose.blocks.chunk_by(|a, b| a == b).map(|of_block| {
        let sentences = &prose.sentences[first..first + of_block.len()];
        let found = prose.kept(
            of_block[0],
            |known| &known.names,
            || Names { names: find::names(sentences), referring: refer::referring(sentences) },
        );
        first += sentences.len();
        (first - sentences.len(), found)
    });
    let blocks: Vec<_> = blocks.collect();
    let names = blocks.iter().flat_map(|(first, found)| found.names.iter().map(|name| name.placed(*first)));
    let mut cast = link::Cast::of(prose, names.collect());
    let referring = blocks.iter().flat_map(|(first, found)| found.referring.iter().map(|word| word.placed(*first)));
    refer::resolve(prose, quotations, referring, &mut cast);
    cast.finish()
}
