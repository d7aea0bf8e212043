//! Figures that move: "rose 2 percent, from 4 percent to 6 percent", with the values and the stated size.
//!
//! What a text says of a change can be checked against its two ends. How far a stated number may lie from the exact one
//! is read off its own digits: "4.4m" stands for anything from 4.35 to 4.45 million.

use super::Reading;
use super::quantity::{Modifier, Quantity};
use crate::text::Span;

/// One end of a movement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The number, in bytes.
    pub span: Span,
    /// As stated.
    pub value: f64,
    /// The least that may have been rounded to it.
    pub low: f64,
    /// The most that may have been rounded to it.
    pub high: f64,
}

/// A figure that goes from one value to another, and the size that the text gives the change.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Where it starts.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// Name of the unit of both.
    pub unit: String,
    /// Index into the reading's quantities of the stated size of the change.
    pub size: usize,
    /// The size, with its rounding and hedges.
    pub stated: End,
}

/// At most so many bytes lie between the stated size and the two ends.
const NEAR: usize = 60;

/// Lower and upper end of what a stated number may stand for: half a unit of its last digit either side, nothing for
/// small counts, and what its modifier allows.
pub fn rounded(text: &str, quantity: &Quantity) -> End {
    end(quantity.span.of(text), quantity.span, quantity.number, quantity)
}

fn end(written: &str, span: Span, value: f64, quantity: &Quantity) -> End {
    let half = last_digit(written, value, quantity.unit.dimension.is_some() || is_percent(&quantity.unit.name)) / 2.0;
    let (mut low, mut high) = (value - half, value + half);
    match quantity.modifier {
        Modifier::Exact => {}
        Modifier::About => (low, high) = (low.min(value * 0.9), high.max(value * 1.1)),
        Modifier::MoreThan | Modifier::AtLeast => high = high.max(value * 1.25),
        Modifier::LessThan | Modifier::AtMost => low = low.min(value * 0.75),
    }
    End { span, value, low, high }
}

/// Size of a unit of the last digit that is written: 0.1 million for "4.4m", 1,000 for "34,000"; 0 for exact counts.
fn last_digit(written: &str, value: f64, is_measured: bool) -> f64 {
    let digits: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let digits = digits.trim_matches('.');
    let Ok(mantissa) = digits.parse::<f64>() else { return if is_measured { 1.0 } else { 0.0 } };
    if mantissa == 0.0 {
        return 0.0;
    }
    let scale = (value / mantissa).abs();
    match digits.split_once('.') {
        Some((_, decimals)) => scale * 10f64.powi(-(decimals.len().min(12) as i32)),
        None if scale == 1.0 && value.abs() < 1000.0 => f64::from(u8::from(is_measured)),
        // Of a round number two digits count: 10,000 stands for nothing below 9,500.
        None => {
            let zeros = digits.len() - digits.trim_end_matches('0').len();
            scale * 10f64.powi(zeros.min(digits.len().saturating_sub(2)) as i32)
        }
    }
}

/// Whether a unit is the per cent.
pub fn is_percent(unit: &str) -> bool {
    unit == "percentage"
}

/// Whether a unit is the percentage point, or what papers call so beside percentages.
pub fn is_points(unit: &str) -> bool {
    matches!(unit, "percentage point" | "point")
}

/// All movements of an article whose size is stated beside them, in order.
pub fn movements(reading: &Reading) -> Vec<Movement> {
    let text = &*reading.article.text;
    let quantities = &reading.quantities;
    let mut out = Vec::new();
    for (index, sentence) in sentences(reading) {
        let within = &quantities[index.clone()];
        out.extend(risen(text, within, index.start));
        let Some((first, last, from, to)) = ends(text, sentence, within) else { continue };
        let unit = &within[first].unit.name;
        let place = Span::new(from.span.start.min(to.span.start) as usize, from.span.end.max(to.span.end) as usize);
        let others = || within.iter().enumerate().filter(|(i, _)| !(first..=last).contains(i));
        let sizes: Vec<usize> = others()
            .filter(|(_, q)| is_size(text, q, unit) && beside(text, sentence, q.span, place))
            .map(|(i, _)| i)
            .collect();
        if let [size] = sizes[..] {
            let stated = rounded(text, &within[size]);
            out.push(Movement { from, to, unit: unit.clone(), size: index.start + size, stated });
        }
    }
    out
}

/// "5.5 million tonnes, up 10 percent from 5 million tonnes": the size stands between where it ends and where it starts.
fn risen<'a>(text: &'a str, within: &'a [Quantity], offset: usize) -> impl Iterator<Item = Movement> + 'a {
    within.windows(3).enumerate().filter_map(move |(index, three)| {
        let [before, size, from] = three else { return None };
        if !is_percent(&size.unit.name) || size.to.is_some() {
            return None;
        }
        // "$318.6 million, or $2.31 a berth, up 8 percent from $295.0 million"
        let passed = index.checked_sub(1).map(|at| &within[at]).filter(|to| {
            let between = text.get(to.span.end as usize..before.span.start as usize);
            between.is_some_and(|between| between.trim() == ", or") && to.unit.name == from.unit.name
        });
        let to = passed.unwrap_or(before);
        let first = text.get(before.span.end as usize..size.span.start as usize)?.to_lowercase();
        let second = text.get(size.span.end as usize..from.span.start as usize)?.to_lowercase();
        let (first, second) = (first.trim(), second.trim().trim_start_matches(',').trim());
        let is_change = [", up", " up", ", down", " down", " rise of", " increase of", " drop of", " decline of"];
        let told = is_change.iter().any(|change| first.ends_with(change) || first == change.trim());
        let led = matches!(second, "from" | "from the" | "from about" | "from a" | "from its" | "from their");
        let alike =
            (to.unit.name == from.unit.name || from.unit.name.is_empty()) && to.to.is_none() && from.to.is_none();
        let is_parted = first.len() > NEAR || first.contains([';', '(', ')', '"', '“', '”', '.']);
        // "the 7.1 million" has no unit of its own
        (told && led && alike && !is_parted).then(|| Movement {
            from: rounded(text, from),
            to: rounded(text, to),
            unit: to.unit.name.clone(),
            size: offset + index + 1,
            stated: rounded(text, size),
        })
    })
}

/// The sentences that hold quantities, each with the indices of its quantities.
pub fn sentences(reading: &Reading) -> Vec<(std::ops::Range<usize>, Span)> {
    let quantities = &reading.quantities;
    let mut out = Vec::new();
    for &sentence in &reading.sentences {
        let start = quantities.partition_point(|q| q.span.start < sentence.start);
        let end = quantities.partition_point(|q| q.span.start < sentence.end);
        if start < end {
            out.push((start..end, sentence));
        }
    }
    out
}

/// The first two quantities of a sentence, or of what is left of it from some word on, that are said to be the ends of one
/// movement: the indices of the first and of the last quantity that this takes, where it starts and where it ends.
pub fn ends(text: &str, sentence: Span, within: &[Quantity]) -> Option<(usize, usize, End, End)> {
    let before = |q: &Quantity| text[sentence.start as usize..q.span.start as usize].trim_end().to_lowercase();
    for (i, q) in within.iter().enumerate() {
        // "from 4 percent to 6 percent" is read as one range
        if let Some(to) = q.to.filter(|_| before(q).ends_with(" from")) {
            let written = q.span.of(text);
            let at = written.find(" to ")?;
            let (a, b) = (&written[..at], &written[at + 4..]);
            let start = q.span.start as usize;
            let from = end(a, Span::new(start, start + at), q.number, q);
            let to = end(b, Span::new(start + at + 4, q.span.end as usize), to, q);
            let (from, to) = as_precise(text, from, to);
            return Some((i, i, from, to));
        }
        // "to $61.6 million, or $2.04 a berth, from $77.0 million": the amount for each share is told in passing.
        let passing = |j: usize| {
            let far = within.get(j)?;
            let between = text.get(q.span.end as usize..far.span.start as usize)?.to_lowercase();
            let told = between.starts_with(", or ") && between.ends_with(" from ") && between.len() <= NEAR;
            let same = far.unit.name == q.unit.name && q.to.is_none() && far.to.is_none();
            (told && same && (before(q).ends_with(" to") || before(q).ends_with(" to a record"))).then_some(j)
        };
        if let Some(j) = passing(i + 2) {
            let (to, from) = as_precise(text, rounded(text, q), rounded(text, &within[j]));
            return Some((i, j, from, to));
        }
        let Some(next) = within.get(i + 1) else { break };
        if q.unit.name != next.unit.name || q.to.is_some() || next.to.is_some() || q.span.end > next.span.start {
            continue;
        }
        // "from 400 boats to 300", "from 4 euros to 3"
        let end = if q.phrase.end <= next.span.start { q.phrase.end.max(q.span.end) } else { q.span.end };
        let between = text[end as usize..next.span.start as usize].trim().to_lowercase();
        let led = before(q);
        let (this, that) = (rounded(text, q), rounded(text, next));
        let exact = q.modifier == Modifier::Exact && next.modifier == Modifier::Exact;
        let (this, that) = if exact { as_precise(text, this, that) } else { (this, that) };
        if between == "to" && led.ends_with(" from") {
            return Some((i, i + 1, this, that));
        }
        let back = matches!(&*between, "from" | ", from" | ", up from" | ", down from" | "up from" | "down from");
        if back && led.ends_with(" to") {
            return Some((i, i + 1, that, this));
        }
    }
    None
}

/// Two ends in one sentence are as precise as the more precise one: in "from 5 million to 4.5 million" the 5 is 5.0. What is
/// written with decimals says itself how precise it is ("1.12 billion from 983.4 million").
fn as_precise(text: &str, a: End, b: End) -> (End, End) {
    let half = (a.high - a.low).min(b.high - b.low) / 2.0;
    let narrow = |e: End| match e.span.of(text).contains('.') {
        true => e,
        false => End { low: e.value - half, high: e.value + half, ..e },
    };
    (narrow(a), narrow(b))
}

/// Whether a quantity can be the size of a change of something in `unit`.
fn is_size(text: &str, quantity: &Quantity, unit: &str) -> bool {
    let own = &quantity.unit.name;
    let behind = text[quantity.span.end as usize..].trim_start().to_lowercase();
    let yearly =
        ["a year", "per year", "annual", "on average", "each", "a month", "every", "year-on-year", "year on year"];
    let before = text[..quantity.span.start as usize].trim_end();
    let led = before.ends_with(" by");
    let named = ["increase", "rise", "drop", "decline", "fall", "gain", "jump", "cut", "reduction"];
    let called = behind.split(|c: char| !c.is_alphabetic()).next().is_some_and(|w| named.contains(&w));
    let of = before.ends_with(" of") && named.iter().any(|noun| before.trim_end_matches(" of").ends_with(noun));
    let fits = is_percent(own) || own == unit || (is_percent(unit) && is_points(own));
    // "fell to 11.6 percent, from 20 to 21 percent a decade before"
    fits && quantity.to.is_none()
        && !before.ends_with(" to")
        && (quantity.change.is_some() || led || of || called)
        && !yearly.iter().any(|y| behind.starts_with(y))
}

/// Words behind which another clause begins; so does a participle ("to 150 from 90, pushing exports up 45 percent").
const PARTING: &[&str] =
    &["and", "while", "but", "though", "although", "as", "compared", "which", "when", "respectively"];

/// Whether the stated size stands in the same clause as the two ends.
fn beside(text: &str, sentence: Span, size: Span, ends: Span) -> bool {
    let (first, second) = if size.end <= ends.start { (size, ends) } else { (ends, size) };
    if second.start < first.end {
        return false;
    }
    let between = text[first.end as usize..second.start as usize].to_lowercase();
    let own = text[sentence.start as usize..sentence.end as usize].to_lowercase();
    let mut words = between.split(|c: char| !c.is_alphabetic());
    between.len() <= NEAR
        && !between.contains([';', '(', ')', '"', '“', '”'])
        && !words.any(|w| PARTING.contains(&w) || w.len() > 5 && w.ends_with("ing"))
        && !own.contains("respectively")
        && !own.contains("on average")
}

/// By how many per cent a figure changed, at least and at most.
pub fn relative(movement: &Movement) -> Option<(f64, f64)> {
    let (from, to) = (movement.from, movement.to);
    let positive = from.low > 0.0 && to.low >= 0.0;
    let share = |a: f64, b: f64| (b - a).abs() / a * 100.0;
    let corners =
        [share(from.low, to.low), share(from.low, to.high), share(from.high, to.low), share(from.high, to.high)];
    let touches = from.low <= to.high && to.low <= from.high;
    let low = if touches { 0.0 } else { corners.iter().copied().fold(f64::INFINITY, f64::min) };
    positive.then(|| (low, corners.iter().copied().fold(0.0, f64::max)))
}

/// By how much a figure changed in its own unit, at least and at most.
pub fn difference(movement: &Movement) -> (f64, f64) {
    let (from, to) = (movement.from, movement.to);
    let exact = (to.value - from.value).abs();
    let slack = (from.high - from.low + to.high - to.low) / 2.0;
    ((exact - slack).max(0.0), exact + slack)
}

impl End {
    /// The same for a writer who may have cut the last digit off rather than rounded it.
    pub fn loose(self) -> End {
        let half = (self.high - self.low) / 2.0;
        End { low: self.low - half, high: self.high + half, ..self }
    }

    /// Whether what was stated may be a value between `low` and `high`.
    pub fn fits(&self, (low, high): (f64, f64)) -> bool {
        self.low <= high + 1e-9 && low <= self.high + 1e-9
    }
}

/// The number as a reader would write it: thousands set off, at most one decimal.
pub fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    let plain = format!("{rounded}");
    let (whole, decimals) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, d)| (w, d));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    if decimals.is_empty() { out } else { format!("{out}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::reading;
    use std::sync::Arc;

    fn moved(text: &str) -> Vec<(f64, f64, f64)> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let reading = reading::read(Arc::new(article));
        movements(&reading).iter().map(|m| (m.from.value, m.to.value, m.stated.value)).collect()
    }

    #[test]
    fn movements_are_read_forwards_and_backwards() {
        for text in [
            "Unemployment rose 2 percent, from 4 percent to 6 percent, the ministry said on Friday.",
            "The rate rose by 2 percentage points to 6% from 4%, the ministry said on Friday.",
        ] {
            assert_eq!(moved(text), [(4.0, 6.0, 2.0)], "{text}");
        }
        let passing = "Port fees fell 20% to $61.6 million, or $2.04 a berth, from $77.0 million, or $2.55 a berth.";
        assert_eq!(moved(passing), [(77.0e6, 61.6e6, 20.0)]);
        assert_eq!(moved("Sales fell 12 per cent to €4.4m from €5m in the third quarter."), [(5e6, 4.4e6, 12.0)]);
    }

    #[test]
    fn numbers_of_two_clauses_make_no_movement() {
        assert_eq!(moved("Prices rose 2 percent, and the rate of the bank went from 4 percent to 6 percent."), []);
        assert_eq!(
            moved("The council wants to lower the fee to 18% from 40%, charge barges a 22% rate, and close the yard."),
            []
        );
        assert_eq!(moved("The fleet grew 2 percent a year from 400 boats to 600 boats over the decade."), []);
    }

    #[test]
    fn rounding_is_read_off_the_last_digit() {
        assert_eq!(last_digit("4.4m", 4.4e6, true), 1e5);
        assert_eq!(last_digit("34,000", 34_000.0, false), 1000.0);
        assert_eq!(last_digit("47", 47.0, false), 0.0);
        assert_eq!(last_digit("47", 47.0, true), 1.0);
    }
}
