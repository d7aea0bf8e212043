//! A name with what its own sentence says that it names: a person, an organisation or a place.

use super::EntityKind;
use super::words::{is_known_word, is_organisation_word, is_state_abbreviation, is_title};
use crate::language::{Sentence, Upos, gazetteer};

/// A name at its place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Index of its sentence in the block.
    pub(super) sentence: usize,
    /// First and last token of the name without its title.
    pub(super) tokens: (usize, usize),
    /// First token of title and role; the name's own first token where there is none.
    pub(super) phrase: usize,
    /// The name's words, possessives and hyphens joined as written.
    pub(super) text: String,
    /// What the words before the name say that it is.
    pub(super) role: Option<String>,
    /// What the name and its title show it to be.
    pub(super) kind: Option<EntityKind>,
}

/// A name with what is known of it from its own sentence.
#[derive(Debug)]
pub(super) struct Weighed {
    pub(super) name: Name,
    /// Its words in lower case, without a possessive or an article.
    pub(super) key: String,
    /// For person, organisation and place.
    pub(super) votes: [i32; 3],
    /// "his father Peter Hart"
    pub(super) is_relative: bool,
    /// Whether it is one word.
    pub(super) is_short: bool,
}

/// A name at its place in the article.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) weighed: &'a Weighed,
    /// Index of its sentence.
    pub(super) sentence: usize,
}

impl Weighed {
    pub(super) fn of(sentence: &Sentence, name: Name) -> Self {
        let mut votes = [0; 3];
        weigh(sentence, &name, &mut votes);
        let is_relative = is_relative(sentence, &name);
        Self { key: key(&name.text), votes, is_relative, is_short: !name.text.contains([' ', '-']), name }
    }

    /// The same in an article in which its block begins with the sentence `first`.
    pub(super) fn placed(&self, first: usize) -> Placed<'_> {
        Placed { weighed: self, sentence: first + self.name.sentence }
    }
}

/// Votes for person, organisation and place from the words beside a name.
fn weigh(sentence: &Sentence, name: &Name, votes: &mut [i32; 3]) {
    match name.kind {
        Some(EntityKind::Person) => votes[0] += 3,
        // "Hart Regional Hospital": the last word says what it is, whoever it is named after.
        Some(EntityKind::Organisation) => {
            let last = sentence.form(name.tokens.1);
            votes[1] += if is_organisation_word(last) { 6 } else { 3 };
        }
        Some(EntityKind::Place) => votes[2] += if is_built(sentence.form(name.tokens.1)) { 6 } else { 3 },
        _ => {}
    }
    let owned =
        sentence.tokens().get(name.tokens.1 + 1).is_some() && matches!(sentence.form(name.tokens.1 + 1), "'s" | "’s");
    let before = name.phrase.checked_sub(1).map(|t| sentence.form(t).to_lowercase());
    match before.as_deref() {
        // "in Larn", but not "in Hart's speech".
        Some("in") if !owned => votes[2] += 4,
        Some("near" | "across" | "throughout" | "outside" | "around" | "nearby") => votes[2] += 2,
        Some("at" | "from" | "to" | "into" | "inside") => votes[2] += 1,
        // "Hart/Larn Images"
        Some("/") => votes[1] += 2,
        // No person is called "the Hart" without a title.
        Some("the" | "a" | "an") if name.role.is_none() => {
            votes[0] -= 2;
            votes[1] += 1;
        }
        _ => {}
    }
    let next = name.tokens.1 + 1;
    if next < sentence.len() {
        let form = sentence.form(next).to_lowercase();
        if crate::reading::attribution::is_speech_verb(&form) {
            votes[0] += 1;
        }
        let behind = next + 1;
        if form == "," && behind < sentence.len() && names_region(sentence, behind) {
            votes[2] += 3;
        }
        if form == "who" || (form == "," && next + 1 < sentence.len() && sentence.upos(next + 1) == Upos::Num) {
            votes[0] += 2;
        }
        if form == "," && is_holder(sentence, name) {
            votes[0] += 2;
        }
    }
    if next < sentence.len() && sentence.upos(next) != Upos::Propn {
        match sentence.form(next) {
            "airport" | "airbase" | "air" | "base" | "area" | "province" | "county" | "city" | "region" => {
                votes[2] += 2
            }
            "police" | "resident" | "residents" | "suburb" => votes[2] += 2,
            _ => {}
        }
    }
    let words = name.tokens.1 - name.tokens.0 + 1;
    let first = sentence.form(name.tokens.0);
    // A single word may be a person's, a town's or a team's name: only one that is no surname speaks for a person.
    let (given, surname) = (gazetteer::given_name(first).is_some(), gazetteer::surname(sentence.form(name.tokens.1)));
    votes[0] += match words {
        1 => i32::from(given && !surname),
        _ => 2 * i32::from(given) + i32::from(surname),
    };
    if words > 1 && is_acronym(sentence.form(name.tokens.1)) {
        votes[1] += 4;
    }
    // "New Deal": no given name, and a word of every day.
    if words > 1 && gazetteer::given_name(first).is_none() && is_known_word(first) {
        votes[0] -= 2;
    }
    if gazetteer::place(&name.text).is_some() {
        votes[2] += if words > 1 { 5 } else { 3 };
    }
}

/// Whether a full name stands behind a post and a comma: "The chief engineer, Torvald Marsh, said".
fn is_holder(sentence: &Sentence, name: &Name) -> bool {
    let form = |back: usize| name.phrase.checked_sub(back).map(|t| sentence.form(t));
    let post = form(2).filter(|word| word.starts_with(char::is_lowercase));
    name.tokens.1 > name.tokens.0 && form(1) == Some(",") && post.is_some_and(is_title)
}

fn is_acronym(word: &str) -> bool {
    (2..=6).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && !matches!(word, "II" | "III" | "IV" | "JR" | "SR" | "MD")
}

/// Last words of names of places that are no surnames.
fn is_built(word: &str) -> bool {
    matches!(
        word,
        "Street"
            | "Avenue"
            | "Road"
            | "Square"
            | "Airport"
            | "Airbase"
            | "County"
            | "City"
            | "Province"
            | "Bridge"
            | "Island"
            | "Islands"
            | "Hills"
            | "River"
            | "Highway"
    )
}

/// Whether the name of a state or country begins at `token`: "Larn, South Norland".
fn names_region(sentence: &Sentence, token: usize) -> bool {
    let from = sentence.tokens()[token].start as usize;
    if is_state_abbreviation(sentence.form(token)) {
        return true;
    }
    (token..(token + 3).min(sentence.len())).any(|end| {
        let text = &sentence.text()[from..sentence.tokens()[end].end as usize];
        gazetteer::place(text).is_some_and(gazetteer::Place::is_region)
    })
}

/// A name's words in lower case, without a possessive or an article.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['’', '\''], "");
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

fn is_relative(sentence: &Sentence, name: &Name) -> bool {
    let before = (name.phrase.saturating_sub(2)..name.tokens.0).map(|t| sentence.form(t));
    before.into_iter().any(|w| {
        matches!(
            w,
            "father"
                | "mother"
                | "wife"
                | "husband"
                | "son"
                | "daughter"
                | "brother"
                | "sister"
                | "widow"
                | "cousin"
                | "uncle"
                | "aunt"
        )
    })
}
