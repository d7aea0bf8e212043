//! What the server tells the client of its own accord, in order: diagnostics, progress, what to watch.
//!
//! Nobody waits for the client: what is said is queued, and each request to it has a time limit.

use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::ls_types::notification::Progress;
use tower_lsp::ls_types::*;

use super::host::Host;
use super::publisher::Wake;
use super::watch;
use crate::workspace::follow::FileFollows;
use crate::workspace::{LoadProblem, Observer};

/// How long a client may take to answer.
pub(super) const CLIENT_LIMIT: Duration = Duration::from_secs(10);
/// Loads that take less than this show no progress.
const SHORT: Duration = Duration::from_millis(200);
/// Between two reports of progress.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// Something to tell the client.
pub(super) enum Outgoing {
    RefreshDiagnostics,
    /// A change of an open document that a command makes.
    Apply(Uri, TextEdit),
    /// A place to show in the editor.
    ShowPlace(Uri, Range),
    /// Hints, lenses and colours are to be asked for again.
    RefreshViews,
    /// Settings are to be asked for, and their changes told.
    Configure,
    /// Settings are to be asked for.
    AskSettings,
    Watch,
    Follow(Vec<FileFollows>),
    Progress(Step),
    Log(MessageType, String),
    /// Where the user will see it.
    Show(MessageType, String),
}

/// A step of a long piece of work.
pub(super) enum Step {
    Begin(String),
    Report(usize, usize),
    End(String),
    /// The server is shutting down: what is shown ends, and nothing more is shown.
    Stop,
}

/// Sends what is queued until the server ends.
pub(super) async fn send_all(client: Client, host: Arc<Host>, mut queue: UnboundedReceiver<Outgoing>) {
    // Progress waits for the client to accept it, diagnostics do not wait for that.
    let (progress, steps) = unbounded_channel();
    tokio::spawn(ShownProgress { client: client.clone(), token: None, count: 0 }.follow(steps));
    let mut watcher = None;
    while let Some(outgoing) = queue.recv().await {
        match outgoing {
            Outgoing::RefreshDiagnostics => {
                let client = client.clone();
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    let _ = client.workspace_diagnostic_refresh().await;
                }));
            }
            Outgoing::Apply(uri, edit) => {
                let client = client.clone();
                let changes = Some([(uri, vec![edit])].into_iter().collect());
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    let _ = client.apply_edit(WorkspaceEdit { changes, ..WorkspaceEdit::default() }).await;
                }));
            }
            Outgoing::ShowPlace(uri, range) => {
                let client = client.clone();
                let show = ShowDocumentParams { uri, external: None, take_focus: Some(true), selection: Some(range) };
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    let _ = client.show_document(show).await;
                }));
            }
            Outgoing::RefreshViews => {
                let (client, refreshes) = (client.clone(), host.capabilities().refreshes);
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    if refreshes.lenses {
                        let _ = client.code_lens_refresh().await;
                    }
                    if refreshes.hints {
                        let _ = client.inlay_hint_refresh().await;
                    }
                    if refreshes.tokens {
                        let _ = client.semantic_tokens_refresh().await;
                    }
                }));
            }
            Outgoing::Configure => {
                let (client, host) = (client.clone(), host.clone());
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    if host.capabilities().registers_configuration {
                        let _ = client.register_capability(vec![watch::of_settings()]).await;
                    }
                    host.send(Outgoing::AskSettings);
                }));
            }
            Outgoing::AskSettings if host.capabilities().configuration => {
                let (client, host) = (client.clone(), host.clone());
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    let item = ConfigurationItem { scope_uri: None, section: Some("copydesk".into()) };
                    // A client that has nothing to say leaves what it said at the start as it is.
                    if let Ok(answers) = client.configuration(vec![item]).await
                        && let Some(answer) = answers.first().filter(|answer| answer.is_object())
                    {
                        host.set_settings(answer);
                    }
                }));
            }
            Outgoing::AskSettings => {}
            Outgoing::Watch if host.capabilities().watches_files => {
                let client = client.clone();
                tokio::spawn(tokio::time::timeout(CLIENT_LIMIT, async move {
                    let _ = client.register_capability(vec![watch::registration()]).await;
                }));
            }
            Outgoing::Watch => watcher = watch::Watcher::start(host.session.clone()),
            Outgoing::Follow(files) => {
                tokio::spawn(super::follow::send(client.clone(), host.clone(), files));
            }
            Outgoing::Progress(step) => {
                if let (Step::Begin(_), Some(watcher)) = (&step, &mut watcher) {
                    watcher.follow(&host.session.snapshot());
                }
                if host.capabilities().progress {
                    let _ = progress.send(step);
                }
            }
            // Before it is initialised, a client must not be spoken to.
            Outgoing::Log(_, message) | Outgoing::Show(_, message) if !host.is_running() => {
                eprintln!("copydesk: {message}")
            }
            Outgoing::Show(kind, message) => client.show_message(kind, message).await,
            Outgoing::Log(kind, message) => client.log_message(kind, message).await,
        }
    }
}

struct ShownProgress {
    client: Client,
    token: Option<ProgressToken>,
    count: u32,
}

impl ShownProgress {
    async fn follow(mut self, mut steps: UnboundedReceiver<Step>) {
        let mut title = String::new();
        while let Some(step) = steps.recv().await {
            match step {
                Step::Begin(new) => title = new,
                Step::Report(done, total) => self.report(&title, done, total).await,
                Step::End(message) => self.end(message).await,
                Step::Stop => return self.end("stopped".into()).await,
            }
        }
    }

    async fn report(&mut self, title: &str, done: usize, total: usize) {
        let percentage = Some((done * 100 / total.max(1)).min(100) as u32);
        let message = Some(format!("{done}/{total}"));
        if self.token.is_none() {
            self.count += 1;
            let token = ProgressToken::String(format!("copydesk/{}", self.count));
            let created = self.client.create_work_done_progress(token.clone());
            if !matches!(tokio::time::timeout(CLIENT_LIMIT, created).await, Ok(Ok(()))) {
                return;
            }
            self.token = Some(token);
            let begin =
                WorkDoneProgressBegin { title: title.to_owned(), message, percentage, cancellable: Some(false) };
            return self.notify(WorkDoneProgress::Begin(begin)).await;
        }
        let report = WorkDoneProgressReport { message, percentage, cancellable: Some(false) };
        self.notify(WorkDoneProgress::Report(report)).await;
    }

    async fn end(&mut self, message: String) {
        if self.token.is_some() {
            self.notify(WorkDoneProgress::End(WorkDoneProgressEnd { message: Some(message) })).await;
            self.token = None;
        }
    }

    async fn notify(&self, value: WorkDoneProgress) {
        if let Some(token) = self.token.clone() {
            let value = ProgressParamsValue::WorkDone(value);
            self.client.send_notification::<Progress>(ProgressParams { token, value }).await;
        }
    }
}

/// Passes on what the session does in the background.
pub(super) struct Background {
    outgoing: UnboundedSender<Outgoing>,
    wake: Mutex<Sender<Wake>>,
    last_report: Mutex<Instant>,
}

impl Background {
    pub(super) fn new(outgoing: UnboundedSender<Outgoing>, wake: Sender<Wake>) -> Self {
        Self { outgoing, wake: Mutex::new(wake), last_report: Mutex::new(Instant::now()) }
    }

    fn say(&self, outgoing: Outgoing) {
        let _ = self.outgoing.send(outgoing);
    }

    fn wake(&self, wake: Wake) {
        let _ = self.wake.lock().unwrap_or_else(PoisonError::into_inner).send(wake);
    }
}

impl Observer for Background {
    fn begin(&self, title: &str) {
        *self.last_report.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + SHORT - REPORT_EVERY;
        self.say(Outgoing::Progress(Step::Begin(title.to_owned())));
    }

    fn report(&self, done: usize, total: usize) {
        let Ok(mut last) = self.last_report.try_lock() else { return };
        if Instant::now().saturating_duration_since(*last) >= REPORT_EVERY {
            *last = Instant::now();
            self.say(Outgoing::Progress(Step::Report(done, total)));
        }
    }

    fn end(&self, message: &str) {
        self.say(Outgoing::Progress(Step::End(message.to_owned())));
    }

    fn changed(&self, finished: bool) {
        self.wake(if finished { Wake::Everything } else { Wake::Corpus });
    }

    fn problem(&self, problem: &LoadProblem) {
        self.say(Outgoing::Log(MessageType::WARNING, problem.to_string()));
    }
}

/// The files whose changes matter, as glob patterns.
pub(super) const WATCHED: [&str; 3] = [
    "**/{copydesk,copydesk-dismissed,copydesk-sources}.toml",
    "**/{annotation,visual,tools}.conf",
    "**/*.{txt,text,md,markdown,ann,a1,a2,tsv,conllu,conllup,jsonl,bib}",
];

/// The folders of all marked corpora.
pub(super) fn marked_folders(snapshot: &crate::workspace::Snapshot) -> Vec<PathBuf> {
    snapshot.desks().iter().filter_map(|desk| desk.root().map(PathBuf::from)).collect()
}
