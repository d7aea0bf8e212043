//! The brat standoff format: `.ann` beside `.txt`, one annotation a line; also the shared tasks' `.a1` and `.a2`.
//!
//! Offsets are Unicode code points of the text, end-exclusive; a byte order mark of the text counts one, CR LF two. A
//! file that counts otherwise is recognised by what it quotes. The first letter of an id says what a line is: spans
//! (`T`), relations (`R`), events (`E`), attributes (`A`, `M`), normalisations (`N`), notes (`#`), equivalences (`*`).
//! Source of the format: <https://brat.nlplab.org/standoff.html>.

mod line;

use super::{AnnotationFile, Counting, Problem, SpanAnnotation};
use crate::text::{CodePoints, Span};
use line::Line;
use std::sync::Arc;

/// Reads an annotation file of `article`, an article's whole text.
pub fn parse(text: Arc<str>, article: &str) -> AnnotationFile {
    let mut file = AnnotationFile { text: text.clone(), ..AnnotationFile::default() };
    let mut offset = 0;
    for whole in text.split_inclusive('\n') {
        let mut start = offset;
        offset += whole.len();
        let mut line = whole.trim_end_matches(['\n', '\r']);
        if start == 0
            && let Some(rest) = line.strip_prefix('\u{feff}')
        {
            start = line.len() - rest.len();
            let message = "a byte order mark stands before the first line, which brat then cannot read".to_owned();
            file.problems.push(Problem { span: Span::new(0, start), message });
            line = rest;
        }
        if line.trim().is_empty() {
            continue;
        }
        warn_of_breaks(line, start, &mut file.warnings);
        let reader = Line { text: line, start };
        let problems = &mut file.problems;
        let read = match line.as_bytes()[0] {
            b'T' => reader.span_annotation().map(|s| file.spans.push(s)),
            b'A' | b'M' => reader.attribute().map(|a| file.attributes.push(a)),
            b'R' => reader.relation(problems).map(|r| file.relations.push(r)),
            b'E' => reader.event(problems).map(|e| file.events.push(e)),
            b'N' => reader.normalisation().map(|n| file.normalisations.push(n)),
            b'#' => reader.note().map(|n| file.notes.extend(n)),
            b'*' => reader.equivalence().map(|e| file.equivalences.push(e)),
            _ => Err(reader.problem("expected a line that starts with T, A, M, R, E, N, # or *")),
        };
        if let Err(problem) = read {
            file.problems.push(problem);
        }
    }
    place(&mut file, article);
    file
}

/// brat's own reader ends a line at every character that Python's `splitlines` does.
fn warn_of_breaks(line: &str, start: usize, warnings: &mut Vec<Problem>) {
    const BREAKS: [char; 9] = ['\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];
    if let Some((at, found)) = line.char_indices().find(|(_, c)| BREAKS.contains(c)) {
        let message = format!("U+{:04X} ends the line for brat's own reader", found as u32);
        warnings.push(Problem { span: Span::new(start + at, start + at + found.len_utf8()), message });
    }
}

/// Finds what the offsets mark, counting as brat does unless another way fits what the file quotes.
fn place(file: &mut AnnotationFile, article: &str) {
    let points = CodePoints::new(article);
    let mut wrong = 0;
    for annotation in &mut file.spans {
        let spans = annotation.offsets.iter();
        annotation.fragments =
            spans.map(|&(from, to)| Some(Span::new(points.to_byte(from)?, points.to_byte(to)?))).collect();
        wrong += usize::from(!fits(annotation, annotation.fragments.as_deref(), article));
    }
    if wrong == 0 {
        return;
    }
    for counting in Counting::others(article) {
        let table = counting.table(article);
        let byte = |unit: usize| table.get(unit).copied().flatten();
        let found = |annotation: &SpanAnnotation| -> Option<Vec<Span>> {
            let span = |&(from, to): &(usize, usize)| Some(Span { start: byte(from)?, end: byte(to)? });
            annotation.offsets.iter().map(span).collect()
        };
        let placed: Vec<Option<Vec<Span>>> = file.spans.iter().map(found).collect();
        let still = file.spans.iter().zip(&placed).filter(|(a, spans)| !fits(a, spans.as_deref(), article)).count();
        if still * 10 <= wrong && still < wrong {
            file.counting = counting;
            for (annotation, spans) in file.spans.iter_mut().zip(placed) {
                annotation.fragments = spans;
            }
            return;
        }
    }
}

fn fits(annotation: &SpanAnnotation, fragments: Option<&[Span]>, article: &str) -> bool {
    fragments.is_some_and(|fragments| covered_text(article, fragments) == annotation.quoted)
}

/// The text that brat quotes for these stretches: joined by one space, line ends as spaces.
pub fn covered_text(article: &str, fragments: &[Span]) -> String {
    let parts: Vec<String> = fragments.iter().map(|f| f.of(article).replace("\r\n", "\n").replace('\n', " ")).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "Zoë Marsh said\nthe pier held.";

    #[test]
    fn spans_are_bytes_of_the_article_and_offsets_code_points() {
        let file = parse("T1\tSource 0 9\tZoë Marsh\nA1\tRole T1 harbour master\n".into(), ARTICLE);
        let span = &file.spans[0];
        assert_eq!(span.fragments.as_deref(), Some(&[Span::new(0, 10)][..]));
        assert_eq!(covered_text(ARTICLE, span.fragments.as_deref().unwrap_or_default()), span.quoted);
        assert_eq!(file.attributes[0].value.as_deref(), Some("harbour master"));
        assert_eq!(file.problems, []);
    }

    #[test]
    fn fragments_are_joined_by_a_space_and_line_ends_become_one() {
        let file = parse("T1\tContent 0 3;10 18\tZoë said the\n".into(), ARTICLE);
        let fragments = file.spans[0].fragments.clone().expect("inside the article");
        assert_eq!(covered_text(ARTICLE, &fragments), "Zoë said the");
    }

    #[test]
    fn lines_that_cannot_be_read_say_what_was_expected() {
        let file = parse(
            "T1 Source 0 9 Zoë\nT2\tSource 9 x\tZoë\nX1\tfoo\nA1\tRole\nR1\tSays Arg1:T1 Arg2:T2\n".into(),
            ARTICLE,
        );
        let shown: Vec<String> =
            file.problems.iter().map(|p| format!("{}: {}", p.span.of(&file.text), p.message)).collect();
        expect_test::expect![[r#"
            [
                "T1 Source 0 9 Zoë: expected T1, tab, type and offsets, tab, text",
                "9 x: \"9 x\" are no offsets: expected start and end, several pairs joined by ;",
                "X1\tfoo: expected a line that starts with T, A, M, R, E, N, # or *",
                "A1\tRole: expected A1, tab, name and the id it belongs to, perhaps a value",
            ]
        "#]]
        .assert_debug_eq(&shown);
    }

    #[test]
    fn an_offset_past_the_end_has_no_place() {
        let file = parse("T1\tSource 0 99\tZoë\n".into(), ARTICLE);
        assert_eq!(file.spans[0].fragments, None);
    }

    #[test]
    fn all_kinds_of_lines_are_read_and_know_their_places() {
        let file = parse(
            "T1\tSource 0 9\tZoë Marsh\nE1\tSay:T2 \nE2\tSay:T2 Theme:T1 Theme2:E1\nR1\tSays Arg1:T1 Arg2:T2\t\n\
             N1\tReference T1 Wikipedia:64488\t\tZoë Marsh\n#1\tAnnotatorNotes T1\t Really?\n*\tEquiv T1 T2 T3\n"
                .into(),
            ARTICLE,
        );
        assert_eq!(file.problems, []);
        assert_eq!((file.events[0].arguments.len(), file.events[1].arguments[1].base_role()), (0, "Theme"));
        assert_eq!((file.normalisations[0].key.as_str(), file.normalisations[0].name.as_str()), ("64488", "Zoë Marsh"));
        assert_eq!((file.notes[0].text.as_str(), file.equivalences[0].members.len()), (" Really?", 3));
        for (id, span) in file.declared().chain(file.referred()) {
            assert_eq!(span.of(&file.text), id);
        }
        assert_eq!(file.line_of("R1").map(|s| s.of(&file.text)), Some("R1\tSays Arg1:T1 Arg2:T2\t"));
    }

    #[test]
    fn a_file_that_counts_otherwise_is_recognised_by_what_it_quotes() {
        let file = parse("T1\tCue 7 11\tsaid\n".into(), "\u{feff}😀 Zoë said");
        assert_eq!(file.counting, Counting::default());
        let file = parse("T1\tCue 8 12\tsaid\n".into(), "\u{feff}😀 Zoë said");
        assert_eq!(file.counting.describe(), "UTF-16 units");
        let file = parse("T1\tCue 4 8\tsaid\n".into(), "Zoë\r\nsaid");
        assert_eq!((file.counting.line_end_is_one, file.spans[0].quoted.as_str()), (true, "said"));
        let file = parse("T1\tCue 5 9\tsaid\n".into(), "Zoë\r\nsaid");
        assert_eq!(file.counting, Counting::default());
    }

    #[test]
    fn a_mark_before_the_first_line_and_breaks_inside_a_line_are_told() {
        let file = parse("\u{feff}T1\tSource 0 3\tZoë\nT2\tSource 0 3\tZ\u{2028}ë\n".into(), ARTICLE);
        assert_eq!((file.spans.len(), file.problems.len()), (2, 1));
        assert_eq!(file.warnings[0].message, "U+2028 ends the line for brat's own reader");
    }

    #[test]
    fn the_examples_of_brat_and_inception_are_read_and_kept_as_they_are() {
        let shared =
            std::env::var("COPYDESK_SHARED").unwrap_or_else(|_| format!("{}/../shared", env!("CARGO_MANIFEST_DIR")));
        let (mut open, mut count) = (vec![std::path::Path::new(&shared).join("formats/brat")], 0);
        while let Some(path) = open.pop() {
            if let Ok(entries) = std::fs::read_dir(&path) {
                open.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
            } else if path.extension().is_some_and(|end| ["ann", "a1", "a2"].iter().any(|known| end == *known)) {
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                let article = std::fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
                let file = parse(text.as_str().into(), &article);
                let shown: Vec<_> = file.problems.iter().map(|p| (p.span.of(&text), &p.message)).collect();
                assert!(shown.is_empty(), "{}: {shown:?}", path.display());
                // Every line is in the model, and moving each span to where it is changes nothing.
                let lines = text
                    .lines()
                    .filter(|line| !line.trim().is_empty() && (!line.starts_with('#') || line.contains('\t')));
                let read = file.spans.len()
                    + file.attributes.len()
                    + file.relations.len()
                    + file.events.len()
                    + file.normalisations.len()
                    + file.notes.len()
                    + file.equivalences.len();
                assert_eq!(read, lines.count(), "{}", path.display());
                let units = super::super::Units::new(file.counting, &article);
                for span in file.spans.iter().filter(|span| fits(span, span.fragments.as_deref(), &article)) {
                    let same = span.fragments.clone().unwrap_or_default();
                    assert_eq!(super::super::reanchor(&units, span, &article, &same), [], "{}", path.display());
                }
                count += 1;
            }
        }
        if count == 0 {
            eprintln!("skipped: ../shared/formats is not here");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", article in "\\PC{0,20}") {
            parse(text.as_str().into(), &article);
        }

        #[test]
        fn any_file_is_read(text in "([TAREN#*X][0-9]{0,2}[\t ]?[a-zA-Z0-9é: ;\t\r]{0,20}\n?){0,6}") {
            let file = parse(text.as_str().into(), ARTICLE);
            for span in &file.spans {
                proptest::prop_assert!(span.line.covers(span.quoted_span));
            }
            for (id, span) in file.declared().chain(file.referred()) {
                proptest::prop_assert_eq!(span.of(&text), id);
            }
        }
    }
}
