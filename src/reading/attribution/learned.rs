//! Attribution by trained models: one marks the cues of a sentence, the other the source and content of each cue.
//!
//! Both are conditional random fields over the words. Weights that were learned from news are in
//! `models/attribution.bin`; a build without the feature `attribution-model` leaves them out and goes by rules.

use super::chain::{Chain, LABELS, Row, meetings};
use super::cue_features::{self, PLAIN, Setting, TREE};
use super::span_features::{self, Counts, Cue, FEATURES};
use super::word::{Quoted, Word, Words};
use crate::article::BlockKind;
use crate::language::Upos;
use crate::reading::Prose;
use crate::text::Span;
use std::ops::Range;
use std::sync::LazyLock;

/// Cues less likely than this are left out.
const LEAST: f32 = 0.5;

/// The same for what is no clause and no quotation ("praised the plan"): outside of political news most such are no
/// attribution.
const LEAST_OF_NOUNS: f32 = 0.7;

/// A passage reaches this many sentences from the cue's, and this many words from the cue.
const SENTENCES: usize = 12;
const WORDS: usize = 300;

/// The models of cues and of spans.
pub(super) struct Models {
    cues: Chain,
    spans: Chain,
}

impl Models {
    #[cfg_attr(not(feature = "attribution-model"), allow(dead_code))]
    pub(super) fn read(mut bytes: &[u8]) -> Option<Self> {
        Some(Self { cues: Chain::read(&mut bytes)?, spans: Chain::read(&mut bytes)? })
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

/// All attributions that the models find, in order of their cues.
pub(super) fn find(prose: &Prose, words: &mut Words, models: &Models) -> Vec<Found> {
    let cues = cues(prose, words, &models.cues);
    let mut found = Vec::new();
    for (cue, probability) in cues {
        let (source, content) = spans(prose, words, &models.spans, &cue);
        if !content.is_empty() && (probability >= LEAST_OF_NOUNS || says(words, &content)) {
            found.push(Found { cue: words.span(cue.start, cue.end - 1), source, content, probability });
        }
    }
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

/// The features of each word of a sentence that may be a cue.
pub(super) fn cue_items(words: &[Word], setting: Setting) -> Vec<[u32; PLAIN + TREE]> {
    let dependents = cue_features::dependents(words);
    (0..words.len())
        .map(|i| {
            let mut all = [0; PLAIN + TREE];
            all[..PLAIN].copy_from_slice(&cue_features::plain(words, i, setting));
            all[PLAIN..].copy_from_slice(&cue_features::tree(words, i, &dependents));
            all
        })
        .collect()
}

/// The cues of all sentences with their probabilities.
fn cues(prose: &Prose, words: &mut Words, model: &Chain) -> Vec<(Range<usize>, f32)> {
    let mut found = Vec::new();
    for sentence in 0..words.sentences.len() {
        words.parse(prose, sentence);
        let range = words.sentences[sentence].clone();
        let local = copy(words, range.clone());
        let items = cue_items(&local, setting(prose, sentence, &local));
        let rows: Vec<Row> = items.iter().map(|f| model.score(f)).collect();
        let labels = model.transitions.marginals(&rows, &meetings(&local));
        let mut i = 0;
        while i < labels.len() {
            let start = i;
            i += 1;
            if labels[start][1] < LEAST {
                continue;
            }
            while i < labels.len() && labels[i][2] > labels[i][0].max(labels[i][1]) {
                i += 1;
            }
            found.push((range.start + start..range.start + i, labels[start][1]));
        }
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
    let local = copy(words, range.clone());
    let rows: Vec<Row> = span_items(&local, cue).iter().map(|f| model.score(f)).collect();
    let labels = model.transitions.viterbi(&rows, &meetings(&local));
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
        let mut words = Words::of(&prose, &quotation::quotations(&prose), &mentions, &entities);
        let models = Models::embedded().expect("the model is built in");
        let join = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        let show = |f: &Found| format!("{} | {} | {}", join(&f.source), f.cue.of(text), join(&f.content));
        find(&prose, &mut words, models).iter().map(show).collect()
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
