//! On which day an article says that something was said.

use super::quote::QuoteRelation;
use super::{ArticleEntry, Corpus, DocumentId};
use crate::article::calendar;
use crate::reading::{Reading, TimexKind};
use crate::text::Span;
use jiff::{ToSpan, civil::Date, civil::Weekday};

/// Two articles put one utterance on different days.
#[derive(Clone, Debug, PartialEq)]
pub struct DayConflict {
    /// The quotation here (index into the reading's quotations).
    pub quotation: usize,
    /// The words that give the day here, and the day.
    pub here: (Span, Date),
    /// The other article, its quotation, words and day.
    pub other: DocumentId,
    /// Index into the other reading's quotations.
    pub other_quotation: usize,
    /// The words that give the day there, and the day.
    pub there: (Span, Date),
}

/// A day with its words; the year may be open.
#[derive(Clone, Copy)]
enum Day {
    Known(Span, Date),
    /// Month and day of the article's dateline, and the weekday the text names.
    Yearless {
        span: Span,
        month: i8,
        day: i8,
        weekday: Option<i8>,
    },
}

impl Day {
    /// The day, its year taken from `near` where it is open.
    fn resolve(self, near: Date) -> Option<(Span, Date)> {
        match self {
            Day::Known(span, date) => Some((span, date)),
            Day::Yearless { span, month, day, weekday } => {
                let candidates = [near.year() - 1, near.year(), near.year() + 1].map(|y| Date::new(y, month, day).ok());
                let issued = candidates
                    .into_iter()
                    .flatten()
                    .min_by_key(|d| (near.until(*d).map_or(i32::MAX, |s| s.get_days().abs()), *d))?;
                let said = weekday
                    .and_then(|w| Weekday::from_monday_one_offset(w).ok())
                    .map_or(Some(issued), |w| issued.checked_add(1.day()).ok()?.nth_weekday(-1, w).ok())?;
                Some((span, said))
            }
        }
    }
}

impl Corpus {
    /// The utterances of an article that another article puts on another day, one for each other article.
    pub fn day_conflicts(&self, article: DocumentId) -> Vec<DayConflict> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let mut conflicts: Vec<DayConflict> = Vec::new();
        for quotation in 0..entry.reading.quotations.len() {
            for variant in self.quote_variants(article, quotation) {
                if variant.relation == QuoteRelation::Translated || conflicts.iter().any(|c| c.other == variant.other) {
                    continue;
                }
                let Some(there) = self.article(variant.other) else { continue };
                if !entry.is_long_quotation(quotation) {
                    continue;
                }
                let (Some(a), Some(b)) =
                    (utterance_day(&entry.reading, quotation), utterance_day(&there.reading, variant.quotation))
                else {
                    continue;
                };
                let near = match (a, b) {
                    (Day::Known(_, date), _) | (_, Day::Known(_, date)) => date,
                    _ => continue,
                };
                let (Some(a), Some(b)) = (a.resolve(near), b.resolve(near)) else { continue };
                let apart = a.1.until(b.1).map_or(0, |s| s.get_days().abs());
                // A day's difference is a time zone or a late edition; months are another occasion.
                if (2..=60).contains(&apart) {
                    let (other, other_quotation) = (variant.other, variant.quotation);
                    conflicts.push(DayConflict { quotation, here: a, other, other_quotation, there: b });
                }
            }
        }
        conflicts
    }
}

impl ArticleEntry {
    /// Whether a quotation is long enough that two occasions would not give the same words.
    fn is_long_quotation(&self, quotation: usize) -> bool {
        self.reading.quotations[quotation].words >= 6
    }
}

/// The day of a quotation: a date right beside its cue ("said on Friday"), else one beside a cue of the same speaker in
/// the two sentences before, else the article's dateline. Dates that stand elsewhere in a sentence belong to what is
/// told in it.
fn utterance_day(reading: &Reading, quotation: usize) -> Option<Day> {
    let quotation = &reading.quotations[quotation];
    let attribution = &reading.attributions[quotation.attribution?];
    let own = attribution.cue.first().copied().unwrap_or(quotation.span);
    let mut cues: Vec<Span> = reading
        .attributions
        .iter()
        .filter(|a| a.speaker.is_some() && a.speaker == attribution.speaker)
        .flat_map(|a| a.cue.first().copied())
        .filter(|cue| cue.start < own.start)
        .collect();
    cues.sort_by_key(|c| std::cmp::Reverse(c.start));
    let dateline = reading.article.metadata.dates.first().filter(|d| d.date.full().is_none());
    let days = reading.timexes.iter().filter(|t| t.kind == TimexKind::Date);
    // What an article without a date counts days from is a guess.
    let dated = reading.day().is_some();
    let sentence_of = |span: Span| reading.sentences.iter().position(|s| s.covers(span));
    let here = sentence_of(own)?;
    let mut open_weekday = None;
    for cue in std::iter::once(own).chain(cues) {
        let Some(sentence) = sentence_of(cue) else { continue };
        if here - sentence.min(here) > NEAR_SENTENCES {
            break;
        }
        let quoted = |span: Span| reading.quotations.iter().any(|q| q.span.covers(span));
        let covers = |span: Span| reading.sentences[sentence].covers(span);
        for timex in days.clone().filter(|t| covers(t.span) && !quoted(t.span) && is_beside(reading, cue, t.span)) {
            if let Some((day, last)) = timex.days
                && day == last
                && (dated || !timex.relative)
            {
                return Some(Day::Known(timex.span, day));
            }
            if open_weekday.is_none() {
                open_weekday = weekday_of(timex.span.of(&reading.article.text));
            }
        }
        if open_weekday.is_some() && dateline.is_some() {
            break;
        }
    }
    let issued = dateline?;
    Some(Day::Yearless { span: issued.span?, month: issued.date.month?, day: issued.date.day?, weekday: open_weekday })
}

/// So many sentences before the quotation a dated cue of its speaker may stand.
const NEAR_SENTENCES: usize = 2;
/// At most so many bytes, and no comma, lie between a cue and its day ("told the people in the hall on Friday").
const BESIDE: usize = 32;

fn is_beside(reading: &Reading, cue: Span, day: Span) -> bool {
    let (first, second) = if cue.start < day.start { (cue, day) } else { (day, cue) };
    let between =
        reading.article.text.get(first.end as usize..second.start.max(first.end) as usize).unwrap_or_default();
    between.len() <= BESIDE && !between.contains([',', ';', '.'])
}

fn weekday_of(words: &str) -> Option<i8> {
    let lower = words.to_lowercase();
    calendar::WEEKDAYS.iter().find(|(name, _, short)| !short && lower.contains(name)).map(|day| day.1)
}
