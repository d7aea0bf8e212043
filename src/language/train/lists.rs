//! Reads the word lists under `models/lists`.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::lexicon::listed;

/// What the word lists say of each word, in lower case: bits of `lexicon::listed`.
#[derive(Debug, Default)]
pub struct Lists {
    pub(super) words: BTreeMap<String, u8>,
}

impl Lists {
    /// Reads the lists in a folder.
    ///
    /// # Errors
    /// Where a list cannot be read.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let load = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"));
        let mut lists = Self::default();
        for line in load("wordnet.tsv")?.lines() {
            let (word, tags) = line.split_once('\t').unwrap_or((line, ""));
            let bits = tags.chars().map(|tag| match tag {
                'n' => listed::NOUN,
                'v' => listed::VERB,
                'a' => listed::ADJECTIVE,
                'r' => listed::ADVERB,
                _ => listed::PROPER,
            });
            lists.add(word, bits.fold(0, |all, bit| all | bit));
        }
        for (name, bit) in
            [("given-names.tsv", listed::GIVEN_NAME), ("surnames.txt", listed::SURNAME), ("cities.tsv", listed::PROPER)]
        {
            for line in load(name)?.lines() {
                let entry = line.split('\t').next().unwrap_or(line);
                if !entry.contains(' ') {
                    lists.add(entry, bit);
                }
            }
        }
        Ok(lists)
    }

    fn add(&mut self, word: &str, bits: u8) {
        *self.words.entry(word.to_lowercase()).or_default() |= bits;
    }
}
