//! What was changed between an older text and a newer one, and where a place of the older one stands now.
//!
//! A change replaces one stretch of the old text; several lie apart, in its order.

use super::{Span, common_prefix, common_suffix};
use std::sync::Arc;

/// One change of a text: the bytes of the old one that were replaced, and how long what replaced them is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was replaced, in bytes of the old text.
    pub span: Span,
    /// Bytes of what stands there now.
    pub length: u32,
}

/// The change that leads from one text to another where all that differs lies between a common start and a common end.
/// `None` where the texts are the same.
pub fn change_between(old: &str, new: &str) -> Option<Change> {
    let common = common_prefix(old.as_bytes(), new.as_bytes());
    let start = (0..=common).rev().find(|&i| old.is_char_boundary(i) && new.is_char_boundary(i)).unwrap_or(0);
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let common = common_suffix(old_rest.as_bytes(), new_rest.as_bytes());
    let boundary =
        |&n: &usize| old_rest.is_char_boundary(old_rest.len() - n) && new_rest.is_char_boundary(new_rest.len() - n);
    let end = (0..=common).rev().find(boundary).unwrap_or(0);
    let span = Span::new(start, old.len() - end);
    let length = u32::try_from(new_rest.len() - end).unwrap_or(u32::MAX);
    (!span.is_empty() || length > 0).then_some(Change { span, length })
}

/// Where a fragment stands after the changes (in the order of the old text, apart from each other); `None` where nothing
/// of it is left.
pub fn moved(fragment: Span, changes: &[Change]) -> Option<Span> {
    let start = start_after(fragment.start, changes);
    if fragment.is_empty() {
        return Some(Span { start, end: start });
    }
    let end = end_after(fragment.end, changes);
    (start < end).then_some(Span { start, end })
}

/// Where the start of a fragment stands: behind what replaced the text around it.
fn start_after(at: u32, changes: &[Change]) -> u32 {
    let mut shift = 0i64;
    for change in changes {
        let (from, length) = (i64::from(change.span.start), i64::from(change.length));
        if change.span.end <= at {
            shift += length - change.span.len() as i64;
        } else if change.span.start <= at {
            return bounded(from + shift + length);
        } else {
            break;
        }
    }
    bounded(i64::from(at) + shift)
}

/// Where the end of a fragment stands: before what replaced the text around it.
fn end_after(at: u32, changes: &[Change]) -> u32 {
    let mut shift = 0i64;
    for change in changes {
        if change.span.end < at {
            shift += i64::from(change.length) - change.span.len() as i64;
        } else if change.span.start < at {
            return bounded(i64::from(change.span.start) + shift);
        } else {
            break;
        }
    }
    bounded(i64::from(at) + shift)
}

fn bounded(at: i64) -> u32 {
    u32::try_from(at.max(0)).unwrap_or(u32::MAX)
}

/// How a text came from an older one, edit by edit.
#[derive(Clone, Debug)]
pub struct Since {
    /// The older text: the one that annotation files are about.
    pub old: Arc<str>,
    /// What was changed, in the order of the old text, apart from each other.
    pub changes: Vec<Change>,
}

impl Since {
    /// No change of a text yet.
    pub fn new(old: Arc<str>) -> Self {
        Self { old, changes: Vec::new() }
    }

    /// Takes note that `replaced`, in bytes of the text as it is after all changes so far, gave way to `length` bytes.
    pub fn note(&mut self, replaced: Span, length: usize) {
        let (start, end) = (i64::from(replaced.start), i64::from(replaced.end));
        // In the new text each change stands where its old place is, moved by what the changes before it added.
        let (mut added, mut at, mut touched) = (0i64, self.changes.len(), 0..0);
        let mut joined: Option<(i64, i64, i64)> = None;
        let (mut before, mut within) = (0i64, 0i64);
        for (index, change) in self.changes.iter().enumerate() {
            let from = i64::from(change.span.start) + added;
            let to = from + i64::from(change.length);
            let grows = i64::from(change.length) - change.span.len() as i64;
            if to < start {
                before += grows;
            } else if from <= end {
                if joined.is_none() {
                    (at, touched) = (index, index..index);
                }
                touched.end = index + 1;
                within += grows;
                let (old_from, new_from, _) = joined.unwrap_or((i64::from(change.span.start), from, 0));
                joined = Some((old_from, new_from, to));
            } else {
                at = at.min(index);
                break;
            }
            added += grows;
        }
        let (new_from, new_to) = joined.map_or((start, end), |(_, from, to)| (from.min(start), to.max(end)));
        let span = Span { start: bounded(new_from - before), end: bounded(new_to - before - within) };
        let length = new_to - new_from - (end - start) + i64::try_from(length).unwrap_or(i64::MAX);
        if touched.is_empty() {
            touched = at..at;
        }
        let merged = Change { span, length: bounded(length) };
        let kept = (!span.is_empty() || merged.length > 0).then_some(merged);
        self.changes.splice(touched, kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_between_two_texts_is_what_differs() {
        assert_eq!(change_between("a", "a"), None);
        assert_eq!(change_between("aé", "aè"), Some(Change { span: Span::new(1, 3), length: 2 }));
        assert_eq!(change_between("aa", "aaa").map(|c| c.length), Some(1));
    }

    #[test]
    fn changes_that_touch_become_one_and_those_that_undo_each_other_none() {
        let mut since = Since::new("the pier held".into());
        since.note(Span::new(4, 4), 4);
        since.note(Span::new(8, 8), 1);
        assert_eq!(since.changes, [Change { span: Span::new(4, 4), length: 5 }]);
        since.note(Span::new(4, 9), 0);
        assert!(since.changes.is_empty());
    }

    #[test]
    fn a_stretch_of_which_nothing_is_left_has_no_place() {
        let cut = Change { span: Span::new(4, 9), length: 0 };
        assert_eq!(moved(Span::new(5, 8), &[cut]), None);
        assert_eq!(moved(Span::new(0, 6), &[cut]), Some(Span::new(0, 4)));
        assert_eq!(moved(Span::new(10, 12), &[cut]), Some(Span::new(5, 7)));
    }
}
