//! The trained models, embedded in the binary, compressed by the build script, and read once, on first use.

use std::sync::OnceLock;

use super::lemma::Lemmatiser;
use super::lexicon::Lexicon;
use super::parser::Parser;
use super::rarity::Rarities;
use super::tagger::Tagger;

static LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.zst"));
static TAGGER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tagger.zst"));
static PARSER: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/parser.zst"));
static RARITY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rarity.zst"));
static LEMMAS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lemmas.zst"));

/// A model that the build script compressed; it stays in memory as long as the program runs.
pub(crate) fn unpacked(packed: &[u8]) -> &'static [u8] {
    let size = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or_default();
    zstd::bulk::decompress(packed, size as usize).expect("the build script compressed it").leak()
}

/// What tags a sentence.
pub(super) struct Tagging {
    pub lexicon: Lexicon,
    pub tagger: Tagger,
}

/// The tagger and its lexicon.
pub(super) fn tagging() -> &'static Tagging {
    static MODEL: OnceLock<Tagging> = OnceLock::new();
    MODEL.get_or_init(|| {
        read_tagging(unpacked(LEXICON), unpacked(TAGGER)).expect("models/ holds what the trainer wrote")
    })
}

/// The parser; its words are those of the lexicon.
pub(super) fn parser() -> &'static Parser {
    static MODEL: OnceLock<Parser> = OnceLock::new();
    MODEL.get_or_init(|| Parser::read(&mut unpacked(PARSER)).expect("models/ holds what the trainer wrote"))
}

/// The lemmatiser.
pub(super) fn lemmatiser() -> &'static Lemmatiser {
    static MODEL: OnceLock<Lemmatiser> = OnceLock::new();
    MODEL.get_or_init(|| Lemmatiser::read(&mut unpacked(LEMMAS)).expect("models/ holds what the trainer wrote"))
}

/// How rare stems are.
pub(super) fn rarities() -> &'static Rarities {
    static MODEL: OnceLock<Rarities> = OnceLock::new();
    MODEL.get_or_init(|| Rarities::read(&mut unpacked(RARITY)).expect("models/ holds what the trainer wrote"))
}

/// Reads all models that have not been read yet, so that the first article need not wait for them.
pub fn load() {
    rayon::join(tagging, || {
        parser();
        lemmatiser();
        rarities();
    });
}

/// Reads the two files of the tagger.
pub(super) fn read_tagging(mut lexicon: &[u8], mut tagger: &'static [u8]) -> Option<Tagging> {
    Some(Tagging { lexicon: Lexicon::read(&mut lexicon)?, tagger: Tagger::read(&mut tagger)? })
}
