//! On which day an article says that something was said.

use super::quote::QuoteRelation;
use super::{ArticleEntry, Corpus, DocumentId};
use crate::article::calendar;
use crate::reading::{Attribution, Reading, TimexKind};
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

/// The day that an article gives for a quotation of it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Saying {
    /// Index into the reading's quotations.
    quotation: u32,
    day: Day,
}

/// The days of the quotations of which one is given, in their order.
pub(super) fn sayings(reading: &Reading) -> Vec<Saying> {
    let sayings = Sayings::of(reading);
    let of = |quotation| Some(Saying { quotation: quotation as u32, day: sayings.day(quotation)? });
    (0..reading.quotations.len()).filter_map(of).collect()
}

/// What is told of a quotation among these, which are in the order of the quotations.
pub(super) fn saying(sayings: &[Saying], quotation: usize) -> Option<&Saying> {
    let found = sayings.binary_search_by_key(&quotation, |saying| saying.quotation as usize).ok()?;
    sayings.get(found)
}

/// A day with its words; the year may be open.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Day {
    Known(Span, #[serde(with = "super::day")] Date),
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
        for quotation in (0..entry.reading.quotations.len()).filter(|&q| entry.is_long_quotation(q)) {
            let Some(a) = entry.said_on(quotation) else { continue };
            for variant in self.quote_variants(article, quotation) {
                if variant.relation == QuoteRelation::Translated || conflicts.iter().any(|c| c.other == variant.other) {
                    continue;
                }
                if self.index.utterance(variant.other, variant.quotation).is_none_or(|there| !there.is_dated) {
                    continue;
                }
                let Some(other) = self.article(variant.other) else { continue };
                let Some(b) = other.said_on(variant.quotation) else { continue };
                let near = match (a, b) {
                    (Day::Known(_, date), _) | (_, Day::Known(_, date)) => date,
                    _ => continue,
                };
                let (Some(a), Some(b)) = (a.resolve(near), b.resolve(near)) else { continue };
                let apart = a.1.until(b.1).map_or(0, |s| s.get_days().abs());
                // A day's difference is a time zone or a late edition; months are another occasion.
                // How long the other quotation is stands in its article's reading: asked for last.
                if (2..=60).contains(&apart) && other.is_long_quotation(variant.quotation) {
                    let (other, other_quotation) = (variant.other, variant.quotation);
                    conflicts.push(DayConflict { quotation, here: a, other, other_quotation, there: b });
                }
            }
        }
        conflicts
    }
}

impl ArticleEntry {
    /// The day that it gives for a quotation.
    fn said_on(&self, quotation: usize) -> Option<Day> {
        saying(&self.facts.sayings, quotation).map(|saying| saying.day)
    }

    /// Whether a quotation is long enough that two occasions would not give the same words.
    fn is_long_quotation(&self, quotation: usize) -> bool {
        self.reading.quotations[quotation].words >= 6
    }
}

/// An article's cues, by which the days of its quotations are found.
struct Sayings<'a> {
    reading: &'a Reading,
    /// The cues of known speakers in order, each with its speaker.
    cues: Vec<(Span, usize)>,
    /// The spans of its quotations, none within another, in order.
    quoted: Vec<Span>,
    /// What an article without a date counts days from is a guess.
    dated: bool,
}

impl<'a> Sayings<'a> {
    fn of(reading: &'a Reading) -> Self {
        let cue = |a: &Attribution| Some((*a.cue.first()?, a.speaker?));
        let mut cues: Vec<(Span, usize)> = reading.attributions.iter().filter_map(cue).collect();
        cues.sort_unstable();
        let mut spans: Vec<Span> = reading.quotations.iter().map(|q| q.span).collect();
        spans.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut quoted: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            if quoted.last().is_none_or(|last| !last.covers(span)) {
                quoted.push(span);
            }
        }
        Self { reading, cues, quoted, dated: reading.day().is_some() }
    }

    /// The day of a quotation: a date right beside its cue ("said on Friday"), else one beside a cue of the same speaker in
    /// the two sentences before, else the article's dateline. Dates that stand elsewhere in a sentence belong to what is
    /// told in it.
    fn day(&self, quotation: usize) -> Option<Day> {
        let reading = self.reading;
        let quotation = &reading.quotations[quotation];
        let attribution = &reading.attributions[quotation.attribution?];
        let own = attribution.cue.first().copied().unwrap_or(quotation.span);
        let here = sentence_of(reading, own)?;
        let before = &self.cues[..self.cues.partition_point(|(cue, _)| cue.start < own.start)];
        let near = reading.sentences[here.saturating_sub(NEAR_SENTENCES)].start;
        let near = before.iter().rev().take(NEAR_CUES).take_while(|(cue, _)| cue.start >= near);
        let cues = near.filter(|(_, speaker)| Some(*speaker) == attribution.speaker).map(|(cue, _)| *cue);
        let dateline = reading.article.metadata.dates.first().filter(|d| d.date.full().is_none());
        let mut open_weekday = None;
        for cue in std::iter::once(own).chain(cues) {
            let Some(sentence) = sentence_of(reading, cue) else { continue };
            let sentence = reading.sentences[sentence];
            let from = reading.timexes.partition_point(|t| t.span.end + BESIDE < cue.start);
            let near = reading.timexes[from..].iter().take_while(|t| t.span.start <= cue.end + BESIDE);
            let days = near.filter(|t| t.kind == TimexKind::Date && sentence.covers(t.span));
            for timex in days.filter(|t| is_beside(reading, cue, t.span) && !self.is_quoted(t.span)) {
                if let Some((day, last)) = timex.days
                    && day == last
                    && (self.dated || !timex.relative)
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
        let (month, day) = (issued.date.month?, issued.date.day?);
        Some(Day::Yearless { span: issued.span?, month, day, weekday: open_weekday })
    }

    fn is_quoted(&self, span: Span) -> bool {
        let behind = self.quoted.partition_point(|quoted| quoted.start <= span.start);
        behind.checked_sub(1).is_some_and(|at| self.quoted[at].covers(span))
    }
}

/// Index of the sentence that covers `span`.
fn sentence_of(reading: &Reading, span: Span) -> Option<usize> {
    let index = reading.sentences.partition_point(|sentence| sentence.end <= span.start);
    reading.sentences.get(index).is_some_and(|sentence| sentence.covers(span)).then_some(index)
}

/// So many sentences before the quotation a dated cue of its speaker may stand.
const NEAR_SENTENCES: usize = 2;
/// So many cues before the quotation are looked at.
const NEAR_CUES: usize = 64;
/// At most so many bytes, and no comma, lie between a cue and its day ("told the people in the hall on Friday").
const BESIDE: u32 = 32;

fn is_beside(reading: &Reading, cue: Span, day: Span) -> bool {
    let (first, second) = if cue.start < day.start { (cue, day) } else { (day, cue) };
    let between =
        reading.article.text.get(first.end as usize..second.start.max(first.end) as usize).unwrap_or_default();
    between.len() <= BESIDE as usize && !between.contains([',', ';', '.'])
}

fn weekday_of(words: &str) -> Option<i8> {
    let lower = words.to_lowercase();
    calendar::WEEKDAYS.iter().find(|(name, _, short)| !short && lower.contains(name)).map(|day| day.1)
}
