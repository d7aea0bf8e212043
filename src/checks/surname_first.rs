//! A source is introduced by a bare surname and never named in full.
//!
//! "Kirby added" leaves a reader to guess who Kirby is; it often shows that the paragraph with the introduction was cut.
//!
//! **Example.** "There is no major change, Marsh added", in an article that never says who Marsh is.
//!
//! **To mend it**, give full name and role at the first mention.

use super::{Context, name_use};
use crate::corpus::Location;
use crate::language::{self, gazetteer};
use crate::reading::{Attribution, EntityKind, MentionForm, Reading};
use crate::text::Span;

pub(super) const CODE: &str = "surname-first";

/// Beginnings of surnames with a second capital.
const PREFIXES: &[&str] = &["Mc", "Mac", "De", "Di", "La", "Le", "Van", "O'", "O’", "D'", "D’"];
/// Rarer stems than this are names rather than words (see [`language::rarity`]).
const RARE: u8 = 195;
/// In a surname of so many bytes two letters may differ by a slip.
const LONG_NAME: usize = 6;
/// At most so many words stand between a source and its cue.
const MOST_BETWEEN: usize = 3;
/// By these papers, polls and agencies speak as well as people.
const PAPERS: &[&str] = &[
    "report",
    "reports",
    "reported",
    "reporting",
    "find",
    "finds",
    "found",
    "note",
    "notes",
    "noted",
    "shows",
    "showed",
    "estimates",
    "estimated",
    "projects",
    "projected",
    "publish",
    "published",
    "revealed",
    "according",
    "by",
];

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let (reading, document) = (&entry.reading, context.document);
    for (index, entity) in reading.entities.iter().enumerate() {
        if entity.kind != EntityKind::Person || entity.name.contains([' ', '-']) || !entity.roles.is_empty() {
            continue;
        }
        // "Aides", "Centers", "Call": words with a capital by accident; what owns something and is a surname is none.
        let common = language::rarity(&language::stem(&entity.name)) < RARE;
        let owns = owns_as_surname(reading, index);
        if (common && !owns) || !is_surname(reading, index) {
            continue;
        }
        let mut own = reading.mentions.iter().filter(|m| m.entity == index);
        let named = |span| own.clone().any(|m| m.span == span && m.form != MentionForm::Pronoun);
        let speaks = reading.attributions.iter().any(|a| a.source.iter().any(|&s| named(s) && speaks(reading, a, s)));
        if !(speaks || owns) {
            continue;
        }
        let Some(first) = own.find(|m| m.form != MentionForm::Pronoun) else { continue };
        let name = &entity.name;
        if !name_use::stands_alone(reading, name) {
            continue;
        }
        let places: Vec<_> = own.filter(|m| m.form != MentionForm::Pronoun).map(|m| m.span).collect();
        let alike = spelt_alike(reading, name);
        let message = match alike {
            Some((full, _)) => format!("{name} is never introduced, but {full} is: one of the two may be a slip"),
            None => format!("{name} is never introduced: no full name or role in this article"),
        };
        let finding = context.report(first.span, message);
        if let Some((full, span)) = alike {
            finding.relate(Location { document, span }, format!("{full} is introduced"));
        }
        for span in places {
            finding.relate(Location { document, span }, "named again");
        }
    }
}

/// Who is named in full by a surname of nearly the same letters ("Kelerman" of "Ann Kellerman"), and where.
fn spelt_alike<'a>(reading: &'a Reading, name: &str) -> Option<(&'a str, Span)> {
    let most = if name.len() >= LONG_NAME { 2 } else { 1 };
    reading.entities.iter().filter(|e| e.kind == EntityKind::Person).find_map(|entity| {
        let (_, surname) = entity.name.rsplit_once(' ')?;
        let near = surname.len().abs_diff(name.len()) <= most && surname.chars().next() == name.chars().next();
        let place = reading.mentions.get(entity.introduction)?.span;
        (near && strsim::damerau_levenshtein(surname, name) <= most).then_some((&*entity.name, place))
    })
}

/// Whether a source speaks as people do: right beside its cue, which is no paper's or poll's ("reports", "found"), and not in
/// a paragraph of headlines.
fn speaks(reading: &Reading, attribution: &Attribution, source: Span) -> bool {
    let text = &*reading.article.text;
    let beside = |cue: &Span| {
        let (first, second) = if cue.start < source.start { (*cue, source) } else { (source, *cue) };
        let between = text.get(first.end as usize..second.start as usize).unwrap_or_default();
        between.split_whitespace().count() <= MOST_BETWEEN && !between.contains(['.', '!', '?', ':', '\n'])
    };
    let of_papers = |cue: &Span| cue.of(text).to_lowercase().split(' ').any(|word| PAPERS.contains(&word));
    attribution.confidence >= 0.5
        && attribution.cue.iter().any(|cue| beside(cue) && !of_papers(cue))
        && !name_use::has_joined_words(reading, source)
}

/// Whether the bare name can only be somebody's surname: a known one (or one that "he" or "she" stands for), and neither
/// a given name, nor half of a longer name, nor the name of a firm or place by the words around it.
fn is_surname(reading: &Reading, entity: usize) -> bool {
    let text = &*reading.article.text;
    let name = &*reading.entities[entity].name;
    let own = || reading.mentions.iter().filter(|m| m.entity == entity);
    let known = can_be_surname(name) || own().any(|m| m.form == MentionForm::Pronoun);
    let given = gazetteer::given_name(name).is_some() && !can_be_surname(name);
    let camel = name.chars().skip(1).any(char::is_uppercase) && !PREFIXES.iter().any(|p| name.starts_with(p));
    let shared = |other: &str| other.len() > name.len() && other.split([' ', '-']).any(|w| w == name);
    let part_of_another = reading.entities.iter().any(|e| shared(&e.name));
    let beside = own().filter(|m| m.form != MentionForm::Pronoun).any(|m| {
        let (before, behind) = (&text[..m.span.start as usize], &text[m.span.end as usize..]);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let previous = line.split_whitespace().next_back().unwrap_or_default();
        let glued = line.ends_with('-');
        let sentence_starts = line.trim_end().ends_with(['.', '!', '?', '"', '”', ':']) || line.trim().is_empty();
        let capital = !sentence_starts && previous.chars().next().is_some_and(char::is_uppercase);
        let of_thing =
            matches!(previous.to_lowercase().as_str(), "the" | "a" | "an" | "in" | "near" | "at" | "and" | "told");
        let longer = behind.strip_prefix(' ').and_then(|b| b.chars().next()).is_some_and(char::is_uppercase);
        glued || capital || of_thing || longer || behind.starts_with(" and ")
    });
    known && !given && !camel && !part_of_another && !beside
}

/// Whether it is one of the listed surnames, or a given name of women and men alike, most of which were surnames first.
fn can_be_surname(name: &str) -> bool {
    gazetteer::surname(name) || gazetteer::given_name(name).is_some_and(|g| g.gender().is_none())
}

/// Whether the entity is a known surname, first named as the owner of something, with "he" or "she" soon after it
/// ("Kellerman's office was his second").
fn owns_as_surname(reading: &Reading, entity: usize) -> bool {
    let name = &reading.entities[entity].name;
    let own = || reading.mentions.iter().filter(|m| m.entity == entity);
    let Some(first) = own().find(|m| m.form != MentionForm::Pronoun) else { return false };
    let behind = &reading.article.text[first.span.end as usize..];
    let owned = behind.strip_prefix("'s ").or_else(|| behind.strip_prefix("’s "));
    let sentence = reading.sentences.iter().find(|s| s.covers(first.span));
    let he = own().any(|m| m.form == MentionForm::Pronoun && sentence.is_some_and(|s| s.covers(m.span)));
    can_be_surname(name) && he && owned.is_some_and(|b| b.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{covered, findings};

    #[test]
    fn a_speaker_without_full_name_is_found_once() {
        let text =
            "\"There has been no major change in the water level,\" Kellerman added. Kellerman left the hall at noon.";
        assert_eq!(covered(super::CODE, text), ["Kellerman"]);
    }

    #[test]
    fn a_slip_in_a_surname_leads_to_who_is_introduced() {
        let text = "Ann Hansen runs the yard. \"There has been no major change in the water level,\" Hanson added.";
        let found = findings(super::CODE, &[("a.txt", text)]);
        assert_eq!(
            found,
            ["a.txt: Hanson: Hanson is never introduced, but Ann Hansen is: one of the two may be a slip"]
        );
    }

    #[test]
    fn an_owner_by_bare_surname_is_found() {
        let text = "The talks will go on. Kerry’s visit will be his second to Norland this year.";
        assert_eq!(covered(super::CODE, text), ["Kerry"]);
    }

    #[test]
    fn a_full_name_or_a_role_anywhere_is_enough() {
        for text in [
            "Harbourmaster Ann Kellerman spoke at noon. \"There has been no major change,\" Kellerman added later.",
            "\"There has been no major change in the water level,\" Mayor Kellerman added.",
            "A Kellerman poll found it. \"There has been no major change in the water level,\" Kellerman added.",
            "\"There has been no major change in the water level,\" Deborah added.",
            "Kellerman reported that the water had not changed. The gates have been open since, Kellerman noted.",
            "The yard is led by Ann R. (\"Dewey\") Kellerman. \"There has been no major change,\" Kellerman added.",
            "The mayor, Tom Marsh Kurt MarshBrandt says the pier will go Kellerman says it can stay MORE, left at noon.",
            "\"There has been no major change,\" Kellerman said. Read more on kellerman.com at any hour of the day.",
        ] {
            assert_eq!(covered(super::CODE, text), [""; 0], "{text}");
        }
    }
}
