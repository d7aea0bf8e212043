//! Dates as headers of articles print them; dates in prose are read elsewhere.

use super::{PartialDate, calendar};

/// A word as the table of months and weekdays has it.
fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// Reads a stretch that is nothing but a date, perhaps with weekday and time of day around it
/// ("Sunday 18/12/2016", "December 23", "2016-12-18T10:00:00Z", "Dec. 23, 2016, 4:05 pm").
///
/// Of two numbers that could both be a month, the order that the weekday confirms is taken, else day before month
/// where the separator is a slash or a point.
pub(super) fn parse(text: &str) -> Option<PartialDate> {
    let text = text.trim().trim_end_matches(['.', ',']);
    if text.len() > 60 {
        return None;
    }
    let (mut date, mut named_day, mut seen) = (PartialDate::default(), None, false);
    for word in text.split(|c: char| c.is_whitespace() || c == ',' || c == '|').filter(|w| !w.is_empty()) {
        let lower = word.to_lowercase();
        if let Some(day) = calendar::weekday(&plain(word)) {
            named_day = Some(day.0);
        } else if let Some(m) = calendar::month(&plain(word)) {
            (date.month, seen) = (Some(m.0), true);
        } else if let Some(full) = numeric(word, named_day) {
            (date, seen) = (full, true);
        } else if let Ok(number) = lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h', '.']).parse::<i16>() {
            match number {
                1..=31 if date.day.is_none() => date.day = Some(number as i8),
                1800..=2199 if date.year.is_none() => date.year = Some(number),
                _ => return None,
            }
        } else if !is_time(&lower) && !matches!(lower.as_str(), "on" | "at" | "the" | "of" | "-" | "–") {
            return None;
        }
    }
    let valid = date.month.is_some()
        && date
            .day
            .is_some_and(|day| jiff::civil::Date::new(date.year.unwrap_or(2000), date.month.unwrap_or(1), day).is_ok());
    (seen && valid).then_some(date)
}

fn is_time(word: &str) -> bool {
    let zone = matches!(
        word,
        "am" | "pm"
            | "a.m."
            | "p.m."
            | "a.m"
            | "p.m"
            | "gmt"
            | "utc"
            | "bst"
            | "est"
            | "edt"
            | "et"
            | "pst"
            | "pdt"
            | "pt"
            | "cet"
            | "msk"
    );
    zone || (word.contains(':') && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'a' | 'p' | 'm' | '.')))
}

fn numeric(word: &str, named_day: Option<i8>) -> Option<PartialDate> {
    let word = word.split_once('T').map_or(word, |(day, _)| day);
    let separator = word.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<i16> = word.split(separator).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let date = |y: i16, m: i16, d: i16| jiff::civil::Date::new(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok();
    if a >= 1800 {
        return date(a, b, c).map(Into::into);
    }
    let year = if c < 100 { 2000 + c } else { c };
    let (day_first, month_first) = (date(year, b, a), date(year, a, b));
    let fits = |d: &jiff::civil::Date| named_day.is_some_and(|n| d.weekday().to_monday_one_offset() == n);
    let chosen = match (day_first, month_first) {
        (Some(d), Some(m)) => Some(if fits(&m) && !fits(&d) { m } else { d }),
        (d, m) => d.or(m),
    };
    chosen.map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        parse(text).map_or("none".into(), |d| {
            format!("{}-{}-{}", d.year.map_or("?".into(), |y| y.to_string()), d.month.unwrap_or(0), d.day.unwrap_or(0))
        })
    }

    #[test]
    fn header_dates_are_read_in_every_usual_form() {
        for (text, date) in [
            ("Sunday 18/12/2016", "2016-12-18"),
            ("Monday 03/04/2017", "2017-4-3"),
            ("Tuesday 03/14/2017", "2017-3-14"),
            ("December 23", "?-12-23"),
            ("Dec. 23, 2016, 4:05 pm", "2016-12-23"),
            ("2016-12-18T10:00:00Z", "2016-12-18"),
            ("23rd of September 2015", "2015-9-23"),
        ] {
            assert_eq!(shown(text), date, "{text}");
        }
    }

    #[test]
    fn lines_that_only_hold_a_date_among_words_are_none() {
        for text in ["Talks open on 3 May", "May", "31 February 2016", "12/2016", "7", "Sunday"] {
            assert_eq!(shown(text), "none", "{text}");
        }
    }
}
