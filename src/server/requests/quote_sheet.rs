//! `copydesk/quotes`: who is quoted with which words, with places to go to.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use super::sheet::{self, Asked, Places};
use crate::corpus::Corpus;
use crate::server::analysis::Context;
use crate::sheets::{self, QuoteRow, Voice};

pub(in crate::server) fn run(context: &Context, asked: Asked) -> Result<Value> {
    Ok(sheet::of_each(context, &asked, |corpus, places| sheet_of(corpus, places, &asked)))
}

fn sheet_of(corpus: &Corpus, places: &mut Places, asked: &Asked) -> serde_json::Map<String, Value> {
    let rows = sheets::quotes(corpus);
    let mut voices = sheets::voices(corpus, &rows);
    let total = voices.len();
    let nobody: Vec<usize> = (0..rows.len()).filter(|&row| rows[row].speaker.is_none()).collect();
    let differing = |voice: &Voice| voice.rows.iter().any(|&row| rows[row].differs());
    voices.retain(|voice| !asked.only_differing || differing(voice));
    voices.truncate(asked.limit.unwrap_or(usize::MAX));
    let mut of = |indices: &[usize]| {
        let wanted = indices.iter().map(|&i| &rows[i]).filter(|row| !asked.only_differing || row.differs());
        wanted.map(|row| quotation(places, row)).collect::<Vec<_>>()
    };
    let people: Vec<Value> = voices.iter().map(|v| json!({ "name": v.name, "quotations": of(&v.rows) })).collect();
    let nobody = of(&nobody);
    [("people", json!(people)), ("nobody", json!(nobody)), ("total", json!(total))]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn quotation(places: &mut Places, row: &QuoteRow) -> Value {
    let mut object = places.place(&row.path, row.location);
    object["text"] = json!(row.text);
    object["differs"] = json!(row.differs());
    let variants = row.versions.iter().map(|version| {
        let mut object = places.place(&version.path, version.location);
        object["text"] = json!(version.text);
        object["relation"] = json!(version.relation.name());
        object
    });
    object["variants"] = variants.collect();
    object
}
