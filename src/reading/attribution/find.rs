//! Attributions from cues: who stands beside the cue, and how far what they say reaches.

use super::learned::Models;
use super::near::Near;
use super::{Attribution, AttributionKind, cue, section, speaker, transcript};
use crate::language::{Sentence, Upos};
use crate::reading::{Entity, Mention, Prose, Quotation, QuotationKind};
use crate::text::sorting::sort_by_key;
use crate::text::{Span, Spans};
use smallvec::smallvec;

/// Looks for attributions sentence by sentence.
pub(super) struct Finder<'a> {
    pub(super) prose: &'a Prose<'a>,
    pub(super) text: &'a str,
    pub(super) quotations: &'a mut [Quotation],
    pub(super) mentions: &'a [Mention],
    pub(super) entities: &'a [Entity],
    pub(super) found: Vec<Attribution>,
    /// Where what was found stands, while quotations look for what belongs to them.
    pub(super) near: Near,
}

/// A cue within its sentence.
struct Cue {
    /// First and last token.
    tokens: (usize, usize),
    source: Option<(usize, usize)>,
    strict: bool,
    cognition: bool,
    addressee: bool,
    /// The source stands behind the verb, and the content before it.
    inverted: bool,
    according: bool,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        prose: &'a Prose<'a>,
        quotations: &'a mut [Quotation],
        mentions: &'a [Mention],
        entities: &'a [Entity],
    ) -> Self {
        Self {
            text: &prose.article.text,
            prose,
            quotations,
            mentions,
            entities,
            found: Vec::new(),
            near: Near::default(),
        }
    }

    pub(super) fn run(mut self) -> Vec<Attribution> {
        match Models::embedded() {
            Some(models) => self.learned(models),
            None => (0..self.prose.sentences.len()).for_each(|index| self.sentence(index)),
        }
        self.transcripts();
        self.near = Near::of(&self.found);
        self.claim_waiting();
        self.complete_predicates();
        sort_by_key(&mut self.found, |a| (a.content.first().map(|c| c.start), a.cue.first().map(|c| c.start)));
        self.near = Near::of(&self.found);
        for index in 0..self.quotations.len() {
            self.link(index);
        }
        self.found
    }

    /// Whether the token stands inside quotation marks.
    pub(super) fn quoted(&self, span: Span) -> bool {
        let index = self.quotations.partition_point(|q| q.span.end <= span.start);
        self.quotations.get(index).is_some_and(|q| q.span.covers(span))
    }

    fn sentence(&mut self, index: usize) {
        let sentence = &self.prose.sentences[index];
        let mut covered = 0;
        for token in 0..sentence.len() {
            if token < covered || self.quoted(sentence.token_span(token)) {
                continue;
            }
            let Some(cue) = self.cue_at(sentence, token) else { continue };
            if let Some((attribution, last)) = self.attribution(index, &cue) {
                covered = last;
                self.found.push(attribution);
            }
        }
    }

    fn cue_at(&self, sentence: &Sentence, token: usize) -> Option<Cue> {
        let lower = sentence.form(token).to_lowercase();
        if lower == "according" && sentence.tokens().get(token + 1).is_some() && sentence.form(token + 1) == "to" {
            let source = self.noun_phrase_after(sentence, token + 2)?;
            let cue = Cue {
                tokens: (token, token + 1),
                source: Some(source),
                strict: false,
                cognition: false,
                addressee: false,
                inverted: false,
                according: true,
            };
            return Some(cue);
        }
        let frame = cue::verb_at(sentence, token)?;
        let previous = token.checked_sub(1).map(|t| sentence.form(t));
        let after_content = matches!(previous, Some("," | "\"" | "”" | "''" | "’" | "'" | "?" | "!" | "—" | "--"));
        let inverted = after_content.then(|| self.noun_phrase_after(sentence, token + 1)).flatten();
        let source = inverted.or_else(|| self.subject_before(sentence, token));
        // "haven't said", "has also said"
        let mut first = token;
        while inverted.is_none() && first > 0 && matches!(sentence.upos(first - 1), Upos::Aux | Upos::Part | Upos::Adv)
        {
            first -= 1;
        }
        let cue = Cue {
            tokens: (first, token),
            source,
            strict: frame.strict,
            cognition: frame.cognition,
            addressee: frame.addressee,
            inverted: inverted.is_some(),
            according: false,
        };
        source.is_some().then_some(cue)
    }

    /// The noun phrase that starts at `token`, up to a verb, comma or clause.
    fn noun_phrase_after(&self, sentence: &Sentence, token: usize) -> Option<(usize, usize)> {
        let mut last = None;
        for t in token..sentence.len() {
            let form = sentence.form(t);
            let part = match sentence.upos(t) {
                Upos::Noun | Upos::Propn | Upos::Pron => {
                    last = Some(t);
                    true
                }
                Upos::Det | Upos::Adj | Upos::Num => true,
                _ => matches!(form, "of" | "-" | "’s" | "'s" | "'" | "." | "and" | "&") && last.is_some(),
            };
            if !part || matches!(form, "that" | "which" | "who") {
                break;
            }
        }
        last.map(|l| (token, l))
    }

    /// The subject of a verb, from the words before it: past auxiliaries and adverbs to a noun phrase.
    fn subject_before(&self, sentence: &Sentence, verb: usize) -> Option<(usize, usize)> {
        let mut token = verb;
        while token > 0 && matches!(sentence.upos(token - 1), Upos::Aux | Upos::Adv | Upos::Part) {
            token -= 1;
        }
        let mut end = token.checked_sub(1)?;
        // An apposition: "Sergei Lavrov, the foreign minister, said".
        if sentence.form(end) == "," {
            let open = (0..end).rev().take(16).find(|&t| sentence.form(t) == ",")?;
            end = open.checked_sub(1)?;
        }
        // A relative or participle clause behind the noun is left out; "and" joins verbs of one subject.
        if matches!(sentence.form(end), "and" | "but" | "or") {
            return (0..end)
                .rev()
                .find_map(|t| cue::verb_at(sentence, t).and_then(|_| self.subject_before(sentence, t)));
        }
        if !matches!(sentence.upos(end), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X) {
            return None;
        }
        let mut first = end;
        while first > 0 {
            let t = first - 1;
            let form = sentence.form(t);
            let part = matches!(sentence.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
                || matches!(form, "of" | "-" | "’s" | "'s" | "’" | "&" | "for");
            if !part || self.quoted(sentence.token_span(t)) {
                break;
            }
            first = t;
        }
        Some((first, end))
    }

    fn attribution(&self, index: usize, cue: &Cue) -> Option<(Attribution, usize)> {
        let sentence = &self.prose.sentences[index];
        let end = last_word(sentence)?;
        let cue_span = sentence.tokens_span(cue.tokens.0, cue.tokens.1);
        let source_span = cue.source.map(|(a, b)| sentence.tokens_span(a, b));
        let quotes: Vec<&Quotation> =
            self.quotations.iter().filter(|q| q.span.overlaps(sentence.span) && !q.span.covers(cue_span)).collect();
        let mut behind = cue.tokens.1 + 1;
        if cue.inverted || cue.according {
            behind = behind.max(cue.source.map_or(0, |s| s.1 + 1));
        } else if cue.addressee {
            behind = self.noun_phrase_after(sentence, behind).map_or(behind, |n| n.1 + 1);
        }
        let that = (behind..(behind + 6).min(end + 1)).find(|&t| sentence.form(t) == "that");
        let before_end = cue.source.map_or(cue.tokens.0, |s| s.0.min(cue.tokens.0));
        let comma_before = before_end > 0 && matches!(sentence.form(before_end - 1), "," | "\"" | "”" | "''" | "—");
        let mut content = Spans::new();
        let mut last = behind;
        let whole_before = quotes.iter().filter(|q| q.span.end <= cue_span.start && q.words >= 2).collect::<Vec<_>>();
        let trailing = comma_before && before_end >= 2;
        if cue.according {
            if before_end >= 3 {
                let stop = if sentence.form(before_end - 1) == "," { before_end - 2 } else { before_end - 1 };
                content.push(sentence.tokens_span(0, stop));
            } else if behind < end {
                let start = if sentence.form(behind) == "," { behind + 1 } else { behind };
                content.push(sentence.tokens_span(start.min(end), end));
                last = end;
            }
        } else if let Some(quote) = whole_before.last().filter(|q| q.words >= 4 && trailing) {
            content.push(if quote.span.start <= sentence.span.start {
                quote.span
            } else {
                self.clip(sentence, 0, before_end)
            });
            content.extend(quotes.iter().filter(|q| q.span.start >= cue_span.end).map(|q| q.span));
            last = end;
        } else if trailing && cue.inverted | (cue.tokens.1 + 3 >= end) && !cue.strict {
            content.push(self.clip(sentence, 0, before_end));
        } else if let Some(that) = that {
            content.push(sentence.tokens_span(that, end.max(that)));
        } else if behind <= end {
            let quote_follows = quotes.iter().find(|q| q.span.start >= cue_span.end);
            if cue.strict && quote_follows.is_none() {
                return None;
            }
            let mut start = behind;
            while start < end && matches!(sentence.form(start), "," | ":" | "-") {
                start += 1;
            }
            let clause = (start..=end).any(|t| matches!(sentence.upos(t), Upos::Verb | Upos::Aux));
            if !clause && quote_follows.is_none() {
                return None;
            }
            let from = sentence.tokens_span(start, end);
            content.push(match quote_follows {
                Some(q) if q.span.start <= from.start + 1 || cue.strict => q.span,
                _ => from,
            });
        }
        content.retain(|c| !c.is_empty());
        if content.is_empty() {
            return None;
        }
        let kind = self.kind(&content);
        let speaker = source_span.and_then(|s| speaker::speaker(self.prose, s, self.mentions, self.entities));
        let confidence = if cue.cognition { 0.5 } else { 0.8 };
        let attribution = Attribution {
            source: source_span.into_iter().collect(),
            cue: smallvec![cue_span],
            content,
            kind,
            speaker,
            confidence,
            carried: false,
        };
        Some((attribution, last))
    }

    /// What the trained models find.
    fn learned(&mut self, models: &Models) {
        let sections: Vec<_> = section::sections(self.prose, self.quotations, self.mentions).collect();
        for sections in sections.chunks(section::AT_ONCE) {
            section::attributions(sections, self.entities, models, &mut self.found);
        }
        for found in &mut self.found {
            found.speaker =
                found.source.iter().find_map(|&s| speaker::speaker(self.prose, s, self.mentions, self.entities));
        }
    }

    /// Turns of a transcript ("SMITH: I do not know.").
    fn transcripts(&mut self) {
        for turn in transcript::turns(self.prose, self.quotations) {
            let claimed = |a: &Attribution| {
                a.content.iter().any(|c| turn.content.overlaps(*c) && c.len() * 2 >= turn.content.len())
            };
            if self.found.iter().any(claimed) {
                continue;
            }
            self.found.retain(|a| !a.cue.contains(&turn.cue));
            let speaker = speaker::speaker(self.prose, turn.source, self.mentions, self.entities);
            self.found.push(Attribution {
                source: smallvec![turn.source],
                cue: smallvec![turn.cue],
                content: smallvec![turn.content],
                kind: AttributionKind::Direct,
                speaker,
                confidence: 0.7,
                carried: false,
            });
        }
    }

    /// Whether the content is quoted wholly, in part or not at all.
    pub(super) fn kind(&self, content: &[Span]) -> AttributionKind {
        kind(content, self.quotations)
    }

    /// The words of tokens `first..end` without a comma or mark before `end`.
    fn clip(&self, sentence: &Sentence, first: usize, end: usize) -> Span {
        let mut last = end.saturating_sub(1).max(first);
        while last > first && sentence.form(last) == "," {
            last -= 1;
        }
        sentence.tokens_span(first, last)
    }

    /// Gives a quotation its attribution and speaker.
    fn link(&mut self, index: usize) {
        let quotation = &mut self.quotations[index];
        let near = self.near.around(quotation.span).map(|i| (i, &self.found[i]));
        let best = near
            .filter(|(_, a)| a.content.iter().any(|c| c.overlaps(quotation.span)))
            .min_by_key(|(_, a)| a.content.iter().map(|c| c.len()).sum::<usize>());
        if let Some((attribution, found)) = best {
            quotation.attribution = Some(attribution);
            quotation.speaker = found.speaker;
            if quotation.kind == QuotationKind::Scare {
                quotation.kind = QuotationKind::Speech;
            }
        }
    }
}

/// Whether content is quoted wholly, in part or not at all.
pub(super) fn kind(content: &[Span], quotations: &[Quotation]) -> AttributionKind {
    let first = content.iter().map(|c| c.start).min().unwrap_or(0);
    let near = quotations.partition_point(|q| q.span.end <= first);
    let within = |q: &Quotation| -> usize {
        content.iter().map(|c| c.end.min(q.span.end).saturating_sub(c.start.max(q.span.start)) as usize).sum()
    };
    let last = content.iter().map(|c| c.end).max().unwrap_or(0);
    let quoted: usize = quotations[near..].iter().take_while(|q| q.span.start < last).map(within).sum();
    match quoted {
        0 => AttributionKind::Indirect,
        n if n + 8 >= content.iter().map(|c| c.len()).sum() => AttributionKind::Direct,
        _ => AttributionKind::Mixed,
    }
}

/// The last token that is no closing punctuation.
fn last_word(sentence: &Sentence) -> Option<usize> {
    (0..sentence.len()).rev().find(|&t| !matches!(sentence.form(t), "." | "!" | "?" | ";" | ":"))
}
