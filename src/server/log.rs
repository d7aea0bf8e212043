//! What the server says of its own work, told to the client (`window/logMessage`); what costs the user findings is shown
//! (`window/showMessage`).

use std::fmt::{Debug, Write};

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::background::Outgoing;

/// Passes on what this crate logs.
pub(super) struct ToClient {
    outgoing: UnboundedSender<Outgoing>,
}

impl ToClient {
    pub(super) fn new(outgoing: UnboundedSender<Outgoing>) -> Self {
        Self { outgoing }
    }
}

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        // What libraries log may come from sending just this.
        if !metadata.target().starts_with(env!("CARGO_CRATE_NAME")) {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        let kind = match *metadata.level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            _ => MessageType::LOG,
        };
        let outgoing = match kind {
            MessageType::ERROR => Outgoing::Show(kind, text.0),
            _ => Outgoing::Log(kind, text.0),
        };
        let _ = self.outgoing.send(outgoing);
    }
}

#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.0, "{value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
    }
}
