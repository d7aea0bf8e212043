//! What a quantity measures: the counted noun, the event it belongs to, its scope, the whole it is a part of.

use super::noun::{self, Counted};
use super::place::Place;
use super::shape::Shape;
use super::{Measure, concept, scope};
use crate::language::{Deprel, Sentence, Upos, Xpos};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Event nouns with the verb that reports the same.
static EVENTS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../../models/event-nouns.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|l| l.split_once(':'))
        .flat_map(|(verb, nouns)| nouns.split_whitespace().map(move |n| (n, verb.trim())))
        .collect()
});

/// Participles that by themselves count people ("five killed, 20 injured").
pub(super) fn casualty(lemma: &str) -> Option<&'static str> {
    Some(match lemma {
        "kill" | "killed" => "kill",
        "dead" | "die" => "die",
        "wound" | "wounded" => "wound",
        "injure" | "injured" => "injure",
        "hurt" => "hurt",
        "arrest" | "arrested" => "arrest",
        "detain" | "detained" => "detain",
        "miss" | "missing" => "miss",
        "displace" | "displaced" => "displace",
        "evacuate" | "evacuated" => "evacuate",
        "rescue" | "rescued" => "rescue",
        "hospitalise" | "hospitalize" | "hospitalised" | "hospitalized" => "hospitalize",
        "infect" | "infected" => "infect",
        "trap" | "trapped" => "trap",
        _ => return None,
    })
}

fn is_content(s: &Sentence, t: usize) -> bool {
    matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Adj)
        || matches!(s.xpos(t), Xpos::Vbn | Xpos::Vbg) && s.upos(t) != Upos::Aux
}

/// The lemma of a content word in lower case.
fn content_lemma(s: &Sentence, t: usize) -> Option<String> {
    let is_content = matches!(s.upos(t), Upos::Noun | Upos::Verb | Upos::Adj | Upos::Propn);
    is_content.then(|| s.lemma(t).to_lowercase()).filter(|lemma| !lemma.is_empty())
}

/// Reads what the quantity at `place` measures; `head` of a measured unit is the noun it is a measure of.
pub(super) fn measure(place: &Place, shape: &Shape) -> (Measure, String) {
    let s = place.s;
    let mut m = Measure::default();
    // the token by which the quantity hangs in the sentence
    let anchor = match &place.counted {
        Some(c) if !place.measured => c.head,
        _ => shape.first_of_row(s, outermost(shape, place)),
    };
    if let Some(c) = place.counted.as_ref().filter(|_| !place.measured) {
        m.head = Some(s.lemma(c.head).to_lowercase());
        m.modifiers = c.words.iter().filter(|&&t| t != c.head).map(|&t| s.lemma(t).to_lowercase()).collect();
    } else if !place.measured {
        let next = place.last + 1;
        if next < s.len()
            && matches!(s.upos(next), Upos::Verb | Upos::Adj)
            && let Some(event) = casualty(&s.lemma(next))
        {
            m.head = Some("person".into());
            m.event = Some(event.into());
            m.is_object = true;
        }
    }
    let is_event = |t: usize| content_lemma(s, t).is_some_and(|lemma| EVENTS.contains_key(lemma.as_str()));
    let verb = shape.up(anchor).find(|&t| s.upos(t) == Upos::Verb || is_event(t));
    if let Some(v) = verb.filter(|_| m.event.is_none()) {
        let lemma = s.lemma(v).to_lowercase();
        if s.upos(v) == Upos::Verb {
            m.is_object = hangs_as_object(s, shape, anchor, v);
            m.event = Some(content_verb(s, shape, v).unwrap_or(lemma));
        } else {
            m.is_object = true;
            m.event = EVENTS.get(lemma.as_str()).map(|e| (*e).to_string());
        }
    }
    // "about 100,000 people evacuated from the city": the participle, where no verb of its own says more
    let light = m
        .event
        .as_deref()
        .is_none_or(|e| matches!(e, "be" | "have" | "say" | "number" | "include" | "total" | "report"));
    if let Some(c) = place.counted.as_ref().filter(|_| light && !place.measured)
        && let Some(event) = shape
            .children(c.head)
            .filter(|&t| s.deprel(t) == Deprel::Acl && s.xpos(t) == Xpos::Vbn)
            .find_map(|t| content_lemma(s, t))
    {
        m.event = Some(event);
        m.is_object = true;
    }
    if let Some(head) = m.head.as_deref() {
        // "the withdrawal of 100,000", "300 deaths", "20 arrests"
        if let Some(event) = EVENTS.get(head) {
            m.event = Some((*event).to_string());
            m.is_object = true;
        }
    }
    let mut words: Vec<usize> = Vec::new();
    measured_noun(place, shape, anchor, verb, &mut m, &mut words);
    // other amounts of the clause are no name of anything
    words.retain(|&t| !shape.is_unit(t) || (place.first..=place.last).contains(&t));
    let sign = |t: usize| matches!(s.form(t), "+" | "-" | "−");
    let signed = sign(place.first) || place.first > 0 && sign(place.first - 1);
    if !words.iter().any(|&t| is_content(s, t)) || place.measured && signed {
        let counted_subject = place.counted.as_ref().is_some_and(|c| !place.measured && concept::is_subject(s, c.head));
        if !counted_subject {
            let found = concept::around(place);
            if !found.is_empty() {
                words = found;
            }
        }
    }
    if place.measured && place.counted.is_none() {
        let direct = concept::direct_subject(s, place.first);
        if let Some(&noun) = direct.first() {
            m.head = Some(s.lemma(noun).to_lowercase());
            words = direct;
        }
    }
    if place.measured && m.head.is_none() {
        m.head = words
            .iter()
            .filter(|&&t| matches!(s.upos(t), Upos::Noun | Upos::Propn))
            .max()
            .map(|&t| s.lemma(t).to_lowercase());
    }
    // what is counted in a word or lies in a time has no concept beside its noun
    let alone = place.is_fraction
        || place.in_words && !place.measured && (place.number == 1.0 || !m.is_object)
        || place.is_time && is_adverbial(s, place);
    if alone {
        words.clear();
    }
    m.negated = is_negated(s, shape, place, verb);
    m.scope = scope::of(place, shape);
    (m, concept_words(s, words))
}

fn concept_words(s: &Sentence, mut tokens: Vec<usize>) -> String {
    tokens.sort_unstable();
    tokens.dedup();
    let words: Vec<&str> = tokens.into_iter().filter(|&t| is_content(s, t)).map(|t| s.form(t)).collect();
    words.join(" ")
}

/// The highest token of number and unit.
fn outermost(shape: &Shape, place: &Place) -> usize {
    let inside = |t: usize| (place.first..=place.last).contains(&t);
    let mut t = place.last;
    for _ in 0..12 {
        match shape.heads.get(t).copied().flatten() {
            Some(h) if inside(h) => t = h,
            _ => break,
        }
    }
    t
}

/// Whether `t` hangs below the verb as its object or passive subject.
fn hangs_as_object(s: &Sentence, shape: &Shape, t: usize, verb: usize) -> bool {
    let mut k = t;
    for _ in 0..12 {
        match shape.heads[k] {
            Some(h) if h == verb => break,
            Some(h) => k = h,
            None => return false,
        }
    }
    matches!(s.deprel(k), Deprel::Obj | Deprel::NsubjPass | Deprel::Iobj)
        || s.deprel(k) == Deprel::Obl && s.xpos(verb) == Xpos::Vbn
}

/// A light verb gives way to the verb or event noun that it carries ("were found dead", "made three arrests", "began to leave").
fn content_verb(s: &Sentence, shape: &Shape, verb: usize) -> Option<String> {
    let lemma = s.lemma(verb).to_lowercase();
    let light = matches!(
        lemma.as_str(),
        "be" | "have"
            | "begin"
            | "start"
            | "continue"
            | "manage"
            | "try"
            | "seem"
            | "leave"
            | "find"
            | "make"
            | "take"
            | "see"
            | "get"
            | "report"
            | "say"
            | "confirm"
    );
    if !light {
        return None;
    }
    let carried = shape.children(verb).filter(|&c| matches!(s.deprel(c), Deprel::Xcomp | Deprel::Obj));
    for c in carried {
        let inner = s.lemma(c).to_lowercase();
        if let Some(event) = casualty(&inner) {
            return Some(event.to_string());
        }
        if s.deprel(c) == Deprel::Xcomp
            && s.upos(c) == Upos::Verb
            && matches!(lemma.as_str(), "begin" | "start" | "continue" | "manage" | "try" | "seem")
        {
            return Some(inner);
        }
    }
    None
}

/// For a measured unit the noun it is a measure of; for every quantity the words of its concept.
fn measured_noun(
    place: &Place,
    shape: &Shape,
    anchor: usize,
    verb: Option<usize>,
    m: &mut Measure,
    concept: &mut Vec<usize>,
) {
    let s = place.s;
    let mut noun = None;
    if place.measured {
        if let Some(c) = &place.counted {
            // "60% of the workers", "70 kg of gold", "a 5.5 kWh battery"
            noun = Some(c.head);
            concept.extend(&c.words);
            if c.partitive {
                concept.extend(shape.phrase(s, c.head));
            }
        }
        // "a $300 bill": the noun above it
        if noun.is_none()
            && let Some(h) =
                shape.heads[anchor].filter(|&h| h > place.last && matches!(s.upos(h), Upos::Noun | Upos::Propn))
        {
            noun = Some(h);
            concept.extend(shape.phrase(s, h));
        }
    }
    let inside = |t: usize| (place.first..=place.last).contains(&t);
    let start = if place.measured { noun.filter(|_| shape.heads[anchor] != noun).unwrap_or(anchor) } else { anchor };
    let start = if place.measured && noun.is_some_and(|n| n > place.last) { noun.unwrap_or(start) } else { start };
    // a noun above it: "a survey of 6,000 employers", "the price of $20"
    let mut governor = None;
    for h in shape.up(start) {
        if inside(h) {
            continue;
        }
        match s.upos(h) {
            Upos::Noun | Upos::Propn if governor.is_none() && !shape.is_unit(h) => governor = Some(h),
            Upos::Verb => break,
            _ => {}
        }
    }
    if let Some(g) = governor {
        let below = s.deprel(start);
        if place.measured || matches!(below, Deprel::Nmod | Deprel::NmodUnmarked | Deprel::Compound | Deprel::Appos) {
            concept.extend(shape.phrase(s, g).into_iter().filter(|&t| !inside(t)));
            noun = noun.or(Some(g));
        }
    }
    // the subject of the clause, unless the quantity is in it
    let clause = verb.filter(|&v| s.upos(v) == Upos::Verb).or_else(|| {
        shape.up(start).find(|&h| shape.children(h).any(|c| matches!(s.deprel(c), Deprel::Nsubj | Deprel::NsubjPass)))
    });
    // "lowered its guidance to $84 billion": what is changed
    if place.measured
        && noun.is_none()
        && s.deprel(anchor) == Deprel::Obl
        && let Some(object) = shape.heads[anchor].and_then(|v| shape.children(v).find(|&k| s.deprel(k) == Deprel::Obj))
        && place.first > object
        && !shape.is_unit(object)
        && matches!(s.upos(object), Upos::Noun | Upos::Propn)
        && shape.children(anchor).any(|k| matches!(s.form(k), "to" | "by" | "at"))
    {
        concept.extend(shape.phrase(s, object));
        noun = Some(object);
    }
    let mut clause = clause.or(Some(start));
    for _ in 0..4 {
        let Some(c) = clause else { break };
        let subject = shape.children(c).find(|&k| matches!(s.deprel(k), Deprel::Nsubj | Deprel::NsubjPass));
        match subject {
            Some(subject) => {
                // "…, which has 400 workers": what the clause is about
                let relative = matches!(s.xpos(subject), Xpos::Wdt | Xpos::Wp) && s.deprel(c) == Deprel::AclRelcl;
                let subject = shape.heads[c].filter(|_| relative).unwrap_or(subject);
                let own = subject == start || shape.up(start).any(|h| h == subject) && !relative;
                if !own && s.upos(subject) != Upos::Pron && !inside(subject) {
                    concept.extend(shape.phrase(s, subject).into_iter().filter(|&t| !inside(t)));
                    noun = noun.or(Some(subject));
                }
                break;
            }
            None if shape.is_finite(s, c) && s.deprel(c) != Deprel::Conj => {
                // the tree has hung its subject elsewhere
                let words = concept::subject_left(s, place.first);
                noun = noun.or(words.first().copied());
                concept.extend(words);
                break;
            }
            None => {
                // "…, falling 3 percent": the subject of the clause above
                let up = shape.heads[c].filter(|_| {
                    matches!(
                        s.deprel(c),
                        Deprel::Conj | Deprel::Xcomp | Deprel::Advcl | Deprel::Acl | Deprel::Parataxis
                    )
                });
                let amount = up.is_some_and(|u| shape.is_unit(u));
                if up.is_some_and(|u| {
                    s.deprel(c) == Deprel::Acl && !amount && matches!(s.upos(u), Upos::Noun | Upos::Propn)
                }) {
                    if let Some(u) = up {
                        concept.extend(shape.phrase(s, u).into_iter().filter(|&t| !inside(t)));
                        noun = noun.or(Some(u));
                    }
                    break;
                }
                // "rose 3 percent to end at 400": the clause of the amount
                clause = if amount { up.and_then(|u| shape.up(u).find(|&h| s.upos(h) == Upos::Verb)) } else { up };
            }
        }
    }
    if place.measured {
        if let Some(n) = noun {
            m.head = Some(s.lemma(n).to_lowercase());
            if m.modifiers.is_empty() {
                m.modifiers = shape
                    .children(n)
                    .filter(|&c| matches!(s.deprel(c), Deprel::Amod | Deprel::Compound) && !inside(c))
                    .map(|c| s.lemma(c).to_lowercase())
                    .collect();
            }
        }
    } else if let Some(c) = &place.counted {
        concept.retain(|t| !c.words.contains(t));
    }
}

/// "in the last three months", "two years later", "for fifty years": a length that says when.
fn is_adverbial(s: &Sentence, place: &Place) -> bool {
    let word = |t: Option<usize>| t.map(|t| s.form(t).to_ascii_lowercase()).unwrap_or_default();
    let before = word(place.first.checked_sub(1));
    let behind = word((place.last + 1 < s.len()).then_some(place.last + 1));
    matches!(before.as_str(), "last" | "past" | "next" | "within" | "after" | "every")
        || matches!(behind.as_str(), "later" | "ago" | "earlier")
        || before == "for" && place.first >= 2 && !matches!(s.upos(place.first - 2), Upos::Noun | Upos::Propn)
}

/// "no", "not", "never", "denied" on the noun or its verb.
fn is_negated(s: &Sentence, shape: &Shape, place: &Place, verb: Option<usize>) -> bool {
    let negative =
        |t: usize| matches!(s.form(t).to_ascii_lowercase().as_str(), "not" | "n't" | "n’t" | "never" | "neither");
    let before = place.first.checked_sub(1).is_some_and(negative);
    before
        || verb.is_some_and(|v| {
            matches!(&*s.lemma(v).to_lowercase(), "deny" | "refute") || shape.children(v).any(negative)
        })
}

/// Whether the number is a part of the quantity before it: "of them", "including 20 children", "among them two".
pub(super) fn is_part(s: &Sentence, first: usize, last: usize) -> bool {
    let low = |t: Option<usize>| t.map(|t| s.form(t).to_ascii_lowercase()).unwrap_or_default();
    let back = |n: usize| low(first.checked_sub(n));
    if matches!(back(1).as_str(), "including" | "include" | "included")
        || matches!((back(2).as_str(), back(1).as_str()), ("among" | "of", "them") | ("of", "whom") | ("at", "least"))
            && matches!(back(3).as_str(), "including" | "include")
    {
        return true;
    }
    let ahead = |n: usize| low((last + n < s.len()).then_some(last + n));
    if ahead(1) == "of" && matches!(ahead(2).as_str(), "them" | "whom" | "these" | "those") {
        return true;
    }
    (1..=4).any(|n| back(n) == "including" || back(n) == "among" && back(n.saturating_sub(1)) == "them")
}

/// The name of what a fraction is a share of, as CQE writes it ("% US population").
pub(super) fn share_name(s: &Sentence, counted: Option<&Counted>) -> String {
    match counted {
        Some(c) => format!("% {}", noun::name(s, c)),
        None => String::new(),
    }
}
