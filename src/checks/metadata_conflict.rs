//! What an article says of its own date disagrees.
//!
//! Front matter, the date line, the dateline of the first paragraph, the address it was published under and
//! `copydesk.toml` are held against each other. All relative dates ("on Friday") are counted from the first of these, so
//! a wrong one moves everything. A dateline may be some days older than the day of publication.
//!
//! **Example.** `date: 2024-12-03` in the front matter of an article that opens "PORT ALDER, December 13 (NORDAG) —".
//!
//! **To mend it**, find the day of publication and correct the other place; the quick fixes do, where it stands in the
//! article.

use super::Context;
use super::finding::{Edit, Fix};
use crate::article::{ArticleDate, DateOrigin, PartialDate};
use crate::corpus::Location;
use crate::text::Span;
use jiff::civil::Date;

pub(super) const CODE: &str = "metadata-conflict";

/// A dateline may be so many days older than the article, and a day younger.
const DATELINE_DAYS: i32 = 7;
/// Front matter, date line and configuration may differ by so many days: time zones, late editions.
const STATED_DAYS: i32 = 1;
/// The address may be so many days older than a date in the article, which may have been brought up to date.
const URL_DAYS: i32 = 31;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let document = context.document;
    let article = &entry.reading.article;
    let text = &*article.text;
    let metadata = &article.metadata;
    let Some(first) = metadata.dates.iter().find(|d| d.date.full().is_some()) else { return };
    let Some(day) = first.date.full() else { return };
    let start = article.headline().or(article.blocks.first().map(|b| b.span)).unwrap_or(Span::at(0));
    for other in metadata.dates.iter().filter(|d| *d != first) {
        let Some(there) = nearest(other.date, day) else { continue };
        let apart = day.until(there).map_or(0, |s| s.get_days());
        let allowed = match (first.origin, other.origin) {
            (DateOrigin::Dateline, _) | (_, DateOrigin::Dateline) => (-DATELINE_DAYS..=1).contains(&apart),
            _ => apart.abs() <= STATED_DAYS,
        };
        let updated = other.span.is_some_and(|s| is_update(text, s)) && apart > 0;
        if allowed || updated || is_swapped(text, other.span, day, there) || is_swapped(text, first.span, there, day) {
            continue;
        }
        let message = format!("{} gives {}, {} gives {}", place(first), shown(day), place(other), shown(there));
        let span = other.span.or(first.span).unwrap_or(start);
        let related = if other.span.is_some() { first.span } else { None };
        let finding = context.report(span, message);
        if let Some(span) = related {
            finding.relate(Location { document, span }, format!("{} gives {}", place(first), shown(day)));
        }
        let places = [(other.span, day, first), (first.span, there, other)];
        let fixes = places.into_iter().filter_map(|(span, right, origin)| {
            let span = span?;
            let text = rewritten(span.of(text), right)?;
            let title = format!("Change \"{}\" to {}, as {} has it", span.of(&article.text), text, place(origin));
            Some(Fix { title, edits: vec![Edit { location: Location { document, span }, text }] })
        });
        finding.fixes.extend(fixes);
    }
    if let Some(url) = &metadata.url
        && let Some(there) = date_in_address(&url.value)
        && first.origin != DateOrigin::Dateline
    {
        let apart = there.until(day).map_or(0, |s| s.get_days());
        if !(-STATED_DAYS..=URL_DAYS).contains(&apart) {
            let span = first.span.or(url.span).unwrap_or(start);
            let message =
                format!("{} gives {}, the article's address gives {}", place(first), shown(day), shown(there));
            let finding = context.report(span, message);
            if let Some(span) = url.span.filter(|s| *s != finding.location.span) {
                finding.relate(Location { document, span }, format!("the address gives {}", shown(there)));
            }
        }
    }
}

/// The whole date nearest to `near` that a date without a year can mean.
fn nearest(date: PartialDate, near: Date) -> Option<Date> {
    if date.year.is_some() {
        return date.full();
    }
    let years = [near.year() - 1, near.year(), near.year() + 1];
    let candidates = years.into_iter().filter_map(|y| Date::new(y, date.month?, date.day?).ok());
    candidates.min_by_key(|d| near.until(*d).map_or(i32::MAX, |s| s.get_days().abs()))
}

/// Whether a date line speaks of a later version ("Updated: 3 March").
fn is_update(text: &str, span: Span) -> bool {
    let line = text[..span.start as usize].rsplit('\n').next().unwrap_or_default().to_lowercase();
    line.contains("updated") || line.contains("modified")
}

/// Whether a date in digits is the other one with day and month in the other order (03/04/2017).
fn is_swapped(text: &str, span: Option<Span>, day: Date, there: Date) -> bool {
    let in_digits = span.is_some_and(|s| !s.of(text).contains(|c: char| c.is_alphabetic() && c != 'T' && c != 'Z'));
    let swapped = Date::new(there.year(), there.day(), there.month()).ok();
    in_digits && swapped.is_some_and(|s| s.until(day).map_or(0, |d| d.get_days()).abs() <= STATED_DAYS)
}

/// The day in the path of an address: `/2016/12/23/`, `/2016-12-23-`, `_2016-12-23_`.
fn date_in_address(url: &str) -> Option<Date> {
    let bytes = url.as_bytes();
    let digits = |at: usize, n: usize| -> Option<i16> {
        let part = url.get(at..at + n)?;
        let whole = bytes.get(at + n).is_none_or(|b| !b.is_ascii_digit());
        (whole && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    (0..bytes.len()).find_map(|at| {
        let fresh = at > 0 && matches!(bytes[at - 1], b'/' | b'-' | b'_' | b'=');
        let separator = *bytes.get(at + 4)?;
        if !fresh || !matches!(separator, b'/' | b'-') || bytes.get(at + 7) != Some(&separator) {
            return None;
        }
        let (year, month, day) = (digits(at, 4)?, digits(at + 5, 2)?, digits(at + 8, 2)?);
        (1990..2100).contains(&year).then(|| Date::new(year, month as i8, day as i8).ok()).flatten()
    })
}

fn place(date: &ArticleDate) -> &'static str {
    match date.origin {
        DateOrigin::Configuration => "copydesk.toml",
        DateOrigin::FrontMatter => "the front matter",
        DateOrigin::DateLine => "the date line",
        DateOrigin::Dateline => "the dateline",
    }
}

fn shown(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// The other date in the form in which this one is written, for the usual forms.
fn rewritten(written: &str, right: Date) -> Option<String> {
    let lower = written.trim().to_lowercase();
    let has_year = written.split(|c: char| !c.is_ascii_digit()).any(|w| w.len() == 4);
    let iso = lower.len() >= 10 && lower.as_bytes()[4] == b'-';
    let named = lower.chars().next()?.is_alphabetic();
    let format = match (iso, named, has_year) {
        (true, ..) => "%Y-%m-%d",
        (_, true, true) => "%B %-d, %Y",
        (_, true, false) => "%B %-d",
        (_, false, true) if lower.contains(|c: char| c.is_alphabetic()) => "%-d %B %Y",
        (_, false, false) if lower.contains(|c: char| c.is_alphabetic()) => "%-d %B",
        _ => return None,
    };
    Some(right.strftime(format).to_string())
}

#[cfg(test)]
mod tests {
    use super::date_in_address;
    use crate::checks::testing::findings;

    const REST: &str = "The harbour of Port Alder was closed on Monday after the lower gates failed in the night.";

    fn found(text: String) -> Vec<String> {
        findings(super::CODE, &[("a.txt", &text)])
    }

    #[test]
    fn front_matter_and_dateline_that_disagree_are_found() {
        let shown = found(format!("---\ndate: 2024-12-03\n---\nPORT ALDER, December 13 (NORDAG) — {REST}"));
        assert_eq!(
            shown,
            ["a.txt: December 13: the front matter gives 3 December 2024, the dateline gives 13 December 2024"]
        );
    }

    #[test]
    fn front_matter_and_date_line_that_disagree_are_found() {
        let shown = found(format!("---\ndate: 2024-12-03\n---\nHarbour closed\n\nDecember 9, 2024\n\n{REST}"));
        assert_eq!(shown.len(), 1, "{shown:?}");
    }

    #[test]
    fn an_older_dateline_an_update_and_an_open_order_of_digits_are_left_alone() {
        for text in [
            format!("---\ndate: 2024-12-05\n---\nPORT ALDER, December 3 (NORDAG) — {REST}"),
            format!("---\ndate: 2024-12-03\n---\nHarbour closed\n\nUpdated: December 9, 2024\n\n{REST}"),
            format!("---\ndate: 2024-04-03\n---\nHarbour closed\n\n03/04/2024\n\n{REST}"),
            format!("---\ndate: 2024-12-31\n---\nPORT ALDER, January 1 (NORDAG) — {REST}"),
            format!("---\ndate: 2024-12-03\nurl: https://coastwire.example/2024/12/03/gates\n---\n{REST}"),
        ] {
            assert_eq!(found(text.clone()), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_date_in_the_address_is_read() {
        let day = |url: &str| date_in_address(url).map(|d| d.to_string());
        assert_eq!(day("https://coastwire.example/2024/12/03/gates").as_deref(), Some("2024-12-03"));
        assert_eq!(day("https://coastwire.example/gates-2024-12-03.html").as_deref(), Some("2024-12-03"));
        assert_eq!(day("https://coastwire.example/view/20241203-26/gates"), None);
        let shown =
            found(format!("---\ndate: 2024-12-03\nurl: https://coastwire.example/2023/12/03/gates\n---\n{REST}"));
        assert_eq!(shown.len(), 1, "{shown:?}");
    }
}
