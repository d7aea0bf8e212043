//! Standard input and output, between the client and the message loop.
//!
//! Input is read by a thread of its own that checks every frame, so that one broken message is answered
//! and the next one still understood. Output goes through a buffer without bound: a client that stops reading
//! never holds up the server. Both ends notice when their stream is closed.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// No message is larger; a header that says so is a broken frame.
const LARGEST_MESSAGE: usize = 1 << 30;

/// What the message loop reads: whole, valid frames.
pub(super) struct Input {
    frames: UnboundedReceiver<Vec<u8>>,
    rest: VecDeque<u8>,
}

/// Starts reading standard input. Broken messages are answered through `output`; `ended` is called at its end.
pub(super) fn read_stdin(output: Output, ended: impl FnOnce() + Send + 'static) -> Input {
    let (sender, frames) = unbounded_channel();
    let run = move || {
        read_frames(&mut BufReader::with_capacity(1 << 16, std::io::stdin()), &sender, &output);
        ended();
    };
    if let Err(error) = std::thread::Builder::new().name("input".into()).spawn(run) {
        tracing::error!("the thread that reads standard input cannot be started: {error}");
    }
    Input { frames, rest: VecDeque::new() }
}

fn read_frames(stream: &mut impl BufRead, frames: &UnboundedSender<Vec<u8>>, output: &Output) {
    while let Some(message) = next_message(stream) {
        match message {
            Ok(body) => {
                if frames.send(framed(&body)).is_err() {
                    return;
                }
            }
            Err(answer) => output.push(&framed(answer.as_bytes())),
        }
    }
}

/// The body of the next message, or the answer to a broken one. `None` at the end of the stream.
pub(super) fn next_message(stream: &mut impl BufRead) -> Option<Result<Vec<u8>, String>> {
    Some(match read_frame(stream)? {
        Frame::Body(body) => check(&body).map(|()| body),
        Frame::Broken => Err(PARSE_ERROR.to_owned()),
    })
}

enum Frame {
    Body(Vec<u8>),
    Broken,
}

/// Reads one frame; lines that are no header are skipped until one is. `None` at the end of the stream.
fn read_frame(stream: &mut impl BufRead) -> Option<Frame> {
    let (mut length, mut broken, mut line) = (None, false, Vec::new());
    loop {
        line.clear();
        if (&mut *stream).take(1 << 16).read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            match length {
                Some(length) => return body(stream, length),
                None if broken => return Some(Frame::Broken),
                None => continue,
            }
        }
        match text.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok().filter(|&n: &usize| n <= LARGEST_MESSAGE);
                broken |= length.is_none();
            }
            Some((name, _)) if name.trim().eq_ignore_ascii_case("content-type") => {}
            _ => broken = true,
        }
    }
}

fn body(stream: &mut impl BufRead, length: usize) -> Option<Frame> {
    let mut body = Vec::with_capacity(length.min(1 << 24));
    stream.take(length as u64).read_to_end(&mut body).ok()?;
    (body.len() == length).then_some(Frame::Body(body))
}

const PARSE_ERROR: &str = r#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}"#;

/// The parts of a message by which it is told what it is.
#[derive(serde::Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    id: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow, default)]
    method: Option<&'a serde_json::value::RawValue>,
    #[serde(default)]
    result: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    error: Option<serde::de::IgnoredAny>,
}

/// `Err` with the answer to a message that is no JSON or no JSON-RPC.
fn check(body: &[u8]) -> Result<(), String> {
    let Ok(body) = std::str::from_utf8(body) else { return Err(PARSE_ERROR.to_owned()) };
    let Ok(envelope) = serde_json::from_str::<Envelope>(body) else {
        let json = serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok();
        return Err(if json { invalid("null") } else { PARSE_ERROR.to_owned() });
    };
    let id = envelope.id.map_or("null", |id| id.get());
    let id_is_plain = id == "null" || id.starts_with('"') || id.parse::<i64>().is_ok();
    let is_answer = envelope.id.is_some() && (envelope.result.is_some() || envelope.error.is_some());
    match envelope.method {
        Some(method) if method.get().starts_with('"') && id_is_plain => Ok(()),
        None if id_is_plain && (is_answer || body_has_null_result(body)) => Ok(()),
        _ => Err(invalid(if id_is_plain { id } else { "null" })),
    }
}

/// An answer of `"result": null`, which reads like no result at all.
fn body_has_null_result(body: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(body)
        .is_ok_and(|map| map.contains_key("result") && map.contains_key("id"))
}

fn invalid(id: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","error":{{"code":-32600,"message":"Invalid request"}},"id":{id}}}"#)
}

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

impl AsyncRead for Input {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        if self.rest.is_empty() {
            match self.frames.poll_recv(cx) {
                Poll::Ready(Some(frame)) => self.rest = frame.into(),
                Poll::Ready(None) => return Poll::Ready(Ok(())),
                Poll::Pending => return Poll::Pending,
            }
        }
        let (head, _) = self.rest.as_slices();
        let taken = head.len().min(buf.remaining());
        buf.put_slice(&head[..taken]);
        self.rest.drain(..taken);
        Poll::Ready(Ok(()))
    }
}

/// What the message loop writes to; every clone is the same stream.
#[derive(Clone)]
pub(super) struct Output {
    shared: Arc<(Mutex<Buffer>, Condvar)>,
}

#[derive(Default)]
struct Buffer {
    bytes: Vec<u8>,
    writing: bool,
    closed: bool,
}

/// Starts writing standard output; `closed` is called when nobody reads it any more.
pub(super) fn write_stdout(closed: impl FnOnce() + Send + 'static) -> Output {
    let output = Output { shared: Arc::default() };
    let writer = output.clone();
    let run = move || {
        writer.drain(&mut unbuffered_stdout());
        closed();
    };
    if let Err(error) = std::thread::Builder::new().name("output".into()).spawn(run) {
        tracing::error!("the thread that writes standard output cannot be started: {error}");
    }
    output
}

/// Standard output without the library's buffer, which writes the header of a message by itself, because it ends a line: every
/// client would be woken twice for each message.
#[cfg(unix)]
fn unbuffered_stdout() -> Box<dyn Write> {
    use std::os::fd::AsFd;
    match std::io::stdout().as_fd().try_clone_to_owned() {
        Ok(own) => Box::new(std::fs::File::from(own)),
        Err(_) => Box::new(std::io::stdout()),
    }
}

#[cfg(not(unix))]
fn unbuffered_stdout() -> Box<dyn Write> {
    Box::new(std::io::stdout())
}

impl Output {
    /// Sends a message of its own, between those of the message loop.
    pub(super) fn send(&self, message: &impl serde::Serialize) {
        // Nothing that is sent has a form that cannot be written.
        self.push(&framed(&serde_json::to_vec(message).unwrap_or_default()));
    }

    fn push(&self, bytes: &[u8]) {
        let (buffer, changed) = &*self.shared;
        buffer.lock().unwrap_or_else(PoisonError::into_inner).bytes.extend_from_slice(bytes);
        changed.notify_all();
    }

    fn drain(&self, stream: &mut impl Write) {
        let (buffer, changed) = &*self.shared;
        loop {
            let mut guard = buffer.lock().unwrap_or_else(PoisonError::into_inner);
            guard.writing = false;
            changed.notify_all();
            while guard.bytes.is_empty() {
                guard = changed.wait(guard).unwrap_or_else(PoisonError::into_inner);
            }
            let bytes = std::mem::take(&mut guard.bytes);
            guard.writing = true;
            drop(guard);
            if stream.write_all(&bytes).and_then(|()| stream.flush()).is_err() {
                buffer.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
                changed.notify_all();
                return;
            }
        }
    }

    /// Waits until everything is written, but no longer than `limit`.
    pub(super) fn flush_within(&self, limit: Duration) {
        let (buffer, changed) = &*self.shared;
        let end = Instant::now() + limit;
        let mut guard = buffer.lock().unwrap_or_else(PoisonError::into_inner);
        while !guard.closed && (guard.writing || !guard.bytes.is_empty()) {
            let Some(left) = end.checked_duration_since(Instant::now()) else { return };
            (guard, _) = changed.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl AsyncWrite for Output {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &[u8]) -> Poll<std::io::Result<usize>> {
        self.push(buf);
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(stream: &[u8]) -> Vec<Option<String>> {
        let mut stream = BufReader::new(stream);
        std::iter::from_fn(|| read_frame(&mut stream))
            .map(|frame| match frame {
                Frame::Body(body) => Some(String::from_utf8(body).unwrap()),
                Frame::Broken => None,
            })
            .collect()
    }

    #[test]
    fn headers_are_read_whatever_their_case_and_order() {
        let stream = b"content-length:2\r\nContent-Type: x\r\n\r\n{}Content-Type: x\r\nContent-Length: 4\r\n\r\nnull";
        assert_eq!(frames(stream), [Some("{}".into()), Some("null".into())]);
    }

    #[test]
    fn a_broken_header_is_answered_and_the_next_message_read() {
        let stream = b"Content-Length: many\r\n\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(frames(stream), [None, Some("{}".into())]);
    }

    #[test]
    fn what_is_no_json_or_no_message_is_told_apart() {
        let code = |body: &str| {
            let answer: serde_json::Value = serde_json::from_str(&check(body.as_bytes()).err()?).unwrap();
            answer["error"]["code"].as_i64()
        };
        assert_eq!(code("{\"bad\": x"), Some(-32700));
        assert_eq!(code("[]"), Some(-32600));
        assert_eq!(code("null"), Some(-32600));
        assert_eq!(code(r#"{"jsonrpc":"2.0"}"#), Some(-32600));
        assert_eq!(code(r#"{"jsonrpc":"2.0","id":1,"method":7}"#), Some(-32600));
        assert_eq!(code(r#"{"jsonrpc":"2.0","method":"x"}"#), None);
        assert_eq!(code(r#"{"jsonrpc":"2.0","id":"é","result":null}"#), None);
    }
}
