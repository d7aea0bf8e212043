//! Who a person is over all articles: "Vladimir Putin", "President Putin" and "V. Putin" are one, two Smiths are two.
//!
//! An article that gives a surname alone may mean any bearer of it, so two people are told apart only by given names
//! that differ, whatever their spelling: "Sergei" and "Sergey", "Bill" and "William" are the same name.

use super::Settings;
use super::figure::hash;
use crate::text::WordMemory;
use std::cell::RefCell;

/// A person's name as it is compared between articles. Eight bytes of hashes and an initial: every utterance and every
/// figure of a large corpus holds some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Person {
    surname: u32,
    /// Hash of the given name's sound; 0 where only an initial is known, or nothing.
    given: u32,
    /// First letter of the given name, in lower case.
    initial: Option<char>,
}

thread_local! {
    /// The people of the names seen lately.
    static PEOPLE: RefCell<WordMemory<Person>> = RefCell::default();
}

impl Person {
    /// The person of that name, or of the name that `copydesk.toml` lists first for it.
    pub fn of(name: &str, settings: &Settings) -> Self {
        let name = alias(name, settings).unwrap_or(name);
        PEOPLE.with_borrow_mut(|known| known.get(name, || Self::named(name)))
    }

    fn named(name: &str) -> Self {
        let name = name.to_lowercase();
        let mut words: Vec<&str> = name.split_whitespace().collect();
        while words.len() > 1 && matches!(words[words.len() - 1].trim_end_matches('.'), "jr" | "sr" | "ii" | "iii") {
            words.pop();
        }
        let (surname, given) = match words[..] {
            [] => ("", None),
            [only] => (only, None),
            [first, .., last] => (last, Some(first)),
        };
        let surname = hash(surname_of(surname)) as u32;
        let Some(given) = given else { return Self { surname, given: 0, initial: None } };
        let given: String = formal(given).chars().filter(|c| c.is_alphabetic()).collect();
        let sound = sound(&given);
        let whole = given.chars().count() > 1;
        Self { surname, given: if whole { hash(&*sound) as u32 | 1 } else { 0 }, initial: sound.chars().next() }
    }

    /// Whether two articles may mean one person by these names.
    pub fn may_be(&self, other: &Person) -> bool {
        let given = self.given == 0 || other.given == 0 || self.given == other.given;
        let initial = self.initial.is_none() || other.initial.is_none() || self.initial == other.initial;
        self.surname == other.surname && given && initial
    }

    /// Bytes of [`Person::to_bytes`].
    pub(super) const WIDTH: usize = 13;

    /// Somebody or nobody.
    pub(super) fn to_bytes(of: Option<Self>) -> [u8; Self::WIDTH] {
        let mut bytes = [0; Self::WIDTH];
        if let Some(Self { surname, given, initial }) = of {
            bytes[0] = 1;
            bytes[1..5].copy_from_slice(&surname.to_le_bytes());
            bytes[5..9].copy_from_slice(&given.to_le_bytes());
            bytes[9..13].copy_from_slice(&initial.map_or(0, u32::from).to_le_bytes());
        }
        bytes
    }

    /// What [`Person::to_bytes`] was given.
    pub(super) fn from_bytes(bytes: [u8; Self::WIDTH]) -> Option<Self> {
        let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|i| bytes[at + i]));
        let initial = char::from_u32(number(9)).filter(|initial| *initial != '\0');
        (bytes[0] != 0).then(|| Self { surname: number(1), given: number(5), initial })
    }

    /// Whether more than the surname is known.
    pub fn has_given(&self) -> bool {
        self.initial.is_some()
    }

    /// Hash of the surname.
    pub(super) fn surname(&self) -> u32 {
        self.surname
    }

    /// Whether two names end in the same surname.
    pub fn shares_surname(&self, other: &Person) -> bool {
        self.surname == other.surname
    }
}

/// The name that stands first in the group of `[[alias]]` that has this one.
pub(super) fn alias<'a>(name: &str, settings: &'a Settings) -> Option<&'a str> {
    let group = settings.aliases.iter().find(|g| g.iter().any(|n| n.eq_ignore_ascii_case(name)))?;
    group.first().map(String::as_str)
}

/// A surname without the article that some outlets write before it ("al-Assad").
fn surname_of(name: &str) -> &str {
    let name = name.trim_matches(|c: char| !c.is_alphabetic());
    ["al-", "el-", "ad-", "as-", "ar-"].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// The name that a familiar form stands for.
fn formal(given: &str) -> &str {
    match given {
        "bill" | "billy" | "will" | "liam" => "william",
        "bob" | "bobby" | "rob" => "robert",
        "dick" | "rick" | "richie" => "richard",
        "ted" | "ed" | "eddie" | "ned" => "edward",
        "jack" | "johnny" => "john",
        "jim" | "jimmy" | "jamie" => "james",
        "joe" | "joey" => "joseph",
        "mike" | "mick" | "mickey" => "michael",
        "tony" => "anthony",
        "tom" | "tommy" => "thomas",
        "dan" | "danny" => "daniel",
        "dave" => "david",
        "steve" => "steven",
        "chris" => "christopher",
        "matt" => "matthew",
        "nick" => "nicholas",
        "andy" | "drew" => "andrew",
        "tim" => "timothy",
        "greg" => "gregory",
        "jeff" => "jeffrey",
        "ken" => "kenneth",
        "ron" => "ronald",
        "don" => "donald",
        "sam" => "samuel",
        "ben" => "benjamin",
        "alex" | "sasha" => "alexander",
        "larry" => "lawrence",
        "gerry" | "jerry" => "gerald",
        "hank" | "harry" => "henry",
        "chuck" | "charlie" => "charles",
        "liz" | "beth" | "betty" => "elizabeth",
        "kate" | "kathy" | "cathy" => "katherine",
        "sue" | "susie" => "susan",
        "meg" | "peggy" | "maggie" => "margaret",
        "pat" => "patricia",
        "debbie" => "deborah",
        "jen" | "jenny" => "jennifer",
        given => given,
    }
}

/// How a given name sounds, roughly: its first letter and consonants, so that ways of writing it in Latin letters agree.
fn sound(given: &str) -> String {
    let spelt = given.replace("ph", "f").replace('x', "ks").replace("ck", "k").replace(['c', 'q'], "k");
    let spelt = spelt.replace('z', "s").replace('w', "v");
    let mut sound = String::new();
    for (index, letter) in spelt.chars().enumerate() {
        let kept = index == 0 || !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h');
        if kept && !sound.ends_with(letter) {
            sound.push(letter);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_be(a: &str, b: &str) -> bool {
        let settings = Settings::default();
        let (a, b) = (Person::of(a, &settings), Person::of(b, &settings));
        assert_eq!(a.may_be(&b), b.may_be(&a));
        a.may_be(&b)
    }

    #[test]
    fn two_people_of_one_surname_are_two() {
        assert!(!may_be("Anna Smith", "Peter Smith"));
        assert!(!may_be("Paul Smith", "Peter Smith"));
        assert!(!may_be("A. Smith", "Peter Smith"));
        assert!(!may_be("Anna Smith", "Anna Velder"));
    }

    #[test]
    fn a_surname_alone_may_be_any_bearer() {
        assert!(may_be("Smith", "Peter Smith"));
        assert!(may_be("P. Smith", "Peter J. Smith Jr."));
    }

    #[test]
    fn a_name_in_another_spelling_is_the_same() {
        assert!(may_be("Sergei Larov", "Sergey Larov"));
        assert!(may_be("Mohammed al-Hadar", "Muhammad Hadar"));
        assert!(may_be("Bill Larkin", "William Larkin"));
        assert!(may_be("Katherine Velder", "Catherine Velder"));
    }

    #[test]
    fn an_alias_is_the_name_that_stands_first() {
        let names = vec!["Leo Hart".to_owned(), "The Lion".to_owned()];
        let settings = Settings { aliases: vec![names], ..Settings::default() };
        assert!(Person::of("the lion", &settings).may_be(&Person::of("Leo Hart", &settings)));
        assert!(!Person::of("the lion", &settings).may_be(&Person::of("Anna Hart", &settings)));
    }
}
