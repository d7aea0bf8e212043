//! How likely an attribution is right as a whole: source, cue, content and the cues around it are looked at together,
//! where the fields that found them each saw but one of them.

use super::choose::Found;
use super::learned::{Candidate, Fields};
use super::lookup::Lookup;
use super::passage::{Margins, Passages, spans};
use super::word::{EDGE, Quoted, Word, Words};
use super::{subject, tidy};
use crate::article::BlockKind;
use crate::language::Upos;
use crate::language::weights::feature;
use crate::reading::{Prose, Quotation};
use crate::text::Span;
use std::ops::Range;

/// What an attribution may be: wrong, right but for its source, right.
pub(super) const OUTPUTS: usize = 3;

/// Things that are looked at.
pub(super) const ATOMS: usize = 58;

/// Cues this many places before and behind are compared with.
const NEAR: usize = 8;

/// A cue with what the fields take for its source and content.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) candidate: Candidate,
    pub(super) cue: Span,
    pub(super) source: Vec<Span>,
    pub(super) content: Vec<Span>,
    margins: Margins,
    /// Whether the source is the subject of another verb.
    distant: bool,
    /// Whether the content is as the field marked it.
    untouched: bool,
}

impl Whole {
    pub(super) fn of(
        prose: &Prose,
        words: &Words,
        quotations: &[Quotation],
        fields: &Fields,
        candidate: &Candidate,
        passages: &mut Passages,
    ) -> Self {
        let (mut source, marked, margins) = spans(prose, words, fields, &candidate.words, passages);
        let named = source.is_empty().then(|| subject::source(words, &candidate.words)).flatten();
        source.extend(named.filter(|n| !marked.iter().any(|c| c.overlaps(*n))));
        let cue = words.span(candidate.words.start, candidate.words.end - 1);
        let content = tidy::content(marked.clone(), cue, &source, quotations, &prose.article.text);
        let untouched = marked == content;
        let distant = named.is_some() && !source.is_empty();
        Self { candidate: candidate.clone(), cue, source, content, margins, distant, untouched }
    }

    pub(super) fn found(&self) -> Found {
        let probability = self.candidate.confidence();
        Found { cue: self.cue, source: self.source.clone(), content: self.content.clone(), probability }
    }

    fn len(&self) -> u32 {
        self.content.iter().map(|c| c.len() as u32).sum()
    }

    fn holds(&self, span: Span) -> bool {
        self.content.iter().any(|c| c.covers(span))
    }

    /// Whether the contents are the same by more than half.
    fn alike(&self, other: &Self) -> bool {
        let common = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start));
        let both: u32 = self.content.iter().flat_map(|a| other.content.iter().map(move |b| common(a, b))).sum();
        3 * both > self.len() + other.len()
    }
}

/// How likely `wholes[i]` is right, given the others of its article in order of their cues.
pub(super) fn right(network: &Lookup, prose: &Prose, words: &Words, wholes: &[Whole], i: usize) -> f32 {
    network.probabilities(&atoms(prose, words, wholes, i))[2]
}

/// What stands for a number that is not there.
const ABSENT: u32 = 77;

/// Sixteenths.
fn share(part: f32) -> u32 {
    (part.clamp(0.0, 1.0) * 16.0) as u32
}

/// A margin in steps.
fn margin(by: f32) -> u32 {
    (by.clamp(-9.0, 9.0) * 1.5 + 20.0) as u32
}

/// A number of words.
fn count(words: usize) -> u32 {
    match words {
        0..=6 => words as u32,
        7..=8 => 7,
        9..=11 => 8,
        12..=16 => 9,
        17..=24 => 10,
        25..=39 => 11,
        _ => 12,
    }
}

/// From a word to another, in either direction.
fn way(from: usize, to: usize) -> u32 {
    if to < from { 20 + count(from - to) } else { count(to - from) }
}

/// The words of a span, at least one.
fn range(words: &Words, span: Span) -> Range<usize> {
    let start = words.spans.partition_point(|w| w.end <= span.start).min(words.spans.len() - 1);
    start..words.spans.partition_point(|w| w.start < span.end).max(start + 1)
}

/// The word of a phrase that hangs on none of it.
fn top(words: &[Word], phrase: &Range<usize>, fits: impl Fn(&Word) -> bool) -> Option<usize> {
    let above = |i: &usize| words[*i].head.is_none_or(|h| !phrase.contains(&(h as usize)));
    phrase.clone().find(|i| above(i) && fits(&words[*i]))
}

/// What the network looks at; the content of `wholes[i]` is not empty.
pub(super) fn atoms(prose: &Prose, all: &Words, wholes: &[Whole], i: usize) -> [u32; ATOMS] {
    let whole = &wholes[i];
    let (candidate, margins, words) = (&whole.candidate, &whole.margins, &all.words);
    let at = |i: usize| words.get(i).unwrap_or(&EDGE);
    let before = |i: usize| i.checked_sub(1).map_or(&EDGE, |b| &words[b]);
    let relation = |w: &Word| w.deprel.map_or(99, |d| d as u32);

    let cue = candidate.words.clone();
    let head = cue.clone().rev().find(|&i| words[i].verb()).unwrap_or(cue.end - 1);
    let (verb, above) = (&words[head], words[head].head.map_or(&EDGE, |h| at(h as usize)));
    let source = whole.source.first().map(|&s| range(all, s));
    let speaker = source.clone().and_then(|s| top(words, &s, Word::noun).or(Some(s.start)));
    let speaks = speaker.map(|s| &words[s]);
    let of_speaker = |of: fn(&Word) -> u32| speaks.map_or(ABSENT, of);
    let parts: Vec<Range<usize>> = whole.content.iter().map(|&c| range(all, c)).collect();
    let (start, end) = (parts[0].start, parts[parts.len() - 1].end);
    let length: usize = parts.iter().map(ExactSizeIterator::len).sum();
    let shares = |is: &dyn Fn(&Word) -> bool| {
        let number = parts.iter().flat_map(|p| &words[p.clone()]).filter(|w| is(w)).count();
        share(number as f32 / length as f32)
    };
    let sentence = &all.sentences[verb.sentence as usize];
    let kind = prose.article.blocks[prose.blocks[verb.sentence as usize]].kind;
    let governs = top(words, &parts[0], |_| true).map_or(&EDGE, |g| &words[g]);

    let near = i.saturating_sub(NEAR)..(i + NEAR + 1).min(wholes.len());
    let others = || near.clone().filter(|&j| j != i).map(|j| &wholes[j]);
    let likeliest = |is: &dyn Fn(&Whole) -> bool| {
        others().filter(|o| is(o)).map(|o| share(o.candidate.cue)).max().unwrap_or(ABSENT)
    };
    let within = others().filter(|o| whole.holds(o.cue)).count().min(4) as u32;

    let values = [
        share(candidate.cue),
        share(candidate.speech),
        u32::from(candidate.framed),
        count(cue.len()),
        margin(margins.content),
        margin(margins.weakest),
        margin(margins.other_content),
        margin(margins.edge),
        margin(margins.source),
        margin(margins.other_source),
        whole.source.len().min(3) as u32,
        source.map_or(0, |s| count(s.len())),
        u32::from(whole.distant),
        speaker.map_or(ABSENT, |s| way(head, s)),
        whole.content.len().min(4) as u32,
        count(length),
        way(head, start),
        way(head, end),
        shares(&|w| w.quoted != Quoted::Outside),
        shares(&|w| matches!(w.upos, Upos::Verb | Upos::Aux)),
        shares(&|w| w.comma),
        u32::from(whole.untouched),
        way(sentence.start, start),
        way(sentence.end, end),
        u32::from(verb.quoted != Quoted::Outside),
        u32::from(kind == BlockKind::Headline),
        likeliest(&|o| o.holds(whole.cue)),
        likeliest(&|o| whole.holds(o.cue)),
        likeliest(&|o| o.alike(whole)),
        within,
        verb.lemma,
        verb.xpos,
        verb.upos as u32,
        verb.frame,
        relation(verb),
        above.lemma,
        before(cue.start).lemma,
        at(cue.end).lemma,
        before(cue.start).xpos,
        at(cue.end).xpos,
        of_speaker(|w| w.lemma),
        of_speaker(|w| w.xpos),
        of_speaker(|w| w.mention),
        speaks.map_or(ABSENT, relation),
        words[start].lemma,
        words[start].xpos,
        at(start + 1).xpos,
        before(start).lemma,
        at(end - 1).xpos,
        at(end).lemma,
        at(end).xpos,
        at(end + 1).xpos,
        relation(governs),
        governs.xpos,
        words[cue.start].lemma,
    ];
    let together = [
        feature(360, [verb.lemma, of_speaker(|w| w.mention)]),
        feature(361, [verb.lemma, way(head, start)]),
        feature(362, [verb.lemma, words[start].xpos]),
    ];
    std::array::from_fn(|k| match values.get(k) {
        Some(&value) => feature(300 + k as u64, [value]),
        None => together[k - values.len()],
    })
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::choose::wholes;
    use super::super::fixture;
    use super::*;

    /// How likely the attributions of a text are right, after `change` to each.
    fn likely(text: &str, change: impl Fn(&mut Whole)) -> Vec<f32> {
        fixture::with(text, |prose, words, quotations, models| {
            let (_, mut all) = wholes(prose, words, quotations, &models.fields);
            all.iter_mut().for_each(change);
            (0..all.len()).map(|i| right(&models.whole, prose, words, &all, i)).collect()
        })
    }

    const PLAIN: &str = "Officials said that the pier would be closed until the storm had passed.";

    #[test]
    fn a_plain_attribution_is_likely_right() {
        let all = likely(PLAIN, |_| {});
        assert!(all.len() == 1 && all[0] > 0.7, "{all:?}");
    }

    #[test]
    fn content_that_is_cut_off_makes_it_less_likely() {
        let whole = likely(PLAIN, |_| {})[0];
        let cut = likely(PLAIN, |w| w.content[0].end = w.content[0].start + "that".len() as u32)[0];
        assert!(1.0 - cut > 2.0 * (1.0 - whole), "{cut} {whole}");
    }

    #[test]
    fn contents_are_alike_where_they_share_more_than_half() {
        let whole = |start: usize, end: usize| Whole {
            candidate: Candidate { words: 0..1, cue: 1.0, speech: 1.0, framed: false },
            cue: Span::new(0, 1),
            source: Vec::new(),
            content: vec![Span::new(start, end)],
            margins: Margins::default(),
            distant: false,
            untouched: true,
        };
        assert!(whole(0, 10).alike(&whole(2, 11)));
        assert!(!whole(0, 10).alike(&whole(5, 15)));
        assert!(!whole(0, 10).alike(&whole(10, 20)));
    }
}
