//! The words between quotation marks, laid on the text of the sources.
//!
//! A quotation is taken apart into the longest runs of words that stand in a source. One run is a verbatim quotation;
//! several in order with nothing but the source's own words between them are a splice or an omission; runs that cover
//! most of it are an altered quotation. Brackets and ellipses mark what the writer left out or put in, and part it into
//! stretches that are looked for one by one.

use super::lines::{Profile, Source, Word, split};
use crate::reading::Quotation;
use crate::text::Span;
use rustc_hash::FxHashMap;

/// The shortest run of words that says anything.
const RUN: usize = 3;
/// More than so many places of one word are not all tried.
const PLACES: usize = 4000;
/// Words of a quotation beyond which the rest is not compared.
const LONGEST: usize = 600;

/// Words of a quotation that stand in a row in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First word in the quotation.
    pub here: usize,
    /// First word in the source's profile.
    pub there: usize,
    pub length: usize,
}

/// The words of a quotation and where the writer marked an omission before one.
#[derive(Clone, Debug, Default)]
pub(super) struct Wording {
    pub words: Vec<Word>,
    /// For each word, whether an ellipsis or bracket stands before it.
    pub parted: Vec<bool>,
}

impl Wording {
    pub(super) fn of(text: &str, quotation: &Quotation) -> Self {
        let mut wording = Self::default();
        let mut known = FxHashMap::default();
        for content in &quotation.content {
            let mut from = content.start as usize;
            let end = content.end as usize;
            let mut parted = false;
            while from < end && wording.words.len() < LONGEST {
                let rest = &text[from..end];
                let (stop, skip) = mark(rest);
                let first = wording.words.len();
                split(text, Span::new(from, from + stop), &mut known, &mut wording.words);
                wording.parted.resize(wording.words.len(), false);
                if parted && wording.words.len() > first {
                    wording.parted[first] = true;
                }
                parted = skip > 0 && (parted || wording.words.len() > first || first == 0 || stop == 0);
                from += stop + skip;
                if skip == 0 {
                    break;
                }
            }
        }
        wording
    }

    /// The stretches between marked omissions, as ranges of words.
    pub(super) fn stretches(&self) -> Vec<std::ops::Range<usize>> {
        let mut starts: Vec<usize> = (0..self.words.len()).filter(|&i| i == 0 || self.parted[i]).collect();
        starts.push(self.words.len());
        starts.windows(2).map(|w| w[0]..w[1]).filter(|r| !r.is_empty()).collect()
    }
}

/// The next ellipsis or bracketed insertion: its offset and length; the end and 0 where there is none.
fn mark(text: &str) -> (usize, usize) {
    let ellipsis = ["…", "...", ". . ."].iter().filter_map(|e| Some((text.find(e)?, e.len()))).min();
    let bracket = text.find(['[', '(']).and_then(|at| {
        let close = if text[at..].starts_with('[') { ']' } else { ')' };
        let length = text[at..].find(close)? + 1;
        (close == ']').then_some((at, length))
    });
    ellipsis.into_iter().chain(bracket).min().unwrap_or((text.len(), 0))
}

/// The longest run from each word on, greedily, of a stretch in one source; words in between are unmatched.
pub(super) fn runs(wording: &Wording, stretch: std::ops::Range<usize>, profile: &Profile) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut here = stretch.start;
    while here < stretch.end {
        let expected = runs.last().map(|r| r.there + r.length);
        match longest(&wording.words[..stretch.end], here, profile, expected) {
            Some(run) if run.length >= RUN || run.length == stretch.len() || follows(&run, expected) => {
                here += run.length;
                runs.push(run);
            }
            _ => here += 1,
        }
    }
    runs
}

/// A short run still counts right behind the one before.
fn follows(run: &Run, expected: Option<usize>) -> bool {
    expected.is_some_and(|at| run.there >= at && run.there <= at + 4) && run.length >= 1
}

fn longest(words: &[Word], here: usize, profile: &Profile, expected: Option<usize>) -> Option<Run> {
    let places = profile.places.get(&words[here].form)?;
    let mut best: Option<Run> = None;
    for &there in places.iter().take(PLACES) {
        let there = there as usize;
        let same = |(a, b): (&Word, &Word)| a.form == b.form;
        let length = words[here..].iter().zip(&profile.words[there..]).take_while(|(a, b)| same((a, b))).count();
        let distance = |at: usize| expected.map_or(0, |e| if at >= e { at - e } else { e - at + 40 });
        let better =
            best.is_none_or(|b| length > b.length || length == b.length && distance(there) < distance(b.there));
        if better {
            best = Some(Run { here, there, length });
        }
    }
    // A word or two of the place where the quotation goes on beat as many elsewhere.
    if let (Some(expected), Some(found)) = (expected, best)
        && found.length < RUN
    {
        let near = places.iter().map(|&p| p as usize).find(|&p| p >= expected && p <= expected + 4);
        if let Some(there) = near {
            let length =
                words[here..].iter().zip(&profile.words[there..]).take_while(|(a, b)| a.form == b.form).count();
            return Some(Run { here, there, length });
        }
    }
    best
}

/// The quotation of a source that holds most of the words from `first` to `last` of its profile.
pub(super) fn quotation_at(source: &Source, first: usize, last: usize) -> Option<usize> {
    let words = &source.profile.words;
    let span = words[first].span.join(words[last].span);
    let quotations = &source.entry.reading.quotations;
    let overlap = |q: &Quotation| {
        let (start, end) = (q.span.start.max(span.start), q.span.end.min(span.end));
        end.saturating_sub(start)
    };
    let best = (0..quotations.len()).max_by_key(|&i| (overlap(&quotations[i]), std::cmp::Reverse(i)))?;
    (overlap(&quotations[best]) as usize * 2 >= span.len()).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(inner: &str) -> Vec<String> {
        let text = format!("\"{inner}\"");
        let quotation = Quotation {
            span: Span::new(0, text.len()),
            content: smallvec::smallvec![Span::new(1, text.len() - 1)],
            kind: crate::reading::QuotationKind::Speech,
            closed: true,
            words: 0,
            attribution: None,
            speaker: None,
        };
        let wording = Wording::of(&text, &quotation);
        let shown =
            |r: std::ops::Range<usize>| wording.words[r].iter().map(|w| w.span.of(&text)).collect::<Vec<_>>().join(" ");
        wording.stretches().into_iter().map(shown).collect()
    }

    #[test]
    fn brackets_and_ellipses_part_a_quotation() {
        assert_eq!(parts("We asked [the ministry] for pumps … and waited."), ["We asked", "for pumps", "and waited"]);
        assert_eq!(parts("We asked for pumps"), ["We asked for pumps"]);
        assert_eq!(parts("... and waited"), ["and waited"]);
        assert_eq!(parts("[It] stayed"), ["stayed"]);
    }
}
