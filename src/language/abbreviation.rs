//! Abbreviations of English news: which keep their full stop, and whether a sentence can end with one.
//!
//! Closed-class lists; what is open (initials, dotted acronyms) is told by shape. Months and weekdays are those of the
//! one table for headers, dates and names.

use crate::article::calendar;

/// What a full stop behind a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Belongs to what follows ("Gen. Smith", "vs."): no sentence ends here.
    Bound,
    /// An abbreviation before a number only ("No. 5", "Fig. 2"); otherwise a word.
    BeforeNumber,
    /// Month or the like ("Dec. 15"); a sentence ends unless a number follows.
    Month,
    /// Can end a sentence ("Inc.", "Jr.", "U.S."); it does where a word follows that opens sentences.
    Open,
    /// A time of day ("p.m."); a sentence ends unless a day or time zone follows.
    TimeOfDay,
    /// Like [`Abbreviation::Open`], but only behind a comma ("Mobile, Ala.").
    State,
    /// A letter standing for a given name ("John F. Kennedy").
    Initial,
}

const BOUND: &[&str] = &[
    "Adm", "Amb", "Atty", "Brig", "Capt", "Card", "Cllr", "Cmdr", "Col", "Cpl", "Dr", "Drs", "Fr", "Ft", "Gen", "Gens",
    "Gov", "Govs", "Hon", "Insp", "Lt", "Maj", "Messrs", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Pfc", "Pres",
    "Prof", "Profs", "Pte", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "Spc", "St", "Ste", "Supt", "approx",
    "ca", "cf", "e.g", "eg", "i.e", "ie", "viz", "vs", "v",
];
const BEFORE_NUMBER: &[&str] = &[
    "Art", "Arts", "Ch", "Ext", "Fig", "Figs", "No", "Nos", "Para", "Sec", "Vol", "art", "ch", "ext", "fig", "no",
    "nos", "p", "para", "pp", "sec", "vol",
];
const OPEN: &[&str] = &[
    "Assn", "Ave", "Blvd", "Bros", "Co", "Cos", "Corp", "Dept", "Esq", "Inc", "Jr", "Ltd", "Rd", "Sr", "Univ", "al",
    "bros", "co", "corp", "dept", "etc", "hrs", "inc", "ltd", "mins", "yrs",
];
const STATE: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ont", "Ore", "Pa", "Que", "Tenn", "Tex", "Va", "Vt",
    "Wash", "Wis", "Wyo",
];

/// Classifies the word before a full stop; `word` is without that stop. `behind_comma`: whether a comma stands before it.
pub(super) fn classify(word: &str, behind_comma: bool) -> Option<Abbreviation> {
    let word = word.strip_prefix(['-', '–', '—']).unwrap_or(word);
    let mut chars = word.chars();
    let first = chars.next()?;
    if chars.next().is_none() {
        return match first {
            'p' | 'v' => listed(word),
            _ if first.is_uppercase() => Some(Abbreviation::Initial),
            _ => None,
        };
    }
    if word.len() > 7 {
        return None;
    }
    if word.contains('.') {
        if ["a.m", "p.m", "A.M", "P.M"].contains(&word) {
            return Some(Abbreviation::TimeOfDay);
        }
        return listed(word).or_else(|| is_dotted(word).then_some(Abbreviation::Open));
    }
    match listed(word) {
        Some(Abbreviation::State) if !behind_comma => None,
        other => other,
    }
}

fn listed(word: &str) -> Option<Abbreviation> {
    let among = |list: &[&str]| list.contains(&word);
    if among(BOUND) {
        Some(Abbreviation::Bound)
    } else if named(word).is_some_and(|(kind, short)| kind == Named::Month && short) {
        Some(Abbreviation::Month)
    } else if among(OPEN) {
        Some(Abbreviation::Open)
    } else if among(BEFORE_NUMBER) {
        Some(Abbreviation::BeforeNumber)
    } else if among(STATE) {
        Some(Abbreviation::State)
    } else {
        None
    }
}

/// Whether a word is letters with stops between ("U.S", "Ph.D", "M.Sc"), each part of at most two letters.
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            let count = part.chars().count();
            (1..=2).contains(&count) && part.chars().all(char::is_alphabetic)
        })
        && word.split('.').any(|part| part.chars().count() == 1)
}

/// Words that open a sentence and seldom follow "U.S.", "Inc." or an initial inside one.
pub(super) fn opens_sentences(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "A",
        "About",
        "According",
        "After",
        "All",
        "Also",
        "Although",
        "Among",
        "An",
        "And",
        "Another",
        "Any",
        "Are",
        "As",
        "Asked",
        "At",
        "Because",
        "Before",
        "Both",
        "But",
        "By",
        "Can",
        "Could",
        "Despite",
        "Did",
        "Do",
        "Does",
        "During",
        "Each",
        "Earlier",
        "Even",
        "Every",
        "Few",
        "For",
        "From",
        "Had",
        "Has",
        "Have",
        "He",
        "Her",
        "Here",
        "His",
        "How",
        "However",
        "I",
        "If",
        "In",
        "Instead",
        "Is",
        "It",
        "Its",
        "Just",
        "Last",
        "Later",
        "Many",
        "Maybe",
        "Meanwhile",
        "Moreover",
        "More",
        "Most",
        "Mr",
        "Mrs",
        "Ms",
        "My",
        "Neither",
        "Nevertheless",
        "No",
        "Nor",
        "Not",
        "Now",
        "Of",
        "On",
        "Once",
        "One",
        "Only",
        "Or",
        "Other",
        "Others",
        "Our",
        "Over",
        "Perhaps",
        "Several",
        "She",
        "Since",
        "So",
        "Some",
        "Still",
        "Such",
        "Than",
        "That",
        "The",
        "Their",
        "Then",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "Though",
        "Thus",
        "To",
        "Today",
        "Under",
        "Unlike",
        "Until",
        "Was",
        "We",
        "Were",
        "What",
        "When",
        "Where",
        "Whether",
        "Which",
        "While",
        "Who",
        "Why",
        "Will",
        "With",
        "Would",
        "Yes",
        "Yet",
        "You",
        "Your",
    ];
    WORDS.binary_search(&word).is_ok() || word.split(['\'', '’']).next().is_some_and(|w| w != word && opens(w, WORDS))
}

fn opens(word: &str, words: &[&str]) -> bool {
    words.binary_search(&word).is_ok()
}

/// Days, months and time zones: what may follow "p.m." inside a sentence.
pub(super) fn follows_time_of_day(word: &str) -> bool {
    const ZONES: &[&str] = &[
        "BST", "CDT", "CEST", "CET", "CST", "Central", "EDT", "EST", "ET", "Eastern", "GMT", "IST", "MDT", "MST", "MT",
        "Moscow", "Mountain", "PDT", "PST", "PT", "Pacific", "UTC",
    ];
    ZONES.binary_search(&word).is_ok() || named(word).is_some_and(|(_, short)| !short)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Month,
    Weekday,
}

/// A month or weekday that is written with its capital alone, and whether it is shortened.
fn named(word: &str) -> Option<(Named, bool)> {
    let lower = word.as_bytes().get(1..)?.iter().all(u8::is_ascii_lowercase);
    if !lower || !word.starts_with(|c: char| c.is_ascii_uppercase()) || !(3..=9).contains(&word.len()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let month = calendar::month(&word).map(|m| (Named::Month, m.1));
    month.or_else(|| calendar::weekday(&word).map(|d| (Named::Weekday, d.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_an_abbreviation_only_behind_a_comma() {
        assert_eq!(classify("Miss", false), None);
        assert_eq!(classify("Miss", true), Some(Abbreviation::State));
    }

    #[test]
    fn letters_with_stops_are_abbreviations_and_sentence_ends_without_a_space_are_not() {
        assert!(is_dotted("U.S") && is_dotted("Ph.D") && is_dotted("e.g"));
        assert!(!is_dotted("it.He") && !is_dotted("end") && !is_dotted("U..S"));
    }

    #[test]
    fn contracted_openers_count() {
        assert!(opens_sentences("It’s") && opens_sentences("There's") && !opens_sentences("Navy"));
    }
}
