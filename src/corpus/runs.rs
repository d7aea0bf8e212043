//! Hashes of all runs of so many words of an article, put together from what is known of its paragraphs.
//!
//! What is copied is found by such runs. Nearly all of them lie within a paragraph, and a typed letter changes one: so the
//! runs within are remembered with their paragraph, and only those that reach from one into the next are hashed again.

/// The words of a paragraph, as numbers, with the hashes of the runs within it.
#[derive(Debug, Default)]
pub(super) struct Paragraph<W, H> {
    pub words: Box<[W]>,
    runs: Box<[H]>,
}

impl<W, H> Paragraph<W, H> {
    /// The paragraph of these words with its runs of `length` words.
    pub(super) fn of(words: Box<[W]>, length: usize, hash: impl Fn(&[W]) -> H) -> Self {
        Self { runs: words.windows(length).map(hash).collect(), words }
    }
}

/// The words of an article so far, and the hashes of all runs of `length` words, whatever paragraphs they reach over.
pub(super) struct Runs<W, H> {
    length: usize,
    pub words: Vec<W>,
    pub hashes: Vec<H>,
}

impl<W: Copy, H: Copy> Runs<W, H> {
    pub(super) fn of(length: usize) -> Self {
        Self { length, words: Vec::new(), hashes: Vec::new() }
    }

    /// Goes on with a paragraph that was made with the same length and the same `hash`.
    pub(super) fn add(&mut self, paragraph: &Paragraph<W, H>, hash: impl Fn(&[W]) -> H) {
        let start = self.words.len();
        self.words.extend_from_slice(&paragraph.words);
        while self.hashes.len() < start && self.hashes.len() + self.length <= self.words.len() {
            let from = self.hashes.len();
            self.hashes.push(hash(&self.words[from..from + self.length]));
        }
        self.hashes.extend_from_slice(&paragraph.runs);
    }
}

#[cfg(test)]
mod tests {
    use super::{Paragraph, Runs};

    proptest::proptest! {
        #[test]
        fn the_runs_of_an_article_are_those_of_all_its_words(
            paragraphs in proptest::collection::vec(proptest::collection::vec(0u32..9, 0..12), 0..8),
            length in 1usize..6,
        ) {
            let hash = |run: &[u32]| run.iter().fold(7u64, |hash, word| hash * 31 + u64::from(*word));
            let mut runs = Runs::of(length);
            for words in &paragraphs {
                runs.add(&Paragraph::of(words.clone().into(), length, hash), hash);
            }
            let all = paragraphs.concat();
            proptest::prop_assert_eq!(&runs.words, &all);
            proptest::prop_assert_eq!(runs.hashes, all.windows(length).map(hash).collect::<Vec<_>>());
        }
    }
}
