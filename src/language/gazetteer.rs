//! Names that are known beforehand: given names, surnames, places, nationalities, titles, words of organisations.
//!
//! Read from the lists under `models/lists` on first use. Look-ups are by the form as written in running text.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

/// Of a person's name or title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Gender {
    Female,
    Male,
}

/// What is known of a given name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GivenName {
    /// How many in a hundred bearers are women.
    pub women: u8,
}

impl GivenName {
    /// The gender of nineteen bearers in twenty, if there is one.
    pub fn gender(self) -> Option<Gender> {
        match self.women {
            0..=5 => Some(Gender::Male),
            95..=100 => Some(Gender::Female),
            _ => None,
        }
    }
}

/// What kind of place a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum PlaceKind {
    Country,
    Capital,
    City,
    /// A state of the United States.
    State,
}

/// A place that a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The kind; of several places of one name, country before capital, state and city.
    pub kind: PlaceKind,
    /// ISO 3166 code of the country that it is or lies in.
    pub country: &'static str,
    /// Inhabitants, for cities; 0 where not known.
    pub population: u32,
}

impl Place {
    /// Whether it is a country or a state, by which a town is told from others of its name.
    pub fn is_region(self) -> bool {
        matches!(self.kind, PlaceKind::Country | PlaceKind::State)
    }
}

/// The walk of life that a title comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TitleKind {
    Honorific,
    Academic,
    Political,
    Military,
    Police,
    Religious,
    Legal,
    Corporate,
    Other,
}

/// A title or role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// Where it comes from.
    pub kind: TitleKind,
    /// The gender it speaks of.
    pub gender: Option<Gender>,
}

struct Lists {
    given: FxHashMap<&'static str, u8>,
    surnames: FxHashSet<&'static str>,
    places: FxHashMap<&'static str, Place>,
    names: FxHashMap<&'static str, &'static str>,
    capitals: FxHashMap<&'static str, &'static str>,
    demonyms: FxHashMap<&'static str, &'static str>,
    titles: FxHashMap<&'static str, Title>,
    organisations: FxHashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(read);

fn columns(text: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    text.lines().map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    })
}

fn read() -> Lists {
    let given = columns(include_str!("../../models/lists/given-names.tsv"))
        .chain(columns(include_str!("../../models/lists/given-names-more.tsv")))
        .map(|[name, women, ..]| (name, women.parse().unwrap_or(50)))
        .collect();
    let mut places: FxHashMap<&str, Place> = FxHashMap::default();
    for [name, country, population, _] in columns(include_str!("../../models/lists/cities.tsv")) {
        let population = population.parse().unwrap_or(0);
        places.insert(name, Place { kind: PlaceKind::City, country, population });
    }
    for [_, name, ..] in columns(include_str!("../../models/lists/states.tsv")) {
        places.insert(name, Place { kind: PlaceKind::State, country: "US", population: 0 });
    }
    let (mut names, mut capitals, mut demonyms) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
    for [country, name, capital, demonym] in columns(include_str!("../../models/lists/countries.tsv")) {
        names.insert(country, name.strip_prefix("The ").unwrap_or(name));
        capitals.insert(country, capital);
        let population = places.get(capital).filter(|p| p.country == country).map_or(0, |p| p.population);
        if !capital.is_empty() {
            places.insert(capital, Place { kind: PlaceKind::Capital, country, population });
        }
        for demonym in demonym.split([',', '/']).map(str::trim).filter(|d| !d.is_empty()) {
            demonyms.entry(demonym).or_insert(country);
        }
    }
    let of = |country| Place { kind: PlaceKind::Country, country, population: 0 };
    for (&country, &name) in &names {
        places.insert(name, of(country));
    }
    for [country, kind, word, _] in columns(include_str!("../../models/lists/country-words.tsv")) {
        if kind == "name" {
            places.insert(word, of(country));
        } else {
            demonyms.insert(word, country);
        }
    }
    // Demonyms that two countries share, and country names that are states or cities first.
    for (demonym, country) in [("Chinese", "CN"), ("French", "FR"), ("American", "US"), ("Indian", "IN")] {
        demonyms.insert(demonym, country);
    }
    Lists {
        given,
        surnames: include_str!("../../models/lists/surnames.txt").lines().collect(),
        places,
        names,
        capitals,
        demonyms,
        titles: columns(include_str!("../../models/lists/titles.tsv")).filter_map(title_entry).collect(),
        organisations: include_str!("../../models/lists/organisation-words.txt").lines().collect(),
    }
}

fn title_entry([name, kind, gender, _]: [&'static str; 4]) -> Option<(&'static str, Title)> {
    let kind = match kind {
        "honorific" => TitleKind::Honorific,
        "academic" => TitleKind::Academic,
        "political" => TitleKind::Political,
        "military" => TitleKind::Military,
        "police" => TitleKind::Police,
        "religious" => TitleKind::Religious,
        "legal" => TitleKind::Legal,
        "corporate" => TitleKind::Corporate,
        "other" => TitleKind::Other,
        _ => return None,
    };
    let gender = match gender {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    };
    Some((name, Title { kind, gender }))
}

/// A given name, written with a capital.
pub fn given_name(name: &str) -> Option<GivenName> {
    LISTS.given.get(name).map(|&women| GivenName { women })
}

/// Whether it is one of the more frequent surnames of the United States, written with a capital.
pub fn surname(name: &str) -> bool {
    LISTS.surnames.contains(name)
}

/// A country, state or big city, written as usual or with hyphens between its words ("Dar-es-Salaam"); an article before it does
/// not belong to the name.
pub fn place(name: &str) -> Option<Place> {
    let places = &LISTS.places;
    places.get(name).or_else(|| name.contains('-').then(|| places.get(&*name.replace('-', " "))).flatten()).copied()
}

/// The country that a word of nationality speaks of ("Syrian", "Britons"), as its ISO 3166 code.
pub fn demonym(word: &str) -> Option<&'static str> {
    let list = &LISTS.demonyms;
    list.get(word).or_else(|| list.get(word.strip_suffix('s')?)).copied()
}

/// Name of a country in English, from its ISO 3166 code.
pub fn country_name(code: &str) -> Option<&'static str> {
    LISTS.names.get(code).copied()
}

/// Capital of a country, from its ISO 3166 code.
pub fn capital(code: &str) -> Option<&'static str> {
    LISTS.capitals.get(code).copied().filter(|c| !c.is_empty())
}

/// A title or role of one or more words, in any case ("Mr", "defence minister", "Lt. Col."); not in the plural.
pub fn title(phrase: &str) -> Option<Title> {
    in_lower_case(phrase, |lower| LISTS.titles.get(phrase).or_else(|| LISTS.titles.get(lower)).copied())
}

/// Whether a word is typical of names of organisations ("Ministry", "Party", "Inc."), in any case.
pub fn organisation_word(word: &str) -> bool {
    in_lower_case(word, |lower| LISTS.organisations.contains(word) || LISTS.organisations.contains(lower))
}

/// Looks at a word in lower case, for which short ones need no memory of their own.
pub(crate) fn in_lower_case<T>(word: &str, look: impl FnOnce(&str) -> T) -> T {
    if !word.is_ascii() {
        return look(&word.to_lowercase());
    }
    if !word.bytes().any(|b| b.is_ascii_uppercase()) {
        return look(word);
    }
    let mut room = [0; 32];
    let Some(lower) = room.get_mut(..word.len()) else { return look(&word.to_ascii_lowercase()) };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    look(str::from_utf8(lower).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_tell_gender_where_nearly_all_bearers_agree() {
        assert_eq!(given_name("Mary").and_then(GivenName::gender), Some(Gender::Female));
        assert_eq!(given_name("Vladimir").and_then(GivenName::gender), Some(Gender::Male));
        assert_eq!(given_name("Kelly").and_then(GivenName::gender), None);
        assert_eq!(given_name("The"), None);
        assert!(surname("Johnson") && !surname("Table"));
    }

    #[test]
    fn a_country_comes_before_a_city_of_the_same_name() {
        let kind = |name| place(name).map(|p| (p.kind, p.country));
        assert_eq!(kind("Mexico"), Some((PlaceKind::Country, "MX")));
        assert_eq!(kind("Moscow"), Some((PlaceKind::Capital, "RU")));
        assert_eq!(kind("Aleppo"), Some((PlaceKind::City, "SY")));
        assert_eq!(kind("Texas"), Some((PlaceKind::State, "US")));
        assert_eq!(kind("U.K."), Some((PlaceKind::Country, "GB")));
        assert_eq!(kind("Netherlands"), Some((PlaceKind::Country, "NL")));
    }

    #[test]
    fn nationalities_lead_to_their_country() {
        assert_eq!(demonym("Syrians"), Some("SY"));
        assert_eq!(demonym("Britons"), Some("GB"));
        assert_eq!(demonym("Chinese"), Some("CN"));
        assert_eq!(demonym("Palestinian"), Some("PS"));
        assert_eq!((country_name("SY"), capital("SY")), (Some("Syria"), Some("Damascus")));
    }

    #[test]
    fn titles_and_organisation_words_are_found_in_any_case() {
        assert_eq!(title("Defence Minister").map(|t| t.kind), Some(TitleKind::Political));
        assert_eq!(title("Mrs.").and_then(|t| t.gender), Some(Gender::Female));
        assert_eq!(title("LT. COL.").map(|t| t.kind), Some(TitleKind::Military));
        assert!(organisation_word("Ministry") && organisation_word("inc.") && !organisation_word("banana"));
    }
}
