//! In which order the files of a corpus are read while somebody has some of them open.
//!
//! What shares most with an open article, as skims tell, comes before everything else; then come the others, versions of
//! one article one after the other. Every file comes once.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::load::FileToLoad;
use crate::corpus::{Skim, SkimIndex};
use crate::text::sorting::sort_by_key;

/// Files looked at first: those beside an open article.
const BESIDE: usize = 256;
/// Files looked at together after these.
const LOOKED_AT: usize = 16 * 1024;
/// So many articles that share something with an open one are read before all others.
const LIKELY: usize = 96;
/// So many of those that share something with an open article are read before it is told what was found in them.
const LIKELY_BATCH: usize = 32;
/// Of the files that are looked at together, so many are read for each open article before the next are looked at.
const LIKELY_AT_ONCE: usize = 8;
/// For all open ones and in all looks together at most so many.
pub(super) const EARLY: usize = 32;
/// What a file must share with an open article to be read while others were not looked at yet, unless it stands beside it: as
/// skims weigh it, some ten rare words.
pub(super) const SURELY_SHARED: f32 = 6.0;

/// An open article: its name, its key and its text.
pub(super) type Open = (Arc<str>, Arc<str>, Arc<str>);

/// Which of the files that are still to be read is next.
pub(super) struct Queue {
    files: Vec<FileToLoad>,
    skims: SkimIndex,
    taken: Vec<bool>,
    first: VecDeque<usize>,
    /// The others, in the order of their wording; those that were put back are before them.
    rest: std::vec::IntoIter<usize>,
    back: VecDeque<usize>,
    /// The open articles for which `first` was made.
    open: Vec<Arc<str>>,
}

impl Queue {
    pub(super) fn of(files: Vec<FileToLoad>, skims: &[Skim]) -> Self {
        let mut rest: Vec<usize> = (0..files.len()).collect();
        sort_by_key(&mut rest, |&place| skims[place].wording);
        let (skims, taken) = (SkimIndex::of(skims), vec![false; files.len()]);
        Self {
            files,
            skims,
            taken,
            first: VecDeque::new(),
            rest: rest.into_iter(),
            back: VecDeque::new(),
            open: Vec::new(),
        }
    }

    /// The places of the next files to be read, and whether they share something with an open article (name, key and text).
    pub(super) fn next(&mut self, open: &[Open], size: usize) -> (Vec<usize>, bool) {
        if self.is_for_others(open) {
            let is_open = |file: &FileToLoad| open.iter().any(|(_, key, _)| *key == file.key);
            let left = self.back.iter().chain(self.rest.as_slice());
            let mut first: VecDeque<_> = left.copied().filter(|&place| is_open(&self.files[place])).collect();
            for (name, _, text) in open.iter().filter(|(name, ..)| !self.open.contains(name)) {
                let likely = self.skims.likely(&Skim::of(text.as_bytes()), LIKELY);
                tracing::debug!("{name} shares something with {} articles", likely.len());
                first.extend(likely);
            }
            // What those share that were open before comes behind them.
            first.append(&mut self.first);
            self.first = first;
            self.open = open.iter().map(|(name, ..)| name.clone()).collect();
        }
        let (mut batch, mut is_likely) = (Vec::new(), false);
        while batch.len() < if is_likely { size.min(LIKELY_BATCH) } else { size } {
            let place = match self.first.pop_front() {
                Some(place) => {
                    is_likely |= !self.taken[place];
                    place
                }
                None if is_likely => break,
                None => match self.back.pop_front().or_else(|| self.rest.next()) {
                    Some(place) => place,
                    None => break,
                },
            };
            if !std::mem::replace(&mut self.taken[place], true) {
                batch.push(place);
            }
        }
        (batch, is_likely)
    }

    /// Whether other articles are open than those for which the order was made.
    pub(super) fn is_for_others(&self, open: &[Open]) -> bool {
        !open.iter().map(|(name, ..)| name).eq(&self.open)
    }

    /// Files that were not read after all.
    pub(super) fn put_back(&mut self, places: &[usize]) {
        places.iter().for_each(|&place| self.taken[place] = false);
        self.back.extend(places);
    }

    pub(super) fn files_at(&self, places: &[usize]) -> Vec<FileToLoad> {
        places.iter().map(|&place| self.files[place].clone()).collect()
    }
}

/// The files in batches: first those nearest to the open articles in the order of all files, which outlets and days
/// usually share with them; then the rest, many at a time, because each batch is sorted into what there is.
pub(super) fn beside_first(files: Vec<FileToLoad>, open: &[Arc<str>]) -> Vec<Vec<FileToLoad>> {
    let places: Vec<usize> = (0..files.len()).filter(|&i| open.contains(&files[i].key)).collect();
    let each = BESIDE / places.len().max(1) / 2;
    let near = |i: usize| places.iter().any(|&place| place.abs_diff(i) <= each);
    let (first, rest): (Vec<_>, Vec<_>) = files.into_iter().enumerate().partition(|(i, _)| near(*i));
    let plain = |batch: Vec<(usize, FileToLoad)>| batch.into_iter().map(|(_, file)| file).collect::<Vec<_>>();
    let mut batches = vec![plain(first)];
    let mut rest = plain(rest);
    while !rest.is_empty() {
        let left = rest.split_off(rest.len().min(LOOKED_AT));
        batches.push(std::mem::replace(&mut rest, left));
    }
    batches.retain(|batch| !batch.is_empty());
    batches
}

/// Takes out of files that were looked at together, and of what was skimmed of them, those that share most with one of the open
/// articles, and at least so much (`least`, as [`SkimIndex::likely`] weighs it); at most so many. Before any others are looked at these are read.
pub(super) fn likely_of(
    files: &mut Vec<FileToLoad>,
    skims: &mut Vec<Skim>,
    open: &[Open],
    (least, most): (f32, usize),
) -> Vec<FileToLoad> {
    if open.is_empty() || skims.is_empty() || most == 0 {
        return Vec::new();
    }
    let index = SkimIndex::of(skims);
    let of_open = open.iter().flat_map(|(_, key, text)| {
        let likely = index.likely_by(&Skim::of(text.as_bytes()), LIKELY_AT_ONCE + 1, least);
        let others = likely.into_iter().filter(|&place| files[place].key != *key);
        others.take(LIKELY_AT_ONCE).collect::<Vec<_>>()
    });
    let likely: FxHashSet<usize> = of_open.take(most).collect();
    let mut place = 0;
    skims.retain(|_| {
        place += 1;
        !likely.contains(&(place - 1))
    });
    let (likely, rest): (Vec<_>, Vec<_>) =
        std::mem::take(files).into_iter().enumerate().partition(|(place, _)| likely.contains(place));
    *files = rest.into_iter().map(|(_, file)| file).collect();
    likely.into_iter().map(|(_, file)| file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Desk;
    use crate::workspace::files::Role;

    fn queue(texts: &[&str]) -> Queue {
        let file = |i: usize| Desk::default().file(format!("{i}.txt").into(), Role::Other);
        let skims: Vec<_> = texts.iter().map(|text| Skim::of(text.as_bytes())).collect();
        Queue::of((0..texts.len()).map(file).collect(), &skims)
    }

    fn next(queue: &mut Queue, open: &[(&str, &str)], size: usize) -> (Vec<String>, bool) {
        let open: Vec<_> = open.iter().map(|(key, text)| ((*key).into(), (*key).into(), (*text).into())).collect();
        let (places, is_likely) = queue.next(&open, size);
        (queue.files_at(&places).iter().map(|file| file.key.to_string()).collect(), is_likely)
    }

    const NONE: &str = "Nothing is shared.";
    const FERRY: &str = "The Vantmoor ferry sank off Kellerby with 34,000 crates.";

    #[test]
    fn what_shares_something_with_an_open_article_comes_first_and_every_file_once() {
        let mut queue = queue(&[NONE, NONE, FERRY, NONE]);
        let open = [("3.txt", "The Vantmoor ferry is said to have left Kellerby.")];
        assert_eq!(next(&mut queue, &open, 8), (vec!["3.txt".into(), "2.txt".into()], true));
        assert_eq!(next(&mut queue, &open, 1), (vec!["0.txt".into()], false));
        assert_eq!(next(&mut queue, &open, 8), (vec!["1.txt".into()], false));
        assert!(next(&mut queue, &open, 8).0.is_empty());
    }

    #[test]
    fn of_the_files_looked_at_together_those_that_share_something_with_an_open_article_are_taken() {
        let texts = [NONE, FERRY, NONE, "The Vantmoor ferry had left Kellerby at noon."];
        let (mut files, mut skims) = (queue(&texts).files, texts.map(|text| Skim::of(text.as_bytes())).to_vec());
        let open = [("x.txt".into(), "1.txt".into(), FERRY.into())];
        let keys = |files: &[FileToLoad]| files.iter().map(|file| file.key.to_string()).collect::<Vec<_>>();
        let likely = likely_of(&mut files, &mut skims, &open, (0.0, EARLY));
        assert_eq!(
            (keys(&likely), keys(&files)),
            (vec!["3.txt".into()], ["0.txt", "1.txt", "2.txt"].map(String::from).to_vec())
        );
        assert_eq!(skims, [NONE, FERRY, NONE].map(|text| Skim::of(text.as_bytes())));
        assert!(likely_of(&mut files, &mut skims, &[], (0.0, EARLY)).is_empty());
        for bounds in [(100.0, EARLY), (0.0, 0)] {
            let (mut files, mut skims) = (queue(&texts).files, texts.map(|text| Skim::of(text.as_bytes())).to_vec());
            assert!(likely_of(&mut files, &mut skims, &open, bounds).is_empty());
        }
    }

    #[test]
    fn an_article_that_is_opened_meanwhile_changes_the_order() {
        let mut queue = queue(&[NONE, NONE, FERRY, NONE]);
        assert_eq!(next(&mut queue, &[], 1).0, ["0.txt"]);
        assert_eq!(next(&mut queue, &[("x.txt", FERRY)], 1), (vec!["2.txt".into()], true));
        assert_eq!(next(&mut queue, &[("x.txt", FERRY)], 8).0, ["1.txt", "3.txt"]);
    }

    #[test]
    fn what_is_put_back_when_an_article_is_opened_comes_behind_what_that_one_shares_and_before_the_rest() {
        let mut queue = queue(&[NONE, NONE, NONE, FERRY, NONE]);
        let (batch, _) = queue.next(&[], 3);
        assert_eq!(batch, [0, 1, 2]);
        let open = [("x.txt", FERRY)].map(|(key, text)| (key.into(), key.into(), text.into()));
        assert!(queue.is_for_others(&open) && !queue.is_for_others(&[]));
        queue.put_back(&batch[1..]);
        assert_eq!(queue.next(&open, 8), (vec![3], true));
        assert!(!queue.is_for_others(&open));
        assert_eq!(queue.next(&open, 2), (vec![1, 2], false));
        assert_eq!(queue.next(&open, 8), (vec![4], false));
    }

    #[test]
    fn what_an_article_shares_that_was_opened_before_another_is_not_forgotten() {
        let trial = "A jury in Thornby found the banker Marlow guilty of embezzling pensions.";
        let mut queue = queue(&[NONE, trial, FERRY, NONE, trial]);
        assert_eq!(next(&mut queue, &[("x.txt", trial)], 1), (vec!["1.txt".into()], true));
        let open = [("x.txt", trial), ("y.txt", FERRY)];
        assert_eq!(next(&mut queue, &open, 8), (vec!["2.txt".into(), "4.txt".into()], true));
    }
}
