//! What is at hand of every article of a corpus, of those of an archive too: asked of many for each that is unpacked.

use super::super::archive;
use super::super::event::Signature;
use super::super::figure::FigureOutline;
use super::super::keys::Outline;
use super::super::quote::UtteranceOutline;
use super::{DocumentId, Index};
use smallvec::SmallVec;

impl Index {
    /// What is at hand of an article.
    pub(in crate::corpus) fn outline(&self, id: DocumentId) -> Option<&Outline> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => shelf.outline(id),
            _ => Some(&self.slot(id)?.held.as_ref()?.outline),
        }
    }

    /// What is at hand of an utterance.
    pub(in crate::corpus) fn utterance(&self, id: DocumentId, item: usize) -> Option<UtteranceOutline> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => shelf.utterance(id, item),
            _ => self.slot(id)?.utterances.get(item).copied(),
        }
    }

    /// Of utterances that share so many keys with one, and `more` that were not looked up, what is at hand of those that may
    /// share enough: each with its place and the number of keys.
    ///
    /// Look-ups do not wait for each other, and most utterances are passed over before anything but the number of their keys
    /// is fetched.
    pub(in crate::corpus) fn utterances_near(
        &self,
        one: &UtteranceOutline,
        shared: impl Iterator<Item = (DocumentId, usize, usize)>,
        more: usize,
    ) -> Vec<(DocumentId, usize, usize, UtteranceOutline)> {
        let may_be_near = |id: DocumentId, item: usize, pairs: usize| {
            let keys = self.slot(id).and_then(|slot| slot.keys.get(item));
            keys.is_none_or(|&keys| one.may_share_enough(keys, pairs + more))
        };
        let near = shared.filter(|&(id, item, pairs)| may_be_near(id, item, pairs));
        let listed = |(id, item, pairs): (DocumentId, usize, usize)| {
            let list = self.slot(id).map_or(&[][..], |slot| &slot.utterances);
            (id, item, pairs, list)
        };
        let lists: SmallVec<[_; 64]> = near.map(listed).collect();
        let outline = |(id, item, pairs, list): (DocumentId, usize, usize, &[UtteranceOutline])| {
            let outline = list.get(item).copied().or_else(|| self.utterance(id, item))?;
            Some((id, item, pairs, outline))
        };
        lists.into_iter().filter_map(outline).collect()
    }

    /// What is at hand of a figure.
    pub(in crate::corpus) fn figure(&self, id: DocumentId, item: usize) -> Option<&FigureOutline> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => shelf.outline(id)?.figures.get(item),
            _ => self.slot(id)?.figures.get(item),
        }
    }

    /// The words by which it is told which event an article reports.
    pub(in crate::corpus) fn signature(&self, id: DocumentId) -> Option<&Signature> {
        match &self.shelf {
            Some(shelf) if id.0 >= archive::FIRST => Some(&shelf.outline(id)?.signature),
            _ => Some(&self.slot(id)?.signature),
        }
    }
}
