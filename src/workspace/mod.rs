//! All that touches the world, for both front ends: which files are articles, loading, watching,
//! `copydesk.toml`, the session and its snapshots.

mod annotations;
mod archive;
mod cache;
mod cited;
mod configuration;
mod desk;
mod dismissals;
mod files;
pub mod follow;
mod librarian;
mod load;
mod loading;
mod log;
mod open_document;
mod queue;
mod recorded;
mod session;
mod snapshot;
mod survey;

pub use archive::index_at;
pub use cache::{CACHE_FOLDER, Cache};
pub use configuration::{
    AnnotationConfiguration, AnnotationPair, ArticleConfiguration, Configuration, ConfigurationProblem,
    DraftConfiguration, FILE_NAME, Follow, added_alias, annotated, find_root, json_schema, strings,
};
pub use desk::{Desk, Loaded, Stage, load};
pub use dismissals::{
    DISMISSED_FILE, Dismissal, Dismissals, Scope, add as add_dismissals, added as added_dismissals, covered,
    prune as prune_dismissals,
};
pub use files::{MOST_ENTRIES, Membership, Role, folder_files, loose_role, reads_like_prose};
pub use librarian::{LARGEST_LOOSE_FOLDER, Librarian, Observer, start};
pub use load::{FileToLoad, LARGEST_FILE, LoadProblem, Loader, article, read_file, read_open};
pub use log::{LogLayer, start_log};
pub use open_document::OpenDocument;
pub use recorded::{RECORD_NAME, record_sources};
pub use session::{LOOSE, Opened, Session};
pub use snapshot::{Snapshot, View};
pub use survey::{ArchiveSurvey, Survey, survey};

/// The JSON Schema of `copydesk.toml`, as a file.
pub fn json_schema_text() -> String {
    format!("{:#}\n", json_schema())
}
