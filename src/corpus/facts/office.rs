//! Which office an article says that somebody holds, of those that exclude each other.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use super::post::Post;
use super::{Fact, FactConflict, Facts};
use crate::reading::{EntityKind, Reading};
use crate::text::Span;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A person's office.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Office {
    /// The mention that introduces the person, with title, in bytes.
    pub span: Span,
    /// The full name.
    pub name: Box<str>,
    person: Person,
    family: u8,
    class: u8,
}

impl Fact for Office {
    fn of(facts: &Facts) -> &[Self] {
        &facts.offices
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Office {
    pub(super) fn key(&self) -> u64 {
        hash(&("office", self.person, self.family))
    }

    /// The office in the words of the table ("chief executive").
    pub fn title(&self) -> &'static str {
        let family = FAMILIES.get(usize::from(self.family));
        family.and_then(|f| f.get(usize::from(self.class))?.first()).copied().unwrap_or_default()
    }
}

/// Families of offices of which a person holds one at a time; the words of one office stand together.
const FAMILIES: &[&[&[&str]]] = &[
    &[
        &["chief executive", "ceo", "chief executive officer"],
        &["chairman", "chairwoman", "chairperson", "chair"],
        &["chief financial officer", "cfo"],
        &["chief operating officer", "coo"],
    ],
    &[
        &["senator", "sen"],
        &["representative", "rep", "congressman", "congresswoman"],
        &["governor", "gov"],
        &["mayor"],
    ],
    &[
        &["foreign minister"],
        &["prime minister"],
        &["defence minister", "defense minister"],
        &["interior minister"],
        &["finance minister"],
        &["justice minister"],
        &["health minister"],
        &["education minister"],
        &["transport minister"],
        &["labour minister", "labor minister"],
        &["environment minister"],
        &["energy minister"],
        &["agriculture minister"],
        &["culture minister"],
    ],
    // A detective has the rank of the uniformed.
    &[
        &["inspector", "detective inspector"],
        &["chief inspector", "detective chief inspector"],
        &["superintendent", "detective superintendent"],
        &["chief superintendent", "detective chief superintendent"],
        &["constable", "detective constable"],
        &["chief constable"],
    ],
    &[
        &["lieutenant general", "lt gen"],
        &["major general", "maj gen"],
        &["colonel", "col"],
        &["lieutenant colonel", "lt col"],
        &["major", "maj"],
        &["captain", "capt"],
        &["lieutenant", "lt"],
        &["sergeant", "sgt"],
        &["corporal", "cpl"],
    ],
];
/// Words that make a title another one, or one that is not held now.
const OTHERWISE: &[&str] = &[
    "former",
    "ex",
    "acting",
    "deputy",
    "vice",
    "then",
    "candidate",
    "nominee",
    "assistant",
    "elect",
    "designate",
    "late",
    "retired",
    "shadow",
    "interim",
    "spokesman",
    "spokeswoman",
    "wife",
    "husband",
    "aide",
    "co",
];
/// Two articles this many days apart speak of one day.
const SAME_DAY: i32 = 3;

/// The offices of the people whom an article names in full.
pub(super) fn offices(reading: &Reading, posts: &[SmallVec<[Post; 1]>], settings: &Settings) -> Vec<Office> {
    let mut found = Vec::new();
    for (entity, posts) in reading.entities.iter().zip(posts).filter(|(e, _)| e.kind == EntityKind::Person) {
        let certain = posts.iter().filter(|post| post.is_certain && !post.is_one_of_several);
        let roles: Vec<Cow<str>> =
            (entity.roles.iter().map(Cow::from)).chain(certain.map(|p| p.words.join(" ").into())).collect();
        if roles.is_empty() {
            continue;
        }
        let person = Person::of(&entity.name, settings);
        let Some(mention) = reading.mentions.get(entity.introduction).filter(|_| person.has_given()) else { continue };
        for role in &roles {
            let Some((family, class)) = class_of(role) else { continue };
            let office = Office { span: mention.phrase, name: entity.name.as_str().into(), person, family, class };
            if !found.contains(&office) {
                found.push(office);
            }
        }
    }
    found
}

/// The office that a role names with its last words ("Norland Foreign Minister").
fn class_of(role: &str) -> Option<(u8, u8)> {
    let lower = role.to_lowercase().replace(['.', ','], "");
    let words: Vec<&str> = lower.split([' ', '-']).collect();
    if words.iter().any(|w| OTHERWISE.contains(w)) {
        return None;
    }
    let mut best: Option<(usize, (u8, u8))> = None;
    for (family, classes) in FAMILIES.iter().enumerate() {
        for (class, titles) in classes.iter().enumerate() {
            for title in titles.iter() {
                let ends = lower.strip_suffix(title).is_some_and(|before| before.is_empty() || before.ends_with(' '));
                if ends && best.is_none_or(|b| title.len() > b.0) {
                    best = Some((title.len(), (family as u8, class as u8)));
                }
            }
        }
    }
    best.map(|b| b.1)
}

impl Corpus {
    /// Offices that articles of the same days and event give to the same person, where they exclude each other.
    pub fn office_conflicts(&self, article: DocumentId) -> Vec<FactConflict> {
        let is_same = |a: &Office, b: &Office| a.person == b.person && a.family == b.family && a.class == b.class;
        self.fact_conflicts(
            article,
            Office::key,
            |_, _| true,
            |(own, office): (&Facts, &Office), (there, that)| {
                let agree =
                    there.offices.iter().any(|o| is_same(o, office)) || own.offices.iter().any(|o| is_same(o, that));
                let near = super::days_apart(own, there).is_none_or(|d| d <= SAME_DAY);
                that.person == office.person && !agree && near
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, class_of};

    #[test]
    fn the_last_words_of_a_role_are_the_office() {
        let title = |role: &str| class_of(role).map(|(family, class)| FAMILIES[family as usize][class as usize][0]);
        assert_eq!(title("Norland Foreign Minister"), Some("foreign minister"));
        assert_eq!(title("Lt. Col."), Some("lieutenant colonel"));
        assert_eq!(title("CEO"), title("chief executive"));
        assert_eq!(class_of("former mayor"), None);
        assert_eq!(class_of("vice chairman"), None);
    }
}
