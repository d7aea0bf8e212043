//! What the program says of its own work: to standard error or to its client, or to the file of `COPYDESK_LOG_FILE`; never
//! to standard output.
//!
//! `COPYDESK_LOG` says how much: `error`, `warn` (the default), `info`, `debug`, `trace`, or `off`.

use std::collections::HashSet;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt;

/// Names how much is logged.
const LEVEL: &str = "COPYDESK_LOG";
/// Names the file to which it is added.
const FILE: &str = "COPYDESK_LOG_FILE";

/// Somewhere that the log goes.
pub type LogLayer = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts logging: to a file where one is named, else through `client`, else to standard error.
///
/// # Errors
/// A level that is none, or a file that cannot be written; nothing is logged then.
pub fn start_log(client: Option<LogLayer>) -> Result<(), String> {
    tell_each_panic_once();
    let level = level()?;
    let layer: LogLayer = match std::env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from) {
        Some(path) => {
            let file = File::options().create(true).append(true).open(&path);
            let file = file.map_err(|error| format!("{FILE}: {} cannot be written: {error}", path.display()))?;
            let format = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
            format.boxed()
        }
        None => client.unwrap_or_else(|| {
            let format = tracing_subscriber::fmt::layer().with_ansi(false).without_time().with_target(false);
            format.with_writer(std::io::stderr).boxed()
        }),
    };
    let _ = Registry::default().with(layer.with_filter(level)).try_init();
    Ok(())
}

fn level() -> Result<LevelFilter, String> {
    match std::env::var(LEVEL) {
        Ok(level) if !level.is_empty() => level
            .parse()
            .map_err(|_| format!("{LEVEL}: \"{level}\" is no level: use off, error, warn, info, debug or trace")),
        _ => Ok(LevelFilter::WARN),
    }
}

/// A mistake of the program that is met at every keystroke is told once for each place in the program.
fn tell_each_panic_once() {
    static TOLD: Mutex<Option<HashSet<String>>> = Mutex::new(None);
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
        if told.get_or_insert_default().insert(place) {
            drop(told);
            tell(panic);
        }
    }));
}
