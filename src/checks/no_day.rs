//! Days that their month does not have: "31 June", "February 30", "Feb. 29, 2015".

use crate::article::calendar;
use crate::text::Span;
use jiff::civil::Date;

/// Words before a day that is named by its number first ("on 31 June").
const LED: &[&str] = &["on", "until", "till", "by", "since", "from", "before", "after", "dated", "of", "to", "the"];

/// A word of a sentence and what stands between it and the next one.
struct Word<'a> {
    at: usize,
    word: &'a str,
    gap: &'a str,
}

/// The days of a sentence that are none, in bytes of the sentence, each with how many its month has.
pub(super) fn no_days(sentence: &str) -> Vec<(Span, i8)> {
    // Few sentences have such a number.
    if !["29", "30", "31"].iter().any(|day| sentence.contains(day)) {
        return Vec::new();
    }
    let words = words(sentence);
    let months = words.iter().enumerate().filter(|(_, w)| w.word.starts_with(char::is_uppercase));
    let none = months.filter_map(|(at, w)| {
        let (month, _) = calendar::month(&w.word.to_lowercase())?;
        let (first, last, day) = american(&words, at).or_else(|| european(&words, at))?;
        // Without a year a February may be that of a leap year.
        let year = words.get(last + 1).filter(|w| w.word.len() == 4).and_then(|w| w.word.parse().ok()).unwrap_or(2000);
        let most = Date::new(year, month, 1).ok()?.days_in_month();
        let end = words[last].at + words[last].word.len();
        (day > most).then(|| (Span::new(words[first].at, end), most))
    });
    none.collect()
}

/// "June 31", "Feb. 30": the month's word, the number's word and the day; no "June 31 July 29" of a table and no "June 31.5".
fn american(words: &[Word], month: usize) -> Option<(usize, usize, i8)> {
    let number = words.get(month + 1).filter(|_| matches!(words[month].gap, " " | ". "))?;
    let next = words.get(month + 2).map_or("", |w| w.word);
    let is_row = calendar::month(&next.to_lowercase()).is_some()
        || next.starts_with(|c: char| c.is_ascii_digit()) && next.len() != 4;
    Some((month, month + 1, day(number.word)?)).filter(|_| !is_row)
}

/// "on 31 June", "the 31st of June": the number's word, the month's word and the day; no "31 June visitors".
fn european(words: &[Word], month: usize) -> Option<(usize, usize, i8)> {
    let before = |at: usize| at.checked_sub(1).filter(|at| words[*at].gap == " ");
    let one = before(month)?;
    let number = if words[one].word == "of" { before(one)? } else { one };
    let led = number.checked_sub(1).map(|at| words[at].word.to_lowercase())?;
    let is_led = LED.contains(&&*led) || calendar::weekday(&led).is_some();
    Some((number, month, day(words[number].word)?)).filter(|_| is_led)
}

/// The number of a day that not every month has.
fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches("st").trim_end_matches("th");
    digits.parse().ok().filter(|day| digits.len() == 2 && (29..=31).contains(day))
}

fn words(sentence: &str) -> Vec<Word<'_>> {
    let spans: Vec<(usize, usize)> = sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let at = word.as_ptr() as usize - sentence.as_ptr() as usize;
            (at, at + word.len())
        })
        .collect();
    let next = |nth: usize| spans.get(nth + 1).map_or(sentence.len(), |next| next.0);
    let all = spans.iter().enumerate();
    all.map(|(nth, &(at, end))| Word { at, word: &sentence[at..end], gap: &sentence[end..next(nth)] }).collect()
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn days_that_their_month_does_not_have_are_found() {
        for (text, day) in [
            ("The gates will be opened again on 31 June by the mayor.", "31 June"),
            ("The gates will be opened again on June 31, the mayor said.", "June 31"),
            ("The harbourmaster signed it on Feb. 30, 2016, in the hall.", "Feb. 30"),
            ("The harbourmaster signed it on February 29, 2015, in the hall.", "February 29"),
            ("The gates will be opened again on the 31st of November.", "31st of November"),
        ] {
            assert_eq!(covered("weekday-date-mismatch", text), [day], "{text}");
        }
    }

    #[test]
    fn days_that_there_are_and_other_numbers_are_left_alone() {
        for text in [
            "The gates were closed on 31 May, 30 June and 31 July.",
            "The harbourmaster signed it on February 29, 2016, and on Feb. 29.",
            "The harbour had 31 June visitors fewer than 31 September ones.",
            "Boats a month: April 31 May 30 June 31 July 29.",
            "The quay sank by June 31.5 centimetres.",
        ] {
            assert_eq!(covered("weekday-date-mismatch", text), [""; 0], "{text}");
        }
    }
}
