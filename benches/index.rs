//! From files to a corpus that can be compared: time, megabytes a second, peak memory.
//!
//! `cargo bench --bench index [FOLDER]` reads every article of FOLDER (default: the example corpus) whole, three times,
//! without any cache of copydesk's own, and then looks for all findings once.

use std::path::{Path, PathBuf};
use std::time::Instant;

use copydesk::{checks, workspace};

const ROUNDS: usize = 3;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood"));
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let start = Instant::now();
        let loaded =
            workspace::load(std::slice::from_ref(&folder), &|_, _| {}).unwrap_or_else(|problem| panic!("{problem}"));
        let read = start.elapsed();
        let corpus = &loaded.desk.corpus;
        let bytes: usize = corpus.articles().iter().map(|(_, entry)| entry.reading.article.text.len()).sum();
        let megabytes = bytes as f64 / 1e6;
        times.push(read);
        println!(
            "round {}: {} articles, {megabytes:.2} MB read in {:.2} s ({:.2} MB/s)",
            round + 1,
            corpus.articles().len(),
            read.as_secs_f64(),
            megabytes / read.as_secs_f64(),
        );
        if round + 1 == ROUNDS {
            let start = Instant::now();
            let findings: usize = loaded
                .given
                .iter()
                .map(|&id| checks::check(corpus, id, &loaded.desk.configuration.selection).len())
                .sum();
            println!("{findings} findings in {:.2} s", start.elapsed().as_secs_f64());
        }
    }
    times.sort();
    println!("median {:.2} s{}", times[ROUNDS / 2].as_secs_f64(), peak_memory());
}

/// The largest size of the process so far, where the system tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(String::new, |peak| format!(", peak memory {}", peak.trim()))
}
