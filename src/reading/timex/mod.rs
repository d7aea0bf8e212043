//! Dates and times: TIMEX3 type and value of every expression, anchored on the article's own date.

use super::Prose;
use crate::text::Span;
use jiff::civil::Date;

/// TIMEX3 types (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// A date or time expression.
#[derive(Clone, Debug, PartialEq)]
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

/// Finds the dates and times of an article, in order and without overlap.
pub fn timexes(prose: &Prose) -> Vec<Timex> {
    let _ = prose;
    Vec::new()
}
