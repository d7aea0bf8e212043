//! `copydesk check`: findings, for people and for programs.

use super::render::{Counts, Form};
use super::{Failure, load, print, render, written};
use crate::checks::{self, Finding, Severity};
use crate::workspace::{DISMISSED_FILE, Desk, Dismissal, Scope, add_dismissals};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `check`.
#[derive(Args)]
pub(super) struct CheckArguments {
    /// Articles, or folders of articles; without any, the corpus around the current folder.
    paths: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Run these rules only; opt-in rules may be named. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules out. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Exit with 1 where a finding is at least this bad.
    #[arg(long, value_enum, default_value_t = Level::Warning)]
    fail_on: Level,
    /// Dismiss everything that is found now, so that from here on only what is new is reported.
    #[arg(long)]
    write_baseline: bool,
    /// Why, for --write-baseline.
    #[arg(long, value_name = "TEXT", default_value = "baseline", requires = "write_baseline")]
    reason: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    Error,
    Warning,
    Information,
    Hint,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Information => Severity::Information,
            Level::Hint => Severity::Hint,
        }
    }
}

/// So many articles are checked before those are packed again that are no longer looked at.
const CHECKED_TOGETHER: usize = 128;

pub(super) fn run(arguments: &CheckArguments) -> Result<ExitCode, Failure> {
    let mut probe = checks::Selection::default();
    probe.select(&arguments.select)?;
    probe.ignore(&arguments.ignore)?;
    let mut loaded = load::load(&arguments.paths)?;
    let mut selection = loaded.desk.configuration.selection.clone();
    if !arguments.select.is_empty() {
        selection.select(&arguments.select)?;
    }
    selection.ignore(&arguments.ignore)?;
    let desk = &mut loaded.desk;
    desk.corpus.rank_paths();
    // What is compared with each other is checked together, so that little is unpacked twice.
    let mut order: Vec<usize> = (0..loaded.given.len()).collect();
    order.sort_by_cached_key(|&nth| (desk.corpus.topic(loaded.given[nth]), nth));
    let colours = anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let mut form = match arguments.format {
        Format::Human => render::human(colours),
        Format::Json => render::json(),
        Format::Sarif => render::sarif(),
        Format::Github => render::github(),
    };
    // Findings are rendered where they are found, while what they speak of is at hand: as text they need the least memory.
    let mut found: Vec<Found> = vec![Found::default(); order.len()];
    for together in order.chunks(CHECKED_TOGETHER) {
        let check = |&nth: &usize| {
            let document = loaded.given[nth];
            let findings = checks::check(&desk.corpus, document, &selection);
            let path = desk.corpus.path(document).map(|path| desk.rooted(path)).unwrap_or_default();
            let findings = desk.without_dismissed(findings, &path);
            (nth, Found::of(findings, desk, &path, &form, arguments))
        };
        // One by one, so that no thread waits for another's last few.
        let checked: Vec<_> = together.par_iter().with_max_len(1).map(check).collect();
        checked.into_iter().for_each(|(nth, findings)| found[nth] = findings);
        desk.corpus.pack();
    }
    if arguments.write_baseline {
        return write_baseline(&loaded.desk, found.into_iter().flat_map(|found| found.dismissals).collect());
    }
    let mut counts = Counts::default();
    found.iter().for_each(|found| counts.join(found.counts));
    if arguments.format == Format::Human {
        form.tail = format!("{}\n", counts.summary(&loaded.desk.corpus, &loaded.given));
    }
    // What programs read has no colours that would have to be left out byte by byte where nobody sees them.
    let out: &mut (dyn Write + Send) = match arguments.format {
        Format::Human => &mut anstream::stdout(),
        Format::Json | Format::Sarif | Format::Github => &mut std::io::stdout(),
    };
    written(write(&form, &found, out))?;
    let fails = found.iter().any(|found| found.worst >= Some(arguments.fail_on.severity()));
    Ok(ExitCode::from(u8::from(fails)))
}

/// The findings of one document.
#[derive(Clone, Default)]
struct Found {
    /// As they are printed, compressed: all of them are kept until the last is found.
    text: Vec<u8>,
    counts: Counts,
    worst: Option<Severity>,
    /// For a baseline.
    dismissals: Vec<Dismissal>,
}

impl Found {
    fn of(findings: Vec<Finding>, desk: &Desk, path: &str, form: &Form, arguments: &CheckArguments) -> Self {
        let mut found = Self { worst: findings.iter().map(|f| f.severity).max(), ..Self::default() };
        found.counts.add(&findings);
        if arguments.write_baseline {
            let of = |finding| Dismissal::of(finding, &desk.corpus, path, Scope::Instance, &arguments.reason);
            found.dismissals = findings.iter().map(of).collect();
        } else {
            found.text = lz4_flex::compress_prepend_size(form.render(&desk.corpus, &findings).as_bytes());
        }
        found
    }
}

/// The findings of so many documents are made ready while those of as many are written.
const WRITTEN_TOGETHER: usize = 64;

/// Writes the findings of all documents in their order.
fn write(form: &Form, found: &[Found], out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    out.write_all(form.head.as_bytes())?;
    let found: Vec<&Found> = found.iter().filter(|found| found.worst.is_some()).collect();
    let unpacked = |found: &&Found| lz4_flex::decompress_size_prepended(&found.text).map_err(std::io::Error::other);
    let mut ready: Vec<Vec<u8>> = Vec::new();
    // Nothing stands before the first.
    let mut between = "";
    for next in found.chunks(WRITTEN_TOGETHER).chain([&[][..]]) {
        let write = || {
            ready.iter().try_for_each(|text| {
                out.write_all(std::mem::replace(&mut between, form.between).as_bytes())?;
                out.write_all(text)
            })
        };
        let (written, made) = rayon::join(write, || next.iter().map(unpacked).collect::<Result<_, _>>());
        written?;
        ready = made?;
    }
    out.write_all(form.tail.as_bytes())?;
    out.flush()
}

fn write_baseline(desk: &Desk, mut entries: Vec<Dismissal>) -> Result<ExitCode, Failure> {
    let Some(root) = desk.root() else {
        return Err("a baseline belongs to a corpus: there is no copydesk.toml here or above (`copydesk init`)".into());
    };
    entries.dedup();
    if !entries.is_empty() {
        add_dismissals(root, &entries).map_err(|problem| problem.to_string())?;
    }
    print(&format!("{} findings dismissed in {}\n", entries.len(), root.join(DISMISSED_FILE).display()))
}
