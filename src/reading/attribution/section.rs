//! Attributions section by section: a section is a paragraph, or several that a quotation joins.
//!
//! What the models make of a section depends on its own words, on the word before and the two behind it, and on nothing
//! else of the article. So it is remembered as a whole, and a typed letter costs the section that it stands in.

use super::learned::Models;
use super::memo::Key;
use super::word::{Context, Words, kind_of};
use super::{Attribution, choose, find, learned, unfused};
use crate::article::BlockKind;
use crate::reading::{Entity, Mention, Prose, Quotation};
use crate::text::{Span, Spans};
use smallvec::smallvec;
use std::ops::Range;
use std::sync::Arc;

/// So many bytes before a section, and so many behind the white space that follows it, may bear on what is found in it:
/// a mark that touches it, and the word that the next paragraph begins with.
const BEFORE: usize = 4;
const BEHIND: usize = 16;

/// So many sections go side by side at most: more than most articles have, and few enough for those of any length.
pub(super) const AT_ONCE: usize = 64;

/// Paragraphs that are read together.
pub(super) struct Section<'a> {
    prose: &'a Prose<'a>,
    /// Its sentences in the article.
    sentences: Range<usize>,
    span: Span,
    /// Those of the article that lie in it.
    quotations: &'a [Quotation],
    mentions: &'a [Mention],
}

/// What was found in a section that began at this byte; nobody is said yet to speak.
#[derive(Debug)]
pub(super) struct Found {
    start: u32,
    attributions: Vec<Attribution>,
}

/// The sections of an article, in order.
pub(super) fn sections<'a>(
    prose: &'a Prose<'a>,
    quotations: &'a [Quotation],
    mentions: &'a [Mention],
) -> impl Iterator<Item = Section<'a>> {
    let (mut sentence, mut quotation, mut mention) = (0, 0, 0);
    std::iter::from_fn(move || {
        let body = |sentence: usize| prose.article.blocks[prose.blocks[sentence]].body;
        let first = sentence;
        let mut span = body(*prose.blocks.get(first).map(|_| &first)?);
        let of_quotations = quotation;
        loop {
            let block = prose.blocks[sentence];
            sentence += prose.blocks[sentence..].iter().take_while(|b| **b == block).count();
            span = span.join(prose.article.blocks[block].body);
            while quotations.get(quotation).is_some_and(|q| q.span.start < span.end) {
                quotation += 1;
            }
            let goes_on = quotation > 0 && quotations[quotation - 1].span.end > span.end;
            if !goes_on || sentence == prose.sentences.len() {
                break;
            }
        }
        let of_mentions = mention + mentions[mention..].partition_point(|m| m.span.end <= span.start);
        mention = of_mentions + mentions[of_mentions..].partition_point(|m| m.span.start < span.end);
        let (quotations, mentions) = (&quotations[of_quotations..quotation], &mentions[of_mentions..mention]);
        Some(Section { prose, sentences: first..sentence, span, quotations, mentions })
    })
}

/// Adds what the models find in sections to `out`, in the order of the cues, without speakers.
///
/// Sections go side by side from model to model, so that the tables of one are looked up for a whole article before those
/// of the next push them out of the processor's cache.
pub(super) fn attributions(sections: &[Section], entities: &[Entity], models: &Models, out: &mut Vec<Attribution>) {
    let fields = &models.fields;
    let keys: Vec<Option<u128>> = sections.iter().map(|s| s.prose.attributed.map(|_| s.key(entities))).collect();
    let known = |(section, key): (&Section, &Option<u128>)| section.prose.attributed?.sections.known((*key)?);
    let mut found: Vec<Option<Arc<Found>>> = sections.iter().zip(&keys).map(known).collect();
    let new: Vec<usize> = (0..sections.len()).filter(|&i| found[i].is_none()).collect();
    let mut looked: Vec<(Prose, Words)> = new.iter().map(|&i| sections[i].words(entities)).collect();
    let glanced: Vec<_> = looked.iter().map(|(prose, words)| learned::glance(prose, words, fields)).collect();
    for ((prose, words), glanced) in looked.iter_mut().zip(&glanced) {
        learned::parse(prose, words, glanced);
    }
    let looks = looked.iter().zip(glanced);
    let cues: Vec<_> = looks.map(|((prose, words), glanced)| learned::look(prose, words, fields, glanced)).collect();
    let wholes = |((i, (prose, words)), cues): ((&usize, &(Prose, Words)), &Vec<_>)| {
        choose::wholes_of(prose, words, sections[*i].quotations, fields, cues)
    };
    let wholes: Vec<_> = new.iter().zip(&looked).zip(&cues).map(wholes).collect();
    for (((&i, (prose, words)), cues), wholes) in new.iter().zip(&looked).zip(&cues).zip(&wholes) {
        let section = &sections[i];
        let chosen = choose::find(prose, words, section.quotations, models, cues, wholes);
        let of_section = section.found(prose, chosen);
        found[i] = Some(match section.prose.attributed.zip(keys[i]) {
            Some((memo, key)) => memo.sections.add(key, of_section),
            None => Arc::new(of_section),
        });
    }
    for (section, found) in sections.iter().zip(found.iter().flatten()) {
        let moved = |spans: &[Span]| spans.iter().map(|s| s.moved(found.start, section.span.start)).collect();
        out.extend(found.attributions.iter().map(|a| Attribution {
            source: moved(&a.source),
            cue: moved(&a.cue),
            content: moved(&a.content),
            ..*a
        }));
    }
}

impl<'a> Section<'a> {
    /// Its sentences as if they were all, and their words.
    fn words(&self, entities: &[Entity]) -> (Prose<'a>, Words) {
        let prose = self.prose.part(self.sentences.clone());
        let mut words = Words::of(&prose, self.quotations, self.mentions, entities);
        words.surround(&self.context());
        (prose, words)
    }

    /// What was chosen of it.
    fn found(&self, prose: &Prose, chosen: Vec<choose::Found>) -> Found {
        let attributions = chosen.into_iter().map(|mut found| {
            for source in &mut found.source {
                *source = unfused::unfused(prose, *source);
            }
            let here = prose.sentence_at(found.cue.start as usize).map(|i| prose.sentences[i].span);
            Attribution {
                kind: find::kind(&found.content, self.quotations),
                speaker: None,
                carried: here.is_some_and(|here| !found.content.iter().any(|c| c.overlaps(here))),
                source: Spans::from_slice(&found.source),
                cue: smallvec![found.cue],
                content: Spans::from_slice(&found.content),
                confidence: found.probability,
            }
        });
        Found { start: self.span.start, attributions: attributions.collect() }
    }

    /// The words before and behind it.
    fn context(&self) -> Context<'_> {
        let (before, behind) = self.prose.sentences.split_at(self.sentences.start);
        let behind = behind[self.sentences.len()..].iter().flat_map(|s| (0..s.len()).map(move |t| (s, t)));
        let last = before.iter().rev().find(|s| !s.is_empty()).map(|s| (s, s.len() - 1));
        Context { before: last, behind: behind.take(2).collect() }
    }

    /// A hash of all that what is found depends on.
    fn key(&self, entities: &[Entity]) -> u128 {
        let (article, start) = (self.prose.article, self.span.start);
        let (text, end) = (&*article.text, self.span.end as usize);
        let near = text[end..].len() - text[end..].trim_start().len() + BEHIND;
        let mut key = Key::new(self.span.len() as u64);
        // The sentences by their words, which may stand for other figures; what stands around and between them as it is.
        let mut at = (start as usize).saturating_sub(BEFORE);
        for sentence in &self.prose.sentences[self.sentences.clone()] {
            let Span { start, end } = sentence.span;
            key.bytes(&text.as_bytes()[at..start as usize]);
            key.print(sentence.print());
            at = end as usize;
        }
        key.bytes(&text.as_bytes()[at..(end + near).min(text.len())]);
        let mut place = |span: Span, what: u32| {
            key.add(u64::from(span.start.wrapping_sub(start)) << 32 | u64::from(span.end.wrapping_sub(start)));
            key.add(u64::from(what));
        };
        let mut last = None;
        for &block in &self.prose.blocks[self.sentences.clone()] {
            if last.replace(block) != Some(block) {
                let block = &article.blocks[block];
                place(block.body, u32::from(block.kind == BlockKind::Headline));
            }
        }
        self.quotations.iter().for_each(|q| place(q.span, q.words as u32));
        self.mentions.iter().for_each(|m| place(m.span, 1 << 31 | kind_of(m, entities)));
        let context = self.context();
        for (sentence, token) in context.before.iter().chain(&context.behind) {
            key.add(u64::from(*token == 0) << 16 | (sentence.upos(*token) as u64) << 8 | sentence.xpos(*token) as u64);
            key.bytes(sentence.alike().form(*token).as_bytes());
        }
        key.finish()
    }
}
