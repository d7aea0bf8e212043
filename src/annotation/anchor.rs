//! Where the text that an annotation quotes stands in an article that was edited elsewhere: by the quote and what is around
//! it, and only where one place is possible.
//!
//! A quote that stands in the article once is there. One that stands several times is looked for between the nearest
//! annotations before and behind it that stand once, and is found where that leaves one place. A tie is never guessed.

use super::AnnotationFile;
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// The article is searched so many times for a file: each search may take all of it.
const SEARCHES: usize = 1000;
/// So many annotations to either side are tried as neighbours.
const NEIGHBOURS: usize = 32;

/// Finds annotations of one file in its article.
#[derive(Debug)]
pub struct Anchors<'a> {
    file: &'a AnnotationFile,
    /// The article as brat quotes it: line ends as spaces.
    article: String,
    /// The annotations in the order of the text that they were made on.
    order: Vec<usize>,
    /// Where those that were looked for stand, if once.
    known: Vec<Option<Option<Span>>>,
    searches: usize,
}

impl<'a> Anchors<'a> {
    /// For the annotations of `file` in `article`.
    pub fn new(file: &'a AnnotationFile, article: &str) -> Self {
        let mut order: Vec<usize> = (0..file.spans.len()).collect();
        sort_by_key(&mut order, |&index| file.spans[index].offsets.first().copied());
        Self { file, article: article.replace('\n', " "), order, known: vec![None; file.spans.len()], searches: 0 }
    }

    /// The only place where the annotation of that index can stand, as far as can be told.
    pub fn find(&mut self, index: usize) -> Option<Span> {
        if let Some(place) = self.once(index) {
            return Some(place);
        }
        let own = self.reach(index)?;
        let at = self.order.iter().position(|&other| other == index)?;
        let (mut before, mut behind) = (None, None);
        for step in 1..=NEIGHBOURS.min(at) {
            let other = self.order[at - step];
            if before.is_none() && self.reach(other).is_some_and(|reach| reach.1 <= own.0) {
                before = self.once(other);
            }
        }
        for other in self.order[at + 1..].iter().take(NEIGHBOURS).copied().collect::<Vec<_>>() {
            if behind.is_none() && self.reach(other).is_some_and(|reach| reach.0 >= own.1) {
                behind = self.once(other);
            }
        }
        let (from, to) = (before?.end as usize, behind?.start as usize);
        self.searches += 2;
        only_place(self.article.get(from..to)?, &self.file.spans[index].quoted).map(|span| span.shifted(from))
    }

    /// The offsets at which an annotation begins and ends, as they are written.
    fn reach(&self, index: usize) -> Option<(usize, usize)> {
        let offsets = &self.file.spans[index].offsets;
        Some((offsets.first()?.0, offsets.last()?.1))
    }

    /// Where the quote of an annotation stands, if it does once.
    fn once(&mut self, index: usize) -> Option<Span> {
        if let Some(known) = self.known[index] {
            return known;
        }
        if self.searches >= SEARCHES {
            return None;
        }
        self.searches += 1;
        *self.known[index].insert(only_place(&self.article, &self.file.spans[index].quoted))
    }
}

/// The one place where a quote stands in a text, if it is the only one.
fn only_place(text: &str, quoted: &str) -> Option<Span> {
    let first = text.find(quoted).filter(|_| !quoted.trim().is_empty())?;
    (text.rfind(quoted) == Some(first)).then(|| Span::new(first, first + quoted.len()))
}

#[cfg(test)]
mod tests {
    use super::super::brat;
    use super::*;

    const FILE: &str =
        "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tSource 20 23\tBen\nT4\tCue 24 28\tsaid\nT5\tPlace 40 44\tPier\n";

    fn found(article: &str) -> Vec<Option<usize>> {
        let file = brat::parse(FILE.into(), article);
        let mut anchors = Anchors::new(&file, article);
        (0..file.spans.len()).map(|index| anchors.find(index).map(|span| span.start as usize)).collect()
    }

    #[test]
    fn a_quote_that_stands_once_is_found_and_one_of_several_by_its_neighbours() {
        assert_eq!(
            found("Then Ann said no. Ben\nsaid so of the Pier."),
            [Some(5), Some(9), Some(18), Some(22), Some(37)]
        );
    }

    #[test]
    fn a_tie_is_never_guessed() {
        // Twice between Ann and Ben, and nothing tells how far behind Ben to look.
        assert_eq!(found("Ann said and said. Ben said so."), [Some(0), None, Some(19), None, None]);
        // Two of each name: nothing holds.
        assert_eq!(found("Ann said. Ben said. Ann said. Ben said. Pier Pier"), [None; 5]);
        // Neighbours in another order than they were.
        assert_eq!(found("Ben said. Ann said. Pier"), [Some(10), None, Some(0), None, Some(20)]);
    }
}
