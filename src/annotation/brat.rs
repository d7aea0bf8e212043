//! The brat standoff format: `.ann` beside `.txt`, one annotation a line.
//!
//! Offsets are Unicode code points of the text, end-exclusive. Text-bound annotations (`T`) and attributes (`A`, `M`)
//! are read; relations, events, normalisations, notes and equivalences are recognised and passed over. Source of the
//! format: <https://brat.nlplab.org/standoff.html>.

use super::{AnnotationFile, Attribute, Problem, SpanAnnotation};
use crate::text::{CodePoints, Span};
use std::sync::Arc;

/// Reads an annotation file of `article`, an article's whole text.
pub fn parse(text: Arc<str>, article: &str) -> AnnotationFile {
    let points = CodePoints::new(article);
    let mut file =
        AnnotationFile { spans: Vec::new(), attributes: Vec::new(), problems: Vec::new(), text: text.clone() };
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let reader = Line { text: line, start };
        let read = match line.as_bytes()[0] {
            b'T' => reader.span_annotation(&points).map(|s| file.spans.push(s)),
            b'A' | b'M' => reader.attribute().map(|a| file.attributes.push(a)),
            b'R' | b'E' | b'N' | b'#' | b'*' => Ok(()),
            _ => Err(reader.problem("expected a line that starts with T, A, M, R, E, N, # or *")),
        };
        if let Err(problem) = read {
            file.problems.push(problem);
        }
    }
    file
}

/// The text that brat quotes for these stretches: joined by one space, line ends as spaces.
pub fn covered_text(article: &str, fragments: &[Span]) -> String {
    let parts: Vec<String> = fragments.iter().map(|f| f.of(article).replace("\r\n", "\n").replace('\n', " ")).collect();
    parts.join(" ")
}

/// One line and where it starts in its file.
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Line<'a> {
    fn span(&self, part: &str) -> Span {
        let begin = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Span::new(self.start + begin, self.start + begin + part.len())
    }

    fn problem(&self, message: &str) -> Problem {
        Problem { span: self.span(self.text), message: message.to_owned() }
    }

    fn id(&self, id: &'a str) -> Result<&'a str, Problem> {
        let number = id.get(1..).unwrap_or_default();
        let valid = !number.is_empty() && number.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if valid {
            Ok(id)
        } else {
            Err(self.problem(&format!("\"{id}\" is no id: expected a letter and a number, then a tab")))
        }
    }

    fn span_annotation(&self, points: &CodePoints) -> Result<SpanAnnotation, Problem> {
        const FORM: &str = "expected T1, tab, type and offsets, tab, text";
        let mut fields = self.text.splitn(3, '\t');
        let (Some(id), Some(head), Some(quoted)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(self.problem(FORM));
        };
        let id = self.id(id)?;
        let (label, offsets) = head.split_once(' ').ok_or_else(|| self.problem(FORM))?;
        let pairs: Option<Vec<(usize, usize)>> = offsets
            .split(';')
            .map(|pair| {
                let (from, to) = pair.trim().split_once(' ')?;
                Some((from.parse().ok()?, to.trim().parse().ok()?)).filter(|(a, b): &(usize, usize)| a <= b)
            })
            .collect();
        let Some(pairs) = pairs else {
            let message = format!("\"{offsets}\" are no offsets: expected start and end, several pairs joined by ;");
            return Err(Problem { span: self.span(offsets), message });
        };
        let fragments = pairs.iter().map(|&(from, to)| Some(Span::new(points.to_byte(from)?, points.to_byte(to)?)));
        Ok(SpanAnnotation {
            id: id.to_owned(),
            label: label.to_owned(),
            fragments: fragments.collect(),
            quoted: quoted.to_owned(),
            line: self.span(self.text),
            id_span: self.span(id),
            head_span: self.span(head),
            quoted_span: self.span(quoted),
            offsets: pairs,
        })
    }

    fn attribute(&self) -> Result<Attribute, Problem> {
        let form = || self.problem("expected A1, tab, name and the id it belongs to, perhaps a value");
        let (id, rest) = self.text.split_once('\t').ok_or_else(form)?;
        let mut words = rest.splitn(3, ' ');
        let (Some(name), Some(target)) =
            (words.next().filter(|n| !n.is_empty()), words.next().filter(|t| !t.is_empty()))
        else {
            return Err(form());
        };
        let value = words.next().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
        let id = self.id(id)?.to_owned();
        let (line, target_span) = (self.span(self.text), self.span(target));
        Ok(Attribute { id, name: name.to_owned(), target: target.to_owned(), value, line, target_span })
    }
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

    proptest::proptest! {
        #[test]
        fn any_file_is_read(text in "([TAR#*X][0-9]{0,2}[\t ]?[a-zA-Z0-9 ;\t]{0,20}\n?){0,6}") {
            let file = parse(text.as_str().into(), ARTICLE);
            for span in &file.spans {
                proptest::prop_assert!(span.line.covers(span.quoted_span));
            }
        }
    }
}
