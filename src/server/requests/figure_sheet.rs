//! `copydesk/figures`: the figure sheet, with places to go to.

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use super::sheet::{self, Asked, Places};
use crate::corpus::{Corpus, Relation};
use crate::server::analysis::Context;
use crate::sheets::{self, FigureRow, FigureSection};

pub(in crate::server) fn run(context: &Context, asked: Asked) -> Result<Value> {
    Ok(sheet::of_each(context, &asked, |corpus, places| sheet_of(corpus, places, &asked)))
}

fn sheet_of(corpus: &Corpus, places: &mut Places, asked: &Asked) -> serde_json::Map<String, Value> {
    let conflict = |s: &FigureSection| s.relations.iter().any(|r| r.2 == Relation::Conflict);
    let mut sections = sheets::figures(corpus);
    let (total, conflicts) = (sections.len(), sections.iter().filter(|s| conflict(s)).count());
    sections.retain(|s| !asked.only_differing || conflict(s));
    sections.truncate(asked.limit.unwrap_or(usize::MAX));
    let groups = sections.iter().map(|section| {
        let observations: Vec<Value> = section.rows.iter().map(|row| observation(places, row)).collect();
        let relations = section.relations.iter().map(|(a, b, r)| json!({ "a": a, "b": b, "relation": r.name() }));
        json!({
            "measures": section.measures, "conflict": conflict(section), "observations": observations,
            "relations": relations.collect::<Vec<_>>(),
        })
    });
    let groups: Vec<Value> = groups.collect();
    [("groups", json!(groups)), ("total", json!(total)), ("conflicts", json!(conflicts))]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn observation(places: &mut Places, row: &FigureRow) -> Value {
    let mut object = places.place(&row.path, row.location);
    object["text"] = json!(row.text);
    object["as_of"] = json!(row.as_of.map(|day| day.to_string()));
    object["source"] = json!(row.source);
    if let Some(same) = row.same_as {
        object["same_as"] = json!(same);
    }
    object
}
