//! Attribution by trained models: one marks the cues of a sentence, the other the source and content of each cue.
//!
//! Both are conditional random fields over the words. Weights that were learned from news are in
//! `models/attribution.bin`; a build without the feature `attribution-model` leaves them out and goes by rules.

use super::candidates::Lexicon;
use super::chain::{Chain, LABELS, Row, meetings};
use super::cue_features::{self, Dependents, GLANCE as GLANCE_FEATURES, PLAIN, Setting, TREE};
use super::cue_network::{self, CueNetwork};
use super::memo::Key;
use super::span_features::{self, Counts, Cue, FEATURES};
use super::word::{Quoted, Word, Words};
use super::{subject, tidy};
use crate::article::BlockKind;
use crate::language::Upos;
use crate::reading::{Prose, Quotation};
use crate::text::Span;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Cues of something said that are less likely than this are left out.
const LEAST: f32 = 0.5;

/// The same for attitudes ("plans to", "praised").
const LEAST_OF_ATTITUDES: f32 = 0.55;

/// The same for what is no clause and no quotation ("praised the plan"): outside of political news most such are no
/// attribution.
const LEAST_OF_NOUNS: f32 = 0.8;

/// The same for a verb of the list with a subject and a clause ("I think it will rain"), which is an attribution
/// whatever the news that the weights come from think worth marking.
const LEAST_OF_FRAMED: f32 = 0.06;

/// The same where a quotation waits for its speaker.
const LEAST_OF_QUOTED: f32 = 0.06;

/// The same for a cue right before a quotation.
const LEAST_OF_LEADING: f32 = 0.15;

/// Such a cue ends at most this many bytes before the quotation.
const LEADING_GAP: u32 = 40;

/// Sentences in which no word is likelier than this to be part of a cue, by the words alone, are passed over.
const GLANCE: f32 = 0.04;

/// How much the network counts against the field of cues.
const NETWORK: f32 = 0.3;

/// The network is not asked about words that the field is surer than this of being no cue.
const SURELY_NONE: f32 = 0.99;

/// A passage reaches this many sentences from the cue's, and this many words from the cue.
const SENTENCES: usize = 12;
const WORDS: usize = 100;

/// The models of cues and of spans.
pub(super) struct Models {
    lexicon: Lexicon,
    glance: Chain,
    cues: Chain,
    network: CueNetwork,
    spans: Chain,
}

impl Models {
    #[cfg_attr(not(feature = "attribution-model"), allow(dead_code))]
    pub(super) fn read(mut bytes: &'static [u8]) -> Option<Self> {
        Some(Self {
            lexicon: Lexicon::read(&mut bytes)?,
            glance: Chain::read(&mut bytes)?,
            cues: Chain::read(&mut bytes)?,
            network: CueNetwork::read(&mut bytes)?,
            spans: Chain::read(&mut bytes)?,
        })
    }

    /// The models that are built in.
    pub(super) fn embedded() -> Option<&'static Self> {
        static MODELS: LazyLock<Option<Models>> = LazyLock::new(|| {
            #[cfg(feature = "attribution-model")]
            return Models::read(include_bytes!("../../../models/attribution.bin"));
            #[cfg(not(feature = "attribution-model"))]
            None
        });
        MODELS.as_ref()
    }
}

/// A cue with what the models take for its source and content, in bytes.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) cue: Span,
    pub(super) source: Vec<Span>,
    pub(super) content: Vec<Span>,
    pub(super) probability: f32,
}

/// Words that may be a cue.
#[derive(Clone, Debug)]
struct Candidate {
    words: Range<usize>,
    /// How likely they are a cue.
    cue: f32,
    /// How likely they tell of something said, not of an attitude.
    speech: f32,
    /// Whether a verb of the list of cues has both a subject and a clause.
    framed: bool,
}

impl Candidate {
    /// What is said counts in full, an attitude by half.
    fn confidence(&self) -> f32 {
        self.speech + 0.5 * (self.cue - self.speech).max(0.0)
    }
}

/// All attributions that the models find, in order of their cues.
pub(super) fn find(prose: &Prose, words: &mut Words, quotations: &[Quotation], models: &Models) -> Vec<Found> {
    let candidates = cues(prose, words, models);
    let mut found: Vec<(Range<usize>, Found)> = Vec::new();
    let complete = |words: &Words, candidate: &Candidate| {
        let (mut source, content) = spans(prose, words, &models.spans, &candidate.words);
        if source.is_empty() {
            let named = subject::source(words, &candidate.words);
            source.extend(named.filter(|n| !content.iter().any(|c| c.overlaps(*n))));
        }
        let cue = words.span(candidate.words.start, candidate.words.end - 1);
        let content = tidy::content(content, cue, &source, quotations, &prose.article.text);
        (candidate.words.clone(), Found { cue, source, content, probability: candidate.confidence() })
    };
    let least = |c: &Candidate| {
        let own = if c.speech >= 0.5 * c.cue { LEAST } else { LEAST_OF_ATTITUDES };
        if c.framed { own.min(LEAST_OF_FRAMED) } else { own }
    };
    let (sure, rest): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|c| c.cue >= least(c));
    for candidate in sure {
        let one = complete(words, &candidate);
        if !one.1.content.is_empty() && (candidate.cue >= LEAST_OF_NOUNS || says(words, &one.1.content)) {
            found.push(one);
        }
    }
    // a quotation without a speaker takes the likeliest of the cues beside it
    for quotation in quotations.iter().filter(|q| q.words >= 2) {
        let claimed = |(_, f): &(Range<usize>, Found)| {
            !quotation.span.covers(f.cue) && f.content.iter().any(|c| c.overlaps(quotation.span))
        };
        if found.iter().any(claimed) {
            continue;
        }
        let mut near: Vec<&Candidate> = rest
            .iter()
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
        near.sort_by(|a, b| b.cue.total_cmp(&a.cue));
        for candidate in near.into_iter().take(2) {
            let one = complete(words, candidate);
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
        let own = rest[..upto].iter().rev().take_while(near).filter(spoken);
        let Some(candidate) = own.max_by(|a, b| a.cue.total_cmp(&b.cue)) else { continue };
        let one = complete(words, candidate);
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
    found.sort_by_key(|(range, _)| range.start);
    let mut found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
    tidy::share(&mut found, quotations);
    tidy::part(&mut found, &prose.article.text);
    found
}

/// Whether the spans hold a verb or a quoted word.
fn says(words: &Words, spans: &[Span]) -> bool {
    spans.iter().any(|span| {
        let start = words.spans.partition_point(|w| w.end <= span.start);
        let end = words.spans.partition_point(|w| w.start < span.end);
        let predicate = |w: &Word| matches!(w.upos, Upos::Verb | Upos::Aux) || w.quoted != Quoted::Outside;
        words.words[start.min(end)..end].iter().any(predicate)
    })
}

/// The words of a sentence with heads that are indices of the copy.
pub(super) fn copy(words: &Words, range: Range<usize>) -> Vec<Word> {
    let local = |word: &Word| Word {
        head: word.head.map(|h| h as usize).filter(|h| range.contains(h)).map(|h| (h - range.start) as u32),
        ..*word
    };
    words.words[range.clone()].iter().map(local).collect()
}

pub(super) fn setting(prose: &Prose, sentence: usize, words: &[Word]) -> Setting {
    let kind = prose.article.blocks[prose.blocks[sentence]].kind;
    Setting { quotes: cue_features::quotes(words), headline: kind == BlockKind::Headline }
}

/// The features of each word of a run that may be a cue.
pub(super) fn cue_items(
    words: &[Word],
    run: Range<usize>,
    setting: Setting,
    dependents: &[Dependents],
) -> Vec<[u32; PLAIN + TREE]> {
    run.map(|i| {
        let mut all = [0; PLAIN + TREE];
        all[..PLAIN].copy_from_slice(&cue_features::plain(words, i, setting));
        all[PLAIN..].copy_from_slice(&cue_features::tree(words, i, dependents));
        all
    })
    .collect()
}

/// The features of each word of a run that may be a cue, without the tree.
pub(super) fn glance_items(words: &[Word], run: Range<usize>, setting: Setting) -> Vec<[u32; GLANCE_FEATURES]> {
    run.map(|i| cue_features::glance(words, i, setting)).collect()
}

/// What the models say of the cues of one sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Cues {
    /// Whether the sentence's tree was asked for.
    is_parsed: bool,
    /// The candidates, by their words' places in the sentence.
    found: Vec<Candidate>,
}

/// The cues of all sentences, also unlikely ones; trees are asked for only where the words alone are likely enough.
fn cues(prose: &Prose, words: &mut Words, models: &Models) -> Vec<Candidate> {
    let mut found = Vec::new();
    for sentence in 0..words.sentences.len() {
        let range = words.sentences[sentence].clone();
        let of_sentence = match prose.attributed {
            None => Arc::new(cues_of(prose, words, models, sentence)),
            Some(memo) => {
                let kind = prose.article.blocks[prose.blocks[sentence]].kind;
                let mut key = Key::new(u64::from(kind == BlockKind::Headline));
                key.text(prose.sentences[sentence].span.of(&prose.article.text));
                key.words(&words.words, range.clone());
                memo.cues.get(key.finish(), || cues_of(prose, words, models, sentence))
            }
        };
        if of_sentence.is_parsed {
            words.parse(prose, sentence);
        }
        found.extend(of_sentence.found.iter().map(|candidate| {
            let words = range.start + candidate.words.start..range.start + candidate.words.end;
            Candidate { words, ..candidate.clone() }
        }));
    }
    found
}

fn cues_of(prose: &Prose, words: &mut Words, models: &Models, sentence: usize) -> Cues {
    let mut out = Cues::default();
    let range = words.sentences[sentence].clone();
    let runs = models.lexicon.runs(&words.words[range.clone()]);
    if runs.is_empty() {
        return out;
    }
    let mut local = copy(words, range.clone());
    let setting = setting(prose, sentence, &local);
    let meets = meetings(&local);
    let likely = |run: &Range<usize>| {
        let rows: Vec<Row> =
            glance_items(&local, run.clone(), setting).iter().map(|f| models.glance.score(f)).collect();
        let labels = models.glance.marginals(&rows, &meets[run.clone()]);
        labels.iter().any(|row| 1.0 - row[0] >= GLANCE)
    };
    let runs: Vec<Range<usize>> = runs.into_iter().filter(likely).collect();
    if runs.is_empty() {
        return out;
    }
    out.is_parsed = true;
    words.parse(prose, sentence);
    local = copy(words, range.clone());
    let dependents = cue_features::dependents(&local);
    let below = cue_network::below(&local);
    for run in runs {
        let items = cue_items(&local, run.clone(), setting, &dependents);
        let rows: Vec<Row> = items.iter().map(|f| models.cues.score(f)).collect();
        let mut labels = models.cues.marginals(&rows, &meets[run.clone()]);
        for (i, row) in run.clone().zip(&mut labels).filter(|(_, row)| row[0] <= SURELY_NONE) {
            let other = models.network.probabilities(&cue_network::atoms(&local, i, setting, &dependents, &below));
            row.iter_mut().zip(other).for_each(|(own, other)| *own += NETWORK * (other - *own));
        }
        for mut candidate in candidates(&labels) {
            candidate.framed = candidate.words.clone().any(|i| {
                let i = run.start + i;
                local[i].frame & 6 != 0 && dependents[i].has_clause() && local[i].quoted == Quoted::Outside
            });
            candidate.words = run.start + candidate.words.start..run.start + candidate.words.end;
            out.found.push(candidate);
        }
    }
    out
}

/// Groups words by the probabilities of their labels: a cue's words are each likely to be in one, wherever it begins.
fn candidates(labels: &[Row]) -> Vec<Candidate> {
    let within = |i: usize| 1.0 - labels[i][0];
    let begins = |i: usize| labels[i][1] + labels[i][3];
    let mut found = Vec::new();
    let mut i = 0;
    while i < labels.len() {
        if within(i) < LEAST_OF_QUOTED {
            i += 1;
            continue;
        }
        let start = i;
        let mut most = within(i);
        i += 1;
        while i < labels.len() && within(i) >= LEAST_OF_QUOTED && begins(i) < 0.5 * within(i) {
            most = most.max(within(i));
            i += 1;
        }
        // of what may belong to it, the words that are half as likely as its surest one
        let keep: Vec<usize> = (start..i).filter(|&k| within(k) >= 0.5 * most).collect();
        let (Some(&first), Some(&last)) = (keep.first(), keep.last()) else { continue };
        let speech = keep.iter().map(|&k| labels[k][1] + labels[k][2]).fold(0.0, f32::max);
        found.push(Candidate { words: first..last + 1, cue: most, speech, framed: false });
    }
    found
}

/// The words among which source and content of a cue are looked for: its sentence, the whole of the quotations that
/// reach into it, and the quotations right before and behind it.
pub(super) fn passage(prose: &Prose, words: &Words, cue: usize) -> Range<usize> {
    let own = words.words[cue].sentence as usize;
    let block = |s: usize| prose.blocks.get(s).copied();
    let first = |s: usize| words.words[words.sentences[s].start];
    let last = |s: usize| words.words[words.sentences[s].end - 1];
    let near = |s: usize| s < words.sentences.len() && !words.sentences[s].is_empty() && block(s) == block(own);
    let grow = |mut a: usize, mut b: usize| {
        let joined = |x: &Word, y: &Word| x.quotation.is_some() && x.quotation == y.quotation;
        while a > 0 && own - a < SENTENCES && near(a - 1) && joined(&last(a - 1), &first(a)) {
            a -= 1;
        }
        while b - own < SENTENCES && near(b + 1) && joined(&last(b), &first(b + 1)) {
            b += 1;
        }
        (a, b)
    };
    let (mut a, mut b) = grow(own, own);
    if a > 0 && near(a - 1) && (last(a - 1).quoted == Quoted::Closing || last(a - 1).mark) {
        a -= 1;
    }
    if near(b + 1) && first(b + 1).quoted == Quoted::Opening {
        b += 1;
    }
    let (a, b) = grow(a, b);
    let range = words.sentences[a].start..words.sentences[b].end;
    range.start.max(cue.saturating_sub(WORDS))..range.end.min(cue + WORDS)
}

/// The features of each word of a passage, for its cue.
pub(super) fn span_items(passage: &[Word], cue: Range<usize>) -> Vec<[u32; FEATURES]> {
    let cue = Cue::of(passage, cue.start..=cue.end - 1);
    let counts = Counts::of(passage);
    let paths = span_features::paths(passage, &cue);
    (0..passage.len()).map(|i| span_features::features(passage, i, &cue, &counts, &paths[i])).collect()
}

fn spans(prose: &Prose, words: &Words, model: &Chain, cue: &Range<usize>) -> (Vec<Span>, Vec<Span>) {
    let range = passage(prose, words, cue.start);
    let cue = cue.start.max(range.start) - range.start..cue.end.min(range.end) - range.start;
    let label = || {
        let local = copy(words, range.clone());
        let rows: Vec<Row> = span_items(&local, cue.clone()).iter().map(|f| model.score(f)).collect();
        model.transitions.viterbi(&rows, &meetings(&local)).into_boxed_slice()
    };
    let labels = match prose.attributed {
        None => Arc::new(label()),
        Some(memo) => {
            let mut key = Key::new((cue.start as u64) << 32 | cue.end as u64);
            key.words(&words.words, range.clone());
            memo.labels.get(key.finish(), label)
        }
    };
    let (mut source, mut content) = (Vec::new(), Vec::new());
    let mut i = 0;
    while i < labels.len() {
        let start = i;
        let inside = labels[start].next_multiple_of(2);
        i += 1;
        if inside == 0 || usize::from(inside) >= LABELS {
            continue;
        }
        while i < labels.len() && labels[i] == inside {
            i += 1;
        }
        let span = words.span(range.start + start, range.start + i - 1);
        if inside == 2 { source.push(span) } else { content.push(span) }
    }
    (source, content)
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::{name, quotation};

    fn shown(text: &str) -> Vec<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let (mentions, entities) = name::mentions(&prose);
        let quotations = quotation::quotations(&prose);
        let mut words = Words::of(&prose, &quotations, &mentions, &entities);
        let models = Models::embedded().expect("the model is built in");
        let join = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        let show = |f: &Found| format!("{} | {} | {}", join(&f.source), f.cue.of(text), join(&f.content));
        find(&prose, &mut words, &quotations, models).iter().map(show).collect()
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
