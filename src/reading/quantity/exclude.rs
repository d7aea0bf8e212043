//! Digits that are no quantity: telephone numbers, codes, times, sections, list marks, addresses, numbered names.

use crate::language::{Upos, Xpos};
use crate::reading::numeral::{Lexemes, Numeral};

/// Nouns whose number is a name ("Article 5", "Flight 370", "Game 7").
fn is_numbered(word: &str) -> bool {
    matches!(
        word,
        "article"
            | "section"
            | "chapter"
            | "page"
            | "pages"
            | "paragraph"
            | "game"
            | "games"
            | "route"
            | "highway"
            | "interstate"
            | "channel"
            | "phase"
            | "level"
            | "flight"
            | "room"
            | "title"
            | "act"
            | "resolution"
            | "model"
            | "figure"
            | "table"
            | "part"
            | "volume"
            | "season"
            | "episode"
            | "step"
            | "week"
            | "day"
            | "grade"
            | "type"
            | "class"
            | "category"
            | "stage"
            | "round"
            | "number"
            | "no"
            | "nos"
            | "nr"
            | "version"
            | "line"
            | "gate"
            | "platform"
            | "track"
            | "lane"
            | "division"
            | "district"
            | "precinct"
            | "ward"
            | "zone"
            | "area"
            | "block"
            | "unit"
            | "terminal"
            | "exit"
            | "junction"
            | "bus"
            | "train"
            | "tram"
            | "formula"
            | "group"
            | "apollo"
            | "proposition"
            | "prop"
            | "amendment"
            | "clause"
            | "rule"
            | "protocol"
            | "annex"
            | "exhibit"
            | "item"
            | "question"
            | "point"
            | "vol"
            | "ch"
            | "fig"
            | "tier"
            | "schedule"
            | "window"
            | "box"
            | "studio"
            | "pier"
            | "sector"
            | "quarter"
            | "verse"
            | "psalm"
            | "canto"
            | "opus"
            | "op"
            | "sonata"
            | "serial"
            | "battalion"
            | "brigade"
            | "regiment"
            | "battery"
            | "camp"
            | "school"
            | "ps"
            | "building"
            | "apartment"
            | "apt"
            | "suite"
            | "floor"
            | "form"
            | "code"
            | "slide"
    )
}

/// Whether the number `n` is none that counts or measures. `has_unit` says that a unit or a currency stands beside it.
pub(super) fn is_no_quantity(l: &Lexemes, n: &Numeral, has_unit: bool) -> bool {
    let i = n.first;
    if l.is_digits(i) {
        glued_to_a_word(l, n, has_unit)
            || is_code(l, n)
            || (!has_unit && (is_list_mark(l, n) || is_named(l, n) || is_address(l, n)))
    } else {
        super::idiom::is_idiom(l, n)
    }
}

/// Part of a word, a code, a time, an address of the net.
fn glued_to_a_word(l: &Lexemes, n: &Numeral, has_unit: bool) -> bool {
    let (i, end) = (n.first, n.end);
    if l.glued(i) {
        if l.is_word(i - 1) && super::unit::currency_before(l, i).is_none() {
            return true;
        }
        let before = l.before(i, 1);
        match before {
            "-" | "–" | "—" | "‐" | "‑" if l.glued(i - 1) => {
                // "Su-24", "COVID-19", "last-32"; a dash between numbers is the range's
                let word = l.before(i, 2);
                let leads = matches!(word, "minus" | "to" | "and" | "sub" | "a")
                    || l.is_digits(i.wrapping_sub(2))
                    || crate::reading::numeral::cardinal(word).is_some();
                let closes = matches!(word, "%" | ")" | "\"" | "”" | "," | ".") || before == "—";
                if i >= 2
                    && !leads
                    && !closes
                    && l.is_word(i - 2)
                    && !super::unit::is_unit_word(word)
                    && super::unit::currency_before(l, i - 1).is_none()
                {
                    return true;
                }
            }
            "/" | "@" | "#" | "_" | "=" | "&" | "\\" | ":" | "^" | "№" | "[" => {
                if before == ":" && !l.glued(i - 1) || before == "/" && has_unit {
                    return false;
                }
                return !(has_unit && before == "=");
            }
            "." if l.glued(i - 1) && (l.is_word(i.wrapping_sub(2)) || l.is_digits(i.wrapping_sub(2))) => return true,
            "," if l.glued(i - 1) && l.is_digits(i.wrapping_sub(2)) && l.low(i).len() < 3 => return false,
            _ => {}
        }
    }
    if l.glued(end) {
        let next = l.low(end);
        if l.is_word(end) && !has_unit {
            return true;
        }
        match next {
            ":" if l.glued(end + 1) => return true,
            "/" if l.glued(end + 1) && !has_unit => return true,
            "." if l.glued(end + 1) && (l.is_digits(end + 1) || l.is_word(end + 1)) => return true,
            "@" | "_" | "=" | "\\" | "^" | "#" => return true,
            _ => {}
        }
    }
    false
}

/// Telephone numbers, identifiers, numbers with leading zeros, scores of a whole table.
fn is_code(l: &Lexemes, n: &Numeral) -> bool {
    let Some(size) = n.bare else { return false };
    let i = n.first;
    let word = l.low(i);
    if size > 1 && word.starts_with('0') || size > 15 {
        return true;
    }
    // groups of digits joined by hyphens or single spaces: three or more, or "555-0134"
    let joined = |k: usize| l.is_dash(k) && l.glued(k) && l.glued(k + 1) && l.is_digits(k + 1);
    let mut groups = 1;
    let mut k = n.end;
    let mut sizes = vec![size];
    while joined(k) && groups < 6 {
        sizes.push(l.low(k + 1).len());
        groups += 1;
        k += 2;
    }
    let mut back = i;
    while back >= 2 && joined(back - 1) && l.is_digits(back - 2) && groups < 6 {
        sizes.insert(0, l.low(back - 2).len());
        groups += 1;
        back -= 2;
    }
    if groups >= 3 || groups == 2 && sizes == [3, 4] {
        return true;
    }
    let mut spaced = 1;
    let mut at = i;
    while l.is_digits(at + 1) && !l.glued(at + 1) && spaced < 5 {
        spaced += 1;
        at += 1;
    }
    let mut at = i;
    while at > 0 && l.is_digits(at - 1) && !l.glued(at) && spaced < 5 {
        spaced += 1;
        at -= 1;
    }
    spaced >= 3 || spaced >= 2 && l.before(at, 1) == "+"
}

/// "3." or "3)" that opens a line, or "2." between two sentences.
fn is_list_mark(l: &Lexemes, n: &Numeral) -> bool {
    let i = n.first;
    let between = i > 0 && l.ends_sentence(i - 1) && l.low(n.end) == "." && l.is_capital(n.end + 1);
    n.bare.is_some_and(|d| d <= 2 || !between)
        && (l.opens_line(i) || between)
        && matches!(l.low(n.end), "." | ")" | ":")
        && l.glued(n.end)
        && !l.glued(n.end + 1)
        || l.before(n.first, 1) == "("
            && n.bare.is_some_and(|d| d <= 2)
            && l.low(n.end) == ")"
            && (l.opens_line(n.first - 1) || l.glued(n.first - 1))
}

/// "Article 5", "iPhone 11", "Stoxx 50", "Lang 20 on loan".
fn is_named(l: &Lexemes, n: &Numeral) -> bool {
    let i = n.first;
    let Some(prev) = i.checked_sub(1) else { return false };
    if n.scale > 1.0 {
        return false;
    }
    let word = l.low(prev);
    // "COVID -19": a name with a number, not less than nothing
    let dashed = l.is_dash(prev) && l.glued(i) && n.bare.is_some();
    if dashed && prev > 0 && l.is_capital(prev - 1) && l.upos(prev - 1) == Some(Upos::Propn) {
        return true;
    }
    // "section 4.2"
    let is_decimal = n.value.fract() != 0.0 && !n.is_fraction;
    if is_decimal && matches!(word, "section" | "article" | "chapter" | "paragraph" | "figure" | "table" | "version") {
        return true;
    }
    if l.is_word(prev)
        && n.bare.is_some()
        && is_numbered(word)
        && !(matches!(
            word,
            "point"
                | "part"
                | "class"
                | "school"
                | "form"
                | "type"
                | "group"
                | "level"
                | "line"
                | "area"
                | "unit"
                | "act"
                | "number"
                | "building"
                | "week"
                | "day"
                | "title"
        ) && n.bare.is_some_and(|d| d > 4))
    {
        return true;
    }
    // "oct . 7" of a text without capitals
    if word == "."
        && n.bare.is_some_and(|d| d <= 2)
        && crate::article::calendar::month(l.before(i, 2)).is_some_and(|m| m.1)
    {
        return true;
    }
    if word == "."
        && l.glued(prev)
        && matches!(l.before(i, 2), "no" | "nos" | "nr" | "art" | "sec" | "vol" | "ch" | "fig" | "pp" | "p")
        && n.bare.is_some()
    {
        return true;
    }
    // a name right before a bare number: its number, unless a counted thing follows a long one
    let name = l.is_word(prev) && l.raw(prev).contains(char::is_uppercase) && !l.ends_sentence(prev);
    if name && n.bare.is_some() && !is_counted_there(l, n) {
        let opens = prev == 0
            || l.ends_sentence(prev - 1)
            || l.opens_line(prev)
            || matches!(l.before(prev, 1), "\"" | "“" | "‘");
        let is_name = match l.upos(prev) {
            Some(Upos::Propn) => true,
            Some(
                Upos::Num
                | Upos::Adp
                | Upos::Det
                | Upos::Verb
                | Upos::Adv
                | Upos::Aux
                | Upos::Cconj
                | Upos::Sconj
                | Upos::Pron
                | Upos::Part,
            ) => false,
            Some(_) | None => !opens,
        };
        if is_name && !(opens && l.upos(prev) != Some(Upos::Propn)) {
            let long = n.bare.is_some_and(|d| d >= 4);
            return !long;
        }
    }
    // aircraft: "787 Dreamliner", "737 Max"
    let low = l.low(i);
    n.bare == Some(3) && low.starts_with('7') && low.ends_with('7') && l.is_capital(n.end) && l.is_word(n.end)
}

/// "In Thornby 450 houses burned": behind a place that a preposition leads to, a number before a plural counts.
fn is_counted_there(l: &Lexemes, n: &Numeral) -> bool {
    let is_name = |k: usize| l.upos(k) == Some(Upos::Propn);
    let first = (1..=3).take_while(|&back| n.first.checked_sub(back).is_some_and(is_name)).last();
    let is_maker = matches!(l.before(n.first, 1), "boeing" | "airbus" | "peugeot" | "porsche" | "windows" | "area");
    let led = first
        .is_some_and(|back| matches!(l.before(n.first, back + 1), "in" | "near" | "around" | "outside" | "across"));
    led && !is_maker && matches!(l.xpos(n.end), Some(Xpos::Nns)) && !l.is_capital(n.end)
}

/// "16-18 Industrial Avenue", "49 Zorro Ranch Road".
fn is_address(l: &Lexemes, n: &Numeral) -> bool {
    if n.bare.is_none() {
        return false;
    }
    let mut k = n.end;
    while l.is_dash(k) && l.is_digits(k + 1) {
        k += 2;
    }
    for step in 0..5 {
        let suffix = l.glued(k) && matches!(l.low(k), "st" | "nd" | "rd" | "th");
        if suffix {
            k += 1;
            continue;
        }
        if !l.is_word(k) && !l.is_digits(k) || (l.is_word(k) && !l.is_capital(k)) {
            return false;
        }
        let street = matches!(
            l.low(k),
            "street"
                | "st"
                | "road"
                | "rd"
                | "avenue"
                | "ave"
                | "way"
                | "drive"
                | "dr"
                | "lane"
                | "boulevard"
                | "blvd"
                | "place"
                | "court"
                | "square"
                | "terrace"
                | "crescent"
                | "quay"
                | "foch"
        );
        if street && step > 0 {
            return true;
        }
        k += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn quantities(text: &str) -> Vec<&str> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        let (mut i, mut out) = (0, Vec::new());
        while i < l.len() {
            match Numeral::at(&l, i) {
                Some(n) => {
                    if !is_no_quantity(&l, &n, false) {
                        out.push(l.span(n.first, n.end).of(text));
                    }
                    i = n.end;
                }
                None => i += 1,
            }
        }
        out
    }

    #[test]
    fn numbers_that_name_and_mark_are_no_quantities() {
        for text in [
            "a Su-24 jet",
            "under Article 5 of the pact",
            "call 202-555-0143 now",
            "call 555-0143",
            "room B12",
            "at 10:27 sharp",
            "of the Stoxx 50 index",
            "3. Keep calm",
            "agent 007",
            "of 16 Harbour Road",
            "see section 12",
            "see section 4.2",
            "It met. 2. It voted",
            "at half past six",
            "no one came",
            "a one-off event",
        ] {
            assert_eq!(quantities(text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(quantities("with 40 boats and two crews"), ["40", "two"]);
    }
}
