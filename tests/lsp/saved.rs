//! The index of a large corpus, which a server begins with: an editor is told the same with it, without it, and where it or
//! what it names is damaged.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, uri};

const DRAFT: &str = "The sea broke through the Eastgate wall of Port Alder on Tuesday.\n\nAt least 34 people were killed in \
                     Port Alder when the storm broke the Eastgate wall, minister Ann Marsh said.\n";
const WIRE: &str = "The sea broke through the Eastgate wall of Port Alder on Tuesday.\n\nThe storm that broke the Eastgate \
                    wall killed 21 people in Port Alder, president Leo Hart said.\n";

/// A corpus in which two articles lie far apart that contradict each other.
fn corpus() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("copydesk.toml", "");
    write("a/draft.txt", DRAFT);
    write("z/wire.txt", WIRE);
    (0..2100).for_each(|i| write(&format!("farm/{i:04}.txt"), &format!("Orchard {i} sold pears to Brennick.\n")));
    folder
}

fn conflict(message: &Value) -> bool {
    let found = message["params"]["diagnostics"].as_array();
    found.is_some_and(|all| all.iter().any(|d| d["code"] == "figure-conflict"))
}

/// Starts a server, opens the draft and waits until it differs from the wire.
fn told(folder: &Path, cache: &Path) -> Client {
    let environment = [("COPYDESK_CACHE_DIR", cache.to_str().unwrap())];
    let mut client = Client::ready_with(&environment, json!({ "capabilities": {}, "rootUri": uri(folder) }));
    client.open(&uri(&folder.join("a/draft.txt")), DRAFT);
    client.heard_that("the draft differs from the wire", conflict);
    client
}

fn files(cache: &Path, ending: &str) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(cache).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|e| e == ending)).collect()
}

fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_is_found_with_the_saved_index_is_what_is_found_without() {
    let (folder, cache) = (corpus(), tempfile::tempdir().unwrap());
    let index = || files(cache.path(), "index").pop();
    let written = || index().and_then(|path| std::fs::metadata(path).ok()?.modified().ok());
    let first = told(folder.path(), cache.path());
    let at = wait_for("an index is written", written);
    drop(first);
    // From the index, and after an article came and another went.
    drop(told(folder.path(), cache.path()));
    std::fs::remove_file(folder.path().join("farm/0007.txt")).unwrap();
    std::fs::write(folder.path().join("farm/new.txt"), "Ferries came late to Brennick.\n").unwrap();
    drop(told(folder.path(), cache.path()));
    assert_eq!(written(), Some(at), "it fits well enough");
    // A damaged index is made anew.
    let path = index().unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[9] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let damaged = written();
    let client = told(folder.path(), cache.path());
    wait_for("a damaged index is made anew", || written().filter(|_| written() != damaged));
    drop(client);
    // A damaged pack is found out while its articles are in use, and all is loaded again.
    let pack = files(cache.path(), "pack").into_iter().max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    let mut bytes = std::fs::read(&pack).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&pack, bytes).unwrap();
    let client = told(folder.path(), cache.path());
    wait_for("a damaged pack is written anew", || (!pack.exists()).then_some(()));
    drop(client);
    drop(told(folder.path(), cache.path()));
}

#[test]
fn what_an_open_article_surely_shares_is_told_early_and_the_rest_in_the_end() {
    let (folder, cache) = (corpus(), tempfile::tempdir().unwrap());
    // One of them is looked at together with a thousand others, the second with the next thousand.
    let wires = ["farm/0300-wire.txt", "farm/1500-wire.txt"];
    wires.iter().for_each(|path| std::fs::write(folder.path().join(path), WIRE).unwrap());
    let environment = [("COPYDESK_CACHE_DIR", cache.path().to_str().unwrap())];
    let related = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
    let mut client =
        Client::ready_with(&environment, json!({ "capabilities": related, "rootUri": uri(folder.path()) }));
    client.open(&uri(&folder.path().join("a/draft.txt")), DRAFT);
    let names_all = |message: &Value| {
        let found = message["params"]["diagnostics"].as_array().into_iter().flatten();
        let conflicts = found.filter(|d| d["code"] == "figure-conflict").map(|d| d["relatedInformation"].to_string());
        let wires = wires.iter().chain(&["z/wire.txt"]);
        conflicts.into_iter().any(|told| wires.clone().all(|wire| told.contains(wire)))
    };
    client.heard_that("the draft differs from all three", names_all);
}
