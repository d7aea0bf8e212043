//! Which office an article says that somebody holds, of those that exclude each other.

use super::super::event::Likenesses;
use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use crate::reading::{EntityKind, Reading};
use crate::text::Span;

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

/// Another article gives the person another office of the same kind.
#[derive(Clone, Debug, PartialEq)]
pub struct OfficeConflict {
    /// Index into this article's offices.
    pub here: usize,
    /// The other article.
    pub other: DocumentId,
    /// Index into its offices.
    pub there: usize,
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
pub(super) fn offices(reading: &Reading, settings: &Settings) -> Vec<Office> {
    let mut found = Vec::new();
    for entity in reading.entities.iter().filter(|e| e.kind == EntityKind::Person && !e.roles.is_empty()) {
        let person = Person::of(&entity.name, settings);
        let Some(mention) = reading.mentions.get(entity.introduction).filter(|_| person.has_given()) else { continue };
        for role in &entity.roles {
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
    pub fn office_conflicts(&self, article: DocumentId) -> Vec<OfficeConflict> {
        let Some(entry) = self.article(article) else { return Vec::new() };
        let own = &entry.facts.offices;
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        let mut conflicts: Vec<OfficeConflict> = Vec::new();
        for (here, office) in own.iter().enumerate() {
            for (other, there, item) in self.others_of_event(article, office.key(), &mut likenesses) {
                let Some(that) = there.facts.offices.get(item) else { continue };
                let same = |a: &Office, b: &Office| a.person == b.person && a.family == b.family && a.class == b.class;
                let agree = there.facts.offices.iter().any(|o| same(o, office)) || own.iter().any(|o| same(o, that));
                let near = super::days_apart(&entry.facts, &there.facts).is_none_or(|d| d <= SAME_DAY);
                let seen = conflicts.iter().any(|c| c.here == here && c.other == other);
                if that.person == office.person && !agree && near && !seen {
                    conflicts.push(OfficeConflict { here, other, there: item });
                }
            }
        }
        conflicts
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
