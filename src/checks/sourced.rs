//! Whether a claim or a figure stands in sight of its source: asked of every one of them, so what attributes is found by its
//! place.

use crate::reading::Reading;
use crate::reading::attribution::is_cue_verb;
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The words of an article that attribute, and what is attributed, by their places: claims are many where figures are.
pub(super) struct Sourced<'a> {
    reading: &'a Reading,
    /// Cues and sources.
    naming: Places,
    content: Places,
}

/// Spans in order of their beginnings, each with the index of its attribution.
struct Places {
    sorted: Vec<(Span, usize)>,
    longest: u32,
}

impl Places {
    fn of(spans: impl Iterator<Item = (Span, usize)>) -> Self {
        let mut sorted: Vec<_> = spans.collect();
        sorted.sort_unstable();
        let longest = sorted.iter().map(|(span, _)| span.end - span.start).max().unwrap_or(0);
        Self { sorted, longest }
    }

    /// The attributions that have a span which shares a byte with this one.
    fn overlapping(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.sorted.partition_point(|(s, _)| s.start.saturating_add(self.longest) < span.start);
        let near = self.sorted[first..].iter().take_while(move |(s, _)| s.start < span.end);
        near.filter(move |(s, _)| s.overlaps(span)).map(|(_, attribution)| *attribution)
    }
}

impl<'a> Sourced<'a> {
    pub(super) fn of(reading: &'a Reading) -> Self {
        let all = || reading.attributions.iter().enumerate();
        let naming = all().flat_map(|(i, a)| a.cue.iter().chain(&a.source).map(move |span| (*span, i)));
        let content = all().flat_map(|(i, a)| a.content.iter().map(move |span| (*span, i)));
        Self { reading, naming: Places::of(naming), content: Places::of(content) }
    }

    /// Whether the part of the sentence that holds the claim names a source, stands in quotation marks, or goes on from an
    /// attributed sentence. What follows "however" or "but" is the writer's own again.
    pub(super) fn holds(&self, index: usize, claim: Span) -> bool {
        let reading = self.reading;
        let text = &reading.article.text;
        let sentence = reading.sentences[index];
        let before = &text[sentence.start as usize..claim.start as usize];
        let turn = [", however", ", but ", "; ", ", yet "].iter().filter_map(|t| before.rfind(t)).max();
        let own = Span::new(sentence.start as usize + turn.unwrap_or(0), sentence.end as usize);
        // "is widely seen as", "the plan is likely to": a cue among the claim's own words does not tell who says so
        let is_others = |a: usize| !reading.attributions[a].cue.iter().any(|c| c.overlaps(claim));
        let cued = |s: Span| self.naming.overlapping(s).any(is_others);
        let said = |s: Span| self.content.overlapping(s).any(is_others);
        let quoted = |s: Span| {
            let first = reading.quotations.partition_point(|q| q.span.end <= s.start);
            let mut near = reading.quotations[first..].iter().take_while(|q| q.span.start < s.end);
            near.any(|q| q.span.overlaps(s) && q.words >= 3)
        };
        let told = text[own.start as usize..claim.start as usize].split(|c: char| !c.is_alphabetic()).any(is_cue_verb);
        if cued(own) || quoted(own) || told || says(own.of(text)) || (turn.is_none() && said(claim)) {
            return true;
        }
        let block = |s: Span| reading.article.block_at(s.start as usize).map(|b| b.span);
        let previous = index
            .checked_sub(1)
            .map(|i| reading.sentences[i])
            .filter(|&s| turn.is_none() && block(s) == block(sentence));
        previous.is_some_and(|s| cued(s) || said(s) || quoted(s) || says(s.of(text)))
    }
}

/// Words that show a source or the writer's distance where no attribution was read.
pub(super) fn says(text: &str) -> bool {
    static SAYING: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WORDS.split(' ').collect());
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| SAYING.contains(w))
}

const WORDS: &str = "said says say saying told according alleged allegedly reportedly accused accuse accuses claimed \
    claims report reports reported study survey poll data figures statistics records documents \
    court convicted charged pleaded found ruled believe believes believed think called calls \
    described denied dubbed suspected argued warned noted noting put counted estimated estimates \
    tweeted";

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::text::Span;

    #[test]
    fn spans_of_any_length_are_found_by_what_they_share() {
        let spans = [(0, 90), (10, 12), (12, 20), (40, 41), (95, 99)].map(|(start, end)| Span::new(start, end));
        let places = Places::of(spans.into_iter().zip(0..));
        for (asked, found) in [((11, 13), &[0, 1, 2][..]), ((41, 42), &[0]), ((90, 95), &[]), ((98, 120), &[4])] {
            assert_eq!(places.overlapping(Span::new(asked.0, asked.1)).collect::<Vec<_>>(), found);
        }
    }
}
