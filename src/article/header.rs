//! What opens a paragraph without belonging to it, and lines that are no prose: datelines, outlet
//! slugs, bylines, credits, boilerplate.

use super::{BlockKind, PartialDate, date};
use crate::text::{Recalled, Span, recalled};
use regex::Regex;
use std::cell::RefCell;
use std::sync::LazyLock;

/// The dateline at the start of a first paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Bytes of the paragraph up to where the prose starts.
    pub(super) length: usize,
    /// The date in it, in bytes of the paragraph.
    pub(super) date: Option<(PartialDate, Span)>,
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    // Place in capitals, up to two more place names, a date, an agency, then a stop or dash.
    let pattern = concat!(
        r"^(?:(?:[A-Z][A-Z.'’]+|[A-Z]\.)(?:[ -](?:[A-Z][A-Z.'’]*|[A-Z]\.))*(?:/[A-Z][A-Z ]+)?",
        r"(?:, (?:[A-Z][A-Za-z.]+)(?: [A-Z][a-z]+)?)??",
        r"(?:,? (?P<date>(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?|",
        r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?(?: \d{4})?))?)?",
        r"\.?(?: ?(?:\([A-Z][A-Za-z .&/-]{1,40}\)|/[A-Z][A-Za-z -]{1,20}/)\.?)?",
    );
    Regex::new(&format!("{pattern}(?P<end> ?(?:--|—|–|_) ?| - )")).expect("the pattern is valid")
});

static AGENCY_DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?";
    Regex::new(&format!(
        r"^[A-Z][A-Z.'’ -]+(?:, [A-Z][a-z]+)?(?:, (?P<date>{date}))?\.? ?/[A-Z][A-Za-z -]{{1,20}}/\.? ?"
    ))
    .expect("the pattern is valid")
});

static SLUG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-Z][a-z]{4,})-[A-Z][a-z]").expect("the pattern is valid"));

/// First parts of compounds that are written with a capital and a hyphen.
const COMPOUNDS: &[&str] = &[
    "Anglo", "Franco", "Russo", "Graeco", "Greco", "Italo", "Indo", "Trans", "Cross", "Inter", "Super", "Multi",
    "North", "South", "Eastern", "Western", "Northern", "Southern", "Large", "Small", "Public", "Private", "Three",
    "Seven", "Eight", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety", "Former",
    "Spanish", "Hungary", "Judeo", "Afro", "Austro", "Serbo", "Sino", "Latin", "White", "Black", "Middle", "Lower",
    "Upper", "Under", "Counter", "Ultra",
];

/// Whether a first paragraph opens with a dateline or an outlet's slug.
pub(super) fn dateline(paragraph: &str) -> Option<Dateline> {
    for pattern in [&*AGENCY_DATELINE, &*DATELINE] {
        if let Some(found) = pattern.captures(paragraph) {
            let whole = found.get(0)?.as_str();
            let named = whole.chars().filter(|c| c.is_ascii_uppercase()).count() >= 2;
            if named && whole.len() < paragraph.len() {
                let stated = found.name("date");
                let date = stated.and_then(|m| Some((date::parse(m.as_str())?, Span::new(m.start(), m.end()))));
                return Some(Dateline { length: whole.len(), date });
            }
        }
    }
    let slug = SLUG.captures(paragraph)?.get(1)?;
    let outlet = !COMPOUNDS.contains(&slug.as_str()) && paragraph[slug.end() + 1..].contains(' ');
    outlet.then_some(Dateline { length: slug.end() + 1, date: None })
}

thread_local! {
    static APART: RefCell<Recalled<Option<BlockKind>>> = RefCell::default();
}

/// What a line is that the article does not say, wherever it stands: [boilerplate](is_boilerplate) or a
/// [credit](is_credit).
pub(super) fn apart(line: &str) -> Option<BlockKind> {
    recalled(&APART, line, || {
        let boilerplate = is_boilerplate(line).then_some(BlockKind::Boilerplate);
        boilerplate.or_else(|| is_credit(line).then_some(BlockKind::Credit))
    })
}

/// Whether a line is nothing that the article says: navigation, copyright, sharing.
fn is_boilerplate(line: &str) -> bool {
    let lower = line.to_lowercase();
    let lower = lower.trim();
    let mark = lower.contains('©') || lower.contains("(c)") && lower.contains("copyright");
    let dated = lower.contains("copyright") && lower.chars().any(|c| c.is_ascii_digit());
    let reserved = lower.contains("all rights reserved");
    if (mark && (dated || reserved) || dated && reserved) && lower.len() < 400 || reserved && lower.len() < 200 {
        return true;
    }
    if lower.contains("may not be published, broadcast, rewritten") {
        return true;
    }
    const WHOLE: &[&str] = &[
        "all news",
        "share",
        "share this",
        "share this article",
        "advertisement",
        "print",
        "read more",
        "related",
        "email",
        "tweet",
        "comments",
        "home",
        "news",
        "world",
        "more",
        "photos",
        "video",
        "subscribe",
        "sign up",
        "related articles",
        "related stories",
        "story continues below advertisement",
        "story highlights",
        "editor's picks",
        "top stories",
        "most read",
        "trending",
        "loading",
        "close",
        "menu",
        "search",
        "follow us",
        "back to top",
        "continue reading",
    ];
    const START: &[&str] = &[
        "updated at:",
        "updated:",
        "last updated",
        "published:",
        "published on",
        "published at",
        "posted:",
        "posted on",
        "first published",
        "click here",
        "follow us on",
        "sign up for",
        "subscribe to",
        "like us on",
        "read more:",
        "see also:",
        "related:",
        "watch:",
        "listen:",
        "download the",
        "share on",
        "share this",
        "get the latest",
        "slideshow (",
        "slideshow:",
        "photo gallery:",
    ];
    lower.len() < 160
        && (WHOLE.contains(&lower.trim_end_matches([':', '.', '…'])) || START.iter().any(|s| lower.starts_with(s)))
}

/// The date that a line of boilerplate or a date line states for the article: never a copyright line's.
pub(super) fn stated_date(line: &str) -> Option<(PartialDate, Span)> {
    let lower = line.to_lowercase();
    let lead = [
        "updated at:",
        "updated:",
        "last updated:",
        "last updated",
        "published:",
        "published on",
        "published at",
        "posted:",
        "posted on",
        "first published:",
        "first published",
        "date:",
    ]
    .iter()
    .find(|l| lower.starts_with(**l))
    .map_or(0, |l| l.len());
    let rest = Span::new(lead.min(line.len()), line.len());
    let rest = if line.is_char_boundary(rest.start as usize) { rest.trimmed(line) } else { return None };
    Some((date::parse(rest.of(line))?, rest))
}

/// The author's name in a byline ("By Ann Marsh", "Ann Marsh, Coast Wire").
pub(super) fn byline(line: &str) -> Option<Span> {
    let lower = line.to_lowercase();
    let lead =
        ["by ", "by: ", "author: ", "reporting by ", "written by ", "from "].iter().find(|l| lower.starts_with(**l))?;
    let rest = &line[lead.len()..];
    let words: Vec<&str> = rest.split_whitespace().collect();
    let named = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    let lowercase = words.iter().any(|w| {
        w.chars().next().is_some_and(char::is_lowercase)
            && !matches!(*w, "and" | "in" | "for" | "at" | "de" | "van" | "von" | "al" | "bin" | "of")
    });
    let from_place = *lead == "from ";
    (!from_place && named >= 1 && !lowercase && words.len() <= 14 && !rest.ends_with(['.', '?', '!']))
        .then(|| Span::new(lead.len(), line.len()).trimmed(line))
}

/// Whether a line opens with words that only credits open with.
pub(super) fn opens_credit(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let lead = [
        "photo:",
        "photo by",
        "photograph:",
        "image:",
        "credit:",
        "picture:",
        "(photo",
        "(ap photo",
        "photo credit",
        "file photo:",
        "©",
    ];
    lead.iter().any(|l| lower.starts_with(l))
}

/// Whether a line says who made a picture.
fn is_credit(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 200 || line.is_empty() {
        return false;
    }
    let lower = line.to_lowercase();
    if opens_credit(line) {
        return true;
    }
    let stop = line.ends_with(['.', '?', '!', '"', '”']);
    let agencies = [
        "/tass",
        "/getty",
        "/afp",
        "/reuters",
        "/ap",
        "/epa",
        "/itar",
        "via reuters",
        "getty images",
        "ap photo",
        "/file photo",
    ];
    !stop
        && agencies
            .iter()
            .any(|a| lower.find(a).is_some_and(|at| !lower[at + a.len()..].starts_with(|c: char| c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(paragraph: &str) -> &str {
        dateline(paragraph).map_or(paragraph, |d| &paragraph[d.length..])
    }

    #[test]
    fn datelines_end_where_the_prose_starts() {
        for paragraph in [
            "PORT ALDER - The harbour was closed.",
            "PORT ALDER, Norland (Coast Wire) — The harbour was closed.",
            "PORT ALDER, March 3./NORD/. The harbour was closed.",
            "NEW YORK (AP) _ The harbour was closed.",
            "PORT ALDER, March 3 (Coast Wire) - The harbour was closed.",
            "(CNN) -- The harbour was closed.",
            "Coastwire-The harbour was closed.",
        ] {
            assert_eq!(rest(paragraph), "The harbour was closed.", "{paragraph}");
        }
    }

    #[test]
    fn prose_that_opens_with_capitals_keeps_its_words() {
        for paragraph in [
            "NATO said on Friday - after long talks - that it would stay.",
            "The U.S. - and its allies - agreed.",
            "Anglo-American troops landed.",
            "A man died.",
            "US President Ann Marsh left.",
        ] {
            assert_eq!(rest(paragraph), paragraph);
        }
    }

    #[test]
    fn a_datelines_date_has_its_place() {
        let text = "PORT ALDER, March 3./NORD/. Prose follows.";
        let (date, span) = dateline(text).and_then(|d| d.date).expect("a date");
        assert_eq!((date.month, date.day, span.of(text)), (Some(3), Some(3), "March 3"));
    }

    #[test]
    fn a_copyright_line_is_boilerplate_and_dates_nothing() {
        let line = "© Copyright Coast Wire 2024. All rights reserved.";
        assert!(is_boilerplate(line) && stated_date(line).is_none());
        assert!(!is_boilerplate("He said the copyright law would change."));
        assert!(is_boilerplate("Slideshow (15 Images)") && !is_boilerplate("Slideshows are a thing of the past."));
    }

    #[test]
    fn credits_are_told_from_captions() {
        assert!(is_credit("© Ann Marsh/News Team/NORD") && is_credit("Divers in the harbour Ann Marsh/News Team/TASS"));
        assert!(!is_credit("Divers in the harbour") && !is_credit("He told AFP/Reuters correspondents so."));
    }

    #[test]
    fn bylines_name_their_author() {
        let author = |line: &'static str| byline(line).map(|s| s.of(line));
        assert_eq!(author("By Ann Marsh"), Some("Ann Marsh"));
        assert_eq!(author("By Monday the water had fallen"), None);
    }
}
