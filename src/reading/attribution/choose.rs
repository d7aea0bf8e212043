//! Which of the attributions that the models find are taken: those that are likely right as a whole, and for a quotation
//! that nobody claims the likeliest of the cues beside it.

use super::learned::{Candidate, Fields, Models};
use super::passage::Passages;
use super::whole::{self, Whole};
use super::word::Words;
use super::{clauses, tidy, trailing};
use crate::reading::{Prose, Quotation};
use crate::text::Span;
use crate::text::sorting::{sort_by, sort_by_key};

/// An attribution that is less likely than this to be right as a whole is left out.
const LEAST: f32 = 0.42;

/// What is less likely than this to be a cue is not looked at as a whole.
const LEAST_CUE: f32 = 0.25;

/// The same for a verb of the list with a subject and a clause ("I think it will rain"), which is an attribution
/// whatever the news that the weights come from think worth marking.
const LEAST_OF_FRAMED: f32 = 0.15;

/// The same where words are quoted, whose speaker is worth more than one attribution too many.
const LEAST_OF_QUOTED: f32 = 0.25;

/// A cue right before a quotation has it from this likelihood on.
const LEAST_OF_LEADING: f32 = 0.15;

/// Such a cue ends at most this many bytes before the quotation.
const LEADING_GAP: u32 = 40;

/// A cue with what the models take for its source and content, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) cue: Span,
    pub(super) source: Vec<Span>,
    pub(super) content: Vec<Span>,
    pub(super) probability: f32,
}

/// The words that may be cues, and those of them that are likely enough with their sources and contents.
#[cfg(any(test, feature = "train"))]
pub(super) fn wholes(
    prose: &Prose,
    words: &mut Words,
    quotations: &[Quotation],
    fields: &Fields,
) -> (Vec<Candidate>, Vec<Whole>) {
    let candidates = super::learned::cues(prose, words, fields);
    let wholes = wholes_of(prose, words, quotations, fields, &candidates);
    (candidates, wholes)
}

/// Those of the words that may be cues that are likely enough, with their sources and contents.
pub(super) fn wholes_of(
    prose: &Prose,
    words: &Words,
    quotations: &[Quotation],
    fields: &Fields,
    candidates: &[Candidate],
) -> Vec<Whole> {
    let likely = candidates.iter().filter(|c| c.cue >= LEAST_CUE || c.framed);
    let mut passages = Passages::default();
    let whole = |c| Whole::of(prose, words, quotations, fields, c, &mut passages);
    likely.map(whole).filter(|w| !w.content.is_empty()).collect()
}

/// All attributions that the models find, in order of their cues.
pub(super) fn find(
    prose: &Prose,
    words: &Words,
    quotations: &[Quotation],
    models: &Models,
    candidates: &[Candidate],
    wholes: &[Whole],
) -> Vec<Found> {
    let quoted = |whole: &Whole| {
        let long = |c: &Span| quotations.iter().any(|q| q.words >= 2 && q.span.overlaps(*c));
        whole.content.iter().any(long)
    };
    let right = |i: usize| {
        let least = match &wholes[i] {
            framed if framed.candidate.framed => LEAST_OF_FRAMED,
            whole if quoted(whole) => LEAST_OF_QUOTED,
            _ => LEAST,
        };
        whole::right(&models.whole, prose, words, wholes, i) >= least
    };
    let taken: Vec<usize> = (0..wholes.len()).filter(|&i| right(i)).collect();
    let mut found: Vec<(usize, Found)> =
        taken.iter().map(|&i| (wholes[i].candidate.words.start, wholes[i].found())).collect();
    // a sure cue for which the models have no likely source and content, where the form leaves no doubt
    for candidate in candidates {
        let sentence = &words.sentences[words.words[candidate.words.start].sentence as usize];
        let after = found.partition_point(|f| f.0 < sentence.start);
        if found.get(after).is_none_or(|f| f.0 >= sentence.end)
            && let Some((source, content)) = trailing::parts(words, candidate)
        {
            let cue = words.span(candidate.words.start, candidate.words.end - 1);
            let probability = candidate.confidence();
            found.insert(
                after,
                (candidate.words.start, Found { cue, source: vec![source], content: vec![content], probability }),
            );
        }
    }
    let rest: Vec<&Candidate> =
        candidates.iter().filter(|c| found.binary_search_by_key(&c.words.start, |f| f.0).is_err()).collect();
    let complete = |candidate: &Candidate| {
        let known = wholes.iter().find(|w| w.candidate.words == candidate.words);
        let found = match known {
            Some(whole) => whole.found(),
            None => Whole::of(prose, words, quotations, &models.fields, candidate, &mut Passages::default()).found(),
        };
        (candidate.words.start, found)
    };
    // a quotation without a speaker takes the likeliest of the cues beside it
    for quotation in quotations.iter().filter(|q| q.words >= 2) {
        let claimed = |(_, f): &(usize, Found)| {
            !quotation.span.covers(f.cue) && f.content.iter().any(|c| c.overlaps(quotation.span))
        };
        if found.iter().any(claimed) {
            continue;
        }
        let mut near: Vec<&Candidate> = rest
            .iter()
            .copied()
            .filter(|c| {
                let cue = words.span(c.words.start, c.words.end - 1);
                let (Some(of_cue), Some(first), Some(last)) = (
                    prose.sentence_at(cue.start as usize),
                    prose.sentence_at(quotation.span.start as usize),
                    prose.sentence_at(quotation.span.end as usize - 1),
                ) else {
                    return false;
                };
                // "“It is gone!” the boy by the pier shouted": the mark may end a sentence
                let behind = of_cue == last + 1 && prose.blocks[of_cue] == prose.blocks[last];
                ((first..=last).contains(&of_cue) || behind) && !quotation.span.overlaps(cue)
            })
            .collect();
        sort_by(&mut near, |a, b| b.cue.total_cmp(&a.cue));
        for candidate in near.into_iter().take(2) {
            let one = complete(candidate);
            if claimed(&one) {
                found.push(one);
                break;
            }
        }
    }
    // "…, going on to ask, “…”": a likely enough cue right before a quotation has it, whoever else speaks in the sentence
    for quotation in quotations.iter().filter(|q| q.words >= 2) {
        let leads = |cue: Span| {
            if cue.end > quotation.span.start || quotation.span.start - cue.end > LEADING_GAP {
                return false;
            }
            // "saying on Monday, “…”": a comma parts what stands between from the quotation
            let between = &prose.article.text[cue.end as usize..quotation.span.start as usize];
            !between.contains(char::is_alphanumeric)
                || between.trim_end().ends_with(',') && !between.contains(['.', '"', '”', ';', '\n'])
        };
        if found.iter().any(|(_, f)| leads(f.cue)) {
            continue;
        }
        let cue_of = |c: &Candidate| words.span(c.words.start, c.words.end - 1);
        // a cue of something said, and not the end of "so-called"
        let spoken = |c: &&Candidate| {
            let cue = cue_of(c);
            let within = prose.article.text[..cue.start as usize].ends_with('-');
            c.cue >= LEAST_OF_LEADING && c.speech >= 0.5 * c.cue && !within && leads(cue)
        };
        let upto = rest.partition_point(|c| cue_of(c).end <= quotation.span.start);
        let near = |c: &&Candidate| cue_of(c).end + LEADING_GAP >= quotation.span.start;
        let own = rest[..upto].iter().copied().rev().take_while(near).filter(spoken);
        let Some(candidate) = own.max_by(|a, b| a.cue.total_cmp(&b.cue)) else { continue };
        let one = complete(candidate);
        if !one.1.content.iter().any(|c| c.overlaps(quotation.span)) {
            continue;
        }
        let cue = one.1.cue;
        for (_, other) in &mut found {
            for span in other.content.iter_mut().filter(|c| c.start < cue.start && c.covers(quotation.span)) {
                span.end = prose.article.text[..cue.start as usize].trim_end_matches([' ', ',']).len() as u32;
            }
            other.content.retain(|c| c.start < c.end);
        }
        found.retain(|(_, f)| !f.content.is_empty());
        found.push(one);
    }
    // a colon without a source is left to what goes by form (`waiting.rs`)
    let text = &prose.article.text;
    found.retain(|(_, f)| !f.source.is_empty() || f.cue.of(text).contains(char::is_alphanumeric));
    sort_by_key(&mut found, |(start, _)| *start);
    let mut found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
    tidy::share(&mut found, quotations);
    tidy::part(&mut found, &prose.article.text);
    clauses::complete(&mut found, words, quotations, &prose.article.text);
    found
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::fixture;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let join = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        let show = |f: &Found| format!("{} | {} | {}", join(&f.source), f.cue.of(text), join(&f.content));
        fixture::with(text, |prose, words, quotations, models| {
            let (candidates, wholes) = wholes(prose, words, quotations, &models.fields);
            find(prose, words, quotations, models, &candidates, &wholes).iter().map(show).collect()
        })
    }

    #[test]
    fn a_quotation_before_its_speaker_is_found_with_its_other_half() {
        let text = "“The pier will be open in May,” Mayor Anna Lind said on Monday. “It will not cost a crown more.”";
        let found = shown(text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("Mayor Anna Lind | said"), "{found:?}");
        assert!(found[0].ends_with("“The pier will be open in May,” … “It will not cost a crown more.”"), "{found:?}");
    }

    #[test]
    fn indirect_content_reaches_to_the_end_of_its_clause() {
        let found = shown("Officials said that the pier would be closed until the storm had passed.");
        assert_eq!(found, ["Officials | said | that the pier would be closed until the storm had passed"]);
        let found = shown("The bridge is safe for lorries, according to the harbour authority.");
        assert_eq!(found, ["the harbour authority | according to | The bridge is safe for lorries"]);
    }

    #[test]
    fn a_sentence_without_a_source_has_no_attribution() {
        assert_eq!(shown("The ferry left the harbour at nine and reached the island an hour later."), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([a-z]{1,6}|said|that|[,.:\"“”’\n]| ){0,120}") {
            shown(&text);
        }
    }
}
