//! Units of measure and currencies: the table of `models/units.tsv` and how units stand beside a number.

use super::{Unit, letter};
use crate::reading::numeral::Lexemes;
use crate::text::Span;
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// One row of the table, or one made of it with a prefix of the SI.
#[derive(Debug)]
struct Row {
    name: String,
    dimension: &'static str,
    factor: f64,
    money: bool,
    noun: bool,
}

/// A way to write a unit: its lexemes in lower case (words) or as written (signs).
#[derive(Debug)]
struct FormOf {
    parts: Vec<String>,
    row: usize,
    /// Compared as written.
    exact: bool,
}

#[derive(Debug)]
struct Table {
    rows: Vec<Row>,
    forms: Vec<FormOf>,
    /// First lexeme in lower case → forms, the longest first.
    by_first: FxHashMap<String, Vec<usize>>,
    /// Last lexeme in lower case → signs of money, the longest first.
    by_last: FxHashMap<String, Vec<usize>>,
}

/// Prefixes of the SI by word and sign.
const PREFIXES: &[(&str, &[&str], f64)] = &[
    ("kilo", &["k", "K"], 1e3),
    ("mega", &["M"], 1e6),
    ("giga", &["G"], 1e9),
    ("tera", &["T"], 1e12),
    ("peta", &["P"], 1e15),
    ("exa", &["E"], 1e18),
    ("centi", &["c"], 1e-2),
    ("deci", &["d"], 1e-1),
    ("milli", &["m"], 1e-3),
    ("micro", &["μ", "µ"], 1e-6),
    ("nano", &["n"], 1e-9),
    ("pico", &["p"], 1e-12),
];

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table =
        Table { rows: Vec::new(), forms: Vec::new(), by_first: FxHashMap::default(), by_last: FxHashMap::default() };
    for line in include_str!("../../../models/units.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or("");
        let (name, dimension, factor, words, signs, flags) = (next(), next(), next(), next(), next(), next());
        let Ok(factor) = factor.parse::<f64>() else { continue };
        let money = flags.contains("money");
        let row = table.rows.len();
        table.rows.push(Row { name: name.into(), dimension, factor, money, noun: flags.contains("noun") });
        for form in words.split('|').filter(|f| !f.is_empty()) {
            table.form(form, row, false);
        }
        for form in signs.split('|').filter(|f| !f.is_empty()) {
            table.form(form, row, true);
        }
        if flags.contains("si") {
            for (prefix, short, times) in PREFIXES {
                let row = table.rows.len();
                let full = format!("{prefix}{name}");
                let vast = *times >= 1e12 && !matches!(dimension, "data" | "power" | "energy" | "frequency");
                let tenths = matches!(*prefix, "centi" | "deci") && !matches!(dimension, "length" | "volume");
                if vast || tenths || table.rows.iter().any(|r| r.name == full) {
                    continue;
                }
                table.rows.push(Row { name: full, dimension, factor: factor * times, money, noun: false });
                for form in words.split('|').filter(|f| !f.is_empty()) {
                    table.form(&format!("{prefix}{form}"), row, false);
                }
                for sign in signs.split('|').filter(|f| !f.is_empty()) {
                    for s in *short {
                        table.form(&format!("{s}{sign}"), row, true);
                    }
                }
            }
        }
    }
    let forms = &table.forms;
    for list in table.by_first.values_mut().chain(table.by_last.values_mut()) {
        sort_by_key(list, |&f| (std::cmp::Reverse(forms[f].parts.len()), !forms[f].exact));
    }
    table
});

impl Table {
    fn form(&mut self, form: &str, row: usize, exact: bool) {
        let lexemes = Lexemes::of(form, Span::new(0, form.len()));
        let parts: Vec<String> = (0..lexemes.len())
            .map(|i| if exact { lexemes.raw(i).to_string() } else { lexemes.low(i).to_string() })
            .collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        let index = self.forms.len();
        self.by_first.entry(first.to_ascii_lowercase()).or_default().push(index);
        if exact && self.rows[row].money {
            self.by_last.entry(last.to_ascii_lowercase()).or_default().push(index);
        }
        self.forms.push(FormOf { parts, row, exact });
    }
}

/// A unit found in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// What it is.
    pub unit: Unit,
    /// One past the last lexeme.
    pub end: usize,
    /// Whether it is money.
    pub money: bool,
    /// Whether it is also the name of a thing that is counted ("cup").
    pub noun: bool,
}

impl Found {
    fn named(name: &str, end: usize) -> Option<Self> {
        TABLE.rows.iter().find(|row| row.name == name).map(|row| Self::of(row, end))
    }

    fn of(row: &Row, end: usize) -> Self {
        let dimension = (!row.dimension.is_empty()).then_some(row.dimension);
        Self {
            unit: Unit { name: row.name.clone(), dimension, factor: row.factor },
            end,
            money: row.money,
            noun: row.noun,
        }
    }
}

/// Whether a word is the name of a unit ("miles", "percent").
pub fn is_unit_word(word: &str) -> bool {
    TABLE
        .by_first
        .get(word)
        .is_some_and(|forms| forms.iter().any(|&f| !TABLE.forms[f].exact && TABLE.forms[f].parts.len() == 1))
}

/// Signs that are common words or letters, and count as units only directly behind the digits.
fn needs_glue(sign: &str) -> bool {
    matches!(
        sign,
        "in" | "a"
            | "A"
            | "s"
            | "m"
            | "b"
            | "B"
            | "g"
            | "G"
            | "l"
            | "L"
            | "h"
            | "d"
            | "K"
            | "N"
            | "J"
            | "R"
            | "C"
            | "F"
            | "T"
            | "ha"
            | "min"
            | "cal"
            | "bit"
            | "p"
            | "mol"
            | "bar"
            | "Pa"
            | "Y"
            | "cd"
            | "ms"
            | "ct"
            | "PA"
            | "EV"
            | "MB"
            | "pc"
            | "MV"
            | "MA"
            | "PM"
            | "MP"
            | "dL"
            | "dB"
            | "pm"
            | "am"
    )
}

/// The unit that begins with lexeme `i`; `glued` where nothing stands between it and the number.
pub(super) fn unit_at(l: &Lexemes, i: usize, glued: bool) -> Option<Found> {
    if matches!(l.raw(i), "C" | "F" | "m") {
        let named = letter::name(l, i, glued).and_then(|name| Found::named(name, i + 1));
        // a bare "F" is a unit only where the text says which
        if named.is_some() || l.raw(i) == "F" {
            return named;
        }
    }
    let forms = TABLE.by_first.get(l.low(i))?;
    for &f in forms {
        let form = &TABLE.forms[f];
        let fits = form.parts.iter().enumerate().all(|(k, part)| {
            let written = if form.exact { l.raw(i + k) == part } else { l.low(i + k) == part };
            written && (k == 0 || !form.exact || l.glued(i + k) || matches!(part.as_str(), "C" | "F"))
        });
        if !fits || i + form.parts.len() > l.len() {
            continue;
        }
        let sign = form.parts[0].as_str();
        let below = l.low(i + 1) == "/" && l.glued(i + 1) && l.glued(i + 2);
        if form.exact && form.parts.len() == 1 && needs_glue(sign) && !glued && !below {
            continue;
        }
        // "5 m", "10 in" are read where the next word is a dimension
        let end = i + form.parts.len();
        if form.exact && l.is_word(end - 1) && l.glued(end) && l.is_word(end) {
            continue;
        }
        return Some(Found::of(&TABLE.rows[form.row], end));
    }
    // "10 in wide", "6 ft 2 in"
    if l.low(i) == "in"
        && (matches!(l.low(i + 1), "thick" | "wide" | "long" | "high" | "tall" | "deep" | "diameter")
            || matches!(l.before(i, 2), "ft" | "feet" | "foot") && i > 0 && l.is_digits(i - 1))
    {
        return Found::named("inch", i + 1);
    }
    None
}

/// The currency of a code of three capitals ("SEK"); its end is to be set.
pub(super) fn currency_code(code: &str) -> Option<Found> {
    let forms = TABLE.by_last.get(&code.to_ascii_lowercase())?;
    let form = forms.iter().map(|&f| &TABLE.forms[f]).find(|form| form.parts == [code])?;
    Some(Found::of(&TABLE.rows[form.row], 0))
}

/// The currency whose sign ends right before lexeme `i` ("US$", "£", "RM"): the unit and its first lexeme.
pub(super) fn currency_before(l: &Lexemes, i: usize) -> Option<(Found, usize)> {
    let last = i.checked_sub(1)?;
    let forms = TABLE.by_last.get(l.low(last))?;
    for &f in forms {
        let form = &TABLE.forms[f];
        let Some(first) = i.checked_sub(form.parts.len()) else { continue };
        let fits = form.parts.iter().enumerate().all(|(k, part)| l.raw(first + k) == part);
        if !fits {
            continue;
        }
        // letters need to stand apart from the word before; a single letter must touch the number
        let sign = form.parts[0].as_str();
        let letters = sign.chars().all(char::is_alphabetic);
        if letters && form.parts.len() == 1 && (sign.len() == 1 || matches!(sign, "PS" | "euro")) && !l.glued(i) {
            continue;
        }
        // "A $57m charge" begins with an article
        if sign == "A" && form.parts.len() > 1 && !l.glued(first + 1) {
            continue;
        }
        // "e80 million", where a sign was lost
        if sign == "e" && !(i + 1..i + 4).any(|k| crate::reading::numeral::is_scale(l.low(k))) {
            continue;
        }
        if letters && l.glued(first) && !matches!(l.before(first, 1), "(" | "[" | "-" | "–" | "~" | "/" | "\"" | "“")
        {
            continue;
        }
        return Some((Found::of(&TABLE.rows[form.row], i), first));
    }
    None
}

/// Nouns that stand behind "per" or "a" in a rate, beside the units of the table.
fn denominator_noun(word: &str) -> Option<&'static str> {
    Some(match word {
        "share" | "shares" => "share",
        "person" | "capita" | "head" => "person",
        "household" => "household",
        "family" => "family",
        "child" => "child",
        "student" | "pupil" => "student",
        "passenger" => "passenger",
        "worker" | "employee" => "worker",
        "vehicle" | "car" => "vehicle",
        "ticket" => "ticket",
        "night" => "night",
        "room" => "room",
        "unit" => "unit",
        "game" | "match" => "game",
        "quarter" => "quarter",
        "dozen" => "dozen",
        "adult" => "adult",
        "patient" => "patient",
        "house" | "home" => "home",
        "piece" => "piece",
        "bottle" => "bottle",
        "kilowatt" => "kilowatt",
        _ => return None,
    })
}

/// Dimensions of rates, made once for each pair; the pairs are finite because both sides come from tables.
fn rate_dimension(above: &str, below: &str) -> &'static str {
    match (above, below) {
        ("length", "time") => return "speed",
        ("data", "time") => return "data rate",
        _ => {}
    }
    static MADE: LazyLock<Mutex<FxHashMap<String, &'static str>>> = LazyLock::new(Mutex::default);
    let key = format!("{above}/{below}");
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry(key).or_insert_with_key(|key| Box::leak(key.clone().into_boxed_str()))
}

/// What stands below the line in "$52 a barrel", "km/h", "per square metre": a rate with `above`, and where it ends.
pub(super) fn rate(l: &Lexemes, above: &Unit, i: usize, counted: bool) -> Option<(Unit, usize)> {
    let dash = |k: usize| l.is_dash(k) && l.glued(k) && l.glued(k + 1);
    let (at, slash) = match l.low(i) {
        "/" | "p" if l.low(i) == "/" && l.glued(i + 1) => (i + 1, true),
        "per" => (i + 1, false),
        "a" | "an" if !counted || below_article(l.low(i + 1)) => (i + 1, false),
        "each" | "every" if below_article(l.low(i + 1)) => (i + 1, false),
        _ if dash(i) && matches!(l.low(i + 1), "a" | "an" | "per") && dash(i + 2) => (i + 3, false),
        _ => return None,
    };
    let article = matches!(l.low(at.wrapping_sub(1)), "a" | "an" | "each" | "every");
    // "$14 billion a year earlier" says when
    if article && matches!(l.low(at + 1), "earlier" | "ago" | "later" | "before" | "after" | "previously" | "hence") {
        return None;
    }
    let mut at = at;
    let mut times = 1.0;
    let mut count = String::new();
    if l.is_digits(at) && !article {
        // "per 100,000 people"
        let n = crate::reading::numeral::Numeral::at(l, at)?;
        (times, at) = (n.value, n.end);
        count = format!("{} ", n.value);
    }
    let found = unit_at(l, at, slash).filter(|f| !f.money);
    let (name, dimension, factor, end) = match (&found, denominator_noun(l.low(at))) {
        (Some(f), _) if !article || below_article(l.low(at)) => {
            (f.unit.name.as_str(), f.unit.dimension.unwrap_or(""), f.unit.factor, f.end)
        }
        (_, Some(noun)) => (noun, noun, 1.0, at + 1),
        (None, None)
            if !article && !slash && l.is_word(at) && !matches!(l.low(at), "cent" | "se" | "diem" | "annum") =>
        {
            let noun = if count.is_empty() { l.low(at).to_string() } else { format!("{count}{}", l.low(at)) };
            let unit = Unit { name: format!("{} per {noun}", above.name), dimension: None, factor: above.factor };
            return Some((unit, at + 1));
        }
        (None, None) if l.low(at) == "annum" => ("year", "time", 31_556_952.0, at + 1),
        _ => return None,
    };
    let factor = above.factor / (factor * times);
    let unit = Unit {
        name: format!("{} per {count}{name}", above.name),
        dimension: (above.dimension.is_some() || counted)
            .then(|| rate_dimension(above.dimension.unwrap_or("count"), dimension)),
        factor,
    };
    Some((unit, end))
}

/// Whether "a WORD" can make a rate.
fn below_article(word: &str) -> bool {
    matches!(
        word,
        "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "month"
            | "year"
            | "decade"
            | "barrel"
            | "gallon"
            | "litre"
            | "liter"
            | "tonne"
            | "ton"
            | "pound"
            | "ounce"
            | "kilogram"
            | "kilo"
            | "gram"
            | "mile"
            | "kilometre"
            | "kilometer"
            | "metre"
            | "meter"
            | "acre"
            | "hectare"
            | "bushel"
            | "share"
            | "head"
            | "person"
            | "night"
            | "quarter"
            | "piece"
            | "ticket"
            | "unit"
            | "dozen"
            | "bottle"
            | "yard"
            | "foot"
    )
}

/// Doubtful "m", "b", "t" behind digits: what the number is multiplied by instead.
pub(super) fn letter_scale(letter: &str) -> Option<f64> {
    match letter {
        "m" => Some(1e6),
        "b" => Some(1e9),
        "t" => Some(1e12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Option<(String, &'static str, usize)> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        unit_at(&l, 0, true).map(|f| (f.unit.name.clone(), f.unit.dimension.unwrap_or(""), f.end))
    }

    #[test]
    fn words_and_signs_with_prefixes() {
        assert_eq!(unit("kilometres away"), Some(("kilometre".into(), "length", 1)));
        assert_eq!(unit("square miles"), Some(("square mile".into(), "area", 2)));
        assert_eq!(unit("kWh"), Some(("kilowatt hour".into(), "energy", 1)));
        assert_eq!(unit("μm."), Some(("micrometre".into(), "length", 1)));
        assert_eq!(unit("people"), None);
    }

    #[test]
    fn letters_that_stand_for_a_lost_euro_sign_need_a_scale() {
        for (text, at, money) in [("e80 million", 1, true), ("euro110 billion", 1, true), ("e85 fuel", 1, false)] {
            let l = Lexemes::of(text, Span::new(0, text.len()));
            assert_eq!(currency_before(&l, at).is_some(), money, "{text}");
        }
    }

    #[test]
    fn the_sign_before_a_number_may_be_several_lexemes() {
        let text = "paid US$40 and RM79";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let (found, first) = currency_before(&l, 3).expect("dollars");
        assert_eq!((found.unit.name.as_str(), first), ("dollar", 1));
        let (found, _) = currency_before(&l, 6).expect("ringgit");
        assert_eq!(found.unit.dimension, Some("money:MYR"));
    }

    #[test]
    fn rates_divide_units() {
        let text = "miles per hour";
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let mile = unit_at(&l, 0, false).expect("a mile");
        let (unit, end) = rate(&l, &mile.unit, mile.end, false).expect("a rate");
        assert_eq!((unit.name.as_str(), unit.dimension, end), ("mile per hour", Some("speed"), 3));
        assert!((unit.factor - 0.44704).abs() < 1e-6);
    }
}
