//! WebAnno TSV 3.x, which INCEpTION and WebAnno write: one token a line, a layer of annotation in its columns.
//!
//! A file is UTF-8 and its offsets are UTF-16 code units of the whole text. A header names the layers: spans (`#T_SP`),
//! relations (`#T_RL`) and chains (`#T_CH`), each with its features, one column each; a slot has two. Several annotations
//! of one layer on a token are stacked by `|` and told apart by `[n]`, which also joins the tokens of one annotation.
//! Every line is kept as what it means; a line that cannot be read, or is not in the writers' own form, is kept as it is,
//! so that writing gives the file back byte for byte.
//! Source: the section on WebAnno TSV 3 of INCEpTION's user guide, <https://inception-project.github.io/documentation/>.

mod cell;
mod check;
mod follow;
mod header;
mod model;

pub use cell::{Cell, Item, Part, Value};
pub use follow::{follow, refit};
pub use header::{Column, Kind, Layer};

use super::Problem;
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// A file, read as far as it can be.
#[derive(Clone, Debug, Default)]
pub struct WebAnno {
    /// The layers, in the order of their columns.
    pub layers: Vec<Layer>,
    /// All lines of the file, in order.
    pub lines: Vec<Line>,
    /// What INCEpTION would refuse, in the order of the file.
    pub problems: Vec<Problem>,
}

/// A line without its end.
#[derive(Clone, Debug)]
pub enum Line {
    /// A token or a stretch of one, with its annotations.
    Row(Row),
    /// A line of a sentence's text behind `#Text=`.
    Text(Span),
    /// Any other line: header, comment, nothing.
    Other(Span),
}

/// A token or a stretch of one.
#[derive(Clone, Debug)]
pub struct Row {
    /// Sentence, token, and which stretch of the token where it is not the whole of it.
    pub id: RowId,
    /// Where it begins and ends, in UTF-16 code units of the text.
    pub offsets: (usize, usize),
    /// Its text, escapes resolved.
    pub form: String,
    /// Its cells, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The whole line.
    pub line: Span,
    /// Where the id, the offsets and the text stand.
    pub spans: [Span; 3],
}

/// "2-4", "2-4.1".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId {
    /// The sentence, from 1.
    pub sentence: u32,
    /// The token in it, from 1.
    pub token: u32,
    /// The stretch of the token, from 1; 0 for the whole.
    pub part: u32,
}

impl RowId {
    /// The id as it is written.
    pub fn read(text: &str) -> Option<Self> {
        let (sentence, rest) = text.split_once('-')?;
        let (token, part) = rest.split_once('.').map_or((rest, None), |(token, part)| (token, Some(part)));
        let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?;
        let part = part.map_or(Some(0), |part| number(part).filter(|part| *part > 0))?;
        Some(Self { sentence: number(sentence)?, token: number(token)?, part })
    }
}

impl std::fmt::Display for RowId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.sentence, self.token)?;
        if self.part > 0 { write!(f, ".{}", self.part) } else { Ok(()) }
    }
}

impl WebAnno {
    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.lines.iter().filter_map(|line| match line {
            Line::Row(row) => Some(row),
            _ => None,
        })
    }

    /// The lines of each sentence, from its text to its last row.
    pub fn sentences(&self) -> Vec<Span> {
        let mut sentences: Vec<(u32, Span)> = Vec::new();
        let mut text: Option<Span> = None;
        for line in &self.lines {
            match line {
                Line::Text(span) => text = Some(text.map_or(*span, |before| before.join(*span))),
                Line::Row(row) => match sentences.last_mut() {
                    Some((sentence, span)) if *sentence == row.id.sentence => *span = span.join(row.line),
                    _ => sentences.push((row.id.sentence, text.take().map_or(row.line, |text| text.join(row.line)))),
                },
                Line::Other(_) => {}
            }
        }
        sentences.into_iter().map(|(_, span)| span).collect()
    }
}

/// Whether a text is of this format: its first line says so.
pub fn is_one(text: &str) -> bool {
    text.strip_prefix('\u{feff}').unwrap_or(text).starts_with("#FORMAT=WebAnno TSV 3")
}

/// Whether a file of that name may be of this format.
pub fn is_for(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("tsv"))
}

/// Reads a file and holds it to the format.
pub fn parse(text: &str) -> WebAnno {
    let mut file = WebAnno::default();
    let (mut offset, mut in_header) = (0, true);
    for whole in text.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let span = Span::new(offset, offset + line.len());
        offset += whole.len();
        in_header &= !line.is_empty() && !line.starts_with("#Text=");
        if let Some(rest) = line.strip_prefix("#Text=") {
            file.lines.push(Line::Text(Span::new(span.end as usize - rest.len(), span.end as usize)));
        } else if line.is_empty() || line.starts_with('#') || (span.start == 0 && line.starts_with('\u{feff}')) {
            if in_header && let Some(layer) = header::read(line, span, &mut file.problems) {
                file.layers.push(layer);
            }
            file.lines.push(Line::Other(span));
        } else {
            match row(line, span) {
                Ok(row) => file.lines.push(Line::Row(row)),
                Err(problem) => {
                    file.problems.push(problem);
                    file.lines.push(Line::Other(span));
                }
            }
        }
    }
    check::check(text, &mut file);
    sort_by_key(&mut file.problems, |problem| problem.span);
    file
}

fn row(line: &str, span: Span) -> Result<Row, Problem> {
    let mut start = span.start as usize;
    let mut fields = line.split('\t').map(|field| {
        let place = Span::new(start, start + field.len());
        start += field.len() + 1;
        (field, place)
    });
    let problem = |span, message: &str| Problem { span, message: message.to_owned() };
    let (id, id_span) = fields.next().unwrap_or(("", span));
    let id = RowId::read(id).ok_or_else(|| problem(id_span, "expected a token such as 1-2 or 1-2.1"))?;
    let (written, offsets_span) = fields.next().ok_or_else(|| problem(span, "expected a tab and offsets"))?;
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?;
    let offsets = written.split_once('-').and_then(|(from, to)| Some((number(from)?, number(to)?)));
    let offsets = offsets.filter(|(from, to): &(usize, usize)| from <= to);
    let offsets =
        offsets.ok_or_else(|| problem(offsets_span, "expected offsets such as 4-9, the first not the larger"))?;
    let (form, form_span) = fields.next().ok_or_else(|| problem(span, "expected a tab and the token's text"))?;
    let cells = fields.map(|(text, span)| cell::read(text, span)).collect();
    Ok(Row { id, offsets, form: cell::unescaped(form), cells, line: span, spans: [id_span, offsets_span, form_span] })
}

/// Writes a file that was read from `text`: rows from what they mean, everything else as it was.
pub fn write(file: &WebAnno, text: &str) -> String {
    let (mut result, mut from) = (String::with_capacity(text.len()), 0);
    for line in &file.lines {
        let Line::Row(row) = line else { continue };
        result.push_str(&text[from..row.line.start as usize]);
        result.push_str(&write_row(row, Some(text)));
        from = row.line.end as usize;
    }
    result.push_str(&text[from..]);
    result
}

/// A row as INCEpTION writes it; the token's text as it stands in `text`, where the row was read from one.
pub fn write_row(row: &Row, text: Option<&str>) -> String {
    let form = match text {
        Some(text) => row.spans[2].of(text).to_owned(),
        None => cell::escaped_form(&row.form),
    };
    let mut line = format!("{}\t{}-{}\t{form}", row.id, row.offsets.0, row.offsets.1);
    for cell in &row.cells {
        line.push('\t');
        cell::write(cell, &mut line);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const FILE: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Actor|kind|role\n#T_RL=desk.Says|how|BT_desk.Actor\n\n\n\
        #Text=Zoë 🌊 Marsh held it.\n1-1\t0-3\tZoë\tperson[1]\tchief\\_of\\_harbour[1]\t_\t_\t\n\
        1-2\t4-6\t🌊\tperson[1]\tchief\\_of\\_harbour[1]\t_\t_\t\n1-3\t7-12\tMarsh\t*[2]|office[3]\t_[2]|*[3]\t_\t_\t\n\
        1-4\t13-17\theld\t*\t_\tsaid\t1-1[1_0]\t\n1-5\t18-20\tit\t_\t_\t_\t_\t\n1-5.1\t18-19\ti\t*\t_\t_\t_\t\n\
        1-6\t20-21\t.\t_\t_\t_\t_\t\n";

    fn problems(text: &str) -> Vec<String> {
        parse(text).problems.iter().map(|p| format!("{}: {}", p.span.of(text), p.message)).collect()
    }

    #[test]
    fn a_file_is_read_without_problems_and_written_back_as_it_was() {
        let file = parse(FILE);
        assert_eq!(problems(FILE), [] as [&str; 0]);
        assert_eq!(write(&file, FILE), FILE);
        assert_eq!((file.layers.len(), file.rows().count(), file.sentences().len()), (2, 7, 1));
    }

    #[test]
    fn what_inception_would_refuse_is_told_with_its_place() {
        let change = |from: &str, to: &str| {
            assert!(FILE.contains(from), "{from}");
            problems(&FILE.replacen(from, to, 1))
        };
        let first = |from, to| change(from, to).into_iter().next().unwrap_or_default();
        assert_eq!(
            first("TSV 3.3", "TSV 2"),
            "#FORMAT=WebAnno TSV 2: expected #FORMAT=WebAnno TSV 3.3 or an earlier 3"
        );
        assert!(first("\t_\t_\t\n", "\t_\t\n").ends_with("3 columns of annotation: the header names 4"));
        assert!(first("1-5\t18", "1-7\t18").contains("1-7 follows 1-4"));
        assert!(first("1-5.1\t18-19\ti", "1-5.1\t18-22\titem").contains("outside its token"));
        assert!(first("0-3\tZoë", "0-4\tZoë").contains("3 UTF-16 units"));
        assert!(first("13-17\theld", "13-17\thold").contains("the sentence's text"));
        assert!(first("1-1[1_0]", "1-9").contains("no token 1-9"));
        assert!(first("1-1[1_0]", "1-1[7_0]").contains("no annotation [7]"));
        assert!(first("_[2]|*[3]", "chief").contains("1 annotations here, but 2"));
        assert!(first("person[1]", "person[x]").contains("[x]"));
        assert!(first("|BT_desk.Actor", "").contains("BT_"));
        assert!(first("4-6\t🌊", "9-6\t🌊").contains("expected offsets"));
    }

    #[test]
    fn the_files_of_inception_and_gum_are_read_and_written_back() {
        let shared =
            std::env::var("COPYDESK_SHARED").unwrap_or_else(|_| format!("{}/../shared", env!("CARGO_MANIFEST_DIR")));
        let folder = std::path::Path::new(&shared).join("formats/webanno-tsv");
        let (mut open, mut count) = (["tsv3-suite", "tsv3", "gum"].map(|name| folder.join(name)).to_vec(), 0);
        while let Some(path) = open.pop() {
            if let Ok(entries) = std::fs::read_dir(&path) {
                open.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
            } else if path.extension().is_some_and(|end| end == "tsv") {
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let file = parse(&text);
                let shown: Vec<_> = file.problems.iter().take(3).map(|p| (p.span.of(&text), &p.message)).collect();
                assert!(shown.is_empty(), "{}: {shown:?}", path.display());
                assert!(write(&file, &text) == text, "{} is not written back as it was", path.display());
                count += 1;
            }
        }
        if count == 0 {
            eprintln!("skipped: ../shared/formats is not here");
        } else {
            assert!(count >= 116, "{count} files");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(#FORMAT=WebAnno TSV 3.3\n|#T_(SP|RL|CH)=[a|.:_BTROLE]{0,9}\n|#Text=[a-c😀 ]{0,6}\n|[1-3]-[0-3](\\.1)?\t[0-9]-[0-9]\t[a-c]{0,2}\t[*_|a;>\\\\\\[\\]0-9-]{0,9}\t?\n|\n){0,12}") {
            let file = parse(&text);
            proptest::prop_assert_eq!(write(&file, &text), text);
        }
    }
}
