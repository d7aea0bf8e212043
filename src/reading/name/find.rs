//! Runs of words that make a name, with the title and role before it.

use super::EntityKind;
use super::weighed::{Name, Weighed};
use super::words::{self, is_calendar, is_demonym, is_organisation_word, is_place_word};
use crate::language::{Sentence, Upos, gazetteer, rarity, stem};

/// Stems less rare than this are words of every day: one in two thousand or more often.
const COMMON: u8 = 132;

/// The names in the sentences of a block.
pub(super) fn names(sentences: &[Sentence]) -> Vec<Weighed> {
    let mut names = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let titled = is_title_line(sentence);
        let mut token = 0;
        while token < sentence.len() {
            match name_at(sentence, token, titled) {
                Some((first, last)) => {
                    let name = describe(sentence, index, first, last);
                    names.extend(name.map(|name| Weighed::of(sentence, name)));
                    token = last + 1;
                }
                None => token += 1,
            }
        }
    }
    names
}

/// Whether most words have a capital, as in headlines: then a capital says little.
fn is_title_line(sentence: &Sentence) -> bool {
    let (mut words, mut capital) = (0, 0);
    for word in (0..sentence.len()).map(|t| sentence.form(t)).filter(|w| w.len() > 3) {
        words += 1;
        capital += usize::from(starts_capital(word));
    }
    words >= 4 && capital * 10 > words * 7
}

fn starts_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_name_word(sentence: &Sentence, token: usize, titled: bool) -> bool {
    let form = sentence.form(token);
    if !starts_capital(form) || is_calendar(form) || form == "I" {
        return false;
    }
    let upos = sentence.upos(token);
    match upos {
        Upos::Propn => true,
        Upos::Pron
        | Upos::Det
        | Upos::Adp
        | Upos::Cconj
        | Upos::Sconj
        | Upos::Aux
        | Upos::Part
        | Upos::Punct
        | Upos::Num => false,
        Upos::Verb | Upos::Adv | Upos::Intj => {
            // "United Nations": a participle inside a name.
            upos == Upos::Verb
                && token > 0
                && !titled
                && token + 1 < sentence.len()
                && sentence.upos(token + 1) == Upos::Propn
        }
        // A sentence's first word has its capital anyway, unless it is a known name that owns what follows.
        _ if token == 0 => owns(sentence, token) && (gazetteer::surname(form) || gazetteer::given_name(form).is_some()),
        _ => !titled && !is_demonym(form),
    }
}

/// Whether a possessive mark follows.
fn owns(sentence: &Sentence, token: usize) -> bool {
    token + 1 < sentence.len() && matches!(sentence.form(token + 1), "'s" | "’s")
}

/// The run of name words that starts at `token`.
fn name_at(sentence: &Sentence, token: usize, titled: bool) -> Option<(usize, usize)> {
    if !starts_capital(sentence.form(token)) {
        return None;
    }
    let next_is_name = || token + 1 < sentence.len() && is_name_word(sentence, token + 1, titled);
    if !(is_name_word(sentence, token, titled) || is_demonym(sentence.form(token)) && next_is_name()) {
        return None;
    }
    let mut last = token;
    loop {
        let next = last + 1;
        if next >= sentence.len() {
            break;
        }
        if is_name_word(sentence, next, titled) {
            last = next;
        } else if let Some(end) = continuation(sentence, token, last, titled) {
            last = end;
        } else {
            break;
        }
    }
    Some((token, last))
}

/// The last token of what goes on behind `last` through a word or mark that is no name by itself: a hyphen, a particle,
/// a nationality, a closing bracket, "of" behind a word of organisations.
fn continuation(sentence: &Sentence, first: usize, last: usize, titled: bool) -> Option<usize> {
    let (next, behind) = (last + 1, last + 2);
    if behind >= sentence.len() {
        return None;
    }
    let touching = sentence.tokens()[last].end == sentence.tokens()[next].start;
    let form = sentence.form(next);
    if is_name_word(sentence, behind, titled) {
        let joins = match form {
            "-" | "’" | "'" => touching,
            "al" | "bin" | "ibn" | "van" | "von" | "de" | "da" | "del" | "der" | "di" | "la" => !touching,
            "]" => opened_before(sentence, first, next),
            "of" | "for" => joins_organisation(sentence, last),
            _ => !titled && !touching && starts_capital(form) && is_demonym(form),
        };
        return joins.then_some(behind);
    }
    if let Some(end) = compound_end(sentence, last).filter(|&end| is_name_word(sentence, end, titled)) {
        return Some(end);
    }
    let number = form == "-" && touching && sentence.form(behind).chars().all(|c| c.is_ascii_digit());
    if number {
        return Some(behind);
    }
    let article = !touching && matches!(form, "al" | "el") && sentence.form(behind) == "-";
    (article && behind + 1 < sentence.len() && starts_capital(sentence.form(behind + 1))).then_some(behind + 1)
}

/// Words in small letters between the hyphens of a place's name.
const WITHIN_PLACES: &[&str] = &[
    "am", "an", "au", "aux", "by", "da", "de", "del", "des", "di", "do", "du", "en", "es", "la", "le", "les", "on",
    "sous", "sur", "under", "upon",
];

/// The last token of a place's name that goes on behind `last` through hyphens and a word in small letters: "Port-au-Prince".
fn compound_end(sentence: &Sentence, last: usize) -> Option<usize> {
    let end = last + 4;
    let tokens = sentence.tokens().get(last..=end)?;
    let is_glued = tokens.windows(2).all(|pair| pair[0].end == pair[1].start);
    let is_compound = is_glued && sentence.form(last + 1) == "-" && sentence.form(last + 3) == "-";
    (is_compound && WITHIN_PLACES.contains(&sentence.form(last + 2))).then_some(end)
}

/// Whether a bracket that an editor put in opens shortly before `token`: "[Syrian President Bashar] Assad".
fn opened_before(sentence: &Sentence, first: usize, close: usize) -> bool {
    (first.saturating_sub(4)..close).any(|t| sentence.form(t) == "[")
}

fn joins_organisation(sentence: &Sentence, token: usize) -> bool {
    let word = sentence.form(token);
    is_organisation_word(word) || is_place_word(word) || word.eq_ignore_ascii_case("secretary")
}

fn is_title(sentence: &Sentence, token: usize) -> bool {
    words::is_title(sentence.form(token))
}

fn describe(sentence: &Sentence, index: usize, first: usize, last: usize) -> Option<Name> {
    let mut start = first;
    // Titles with a capital are part of the run: "Defense Minister Ann Marsh", "Syrian President Bashar al-Assad".
    // "James St. Hart", "St. Hart": a saint in a name is no title.
    let saint = |t: usize| matches!(sentence.form(t), "St." | "St" | "Saint");
    let title = (first..=last).rev().find(|&t| t < last && is_title(sentence, t) && !saint(t));
    if let Some(title) = title {
        start = behind_office(sentence, title + 1, last);
    } else {
        while start < last && is_demonym(sentence.form(start)) && !is_organisation(sentence, start, last) {
            start += 1;
        }
        start = behind_country(sentence, start, last);
    }
    // "WATCHED Marsh": a word cried out is no part of the name in small letters behind it.
    while start < last && is_cried(sentence.form(start)) && !is_cried(sentence.form(start + 1)) {
        start += 1;
    }
    // "GM Ann Marsh", "CEO Ann Marsh": letters before a given name are an office.
    let given = |t: usize| gazetteer::given_name(sentence.form(t)).is_some();
    let letters = start + 1 < last && is_letters(sentence.form(start)) && given(start + 1);
    if letters {
        start += 1;
    }
    let mut phrase = first;
    // Titles in lower case stand before it: "defence minister Ann Marsh", "spokesman Ilya Marsh".
    let mut before = start.min(first);
    let mut seen_title = title.is_some() || letters;
    while before > 0 && (title.is_none() || before == first) {
        let token = before - 1;
        let form = sentence.form(token);
        let modifies = matches!(sentence.upos(token), Upos::Noun | Upos::Adj | Upos::Propn)
            || is_demonym(form)
            || matches!(form, "-" | "’s" | "'s");
        let gap = token + 1 < sentence.len() && sentence.tokens()[token].end <= sentence.tokens()[token + 1].start;
        if is_title(sentence, token) && gap {
            seen_title = true;
        } else if !(seen_title && modifies) {
            break;
        }
        before = token;
        if first - before > 6 {
            break;
        }
    }
    if seen_title {
        phrase = before.min(phrase);
        while phrase < start && matches!(sentence.form(phrase), "-" | "’s" | "'s") {
            phrase += 1;
        }
    }
    if start > last {
        return None;
    }
    start = with_particle(sentence, start);
    let span = |a: usize, b: usize| {
        let (from, to) = (sentence.tokens()[a].start as usize, sentence.tokens()[b].end as usize);
        &sentence.text()[from..to]
    };
    let text = span(start, last).replace(['[', ']'], "");
    if first == last && opens(sentence, start) && is_first_word_only(sentence, last) {
        return None;
    }
    // "Small boats": a word of every day, its capital from a quotation or a line of capitals.
    if start == last && may_open(sentence, start) && is_common(sentence.form(start)) && qualifies(sentence, start) {
        return None;
    }
    // "Christmas Eve"
    if start == last && start > 0 && is_feast(sentence.form(start - 1)) {
        return None;
    }
    if text.chars().count() < 2 || (start == last && is_demonym(&text)) || (start == last && is_title(sentence, start))
    {
        return None;
    }
    let role = (seen_title && phrase < start).then(|| span(phrase, start - 1).to_owned());
    let kind = if seen_title && !is_organisation(sentence, start, last) {
        Some(EntityKind::Person)
    } else if is_organisation(sentence, start, last) {
        Some(EntityKind::Organisation)
    } else if start < last && (start..=last).any(|t| is_place_word(sentence.form(t))) {
        Some(EntityKind::Place)
    } else {
        None
    };
    Some(Name { sentence: index, tokens: (start, last), phrase, text, role, kind })
}

/// Where the name begins behind the title that ends before `start`: "Secretary of Defense Ann Marsh".
fn behind_office(sentence: &Sentence, start: usize, last: usize) -> usize {
    if !matches!(sentence.form(start), "of" | "for") {
        return start;
    }
    let given = |&t: &usize| gazetteer::given_name(sentence.form(t)).is_some();
    (start + 1..last).find(given).unwrap_or((start + 2).min(last))
}

/// The name with the Arabic article or "bin" that stands before it in small letters: "al-Marsh", "bin Marsh".
fn with_particle(sentence: &Sentence, start: usize) -> usize {
    let form = |back: usize| start.checked_sub(back).map(|t| sentence.form(t));
    let touching = |a: usize, b: usize| sentence.tokens()[a].end == sentence.tokens()[b].start;
    match (form(2), form(1)) {
        (_, Some("bin" | "ibn")) => start - 1,
        (Some("al" | "el"), Some("-")) if touching(start - 2, start - 1) && touching(start - 1, start) => start - 2,
        _ => start,
    }
}

fn is_cried(word: &str) -> bool {
    word.len() > 4 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_letters(word: &str) -> bool {
    !matches!(word, "USS" | "HMS" | "MV")
        && (2..=4).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether only an opening mark can stand before the token in its sentence.
fn opens(sentence: &Sentence, token: usize) -> bool {
    (0..token).all(|t| !sentence.form(t).chars().any(char::is_alphanumeric))
}

/// Whether a mark of quotation or a word in capitals stands before the token, or nothing.
fn may_open(sentence: &Sentence, token: usize) -> bool {
    let Some(before) = token.checked_sub(1).map(|t| sentence.form(t)) else { return true };
    matches!(before, "\"" | "“" | "‘" | "'" | ":" | "[") || (before.len() > 3 && is_cried(&format!("{before}X")))
}

/// Whether a common noun or adjective in small letters follows.
fn qualifies(sentence: &Sentence, token: usize) -> bool {
    let next = token + 1;
    next < sentence.len()
        && matches!(sentence.upos(next), Upos::Noun | Upos::Adj)
        && !starts_capital(sentence.form(next))
}

fn is_feast(word: &str) -> bool {
    matches!(word, "Christmas" | "Easter" | "Year's" | "Thanksgiving")
}

/// The token at which a person's name begins behind the country that the person's office is about: "ambassador to
/// the United States Omar Hart".
fn behind_country(sentence: &Sentence, first: usize, last: usize) -> usize {
    let from = sentence.tokens()[first].start as usize;
    let country = |end: usize| gazetteer::place(&sentence.text()[from..sentence.tokens()[end].end as usize]).is_some();
    (first + 1..last)
        .find(|&t| gazetteer::given_name(sentence.form(t)).is_some() && t > first + 1 && country(t - 1))
        .unwrap_or(first)
}

/// Whether a sentence's first word may have its capital from its place alone: part of a compound, or a known word.
fn is_first_word_only(sentence: &Sentence, token: usize) -> bool {
    let form = sentence.form(token);
    let compound =
        token + 2 < sentence.len() && sentence.form(token + 1) == "-" && !starts_capital(sentence.form(token + 2));
    let known = gazetteer::place(form).is_some() || gazetteer::given_name(form).is_some() || gazetteer::surname(form);
    let acronym = form.chars().skip(1).any(char::is_uppercase);
    // One that is written small more often than it can be a name.
    compound || (!known && !acronym && (sentence.upos(token) != Upos::Propn || is_common(form)))
}

/// Whether a word is one of every day, whatever its capital.
fn is_common(word: &str) -> bool {
    rarity(&stem(word)) < COMMON
}

fn is_organisation(sentence: &Sentence, first: usize, last: usize) -> bool {
    let any = (first..=last).any(|t| is_organisation_word(sentence.form(t)));
    let only = sentence.form(first);
    any || (first == last
        && (2..=6).contains(&only.len())
        && only.chars().all(|c| c.is_ascii_uppercase())
        && !is_demonym(only))
}
