//! The sheets as comma-separated values (RFC 4180), one line a figure or a version of a quotation.

use super::Lines;
use crate::corpus::{Corpus, Location, Relation};
use crate::sheets::{FigureSection, QuoteRow};
use crate::text::Encoding;

/// What a writer into memory can fail by: nothing that a user could mend.
type Failure = String;

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<String, Failure> {
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

fn place(lines: &mut Lines, path: &str, location: Location) -> String {
    let line = lines.of(location.document).position(location.span.start as usize, Encoding::Utf8).line + 1;
    format!("{path}:{line}")
}

fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The figure sheet: groups in their order, those in conflict first; an open upper end is empty.
pub(in crate::cli) fn figures(corpus: &Corpus, sections: &[FigureSection]) -> Result<String, Failure> {
    let (mut lines, mut out) = (Lines::new(corpus), writer());
    let header = [
        "group", "measures", "place", "text", "low", "high", "modifier", "unit", "as_of", "source", "relation",
        "against",
    ];
    out.write_record(header).map_err(|error| error.to_string())?;
    for (group, section) in sections.iter().enumerate() {
        for (index, row) in section.rows.iter().enumerate() {
            let own = row.same_as.unwrap_or(index);
            let relations = || section.relations.iter().filter(move |r| r.0 == own || r.1 == own);
            let worst = relations().map(|r| r.2).max().unwrap_or(Relation::Equal);
            let against: Vec<String> = relations()
                .filter(|r| r.2 == worst && worst >= Relation::Evolving)
                .map(|r| {
                    let other = &section.rows[if r.0 == own { r.1 } else { r.0 }];
                    format!("{} ({})", place(&mut lines, &other.path, other.location), flat(&other.text))
                })
                .collect();
            let record = [
                (group + 1).to_string(),
                section.measures.clone(),
                place(&mut lines, &row.path, row.location),
                flat(&row.text),
                number(row.low),
                number(row.high),
                row.modifier.sign().to_owned(),
                row.unit.clone(),
                row.as_of.map(|d| d.to_string()).unwrap_or_default(),
                row.source.clone().unwrap_or_default(),
                worst.name().to_owned(),
                against.join("; "),
            ];
            out.write_record(&record).map_err(|error| error.to_string())?;
        }
    }
    finish(out)
}

/// The quote sheet: each quotation, and behind it a line for each of its versions elsewhere.
pub(in crate::cli) fn quotes(corpus: &Corpus, rows: &[QuoteRow]) -> Result<String, Failure> {
    let (mut lines, mut out) = (Lines::new(corpus), writer());
    out.write_record(["quotation", "speaker", "place", "relation", "text"]).map_err(|error| error.to_string())?;
    for (index, row) in rows.iter().enumerate() {
        let (number, speaker) = ((index + 1).to_string(), row.speaker.clone().unwrap_or_default());
        let own = place(&mut lines, &row.path, row.location);
        let record = [&number, &speaker, &own, "", &flat(&row.text)];
        out.write_record(record).map_err(|error| error.to_string())?;
        for version in &row.versions {
            let there = place(&mut lines, &version.path, version.location);
            let record = [&number, &speaker, &there, version.relation.name(), &flat(&version.text)];
            out.write_record(record).map_err(|error| error.to_string())?;
        }
    }
    finish(out)
}
