//! A part of a file up to an empty line: what can be said of it without the rest, so that it is said once.
//!
//! Offsets count from the block's start: one that was moved by an edit before it is still the same.

use super::{Incident, Sentence, columns, graph, lines, metadata, misc, relations};
use crate::text::Span;

/// A part of a file, its empty line with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Its bytes.
    pub length: usize,
    /// Whether an empty line ends it.
    pub is_ended: bool,
    /// Its sentence, where it has one.
    pub sentence: Option<Sentence>,
    /// What breaks the format within it.
    pub incidents: Vec<Incident>,
    /// The first of its lines with a carriage return, of which the first one of the file is told.
    pub carriage: Option<Span>,
    /// What the sentences after it are held to; `None` where its own cannot be relied on.
    pub stated: Option<metadata::Stated>,
}

impl Block {
    /// Reads the block with which `rest`, a file from there on, begins; `first` if that is the whole file.
    pub(super) fn read(rest: &str, columns: &lines::Columns, first: bool) -> Self {
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            length += line.len();
            if line.trim().is_empty() {
                break;
            }
        }
        let text = &rest[..length];
        let lines::Lines { sentence, mut incidents, carriage, is_ended } = lines::read(text, columns, first);
        lines::check_normalisation(text, &mut incidents);
        let mut stated = None;
        if let Some(sentence) = &sentence
            && !sentence.broken
            && !sentence.rows.is_empty()
            && lines::check_ids(text, sentence, &mut incidents)
        {
            let incidents = &mut incidents;
            columns::check(text, sentence, incidents);
            misc::check(text, sentence, incidents);
            relations::check(text, sentence, incidents);
            graph::check(text, sentence, incidents);
            stated = Some(metadata::check(text, sentence, columns.are_own(), incidents));
        }
        Self { length, is_ended, sentence, incidents, carriage, stated }
    }
}
