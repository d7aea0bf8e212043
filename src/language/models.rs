//! The trained models, embedded in the binary and read once, on first use.

use std::sync::OnceLock;

use super::lemma::Lemmatiser;
use super::lexicon::Lexicon;
use super::parser::Parser;
use super::rarity::Rarities;
use super::tagger::Tagger;

static LEXICON: &[u8] = include_bytes!("../../models/lexicon.bin");
static TAGGER: &[u8] = include_bytes!("../../models/tagger.bin");
static PARSER: &[u8] = include_bytes!("../../models/parser.bin");
static RARITY: &[u8] = include_bytes!("../../models/rarity.bin");
static LEMMAS: &[u8] = include_bytes!("../../models/lemmas.bin");

/// What tags a sentence.
pub(super) struct Tagging {
    pub lexicon: Lexicon,
    pub tagger: Tagger,
}

/// The tagger and its lexicon.
pub(super) fn tagging() -> &'static Tagging {
    static MODEL: OnceLock<Tagging> = OnceLock::new();
    MODEL.get_or_init(|| read_tagging(LEXICON, TAGGER).expect("models/ holds what the trainer wrote"))
}

/// The parser; its words are those of the lexicon.
pub(super) fn parser() -> &'static Parser {
    static MODEL: OnceLock<Parser> = OnceLock::new();
    MODEL.get_or_init(|| Parser::read(&mut &PARSER[..]).expect("models/ holds what the trainer wrote"))
}

/// The lemmatiser.
pub(super) fn lemmatiser() -> &'static Lemmatiser {
    static MODEL: OnceLock<Lemmatiser> = OnceLock::new();
    MODEL.get_or_init(|| Lemmatiser::read(&mut &LEMMAS[..]).expect("models/ holds what the trainer wrote"))
}

/// How rare stems are.
pub(super) fn rarities() -> &'static Rarities {
    static MODEL: OnceLock<Rarities> = OnceLock::new();
    MODEL.get_or_init(|| Rarities::read(&mut &RARITY[..]).expect("models/ holds what the trainer wrote"))
}

/// Reads all models that have not been read yet, so that the first article need not wait for them.
pub fn load() {
    tagging();
    parser();
    lemmatiser();
    rarities();
}

/// Reads the two files of the tagger.
pub(super) fn read_tagging(mut lexicon: &[u8], mut tagger: &'static [u8]) -> Option<Tagging> {
    Some(Tagging { lexicon: Lexicon::read(&mut lexicon)?, tagger: Tagger::read(&mut tagger)? })
}
