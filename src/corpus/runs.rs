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

/// Finds the runs of an article, paragraph by paragraph, whatever paragraphs they reach over.
pub(super) struct Runs<W> {
    length: usize,
    /// The last words so far, of which no run has begun.
    tail: Vec<W>,
}

impl<W: Copy> Runs<W> {
    pub(super) fn of(length: usize) -> Self {
        Self { length, tail: Vec::with_capacity(2 * length) }
    }

    /// Goes on with a paragraph that was made with the same length and the same `hash`; the hashes of the runs that end in
    /// it are given to `each`.
    pub(super) fn add<H: Copy>(
        &mut self,
        paragraph: &Paragraph<W, H>,
        hash: impl Fn(&[W]) -> H,
        mut each: impl FnMut(H),
    ) {
        let first = &paragraph.words[..paragraph.words.len().min(self.length - 1)];
        let before = self.tail.len();
        self.tail.extend_from_slice(first);
        self.tail.windows(self.length).take(before).for_each(|run| each(hash(run)));
        paragraph.runs.iter().for_each(|run| each(*run));
        if first.len() < paragraph.words.len() {
            self.tail.clear();
            self.tail.extend_from_slice(&paragraph.words[paragraph.words.len() - (self.length - 1)..]);
        }
        self.tail.drain(..self.tail.len().saturating_sub(self.length - 1));
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
            let (mut runs, mut found) = (Runs::of(length), Vec::new());
            for words in &paragraphs {
                runs.add(&Paragraph::of(words.clone().into(), length, hash), hash, |run| found.push(run));
            }
            proptest::prop_assert_eq!(found, paragraphs.concat().windows(length).map(hash).collect::<Vec<_>>());
        }
    }
}
