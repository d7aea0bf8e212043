//! `copydesk/reading`: how the program understands an article, for people to look at.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::TextDocumentIdentifier;

use crate::reading::{AttributionKind, EntityKind, MentionForm, Reading};
use crate::server::analysis::Context;
use crate::server::to_proto;
use crate::text::Span;

pub(in crate::server) fn run(context: &Context, asked: TextDocumentIdentifier) -> Result<Option<Value>> {
    let Some(subject) = context.subject(&asked) else { return Ok(None) };
    let Some(entry) = subject.view.desk.corpus.article(subject.view.id) else { return Ok(None) };
    let place = |span: Span, text: &str| json!({ "range": to_proto::range(&subject.index, span, &context.client), "text": one_line(text) });
    let mut answer = contents(&entry.reading, place);
    answer["uri"] = json!(asked.uri);
    answer["path"] = json!(*entry.path);
    answer["title"] = json!(entry.facts.title.to_string());
    answer["day"] = json!(entry.facts.day.map(|day| day.to_string()));
    answer["publisher"] = json!(entry.facts.publisher.as_ref().map(|publisher| publisher.to_string()));
    Ok(Some(answer))
}

fn contents(reading: &Reading, place: impl Fn(Span, &str) -> Value) -> Value {
    let text = &reading.article.text;
    let at = |span: Span| place(span, span.of(text));
    let words = |spans: &[Span]| one_line(&spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" … "));
    let attributions = reading.attributions.iter().filter_map(|attribution| {
        let first = attribution.content.iter().copied().reduce(Span::join)?;
        let mut object = place(first, &words(&attribution.content));
        object["speaker"] = json!(attribution.speaker.map(|speaker| &reading.entities[speaker].name));
        object["source"] = json!(words(&attribution.source));
        object["cue"] = json!(words(&attribution.cue));
        object["kind"] = json!(match attribution.kind {
            AttributionKind::Direct => "direct",
            AttributionKind::Indirect => "indirect",
            AttributionKind::Mixed => "mixed",
        });
        Some(object)
    });
    let figures = reading.quantities.iter().map(|quantity| {
        let mut object = place(quantity.span, quantity.phrase.of(text));
        object["low"] = json!(quantity.low);
        object["high"] = json!(Some(quantity.high).filter(|high| high.is_finite()));
        object["unit"] = json!(quantity.unit.name);
        object["concept"] = json!(quantity.concept);
        object
    });
    let dates = reading.timexes.iter().map(|timex| {
        let mut object = at(timex.span);
        (object["kind"], object["value"]) = (json!(timex.kind.name()), json!(timex.value));
        object
    });
    let named = |index: usize| {
        reading.mentions.iter().filter(move |mention| mention.entity == index && mention.form != MentionForm::Pronoun)
    };
    let names = reading.entities.iter().enumerate().filter_map(|(index, entity)| {
        let kind = match entity.kind {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Other => return None,
        };
        let mut object = at(named(index).next()?.span);
        object["name"] = json!(entity.name);
        (object["kind"], object["mentions"]) = (json!(kind), json!(named(index).count()));
        Some(object)
    });
    json!({
        "attributions": attributions.collect::<Vec<_>>(), "figures": figures.collect::<Vec<_>>(),
        "dates": dates.collect::<Vec<_>>(), "names": names.collect::<Vec<_>>(),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
