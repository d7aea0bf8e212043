//! An article without a date says "Friday" or "last year".
//!
//! Nobody can tell which Friday it was once the article is out of its frame. One finding an article: its first relative
//! date, with the others as related places.
//!
//! **Example.** An article without date line, dateline or front matter that says "on Friday".
//!
//! **To mend it**, give the article its date in front matter, in a date line or in `copydesk.toml`.

use super::Context;
use crate::corpus::Location;
use crate::reading::TimexKind;

pub(super) const CODE: &str = "relative-date-unanchored";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    let anchored = !reading.article.metadata.dates.is_empty()
        || reading.timexes.iter().any(|t| !t.relative && t.kind == TimexKind::Date && names_day(&t.value))
        || reading.timexes.iter().any(|t| t.weekday.is_some());
    if anchored {
        return;
    }
    let text = &reading.article.text;
    let mut open = reading
        .timexes
        .iter()
        .filter(|t| t.relative && !t.anchored && t.kind != TimexKind::Duration && !t.value.ends_with("_REF"));
    let Some(first) = open.next() else { return };
    let others: Vec<_> = open.map(|t| (t.span, t.span.of(text).to_owned())).collect();
    let message =
        format!("\"{}\" has no date to count from: the article does not say when it was written", first.span.of(text));
    let fix = super::dating::fix(context);
    let finding = context.report(first.span, message);
    finding.fixes.extend(fix);
    for (span, words) in others {
        finding.relate(Location { document, span }, format!("\"{words}\" neither"));
    }
}

/// Whether a TIMEX3 value names month and day.
fn names_day(value: &str) -> bool {
    let mut parts = value.split(['-', 'T']).skip(1).take(2);
    let number = |part: Option<&str>| part.is_some_and(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit()));
    number(parts.next()) && number(parts.next())
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    const TEXT: &str =
        "The harbourmaster said on Friday that the gates had failed. They were tested last year, she said.";

    #[test]
    fn an_undated_article_gets_one_finding() {
        assert_eq!(covered(super::CODE, TEXT), ["Friday"]);
    }

    #[test]
    fn a_date_of_its_own_or_a_day_in_the_text_anchors_an_article() {
        assert_eq!(covered(super::CODE, &format!("---\ndate: 2026-03-01\n---\n{TEXT}")), [""; 0]);
        assert_eq!(covered(super::CODE, &format!("{TEXT} The storm came on Monday, 14 March, and lasted.")), [""; 0]);
        assert_eq!(
            covered(super::CODE, "The gates failed in the night, the harbourmaster said to the council."),
            [""; 0]
        );
    }
}
