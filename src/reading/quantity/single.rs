//! One and none where no number stands: "a soldier was killed", "no one was hurt", "no injuries were reported".
//!
//! An article counts only where the noun is a person and a verb of harm or custody happens to it, so that sums of
//! casualties see it; everywhere else "a" says nothing of how many.

use super::find::Draft;
use super::measure::casualty;
use super::{Modifier, pair::Pair};
use crate::language::{Deprel, Sentence, Upos, Xpos};
use crate::reading::Prose;
use crate::reading::numeral::Lexemes;

/// One or none at lexeme `i` without a number ("a soldier was killed", "no one was hurt").
pub(super) fn find(prose: &Prose, l: &Lexemes, i: usize) -> Option<Draft> {
    if !matches!(l.low(i), "a" | "an" | "no" | "nobody") {
        return None;
    }
    let sentence = prose.sentence_at(l.span(i, i + 1).start as usize)?;
    at(l, i, &prose.sentences[sentence])
}

/// The quantity that lexeme `i` stands for in sentence `s`.
fn at(l: &Lexemes, i: usize, s: &Sentence) -> Option<Draft> {
    let t = s.token_at(l.span(i, i + 1).start as usize)?;
    match l.low(i) {
        "a" | "an" => {
            // asked first: a tree takes longer than everything else here
            let harm = |k: usize| s.upos(k) == Upos::Verb && casualty(&s.lemma(k)).is_some();
            if !(t + 1..(t + 16).min(s.len())).any(harm) && !(t.saturating_sub(12)..t).any(harm) {
                return None;
            }
            let noun = s.head(t).filter(|_| s.deprel(t) == Deprel::Det)?;
            let one = s.xpos(noun) == Xpos::Nn && noun > t && is_person(&s.lemma(noun)) && suffers(s, noun);
            one.then(|| draft(i, i + 1, 1.0))
        }
        "nobody" => suffers(s, t).then(|| draft(i, i + 1, 0.0)),
        "no" => {
            let next = s.token_at(l.span(i + 1, i + 2).start as usize)?;
            if l.low(i + 1) == "one" {
                return (suffers(s, next) || suffers(s, t)).then(|| draft(i, i + 2, 0.0));
            }
            // "no injuries", "no casualties"
            let counts = matches!(&*s.lemma(next), "casualty" | "injury" | "death" | "fatality" | "arrest");
            (counts && s.xpos(next) == Xpos::Nns).then(|| draft(i, i + 1, 0.0))
        }
        _ => None,
    }
}

/// Whether a verb of harm or custody happens to `noun`, or to what it is joined to by "and".
fn suffers(s: &Sentence, noun: usize) -> bool {
    let mut t = noun;
    for _ in 0..4 {
        let Some(head) = s.head(t) else { return false };
        if s.deprel(t) == Deprel::Conj {
            t = head;
            continue;
        }
        let Some(event) = casualty(&s.lemma(head)).filter(|_| matches!(s.upos(head), Upos::Verb | Upos::Adj)) else {
            return false;
        };
        let passive = s.xpos(head) == Xpos::Vbn || s.upos(head) == Upos::Adj;
        return match s.deprel(t) {
            Deprel::NsubjPass => true,
            Deprel::Nsubj => event == "die" || passive && event != "miss",
            Deprel::Obj => event != "miss" && event != "die",
            _ => false,
        };
    }
    false
}

/// Whether a noun stands for a person: by its ending or by a short list of those that the endings do not tell.
fn is_person(lemma: &str) -> bool {
    const PEOPLE: &[&str] = &[
        "adult",
        "aide",
        "baby",
        "boy",
        "brother",
        "bystander",
        "captive",
        "cadet",
        "child",
        "civilian",
        "colleague",
        "commando",
        "conscript",
        "cop",
        "cousin",
        "daughter",
        "family",
        "father",
        "girl",
        "guard",
        "hostage",
        "husband",
        "infant",
        "journalist",
        "judge",
        "lieutenant",
        "man",
        "marine",
        "mayor",
        "member",
        "migrant",
        "militant",
        "mother",
        "nurse",
        "officer",
        "official",
        "patient",
        "pedestrian",
        "person",
        "pilot",
        "politician",
        "rebel",
        "recruit",
        "refugee",
        "resident",
        "sergeant",
        "sister",
        "son",
        "student",
        "suspect",
        "teen",
        "toddler",
        "tourist",
        "victim",
        "wife",
        "witness",
        "woman",
        "youth",
        "year-old",
        "native",
        "national",
        "insurgent",
        "civil",
        "technician",
        "physician",
        "priest",
        "cleric",
        "activist",
        "cyclist",
        "motorist",
    ];
    const OTHERS: &[&str] = &[
        "tower",
        "border",
        "number",
        "power",
        "order",
        "water",
        "paper",
        "computer",
        "center",
        "letter",
        "helicopter",
        "fever",
        "river",
        "offer",
        "disaster",
        "tiger",
        "panther",
        "monster",
        "motor",
        "error",
        "factor",
        "sector",
        "tractor",
        "reactor",
        "chapter",
        "matter",
        "member-state",
        "corner",
        "quarter",
        "dinner",
        "summer",
        "winter",
        "cancer",
        "trailer",
        "tanker",
        "bomber",
        "freighter",
        "liner",
        "steamer",
        "cruiser",
        "destroyer",
    ];
    if OTHERS.contains(&lemma) {
        return false;
    }
    PEOPLE.contains(&lemma) || lemma.len() > 5 && ["er", "or", "man", "woman"].iter().any(|end| lemma.ends_with(end))
}

fn draft(first: usize, end: usize, number: f64) -> Draft {
    Draft {
        first,
        end,
        unit_end: end,
        one_end: end,
        phrase_first: first,
        phrase_end: end,
        number,
        to: None,
        low: number,
        high: number,
        modifier: Modifier::Exact,
        change: None,
        unit: None,
        pair: Pair::None,
        is_fraction: false,
        in_words: true,
    }
}
