//! The JSON contract of `check`: positions from 0, in UTF-16 units as LSP counts them.
//!
//! A check of a large corpus names a million places, so they are written as they are, without a tree of values in between.
//! Fields stand in the order of their names, as in such a tree.

use super::{Form, Lines, path};
use crate::checks::{Finding, Related};
use crate::corpus::Location;
use crate::text::Position;
use serde::Serialize;
use serde_json::{Value, json};
use std::borrow::Cow;

/// One finding.
#[derive(Serialize)]
pub(in crate::cli) struct FindingObject<'a> {
    fingerprint: &'a str,
    message: &'a str,
    path: &'a str,
    range: RangeObject,
    related: Vec<RelatedObject<'a>>,
    rule: &'static str,
    severity: &'static str,
}

/// Another place that it speaks of; of one in an archive also who published the article, when and where.
#[derive(Serialize)]
struct RelatedObject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<Value>,
    message: Cow<'a, str>,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Value>,
    range: RangeObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Value>,
}

#[derive(Serialize)]
struct RangeObject {
    end: PositionObject,
    start: PositionObject,
}

#[derive(Serialize)]
struct PositionObject {
    character: u32,
    line: u32,
}

impl<'a> FindingObject<'a> {
    pub(in crate::cli) fn of<'c: 'a>(lines: &mut Lines<'c>, finding: &'a Finding) -> Self {
        let corpus = lines.corpus;
        Self {
            fingerprint: &finding.fingerprint,
            message: &finding.message,
            path: path(corpus, finding.location.document),
            range: RangeObject::of(lines, finding.location),
            related: finding.related.iter().map(|related| RelatedObject::of(lines, related)).collect(),
            rule: finding.rule.code,
            severity: finding.severity.name(),
        }
    }
}

impl<'a> RelatedObject<'a> {
    fn of<'c: 'a>(lines: &mut Lines<'c>, related: &'a Related) -> Self {
        let corpus = lines.corpus;
        let id = related.location.document;
        let archived = corpus.is_archived(id).then(|| corpus.article(id)).flatten().filter(|entry| entry.is_archived());
        let metadata = archived.map(|entry| &entry.reading.article.metadata);
        Self {
            date: archived.map(|entry| json!(entry.day.map(|day| day.to_string()))),
            message: related.whole(),
            path: path(corpus, id),
            publisher: metadata.map(|m| json!(m.publisher.as_ref().map(|publisher| &publisher.value))),
            range: RangeObject::of(lines, related.location),
            url: metadata.map(|m| json!(m.url.as_ref().map(|url| &url.value))),
        }
    }
}

impl RangeObject {
    fn of(lines: &mut Lines, location: Location) -> Self {
        let [start, end] = lines.range(location);
        Self { end: end.into(), start: start.into() }
    }
}

impl From<Position> for PositionObject {
    fn from(Position { line, character }: Position) -> Self {
        Self { character, line }
    }
}

/// All findings.
pub(in crate::cli) fn json() -> Form {
    // Nothing here has a form that cannot be written.
    let each = |lines: &mut Lines, finding: &Finding| {
        serde_json::to_string(&FindingObject::of(lines, finding)).unwrap_or_default()
    };
    Form { head: "{\"findings\":[".into(), each: Box::new(each), between: ",", tail: "]}\n".into() }
}
