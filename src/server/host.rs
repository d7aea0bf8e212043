//! What all parts of the running server share.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::InitializeParams;

use super::background::Outgoing;
use super::capabilities::{self, Capabilities};
use super::life::Life;
use super::publisher::Wake;
use crate::workspace::Session;

/// What all parts of the running server share; the state itself is the session's.
pub(super) struct Host {
    pub session: Arc<Session>,
    pub life: Life,
    client: OnceLock<Arc<Capabilities>>,
    folders: OnceLock<Vec<std::path::PathBuf>>,
    outgoing: UnboundedSender<Outgoing>,
    wake: Mutex<Sender<Wake>>,
}

impl Host {
    pub(super) fn new(
        session: Arc<Session>,
        life: Life,
        outgoing: UnboundedSender<Outgoing>,
        wake: Sender<Wake>,
    ) -> Self {
        let (client, folders) = (OnceLock::new(), OnceLock::new());
        Self { session, life, client, folders, outgoing, wake: Mutex::new(wake) }
    }

    /// Takes note of what the client announces.
    pub(super) fn initialize(&self, params: &InitializeParams) -> Arc<Capabilities> {
        let _ = self.client.set(Arc::new(Capabilities::of(&params.capabilities)));
        let _ = self.folders.set(capabilities::folders(params));
        if let Some(parent) = params.process_id {
            tokio::spawn(self.life.clone().end_with_parent(parent));
        }
        self.capabilities()
    }

    /// The client is ready: reads what it has open.
    pub(super) fn start(&self) {
        self.send(Outgoing::Watch);
        self.session.add_folders(self.folders.get().map_or(&[], Vec::as_slice));
    }

    /// Whether `initialize` has been answered and `shutdown` not yet asked for.
    pub(super) fn is_running(&self) -> bool {
        self.client.get().is_some() && !self.life.is_shut_down()
    }

    /// What the client announced.
    pub(super) fn capabilities(&self) -> Arc<Capabilities> {
        self.client.get().cloned().unwrap_or_default()
    }

    /// Sends something to the client, in order, without waiting.
    pub(super) fn send(&self, outgoing: Outgoing) {
        let _ = self.outgoing.send(outgoing);
    }

    /// Makes the publisher look again.
    pub(super) fn wake(&self, wake: Wake) {
        let _ = self.wake.lock().unwrap_or_else(PoisonError::into_inner).send(wake);
    }
}
