//! The rate of exchange that two amounts imply which an article gives as equal: "£336m ($480m)".

use super::super::figure::hash;
use super::super::{Corpus, DocumentId};
use crate::reading::movement::{End, rounded};
use crate::reading::{Quantity, Reading};
use crate::text::Span;
use std::cmp::Ordering;

/// A rate of exchange.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rate {
    /// Both amounts, in bytes.
    pub span: Span,
    /// The codes of the two currencies ("EUR"), in the order of the alphabet.
    pub currencies: (Box<str>, Box<str>),
    /// How much of the second one of the first is, at least and at most.
    pub low: f64,
    /// At most.
    pub high: f64,
}

impl Rate {
    pub(super) fn key(&self) -> u64 {
        hash(&("rate", &self.currencies))
    }

    /// The middle of the range.
    pub fn middle(&self) -> f64 {
        (self.low * self.high).sqrt()
    }

    /// By what factor the ranges of two rates are apart: 1 where they touch.
    fn apart(&self, other: &Rate) -> f64 {
        (self.low / other.high).max(other.low / self.high).max(1.0)
    }
}

/// A rate that other pairs of amounts contradict.
#[derive(Clone, Debug, PartialEq)]
pub struct RateConflict {
    /// Index into this article's rates.
    pub here: usize,
    /// The pairs that imply another rate: the article and the index of its rate.
    pub others: Vec<(DocumentId, usize)>,
}

/// Rates move by less within the time that [`NEAR_DAYS`] allows.
const FAR: f64 = 1.1;
/// Pairs of articles further apart are not compared; without dates all are.
const NEAR_DAYS: i32 = 60;

/// The rates of an article.
pub(super) fn rates(reading: &Reading) -> Vec<Rate> {
    let text = &*reading.article.text;
    reading.quantities.windows(2).filter_map(|pair| rate(text, &pair[0], &pair[1])).collect()
}

fn rate(text: &str, first: &Quantity, second: &Quantity) -> Option<Rate> {
    let (a, b) = (first.unit.dimension?, second.unit.dimension?);
    let money = a.starts_with("money:") && b.starts_with("money:") && a != b;
    if !money || first.to.is_some() || second.to.is_some() || first.number <= 0.0 || second.number <= 0.0 {
        return None;
    }
    let between = text.get(first.span.end as usize..second.span.start as usize)?.to_lowercase();
    let equal = matches!(
        between.as_str(),
        " (" | "("
            | " (about "
            | " (around "
            | " (some "
            | " (or "
            | " (roughly "
            | ", or "
            | ", or about "
            | ", or around "
            | " (approximately "
            | ", about "
            | " ["
    ) || between == " (nearly "
        || between == " (almost ";
    if !equal {
        return None;
    }
    // The rounder amount, or the one that stands first, is the one that was converted: it is taken as it stands.
    let (mut x, mut y) = (rounded(text, first), rounded(text, second));
    match digits(first.span.of(text)).cmp(&digits(second.span.of(text))) {
        Ordering::Less | Ordering::Equal => (x.low, x.high) = (x.value, x.value),
        Ordering::Greater => (y.low, y.high) = (y.value, y.value),
    }
    let range = |n: End, d: End| (n.low / d.high, n.high / d.low);
    let code = |dimension: &str| Box::from(dimension.trim_start_matches("money:"));
    let ((low, high), currencies) =
        if a < b { (range(y, x), (code(a), code(b))) } else { (range(x, y), (code(b), code(a))) };
    let sane = low > 0.0 && high.is_finite();
    sane.then_some(Rate { span: first.span.join(second.span), currencies, low, high })
}

/// Significant digits of a number as written.
fn digits(written: &str) -> usize {
    let all: String = written.chars().filter(char::is_ascii_digit).collect();
    all.trim_start_matches('0').trim_end_matches('0').len()
}

impl Corpus {
    /// Rates of an article that lie far from those of the other pairs of the corpus and time, all of them or most.
    pub fn rate_conflicts(&self, article: DocumentId) -> Vec<RateConflict> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let mut conflicts = Vec::new();
        for (here, rate) in entry.facts.rates.iter().enumerate() {
            let own = entry.facts.rates.iter().enumerate();
            let own = own.filter(|(i, r)| *i != here && r.currencies == rate.currencies).map(|(i, _)| (article, i));
            let near = self.others_with_fact(article, rate.key()).into_iter().filter(|(_, there, item)| {
                let same = there.facts.rates.get(*item).is_some_and(|r| r.currencies == rate.currencies);
                same && super::days_apart(&entry.facts, &there.facts).is_none_or(|d| d <= NEAR_DAYS)
            });
            let all: Vec<(DocumentId, usize)> = own.chain(near.map(|(other, _, item)| (other, item))).collect();
            let of = |&(id, i): &(DocumentId, usize)| self.article(id).and_then(|e| e.facts.rates.get(i));
            let others: Vec<(DocumentId, usize)> =
                all.iter().copied().filter(|p| of(p).is_some_and(|r| r.apart(rate) > FAR)).collect();
            // One other pair may be the wrong one itself; most of the others must agree against this.
            let agree_among_them =
                others.iter().filter_map(of).zip(others.iter().skip(1).filter_map(of)).all(|(a, b)| a.apart(b) <= FAR);
            if others.len() >= 2 && others.len() * 3 > all.len() * 2 && agree_among_them {
                conflicts.push(RateConflict { here, others });
            }
        }
        conflicts
    }
}
