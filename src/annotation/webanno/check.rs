//! What INCEpTION would refuse, or read otherwise than it was meant.

use super::cell::{Cell, Value, unescaped};
use super::header::{Column, Kind};
use super::{Line, Row, RowId, WebAnno};
use crate::annotation::Problem;
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Adds the problems of a file that was read from `text`.
pub(super) fn check(text: &str, file: &mut WebAnno) {
    let mut problems = Vec::new();
    let first = text.lines().next().unwrap_or_default();
    let version = first.strip_prefix("#FORMAT=WebAnno TSV ").unwrap_or_default();
    if !matches!(version, "3" | "3.0" | "3.1" | "3.2" | "3.3") {
        report(&mut problems, Span::new(0, first.len()), "expected #FORMAT=WebAnno TSV 3.3 or an earlier 3");
    }
    sequence(file, &mut problems);
    sentences(text, file, &mut problems);
    cells(file, &mut problems);
    file.problems.extend(problems);
}

fn report(problems: &mut Vec<Problem>, span: Span, message: impl Into<String>) {
    problems.push(Problem { span, message: message.into() });
}

/// Ids and offsets in their order, texts as long as their offsets say.
fn sequence(file: &WebAnno, problems: &mut Vec<Problem>) {
    let mut before: Option<&Row> = None;
    let mut token: Option<&Row> = None;
    for row in file.rows() {
        let RowId { sentence, token: number, part } = row.id;
        let follows = match before.map(|row| row.id) {
            None => (sentence, number, part) == (1, 1, 0),
            Some(last) if part > 0 => (sentence, number, part) == (last.sentence, last.token, last.part + 1),
            Some(last) => {
                (sentence, number) == (last.sentence, last.token.saturating_add(1))
                    || (sentence, number) == (last.sentence.saturating_add(1), 1)
            }
        };
        if !follows {
            let last = before.map_or("nothing".to_owned(), |row| row.id.to_string());
            report(problems, row.spans[0], format!("{} follows {last}", row.id));
        }
        let units = row.form.encode_utf16().count();
        if units != row.offsets.1 - row.offsets.0 {
            let message =
                format!("\"{}\" has {units} UTF-16 units, its offsets {}", row.form, row.offsets.1 - row.offsets.0);
            report(problems, row.spans[1], message);
        }
        if part == 0 {
            if token.is_some_and(|token| token.offsets.1 > row.offsets.0) {
                report(problems, row.spans[1], "the token begins before the one before it ends");
            }
            token = Some(row);
        } else if token.is_some_and(|token| row.offsets.0 < token.offsets.0 || row.offsets.1 > token.offsets.1) {
            report(problems, row.spans[1], format!("{} reaches outside its token", row.id));
        }
        before = Some(row);
    }
}

/// The tokens of a sentence against the text above it.
fn sentences(text: &str, file: &WebAnno, problems: &mut Vec<Problem>) {
    let (mut stated, mut lines, mut at, mut sentence) = (String::new(), 0, 0, 0);
    for line in &file.lines {
        match line {
            Line::Text(span) => {
                if lines == 0 {
                    stated.clear();
                } else {
                    stated.push('\n');
                }
                stated.push_str(&unescaped(span.of(text)));
                (lines, at) = (lines + 1, 0);
            }
            Line::Row(row) if row.id.part == 0 => {
                if row.id.sentence != sentence && lines == 0 {
                    report(problems, row.line, format!("sentence {} has no #Text= above it", row.id.sentence));
                    stated.clear();
                }
                if row.id.sentence == sentence && lines > 0 {
                    report(problems, row.line, "a #Text= stands above a token that is not the first of its sentence");
                }
                (sentence, lines) = (row.id.sentence, 0);
                match stated.get(at..).and_then(|rest| rest.find(row.form.as_str())) {
                    Some(found) => at += found + row.form.len(),
                    None if !stated.is_empty() => {
                        report(
                            problems,
                            row.spans[2],
                            format!("\"{}\" does not follow in the sentence's text", row.form),
                        );
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }
}

/// The columns against the header, stacks against each other, references against the rows.
fn cells(file: &WebAnno, problems: &mut Vec<Problem>) {
    let expected: usize = file.layers.iter().map(|layer| layer.columns.len()).sum();
    let rows: FxHashSet<RowId> = file.rows().map(|row| row.id).collect();
    let ids = ids(file);
    for row in file.rows() {
        let trailing = row.cells.last().is_some_and(|cell| cell.span.is_empty());
        let found = row.cells.len() - usize::from(trailing);
        // Columns behind the header's are read by nobody; that they say nothing harms nobody.
        let says = |cell: &Cell| !cell.items.iter().all(super::Item::is_nothing);
        if found < expected || row.cells[..found].iter().skip(expected).any(says) {
            report(problems, row.line, format!("{found} columns of annotation: the header names {expected}"));
            continue;
        }
        let mut cells = row.cells.iter();
        for layer in &file.layers {
            let own: Vec<&Cell> = cells.by_ref().take(layer.columns.len()).collect();
            let mut height: Option<usize> = None;
            for (cell, column) in own.iter().zip(&layer.columns) {
                if cell.items.len() == 1 && cell.items[0].is_nothing() && cell.items[0].id().is_none() {
                    continue;
                }
                brackets(cell, problems);
                match column {
                    Column::Slot(target) | Column::Base(target) => references(cell, target, &rows, &ids, problems),
                    _ => {}
                }
                let known = *height.get_or_insert(cell.items.len());
                // Numbers say which annotation is meant where a column leaves some out.
                let numbered = cell.items.iter().all(|item| item.id().is_some());
                if known != cell.items.len() && !numbered {
                    let count = cell.items.len();
                    let message =
                        format!("{count} annotations here, but {known} in an earlier column of {}", layer.short());
                    report(problems, cell.span, message);
                }
                let arrow = cell.items.iter().flat_map(|item| &item.parts).any(|part| part.arrow.is_some());
                if arrow && layer.kind != Kind::Chain {
                    report(problems, cell.span, "-> outside a chain: expected \\-> for the characters themselves");
                }
            }
        }
    }
}

/// What ends like a number in brackets and is none.
fn brackets(cell: &Cell, problems: &mut Vec<Problem>) {
    for item in &cell.items {
        for part in &item.parts {
            let Some(raw) = &part.raw else { continue };
            if raw.ends_with(']') && !raw.ends_with("\\]") && part.bracket.is_none() {
                let from = raw.rfind('[').unwrap_or(0);
                report(problems, item.span, format!("{} is no number of an annotation: expected [1]", &raw[from..]));
            }
        }
    }
}

/// The numbers that annotations of each layer have on each row.
fn ids(file: &WebAnno) -> FxHashMap<&str, FxHashSet<(RowId, u32)>> {
    let mut ids: FxHashMap<&str, FxHashSet<(RowId, u32)>> = FxHashMap::default();
    for row in file.rows() {
        let mut cells = row.cells.iter();
        for layer in &file.layers {
            let known = ids.entry(layer.name.as_str()).or_default();
            for (cell, column) in cells.by_ref().take(layer.columns.len()).zip(&layer.columns) {
                if matches!(column, Column::Feature(_) | Column::Role(_)) {
                    known.extend(cell.items.iter().filter_map(|item| Some((row.id, item.id()?))));
                }
            }
        }
    }
    ids
}

fn references(
    cell: &Cell,
    target: &str,
    rows: &FxHashSet<RowId>,
    ids: &FxHashMap<&str, FxHashSet<(RowId, u32)>>,
    problems: &mut Vec<Problem>,
) {
    for item in &cell.items {
        for part in &item.parts {
            let Value::Text(written) = &part.value else { continue };
            let Some(row) = RowId::read(written) else {
                report(problems, item.span, format!("\"{written}\" is no token: expected 1-2 or 1-2[3]"));
                continue;
            };
            if !rows.contains(&row) {
                report(problems, item.span, format!("there is no token {row}"));
            } else if let (Some((id @ 1.., _)), Some(known)) = (part.bracket, ids.get(target))
                && !known.contains(&(row, id))
            {
                report(problems, item.span, format!("there is no annotation [{id}] of {target} on {row}"));
            }
        }
    }
}
