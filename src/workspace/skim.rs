//! Which files are read first: those that share telling words with what is open in the editor.
//!
//! Reading an article whole takes milliseconds, looking for a name in it microseconds. So before a corpus is read, its
//! files are skimmed for the names, figures and rare words of the open articles, and the likeliest to be compared with
//! them go first. Only the order of reading follows from it, never what is found in the end.

use std::hash::{BuildHasher, BuildHasherDefault};
use std::io::Read;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::load::FileToLoad;
use crate::language;

/// So much of a file is looked at, in bytes.
const SKIMMED: u64 = 64 * 1024;
/// So many bits tell most words that are not looked for.
const FILTER_BITS: usize = 1 << 16;
/// Words that are less rare than this tell nothing (see [`language::rarity`]).
const COMMON: u8 = 130;

/// The telling words of some texts.
pub(super) struct Telling {
    /// By the hash of a word, its place in `weights`.
    words: FxHashMap<u64, usize>,
    weights: Vec<u32>,
    filter: Vec<u64>,
}

impl Telling {
    /// Of the words with a capital and the figures of `texts`.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut telling = Self {
            words: FxHashMap::default(),
            weights: Vec::new(),
            filter: vec![0; FILTER_BITS / u64::BITS as usize],
        };
        for text in texts {
            each_word(text.as_bytes(), |word| {
                let weight = std::str::from_utf8(word).map_or(0, weight);
                let hash = hash(word);
                if weight > 0 && !telling.words.contains_key(&hash) {
                    telling.words.insert(hash, telling.weights.len());
                    telling.weights.push(weight);
                    let bit = hash as usize % FILTER_BITS;
                    telling.filter[bit / 64] |= 1 << (bit % 64);
                }
            });
        }
        telling
    }

    /// How much a text shares with these words: the sum of what they tell, each counted once.
    pub(super) fn shared(&self, text: &[u8]) -> u32 {
        let mut seen = vec![false; self.weights.len()];
        let mut sum = 0;
        each_word(text, |word| {
            let hash = hash(word);
            let bit = hash as usize % FILTER_BITS;
            if self.filter[bit / 64] & (1 << (bit % 64)) == 0 {
                return;
            }
            if let Some(&index) = self.words.get(&hash)
                && !std::mem::replace(&mut seen[index], true)
            {
                sum += self.weights[index];
            }
        });
        sum
    }

    /// Puts the files that share most first; the rest keeps its order.
    pub(super) fn order(&self, files: &mut [FileToLoad]) {
        if self.weights.is_empty() {
            return;
        }
        files.par_sort_by_cached_key(|file| std::cmp::Reverse(self.shared(&beginning(file))));
    }
}

/// The first bytes of a file; none where it cannot be read, which is reported when it is loaded.
fn beginning(file: &FileToLoad) -> Vec<u8> {
    let mut bytes = Vec::new();
    if file.path.is_file()
        && let Ok(opened) = std::fs::File::open(&file.path)
    {
        let _ = opened.take(SKIMMED).read_to_end(&mut bytes);
    }
    bytes
}

fn hash(word: &[u8]) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(word)
}

/// How much a word tells: more the rarer it is, and of figures, more the longer they are.
fn weight(word: &str) -> u32 {
    if word.as_bytes()[0].is_ascii_digit() {
        let digits = word.bytes().filter(u8::is_ascii_digit).count() as u32;
        let year = digits == 4 && word.len() == 4;
        return if year { 0 } else { 20 * digits.saturating_sub(1).min(5) };
    }
    let rarity = language::rarity(&language::stem(word));
    u32::from(rarity.saturating_sub(COMMON))
}

/// Calls `visit` with every figure and every word of three bytes or more that starts with a capital.
fn each_word(text: &[u8], mut visit: impl FnMut(&[u8])) {
    let within = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80;
    let mut at = 0;
    while at < text.len() {
        if !within(text[at]) {
            at += 1;
            continue;
        }
        let start = at;
        let figure = text[at].is_ascii_digit();
        while at < text.len()
            && (within(text[at])
                || figure && matches!(text[at], b',' | b'.') && text.get(at + 1).is_some_and(u8::is_ascii_digit))
        {
            at += 1;
        }
        let capital = text[start].is_ascii_uppercase() || text[start] >= 0x80;
        if at - start >= 2 && (figure || (capital && at - start >= 3)) {
            visit(&text[start..at]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_figures_in_common_count_and_common_words_do_not() {
        let telling = Telling::of(["The Vantmoor ferry sank with 34,000 crates off Kellerby."].into_iter());
        let same = telling.shared(b"Vantmoor: 34,000 crates are lost off Kellerby, says the owner.");
        let part = telling.shared(b"The owner of Vantmoor was not there. Vantmoor did not say.");
        let none = telling.shared(b"The ferry sank with The crates in 2016.");
        assert!(same > part && part > none && none == 0, "{same} {part} {none}");
    }

    #[test]
    fn likely_files_come_first_and_the_others_keep_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            super::super::Desk::default().file(path, super::super::Role::Other)
        };
        let mut files =
            vec![file("a.txt", "Nothing is shared."), file("b.txt", "Vantmoor is named."), file("c.txt", "Not here.")];
        Telling::of(["The Vantmoor ferry sank."].into_iter()).order(&mut files);
        let names: Vec<_> = files.iter().map(|f| f.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["b.txt", "a.txt", "c.txt"]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_skimmed(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let telling = Telling::of([text.as_str()].into_iter());
            let all: u32 = telling.weights.iter().sum();
            proptest::prop_assert!(telling.shared(&bytes) <= all);
        }
    }
}
