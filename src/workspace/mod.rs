//! All that touches the world, for both front ends: which files are articles, loading, watching,
//! `copydesk.toml`, the session and its snapshots.

mod configuration;
mod files;
mod load;

pub use configuration::{
    AnnotationConfiguration, AnnotationPair, ArticleConfiguration, Configuration, ConfigurationProblem, FILE_NAME,
    Follow, find_root,
};
pub use files::{Membership, Role, folder_files, loose_role, reads_like_prose};
pub use load::{FileToLoad, LARGEST_FILE, LoadProblem, load_files, read_file, read_open};
