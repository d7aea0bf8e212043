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
            return by_line(text, span, metadata, problems);
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
        let key = key.value.to_lowercase();
        let stated: Vec<Stated<String>> = match &value.data {
            YamlData::Sequence(items) if is_list(&key) => items.iter().filter_map(text_of).collect(),
            _ => text_of(value).into_iter().collect(),
        };
        put(&key, stated, span, metadata, problems);
    }
}

/// Whether a key may have several values.
fn is_list(key: &str) -> bool {
    matches!(key, "sources" | "bibliography")
}

/// Takes over what a key of the front matter at `span` says, several values only where it may have them.
fn put(key: &str, stated: Vec<Stated<String>>, span: Span, metadata: &mut Metadata, problems: &mut Vec<Problem>) {
    match key {
        "sources" => return metadata.sources.extend(stated),
        "bibliography" => return metadata.bibliography.extend(stated),
        _ => {}
    }
    let Some(stated) = stated.into_iter().next() else { return };
    match key {
        "title" => metadata.title = Some(stated),
        "author" => metadata.author = Some(stated),
        "publisher" => metadata.publisher = Some(stated),
        "source" if metadata.publisher.is_none() => metadata.publisher = Some(stated),
        "url" => metadata.url = Some(stated),
        "date" => match date::parse(&stated.value) {
            Some(date) => {
                metadata.dates.push(ArticleDate { date, span: stated.span, origin: DateOrigin::FrontMatter });
            }
            None => problems.push(Problem {
                kind: ProblemKind::FrontMatter,
                span: stated.span.unwrap_or(span),
                message: format!("\"{}\" is no date: write it as 2016-12-18", stated.value),
            }),
        },
        _ => {}
    }
}

/// Reads the lines of front matter that is no YAML one by one, so that a colon in a title costs neither the day of the article
/// nor its sources.
fn by_line(text: &str, span: Span, metadata: &mut Metadata, problems: &mut Vec<Problem>) {
    let inner = Span::new(span.start as usize + 3, span.end as usize - 3);
    let stated = |written: &str| {
        let quoted = |mark: char| written.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        let bare = quoted('"').or_else(|| quoted('\'')).unwrap_or(written);
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        Stated { value: bare.to_owned(), span: Some(Span::new(start, start + bare.len())) }
    };
    for line in inner.of(text).lines() {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if value.is_empty() || line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let key = key.trim().to_lowercase();
        let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|_| is_list(&key));
        let items = list.unwrap_or(value).split(|c| list.is_some() && c == ',').map(str::trim);
        let stated = items.filter(|item| !item.is_empty()).map(stated).collect();
        put(&key, stated, span, metadata, problems);
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
    fn a_colon_in_a_title_is_a_problem_and_costs_nothing_else() {
        let text = "---\ntitle: The gate: how it broke\ndate: '2026-03-01'\nsource: Coast Wire\nsources: [a.txt, b.txt]\n---\n";
        let (metadata, problems) = metadata(text);
        assert_eq!(problems.len(), 1);
        assert_eq!(metadata.title.expect("title").value, "The gate: how it broke");
        assert_eq!(metadata.dates[0].span.map(|s| s.of(text)), Some("2026-03-01"));
        assert_eq!(metadata.publisher.expect("publisher").value, "Coast Wire");
        assert_eq!(metadata.sources.iter().map(|s| s.value.as_str()).collect::<Vec<_>>(), ["a.txt", "b.txt"]);
    }

    #[test]
    fn a_rule_further_down_is_no_front_matter() {
        assert_eq!(find("Text\n---\na: b\n---\n"), None);
        assert_eq!(find("---\nnever closed\n"), None);
    }
}
