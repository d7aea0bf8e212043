//! All that touches the world, for both front ends: which files are articles, loading, watching,
//! `copydesk.toml`, the session and its snapshots.

mod annotations;
mod cited;
mod configuration;
mod desk;
mod files;
mod librarian;
mod load;
mod open_document;
mod recorded;
mod session;
mod skim;
mod snapshot;

pub use configuration::{
    AnnotationConfiguration, AnnotationPair, ArticleConfiguration, Configuration, ConfigurationProblem,
    DraftConfiguration, FILE_NAME, Follow, find_root,
};
pub use desk::{Desk, Loaded, load};
pub use files::{Membership, Role, folder_files, loose_role, reads_like_prose};
pub use librarian::{Librarian, Observer, start};
pub use load::{FileToLoad, LARGEST_FILE, LoadProblem, load_files, read_file, read_open};
pub use open_document::OpenDocument;
pub use recorded::{RECORD_NAME, record_sources};
pub use session::{LOOSE, Opened, Session};
pub use snapshot::{Snapshot, View};
