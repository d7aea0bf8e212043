//! The JSON of a reading, as the contract of `extract` states it.

use crate::reading::{AttributionKind, Change, EntityKind, MentionForm, Reading, TimexKind};
use crate::text::{CodePoints, Span};
use serde::Serialize;

type Points = (usize, usize);

/// One line of `extract`.
#[derive(Serialize)]
pub(super) struct ReadingLine<'a> {
    id: &'a str,
    sentences: Vec<Points>,
    attributions: Vec<AttributionObject<'a>>,
    quantities: Vec<QuantityObject<'a>>,
    timex: Vec<TimexObject<'a>>,
    mentions: Vec<MentionObject<'a>>,
}

#[derive(Serialize)]
struct AttributionObject<'a> {
    source: Vec<Points>,
    cue: Vec<Points>,
    content: Vec<Points>,
    #[serde(rename = "type")]
    kind: &'static str,
    speaker: Option<&'a str>,
}

#[derive(Serialize)]
struct QuantityObject<'a> {
    span: Points,
    value: String,
    low: f64,
    high: Option<f64>,
    unit: &'a str,
    modifier: &'static str,
    change: Option<&'static str>,
    concept: &'a str,
}

#[derive(Serialize)]
struct TimexObject<'a> {
    span: Points,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct MentionObject<'a> {
    span: Points,
    #[serde(rename = "type")]
    kind: &'static str,
    entity: &'a str,
}

impl<'a> ReadingLine<'a> {
    /// The reading with offsets in Unicode code points.
    pub(super) fn new(id: &'a str, reading: &'a Reading) -> Self {
        let points = CodePoints::new(&reading.article.text);
        let all = |spans: &[Span]| spans.iter().map(|&s| points.span(s)).collect::<Vec<_>>();
        let speaker = |index: Option<usize>| index.map(|i| reading.entities[i].name.as_str());
        let attributions = reading.attributions.iter().map(|a| AttributionObject {
            source: all(&a.source),
            cue: all(&a.cue),
            content: all(&a.content),
            kind: match a.kind {
                AttributionKind::Direct => "direct",
                AttributionKind::Indirect => "indirect",
                AttributionKind::Mixed => "mixed",
            },
            speaker: speaker(a.speaker),
        });
        let quantities = reading.quantities.iter().map(|q| QuantityObject {
            span: points.span(q.span),
            value: q.value_text(),
            low: q.low,
            high: q.high.is_finite().then_some(q.high),
            unit: &q.unit.name,
            modifier: q.modifier.sign(),
            change: q.change.map(|c| if c == Change::Up { "up" } else { "down" }),
            concept: &q.concept,
        });
        let timex = reading.timexes.iter().map(|t| TimexObject {
            span: points.span(t.span),
            kind: match t.kind {
                TimexKind::Date => "DATE",
                TimexKind::Time => "TIME",
                TimexKind::Duration => "DURATION",
                TimexKind::Set => "SET",
            },
            value: &t.value,
        });
        let mentions = reading.mentions.iter().filter_map(|m| {
            let entity = &reading.entities[m.entity];
            let kind = match entity.kind {
                EntityKind::Person => "person",
                EntityKind::Organisation => "organisation",
                EntityKind::Place => "place",
                EntityKind::Other => return None,
            };
            (m.form != MentionForm::Pronoun).then(|| MentionObject {
                span: points.span(m.span),
                kind,
                entity: &entity.name,
            })
        });
        Self {
            id,
            sentences: all(&reading.sentences),
            attributions: attributions.collect(),
            quantities: quantities.collect(),
            timex: timex.collect(),
            mentions: mentions.collect(),
        }
    }
}
