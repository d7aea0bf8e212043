//! The language server: the protocol over standard input and output, one file per request.
//!
//! Whatever changes state is applied in the order of arrival, inside the [`ordered`] layer. Requests are
//! answered on other threads from the snapshot of their arrival; diagnostics come from the [`publisher`].
//! Here and nowhere else are the protocol's types known.

mod analysis;
mod background;
mod capabilities;
mod diagnostics;
mod edits;
mod file_findings;
mod follow;
mod from_proto;
mod handlers;
mod host;
mod life;
mod log;
mod notifications;
mod offer;
mod ordered;
mod publisher;
mod requests;
mod settings;
mod to_proto;
mod token_memory;
mod transport;
mod watch;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use tokio::sync::mpsc::unbounded_channel;
use tower_lsp::{LspService, Server};

use crate::workspace;

/// As many requests may be under way as a client likes: those that only wait must not keep others from being read.
const CONCURRENCY: usize = 1 << 16;
/// Threads that answer requests.
const THREADS: usize = 16;
/// So long a thread waits for the next request: it remembers much of the articles that are open.
const KEPT: Duration = Duration::from_secs(600);

/// Serves one client on standard input and output. Ends with code 0 after `shutdown` and `exit`, else with 1.
pub fn run() -> ExitCode {
    // While the client introduces itself; where no thread can be had, the first article waits for them.
    let _ = std::thread::Builder::new().name("models".into()).spawn(crate::reading::load);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(THREADS)
        .thread_keep_alive(KEPT)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(serve()),
        Err(error) => eprintln!("copydesk: the language server cannot start: {error}"),
    }
    ExitCode::FAILURE
}

/// The messages in `stream` as the server takes them in: a body to act on, or the answer to one that is broken.
#[cfg(fuzzing)]
pub fn frames(mut stream: &[u8]) -> Vec<Result<Vec<u8>, String>> {
    std::iter::from_fn(|| transport::next_message(&mut stream)).collect()
}

async fn serve() {
    let output = transport::write_stdout(|| std::process::exit(1));
    let life = life::Life::new(output.clone());
    let at_end = life.clone();
    let input = transport::read_stdin(output.clone(), move || at_end.end());
    let (outgoing, queue) = unbounded_channel();
    if let Err(error) = workspace::start_log(Some(Box::new(log::ToClient::new(outgoing.clone())))) {
        eprintln!("copydesk: {error}");
    }
    let (wake, wakes) = channel();
    let session = workspace::start(Arc::new(background::Background::new(outgoing.clone(), wake.clone())));
    let host = Arc::new(host::Host::new(session, life.clone(), outgoing, wake));
    let publisher = publisher::Publisher::new(host.clone(), wakes);
    if let Err(error) = std::thread::Builder::new().name("publisher".into()).spawn(move || publisher.run()) {
        eprintln!("copydesk: the language server cannot start: {error}");
        return;
    }
    let (service, socket) = LspService::build(|client| {
        tokio::spawn(background::send_all(client, host.clone(), queue));
        handlers::Handlers { host: host.clone() }
    })
    .custom_method("copydesk/figures", handlers::Handlers::figures)
    .custom_method("copydesk/quotes", handlers::Handlers::quotes)
    .custom_method("copydesk/reading", handlers::Handlers::reading)
    .finish();
    let service = ordered::Ordered::new(service, host);
    Server::new(input, output, socket).concurrency_level(CONCURRENCY).serve(service).await;
    life.end();
}
