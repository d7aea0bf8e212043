//! Words that tell what a name stands for: the language layer's lists, and what running text adds to them.

use crate::article::calendar;
use crate::language::{gazetteer, rarity, stem};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Titles and roles that stand before a person's name, in lower case without a stop.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "president",
    "minister",
    "premier",
    "chancellor",
    "secretary",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "mayor",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "cardinal",
    "bishop",
    "archbishop",
    "father",
    "sister",
    "rev",
    "reverend",
    "imam",
    "sheikh",
    "ayatollah",
    "gen",
    "general",
    "col",
    "colonel",
    "maj",
    "major",
    "capt",
    "captain",
    "lt",
    "lieutenant",
    "sgt",
    "sergeant",
    "cpl",
    "corporal",
    "private",
    "admiral",
    "commander",
    "commissioner",
    "inspector",
    "detective",
    "officer",
    "chief",
    "judge",
    "justice",
    "attorney",
    "prosecutor",
    "sheriff",
    "director",
    "chairman",
    "chairwoman",
    "chair",
    "clerk",
    "ceo",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "ambassador",
    "envoy",
    "diplomat",
    "analyst",
    "economist",
    "lawyer",
    "author",
    "journalist",
    "reporter",
    "correspondent",
    "editor",
    "coach",
    "manager",
    "leader",
    "lawmaker",
    "activist",
    "founder",
    "vice",
    "deputy",
    "councillor",
    "councilman",
    "councilwoman",
    "speaker",
    "adviser",
    "advisor",
    "aide",
    "candidate",
    "nominee",
    "strategist",
    "scientist",
    "researcher",
    "engineer",
    "singer",
    "actor",
    "actress",
    "boss",
    "head",
    "superintendent",
    "trooper",
    "marshal",
    "nurse",
    "doctor",
    "harbourmaster",
    "firefighter",
];

/// Lists that a word may stand in, a bit each.
const TITLE: u8 = 1;
const ROLE: u8 = 2;
const ADDRESS: u8 = 4;
const ORGANISATION: u8 = 8;
const PLACE: u8 = 16;
const CALENDAR: u8 = 32;
const GROUP: u8 = 64;

/// The lists that each word stands in, in lower case.
static LISTED: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let months = calendar::MONTHS.iter().chain(calendar::WEEKDAYS).map(|row| row.0);
    let lists = [(TITLE, TITLES), (ROLE, ROLES), (ADDRESS, ADDRESSES), (ORGANISATION, ORGANISATIONS), (PLACE, PLACES)];
    let lists = lists.into_iter().chain([(GROUP, GROUPS), (CALENDAR, FEASTS)]);
    let words = lists.flat_map(|(bit, list)| list.iter().map(move |word| (*word, bit)));
    let mut listed = FxHashMap::default();
    for (word, bit) in words.chain(months.map(|month| (month, CALENDAR))) {
        *listed.entry(word).or_default() |= bit;
    }
    listed
});

/// The lists that a word in any case stands in.
fn listed(word: &str) -> u8 {
    gazetteer::in_lower_case(word, |lower| LISTED.get(lower).copied().unwrap_or(0))
}

/// The same, its full stop left out.
fn listed_bare(word: &str) -> u8 {
    listed(word.trim_end_matches('.'))
}

/// Roles that stand for a person without a name, beside the titles.
const ROLES: &[&str] = &["strongman", "statesman", "politician", "monarch", "incumbent", "ex-president"];

/// Whether a word stands for a person by what they are ("the president").
pub(super) fn is_role(word: &str) -> bool {
    listed_bare(word) & (TITLE | ROLE) != 0
}

/// Titles that are abbreviations or forms of address, no description by themselves.
const ADDRESSES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "dame", "sen", "rep", "gov", "gen", "col", "maj", "capt",
    "lt", "sgt", "prof",
];

/// Whether a word is such a title.
pub(super) fn is_address(word: &str) -> bool {
    listed_bare(word) & ADDRESS != 0
}

/// Words in names of organisations.
const ORGANISATIONS: &[&str] = &[
    "ministry",
    "department",
    "agency",
    "bureau",
    "office",
    "council",
    "committee",
    "commission",
    "party",
    "union",
    "court",
    "bank",
    "company",
    "corporation",
    "corp",
    "inc",
    "ltd",
    "llc",
    "plc",
    "group",
    "association",
    "organisation",
    "organization",
    "institute",
    "university",
    "college",
    "school",
    "hospital",
    "army",
    "navy",
    "force",
    "forces",
    "police",
    "guard",
    "senate",
    "congress",
    "parliament",
    "house",
    "government",
    "administration",
    "authority",
    "service",
    "services",
    "fund",
    "foundation",
    "society",
    "federation",
    "league",
    "club",
    "nations",
    "medical",
    "clinic",
    "images",
    "reuters",
    "bloomberg",
    "xinhua",
    "interfax",
    "tass",
    "news",
    "times",
    "post",
    "journal",
    "press",
    "agence",
    "network",
    "television",
    "radio",
    "tv",
    "front",
    "brigade",
    "movement",
    "coalition",
    "alliance",
    "center",
    "centre",
    "kremlin",
    "pentagon",
    "nato",
    "isis",
    "isil",
    "daesh",
    "crescent",
    "cross",
    "treasury",
    "exchange",
    "airlines",
    "airways",
    "motors",
    "brothers",
    "observatory",
    "watch",
    "amnesty",
    "republicans",
    "democrats",
    "taliban",
    "qaeda",
    "qaida",
    "hezbollah",
    "hamas",
    "board",
    "cabinet",
    "wire",
    "gazette",
    "tribune",
    "herald",
    "telegraph",
    "guardian",
    "brigades",
    "state",
];

/// Words in names of places.
const PLACES: &[&str] = &[
    "city",
    "county",
    "province",
    "region",
    "river",
    "lake",
    "sea",
    "ocean",
    "gulf",
    "bay",
    "island",
    "islands",
    "mount",
    "mountain",
    "mountains",
    "street",
    "avenue",
    "road",
    "square",
    "airport",
    "airbase",
    "port",
    "peninsula",
    "valley",
    "north",
    "south",
    "east",
    "west",
    "republic",
    "kingdom",
    "strip",
    "harbour",
    "harbor",
    "bridge",
    "park",
    "hill",
    "hills",
    "district",
];

/// Whether a name is of a storm, a ship or an operation, whoever it is called after.
pub(super) fn names_thing(name: &str) -> bool {
    let mut words = name.split(' ').map(str::to_lowercase);
    name.contains(' ')
        && words.any(|w| {
            matches!(w.as_str(), "hurricane" | "storm" | "typhoon" | "cyclone" | "operation" | "uss" | "hms" | "mv")
        })
}

/// States of the United States as the Associated Press shortens them.
pub(super) fn is_state_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "Ala."
            | "Ariz."
            | "Ark."
            | "Calif."
            | "Colo."
            | "Conn."
            | "Del."
            | "Fla."
            | "Ga."
            | "Ill."
            | "Ind."
            | "Kan."
            | "Ky."
            | "La."
            | "Md."
            | "Mass."
            | "Mich."
            | "Minn."
            | "Miss."
            | "Mo."
            | "Mont."
            | "Neb."
            | "Nev."
            | "N.H."
            | "N.J."
            | "N.M."
            | "N.Y."
            | "N.C."
            | "N.D."
            | "Okla."
            | "Ore."
            | "Pa."
            | "R.I."
            | "S.C."
            | "S.D."
            | "Tenn."
            | "Vt."
            | "Va."
            | "Wash."
            | "W.Va."
            | "Wis."
            | "Wyo."
            | "D.C."
    )
}

/// Feasts that are written as months and weekdays are.
const FEASTS: &[&str] = &["christmas", "easter"];

/// Months, weekdays and feasts: written with a capital, and no names.
pub(super) fn is_calendar(word: &str) -> bool {
    listed_bare(word) & CALENDAR != 0
}

/// Adjectives of creed, group and direction.
const GROUPS: &[&str] = &[
    "jewish",
    "kurdish",
    "muslim",
    "arab",
    "sunni",
    "shiite",
    "shia",
    "catholic",
    "orthodox",
    "protestant",
    "democratic",
    "republican",
    "western",
    "eastern",
    "northern",
    "southern",
    "european",
    "african",
    "asian",
    "latin",
    "islamic",
    "islamist",
    "soviet",
    "us",
    "u.s.",
    "uk",
    "u.k.",
    "eu",
    "un",
    "u.n.",
    "gop",
];

/// Whether a capitalised word is an adjective of nationality, creed or direction rather than a name.
pub(super) fn is_demonym(word: &str) -> bool {
    gazetteer::demonym(word).is_some() && gazetteer::place(word).is_none() || listed(word) & GROUP != 0
}

/// Whether a word is a title or role that stands before a name.
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    listed(bare) & TITLE != 0 || gazetteer::title(word).or_else(|| gazetteer::title(bare)).is_some()
}

/// Whether a word is typical of names of organisations.
pub(super) fn is_organisation_word(word: &str) -> bool {
    listed(word) & ORGANISATION != 0 || gazetteer::organisation_word(word)
}

/// Whether a word is typical of names of places ("River", "Street").
pub(super) fn is_place_word(word: &str) -> bool {
    listed(word) & PLACE != 0
}

/// Whether a word is often met in small letters: one in twenty thousand.
pub(super) fn is_known_word(word: &str) -> bool {
    rarity(&stem(word)) < 171
}
