//! Units of one letter that stand apart from their number or mean two things: "40 C", "95F", "300 m", "£5 m".

use super::unit;
use crate::reading::numeral::Lexemes;

/// How many lexemes before and behind a "C" or "F" are looked at for what it measures.
const AROUND: usize = 40;

/// The name of the unit that the letter at `i` is for the digits right before it, if the text around says so;
/// `glued` where nothing stands between.
pub(super) fn name(l: &Lexemes, i: usize, glued: bool) -> Option<&'static str> {
    if !l.is_digits(i.checked_sub(1)?) || l.glued(i + 1) && l.is_word(i + 1) {
        return None;
    }
    match l.raw(i) {
        "C" if is_temperature(l, i) => Some("celsius"),
        "F" if is_temperature(l, i) => Some("fahrenheit"),
        "F" if is_near(l, i, is_electrical) => Some("farad"),
        "m" if !glued && !is_million(l, i) => Some("metre"),
        _ => None,
    }
}

/// "5 m tonnes", "5 m people": an "m" apart from its number is a million where a unit follows.
pub(super) fn is_million(l: &Lexemes, i: usize) -> bool {
    l.raw(i) == "m" && !l.glued(i + 1) && (unit::is_unit_word(l.low(i + 1)) || l.low(i + 1) == "people")
}

/// Whether "C" or "F" behind a number is a temperature: by a minus, the other scale in brackets, or a word nearby.
fn is_temperature(l: &Lexemes, i: usize) -> bool {
    let is_minus = i >= 2 && (l.is_dash(i - 2) && !l.glued(i - 2) && l.glued(i - 1) || l.low(i - 2) == "minus");
    let other = if l.raw(i) == "C" { "F" } else { "C" };
    let is_pair = |k: usize| l.raw(k) == other && k > 0 && l.is_digits(k - 1);
    let before = (i.saturating_sub(6)..i).any(is_pair);
    let paired = (before || (i + 1..i + 7).any(is_pair)) && !is_near(l, i, is_electrical);
    is_minus || paired || is_near(l, i, is_warmth)
}

fn is_near(l: &Lexemes, i: usize, is: fn(&str) -> bool) -> bool {
    (i.saturating_sub(AROUND)..(i + AROUND).min(l.len())).any(|k| is(l.low(k)))
}

/// Words of heat and cold.
fn is_warmth(word: &str) -> bool {
    matches!(
        word,
        "temperature"
            | "temperatures"
            | "degree"
            | "degrees"
            | "celsius"
            | "fahrenheit"
            | "thermometer"
            | "thermometers"
            | "heat"
            | "heatwave"
            | "heatwaves"
            | "hot"
            | "hotter"
            | "hottest"
            | "warm"
            | "warmer"
            | "warmest"
            | "warming"
            | "cold"
            | "colder"
            | "coldest"
            | "cool"
            | "cooler"
            | "chill"
            | "freezing"
            | "frost"
            | "weather"
            | "fever"
            | "oven"
            | "boils"
            | "boiling"
            | "melts"
            | "melting"
    )
}

/// Words of what holds a charge.
fn is_electrical(word: &str) -> bool {
    matches!(
        word,
        "capacitor" | "capacitors" | "capacitance" | "farad" | "farads" | "supercapacitor" | "supercapacitors"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn of(text: &str) -> Option<&'static str> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        (0..l.len()).filter(|&i| l.raw(i).len() == 1 && l.is_word(i)).find_map(|i| name(&l, i, l.glued(i)))
    }

    #[test]
    fn degrees_where_the_text_is_about_heat() {
        assert_eq!(of("Temperatures reached 40 C in the south."), Some("celsius"));
        assert_eq!(of("It was 40C (104F) at noon."), Some("celsius"));
        assert_eq!(of("It fell to -5 C at night."), Some("celsius"));
        assert_eq!(of("On the hottest day it was 95 F."), Some("fahrenheit"));
        assert_eq!(of("They wait at gate 12C."), None);
        assert_eq!(of("He got 3 C grades."), None);
        assert_eq!(of("The capacitor holds 2.5 F."), Some("farad"));
    }

    #[test]
    fn metres_apart_from_their_number() {
        assert_eq!(of("The dam is 40 m high."), Some("metre"));
        assert_eq!(of("She won the 100 m final."), Some("metre"));
        assert_eq!(of("They shipped 5 m tonnes."), None);
    }
}
