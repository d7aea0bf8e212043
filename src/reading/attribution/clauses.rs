//! How far what is said reaches where a part of it is quoted: the quoted words are often only a piece of a clause, and the
//! rest of the clause is said as well.

use super::Attribution;
use super::choose::Found;
use super::find::{self, Finder};
use super::word::{Word, Words};
use crate::language::{Deprel, Upos, Xpos};
use crate::reading::Quotation;
use crate::text::Span;
use std::ops::Range;

/// Fewest words of a clause that a quotation goes on with.
const FEWEST: usize = 4;

/// Most words of what completes a quotation.
const REACH: usize = 40;

/// Most steps up the tree.
const CLIMB: usize = 40;

/// Quoted words end at most so many bytes before the end of the content that goes on behind "and".
const NEAR: u32 = 100;

/// A clause leads to a quotation that begins at most so many bytes behind it.
const LEADS: u32 = 3;

/// Characters of quotation marks.
const MARKS: [char; 6] = ['"', '“', '”', '\'', '‘', '`'];

/// The marks that open a quotation.
const OPENING: [&str; 6] = ["\"", "“", "''", "``", "‘", "'"];

/// Completes the clauses of what was found, in order of the cues.
pub(super) fn complete(found: &mut [Found], words: &Words, quotations: &[Quotation], text: &str) {
    let mut cues: Vec<u32> = found.iter().map(|f| f.cue.start).collect();
    cues.sort_unstable();
    for found in found {
        fronted(found, words, text);
        joined(found, words, quotations, text, &cues);
    }
}

/// The place of the word at a byte, or of the next one.
fn place(words: &Words, at: u32) -> usize {
    words.spans.partition_point(|w| w.end <= at)
}

/// The words of the sentence of word `i`.
fn sentence(words: &Words, i: usize) -> Option<Range<usize>> {
    words.sentences.get(words.words.get(i)?.sentence as usize).cloned()
}

fn outside(word: &Word) -> bool {
    word.quotation.is_none()
}

fn is_verb(word: &Word) -> bool {
    matches!(word.upos, Upos::Verb | Upos::Aux)
}

/// Where the source or the cue begins, whichever is first.
fn first(found: &Found) -> u32 {
    found.source.iter().map(|s| s.start).chain([found.cue.start]).min().unwrap_or(found.cue.start)
}

/// "When the gate broke, Lind said, “we were on the pier”": a quotation that opens in lower case goes on with the clause
/// before its speaker.
fn fronted(found: &mut Found, words: &Words, text: &str) {
    let behind = &text[found.cue.end as usize..];
    let Some(open) = behind.strip_prefix(", ").or(behind.strip_prefix(",\u{a0}")) else { return };
    let Some(inner) = OPENING.iter().find_map(|mark| open.strip_prefix(mark)) else { return };
    let from = first(found);
    let follows = |c: &Span| c.start >= found.cue.end && c.start - found.cue.end <= 3;
    let lower = inner.starts_with(char::is_lowercase);
    if !lower || found.content.iter().any(|c| c.start < from) || !found.content.iter().any(follows) {
        return;
    }
    let speaks = place(words, from);
    let Some(sentence) = sentence(words, speaks) else { return };
    let clause = sentence.start..speaks.saturating_sub(1).max(sentence.start);
    let all = &words.words[clause.clone()];
    // "Standing on the pier, …" tells of the speaker, "The pier was closed, he said, “…”" of what the writer knows
    let opens = |i: usize| {
        let other_than_as = !words.spans[i].of(text).eq_ignore_ascii_case("as");
        (words.words[i].upos == Upos::Sconj || words.words[i].xpos == Xpos::Wrb as u32) && other_than_as
    };
    let subordinate = clause.clone().take(2).any(opens);
    let whole = (FEWEST..=REACH).contains(&all.len()) && all.iter().all(outside) && all.iter().any(is_verb);
    if subordinate && whole && words.words[clause.end].comma {
        found.content.insert(0, words.span(clause.start, clause.end - 1));
    }
}

/// "called on them to “shut the gate” and leave the pier": what is joined with a part of the content belongs to it.
fn joined(found: &mut Found, words: &Words, quotations: &[Quotation], text: &str, cues: &[u32]) {
    let cue = found.cue;
    let Some(span) = found.content.last_mut().filter(|c| c.start >= cue.end) else { return };
    let near = quotations[..quotations.partition_point(|q| q.span.end <= span.end)].last();
    if near.is_none_or(|q| q.span.start < span.start || q.span.end + NEAR < span.end) {
        return;
    }
    let said = text[..span.end as usize].trim_end_matches(['"', '”', '’', '\'']);
    if said.ends_with([',', '.', '?', '!', ';', ':', '…']) {
        return;
    }
    let (start, joint) = (place(words, span.start), place(words, span.end));
    let Some(sentence) = sentence(words, joint).filter(|s| s.contains(&start)) else { return };
    let all = &words.words;
    if all[joint].upos != Upos::Cconj || joint + 1 >= sentence.end || !outside(&all[joint]) {
        return;
    }
    // what follows the joint, and what it is joined with
    let mut top = joint + 1;
    let above = |i: usize| all[i].head.map(|h| h as usize);
    for _ in 0..CLIMB {
        top = above(top).filter(|h| (joint..sentence.end).contains(h)).unwrap_or(top);
    }
    let Some(head) = above(top).filter(|&h| h < joint) else { return };
    // two infinitives are joined whatever the tree says: "called on them to shut the gate and leave"
    let base = |w: &Word| w.upos == Upos::Verb && w.xpos == Xpos::Vb as u32;
    let infinitives = base(&all[top]) && !base(&all[head]) && all[start..joint].iter().any(base);
    let within = head >= start && all[top].upos == all[head].upos;
    if all[top].deprel != Some(Deprel::Conj) || !within && !infinitives {
        return;
    }
    let last = (joint + 1..sentence.end).take(REACH).take_while(|&i| hangs_on(all, i, top)).last();
    let Some(last) = last.map(|l| if all[l].punctuation() && outside(&all[l]) { l - 1 } else { l }) else { return };
    let end = words.spans[last.max(top)].end;
    // what is joined holds no cue of its own, and leads to no other quoted words
    let apart = |starts: Option<u32>| starts.is_none_or(|s| s > end + LEADS);
    let cue = cues.get(cues.partition_point(|&c| c < span.end)).copied();
    let quotation = quotations.get(quotations.partition_point(|q| q.span.start < span.end)).map(|q| q.span.start);
    if apart(cue) && apart(quotation) {
        span.end = end;
    }
}

impl Finder<'_> {
    /// "The wall is “an old friend,” as Lind put it": with a predicate that is quoted its clause is said.
    pub(super) fn complete_predicates(&mut self) {
        for index in 0..self.found.len() {
            let Some((nth, start)) = self.predicate(&self.found[index]) else { continue };
            let attribution = &mut self.found[index];
            attribution.content[nth].start = start;
            attribution.kind = find::kind(&attribution.content, self.quotations);
            self.near.grow(index, attribution.content[nth]);
        }
    }

    /// Which part of the content is such a predicate, and where its clause begins.
    fn predicate(&self, attribution: &Attribution) -> Option<(usize, u32)> {
        let from = attribution.source.iter().chain(&attribution.cue).map(|s| s.start).min()?;
        let before = self.text[..from as usize].trim_end().strip_suffix(" as")?;
        let nth = attribution.content.iter().position(|c| c.end as usize == before.len())?;
        let span = attribution.content[nth];
        self.quotations.binary_search_by_key(&(span.start, span.end), |q| (q.span.start, q.span.end)).ok()?;
        let lower = span.of(self.text).trim_start_matches(MARKS).starts_with(char::is_lowercase);
        let sentence = &self.prose.sentences[self.prose.sentence_at(span.start as usize)?];
        let mark = sentence.token_at(span.start as usize).filter(|_| lower)?;
        let parts =
            |t: &usize| matches!(sentence.upos(*t), Upos::Punct | Upos::Sconj) || self.quoted(sentence.token_span(*t));
        let reach = mark.saturating_sub(REACH);
        let start = (reach..mark).rev().find(parts).map_or(reach, |t| t + 1);
        let start = start + usize::from(sentence.upos(start) == Upos::Cconj);
        let verb = (start..mark).any(|t| matches!(sentence.upos(t), Upos::Verb | Upos::Aux));
        if !verb || start == reach && reach > 0 {
            return None;
        }
        let said = Span { start: sentence.token_span(start).start, end: span.start };
        let cued = self.near.around(said).any(|other| self.found[other].cue.iter().any(|c| said.covers(*c)));
        (!cued).then_some((nth, said.start))
    }
}

/// Whether word `i` is `top` or hangs on it.
fn hangs_on(all: &[Word], i: usize, top: usize) -> bool {
    let mut at = i;
    for _ in 0..CLIMB {
        if at == top {
            return true;
        }
        let Some(head) = all[at].head else { return false };
        at = head as usize;
    }
    false
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use std::sync::Arc;

    /// What is said by a cue whose source and content are these words, when its clauses are complete.
    fn said(text: &str, source: &str, cue: &str, content: &str) -> Vec<String> {
        let at = |part: &str| {
            let start = text.find(part).expect("the words are there");
            Span::new(start, start + part.len())
        };
        fixture::with(text, |prose, words, quotations, _| {
            (0..prose.sentences.len()).for_each(|sentence| words.parse(prose, sentence));
            let (source, content) = (vec![at(source)], vec![at(content)]);
            let mut found = [Found { cue: at(cue), source, content, probability: 1.0 }];
            complete(&mut found, words, quotations, text);
            found[0].content.iter().map(|c| c.of(text).to_owned()).collect()
        })
    }

    #[test]
    fn a_quotation_in_lower_case_goes_on_with_the_clause_before_its_speaker() {
        let text = "When the gate broke on Monday, Lind said, “we were all on the pier.”";
        let whole = said(text, "Lind", "said", "“we were all on the pier.”");
        assert_eq!(whole, ["When the gate broke on Monday", "“we were all on the pier.”"]);
    }

    #[test]
    fn what_tells_of_the_speaker_is_not_said() {
        for text in [
            "Standing on the old pier, Lind said, “we were all there.”",
            "After a night on the pier, Lind said, “we were all there.”",
            "As the boats came in, Lind said, “we were all there.”",
            "When the gate broke on Monday, Lind said, “We were all there.”",
            "On Monday, Lind said, “we were all there.”",
            "The council met on the pier, which, Lind said, “was the only dry place in town.”",
        ] {
            let quoted = &text[text.find('“').expect("a quotation")..];
            assert_eq!(said(text, "Lind", "said", quoted), [quoted], "{text}");
        }
    }

    #[test]
    fn a_quoted_predicate_is_said_with_its_clause() {
        let said = |text: &str| {
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            let reading = crate::reading::read(Arc::new(article));
            let all = reading.attributions.iter().flat_map(|a| &a.content);
            all.map(|c| c.of(text).to_owned()).collect::<Vec<_>>()
        };
        let found = said("The ferry was late, and the wall is “an old friend of the sea,” as Mayor Anna Lind put it.");
        assert_eq!(found, ["the wall is “an old friend of the sea,”"]);
        let found = said("The wall held. “It is an old friend of the sea,” as Mayor Anna Lind put it.");
        assert_eq!(found[0], "“It is an old friend of the sea,”");
    }

    #[test]
    fn what_is_joined_with_a_part_of_the_content_belongs_to_it() {
        let text = "Lind called on the council to “shut the gate” and leave the pier before the storm.";
        let whole = said(text, "Lind", "called on", "the council to “shut the gate”");
        assert_eq!(whole, ["the council to “shut the gate” and leave the pier before the storm"]);
        for text in [
            "Lind called the plan “a costly gift” and left the hall.",
            "Lind called the plan “a costly gift” and later said “it is gone” to the crew.",
        ] {
            assert_eq!(said(text, "Lind", "called", "the plan “a costly gift”"), ["the plan “a costly gift”"]);
        }
    }
}
