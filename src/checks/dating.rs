//! What the rules about missing dates share: the day that an article is likely to be of, as a fix that adds it to the front
//! matter.
//!
//! The day is taken from the file's name, else from the articles that quote the same utterance where all of them are of one
//! day. Where neither is known an open line is added for the writer to fill in.

use super::Context;
use super::finding::{Edit, Fix};
use crate::article::BlockKind;
use crate::corpus::{Location, QuoteRelation};
use crate::text::Span;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\D)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:\D|$)").expect("valid")
});

/// Adds the day of the article.
pub(super) fn fix(context: &Context) -> Option<Fix> {
    let entry = context.article()?;
    let (date, why) = match (of_name(&entry.path), of_others(context)) {
        (Some(day), _) => (day.to_string(), Some("as its file is named".to_owned())),
        (None, Some((day, label))) => (day.to_string(), Some(format!("the day of {label}, which has the same words"))),
        _ => (String::new(), None),
    };
    let text = &*entry.reading.article.text;
    let front = entry.reading.article.blocks.first().filter(|b| b.kind == BlockKind::FrontMatter);
    let (at, line) = match front {
        Some(block) => {
            let first = text[block.span.start as usize..].find('\n')? + 1;
            (block.span.start as usize + first, format!("date: {date}\n"))
        }
        None => (text.len() - text.trim_start_matches('\u{feff}').len(), format!("---\ndate: {date}\n---\n\n")),
    };
    let edits = vec![Edit { location: Location { document: context.document, span: Span::at(at) }, text: line }];
    let title = match why {
        Some(why) => format!("Date the article {date}, {why}"),
        None => "Add a line for the article's date".to_owned(),
    };
    Some(Fix { title, edits })
}

fn of_name(path: &str) -> Option<Date> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let parts = NAMED.captures(name)?;
    Date::new(parts[1].parse().ok()?, parts[2].parse().ok()?, parts[3].parse().ok()?).ok()
}

/// The one day of the articles that quote the same words.
fn of_others(context: &Context) -> Option<(Date, String)> {
    let entry = context.article()?;
    let mut known: Option<(Date, String)> = None;
    for index in 0..entry.reading.quotations.len() {
        let mut same = context.corpus.quote_variants(context.document, index);
        same.retain(|variant| variant.relation == QuoteRelation::Same);
        for variant in same {
            let there = context.corpus.article(variant.other)?;
            let Some(day) = there.facts.day else { continue };
            let is_known = known.as_ref().is_some_and(|(first, _)| *first == day);
            // Whether the article gives all of its day is asked of another day alone: that unpacks it.
            if is_known || there.reading.article.metadata.dct().is_none() {
                continue;
            }
            if known.is_some() {
                return None;
            }
            known = Some((day, there.label().to_owned()));
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::fixed;

    const TEXT: &str = "The harbourmaster said on Friday that the gates had failed.";

    #[test]
    fn the_day_of_the_files_name_goes_into_the_front_matter() {
        let all = fixed("relative-date-unanchored", &[("wire/2024-12-05-flood.txt", TEXT)]);
        assert_eq!(
            all,
            [(
                "Date the article 2024-12-05, as its file is named".into(),
                format!("---\ndate: 2024-12-05\n---\n\n{TEXT}")
            )]
        );
        let titled = format!("---\ntitle: Gates\n---\n{TEXT}");
        let all = fixed("relative-date-unanchored", &[("flood_20241205.txt", &titled)]);
        assert_eq!(all[0].1, format!("---\ndate: 2024-12-05\ntitle: Gates\n---\n{TEXT}"));
    }

    #[test]
    fn the_same_words_in_dated_articles_of_one_day_tell_it_and_else_a_line_is_left_open() {
        let said = "\"The gates will be rebuilt before the winter storms come again,\" Mayor Ann Marsh said";
        let here = format!("{said} on Friday in the hall.");
        let there = format!("---\ndate: 2024-12-06\n---\n{said} on Friday.");
        let all = fixed("relative-date-unanchored", &[("a.txt", &here), ("b.txt", &there)]);
        assert_eq!(all[0].0, "Date the article 2024-12-06, the day of b.txt, which has the same words");
        let other = format!("---\ndate: 2024-12-09\n---\n{said} on Friday.");
        let all = fixed("relative-date-unanchored", &[("a.txt", &here), ("b.txt", &there), ("c.txt", &other)]);
        assert_eq!(all, [("Add a line for the article's date".into(), format!("---\ndate: \n---\n\n{here}"))]);
    }
}
