//! Words that tell what a name stands for: the language layer's lists, and what running text adds to them.

use crate::article::calendar;
use crate::language::gazetteer;

/// Titles and roles that stand before a person's name, in lower case without a stop.
pub(super) const TITLES: &[&str] = &[
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

/// Last words of roles that a description may name ("the Russian president", "the mayor").
pub(super) fn is_role(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&word.as_str())
        || matches!(word.as_str(), "strongman" | "statesman" | "politician" | "monarch" | "incumbent" | "ex-president")
}

/// Titles that are abbreviations or forms of address, no description by themselves.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    matches!(
        word.as_str(),
        "mr" | "mrs"
            | "ms"
            | "miss"
            | "dr"
            | "sir"
            | "lord"
            | "lady"
            | "dame"
            | "sen"
            | "rep"
            | "gov"
            | "gen"
            | "col"
            | "maj"
            | "capt"
            | "lt"
            | "sgt"
            | "prof"
    )
}

/// Words in names of organisations.
pub(super) const ORGANISATION: &[&str] = &[
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
pub(super) const PLACE: &[&str] = &[
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

/// Months and weekdays: written with a capital, and no names.
pub(super) fn is_calendar(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    let word = word.as_str();
    calendar::month(word).is_some() || calendar::weekday(word).is_some() || matches!(word, "christmas" | "easter")
}

/// Whether a capitalised word is an adjective of nationality, creed or direction rather than a name.
pub(super) fn is_demonym(word: &str) -> bool {
    const OTHERS: &[&str] = &[
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
    gazetteer::demonym(word).is_some() && gazetteer::place(word).is_none()
        || OTHERS.contains(&word.to_lowercase().as_str())
}

/// Whether a word is a title or role that stands before a name.
pub(super) fn is_title(word: &str) -> bool {
    let bare = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&bare.as_str()) || gazetteer::title(word).or_else(|| gazetteer::title(&bare)).is_some()
}

/// Whether a word is typical of names of organisations.
pub(super) fn is_organisation_word(word: &str) -> bool {
    ORGANISATION.contains(&word.to_lowercase().as_str()) || gazetteer::organisation_word(word)
}
