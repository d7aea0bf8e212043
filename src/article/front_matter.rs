//! Metadata between two `---` lines at the start of a file, written in YAML.

use super::{ArticleDate, DateOrigin, Metadata, Problem, ProblemKind, Stated, date};
use crate::text::Span;
use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};

/// Longer front matter is left unread.
const LONGEST: usize = 64 * 1024;

/// The front matter of `text` with both its marks, if it has one.
pub(super) fn find(text: &str) -> Option<Span> {
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let first = text[start..].lines().next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut offset = start + first.len();
    for line in text[offset..].split_inclusive('\n').skip(1) {
        if offset - start > LONGEST {
            return None;
        }
        let begin = line.as_ptr() as usize - text.as_ptr() as usize;
        offset = begin + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some(Span::new(start, begin + 3));
        }
    }
    None
}

/// Reads what stands between the marks of `span`.
pub(super) fn read(text: &str, span: Span, metadata: &mut Metadata, problems: &mut Vec<Problem>) {
    let inner = &text[span.start as usize + 3..span.end as usize - 3];
    let begin = span.start as usize + 3;
    let at = |chars: usize| begin + inner.char_indices().nth(chars).map_or(inner.len(), |(i, _)| i);
    let documents = match MarkedYaml::load_from_str(inner) {
        Ok(documents) => documents,
        Err(error) => {
            let start = at(error.marker().index());
            let message = format!("the front matter is no valid YAML: {}", error.info());
            problems.push(Problem {
                kind: ProblemKind::FrontMatter,
                span: Span::at(start.min(span.end as usize)),
                message,
            });
            return;
        }
    };
    let Some(YamlData::Mapping(map)) = documents.first().map(|d| &d.data) else { return };
    let text_of = |node: &MarkedYaml| -> Option<Stated<String>> {
        let place = Span::new(at(node.span.start.index()), at(node.span.end.index()).max(at(node.span.start.index())))
            .trimmed(text);
        match &node.data {
            YamlData::Value(saphyr::Scalar::String(s)) => Some(Stated { value: s.to_string(), span: Some(place) }),
            YamlData::Value(saphyr::Scalar::Null) => None,
            YamlData::Value(_) => Some(Stated { value: place.of(text).to_owned(), span: Some(place) }),
            _ => None,
        }
    };
    for (key, value) in map {
        let Some(key) = text_of(key) else { continue };
        match key.value.to_lowercase().as_str() {
            "title" => metadata.title = text_of(value),
            "author" => metadata.author = text_of(value),
            "publisher" => metadata.publisher = text_of(value),
            "source" if metadata.publisher.is_none() => metadata.publisher = text_of(value),
            "url" => metadata.url = text_of(value),
            "sources" => match &value.data {
                YamlData::Sequence(items) => metadata.sources.extend(items.iter().filter_map(text_of)),
                _ => metadata.sources.extend(text_of(value)),
            },
            "bibliography" => match &value.data {
                YamlData::Sequence(items) => metadata.bibliography.extend(items.iter().filter_map(text_of)),
                _ => metadata.bibliography.extend(text_of(value)),
            },
            "date" => {
                let Some(stated) = text_of(value) else { continue };
                match date::parse(&stated.value) {
                    Some(date) => {
                        metadata.dates.push(ArticleDate { date, span: stated.span, origin: DateOrigin::FrontMatter });
                    }
                    None => problems.push(Problem {
                        kind: ProblemKind::FrontMatter,
                        span: stated.span.unwrap_or(span),
                        message: format!("\"{}\" is no date: write it as 2016-12-18", stated.value),
                    }),
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(text: &str) -> (Metadata, Vec<Problem>) {
        let (mut metadata, mut problems) = (Metadata::default(), Vec::new());
        read(text, find(text).expect("front matter"), &mut metadata, &mut problems);
        (metadata, problems)
    }

    #[test]
    fn every_known_key_is_read_with_its_place() {
        let text =
            "---\ntitle: \"Flood\u{e9}\"\ndate: 2026-03-01\nsource: Coast Wire\nsources: [a.txt, b.txt]\n---\nText.";
        let (metadata, problems) = metadata(text);
        assert_eq!(metadata.title.expect("title").value, "Flood\u{e9}");
        let date = metadata.dates[0];
        assert_eq!(
            (date.date.full(), date.span.map(|s| s.of(text))),
            (jiff::civil::Date::new(2026, 3, 1).ok(), Some("2026-03-01"))
        );
        assert_eq!(metadata.publisher.expect("publisher").value, "Coast Wire");
        assert_eq!(metadata.sources.len(), 2);
        assert_eq!(problems, []);
    }

    #[test]
    fn a_date_that_is_none_is_a_problem_at_its_place() {
        let text = "---\ndate: soon\n---\n";
        let (_, problems) = metadata(text);
        assert_eq!(problems[0].span.of(text), "soon");
    }

    #[test]
    fn a_rule_further_down_is_no_front_matter() {
        assert_eq!(find("Text\n---\na: b\n---\n"), None);
        assert_eq!(find("---\nnever closed\n"), None);
    }
}
