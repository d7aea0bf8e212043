//! Annotation files that follow the edits of their article when it is saved.
//!
//! While an article is edited its annotation files are shown where they will stand (see [`super::annotations`]); the files
//! themselves are still about the text that was saved last. Saving makes that the new text, and every file that is held
//! in brat's form gets the edits that carry it along.

use std::path::PathBuf;
use std::sync::Arc;

use super::annotations;
use super::configuration::Follow;
use super::desk::Desk;
use super::open_document::OpenDocument;
use super::session::State;
use crate::annotation::follow;
use crate::annotation::{AnnotationFile, FileEdit, Format, apply};
use crate::text::Since;

/// How an annotation file follows its article.
#[derive(Clone, Debug)]
pub struct FileFollows {
    /// The file.
    pub path: PathBuf,
    /// How an editor that has it open names it.
    pub name: Option<Arc<str>>,
    /// Its text, before it follows.
    pub text: Arc<str>,
    /// What is changed.
    pub edits: Vec<FileEdit>,
    /// Ids of annotations whose text was deleted; they are kept as they were, and reported.
    pub lost: Vec<String>,
    /// Why the file stays as it is, where it cannot follow.
    pub refused: Option<String>,
    /// Whether somebody has to be asked before.
    pub ask: bool,
}

/// Whether it is not known yet which annotation files there are that ought to follow.
pub(super) fn must_wait(desk: &Desk) -> bool {
    desk.root().is_some() && !desk.is_loaded && desk.configuration.annotations.follow != Follow::Off
}

/// Makes the annotation files of a saved article follow in the corpus, and says how their texts change.
pub(super) fn follow(state: &mut State, saved: &OpenDocument, since: &Since) -> Vec<FileFollows> {
    let Some(desk) = state.desks.get_mut(saved.desk) else { return Vec::new() };
    let desk = Arc::make_mut(desk);
    desk.pending.remove(&saved.key);
    let Some(article) = desk.corpus.id(&saved.key) else { return Vec::new() };
    let (new, setting) = (saved.text(), desk.configuration.annotations.follow);
    let files: Vec<(Arc<str>, Arc<str>)> = desk
        .corpus
        .annotations_of(article)
        .into_iter()
        .filter(|(_, entry)| matches!(entry.file.format, Format::Brat | Format::WebAnno))
        .map(|(_, entry)| (entry.path.clone(), entry.file.text.clone()))
        .collect();
    let mut all = Vec::new();
    for (key, text) in files {
        let open = state.documents.values().find(|document| document.desk == saved.desk && document.key == key);
        let (name, text) = open.map_or((None, text), |open| (Some(open.name.clone()), open.text()));
        if setting == Follow::Off {
            annotations::attach(desk, &key, text);
            continue;
        }
        let file = AnnotationFile::read(&key, text.clone(), Some(&since.old));
        let followed = follow::follow(&file, &since.old, &new, &since.changes);
        let after = if setting == Follow::Save { apply(&text, &followed.edits).into() } else { text.clone() };
        annotations::attach(desk, &key, after);
        if !followed.edits.is_empty() || followed.refused.is_some() {
            let (edits, lost, ask) = (followed.edits, followed.lost, setting == Follow::Ask);
            let refused = followed.refused.map(|problem| problem.message);
            all.push(FileFollows { path: desk.path(&key), name, text, edits, lost, refused, ask });
        }
    }
    all
}
