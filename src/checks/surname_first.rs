//! A source is introduced by a bare surname and never named in full.
//!
//! "Kirby added" leaves a reader to guess who Kirby is; it often shows that the paragraph with the introduction was cut.
//!
//! **Example.** "There is no major change, Marsh added", in an article that never says who Marsh is.
//!
//! **To mend it**, give full name and role at the first mention.

use super::Context;
use crate::corpus::Location;
use crate::language::{self, gazetteer};
use crate::reading::{EntityKind, MentionForm, Reading};

pub(super) const CODE: &str = "surname-first";

/// Rarer stems than this are names rather than words (see [`language::rarity`]).
const RARE: u8 = 195;

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    for (index, entity) in reading.entities.iter().enumerate() {
        if entity.kind != EntityKind::Person || entity.name.contains([' ', '-']) || !entity.roles.is_empty() {
            continue;
        }
        // "Aides", "Centers", "Call": words with a capital by accident; what owns something and is a surname is none.
        let common = language::rarity(&language::stem(&entity.name)) < RARE;
        if common && !owns_as_surname(reading, index) {
            continue;
        }
        let speaks = reading.attributions.iter().any(|a| a.speaker == Some(index) && a.confidence >= 0.5);
        let mut own = reading.mentions.iter().filter(|m| m.entity == index);
        let he = own.clone().any(|m| m.form == MentionForm::Pronoun);
        let Some(first) = own.find(|m| m.form != MentionForm::Pronoun) else { continue };
        if !(speaks || he) {
            continue;
        }
        let name = &entity.name;
        let places: Vec<_> = own.filter(|m| m.form != MentionForm::Pronoun).map(|m| m.span).collect();
        let finding =
            context.report(first.span, format!("{name} is never introduced: no full name or role in this article"));
        for span in places {
            finding.relate(Location { document, span }, "named again");
        }
    }
}

/// Whether the entity is a known surname, first named as the owner of something ("Kellerman's office").
fn owns_as_surname(reading: &Reading, entity: usize) -> bool {
    let name = &reading.entities[entity].name;
    let first = reading.mentions.iter().find(|m| m.entity == entity && m.form != MentionForm::Pronoun);
    let behind = first.map(|m| &reading.article.text[m.span.end as usize..]);
    gazetteer::surname(name) && behind.is_some_and(|b| b.starts_with("'s ") || b.starts_with("’s "))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::covered;

    #[test]
    fn a_speaker_without_full_name_is_found_once() {
        let text =
            "\"There has been no major change in the water level,\" Kellerman added. Kellerman left the hall at noon.";
        assert_eq!(covered(super::CODE, text), ["Kellerman"]);
    }

    #[test]
    fn a_full_name_or_a_role_anywhere_is_enough() {
        for text in [
            "Harbourmaster Ann Kellerman spoke at noon. \"There has been no major change,\" Kellerman added later.",
            "\"There has been no major change in the water level,\" Mayor Kellerman added.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
