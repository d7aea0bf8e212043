//! From files to a corpus that can be compared: time, processor time, memory, with and without a cache.
//!
//! `cargo bench --bench index [FOLDER]` (default: the example corpus) skims every article of FOLDER, asks which ones are
//! likely to share something with one of them, then loads the folder as `check` does: without a cache, and again from
//! the cache that this left, which lies in a folder of its own; and looks for all findings. Each load is a process of
//! its own, so that its memory is its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use copydesk::corpus::{Skim, SkimIndex};
use copydesk::{checks, workspace};
use rayon::prelude::*;

/// Set in the processes that load.
const LOADS: &str = "COPYDESK_BENCH_LOADS";

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood"));
    if let Ok(what) = std::env::var(LOADS) {
        return load(&folder, &what);
    }
    skim(&folder);
    let cache = tempfile::tempdir().expect("a folder for the cache");
    for what in ["without a cache", "from the cache", "from the cache, and checked"] {
        let mut child = Command::new(std::env::current_exe().expect("this program"));
        child.arg(&folder).env(LOADS, what).env(workspace::CACHE_FOLDER, cache.path());
        assert!(child.status().expect("the process starts").success());
    }
    let packs = files_below(cache.path(), "pack");
    let size: u64 = packs.iter().filter_map(|path| path.metadata().ok()).map(|m| m.len()).sum();
    println!("cache on disk: {:.1} MB", size as f64 / 1e6);
}

fn skim(folder: &Path) {
    let paths = files_below(folder, "txt");
    let clock = Clock::start();
    let skimmed: Vec<(usize, Skim)> = paths
        .par_iter()
        .filter_map(|path| std::fs::read(path).ok())
        .map(|bytes| (bytes.len(), Skim::of(&bytes)))
        .collect();
    let megabytes = skimmed.iter().map(|s| s.0).sum::<usize>() as f64 / 1e6;
    println!("{} articles, {megabytes:.2} MB", skimmed.len());
    let skims: Vec<Skim> = skimmed.into_iter().map(|s| s.1).collect();
    let index = SkimIndex::of(&skims);
    clock.stop("read from disk and skimmed", megabytes);
    let clock = Clock::start();
    let likely: usize = skims.iter().take(100).map(|skim| index.likely(skim, 96).len()).sum();
    clock.stop(&format!("100 times asked what is likely ({likely} articles)"), 0.0);
}

fn load(folder: &Path, what: &str) {
    let clock = Clock::start();
    let loaded = workspace::load(&[folder.to_path_buf()], &|_, _, _| {}).unwrap_or_else(|problem| panic!("{problem}"));
    let corpus = &loaded.desk.corpus;
    let megabytes = files_below(folder, "txt").iter().filter_map(|p| p.metadata().ok()).map(|m| m.len()).sum::<u64>();
    let megabytes = megabytes as f64 / 1e6;
    clock.stop(&format!("{} articles loaded {what}", corpus.ids().len()), megabytes);
    println!("  memory {}, at most {}", status("VmRSS:"), status("VmHWM:"));
    if what.ends_with("checked") {
        let clock = Clock::start();
        let selection = &loaded.desk.configuration.selection;
        let findings: usize = loaded.given.par_iter().map(|&id| checks::check(corpus, id, selection).len()).sum();
        clock.stop(&format!("{findings} findings"), megabytes);
        println!("  {:?}", corpus.work().done());
    }
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let (mut folders, mut files) = (vec![folder.to_path_buf()], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == extension) => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    files
}

/// Time on the wall and of the processors: on a busy machine only the latter says something.
struct Clock {
    wall: Instant,
    processor: f64,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), processor: processor_time() }
    }

    fn stop(self, what: &str, megabytes: f64) {
        let (wall, processor) = (self.wall.elapsed().as_secs_f64(), processor_time() - self.processor);
        let rate = if megabytes > 0.0 {
            format!(", {:.1} MB a second", megabytes / processor.max(1e-9))
        } else {
            String::new()
        };
        println!("{what}: {wall:.2} s, {processor:.2} s of processor time{rate}");
    }
}

/// Processor time of this process in seconds, where the system tells it.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn status(field: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|line| line.strip_prefix(field)).map_or_else(|| "unknown".into(), |v| v.trim().to_owned())
}
