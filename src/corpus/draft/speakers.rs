//! Somebody else's words: a draft gives a statement to one person of its sources, and they have it from another.
//!
//! Who is meant by a surname alone is told by the sources: the draft's reader knows no more of "Holm" than they tell.

use super::super::{ArticleEntry, Location};
use super::lines::{Profile, Source, Sources, Word};
use super::retold::{Passage, passages};
use super::{Difference, Discrepancy};
use crate::article::BlockKind;
use crate::reading::{Attribution, Entity, EntityKind, MentionForm, Reading};
use crate::text::Span;
use rustc_hash::FxHashSet;

/// The share of a statement that a passage has if it is the one that the draft retells.
const SAME: f32 = 0.65;
/// What that weighs at the least: few words are many people's.
const LEAST: f32 = 2.5;
/// The share from which a passage of the draft's own person may be the one.
const LIKE: f32 = 0.45;

/// A person of the sources.
#[derive(Clone, Copy)]
struct Named<'a> {
    surname: &'a str,
    name: &'a str,
}

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.surname == other.surname
    }
}

fn named(entity: &Entity) -> Option<Named<'_>> {
    let surname = entity.name.rsplit(' ').next().filter(|s| s.chars().count() > 2)?;
    let is_person = match entity.kind {
        EntityKind::Person => true,
        // A name of two words that nothing more is known of.
        EntityKind::Other => entity.name.split(' ').count() == 2,
        _ => false,
    };
    is_person.then_some(Named { surname, name: &entity.name })
}

/// The one person of the sources whose surname stands in the words that name a draft's source.
fn person_named<'a>(reading: &Reading, attribution: &Attribution, beside: &'a Sources) -> Option<Named<'a>> {
    let text = &*reading.article.text;
    let people = beside.all.iter().flat_map(|s| s.entry.reading.entities.iter()).filter_map(named);
    let mut found: Option<Named> = None;
    for person in people.filter(|person| attribution.source.iter().any(|s| is_named(s.of(text), person.surname))) {
        if found.is_some_and(|known| known != person) {
            return None;
        }
        found.get_or_insert(person);
    }
    found
}

/// Whether a source is a person of that surname, and not what bears the name ("a Holm spokeswoman", "Holm's office").
fn is_named(source: &str, surname: &str) -> bool {
    let ends = |rest: &str| {
        rest.is_empty() || rest.starts_with([',', ' ', '(']) && !rest.trim_start().starts_with(char::is_alphabetic)
    };
    let at = source.match_indices(surname).find(|(at, _)| !source[..*at].ends_with(char::is_alphanumeric));
    let low = source.to_lowercase();
    !low.starts_with("a ") && !low.starts_with("an ") && at.is_some_and(|(at, _)| ends(&source[at + surname.len()..]))
}

/// Who is named as the source of a statement: by name, not by a pronoun alone.
fn person_of<'a>(reading: &'a Reading, attribution: &Attribution) -> Option<Named<'a>> {
    attribution.speaker.and_then(|speaker| named(&reading.entities[speaker]))
}

/// Whether the person is named in the span.
fn is_in(reading: &Reading, person: Named, span: Span) -> bool {
    span.of(&reading.article.text).split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == person.surname)
}

/// The names of two speakers, where the draft's surname is another person's of the sources.
pub(super) fn named_apart(
    (reading, mine): (&Reading, &Attribution),
    (source, theirs): (&Reading, &Attribution),
    beside: &Sources,
) -> Option<(String, String)> {
    let (here, there) = (person_named(reading, mine, beside)?, person_of(source, theirs)?);
    (here != there).then(|| (here.name.to_owned(), there.name.to_owned()))
}

/// Another speaker of what an attribution of the draft reports in its own words.
pub(super) fn other(
    draft: &ArticleEntry,
    here: &Profile,
    attribution: &Attribution,
    beside: &Sources,
) -> Option<Discrepancy> {
    let reading = &*draft.reading;
    let text = &*reading.article.text;
    let speaker = person_named(reading, attribution, beside)?;
    let cue = attribution.cue.first()?;
    let line = here.line_at(cue.start)?;
    let content = attribution.content.first()?;
    // Only what stands in one sentence is compared, without who says it and how.
    if attribution.content.iter().any(|c| here.line_at(c.start) != Some(line)) || content.is_empty() {
        return None;
    }
    let outside = outside(here, line, &attribution.content);
    let passages = passages((text, here, line), &outside, beside, LIKE);
    let best = passages.first().filter(|p| p.own >= SAME && p.weight >= LEAST)?;
    let said = |passage: &Passage| said_by(&beside.all[passage.source], passage.line);
    let (other, there) = said(best)?;
    let source = &beside.all[best.source];
    let is_prose = |reading: &Reading, at: u32| {
        reading.article.block_at(at as usize).is_some_and(|block| block.kind == BlockKind::Paragraph)
    };
    let all_prose = is_prose(reading, cue.start) && is_prose(&source.entry.reading, there.start);
    if !all_prose || !tells_the_same((here, attribution), (source, best.line)) {
        return None;
    }
    let is_his = |passage: &Passage| {
        let source = &beside.all[passage.source];
        is_in(&source.entry.reading, speaker, source.profile.lines[passage.line].span)
            || said(passage).is_some_and(|(who, _)| who == speaker)
    };
    if other == speaker || passages.iter().filter(|p| p.own >= LIKE).any(is_his) {
        return None;
    }
    // The draft may name both ("Holm quoted Brandt as saying").
    let is_named = attribution.source.iter().any(|s| is_in(reading, other, *s));
    let span = attribution.source.first().copied().filter(|_| !is_named)?;
    Some(Discrepancy {
        difference: Difference::Speaker,
        span,
        there: Location { document: source.id, span: there },
        says: format!("{} is the source here; {}", speaker.name, other.name),
        mend: None,
    })
}

/// Whether what the line of a source reports, and not only the rest of it, has most of what the draft reports.
fn tells_the_same((here, attribution): (&Profile, &Attribution), (source, line): (&Source, usize)) -> bool {
    let span = source.profile.lines[line].span;
    let reading = &source.entry.reading;
    let contents = reading.attributions.iter().flat_map(|a| &a.content).filter(|c| c.overlaps(span));
    let told: FxHashSet<u32> =
        contents.flat_map(|c| source.profile.words[source.profile.words_in(*c)].iter().map(|w| w.stem)).collect();
    let own = || attribution.content.iter().flat_map(|c| here.words[here.words_in(*c)].iter());
    let weight = |words: &mut dyn Iterator<Item = &Word>| words.map(|w| w.weight).sum::<f32>();
    weight(&mut own().filter(|w| told.contains(&w.stem))) >= SAME * weight(&mut own())
}

/// The words of a line before what is reported, or behind it, whichever are more.
fn outside(here: &Profile, line: usize, content: &[Span]) -> std::ops::Range<usize> {
    let words = here.lines[line].words.clone();
    let first = content.iter().map(|c| here.words_in(*c).start).min().unwrap_or(words.start);
    let last = content.iter().map(|c| here.words_in(*c).end).max().unwrap_or(words.end);
    let (before, behind) = (words.start..first.max(words.start), last.min(words.end)..words.end);
    if before.len() >= behind.len() { before } else { behind }
}

/// Who alone says what a line of a source reports, and where the statement is attributed.
fn said_by<'a>(source: &'a Source, line: usize) -> Option<(Named<'a>, Span)> {
    let reading = &*source.entry.reading;
    let span = source.profile.lines[line].span;
    let first = reading.attributions.iter().filter(|a| a.content.iter().any(|c| c.overlaps(span)));
    let mut of_line = first.filter(|a| a.speaker.is_some());
    let attribution = of_line.next()?;
    let person = person_of(reading, attribution)?;
    if of_line.any(|a| person_of(reading, a).is_none_or(|p| p != person)) {
        return None;
    }
    let names_it = |m: &&crate::reading::Mention| {
        Some(m.entity) == attribution.speaker && !matches!(m.form, MentionForm::Description)
    };
    let is_named =
        reading.mentions.iter().filter(names_it).any(|m| attribution.source.iter().any(|s| s.overlaps(m.span)));
    Some((person, *attribution.source.first()?)).filter(|_| is_named)
}

#[cfg(test)]
mod tests {
    use super::super::Difference::Speaker;
    use super::super::testing::differences;

    const SOURCE: &str = "Captain Ilse Brand of the coast guard said that the ferry had been far off its usual course. \"They came without \
                          any warning,\" said Teresa Munda, who leads the dockers. Johan Strell, the mayor, said that the schools would \
                          stay closed. Brand did not say whether the steering had failed.";

    #[test]
    fn a_statement_and_a_short_quotation_of_somebody_else_are_found() {
        for (text, said) in [
            (
                "According to Strell, the mayor, the ferry was far off its usual course.",
                "Johan Strell is the source here; Ilse Brand",
            ),
            (
                "\"They came without any warning,\" said Strell.",
                "Johan Strell is quoted here; the same words are Teresa Munda's",
            ),
        ] {
            assert_eq!(differences(&[Speaker], text, SOURCE), [said], "{text}");
        }
    }

    #[test]
    fn the_same_speaker_and_what_only_bears_the_name_are_left_alone() {
        for text in [
            "The ferry was far off its usual course, Brand said.",
            "\"They came without any warning,\" said Munda, the leader of the dockers.",
            "A Strell spokeswoman said that the ferry was far off its usual course.",
            "Strell said that nobody knew why the ferry had sailed.",
        ] {
            assert_eq!(differences(&[Speaker], text, SOURCE), [""; 0], "{text}");
        }
    }
}
