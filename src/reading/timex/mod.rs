//! Dates and times: TIMEX3 type and value of every expression, anchored on the article's own date.
//!
//! A hand-written grammar scans the lexemes of each block once ([`calendar`] for explicit dates, [`relative`]
//! for those that count from another, [`length`] for durations and sets, [`clock`] for times of day); what it finds is
//! anchored in order of the text ([`resolve`]), the direction of weekdays and open months by the tense of their
//! clause ([`tense`]). The classes of expressions follow TimeML 1.2.1 and HeidelTime (Strötgen and Gertz 2013).

mod calendar;
mod clock;
mod days;
mod draft;
mod feast;
mod length;
mod nth;
mod period;
mod range;
mod relative;
mod resolve;
mod tense;
mod words;
mod year;

use super::Prose;
use super::numeral::Lexemes;
use crate::article::BlockKind;
use crate::text::Span;
use draft::{Draft, Meaning};
use jiff::civil::Date;
use resolve::Anchor;
use tense::Tense;

/// TIMEX3 types (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum TimexKind {
    /// A calendar date of any size: a day, a month, a year, "now".
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that recurs.
    Set,
}

impl TimexKind {
    /// As TIMEX3 and the JSON contract write it.
    pub fn name(self) -> &'static str {
        match self {
            TimexKind::Date => "DATE",
            TimexKind::Time => "TIME",
            TimexKind::Duration => "DURATION",
            TimexKind::Set => "SET",
        }
    }
}

/// A date or time expression.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Timex {
    /// The expression, in bytes.
    pub span: Span,
    /// Its TIMEX3 type.
    pub kind: TimexKind,
    /// Its TIMEX3 value, such as `2016-12-16`, `2016-W50`, `P3D`, `PRESENT_REF`; open parts are `X` (`XXXX-09`).
    pub value: String,
    /// The first and the last day it can stand for, where known.
    pub days: Option<(Date, Date)>,
    /// Whether its value needs a date that the expression does not hold ("Friday", "last year", "September").
    pub relative: bool,
    /// Whether such a date was there; an absolute expression is always anchored.
    pub anchored: bool,
    /// The weekday that the expression names beside a full date ("Monday, 15 March 2016"), from 1 (Monday) to 7.
    pub weekday: Option<i8>,
}

/// Whether dates are looked for in a block: also in the lines around the prose that hold the article's own.
pub(super) fn is_scanned(kind: BlockKind) -> bool {
    kind.is_read() || matches!(kind, BlockKind::DateLine | BlockKind::Byline)
}

/// An expression found in a block, before it is anchored.
#[derive(Clone, Debug)]
pub(super) struct Scanned {
    draft: Draft,
    span: Span,
    tense: Tense,
}

/// Finds the dates and times of an article, in order and without overlap.
pub fn timexes(prose: &Prose) -> Vec<Timex> {
    let article = prose.article;
    let scanned = article.blocks.iter().enumerate().filter(|(_, block)| is_scanned(block.kind));
    let blocks: Vec<_> = scanned
        .map(|(index, block)| prose.kept(index, |known| &known.timexes, || scan_block(prose, block.span)))
        .collect();
    let known_year = article.metadata.date().and_then(|d| d.date.year);
    let mut anchor = Anchor {
        dct: article.metadata.dct(),
        last: None,
        year: known_year,
        year_at: None,
        here: 0,
        quarter: None,
        day_first: is_day_first(blocks.iter().flat_map(|block| block.iter()).map(|scanned| &scanned.draft)),
    };
    let mut out = Vec::new();
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        (anchor.year, anchor.year_at) = (known_year, None);
        for Scanned { draft, span, tense } in block.iter() {
            out.push(resolve::resolve(draft, block.here(*span), *tense, &mut anchor));
        }
    }
    out
}

fn scan_block(prose: &Prose, span: Span) -> Vec<Scanned> {
    let mut lexemes = Lexemes::of(&prose.article.text, span);
    lexemes.tag_from(prose);
    let mut found = Vec::new();
    scan(&lexemes, |draft| found.push(draft));
    range::share_years(&lexemes, &mut found);
    let scanned = found.into_iter().map(|draft| Scanned {
        span: lexemes.span(draft.first, draft.end),
        tense: tense::around(&lexemes, draft.first, draft.end),
        draft,
    });
    scanned.collect()
}

/// The longest expression at each place, in order.
fn scan(l: &Lexemes, mut found: impl FnMut(Draft)) {
    let mut i = 0;
    let mut floor = 0;
    while i < l.len() {
        match at(l, i) {
            Some(draft) if draft.end > draft.first && draft.first >= i => {
                let draft = widen(l, draft, floor);
                i = draft.end.max(i + 1);
                floor = i;
                let (draft, second) = match second_year(l, &draft) {
                    Some(second) => (draft, Some(second)),
                    None => range::with_second_day(l, draft),
                };
                found(draft);
                if let Some(second) = second {
                    i = second.end;
                    floor = i;
                    found(second);
                }
            }
            _ => i += 1,
        }
    }
}

/// The other end of a span of years: "between 1000 and 1260", "1990-95".
fn second_year(l: &Lexemes, draft: &Draft) -> Option<Draft> {
    let Meaning::Year { year, fiscal: false } = draft.meaning else { return None };
    let k = draft.end;
    let dash = l.is_dash(k) && l.glued(k) == l.glued(k + 1);
    let led = matches!(l.low(k), "and" | "to") && matches!(l.before(draft.first, 1), "between" | "from");
    if !dash && !led {
        return None;
    }
    let number = l.digits(k + 1)?;
    let joined = l.glued(k + 2)
        && (l.is_word(k + 2) || l.is_dash(k + 2) || l.low(k + 2) == "," && l.is_digits(k + 3) && l.glued(k + 3));
    let full = match l.low(k + 1).len() {
        2 if dash => i64::from(year / 100) * 100 + number,
        3 | 4 => number,
        _ => return None,
    };
    let fits = full > i64::from(year) && full < i64::from(year) + 1000 && full < 2200 && !joined;
    fits.then(|| Draft::date(k + 1, k + 2, Meaning::Year { year: full as i16, fiscal: false }))
}

fn at(l: &Lexemes, i: usize) -> Option<Draft> {
    let may_begin = l.is_digits(i) || words::begins(l.low(i)) || matches!(l.low(i), "'" | "’" | "‘" | "`" | "½");
    if !may_begin || l.glued(i) && l.is_word(i) && matches!(l.before(i, 1), "'" | "’") {
        return None;
    }
    let candidates = [
        clock::time_at(l, i, day_at),
        calendar::date_at(l, i),
        nth::nth_at(l, i),
        relative::relative_at(l, i),
        length::set_at(l, i),
        length::duration_at(l, i),
    ];
    // the first of the longest
    candidates.into_iter().flatten().reduce(|best, next| {
        if next.end > best.end || next.end == best.end && next.first < best.first { next } else { best }
    })
}

/// A single day at `i`, for a time that stands before it.
fn day_at(l: &Lexemes, i: usize) -> Option<Draft> {
    calendar::date_at(l, i).or_else(|| relative::relative_at(l, i)).filter(|d| clock::is_day(&d.meaning))
}

/// Takes in what qualifies the expression before it: "early", "late", "mid-", "the end of".
fn widen(l: &Lexemes, mut draft: Draft, floor: usize) -> Draft {
    let free = |k: usize| k >= floor;
    if matches!(draft.kind, TimexKind::Date | TimexKind::Time) && !matches!(draft.meaning, Meaning::Literal(_)) {
        let i = draft.first;
        // "mid-November", "late-1990s", "mid-afternoon yesterday"
        if i >= 2
            && l.is_dash(i - 1)
            && matches!(l.low(i - 2), "mid" | "late" | "early" | "post" | "pre")
            && free(i - 2)
        {
            draft.first = i - 2;
        } else if i >= 1
            && (matches!(l.low(i - 1), "early" | "late" | "mid" | "sometime")
                || matches!(l.low(i - 1), "earlier" | "later") && !matches!(draft.meaning, Meaning::Weekday { .. }))
            && free(i - 1)
        {
            draft.first = i - 1;
        }
        let i = draft.first;
        if i >= 3
            && l.low(i - 1) == "of"
            && matches!(l.low(i - 2), "end" | "beginning" | "middle" | "start")
            && l.low(i - 3) == "the"
            && free(i - 3)
        {
            draft.first = i - 3;
        }
    }
    // "nearly two years", "at least 30 days": bounds that TimeML's annotators take in
    if matches!(draft.kind, TimexKind::Duration) || matches!(draft.meaning, Meaning::Shift { .. }) {
        let i = draft.first;
        let (two, one) = (l.before(i, 2), l.before(i, 1));
        let pair =
            matches!((two, one), ("at", "least") | ("more" | "less", "than") | ("up", "to")) && i >= 2 && free(i - 2);
        if pair {
            draft.first = i - 2;
        } else if matches!(one, "nearly") && free(i - 1) && i >= 1 {
            draft.first = i - 1;
        }
    }
    draft
}

/// Whether the article writes the day before the month, judged by the dates that can be read in one way only.
fn is_day_first<'a>(drafts: impl Iterator<Item = &'a Draft>) -> bool {
    let mut votes = 0i32;
    for draft in drafts {
        match draft.meaning {
            Meaning::Numeric { first, second, .. } if first > 12 && second <= 12 => votes += 4,
            Meaning::Numeric { first, second, .. } if second > 12 && first <= 12 => votes -= 4,
            // the weekday beside it fits one order only
            Meaning::Numeric { first, second, year: Some(year), weekday: Some(weekday) } => {
                let fits = |month, day| {
                    Date::new(year, month, day).is_ok_and(|d| d.weekday().to_monday_one_offset() == weekday)
                };
                votes += 4 * (i32::from(fits(second, first)) - i32::from(fits(first, second)));
            }
            // "18 December" beside "December 18"
            Meaning::Day { day_leads: Some(true), .. } => votes += 1,
            Meaning::Day { day_leads: Some(false), year: Some(_), .. } => votes -= 1,
            _ => {}
        }
    }
    votes > 0
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides, PartialDate};
    use proptest::prelude::*;

    fn read(text: &str, dated: bool) -> Vec<Timex> {
        // a Friday
        let date = dated.then_some(PartialDate { year: Some(2016), month: Some(12), day: Some(16) });
        let article = Article::parse(text.into(), Markup::Plain, &Overrides { date, ..Overrides::default() });
        timexes(&Prose::of(&article))
    }

    /// The values of an article of 2016-12-16, in order.
    pub(super) fn values(text: &str) -> Vec<String> {
        read(text, true).into_iter().map(|t| t.value).collect()
    }

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = read(text, true);
        let found: Vec<(&str, &str)> = found.iter().map(|t| (t.span.of(text), t.value.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_stands_behind_a_day_or_month_says_which() {
        assert_eq!(values("It fell in July last year."), ["2015-07"]);
        assert_eq!(values("It fell on May 3 of last year."), ["2015-05-03"]);
        assert_eq!(values("It falls in January next year."), ["2017-01"]);
        assert_eq!(values("She came on Friday last week."), ["2016-12-09"]);
        assert_eq!(values("It fell in the early hours of Wednesday."), ["2016-12-14TMO"]);
        assert_eq!(values("They meet on Tuesday nights."), ["XXXX-WXX-2TNI"]);
        assert_eq!(values("The trial starts Monday."), ["2016-12-19"]);
        assert_eq!(values("The past two quarters were bad."), ["P6M"]);
        assert_eq!(values("In the quarter ended June 30 it fell."), ["2016-Q2", "2016-06-30"]);
    }

    #[test]
    fn dates_that_say_all() {
        check("He was born on 8 May 1945 in Alder.", &[("8 May 1945", "1945-05-08")]);
        check("The pact of Monday, March 14, 2016 holds.", &[("Monday, March 14, 2016", "2016-03-14")]);
        check(
            "It opened on 2016-03-14 and shut on 18/12/2016.",
            &[("2016-03-14", "2016-03-14"), ("18/12/2016", "2016-12-18")],
        );
        check("Prices fell in March 2015.", &[("March 2015", "2015-03")]);
        check(
            "Trade grew in the 1990s and the late 19th century.",
            &[("the 1990s", "199"), ("the late 19th century", "18")],
        );
        check("Sales rose in the third quarter of 2015.", &[("the third quarter of 2015", "2015-Q3")]);
    }

    #[test]
    fn dates_that_lean_on_the_article() {
        check("The army left yesterday.", &[("yesterday", "2016-12-15")]);
        check("The minister said on Friday that talks failed.", &[("Friday", "2016-12-16")]);
        check("The guards left on Wednesday.", &[("Wednesday", "2016-12-14")]);
        check("Talks will resume on Wednesday.", &[("Wednesday", "2016-12-21")]);
        check(
            "Talks began last week and will end next month.",
            &[("last week", "2016-W49"), ("next month", "2017-01")],
        );
        check("The bridge fell in September.", &[("September", "2016-09")]);
        check("The bridge will open in February.", &[("February", "2017-02")]);
        check("The mill closed two years ago.", &[("two years ago", "2014")]);
        check("They met 10 days ago.", &[("10 days ago", "2016-12-06")]);
        check("The parade was held on Christmas Day.", &[("Christmas Day", "2016-12-25")]);
    }

    #[test]
    fn lengths_sets_and_times() {
        check("The siege lasted five days.", &[("five days", "P5D")]);
        check("They signed a six-month truce.", &[("a six-month", "P6M")].map(|(_, v)| ("six-month", v)));
        check("Boats leave every Monday.", &[("every Monday", "XXXX-WXX-1")]);
        check("The board meets twice a year.", &[("twice a year", "P1Y")]);
        check("The quake struck at 7:15 p.m. on Friday.", &[("7:15 p.m. on Friday", "2016-12-16T19:15")]);
        check("The rain stopped this morning.", &[("this morning", "2016-12-16TMO")]);
    }

    #[test]
    fn words_that_may_be_months_or_years_but_are_not() {
        check("They may march to the gate.", &[]);
        check("Ms May and Mr March met 1900 people.", &[]);
        check("The firm sold $1990 of bonds.", &[]);
    }

    #[test]
    fn an_undated_article_leaves_values_open_and_says_so() {
        let found = read("The guards left on Friday. The bridge fell in September.", false);
        let shown: Vec<_> = found.iter().map(|t| (t.value.as_str(), t.relative, t.anchored)).collect();
        assert_eq!(shown, [("XXXX-WXX-5", true, false), ("XXXX-09", true, false)]);
    }

    #[test]
    fn the_order_of_day_and_month_is_the_articles_own() {
        check(
            "It opened on 5/12/2016 and shut on 18/12/2016.",
            &[("5/12/2016", "2016-12-05"), ("18/12/2016", "2016-12-18")],
        );
        check(
            "It opened on 5/12/2016 and shut on 12/18/2016.",
            &[("5/12/2016", "2016-05-12"), ("12/18/2016", "2016-12-18")],
        );
    }

    #[test]
    fn how_long_a_state_is_to_last_is_told_of_the_days_ahead() {
        check("Marsh said schools would stay closed until Monday.", &[("Monday", "2016-12-19")]);
        check("Marsh said schools had stayed closed until Monday.", &[("Monday", "2016-12-12")]);
    }

    #[test]
    fn a_weekday_beside_a_full_date_is_kept() {
        let found = read("It was signed on Monday, 15 March 2016, in Alder.", true);
        assert_eq!((found[0].value.as_str(), found[0].weekday), ("2016-03-15", Some(1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        #[test]
        fn any_text_gives_ordered_spans_on_character_boundaries(
            text in "([a-zA-Z0-9 .,:;/'’\\-–\n½é日]|Monday |May |Jan\\. |19|2016|th |last |the |two |years |ago |-old|quarter |of |p\\.m\\.|99999999|end )*",
            dated in any::<bool>(),
        ) {
            let found = read(&text, dated);
            let mut end = 0;
            for t in &found {
                prop_assert!(t.span.start >= end && t.span.start < t.span.end);
                prop_assert!(text.is_char_boundary(t.span.start as usize) && text.is_char_boundary(t.span.end as usize));
                prop_assert!(t.days.is_none_or(|(a, b)| a <= b) && !t.value.is_empty());
                end = t.span.end;
            }
        }
    }
}
