//! Numbers of one sentence do not add up.
//!
//! Parts exceed the total they are parts of, a stated percentage does not follow from the two numbers beside it, or a measure in
//! brackets is not the one before it in another unit. Rounding and words such as "about" are taken into account; parts that may overlap ("five Americans and eight women")
//! are not added.
//!
//! **Example.** "The fire killed 12 people, including five men and eight women." "Sales fell 20 percent, from 5 million
//! to 4.5 million." "It burned 100 hectares (347 acres)."
//!
//! **To mend it**, go back to the source for each of the numbers: one was copied wrongly, or they count different things
//! and the sentence should say so.
//!
//! Redoing every sum is the first check in S. Cohen, *Numbers in the Newsroom* (Investigative Reporters and Editors).

use super::Context;
use super::converted::{self, Mismatch};
use crate::corpus::Location;
use crate::reading::movement::{self, End, difference, is_percent, is_points, movements, relative, rounded, short};
use crate::reading::{Modifier, Quantity};
use crate::text::Span;

pub(super) const CODE: &str = "arithmetic-mismatch";

/// Kinds of people that exclude each other, so that their numbers may be added.
const APART: &[&[&str]] = &[
    &["man", "woman", "child"],
    &["man", "woman", "boy", "girl"],
    &["adult", "child"],
    &["adult", "minor"],
    &["boy", "girl"],
    &["male", "female"],
    &["passenger", "crew member", "crew"],
    &["passenger", "pilot"],
    &["soldier", "civilian", "policeman", "police officer"],
    &["civilian", "militant", "soldier"],
    &["civilian", "rebel", "soldier"],
    &["student", "teacher"],
    &["republican", "democrat", "independent"],
];
/// What a total of people is counted in.
const TOTALS: &[&str] =
    &["people", "person", "victim", "fatality", "casualty", "dead", "death", "suspect", "member", ""];
/// At most so many bytes lie between a total and its first part, and between two parts.
const NEAR: usize = 40;
/// The same before a colon or dash: "52 people out of the basin on the night of the storm: 40 passengers and …".
const FAR: usize = 120;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, text) = (&entry.reading, &*entry.reading.article.text);
    let document = context.document;
    for movement in movements(reading) {
        let size = &reading.quantities[movement.size];
        let Some(share) = relative(&movement) else { continue };
        let of_percent = is_percent(&movement.unit);
        let fits = match (of_percent, is_points(&size.unit.name)) {
            // What is called by the wrong one of the two names is `percent-vs-points`.
            (true, _) => movement.stated.fits(share) || movement.stated.fits(difference(&movement)),
            (false, false) => movement.stated.fits(share),
            (false, true) => true,
        };
        if !fits {
            let exact = (movement.to.value - movement.from.value).abs();
            let percent = short(exact / movement.from.value * 100.0);
            let (from, to) = (movement.from.span.of(text), movement.to.span.of(text));
            let of_points = if of_percent { format!(", or {} points", short(exact)) } else { String::new() };
            let message =
                format!("from {from} to {to} is {percent} percent{of_points}; stated here is {}", size.span.of(text));
            let finding = context.report(size.span, message);
            finding.relate(Location { document, span: movement.from.span }, "from this");
            finding.relate(Location { document, span: movement.to.span }, "to this");
        }
    }
    for (range, sentence) in movement::sentences(reading) {
        let within = &reading.quantities[range];
        for share in shares(text, sentence, within) {
            let (low, high) = share.range();
            if !share.stated.fits((low, high)) {
                let percent = short(share.part.value / share.whole.value * 100.0);
                let (part, whole) = (share.part.span.of(text), share.whole.span.of(text));
                let message =
                    format!("{part} of {whole} is {percent} percent; stated here is {}", share.stated.span.of(text));
                let finding = context.report(share.stated.span, message);
                finding.relate(Location { document, span: share.part.span }, "the part");
                finding.relate(Location { document, span: share.whole.span }, "the whole");
            }
        }
        for Mismatch { first, second, value } in converted::mismatches(text, within) {
            let unit = second.of(text).trim_start_matches(|c: char| !c.is_alphabetic() && c != '°').trim();
            let message = format!("{} is {value} {unit}; stated here is {}", first.of(text), second.of(text));
            let finding = context.report(second, message);
            finding.relate(Location { document, span: first }, "the first measure");
        }
        if let Some((total, parts, is_whole)) = parts(text, within) {
            let sum: f64 = parts.iter().map(|p| p.low.max(0.0)).sum();
            let most: f64 = parts.iter().map(|p| p.high).sum();
            if sum > total.high || (is_whole && most < total.low) {
                let listed: Vec<&str> = parts.iter().map(|p| p.phrase.of(text)).collect();
                let stated: f64 = parts.iter().map(|p| p.number).sum();
                let message = format!(
                    "{} {} {}, not {}",
                    listed.join(" and "),
                    if parts.len() == 1 { "is more than the total:" } else { "make" },
                    short(stated),
                    total.span.of(text)
                );
                let spans: Vec<Span> = parts.iter().map(|p| p.phrase).collect();
                let finding = context.report(total.phrase, message);
                for span in spans {
                    finding.relate(Location { document, span }, "a part");
                }
            }
        }
    }
}

/// "50 of 200 houses (30 percent)".
struct Share {
    part: End,
    whole: End,
    stated: End,
}

impl Share {
    fn range(&self) -> (f64, f64) {
        (self.part.low / self.whole.high * 100.0, self.part.high / self.whole.low.max(1e-9) * 100.0)
    }
}

fn shares(text: &str, sentence: Span, within: &[Quantity]) -> Vec<Share> {
    let between = |a: &Quantity, b: &Quantity| {
        (a.span.end <= b.span.start).then(|| text[a.span.end as usize..b.span.start as usize].to_lowercase())
    };
    let counts =
        |q: &Quantity| q.unit.dimension.is_none() && q.to.is_none() && !is_percent(&q.unit.name) && q.number > 0.0;
    let mut found = Vec::new();
    for three in within.windows(3) {
        let [a, b, percent] = three else { continue };
        if !is_percent(&percent.unit.name) || percent.to.is_some() || !counts(a) || !counts(b) {
            continue;
        }
        let (Some(first), Some(second)) = (between(a, b), between(b, percent)) else { continue };
        let before = text[sentence.start as usize..a.span.start as usize].trim_end().to_lowercase();
        let stated_as = second.len() <= NEAR
            && !second.contains([')', ';', '"', '“'])
            && (second.ends_with(" (")
                || second.ends_with("(about ")
                || second.ends_with(", or ")
                || second.ends_with(", or about "));
        let of = first.trim();
        let of = matches!(
            of,
            "of" | "of the" | "out of" | "out of the" | "of its" | "of their" | "of all" | "of a total of"
        );
        let led = (before.ends_with("of the") || before.ends_with("of") || before.ends_with("out of"))
            && first.contains(',')
            && first.len() <= NEAR
            && !first.contains(['(', ';']);
        let (part, whole) = match (of, led) {
            (true, _) => (a, b),
            (_, true) => (b, a),
            _ => continue,
        };
        if stated_as && part.number < whole.number {
            let (part, whole, stated) = (rounded(text, part), rounded(text, whole), rounded(text, percent));
            found.push(Share { part, whole, stated });
        }
    }
    found
}

/// A total of people with the parts listed right behind it, and whether these are said to be all.
fn parts<'a>(text: &str, within: &'a [Quantity]) -> Option<(&'a Quantity, Vec<&'a Quantity>, bool)> {
    let group = |q: &Quantity| {
        let unit = q.unit.name.to_lowercase();
        move |g: &&&[&str]| g.contains(&unit.as_str())
    };
    let exact = |q: &Quantity| q.unit.dimension.is_none() && q.to.is_none() && q.change.is_none();
    for (index, total) in within.iter().enumerate() {
        let generic = TOTALS.contains(&total.unit.name.to_lowercase().as_str());
        if !generic || !exact(total) || total.modifier != Modifier::Exact {
            continue;
        }
        let mut parts: Vec<&Quantity> = Vec::new();
        let mut is_whole = false;
        for part in &within[index + 1..] {
            let last = parts.last().map_or(total, |p| *p);
            if last.phrase.end > part.span.start {
                break;
            }
            let between = text[last.phrase.end.min(part.span.start) as usize..part.span.start as usize].to_lowercase();
            let joined = if parts.is_empty() {
                let including = ["including", "among them", "of them", "of whom"].iter().any(|w| between.contains(w));
                is_whole = !including && between.trim_end().ends_with([':', '—', '–']);
                including || is_whole || between.trim() == ","
            } else {
                let listed = matches!(between.trim(), "," | "and" | ", and");
                let same = APART
                    .iter()
                    .any(|g| group(part)(&g) && parts.iter().all(|p| group(p)(&g) && p.unit.name != part.unit.name));
                listed && same
            };
            let known = APART.iter().any(|g| group(part)(&g));
            let reach = if parts.is_empty() && is_whole { FAR } else { NEAR };
            if between.len() > reach || !joined || !known || !exact(part) || part.modifier != Modifier::Exact {
                break;
            }
            parts.push(part);
        }
        let including_one = parts.len() == 1 && !is_whole && {
            let between = &text[total.phrase.end.min(parts[0].span.start) as usize..parts[0].span.start as usize];
            between.contains("including")
        };
        if parts.len() >= 2 || including_one {
            let listed_on = parts.len() == 1 && is_whole;
            return Some((total, parts, is_whole && !listed_on));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    fn messages(text: &str) -> Vec<String> {
        findings(super::CODE, &[("a.txt", text)])
    }

    #[test]
    fn parts_that_exceed_their_total_are_found() {
        let found = messages("The blast on the quay killed 12 people, including five men and eight women.");
        assert_eq!(found, ["a.txt: 12 people: five men and eight women make 13, not 12"]);
        assert_eq!(messages("The blast on the quay killed three people, including five children.").len(), 1);
        assert_eq!(messages("On board the ferry were 152 people: 140 passengers and six crew members.").len(), 1);
    }

    #[test]
    fn a_percentage_that_does_not_follow_is_found() {
        let found = messages("Sales fell 20 percent, from 5 million euros to 4.5 million euros, the yard said.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with("is 10 percent; stated here is 20 percent"), "{found:?}");
        let found = messages("Of the 200 people asked, 50 (30 percent) said no to the wall.");
        assert_eq!(found, ["a.txt: 30 percent: 50 of 200 is 25 percent; stated here is 30 percent"]);
        assert_eq!(messages("Workers said 45 of 90 houses, or 60 percent, stood empty on Friday.").len(), 1);
    }

    #[test]
    fn a_measure_that_is_not_the_one_before_it_is_found() {
        let found = messages("The fire near Velden burned 100 hectares (347 acres) of pine.");
        assert_eq!(found, ["a.txt: 347 acres: 100 hectares is 247.1 acres; stated here is 347 acres"]);
        assert_eq!(messages("The heat at the quay reached 40C (84F) on Friday.").len(), 1);
        assert_eq!(messages("He is 6 ft 2 in (1.68 m) tall, the harbourmaster said.").len(), 1);
        for text in [
            "The fire near Velden burned 100 hectares (247 acres) of pine.",
            "The fire near Velden burned about 100 hectares (about 250 acres) of pine.",
            "The heat at the quay reached 40C (104F) on Friday.",
            "The sea is 2C (3.6F) warmer than it was, and 104F (40C) was felt.",
            "He is 6 ft 2 in (1.88 m) tall, the harbourmaster said.",
            "They drove 1 mile (2km) and sold 10 gallons (45 litres) of tar for 20 days (5 weeks).",
            "The quay is 300 feet (91 m) long and 5 feet (1 m) high.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn sums_that_are_right_or_left_open_are_left_alone() {
        for text in [
            "The blast on the quay killed 13 people, including five men and eight women.",
            "The blast on the quay killed 20 people, including five men and eight women.",
            "The blast on the quay killed 12 people, including eight Norlanders and nine women.",
            "The blast on the quay killed about 12 people, including five men and eight women.",
            "On board the ferry were 146 people: 140 passengers and six crew members.",
            "Sales fell 10 percent, from 5 million euros to 4.5 million euros, the yard said.",
            "Sales fell about 11 percent, from 5 million euros to 4.5 million euros, the yard said.",
            "Of the 200 people asked, 50 (25 percent) said no to the wall.",
            "Of the 31 boats, 9 (29 percent) sank on Friday.",
            "Unemployment rose 2 percent, from 4 percent to 6 percent, the ministry said on Friday.",
            "The ropeworks' output grew 14.2 percent to 1.12 billion from 983.4 million, the yard said.",
            "The share of sailing boats fell to 11.6 percent this autumn, from 20 to 21 percent a decade before.",
            "Fares climbed 12 percent, though the share of full ferries fell to 43.5 percent from 47 percent.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
