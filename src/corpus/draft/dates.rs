//! Dates of a draft: the same day in the passage that reports the same thing, another one there, or the day elsewhere.

use super::super::{ArticleEntry, Location};
use super::aligned::Original;
use super::lines::{Profile, Sources, local_likeness};
use super::retold::{Passage, passages};
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, ends_with, is_quoted};
use crate::reading::{Timex, TimexKind};
use jiff::civil::Date;
use std::ops::Range;

/// Passages of the sources that are looked at for one sentence.
const PASSAGES: usize = 8;
const REACH: usize = 8;
/// Likeness of surroundings from which two dates are taken to be of one event: real reports of one event share much around
/// other dates, too.
const SAME: f32 = 0.85;
/// Days by which years, and by which months, differ in length.
const LEAP: i32 = 3;
/// Telling stems that a sentence must have for its likeness to say anything: a date line has none.
const FEWEST: usize = 4;

/// The share of a sentence that a passage has, with what stands beside it and by itself, if its day is the one meant.
const RETOLD: f32 = 0.6;
const OWN: f32 = 0.5;
/// The share from which a passage tells of what happened on a day, whether it names one or not.
const TOLD: f32 = 0.4;
/// The same for a weekday, which may be the draft's own.
const SURELY_TOLD: f32 = 0.65;
/// The likeness of what stands around both days then.
const ALIKE: f32 = 0.35;

/// Words before a date that make it an end of a time.
const LIMITS: [&str; 8] = [" since", " until", " till", " by", " before", " after", " from", " through"];

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A date in terms that can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
struct When {
    days: Option<(Date, Date)>,
    /// From 0 (Monday), where the words name one.
    weekday: Option<usize>,
}

impl When {
    fn of(timex: &Timex, text: &str) -> Option<Self> {
        if !matches!(timex.kind, TimexKind::Date | TimexKind::Time) {
            return None;
        }
        let low = timex.span.of(text).to_lowercase();
        let named =
            |w: &str| DAYS.iter().position(|day| *day == w || w.len() >= 3 && w.len() <= 4 && day.starts_with(w));
        let weekday = low.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).find_map(named);
        // "Monday night" names a day, "at noon" does not.
        if timex.kind == TimexKind::Time && weekday.is_none() {
            return None;
        }
        let when = Self { days: timex.days, weekday };
        (when.days.is_some() || weekday.is_some()).then_some(when)
    }

    fn is_day(&self) -> bool {
        self.days.map_or(self.weekday.is_some(), |(first, last)| first == last)
    }

    /// Days that it spans: dates of different sizes ("last week", "2018") are not held against each other.
    fn size(&self) -> i32 {
        let span = self.days.and_then(|(first, last)| first.until(last).ok());
        span.map_or(0, |span| span.get_days())
    }

    /// Whether both may be one date; `None` where that cannot be told.
    fn agrees(&self, other: &When) -> Option<bool> {
        // "Monday" in articles a week apart: which Monday is the reading's guess, and the words are the same.
        if let (Some(x), Some(y)) = (self.weekday, other.weekday)
            && x == y
        {
            return Some(true);
        }
        if let (Some(a), Some(b)) = (self.days, other.days) {
            return Some(a.0 <= b.1 && b.0 <= a.1);
        }
        let day = |w: &When| {
            let single = w.days.filter(|(first, last)| first == last);
            w.weekday.or_else(|| single.map(|(day, _)| day.weekday().to_monday_zero_offset() as usize))
        };
        Some(day(self)? == day(other)?)
    }
}

pub(super) fn compare(
    draft: &ArticleEntry,
    here: &Profile,
    originals: &[Vec<Original>],
    beside: &Sources,
) -> Vec<Item> {
    let reading = &draft.reading;
    let text = &*reading.article.text;
    let mut items = Vec::new();
    for (index, timex) in reading.timexes.iter().enumerate() {
        let Some(line) = here.line_at(timex.span.start) else { continue };
        if timex.kind != TimexKind::Date && When::of(timex, text).is_none() {
            continue;
        }
        let item = |verdict| Item::new(ItemKind::Date, index, timex.span, verdict);
        let Some(when) = When::of(timex, text) else {
            items.push(item(Verdict::Unchecked));
            continue;
        };
        items.push(look(draft, here, &originals[line], beside, (timex, &when, line), item));
    }
    items
}

fn look(
    draft: &ArticleEntry,
    here: &Profile,
    originals: &[Original],
    beside: &Sources,
    (timex, when, line): (&Timex, &When, usize),
    item: impl Fn(Verdict) -> Item,
) -> Item {
    let kept = is_kept(draft, here, originals, beside, timex);
    let words = here.lines[line].words.clone();
    let at = here.words_in(timex.span).start.saturating_sub(words.start);
    let mut same: Option<(f32, Location)> = None;
    let mut other: Option<(f32, Location, Timex)> = None;
    let quoted = is_quoted(&draft.reading, timex.span);
    let tells = here.lines[line].stems.len() >= FEWEST && !(quoted && timex.relative);
    for near in beside.nearest(&here.lines[line].stems, PASSAGES) {
        let source = &beside.all[near.source];
        let (reading, profile) = (&source.entry.reading, &source.profile);
        let there = &profile.lines[near.line];
        let first = reading.timexes.partition_point(|t| t.span.start < there.span.start);
        for found in reading.timexes[first..].iter().take_while(|t| t.span.start < there.span.end) {
            let Some(theirs) = When::of(found, &reading.article.text) else { continue };
            let others = there.words.clone();
            let place = profile.words_in(found.span).start.saturating_sub(others.start);
            let (a, b) = (&here.words[words.clone()], &profile.words[others]);
            let like = local_likeness((a, at), (b, place), REACH).max(0.9 * local_likeness((b, place), (a, at), REACH));
            let location = Location { document: source.id, span: found.span };
            let exchanged = originals.iter().filter(|o| (o.source, o.line) == (near.source, near.line));
            let exchanged = exchanged.flat_map(|o| &o.changes).any(|change| {
                let (mine, its) = (here.words_in(timex.span), profile.words_in(found.span));
                // "Monday" of "Monday night" is enough.
                let shares = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
                shares(&change.here, &mine) && shares(&change.there, &its)
            });
            let like = if exchanged { like.max(SAME) } else { like };
            match when.agrees(&theirs) {
                Some(true) if same.as_ref().is_none_or(|s| like > s.0) => same = Some((like, location)),
                Some(false)
                    if tells
                        && there.stems.len() >= FEWEST
                        && (when.size() - theirs.size()).abs() <= LEAP
                        && is_named(timex, found, draft, reading)
                        && other.as_ref().is_none_or(|o| like > o.0) =>
                {
                    other = Some((like, location, found.clone()));
                }
                _ => {}
            }
        }
    }
    let retold = || retold(draft, here, beside, (timex, when, line)).filter(|o| same.is_none_or(|s| s.0 < 0.8 * o.0));
    let other = other.filter(|o| o.0 >= SAME && same.is_none_or(|s| s.0 < 0.6 * o.0));
    if let Some((_, location, found)) = other.or_else(retold).filter(|_| !kept) {
        let Some(source) = beside.all.iter().find(|s| s.id == location.document) else {
            return item(Verdict::Unchecked);
        };
        return item(Verdict::Different).differs(differs(
            draft,
            timex,
            location,
            &found,
            &source.entry.reading.article.text,
        ));
    }
    let anywhere = || {
        beside.all.iter().find_map(|source| {
            let reading = &source.entry.reading;
            let equal = |t: &&Timex| {
                let theirs = When::of(t, &reading.article.text);
                theirs.is_some_and(|w| w.days.is_some() == when.days.is_some() && w.agrees(when) == Some(true))
            };
            let found = reading.timexes.iter().find(equal)?;
            Some(Location { document: source.id, span: found.span })
        })
    };
    match same.map(|s| s.1).or_else(anywhere) {
        Some(location) => item(Verdict::Found).at(location),
        // The day on which a source was published is a day that it gives.
        None if published(beside, when) => item(Verdict::Found),
        // Which year a day is of is the reading's guess, and another one in a draft without a date.
        None if is_of_some_year(draft, beside, timex) => item(Verdict::Unchecked),
        None if when.is_day() || is_year(timex) && !is_reckoned(draft, beside, when) => {
            let (text, words) = (&*draft.reading.article.text, here.words_in(timex.span));
            let least = if when.weekday.is_some() { SURELY_TOLD } else { TOLD };
            let nearest = passages((text, here, line), &words, beside, least).into_iter().find(|p| p.own >= least);
            let place = nearest
                .map(|p| (&beside.all[p.source], p.line))
                .map(|(source, line)| Location { document: source.id, span: source.profile.lines[line].span });
            place.map_or(item(Verdict::NotFound), |place| item(Verdict::NotFound).at(place))
        }
        None => item(Verdict::Unchecked),
    }
}

/// The one day of the passage that tells the rest of the sentence, where no other passage that tells it has the draft's: how
/// alike what stands around both is, and where it stands.
fn retold(
    draft: &ArticleEntry,
    here: &Profile,
    beside: &Sources,
    (timex, when, line): (&Timex, &When, usize),
) -> Option<(f32, Location, Timex)> {
    let text = &*draft.reading.article.text;
    let in_line = |t: &&Timex| here.lines[line].span.covers(t.span) && When::of(t, text).is_some();
    if is_quoted(&draft.reading, timex.span) || draft.reading.timexes.iter().filter(in_line).count() != 1 {
        return None;
    }
    let apart = here.words_in(timex.span);
    let passages = passages((text, here, line), &apart, beside, RETOLD);
    let dates = |passage: &Passage| {
        let source = &beside.all[passage.source];
        let span = source.profile.lines[passage.line].span;
        let timexes = &source.entry.reading.timexes;
        let first = timexes.partition_point(|t| t.span.start < span.start);
        let within = timexes[first..].iter().take_while(move |t| t.span.start < span.end);
        within.filter_map(|t| Some((t, When::of(t, &source.entry.reading.article.text)?))).collect::<Vec<_>>()
    };
    let best = passages.first().filter(|p| p.own >= OWN)?;
    let agrees = |p: &Passage| dates(p).iter().any(|(_, theirs)| when.agrees(theirs) == Some(true));
    if passages.iter().filter(|p| p.own >= 0.6 * best.own).any(agrees) {
        return None;
    }
    let source = &beside.all[best.source];
    let reading = &source.entry.reading;
    let comparable = |(found, theirs): &(&Timex, When)| {
        let limits = |text: &str, t: &Timex| {
            let before = &text[..t.span.start as usize];
            LIMITS.into_iter().find(|limit| ends_with(before, limit))
        };
        if limits(text, timex) != limits(&reading.article.text, found) {
            return false;
        }
        when.agrees(theirs) == Some(false)
            && (when.size() - theirs.size()).abs() <= LEAP
            && is_named(timex, found, draft, reading)
    };
    let words = here.lines[line].words.clone();
    let others = source.profile.lines[best.line].words.clone();
    let like = |found: &Timex| {
        let place = source.profile.words_in(found.span).start.saturating_sub(others.start);
        let (a, b) = (&here.words[words.clone()], &source.profile.words[others.clone()]);
        local_likeness((a, apart.start.saturating_sub(words.start)), (b, place), REACH)
    };
    let found = dates(best);
    let alike = found.iter().filter(|of| comparable(of)).map(|(found, _)| (like(found), found));
    let (like, found) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (like >= ALIKE).then(|| (like, Location { document: source.id, span: found.span }, (*found).clone()))
}

/// Whether a source has the same day of a year, where the words of either name none.
fn is_of_some_year(draft: &ArticleEntry, beside: &Sources, timex: &Timex) -> bool {
    let has_year =
        |t: &Timex, text: &str| t.span.of(text).split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let day = |t: &Timex| t.value.get(4..).filter(|_| t.value.len() == 10).map(str::to_owned);
    let Some(own) = day(timex) else { return false };
    let is_open = !has_year(timex, &draft.reading.article.text);
    beside.all.iter().any(|s| {
        let reading = &s.entry.reading;
        let same = |t: &Timex| day(t).as_ref() == Some(&own) && (is_open || !has_year(t, &reading.article.text));
        reading.timexes.iter().any(same)
    })
}

/// Whether a date is a year that is written out.
fn is_year(timex: &Timex) -> bool {
    timex.kind == TimexKind::Date && !timex.relative && timex.value.len() == 4 && timex.value.parse::<i16>().is_ok()
}

/// Whether a year may have been reckoned from one that a source gives and a number of years.
fn is_reckoned(draft: &ArticleEntry, beside: &Sources, when: &When) -> bool {
    let Some((day, _)) = when.days else { return true };
    let readings = || beside.all.iter().map(|s| &s.entry.reading).chain([&draft.reading]);
    let years = readings().flat_map(|r| r.timexes.iter().filter_map(|t| t.days).map(|d| d.0).chain(r.day()));
    let spans: Vec<f64> = readings()
        .flat_map(|r| r.quantities.iter())
        .filter(|q| q.unit.name.starts_with("year") || q.unit.name == "decade")
        .map(|q| if q.unit.name == "decade" { 10.0 * q.number } else { q.number })
        .collect();
    let apart: Vec<f64> = years.map(|year| f64::from((year.year() - day.year()).abs())).collect();
    apart.iter().any(|apart| spans.iter().any(|span| (span - apart).abs() <= 1.0))
}

/// Whether a source has the date in the same words of the same sentence, and it means the same there: "today" does so in
/// articles of one day alone.
fn is_kept(draft: &ArticleEntry, here: &Profile, originals: &[Original], beside: &Sources, timex: &Timex) -> bool {
    let words = here.words_in(timex.span);
    let deictic = ["today", "yesterday", "tomorrow", "tonight"];
    let low = timex.span.of(&draft.reading.article.text).to_lowercase();
    let is_deictic = low.split_whitespace().any(|w| deictic.contains(&w));
    originals.iter().filter(|o| o.keeps(&words)).any(|original| {
        let (day, other) = (draft.reading.day(), beside.all[original.source].entry.reading.day());
        !is_deictic || day.is_none() || other.is_none() || day == other
    })
}

/// Whether both are written as dates that can be held against each other: single days, or months and years with their year.
fn is_named(here: &Timex, there: &Timex, draft: &ArticleEntry, source: &crate::reading::Reading) -> bool {
    let day = |t: &Timex, text: &str| When::of(t, text).is_some_and(|w| w.is_day());
    let (text, other) = (&*draft.reading.article.text, &*source.article.text);
    if here.span.of(text).eq_ignore_ascii_case(there.span.of(other)) && !day(here, text) {
        return false;
    }
    day(here, text) && day(there, other) || !here.relative && !there.relative
}

fn published(beside: &Sources, when: &When) -> bool {
    let days = beside.all.iter().filter_map(|s| s.entry.reading.day());
    when.days.is_some_and(|(first, last)| days.into_iter().any(|day| first <= day && day <= last))
}

fn differs(draft: &ArticleEntry, timex: &Timex, there: Location, found: &Timex, source: &str) -> Discrepancy {
    let text = &*draft.reading.article.text;
    let (here, other) = (timex.span.of(text), found.span.of(source));
    let day = |t: &Timex| t.days.filter(|d| d.0 == d.1).map(|d| d.0.strftime("%A, %-d %B %Y").to_string());
    let full = |t: &Timex, written: &str| match day(t) {
        Some(day) if !day.eq_ignore_ascii_case(written) => format!("{written} ({day})"),
        _ => written.to_owned(),
    };
    Discrepancy {
        difference: Difference::Day,
        span: timex.span,
        there,
        says: format!("{} here; {}", full(timex, here), full(found, other)),
        mend: mend(draft, timex, found, other),
    }
}

/// The source's day in words that mean the same in the draft.
fn mend(draft: &ArticleEntry, timex: &Timex, found: &Timex, written: &str) -> Option<String> {
    if !found.relative {
        return Some(written.to_owned());
    }
    let Some((day, last)) = found.days else { return Some(written.to_owned()) };
    let named =
        timex.weekday.is_some() || DAYS.contains(&timex.span.of(&draft.reading.article.text).to_lowercase().as_str());
    let near = draft.reading.day().and_then(|d| d.until(day).ok()).is_some_and(|s| s.get_days().abs() <= 6);
    (day == last).then(|| match named && near {
        true => day.strftime("%A").to_string(),
        false => day.strftime("%-d %B %Y").to_string(),
    })
}
