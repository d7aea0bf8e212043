//! Makes the models under `models/` from treebanks and measures them.

mod conllu;
mod evaluate;
mod lemma;
mod lists;
pub(crate) mod network;
mod parser;
pub(crate) mod random;
mod rarity;
pub(crate) mod table;
mod tagger;

pub use conllu::{Gold, GoldSentence, read};
pub use evaluate::{Accuracy, Overlap, Score, Segmentation, segmentation};
pub use lists::Lists;
pub use parser::Settings as ParserSettings;
pub use tagger::Settings as TaggerSettings;

use super::lemma::Lemmatiser;
use super::models::Tagging;
use super::parser::Parser;
use super::tagger::Atoms;

/// The content of the files under `models/`.
pub struct Models {
    /// `lexicon.bin`
    pub lexicon: Vec<u8>,
    /// `tagger.bin`
    pub tagger: Vec<u8>,
    /// `parser.bin`
    pub parser: Vec<u8>,
    /// `lemmas.bin`
    pub lemmas: Vec<u8>,
    /// `rarity.bin`
    pub rarity: Vec<u8>,
}

/// Parts into which the treebank is cut so that the parser learns from tags as they will be: each part is tagged
/// by a tagger that has not seen it.
const PARTS: usize = 4;

/// Trains everything on the sentences; the same sentences and settings give the same bytes.
pub fn train(
    sentences: &[GoldSentence],
    lists: &Lists,
    tagger_settings: TaggerSettings,
    parser_settings: ParserSettings,
) -> Models {
    let own: Vec<GoldSentence> = sentences.iter().filter_map(GoldSentence::with_own_tokens).collect();
    eprintln!("{} sentences, {} of them again with copydesk's own tokens", sentences.len(), own.len());
    let all: Vec<&GoldSentence> = sentences.iter().chain(&own).collect();
    let trained = tagger::train(&all, lists, tagger_settings);
    let tagging = trained.model();
    let models = Models {
        lexicon: trained.lexicon,
        tagger: trained.tagger,
        parser: Vec::new(),
        lemmas: lemma::train(sentences),
        rarity: rarity::train(sentences),
    };
    if parser_settings.epochs == 0 {
        return models;
    }
    let labels = unseen_labels(&all, lists, &tagging, tagger_settings);
    let parser = parser::train(&all, &labels, &tagging, parser_settings);
    Models { parser, ..models }
}

/// The labels of each sentence by a tagger that has not seen it.
fn unseen_labels(
    sentences: &[&GoldSentence],
    lists: &Lists,
    tagging: &Tagging,
    settings: TaggerSettings,
) -> Vec<Vec<u8>> {
    let mut labels: Vec<Vec<u8>> = vec![Vec::new(); sentences.len()];
    let part_of = |i: usize| (i / 50) % PARTS;
    for part in 0..PARTS {
        let rest: Vec<&GoldSentence> =
            (0..sentences.len()).filter(|&i| part_of(i) != part).map(|i| sentences[i]).collect();
        let other = tagger::train(&rest, lists, settings).model();
        for i in (0..sentences.len()).filter(|&i| part_of(i) == part) {
            let tags = tag(sentences[i], &other);
            labels[i] = tags
                .iter()
                .map(|&l| {
                    let label = other.tagger.labels[usize::from(l)];
                    tagging.tagger.labels.iter().position(|&o| o == label).unwrap_or_default() as u8
                })
                .collect();
        }
    }
    labels
}

fn tag(sentence: &GoldSentence, tagging: &Tagging) -> Vec<u8> {
    let atoms: Vec<Atoms> =
        sentence.words.iter().enumerate().map(|(i, w)| Atoms::of(&w.form, i == 0, &tagging.lexicon)).collect();
    let mut labels = Vec::new();
    tagging.tagger.tag(&atoms, &mut labels);
    labels
}

/// Measures models on a treebank's own tokens.
///
/// # Panics
/// Where the models are not what [`train`] wrote.
pub fn accuracy(models: &Models, sentences: &[GoldSentence]) -> Accuracy {
    let tagging =
        super::models::read_tagging(&models.lexicon, models.tagger.clone().leak()).expect("a lexicon and a tagger");
    let parser = Parser::read(&mut &*models.parser.clone().leak());
    let lemmas = Lemmatiser::read(&mut &models.lemmas[..]).expect("a lemmatiser");
    evaluate::accuracy(sentences, &tagging, parser.as_ref(), &lemmas)
}
