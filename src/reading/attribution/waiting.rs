//! Quotations that no cue claims: introduced by a colon, or going on with who spoke last.

use super::find::Finder;
use super::{Attribution, AttributionKind, speaker};
use crate::language::Deprel;
use crate::reading::{EntityKind, MentionForm, Quotation, QuotationKind};
use crate::text::Span;

/// Content goes on in a quotation at most this many bytes behind it.
const GAP: u32 = 60;

impl Finder<'_> {
    /// Gives every quotation that no cue claims to who is said to speak before a colon, else to who spoke last.
    pub(super) fn claim_waiting(&mut self) {
        for index in 0..self.quotations.len() {
            let quotation = &self.quotations[index];
            let claimed = self.found.iter().any(|a| a.content.iter().any(|c| c.overlaps(quotation.span)));
            if claimed || quotation.kind != QuotationKind::Speech || quotation.words < 3 {
                continue;
            }
            let span = quotation.span;
            if self.extended(span) {
                continue;
            }
            if let Some(attribution) = self.introduced(span).or_else(|| self.going_on(span)) {
                self.found.push(attribution);
            }
        }
    }

    /// "Lind put out a statement: “…”", also where the quotation is a paragraph of its own.
    fn introduced(&self, span: Span) -> Option<Attribution> {
        let before = self.text[..span.start as usize].trim_end();
        let colon = before.strip_suffix(':')?.len();
        let sentence = &self.prose.sentences[self.prose.sentence_at(colon)?];
        let mark = sentence.token_at(colon)?;
        let subject = (0..mark).rev().find(|&t| {
            matches!(sentence.deprel(t), Deprel::Nsubj)
                && sentence.head(t).is_some_and(|h| h < mark)
                && !self.quoted(sentence.token_span(t))
        })?;
        let (first, last) = sentence.subtree(subject);
        let source = sentence.tokens_span(first.min(subject), last.min(mark.checked_sub(1)?).max(subject));
        Some(Attribution {
            speaker: speaker::speaker(self.prose, source, self.mentions, self.entities),
            source: vec![source],
            cue: vec![sentence.token_span(mark)],
            content: vec![span],
            kind: AttributionKind::Direct,
            confidence: 0.6,
            carried: !sentence.span.overlaps(span),
        })
    }

    /// Takes a quotation into the content that stands before it in its sentence ("Lind says she is tired, but that
    /// “the pier will be open”"), where no cue parts them.
    fn extended(&mut self, span: Span) -> bool {
        let Some(sentence) = self.prose.sentence_at(span.start as usize) else { return false };
        let bounds = self.prose.sentences[sentence].span;
        let cued = |at: u32| self.found.iter().flat_map(|a| &a.cue).any(|c| c.start >= at && c.end <= span.start);
        let place = self.found.iter().enumerate().find_map(|(i, a)| {
            let behind_cue = a.cue.first().is_some_and(|c| c.end <= a.content.first().map_or(0, |s| s.start));
            let behind_cue = behind_cue && a.kind != AttributionKind::Direct;
            let last = a.content.last().filter(|c| behind_cue && bounds.covers(**c) && c.end <= span.start)?;
            (span.start - last.end <= GAP && !cued(last.end)).then_some(i)
        });
        let Some(attribution) = place.and_then(|i| self.found.get_mut(i)) else { return false };
        let Some(last) = attribution.content.last_mut() else { return false };
        *last = last.join(span);
        let content = attribution.content.clone();
        if let Some(i) = place {
            self.found[i].kind = self.kind(&content);
        }
        true
    }

    /// The last speaker's, where nobody else was named since.
    fn going_on(&self, span: Span) -> Option<Attribution> {
        let last = &self.found[self.spoke_before(span)?];
        let at = last.content.iter().chain(&last.cue).chain(&last.source).map(|c| c.end).max()?;
        let other = self.mentions.iter().any(|m| {
            m.span.start >= at
                && m.span.end <= span.start
                && m.form != MentionForm::Pronoun
                && Some(m.entity) != last.speaker
                && self.entities[m.entity].kind == EntityKind::Person
                && !self.quoted(m.span)
        });
        if other {
            return None;
        }
        Some(Attribution {
            source: last.source.clone(),
            cue: last.cue.clone(),
            content: vec![span],
            kind: AttributionKind::Direct,
            speaker: last.speaker,
            confidence: 0.6,
            carried: true,
        })
    }

    /// The attribution whose speaker may go on in the quotation at `span`: one in the same paragraph, or in the
    /// paragraph before where the quotation makes up its own paragraph and nothing but quotation stands between.
    fn spoke_before(&self, span: Span) -> Option<usize> {
        let blocks = &self.prose.article.blocks;
        let block = blocks.iter().position(|b| b.span.covers(span) || b.span.contains(span.start as usize))?;
        let here = blocks[block];
        let around = text_outside(self.text, here.body, self.quotations);
        let alone = around.chars().filter(|c| c.is_alphanumeric()).count() < 3;
        let from = if alone {
            blocks[..block].iter().rev().find(|b| b.kind.is_read()).map_or(here.span.start, |b| b.span.start)
        } else {
            here.span.start
        };
        let candidates = self.found.iter().enumerate().filter(|(_, a)| {
            let at = a.content.iter().chain(&a.cue).map(|c| c.start).max().unwrap_or(0);
            at >= from && at < span.start
        });
        let last = candidates.max_by_key(|(_, a)| a.content.iter().chain(&a.cue).map(|c| c.start).max())?;
        (last.1.kind != AttributionKind::Indirect || last.1.speaker.is_some()).then_some(last.0)
    }
}

/// What of `span` stands outside quotation marks.
fn text_outside(text: &str, span: Span, quotations: &[Quotation]) -> String {
    let (mut out, mut at) = (String::new(), span.start);
    for quotation in quotations.iter().filter(|q| q.span.overlaps(span)) {
        if quotation.span.start > at {
            out.push_str(&text[at as usize..quotation.span.start as usize]);
        }
        at = at.max(quotation.span.end.min(span.end));
    }
    out.push_str(&text[at.min(span.end) as usize..span.end as usize]);
    out
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use std::sync::Arc;

    /// Speakers of the quotations of a text, in order.
    fn speakers(text: &str) -> Vec<Option<String>> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = crate::reading::read(Arc::new(article));
        let name = |q: &crate::reading::Quotation| q.speaker.map(|s| reading.entities[s].name.clone());
        reading.quotations.iter().map(name).collect()
    }

    #[test]
    fn a_quotation_behind_a_colon_is_its_subjects() {
        let found =
            speakers("Mayor Anna Lind put out a short paper on the pier: “It will be open in May and stay open.”");
        assert_eq!(found, [Some("Anna Lind".to_string())]);
    }

    #[test]
    fn a_quotation_after_somebody_else_was_named_is_not_the_last_speakers() {
        let text = "“The pier will be open in May,” Anna Lind said. Peter Holm came out of the hall later. “It is a very long way to go.”";
        assert_ne!(speakers(text)[1].as_deref(), Some("Anna Lind"));
        let text = "“The pier will be open in May,” Anna Lind said. “It is a very long way to go.”";
        assert_eq!(speakers(text)[1].as_deref(), Some("Anna Lind"));
    }
}
