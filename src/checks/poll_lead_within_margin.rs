//! A lead in a poll is smaller than the margin of error that the article gives.
//!
//! With a margin of three points a lead of two is no lead: another sample might turn it round. (The margin of a
//! difference is larger still than that of each share.)
//!
//! **Example.** "Marsh leads Brandt by 2 points" and "a margin of error of plus or minus 3 points".
//!
//! **To mend it**, write that the two are level, or that the lead is within the margin of error.
//!
//! The American Association for Public Opinion Research and the Associated Press Stylebook ask for it.

use super::Context;
use crate::corpus::Location;
use crate::reading::movement::{is_percent, is_points, sentences, short};
use crate::reading::{Quantity, Reading};
use crate::text::Span;

pub(super) const CODE: &str = "poll-lead-within-margin";

/// What an article says that knows it.
const KNOWN: &[&str] = &[
    "statistical tie",
    "statistically tied",
    "statistical dead heat",
    "within the margin",
    "inside the margin",
    "dead heat",
    "too close to call",
    "neck and neck",
    "neck-and-neck",
    "virtually tied",
    "virtual tie",
    "statistically insignificant",
    "not statistically",
    "statistically even",
    "effectively tied",
];
const LEADS: &[&str] = &["lead", "leads", "led", "leading", "ahead", "edge", "edges", "edged", "edging"];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    let lower = reading.article.text.to_lowercase();
    if !lower.contains("margin of") || KNOWN.iter().any(|k| lower.contains(k)) {
        return;
    }
    let Some((margin, stated)) = margin(reading) else { return };
    for (range, sentence) in sentences(reading) {
        let text = sentence.of(&reading.article.text).to_lowercase();
        let leads = text.split(|c: char| !c.is_alphabetic()).any(|w| LEADS.contains(&w));
        // An average of polls has another margin than the poll that the article is about.
        if !leads || text.contains("margin of") || text.contains("average") {
            continue;
        }
        let Some((lead, span)) = lead(&reading.article.text, sentence, &reading.quantities[range]) else { continue };
        if lead > 0.0 && lead <= margin {
            let message = format!("a lead of {} lies within the margin of error of {}", short(lead), short(margin));
            context.report(span, message).relate(Location { document, span: stated }, "the margin of error");
        }
    }
}

/// The smallest margin of error that the article gives, in points.
fn margin(reading: &Reading) -> Option<(f64, Span)> {
    let text = &*reading.article.text;
    let margins = sentences(reading).into_iter().filter_map(|(range, sentence)| {
        let lower = sentence.of(text).to_lowercase();
        let at = ["margin of error", "margin of sampling error", "error margin"].iter().find_map(|m| lower.find(m))?;
        let after = sentence.start as usize + at;
        let quantity = reading.quantities[range].iter().find(|q| {
            q.span.start as usize > after
                && (is_percent(&q.unit.name) || is_points(&q.unit.name) || q.unit.name.is_empty())
        })?;
        let value = quantity.number.abs();
        (value > 0.0 && value <= 15.0).then_some((value, quantity.span))
    });
    margins.min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The lead that a sentence states: "by 2 points", "a 2-point lead", else the distance of two shares ("46 % to 44 %").
fn lead(text: &str, sentence: Span, within: &[Quantity]) -> Option<(f64, Span)> {
    let shares = |q: &&Quantity| is_percent(&q.unit.name) || is_points(&q.unit.name);
    let stated = within.iter().filter(shares).find(|q| {
        let before = text[sentence.start as usize..q.span.start as usize].trim_end().to_lowercase();
        let behind =
            text[q.span.end as usize..sentence.end as usize].trim_start_matches(['-', ' ', '–']).to_lowercase();
        let led = before.ends_with(" by") || before.ends_with(" by just") || before.ends_with(" by only");
        q.to.is_none()
            && (led || behind.starts_with("lead") || behind.starts_with("points ahead") || behind.starts_with("ahead"))
    });
    if let Some(q) = stated {
        return Some((q.number.abs(), q.span));
    }
    let range = within.iter().find(|q| q.to.is_some() && is_percent(&q.unit.name))?;
    range.span.of(text).contains(" to ").then(|| ((range.number - range.to.unwrap_or(range.number)).abs(), range.span))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    const MARGIN: &str = "The poll of 800 voters has a margin of error of plus or minus 3 percentage points.";

    fn found(text: &str) -> Vec<String> {
        findings(super::CODE, &[("a.txt", &format!("{text} {MARGIN}"))])
    }

    #[test]
    fn a_lead_within_the_margin_is_found() {
        let shown = found("Marsh leads Brandt by 2 percentage points in the race for mayor, a poll showed on Friday.");
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert!(shown[0].ends_with("a lead of 2 lies within the margin of error of 3"));
        assert_eq!(found("Marsh leads Brandt, 46 percent to 44 percent, in the race for mayor of the city.").len(), 1);
    }

    #[test]
    fn a_clear_lead_and_an_honest_tie_are_left_alone() {
        for text in [
            "Marsh leads Brandt by 9 percentage points in the race for mayor, a poll showed on Friday.",
            "Marsh leads Brandt by 2 percentage points, a statistical tie, in the race for mayor of the city.",
            "Prices rose by 2 percentage points over the year, a poll of shops showed on Friday.",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
