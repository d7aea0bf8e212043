//! How the server ends: never later than its client.
//!
//! After `shutdown` and `exit` with code 0; after `exit` alone, at the end of input, or when the process that
//! started it is gone, with code 1. What was answered before is still written, within a limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::transport::Output;

/// How long a client may take to read what is still to be written when the server ends.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How often it is looked whether the client's process still lives.
const PARENT_CHECK: Duration = Duration::from_millis(400);

/// Ends the process.
#[derive(Clone)]
pub(super) struct Life {
    output: Output,
    shut_down: Arc<AtomicBool>,
}

impl Life {
    pub(super) fn new(output: Output) -> Self {
        Self { output, shut_down: Arc::default() }
    }

    /// The client asked for `shutdown`.
    pub(super) fn shut_down(&self) {
        self.shut_down.store(true, Ordering::SeqCst);
    }

    /// Whether the client asked for `shutdown`.
    pub(super) fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::SeqCst)
    }

    /// Sends a notification at once: before any answer that is given later.
    pub(super) fn say(&self, method: &str, params: &impl serde::Serialize) {
        #[derive(serde::Serialize)]
        struct Notification<'a, P> {
            jsonrpc: &'a str,
            method: &'a str,
            params: &'a P,
        }
        self.output.send(&Notification { jsonrpc: "2.0", method, params });
    }

    /// Ends the process now.
    pub(super) fn end(&self) -> ! {
        self.output.flush_within(LAST_WORDS);
        std::process::exit(if self.is_shut_down() { 0 } else { 1 });
    }

    /// Ends the process once `parent`, which lives now, is gone; who it is is settled before this returns.
    pub(super) fn end_with_parent(self, parent: u32) {
        if let Some(birth) = birth_of(parent) {
            tokio::spawn(self.outlive(parent, birth));
        }
    }

    async fn outlive(self, parent: u32, birth: u64) {
        let mut tick = tokio::time::interval(PARENT_CHECK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if birth_of(parent) != Some(birth) {
                tracing::info!("the client's process {parent} is gone");
                self.end();
            }
        }
    }
}

/// Something that tells a living process from a later one of the same number; `None` where it does not live.
#[cfg(target_os = "linux")]
fn birth_of(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The command's name, in parentheses, may hold anything.
    let mut fields = stat[stat.rfind(')')? + 1..].split_ascii_whitespace();
    if matches!(fields.next()?, "Z" | "X") {
        return None;
    }
    fields.nth(18)?.parse().ok()
}

#[cfg(all(unix, not(target_os = "linux")))]
fn birth_of(process: u32) -> Option<u64> {
    let process = rustix::process::Pid::from_raw(i32::try_from(process).ok()?)?;
    match rustix::process::test_kill_process(process) {
        Ok(()) | Err(rustix::io::Errno::PERM) => Some(0),
        Err(_) => None,
    }
}

/// Elsewhere the end of input has to do.
#[cfg(not(unix))]
fn birth_of(_: u32) -> Option<u64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_one_of_no_number_does_not() {
        assert!(birth_of(std::process::id()).is_some());
        assert_eq!(birth_of(u32::MAX), None);
    }
}
