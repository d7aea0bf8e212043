//! Titles of a draft: another rank or office than the sources give to the same person.

use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::Sources;
use super::{Difference, Discrepancy, flat};
use crate::reading::{Entity, EntityKind, Mention, MentionForm, Reading};
use crate::text::Span;

/// Titles of which a person has one at a time, those of one meaning together.
const FAMILIES: &[&[&[&str]]] = &[
    &[
        &["president"],
        &["prime minister", "premier"],
        &["chancellor"],
        &["minister", "secretary"],
        &["king"],
        &["queen"],
        &["governor", "gov"],
        &["mayor", "mayoress"],
        &["senator", "sen"],
        &["rep", "congressman", "congresswoman"],
        &["ambassador"],
        &["chief economist"],
        &["attorney general"],
        &["secretary general", "general secretary"],
    ],
    &[
        &["general", "gen"],
        &["lieutenant general", "lt gen"],
        &["major general", "maj gen"],
        &["brigadier", "brigadier general", "brig gen"],
        &["colonel", "col"],
        &["lieutenant colonel", "lt col"],
        &["major", "maj"],
        &["captain", "capt"],
        &["lieutenant", "lt"],
        &["sergeant", "sgt"],
        &["corporal", "cpl"],
        &["admiral", "adm"],
        &["rear admiral"],
        &["inspector"],
        &["chief inspector"],
        &["superintendent", "supt"],
        &["chief superintendent"],
        &["constable"],
    ],
    &[
        &["chief executive", "ceo", "chief executive officer", "managing director"],
        &["director", "director general"],
        &["chairman", "chairwoman", "chairperson", "chair"],
        &["chief financial officer", "cfo", "finance director", "finance chief"],
        &["chief operating officer", "coo"],
        &["spokesman", "spokeswoman", "spokesperson"],
    ],
    &[
        &["judge", "justice", "magistrate"],
        &["prosecutor", "chief prosecutor", "state prosecutor", "district attorney"],
        &["defence lawyer", "defence attorney", "defence counsel"],
    ],
    &[&["archbishop"], &["bishop"], &["cardinal"], &["pope"], &["imam"], &["rabbi"]],
];
/// Titles that say of what somebody is the minister, the spokesman or the judge.
const PORTFOLIO: &str = "minister";
/// Words that make a title one that is not held, or not by this person.
const OTHERWISE: &[&str] = &[
    "former",
    "ex",
    "acting",
    "then",
    "candidate",
    "nominee",
    "elect",
    "designate",
    "late",
    "retired",
    "shadow",
    "interim",
    "wife",
    "husband",
    "aide",
    "adviser",
    "advisor",
    "outgoing",
    "incoming",
    "future",
    "onetime",
];
/// Offices of which "general" is a part.
const CIVIL: &[&str] =
    &["surgeon", "inspector", "consul", "solicitor", "auditor", "comptroller", "postmaster", "governor"];
/// Words that make it the title below.
const UNDER: &[&str] = &["under", "deputy", "vice", "assistant", "associate"];

/// A title as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Title {
    family: usize,
    class: usize,
    /// "finance" of a finance minister.
    portfolio: Option<String>,
    is_under: bool,
}

impl Title {
    /// The title that a role ends with.
    fn of(role: &str) -> Option<Self> {
        let lower = role.to_lowercase().replace(['.', ','], "").replace('-', " ").replace("defense", "defence");
        let words: Vec<&str> = lower.split_whitespace().collect();
        let is_civil = words.len() > 1 && words.ends_with(&["general"]) && CIVIL.contains(&words[words.len() - 2]);
        if is_civil || words.iter().any(|w| OTHERWISE.contains(w)) {
            return None;
        }
        let lower = words.join(" ");
        let all = FAMILIES.iter().enumerate().flat_map(|(family, classes)| {
            let named = move |(class, titles): (usize, &&[&'static str])| {
                titles.iter().map(move |t| (family, class, *t)).collect::<Vec<_>>()
            };
            classes.iter().enumerate().flat_map(named)
        });
        let fits = all.filter_map(|(family, class, title)| {
            let before = lower.strip_suffix(title)?;
            (before.is_empty() || before.ends_with(' ')).then_some((title.len(), family, class, before.trim_end()))
        });
        let (_, family, class, before) = fits.max_by_key(|fit| fit.0)?;
        let is_minister = FAMILIES[family][class].contains(&PORTFOLIO);
        let portfolio = before.rsplit(' ').next().filter(|w| is_minister && !w.is_empty() && !UNDER.contains(w));
        let is_under = words.iter().any(|w| UNDER.contains(w));
        Some(Self { family, class, portfolio: portfolio.map(str::to_owned), is_under })
    }

    /// Whether both may be one: "minister" is any minister.
    fn may_be(&self, other: &Title) -> bool {
        let portfolio = self.portfolio.as_ref().zip(other.portfolio.as_ref()).is_none_or(|(a, b)| a == b);
        self.class == other.class && self.is_under == other.is_under && portfolio
    }
}

/// The titles that an article gives to a person: before the name, or beside it between commas.
fn titles(reading: &Reading, entity: usize) -> Vec<(String, Title, Span)> {
    let text = &*reading.article.text;
    let named = |m: &&Mention| m.entity == entity && matches!(m.form, MentionForm::Name | MentionForm::Short);
    let introduction = reading.mentions.get(reading.entities[entity].introduction).map(|m| m.phrase);
    let roles = reading.entities[entity].roles.iter().map(|role| (role.clone(), introduction));
    let mut all: Vec<(String, Option<Span>)> = roles.collect();
    for mention in reading.mentions.iter().filter(named) {
        let (before, behind) = (&text[..mention.phrase.start as usize], &text[mention.span.end as usize..]);
        if let Some(rest) = behind.strip_prefix(", ") {
            let end = rest.find(PARTS).unwrap_or(rest.len());
            all.push((rest[..end].to_owned(), Some(mention.span)));
        }
        if let Some(rest) = before.strip_suffix(", ") {
            let clause = rest.rsplit(PARTS).next().unwrap_or(rest);
            let words: Vec<&str> = clause.split_whitespace().collect();
            all.push((words[words.len().saturating_sub(APPOSED)..].join(" "), Some(mention.span)));
        }
    }
    let titled = |(role, span): (String, Option<Span>)| {
        // "director of the agency", "chief executive at Norkraft", "mayor who left": the head stands first.
        let end = HEADS_END.iter().filter_map(|word| role.find(word)).min().unwrap_or(role.len());
        let head = role[..end].trim();
        Some((head.to_owned(), Title::of(head)?, span?))
    };
    all.into_iter().filter_map(titled).collect()
}

/// What parts one clause from another.
const PARTS: [char; 9] = [',', '.', ';', '(', ')', '"', '“', '”', '\n'];
/// Words behind which no title ends.
const HEADS_END: &[&str] = &[" of ", " for ", " at ", " in ", " who ", " and ", " since ", " from "];
/// Words before a name and a comma that may be its title.
const APPOSED: usize = 6;

/// Another title of the same person in the sources, where none of them gives the draft's.
pub(super) fn other(
    draft: &ArticleEntry,
    (entity, mention): (&Entity, &Mention),
    beside: &Sources,
    settings: &Settings,
) -> Option<Discrepancy> {
    let may_be_person = |kind| matches!(kind, EntityKind::Person | EntityKind::Other);
    if !may_be_person(entity.kind) {
        return None;
    }
    let text = &*draft.reading.article.text;
    let index = mention.entity;
    let person = Person::of(&entity.name, settings);
    titles(&draft.reading, index).into_iter().find_map(|(role, title, _)| {
        let mut instead: Option<(Location, String)> = None;
        for source in &beside.all {
            let reading = &source.entry.reading;
            let is_same =
                |e: &(usize, &Entity)| may_be_person(e.1.kind) && Person::of(&e.1.name, settings).may_be(&person);
            let mut people = reading.entities.iter().enumerate().filter(is_same);
            let (Some((other, _)), None) = (people.next(), people.next()) else { continue };
            for (theirs, their_title, span) in titles(reading, other) {
                if their_title.may_be(&title) {
                    return None;
                }
                if their_title.family == title.family {
                    instead.get_or_insert((Location { document: source.id, span }, theirs));
                }
            }
            // A title that stands near the name in any form is the person's.
            let surname = entity.name.rsplit(' ').next()?;
            let last = role.rsplit([' ', '-']).next()?.to_lowercase();
            let in_one = |line: &super::lines::Line| {
                let written = line.span.of(&reading.article.text);
                let mut words = written.split(|c: char| !c.is_alphanumeric());
                written.contains(surname) && words.any(|w| w.to_lowercase() == last)
            };
            let is_plain = title.portfolio.is_none() && !title.is_under && !is_part(&last, instead.as_ref());
            if is_plain && source.profile.lines.iter().any(in_one) {
                return None;
            }
        }
        let (there, theirs) = instead?;
        let written = flat(mention.phrase.of(text));
        let is_before = written.to_lowercase().contains(&role.to_lowercase());
        let shown = if is_before { written } else { format!("{}, {},", entity.name, flat(&role)) };
        Some(Discrepancy {
            difference: Difference::Title,
            span: mention.phrase,
            there,
            says: format!("{shown} here; {}", flat(&theirs)),
            mend: None,
        })
    })
}

/// Whether the word is a part of the title that the sources give: "minister" of "prime minister".
fn is_part(word: &str, instead: Option<&(Location, String)>) -> bool {
    instead.is_some_and(|(_, theirs)| theirs.to_lowercase().split([' ', '-']).any(|w| w == word))
}

#[cfg(test)]
mod tests {
    use super::super::Difference::Title as Other;
    use super::super::testing::differences;
    use super::Title;

    #[test]
    fn titles_of_one_family_are_told_apart() {
        let differ = |a: &str, b: &str| {
            let (a, b) = (Title::of(a).unwrap(), Title::of(b).unwrap());
            a.family == b.family && !a.may_be(&b)
        };
        for (a, b) in [
            ("President", "Norland Prime Minister"),
            ("Finance Minister", "Interior Minister"),
            ("Gen.", "Colonel"),
            ("deputy governor", "Governor"),
            ("company's chairwoman", "chief executive"),
        ] {
            assert!(differ(a, b), "{a} {b}");
        }
        for (a, b) in [("minister", "Finance Minister"), ("CEO", "chief executive"), ("the town's mayor", "Mayor")] {
            assert!(!differ(a, b), "{a} {b}");
        }
        assert_eq!(Title::of("former President"), None);
    }

    const SOURCE: &str = "Colonel Erik Dahl led the search. Prime Minister Ann Marsh went to Thornby. The yard's deputy director, Ivo Brandt, \
                          said that the gates had held. Olav Terning, chairman of the ferry line, left at noon.";

    #[test]
    fn another_rank_or_office_is_found() {
        for (text, said) in [
            ("The search was led by General Erik Dahl.", "General Erik Dahl here; Colonel"),
            ("Ann Marsh, the president, went to Thornby.", "Ann Marsh, the president, here; Prime Minister"),
            (
                "Ivo Brandt, the director of the yard, said that the gates had held.",
                "Ivo Brandt, the director, here; The yard's deputy director",
            ),
            (
                "The ferry line's chief executive, Olav Terning, left at noon.",
                "Olav Terning, The ferry line's chief executive, here; chairman",
            ),
        ] {
            assert_eq!(differences(&[Other], text, SOURCE), [said], "{text}");
        }
    }

    #[test]
    fn the_same_office_and_former_ones_are_left_alone() {
        for text in [
            "Col. Erik Dahl led the search.",
            "Erik Dahl, a colonel, led the search.",
            "Ann Marsh, the former president, went to Thornby.",
            "Ivo Brandt, deputy director of the yard, said that the gates had held.",
            "Ivo Brandt, a father of two, said that the gates had held.",
        ] {
            assert_eq!(differences(&[Other], text, SOURCE), [""; 0], "{text}");
        }
    }
}
