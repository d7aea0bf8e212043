//! What a figure measures, as a slot that figures of other articles can fill too: "people killed", "magnitude",
//! "distance from Port Alder", "boats".

use super::window::{Window, Word};
use super::{attribute, term};
use crate::corpus::stem::stem;
use crate::language::{self, gazetteer};
use crate::reading::{Quantity, Reading};
use crate::text::sorting::sort_by_key;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How narrowly a slot is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum SlotKind {
    /// People to whom something of a known class happened ("killed"): one total per event.
    People,
    /// A measure with an attribute of its own ("magnitude", "children of").
    Attribute,
    /// An amount of money for something of a known class ("steal").
    Money,
    /// Other measures with a unit.
    Measure,
    /// Things that are counted.
    Things,
    /// Not known: compared only where the very words around it are the same.
    Unnamed,
}

/// What a figure measures.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Slot {
    /// How narrowly it is known.
    pub kind: SlotKind,
    /// Its name: equal for figures that may be compared.
    pub name: String,
    /// Which people or things are meant ("officer"), where that is less than all.
    pub group: Option<String>,
    /// What happens to them: a class, else a verb's stem.
    pub event: Option<String>,
    /// Whether the words that touch the number say so.
    pub is_touched: bool,
}

impl Slot {
    /// Where nothing says what is measured.
    pub(super) fn unnamed() -> Self {
        Self { kind: SlotKind::Unnamed, name: String::new(), group: None, event: None, is_touched: false }
    }

    /// What is paid, or is the worth, where an article opens and tells of a takeover, is the price of it.
    pub(super) fn of_topic(mut self, is_price: bool) -> Self {
        if is_price && self.kind == SlotKind::Money && self.is_open_amount() {
            let currency = self.name.split(' ').next().unwrap_or_default();
            self.name = format!("{currency} buy");
            self.event = Some("buy".to_owned());
        }
        self
    }

    /// The part of the name under which figures are found that may fill the same slot.
    pub(super) fn family(&self) -> &str {
        match self.kind {
            SlotKind::Money => self.name.split(' ').next().unwrap_or(&self.name),
            _ => &self.name,
        }
    }

    /// Whether the name says only that money is worth or paid for something.
    pub(super) fn is_open_amount(&self) -> bool {
        ["amount", "value", "pay"].iter().any(|c| self.name.ends_with(c))
    }
}

/// Verbs that say nothing about what happens to the thing counted.
const LIGHT: &[&str] = &[
    "be", "have", "do", "say", "tell", "report", "get", "give", "take", "make", "receive", "include", "number", "come",
    "go", "see", "show", "add", "find", "keep", "put", "become", "remain", "seem", "know", "think", "estimate",
    "believe", "confirm", "announce", "state", "strike", "hit", "leave", "bring", "total", "reach", "stand", "know",
    "claim", "involve", "require",
];

/// Words between a number and the word that says what happened: "at least 12 people [were reported] killed".
const BETWEEN: &[&str] = &[
    "others",
    "other",
    "was",
    "were",
    "have",
    "had",
    "has",
    "been",
    "are",
    "is",
    "be",
    "being",
    "who",
    "that",
    "reported",
    "reportedly",
    "confirmed",
    "also",
    "still",
    "remain",
    "remained",
    "left",
    "found",
    "seriously",
    "slightly",
    "severely",
    "critically",
    "badly",
    "lightly",
    "fatally",
    "officially",
    "believed",
    "feared",
    "thought",
    "shot",
    "more",
    "now",
    "so",
    "far",
    "to",
    "have",
    "known",
    "lay",
    "least",
    "at",
    "some",
    "of",
    "them",
    "later",
    "about",
    "an",
    "estimated",
    "around",
    "approximately",
    "just",
    "only",
    "another",
    "a",
    "total",
    "the",
    "nearly",
    "almost",
    "over",
    "up",
    "as",
    "many",
    "than",
    "additional",
    "and/or",
    "or",
];

/// Classes that happen to people, in the order of the file.
const PEOPLE_CLASSES: &[&str] = &[
    "die", "hurt", "hospital", "shoot", "evacuate", "arrest", "gather", "trap", "miss", "rescue", "infect", "expel",
    "fire",
];
const MONEY_CLASSES: &[&str] = &["pay", "fund", "buy", "sell", "steal", "earn", "fine", "lose", "value", "sue"];

type Words = rustc_hash::FxHashSet<String>;

static PEOPLE: LazyLock<[Words; 3]> = LazyLock::new(|| {
    let mut lines = include_str!("../people.txt").lines().filter(|l| !l.starts_with('#'));
    let stems = |line: &str| line.split_whitespace().map(|w| language::stem(w).into_owned()).collect::<Words>();
    let general = lines.next().map(stems).unwrap_or_default();
    let neutral = lines.next().map(stems).unwrap_or_default();
    [general, neutral, lines.flat_map(stems).collect()]
});

static CLASSES: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../event-classes.txt").lines().filter(|l| !l.starts_with('#'));
    let classes = lines.filter_map(|line| line.split_once(':'));
    classes
        .flat_map(|(name, words)| words.split_whitespace().map(move |w| (language::stem(w).into_owned(), name)))
        .collect()
});

static SYNONYMS: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let lines = include_str!("../things.txt").lines().filter(|l| !l.starts_with('#'));
    let groups = lines.map(|l| l.split_whitespace().map(|w| language::stem(w).into_owned()).collect::<Vec<_>>());
    groups.flat_map(|g| g.clone().into_iter().map(move |w| (w, g[0].clone()))).collect()
});

/// The class of a stem that a verb or an event noun has.
pub(super) fn class(stem: &str) -> Option<&'static str> {
    CLASSES.get(stem).copied()
}

/// One stem for nouns that mean the same thing.
pub(super) fn canonical(stem: &str) -> String {
    SYNONYMS.get(stem).cloned().unwrap_or_else(|| stem.to_owned())
}

/// Whether the stem stands for people of some kind ("miner").
pub(super) fn is_people(stem: &str) -> bool {
    PEOPLE.iter().any(|words| words.contains(stem))
}

/// Whether a word for people says too little to tell two groups of an event apart.
pub(super) fn is_neutral(stem: &str) -> bool {
    PEOPLE[1].contains(stem)
}

fn people_class(stem: &str) -> Option<&'static str> {
    class(stem).filter(|c| PEOPLE_CLASSES.contains(c))
}

/// What happened to the people counted, by the words that touch the phrase: "killing 12", "12 were killed".
fn happened(window: &Window) -> (Option<&'static str>, Option<String>) {
    let participle = |w: &Word| {
        let form = w.low.ends_with("ed") || matches!(w.low.as_str(), "dead" | "missing" | "hurt" | "killed" | "shot");
        form || matches!(w.low.as_str(), "died" | "fled" | "marched" | "protested" | "slain")
    };
    let inside = window.phrase().iter().rev().take(1).filter(|w| participle(w));
    let noun = |w: &&Word| PEOPLE.iter().any(|p| p.contains(&*w.stem)) && people_class(&w.stem).is_none();
    let mut behind = inside.chain(window.behind().take(7)).peekable();
    let mut group = None;
    while let Some(w) = behind
        .next_if(|w| BETWEEN.contains(&w.low.as_str()) && people_class(&w.stem).is_none() || noun(w) || w.is_upper)
    {
        if noun(&w) {
            group = Some(w.stem.to_string());
        }
    }
    // "13 were shot and killed"
    let behind = behind.next().filter(|w| participle(w) && !w.is_after_break).and_then(|w| people_class(&w.stem));
    let mut before = window.before().take(5).peekable();
    while before.next_if(|w| BETWEEN.contains(&w.low.as_str()) && people_class(&w.stem).is_none()).is_some() {}
    let joined = window.phrase().first().is_some_and(|w| !w.is_after_break);
    let word = before.next().filter(|_| joined);
    let before = word.and_then(|w| people_class(&w.stem));
    let toll = window.before().take(7).any(|w| w.low == "toll").then_some("die");
    let group = group.filter(|_| behind.is_some());
    (behind.or(before).or(toll), group)
}

/// The currency for which a bare "$" stands in an article, where it is not that of the United States: told by the end
/// of the host's name.
pub(super) fn dollar(reading: &Reading) -> Option<&'static str> {
    let metadata = &reading.article.metadata;
    let url = metadata.url.as_ref().map(|u| u.value.as_str());
    let publisher = metadata.publisher.as_ref().map(|p| p.value.as_str());
    let host = |s: &str| s.split("://").last().and_then(|s| s.split(['/', ' ', '?']).next()).map(str::to_lowercase);
    let ends = [(".au", "AUD"), (".ca", "CAD"), (".nz", "NZD"), (".sg", "SGD"), (".hk", "HKD")];
    let hosts = || url.into_iter().chain(publisher).filter_map(host);
    ends.into_iter().find(|(end, _)| hosts().any(|h| h.ends_with(end))).map(|e| e.1)
}

/// The slot of a figure; `None` where nothing says what it measures.
pub(super) fn slot(quantity: &Quantity, window: &Window, dollar: Option<&str>) -> Option<Slot> {
    let measure = &quantity.measure;
    let calendar = |h: &&str| {
        h.ends_with("day") && *h != "day" || matches!(*h, "today" | "tonight" | "weekend" | "year" | "quarter")
    };
    let head = measure.head.as_deref().filter(|h| !calendar(h)).map(|h| stem(h).to_string());
    let lemma = measure.event.as_deref().filter(|e| !LIGHT.contains(e));
    let verb = lemma.map(|l| stem(l).to_string());
    let event = verb.as_deref().map(|v| class(v).map_or_else(|| v.to_owned(), str::to_owned));
    let whole = |kind, name: String| Some(Slot { kind, name, group: None, event: event.clone(), is_touched: false });
    let own = attribute::name(quantity, window, head.as_deref()).map(str::to_owned);
    if let Some(name) = own.or_else(|| term::name(quantity, window)) {
        return whole(SlotKind::Attribute, name);
    }
    if let Some(dimension) = quantity.unit.dimension {
        return measured(dimension, dollar, quantity, window, head, event);
    }
    let (touching, named) = happened(window);
    let Some(head) = head else {
        let Some(class) = touching else {
            // "took 23 into custody": enough to agree with another figure, not to contradict it.
            let mut found: Vec<&str> = window.around(5).filter_map(|w| people_class(&w.stem)).collect();
            found.dedup();
            let [class] = found[..] else { return None };
            return Some(Slot {
                kind: SlotKind::People,
                name: class.into(),
                group: None,
                event: None,
                is_touched: false,
            });
        };
        let group = named.filter(|g| !PEOPLE[0].contains(g)).map(|g| canonical(&g));
        return Some(Slot {
            kind: SlotKind::People,
            name: class.into(),
            group,
            event: Some(class.into()),
            is_touched: true,
        });
    };
    let other = matches!(head.as_str(), "other" | "more");
    // "20 deaths", "300 arrests"
    let counted = measure
        .head
        .as_deref()
        .filter(|h| matches!(*h, "death" | "dead" | "fatality" | "toll" | "arrest" | "injury" | "arrestee" | "evacuee"))
        .and(people_class(&head));
    let nation = window.phrase().last().and_then(|w| gazetteer::demonym(w.low.trim_end_matches('s')));
    if other
        || counted.is_some()
        || is_people(&head)
        || nation.is_some()
        || touching.is_some() && !is_thing(window, &head)
    {
        // A number without its noun is what the words that touch it say, not the clause.
        let has_noun = other || window.phrase().iter().any(|w| *w.stem == *head || nation.is_some());
        let listed =
            event.as_deref().filter(|_| has_noun).and_then(|e| PEOPLE_CLASSES.iter().find(|c| **c == e).copied());
        let carried = || {
            let mut found: Vec<&str> = window.around(6).filter_map(|w| people_class(&w.stem)).collect();
            found.dedup();
            if let [one] = found[..] { Some(one) } else { None }
        };
        let class = counted.or(touching).or(listed).or_else(|| event.is_none().then(carried).flatten());
        // "captured 1,900 delegates": nobody arrests those who are won.
        let class = class.filter(|class| *class != "arrest" || head != "deleg");
        let general = other || PEOPLE[0].contains(&head) || !is_people(&head) && nation.is_none();
        let group = (!general).then(|| nation.map_or_else(|| canonical(&head), |n| format!("country {n}")));
        if let Some(class) = class {
            let is_touched = counted.or(touching).is_some();
            return Some(Slot {
                kind: SlotKind::People,
                name: class.into(),
                group,
                event: Some(class.into()),
                is_touched,
            });
        }
        let name = group.unwrap_or_else(|| "person".into());
        return Some(Slot { kind: SlotKind::Things, name, group: None, event, is_touched: false });
    }
    let words = window.phrase().iter().filter(|w| w.is_upper).map(|w| w.low.clone());
    let pairs = window.phrase().windows(2).filter(|w| w[0].is_upper).map(|w| format!("{}-{}", w[0].low, w[1].low));
    let designation = words.chain(pairs).find(|w| is_designation(w));
    let name = designation.map_or_else(|| canonical(&head), |w| w.trim_end_matches('s').to_owned());
    let group = measure.modifiers.iter().any(|m| m == "other").then(|| "other".to_owned());
    Some(Slot { kind: SlotKind::Things, name, group, event, is_touched: false })
}

/// "AK-47": letters and digits that name a make.
fn is_designation(low: &str) -> bool {
    let name = low.split_once('-');
    name.is_some_and(|(a, b)| {
        (1..=4).contains(&a.len())
            && a.bytes().all(|c| c.is_ascii_alphabetic())
            && b.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// A noun that stands in the phrase itself and is none for people: what is "damaged" or "seized" are things then.
fn is_thing(window: &Window, head: &str) -> bool {
    window.phrase().iter().any(|w| *w.stem == *head) && !is_people(head) && people_class(head).is_none()
}

/// What the money is for, by the nearest word that says so; that it is paid or worth something says least.
fn money_class(window: &Window, event: Option<&str>) -> Option<&'static str> {
    let mut near: Vec<(usize, &'static str)> = Vec::new();
    for side in [window.before().take(12).collect::<Vec<_>>(), window.behind().take(12).collect()] {
        let classes = side.iter().enumerate().filter_map(|(at, w)| Some((at, class(&w.stem)?)));
        near.extend(classes.filter(|(_, c)| MONEY_CLASSES.contains(c)));
    }
    let weak = |c: &str| matches!(c, "pay" | "value");
    sort_by_key(&mut near, |(at, c)| (weak(c), *at));
    near.first().map(|n| n.1).or_else(|| MONEY_CLASSES.iter().find(|c| Some(**c) == event).copied())
}

/// The slot of a figure with a unit.
fn measured(
    dimension: &str,
    dollar: Option<&str>,
    quantity: &Quantity,
    window: &Window,
    head: Option<String>,
    event: Option<String>,
) -> Option<Slot> {
    let words = |word: &str| window.before().take(4).chain(window.behind().take(3)).any(|w| w.low == word);
    if dimension == "length" {
        if words("depth") || words("deep") {
            return Some(Slot {
                kind: SlotKind::Attribute,
                name: "depth".into(),
                group: None,
                event,
                is_touched: false,
            });
        }
        // "13 miles east of Port Alder"
        let mut behind = window.behind().take(8).skip_while(|w| {
            w.low.ends_with("east")
                || w.low.ends_with("west")
                || matches!(w.low.as_str(), "north" | "south" | "away" | "southeast" | "northeast")
                || w.low.starts_with('5')
                || w.low.bytes().all(|b| b.is_ascii_digit())
        });
        let from = behind.next().filter(|w| matches!(w.low.as_str(), "of" | "from" | "off" | "outside"));
        let name = from.and_then(|_| behind.find(|w| w.is_capital));
        if let Some(name) = name {
            let name = format!("distance from {}", name.low);
            return Some(Slot { kind: SlotKind::Attribute, name, group: None, event, is_touched: false });
        }
    }
    if let Some(currency) = dimension.strip_prefix("money:").filter(|d| !d.contains('/')) {
        let class = money_class(window, event.as_deref());
        let bare = window.phrase().iter().any(|w| w.low.starts_with('$'));
        let currency = dollar.filter(|_| bare && currency == "USD").unwrap_or(currency);
        return Some(Slot {
            kind: SlotKind::Money,
            name: format!("{currency} {}", class.unwrap_or("amount")),
            group: head,
            event: class.map(str::to_owned).or(event),
            is_touched: false,
        });
    }
    let rate = quantity.change.is_some();
    Some(Slot {
        kind: SlotKind::Measure,
        name: format!("{dimension}{}", if rate { " change" } else { "" }),
        group: head,
        event,
        is_touched: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::same::tests::conflicts;

    #[test]
    fn delegates_who_are_captured_are_not_arrested() {
        let here = "Ann Marsh had captured 1,944 delegates before the Eastgate vote.";
        let there = |whom: &str| {
            format!("Ida Moss was optimistic about getting to the 1,237 {whom} to be captured at Eastgate.")
        };
        assert_eq!(conflicts(here, &there("delegates")), 0);
        assert_eq!(conflicts(&here.replace("delegates", "sailors"), &there("sailors")), 2);
    }
}
