//! The program's reading of an article as annotation that people correct: brat, WebAnno TSV, CoNLL-U and JSON Lines.

mod brat;
mod conllu;
mod lines;
mod webanno;

pub use brat::{CONFIGURATION as BRAT_CONFIGURATION, brat};
pub use conllu::conllu;
pub use lines::{Dialect, lines};
pub use webanno::webanno;

use crate::reading::{AttributionKind, EntityKind, MentionForm, Reading};
use crate::text::Span;
use crate::text::sorting::{sort, sort_by};

/// A mark that the program would make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its type ("Source").
    pub label: &'static str,
    /// What it covers, in bytes, in order.
    pub spans: Vec<Span>,
    /// For sources, cues and contents, which attribution they belong to, from 0.
    pub attribution: Option<usize>,
    /// More about it: how a content is given, what a date means.
    pub value: Option<String>,
}

/// All marks of a reading in the order of the text.
pub(super) fn marks(reading: &Reading) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mark = |label, span: Span, value| Mark { label, spans: vec![span], attribution: None, value };
    for (index, attribution) in reading.attributions.iter().enumerate() {
        let kind = match attribution.kind {
            AttributionKind::Direct => "direct",
            AttributionKind::Indirect => "indirect",
            AttributionKind::Mixed => "mixed",
        };
        let parts = [("Source", &attribution.source), ("Cue", &attribution.cue), ("Content", &attribution.content)];
        for (label, spans) in parts.into_iter().filter(|(_, spans)| !spans.is_empty()) {
            let mut spans = spans.to_vec();
            sort(&mut spans);
            let value = (label == "Content").then(|| kind.to_owned());
            marks.push(Mark { label, spans, attribution: Some(index), value });
        }
    }
    marks.extend(reading.quantities.iter().map(|q| mark("Figure", q.span, Some(q.value_text()))));
    marks.extend(reading.timexes.iter().map(|t| mark("Date", t.span, Some(t.value.clone()))));
    for mention in reading.mentions.iter().filter(|m| m.form != MentionForm::Pronoun) {
        let entity = &reading.entities[mention.entity];
        let label = match entity.kind {
            EntityKind::Person => "Person",
            EntityKind::Organisation => "Organisation",
            EntityKind::Place => "Place",
            EntityKind::Other => continue,
        };
        marks.push(mark(label, mention.span, Some(entity.name.clone())));
    }
    let text = &reading.article.text;
    for mark in &mut marks {
        mark.spans = mark.spans.iter().flat_map(|&span| lines_of(text, span)).collect();
    }
    marks.retain(|mark| !mark.spans.is_empty());
    sort_by(&mut marks, |a, b| (&a.spans, a.label).cmp(&(&b.spans, b.label)));
    marks
}

/// A span without the line ends in it: annotation tools mark lines.
fn lines_of(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start as usize;
    let mut found = Vec::new();
    for line in span.of(text).split(['\n', '\r']) {
        let (lead, bare) = (line.len() - line.trim_start().len(), line.trim());
        if !bare.is_empty() {
            found.push(Span::new(start + lead, start + lead + bare.len()));
        }
        start += line.len() + 1;
    }
    found
}

#[cfg(test)]
pub(super) mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::{Reading, read};
    use std::sync::Arc;

    pub const TEXT: &str = "PORT ALDER - The 🌊 gates held\n\nMayor Clara Marsh said on Monday that 340 people had left.\n\n\
        \"We were ready for the water,\" Marsh told the Alder Herald.\n";

    pub fn reading() -> Reading {
        read(Arc::new(Article::parse(TEXT.into(), Markup::Plain, &Overrides::default())))
    }
}
