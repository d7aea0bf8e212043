//! Figures of a draft: the same value, the same digits at another scale, another hedge, another rounding, another value.
//!
//! First the same value is looked for everywhere in the sources. Where it does not stand, or stands only in a passage
//! about something else, the figures of the passages nearest to the draft's sentence are what it is compared with.

use super::super::{ArticleEntry, Location};
use super::ages;
use super::aligned::Original;
use super::computed::is_computed;
use super::direction::{direction, turned};
use super::hedge::{self, Hedge};
use super::lines::{Profile, Sources, Word, local_likeness};
use super::pair::{event_differs, hedged, how, is_bad_rounding, is_scale_slip, is_vague, noun, same_number, value};
use super::retold::passages;
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, flat};
use crate::reading::{Change, Modifier, Quantity, Reading};
use crate::text::Span;
use std::ops::Range;

/// Passages of the sources that are looked at for one sentence.
const PASSAGES: usize = 12;
/// Words around a figure that count in full.
const REACH: usize = 8;
/// Likeness of surroundings from which two figures are taken to be of one thing.
const SAME: f32 = 0.5;
/// The same where one of them is found elsewhere, too.
const SURELY_SAME: f32 = 0.65;
/// Likeness of surroundings that are the same but for a word or two.
const VERBATIM: f32 = 0.85;
/// The share of a sentence that a passage has, with what stands beside it and by itself, if its figure is the one meant.
const RETOLD: f32 = 0.55;
const OWN: f32 = 0.45;
/// The likeness of what stands around both figures then.
const ALIKE: f32 = 0.2;
/// Likeness below which an equal value may be a coincidence.
const CHANCE: f32 = 0.2;

/// A figure of a source beside one of the draft.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub source: usize,
    pub line: usize,
    pub quantity: &'a Quantity,
    /// Likeness of what stands around.
    pub like: f32,
    /// How far both count the same thing, from 0 to 1.
    pub noun: f32,
}

impl Candidate<'_> {
    fn score(&self) -> f32 {
        self.like + 0.5 * self.noun
    }
}

struct Finder<'a> {
    draft: &'a ArticleEntry,
    reading: &'a Reading,
    here: &'a Profile,
    /// What each line was made of.
    originals: &'a [Vec<Original>],
    beside: &'a Sources<'a>,
}

pub(super) fn compare(
    draft: &ArticleEntry,
    here: &Profile,
    originals: &[Vec<Original>],
    beside: &Sources,
) -> Vec<Item> {
    let finder = Finder { draft, reading: &draft.reading, here, originals, beside };
    (0..draft.reading.quantities.len()).map(|index| finder.item(index)).collect()
}

impl<'a> Finder<'a> {
    fn item(&self, index: usize) -> Item {
        let q = &self.reading.quantities[index];
        let item = |verdict| Item::new(ItemKind::Figure, index, q.phrase, verdict);
        let Some(line) = self.here.line_at(q.span.start) else { return item(Verdict::Unchecked) };
        if let Some(item) = ages::compare(self.draft, q, self.beside, item) {
            return item;
        }
        let equal = self.equal(q, line);
        let near = self.near(q, line);
        let strongest =
            near.iter().filter(|n| !same_number(q, n.quantity)).max_by(|a, b| a.score().total_cmp(&b.score()));
        if let Some(found) = equal.iter().max_by(|a, b| a.score().total_cmp(&b.score())) {
            if let Some(other) = strongest.filter(|other| is_of_other_thing(q, found, other)) {
                return item(Verdict::Different).differs(self.differs(q, other, Difference::Value));
            }
            let text_of = |c: &Candidate| &*self.beside.all[c.source].entry.reading.article.text;
            if let Some(turned) = turned((&self.reading.article.text, q), &equal, text_of, |c| self.is_told(q, line, c))
            {
                return item(Verdict::Different).differs(self.turned(q, turned));
            }
            // A number of more than one digit that the sources have of the same is that one, wherever it stands.
            let digits = if hedge::precision(q.number) < 2 { 0.8 } else { 0.4 };
            let is_elsewhere = |e: &Candidate| e.noun < digits || digits > 0.4 && e.like < CHANCE;
            if let Some(other) = self.retold(q, line).filter(|other| {
                equal.iter().all(is_elsewhere)
                    && q.unit.name == other.quantity.unit.name
                    && !self.is_computed(q, line, &near)
            }) {
                return item(Verdict::Different).differs(self.differs(q, &other, how(q, other.quantity)));
            }
            let elsewhere = !equal.iter().any(|e| e.like >= SAME && e.noun >= 0.8);
            if let Some(other) = self.in_its_place(q, line).filter(|_| elsewhere) {
                return item(Verdict::Different).differs(self.differs(q, &other, how(q, other.quantity)));
            }
            let passage = self.place(found);
            return match self.hedge((q, line), found, &equal) {
                Some(hedge) => item(Verdict::Found).differs(self.differs(q, found, Difference::Hedge(hedge))),
                None => item(Verdict::Found).at(passage),
            };
        }
        if let Some(place) = self.in_a_rate(q) {
            return item(Verdict::Found).at(place);
        }
        if let Some(other) = self.in_its_place(q, line) {
            return item(Verdict::Different).differs(self.differs(q, &other, how(q, other.quantity)));
        }
        let related = |n: &&Candidate| n.noun >= 0.4 && n.like >= CHANCE;
        let fits = |n: &&Candidate| {
            let one = q.to.is_none() && n.quantity.to.is_none();
            let exact = matches!(n.quantity.modifier, Modifier::Exact | Modifier::About);
            related(n) && one && exact && hedge::holds(value(q), q.modifier, value(n.quantity))
        };
        let within = |n: &&Candidate| {
            let (a, b) = (q, n.quantity);
            let (low, high) = (a.low * a.unit.factor, a.high * a.unit.factor);
            let ranges = a.to.is_some() || b.to.is_some();
            related(n) && ranges && low <= b.high * b.unit.factor && b.low * b.unit.factor <= high
        };
        let best = |wanted: &dyn Fn(&&Candidate) -> bool| {
            near.iter().filter(|n| wanted(n)).max_by(|a, b| a.score().total_cmp(&b.score()))
        };
        if let Some(found) = best(&fits).or_else(|| best(&within)) {
            return item(Verdict::Found).at(self.place(found));
        }
        if let Some(found) = best(&|n| n.noun >= 0.4 && n.like >= SAME && is_scale_slip(q, n.quantity)) {
            return item(Verdict::Different).differs(self.differs(q, found, Difference::Scale));
        }
        if let Some(found) = best(&|n| n.noun >= 0.4 && n.like >= SAME && is_bad_rounding(q, n.quantity)) {
            return item(Verdict::Different).differs(self.differs(q, found, Difference::Rounding));
        }
        let is_computed = self.is_computed(q, line, &near);
        if let Some(other) = self.retold(q, line).filter(|_| !is_computed) {
            return item(Verdict::Different).differs(self.differs(q, &other, how(q, other.quantity)));
        }
        if is_computed || is_vague(q) {
            return item(Verdict::Unchecked);
        }
        // Anything less certain is said to be missing, which is true whatever the source's figure counts.
        let strong = |n: &&Candidate| n.noun >= 0.8 && n.like >= SURELY_SAME && !event_differs(q, n.quantity);
        if let Some(found) = best(&strong) {
            return item(Verdict::Different).differs(self.differs(q, found, Difference::Value));
        }
        if let Some(found) = self.in_another_unit(q, line) {
            return item(Verdict::Different).differs(self.differs(q, &found, Difference::Value));
        }
        if let Some(place) = self.written(q) {
            return item(Verdict::Found).at(place);
        }
        item(if self.is_in_passing(q) { Verdict::Unchecked } else { Verdict::NotFound })
    }

    /// The figures of the sources with the same number.
    fn equal(&self, q: &Quantity, line: usize) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        for (source, s) in self.beside.all.iter().enumerate() {
            for p in s.entry.reading.quantities.iter().filter(|p| same_number(q, p)) {
                let Some(there) = s.profile.line_at(p.span.start) else { continue };
                found.extend(self.candidate(q, line, source, there, p));
            }
        }
        found
    }

    /// The figure that stands in the place of this one in the sentence that this sentence was made of, where that cannot
    /// be rounded to it.
    fn in_its_place(&self, q: &Quantity, line: usize) -> Option<Candidate<'a>> {
        let words = self.here.words_in(q.span);
        let originals = self.originals.get(line)?;
        if originals.iter().any(|o| o.keeps(&words)) || q.to.is_some() {
            return None;
        }
        originals.iter().find_map(|original| {
            let change = original.changes.iter().find(|c| c.here.start <= words.start && words.end <= c.here.end)?;
            let source = &self.beside.all[original.source];
            let quantities = source.entry.reading.quantities.iter();
            let p = quantities.into_iter().find(|p| {
                let theirs = source.profile.words_in(p.span);
                change.there.start <= theirs.start && theirs.end <= change.there.end
            })?;
            let differs = p.to.is_none() && !same_number(q, p) && !hedge::holds(value(q), q.modifier, value(p));
            let found = self.candidate(q, line, original.source, original.line, p)?;
            (differs && !is_vague(p) && !is_vague(q) && change.here.len() <= words.len() + 1).then_some(found)
        })
    }

    /// The one figure of its kind in the passage that tells the rest of the sentence, where that is another.
    fn retold(&self, q: &Quantity, line: usize) -> Option<Candidate<'a>> {
        let text = &*self.reading.article.text;
        let own: Vec<&Quantity> =
            self.reading.quantities.iter().filter(|p| self.here.lines[line].span.covers(p.span)).collect();
        if q.to.is_some() || is_vague(q) || q.number <= 1.0 || q.unit.name == "year of age" {
            return None;
        }
        let passages = passages((text, self.here, line), &self.here.words_in(q.span), self.beside, RETOLD);
        let best = passages.first().filter(|p| p.own >= OWN)?;
        let source = &self.beside.all[best.source];
        let span = source.profile.lines[best.line].span;
        let theirs = source.entry.reading.quantities.iter().filter(|p| span.covers(p.span));
        let theirs: Vec<&Quantity> = theirs.collect();
        // What both have is told; of the rest there may be one of the kind on either side.
        let is_of_kind = |p: &&&Quantity| {
            let least = if q.unit.dimension.is_some() && q.unit.name == p.unit.name { 0.6 } else { 0.8 };
            noun(q, p).is_some_and(|n| n >= least)
        };
        let left: Vec<&&Quantity> =
            theirs.iter().filter(|p| !own.iter().any(|o| same_number(o, p))).filter(is_of_kind).collect();
        let others = own.iter().filter(|o| !theirs.iter().any(|p| same_number(o, p))).filter(is_of_kind);
        let ([p], 1) = (&left[..], others.count()) else { return None };
        let p: &Quantity = p;
        let holds = hedge::holds(value(q), q.modifier, value(p)) || hedge::holds(value(p), p.modifier, value(q));
        let is_same_unit = q.unit.name == p.unit.name && !q.unit.name.is_empty();
        let is_other =
            p.to.is_none() && !is_vague(p) && !same_number(q, p) && !holds && (is_same_unit || !event_differs(q, p));
        self.candidate(q, line, best.source, best.line, p).filter(|c| is_other && c.like >= ALIKE)
    }

    /// The same number in another unit or currency, where the sources have it of nothing else.
    fn in_another_unit(&self, q: &Quantity, line: usize) -> Option<Candidate<'a>> {
        let dimension = q.unit.dimension.filter(|_| q.to.is_none() && hedge::precision(q.number) >= 2)?;
        let kind = |dimension: &'static str| dimension.split(':').next();
        let mut found: Option<Candidate> = None;
        for (source, s) in self.beside.all.iter().enumerate() {
            for p in s.entry.reading.quantities.iter().filter(|p| (p.number - q.number).abs() < 1e-9 && p.to.is_none())
            {
                let (Some(there), Some(other)) = (s.profile.line_at(p.span.start), p.unit.dimension) else { continue };
                let is_rate = |name: &str| name.contains(" per ");
                let is_other = kind(other) == kind(dimension) && p.unit.name != q.unit.name;
                let is_other = is_other && !is_rate(&p.unit.name) && !is_rate(&q.unit.name);
                let is_third = found.is_some_and(|known| known.quantity.unit.name != p.unit.name);
                if !is_other || is_third {
                    return None;
                }
                let (like, noun) = (self.like(q, line, source, there, p), 1.0);
                let candidate = Candidate { source, line: there, quantity: p, like, noun };
                found = found.filter(|known| known.like >= like).or(Some(candidate));
            }
        }
        found.filter(|found| found.like >= CHANCE)
    }

    fn is_computed(&self, q: &Quantity, line: usize, near: &[Candidate]) -> bool {
        is_computed(self.draft, (self.here, line), q, near, self.beside)
    }

    /// Where the sources have the number as a rate, or as an age that does not say so.
    fn in_a_rate(&self, q: &Quantity) -> Option<Location> {
        let is_rate_of = |rate: &str, unit: &str| rate.strip_prefix(unit).is_some_and(|rest| rest.starts_with(" per "));
        self.beside.all.iter().find_map(|source| {
            let is_it = |p: &&Quantity| {
                let (a, b) = (q.unit.name.as_str(), p.unit.name.as_str());
                let is_age = a == "year of age" && p.unit.dimension.is_none();
                (p.number - q.number).abs() < 1e-9 && (is_rate_of(a, b) || is_rate_of(b, a) || is_age)
            };
            let found = source.entry.reading.quantities.iter().find(is_it)?;
            Some(Location { document: source.id, span: found.phrase })
        })
    }

    /// Whether a figure of the sources stands in the passage that tells the rest of the sentence.
    fn is_told(&self, q: &Quantity, line: usize, found: &Candidate) -> bool {
        let text = &*self.reading.article.text;
        let passages = passages((text, self.here, line), &self.here.words_in(q.span), self.beside, RETOLD);
        passages.first().is_some_and(|best| best.own >= OWN && (best.source, best.line) == (found.source, found.line))
    }

    /// The figures that stand in the passages nearest to the sentence.
    fn near(&self, q: &Quantity, line: usize) -> Vec<Candidate<'a>> {
        let mut found = Vec::new();
        for near in self.beside.nearest(&self.here.lines[line].stems, PASSAGES) {
            let s = &self.beside.all[near.source];
            let span = s.profile.lines[near.line].span;
            let quantities = &s.entry.reading.quantities;
            let first = quantities.partition_point(|p| p.span.start < span.start);
            for p in quantities[first..].iter().take_while(|p| p.span.start < span.end) {
                found.extend(self.candidate(q, line, near.source, near.line, p));
            }
        }
        found
    }

    fn candidate(
        &self,
        q: &Quantity,
        line: usize,
        source: usize,
        there: usize,
        p: &'a Quantity,
    ) -> Option<Candidate<'a>> {
        let noun = noun(q, p)?;
        Some(Candidate { source, line: there, quantity: p, like: self.like(q, line, source, there, p), noun })
    }

    /// How alike what stands around two figures is, from 0 to 1.
    fn like(&self, q: &Quantity, line: usize, source: usize, there: usize, p: &Quantity) -> f32 {
        let profile = &self.beside.all[source].profile;
        let around = |profile: &'_ Profile, line: usize, span: Span| {
            let words = profile.lines[line].words.clone();
            (words.clone(), profile.words_in(span).start.saturating_sub(words.start))
        };
        let (words, at) = around(self.here, line, q.span);
        let (others, other) = around(profile, there, p.span);
        let (a, b) = (&self.here.words[words], &profile.words[others]);
        // A short sentence of either side may hold all that the other says of the figure.
        local_likeness((a, at), (b, other), REACH).max(0.9 * local_likeness((b, other), (a, at), REACH))
    }

    fn place(&self, found: &Candidate) -> Location {
        Location { document: self.beside.all[found.source].id, span: found.quantity.phrase }
    }

    fn differs(&self, q: &Quantity, found: &Candidate, difference: Difference) -> Discrepancy {
        let text = &self.reading.article.text;
        let source = &*self.beside.all[found.source].entry.reading.article.text;
        let p = found.quantity;
        let (here, there) = (flat(q.phrase.of(text)), flat(p.phrase.of(source)));
        let whole = matches!(difference, Difference::Hedge(_));
        let mend = if whole { hedged(source, p, text, q) } else { flat(p.span.of(source)) };
        Discrepancy {
            difference,
            span: if whole { q.phrase } else { q.span },
            there: self.place(found),
            says: format!("{here} here; {there}"),
            mend: (q.unit.name == p.unit.name || q.unit.dimension.is_none()).then_some(mend),
        }
    }

    /// A rise of so much in the one, a fall of so much in the other.
    fn turned(&self, q: &Quantity, found: &Candidate) -> Discrepancy {
        let text = &self.reading.article.text;
        let written = flat(q.span.of(text));
        let (here, there) = if direction(text, q) == Some(Change::Up) { ("rise", "fall") } else { ("fall", "rise") };
        Discrepancy {
            difference: Difference::Direction,
            span: q.phrase,
            there: self.place(found),
            says: format!("a {here} of {written} here; a {there} of as much"),
            mend: None,
        }
    }

    /// What happened to the hedge, unless an equal figure about the same has the draft's.
    fn hedge(&self, (q, line): (&Quantity, usize), found: &Candidate, equal: &[Candidate]) -> Option<Hedge> {
        // "Over three years" is as long, or longer: the words tell no bound.
        let text = &*self.reading.article.text;
        let starts = |text: &str, q: &Quantity| q.phrase.of(text).to_lowercase().starts_with("over ");
        let source = &*self.beside.all[found.source].entry.reading.article.text;
        if q.unit.dimension == Some("time") && (starts(text, q) || starts(source, found.quantity)) {
            return None;
        }
        let hedge = hedge::difference(q.modifier, found.quantity.modifier)?;
        // A bound turned round is one wherever the sources have the number once.
        let only = equal.iter().filter(|e| e.noun >= 0.4).count() == 1 && hedge == Hedge::Changed && found.noun >= 0.6;
        let is_alone = equal.len() == 1 && hedge::precision(q.number) >= 2;
        let is_told = hedge == Hedge::Changed && self.is_told(q, line, found);
        let least = if is_told || only && hedge::precision(q.number) + u32::from(q.number >= 100.0) >= 2 {
            CHANCE
        } else {
            SAME
        };
        if found.like < least || found.noun < 0.4 && !(is_alone && is_told) {
            return None;
        }
        let kept = equal
            .iter()
            .any(|e| e.like >= SAME * found.like && hedge::difference(q.modifier, e.quantity.modifier).is_none());
        (!kept).then_some(hedge)
    }

    /// Where the number is written in a source without being a quantity there (in a date, a name, a score), or with the same
    /// word before or behind it, whatever the readings take it to count.
    fn written(&self, q: &Quantity) -> Option<Location> {
        let text = &self.reading.article.text;
        let range = self.here.words_in(q.span);
        let wanted = &self.here.words[range.clone()];
        let first = wanted.iter().find(|w| w.span.of(text).starts_with(|c: char| c.is_ascii_digit()))?;
        let beside = |words: &[Word], range: &Range<usize>| {
            let form = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|w| w.form);
            (form(range.start.checked_sub(1)), form(Some(range.end)))
        };
        let (before, behind) = beside(&self.here.words, &range);
        self.beside.all.iter().find_map(|source| {
            let words = &source.profile.words;
            let places = source.profile.places.get(&first.form)?;
            let lead = wanted.iter().take_while(|w| w.form != first.form).count();
            places.iter().filter_map(|&p| (p as usize).checked_sub(lead)).find_map(|at| {
                let run = words.get(at..at + wanted.len())?;
                if !run.iter().zip(wanted).all(|(a, b)| a.form == b.form) {
                    return None;
                }
                let span = words[at].span.join(words[at + wanted.len() - 1].span);
                let (left, right) = beside(words, &(at..at + wanted.len()));
                let is_some = |at: Option<usize>| at.is_some_and(|at| words[at].weight > 0.0);
                let alike = is_some(at.checked_sub(1)) && left == before || right.is_some() && right == behind;
                let stands = !quantity_covers(&source.entry.reading, span) || alike;
                stands.then_some(Location { document: source.id, span })
            })
        })
    }

    /// Small numbers in words and lengths of time: what a writer counts up or reckons on the way.
    fn is_in_passing(&self, q: &Quantity) -> bool {
        let written = q.span.of(&self.reading.article.text);
        let in_words = !written.contains(|c: char| c.is_ascii_digit());
        in_words && q.number <= 12.0 || q.unit.dimension == Some("time") || q.number == 0.0
    }
}

fn quantity_covers(reading: &Reading, span: Span) -> bool {
    reading.quantities.iter().any(|p| p.span.overlaps(span))
}

/// Whether the draft's figure stands in the sources for something else, and `other` is what they say of its thing.
fn is_of_other_thing(q: &Quantity, found: &Candidate, other: &Candidate) -> bool {
    let p = other.quantity;
    let one_passage = found.source == other.source && found.line == other.line;
    // "The only one of 14" counts nothing.
    if q.number <= 1.0 && q.unit.dimension.is_none() {
        return false;
    }
    if one_passage {
        let swapped_nouns = found.noun <= 0.2 && other.noun >= 0.8;
        let swapped_events = q.measure.event.is_some()
            && event_differs(q, found.quantity)
            && q.measure.event == p.measure.event
            && other.noun >= 0.8;
        return swapped_nouns || swapped_events;
    }
    let fits_better = other.noun >= 0.8 && other.like >= SURELY_SAME && other.noun >= found.noun;
    let holds = hedge::holds(value(q), q.modifier, value(p)) || is_vague(p) || is_vague(q);
    // Sentences that are nearly the same word for word leave no doubt which figure is meant.
    let verbatim = other.like >= VERBATIM && other.like > 1.5 * found.like;
    fits_better && (found.like < CHANCE || verbatim) && !holds && p.to.is_none() && q.to.is_none()
}
