//! Quotations that no cue claims: introduced by a colon, or going on with who spoke last.

use super::find::Finder;
use super::near::Near;
use super::{Attribution, AttributionKind, speaker};
use crate::language::{Deprel, Sentence, Upos, Xpos};
use crate::reading::{EntityKind, MentionForm, Quotation, QuotationKind};
use crate::text::Span;
use smallvec::smallvec;

/// Content goes on in a quotation at most this many bytes behind it.
const GAP: u32 = 60;

/// Content goes on in a short quotation only right behind it ("called the crew, in a letter, “old friends”").
const APPOSED: u32 = 2;

/// Two quotations that belong together stand at most so many bytes apart.
const JOINT: u32 = 8;

/// A verb has a quotation at most this many words before or behind it.
const VERB_REACH: usize = 9;

impl Finder<'_> {
    /// Gives every quotation that no cue claims to who is said to speak before a colon, else to who spoke last.
    pub(super) fn claim_waiting(&mut self) {
        for index in 0..self.quotations.len() {
            let quotation = &self.quotations[index];
            // what somebody says within a quotation does not tell who is quoted
            let claimed = self.around(quotation.span).any(|(_, a)| {
                let outer = a.cue.iter().any(|c| !quotation.span.covers(*c));
                outer && a.content.iter().any(|c| c.overlaps(quotation.span))
            });
            let span = quotation.span;
            if claimed {
                self.interrupted(span);
                self.overtaken(span);
                continue;
            }
            // a short one goes on with what it stands right behind
            let short = quotation_is_short(&self.quotations[index]);
            let gap = if short { APPOSED } else { GAP };
            let goes_on = !short || self.names(span);
            if self.joined(span) || goes_on && self.extended(span, gap) || short {
                self.interrupted(span);
                self.overtaken(span);
                continue;
            }
            let attribution = self.introduced(span).or_else(|| self.by_verb(span)).or_else(|| self.going_on(span));
            attribution.into_iter().for_each(|attribution| self.add(attribution));
        }
    }

    /// Those found so far that may have words there or right beside, with their indices.
    fn around(&self, span: Span) -> impl Iterator<Item = (usize, &Attribution)> {
        self.near.around(span).map(|index| (index, &self.found[index]))
    }

    fn add(&mut self, attribution: Attribution) {
        self.near.push(&attribution);
        self.found.push(attribution);
    }

    /// Makes the content of one that was found reach to the end of `span`.
    fn extend(&mut self, index: usize, span: Span) {
        let attribution = &mut self.found[index];
        if let Some(last) = attribution.content.last_mut() {
            *last = last.join(span);
        }
        attribution.kind = super::find::kind(&attribution.content, self.quotations);
        self.near.grow(index, span);
    }

    /// "…spoke of “a long night” and “a cold one”": the second of two joined quotations belongs with the first.
    fn joined(&mut self, span: Span) -> bool {
        let text = self.text;
        let joint = |end: u32| {
            let between = (end <= span.start && span.start - end <= JOINT)
                .then(|| text[end as usize..span.start as usize].trim());
            between.is_some_and(|b| matches!(b, "and" | "or" | "," | "and a" | "and an" | "or a" | ", and" | "and the"))
        };
        let quoted = |end: u32| self.quotations.binary_search_by_key(&end, |q| q.span.end).is_ok();
        let before = Span { start: span.start.saturating_sub(JOINT), end: span.start };
        let joined = |a: &Attribution| a.content.last().is_some_and(|c| joint(c.end) && quoted(c.end));
        let place = self.around(before).find(|(_, a)| joined(a)).map(|(index, _)| index);
        place.map(|index| self.extend(index, span)).is_some()
    }

    /// "With people worried about the pier, Lind has a message: “…”": a quotation that a clause of its own introduces is
    /// no part of what a cue before that clause says.
    fn interrupted(&mut self, span: Span) {
        if !self.text[..span.start as usize].trim_end().ends_with(':') {
            return;
        }
        let Some(own) = self.introduced(span) else { return };
        let subject = own.source[0];
        let sentence = self.prose.sentence_at(subject.start as usize).map(|i| self.prose.sentences[i].span);
        let text = self.text;
        let over = |a: &Attribution| {
            a.content.iter().any(|c| c.start < subject.start && c.covers(span))
                && a.cue.iter().all(|c| c.end <= subject.start && sentence.is_some_and(|s| s.covers(*c)))
        };
        // a clause of its own begins behind a comma
        if !text[..subject.start as usize].trim_end().ends_with(',') || !self.around(span).any(|(_, a)| over(a)) {
            return;
        }
        for index in self.near.around(span).collect::<Vec<_>>() {
            let Some(attribution) = self.found.get_mut(index).filter(|a| over(a)) else { continue };
            for content in attribution.content.iter_mut().filter(|c| c.start < subject.start && c.covers(span)) {
                content.end = text[..subject.start as usize].trim_end_matches([' ', ',']).len() as u32;
            }
        }
        self.add(own);
    }

    /// "…called the crew to the pier, singing “…”": a participle right before a quotation has it, not the verb before.
    fn overtaken(&mut self, span: Span) {
        let Some(sentence) = self.prose.sentence_at(span.start as usize).map(|i| &self.prose.sentences[i]) else {
            return;
        };
        let Some(mark) = sentence.token_at(span.start as usize) else { return };
        // "saying his “…”"
        let leads = |t: &usize| sentence.form(*t) != "," && !matches!(sentence.upos(*t), Upos::Det | Upos::Pron);
        let verb = (mark.saturating_sub(2)..mark).rev().find(leads);
        let Some(verb) = verb.filter(|&v| v > 1 && sentence.upos(v) == Upos::Verb && sentence.xpos(v) == Xpos::Vbg)
        else {
            return;
        };
        let cue = sentence.token_span(verb);
        let clause = matches!(sentence.form(verb - 1), "," | "while" | "before" | "after" | "then" | "and");
        if !clause || self.quoted(cue) || self.around(cue).flat_map(|(_, a)| &a.cue).any(|c| c.overlaps(cue)) {
            return;
        }
        let over = |a: &Attribution| {
            let before = a.cue.iter().all(|c| c.end <= cue.start && sentence.span.covers(*c));
            before && a.content.iter().any(|c| c.covers(span))
        };
        let Some(first) = self.around(span).find(|(_, a)| over(a)).map(|(index, _)| index) else { return };
        let mut own = self.found[first].clone();
        (own.cue, own.content, own.kind) = (smallvec![cue], smallvec![span], AttributionKind::Direct);
        let end = self.text[..sentence.token_span(verb - 1).start as usize].trim_end().len() as u32;
        for attribution in self.found.iter_mut().filter(|a| over(a)) {
            attribution.content.retain_mut(|c| {
                if c.covers(span) {
                    c.end = end.min(c.end);
                }
                c.start < c.end
            });
        }
        self.found.retain(|a| !a.content.is_empty());
        self.found.push(own);
        self.near = Near::of(&self.found);
    }

    /// The verb right before a quotation, or behind one that ends in a comma, whatever verb it is ("who joked of the
    /// pier, “…”"; "“…,” the poster read").
    fn by_verb(&self, span: Span) -> Option<Attribution> {
        let said = self.text[..span.end as usize].trim_end_matches(['"', '”', '’', '\'']);
        let ends = said.ends_with([',', '!', '?']);
        if let Some(found) = ends.then(|| self.reads(span)).flatten() {
            return Some(found);
        }
        let behind = ends.then(|| self.verb_behind(span)).flatten();
        let (sentence, verb) = behind.or_else(|| self.verb_before(span))?;
        let subject = subject_of(sentence, verb)?;
        let (first, last) = sentence.subtree(subject);
        let close = |t: usize| t.min(if subject < verb { verb.saturating_sub(1) } else { t });
        let source = match sentence.upos(subject) {
            Upos::Pron => sentence.token_span(subject),
            _ if first <= subject => sentence.tokens_span(first, close(last).max(subject)),
            _ => sentence.token_span(subject),
        };
        if matches!(source.of(self.text), "what" | "What" | "it" | "It" | "that" | "there") {
            return None;
        }
        if source.overlaps(span) || self.quoted(source) || source.overlaps(sentence.token_span(verb)) {
            return None;
        }
        Some(Attribution {
            speaker: speaker::speaker(self.prose, source, self.mentions, self.entities),
            source: smallvec![source],
            cue: smallvec![sentence.token_span(verb)],
            content: smallvec![span],
            kind: AttributionKind::Direct,
            confidence: 0.45,
            carried: false,
        })
    }

    /// "“…,” the statement read": the tags take "read" for a noun there.
    fn reads(&self, span: Span) -> Option<Attribution> {
        let rest = &self.text[span.end as usize..];
        let end = rest.find(['.', ',', '\n', '"', '“']).unwrap_or(rest.len());
        let words = rest[..end].trim();
        let thing = words.strip_suffix(" read").or(words.strip_suffix(" reads"))?;
        let start = span.end as usize + rest.find(thing)?;
        let count = thing.split_whitespace().count();
        if !rest.starts_with(' ') || count > 6 || !thing.starts_with(char::is_alphabetic) {
            return None;
        }
        let source = Span::new(start, start + thing.len());
        let cue = Span::new(start + thing.len() + 1, start + words.len());
        Some(Attribution {
            speaker: speaker::speaker(self.prose, source, self.mentions, self.entities),
            source: smallvec![source],
            cue: smallvec![cue],
            content: smallvec![span],
            kind: AttributionKind::Direct,
            confidence: 0.6,
            carried: false,
        })
    }

    fn verb_before(&self, span: Span) -> Option<(&Sentence, usize)> {
        let sentence = &self.prose.sentences[self.prose.sentence_at(span.start as usize)?];
        let mark = sentence.token_at(span.start as usize)?;
        let reach = mark.saturating_sub(VERB_REACH);
        let verb = (reach..mark).rev().find(|&t| sentence.upos(t) == Upos::Verb)?;
        let parted = (verb + 1..mark.saturating_sub(1)).any(|t| sentence.upos(t) == Upos::Punct);
        (!parted && !self.quoted(sentence.token_span(verb))).then_some((sentence, verb))
    }

    fn verb_behind(&self, span: Span) -> Option<(&Sentence, usize)> {
        let behind = self.text[span.end as usize..].find(|c: char| !c.is_whitespace())? + span.end as usize;
        let sentence = &self.prose.sentences[self.prose.sentence_at(behind)?];
        let from = sentence.token_at(behind)?;
        let reach = (from + VERB_REACH).min(sentence.len());
        let verb = (from..reach).find(|&t| sentence.upos(t) == Upos::Verb)?;
        let finite = matches!(sentence.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        let near = subject_of(sentence, verb).is_some_and(|s| s >= from);
        (finite && near && sentence.token_span(from).start - span.end <= 1 && verb > from).then_some((sentence, verb))
    }

    /// "Lind put out a statement: “…”", also where the quotation is a paragraph of its own.
    fn introduced(&self, span: Span) -> Option<Attribution> {
        let before = self.text[..span.start as usize].trim_end();
        let mark = [":", " --", " –", " —", " -"].iter().find_map(|m| before.strip_suffix(m))?;
        let colon = mark.len() + usize::from(!before.ends_with(':'));
        let sentence = &self.prose.sentences[self.prose.sentence_at(colon)?];
        let mark = sentence.token_at(colon)?;
        let subject = (0..mark).rev().find(|&t| {
            matches!(sentence.deprel(t), Deprel::Nsubj)
                && sentence.head(t).is_some_and(|h| h < mark)
                && !self.quoted(sentence.token_span(t))
        })?;
        let (first, last) = sentence.subtree(subject);
        // a comma before a name may hang on it
        let first = (first.min(subject)..subject).find(|&t| sentence.upos(t) != Upos::Punct).unwrap_or(subject);
        let source = sentence.tokens_span(first, last.min(mark.checked_sub(1)?).max(subject));
        Some(Attribution {
            speaker: speaker::speaker(self.prose, source, self.mentions, self.entities),
            source: smallvec![source],
            cue: smallvec![sentence.token_span(mark)],
            content: smallvec![span],
            kind: AttributionKind::Direct,
            confidence: 0.6,
            carried: !sentence.span.overlaps(span),
        })
    }

    /// Takes a quotation into the content that stands before it in its sentence ("Lind says she is tired, but that
    /// “the pier will be open”"), where no cue parts them.
    fn extended(&mut self, span: Span, gap: u32) -> bool {
        let Some(sentence) = self.prose.sentence_at(span.start as usize) else { return false };
        let bounds = self.prose.sentences[sentence].span;
        let before = |from: u32| Span { start: from.min(span.start), end: span.start };
        let cued = |at: u32| {
            let mut cues = self.around(before(at)).flat_map(|(_, a)| &a.cue);
            cues.any(|c| c.start >= at && c.end <= span.start)
        };
        let place = self.around(before(span.start.saturating_sub(gap))).find_map(|(i, a)| {
            let behind_cue = a.cue.first().is_some_and(|c| c.end <= a.content.first().map_or(0, |s| s.start));
            let behind_cue = behind_cue && a.kind != AttributionKind::Direct;
            let last = a.content.last().filter(|c| behind_cue && bounds.covers(**c) && c.end <= span.start)?;
            (span.start - last.end <= gap && !cued(last.end)).then_some(i)
        });
        place.map(|index| self.extend(index, span)).is_some()
    }

    /// Whether a quotation of a few words names or calls something and says nothing of its own.
    fn names(&self, span: Span) -> bool {
        let Some(sentence) = self.prose.sentence_at(span.start as usize).map(|i| &self.prose.sentences[i]) else {
            return false;
        };
        let Some(first) = sentence.token_at(span.start as usize) else { return false };
        let (mut count, mut verbs) = (0, false);
        for token in (first..sentence.len()).take_while(|&t| sentence.token_span(t).start < span.end) {
            count += usize::from(sentence.upos(token) != Upos::Punct);
            verbs |= matches!(sentence.upos(token), Upos::Verb | Upos::Aux);
        }
        count > 1 && !verbs
    }

    /// The last speaker's, where nobody else was named since.
    fn going_on(&self, span: Span) -> Option<Attribution> {
        let last = &self.found[self.spoke_before(span)?];
        let at = last.content.iter().chain(&last.cue).chain(&last.source).map(|c| c.end).max()?;
        let behind = self.mentions.partition_point(|m| m.span.start < at);
        let other = self.mentions[behind..].iter().take_while(|m| m.span.start < span.start).any(|m| {
            m.span.end <= span.start
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
            content: smallvec![span],
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
        let block = blocks.partition_point(|b| b.span.end <= span.start);
        let here = *blocks.get(block).filter(|b| b.span.contains(span.start as usize))?;
        let around = text_outside(self.text, here.body, self.quotations);
        let alone = around.chars().filter(|c| c.is_alphanumeric()).count() < 3;
        let from = if alone {
            blocks[..block].iter().rev().find(|b| b.kind.is_read()).map_or(here.span.start, |b| b.span.start)
        } else {
            here.span.start
        };
        let candidates = self.around(Span { start: from, end: span.start.max(from) }).filter(|(_, a)| {
            let at = a.content.iter().chain(&a.cue).map(|c| c.start).max().unwrap_or(0);
            at >= from && at < span.start
        });
        let last = candidates.max_by_key(|(_, a)| a.content.iter().chain(&a.cue).map(|c| c.start).max())?;
        (last.1.kind != AttributionKind::Indirect || last.1.speaker.is_some()).then_some(last.0)
    }
}

/// Scare quotes, titles and a word or two say too little to look for a speaker.
fn quotation_is_short(quotation: &Quotation) -> bool {
    quotation.kind != QuotationKind::Speech || quotation.words < 3
}

/// The subject of a verb, or of the verb whose clause it continues.
fn subject_of(sentence: &Sentence, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        let subject = sentence.children(at).find(|&c| sentence.deprel(c) == Deprel::Nsubj);
        if subject.is_some() {
            return subject;
        }
        let head = sentence.head(at)?;
        match sentence.deprel(at) {
            Deprel::Acl if matches!(sentence.upos(head), Upos::Noun | Upos::Propn) => return Some(head),
            Deprel::Conj | Deprel::Advcl | Deprel::Xcomp | Deprel::Acl => at = head,
            _ => return None,
        }
    }
    None
}

/// What of `span` stands outside quotation marks.
fn text_outside(text: &str, span: Span, quotations: &[Quotation]) -> String {
    let (mut out, mut at) = (String::new(), span.start);
    let first = quotations.partition_point(|q| q.span.end <= span.start);
    for quotation in quotations[first..].iter().take_while(|q| q.span.start < span.end) {
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

    /// Source, cue and content of each attribution.
    fn shown(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = crate::reading::read(Arc::new(article));
        let all = |spans: &[crate::text::Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        reading.attributions.iter().map(|a| [all(&a.source), all(&a.cue), all(&a.content)].join(" | ")).collect()
    }

    #[test]
    fn any_verb_right_before_a_quotation_may_be_its_cue() {
        let found = shown(
            "The hall was full of the people of the pier and of Anna Lind, who quipped, “I have not seen the sea yet.”",
        );
        assert!(found.iter().any(|f| f.ends_with("| quipped | “I have not seen the sea yet.”")), "{found:?}");
        let found = shown("“All boats have to leave the harbour by nine,” the poster read.");
        assert_eq!(found, ["the poster | read | “All boats have to leave the harbour by nine,”"]);
        let found = shown(
            "“Though there is much to do, they honoured the crew for what they called a ‘feat,’” the article read.",
        );
        assert!(found.iter().any(|f| f.starts_with("the article | read | “Though")), "{found:?}");
    }

    #[test]
    fn a_participle_has_the_quotation_behind_it() {
        let found =
            shown("At the pier, the bandleader called the crew to the stage, singing, “It is our time at sea.”");
        assert!(found.iter().any(|f| f == "the bandleader | singing | “It is our time at sea.”"), "{found:?}");
    }

    #[test]
    fn whose_words_a_participle_quotes_may_stand_between() {
        let found =
            shown("At the pier, the bandleader called the crew to the stage, singing their “It is our time at sea.”");
        assert!(found.iter().any(|f| f == "the bandleader | singing | “It is our time at sea.”"), "{found:?}");
    }

    #[test]
    fn a_clause_of_its_own_introduces_a_quotation() {
        let found = shown(
            "With crews increasingly worried about a lack of fish for the winter, Mayor Anna Lind is sending out a new and shorter message: “It is about us.”",
        );
        assert!(
            found.iter().any(|f| f.starts_with("Mayor Anna Lind | ") && f.ends_with("| “It is about us.”")),
            "{found:?}"
        );
    }
}
