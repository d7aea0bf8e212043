//! The layer between the message loop and the handlers: keeps the order of what the client says.
//!
//! The loop calls a service in the order of arrival, but handlers run when they are polled, interleaved and late.
//! So whatever changes state is applied here, inside the call, and each request takes its snapshot here.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt;
use futures::future::BoxFuture;
use tower::Service;
use tower_lsp::ExitedError;
use tower_lsp::jsonrpc::{Error, Request, Response};

use super::analysis::ARRIVAL;
use super::background::{Outgoing, Step};
use super::host::Host;
use super::notifications;

type Answer = Result<Option<Response>, ExitedError>;

/// Wraps the handlers.
pub(super) struct Ordered<S> {
    inner: S,
    host: Arc<Host>,
}

impl<S> Ordered<S> {
    pub(super) fn new(inner: S, host: Arc<Host>) -> Self {
        Self { inner, host }
    }
}

impl<S> Service<Request> for Ordered<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError, Future = BoxFuture<'static, Answer>>,
{
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = BoxFuture<'static, Answer>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        match (request.method(), request.id()) {
            ("exit", _) => self.host.life.end(),
            // Answered within the call, so that a client that does not wait for the answer is understood.
            ("initialize", Some(id)) => {
                let id = id.clone();
                let failed = || Ok(Some(Response::from_error(id, Error::internal_error())));
                ready(self.inner.call(request).now_or_never().unwrap_or_else(failed)).boxed()
            }
            ("shutdown", Some(_)) => {
                let answer = self.inner.call(request);
                if self.host.is_running() {
                    self.host.life.shut_down();
                    self.host.session.end();
                    self.host.findings.close();
                    self.host.send(Outgoing::Progress(Step::Stop));
                }
                answer
            }
            (method, None) if notifications::is_ordered(method) => {
                if self.host.is_running() {
                    let apply = || notifications::apply(&self.host, request);
                    if catch_unwind(AssertUnwindSafe(apply)).is_err() {
                        tracing::error!("a notification failed by a mistake of the program");
                    }
                }
                ready(Ok(None)).boxed()
            }
            // The message loop would leave these without an answer.
            (method, Some(id)) if method.starts_with("$/") => {
                ready(Ok(Some(Response::from_error(id.clone(), Error::method_not_found())))).boxed()
            }
            (_, Some(_)) => ARRIVAL.scope(self.host.session.snapshot(), self.inner.call(request)).boxed(),
            (_, None) => self.inner.call(request),
        }
    }
}
