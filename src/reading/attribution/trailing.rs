//! Attributions that close their sentence: "The wall was rotten, said the head of the council, Ann Lind."
//!
//! Where the models are sure of a cue but not of its source and content, as beside a long or explained source, the form is
//! enough: a clause, a comma, whoever speaks and the cue in either order, and no other clause behind.

use super::learned::Candidate;
use super::word::{Quoted, Word, Words};
use crate::language::{Upos, Xpos};
use crate::text::Span;
use std::ops::Range;

/// What is surer than this to tell of something said.
const SURE: f32 = 0.9;

/// What is likelier than this to be a cue where a verb of saying in the present stands between a comma and a noun.
const LIKELY: f32 = 0.08;

/// Fewest words of what is said.
const FEWEST: usize = 3;

/// Most words of a source, without what explains it.
const LONGEST: usize = 14;

/// When something was said, not by whom.
const DAYS: [&str; 10] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tonight"];

/// The kind of a person's name, as [`Word::mention`] has it.
const PERSON: u32 = 1;

/// Source and content of a cue that closes its sentence.
pub(super) fn parts(words: &Words, candidate: &Candidate) -> Option<(Span, Span)> {
    let all = &words.words;
    let cue = candidate.words.clone();
    let sentence = words.sentences.get(all[cue.start].sentence as usize)?.clone();
    let plain = |w: &Word| w.quoted == Quoted::Outside && w.quotation.is_none();
    // ", argues Peter Holm", ", say critics": hardly anything but a report has the form, which the models have not seen
    let is_present = [Xpos::Vbz as u32, Xpos::Vbp as u32, Xpos::Vb as u32].contains(&all[cue.start].xpos);
    let is_inverted = is_present && all[cue.start].frame != 0 && cue.start > sentence.start && all[cue.start - 1].comma;
    let bound = if is_inverted { LIKELY } else { SURE };
    if candidate.speech < bound || cue.len() != 1 || !all[cue.start].verb() || !all[sentence.clone()].iter().all(plain)
    {
        return None;
    }
    let end = sentence.end - usize::from(all[sentence.end - 1].punctuation());
    let behind = cue.end..end;
    let before = sentence.start..cue.start;
    let (source, content_end) = if before.len() > FEWEST && all[before.end - 1].comma {
        match explained(all, before.clone()) {
            Some(source) if no_clause(all, behind.clone()) => (source.clone(), source.start),
            Some(_) => return None,
            None => (phrase_behind(all, behind)?, before.end),
        }
    } else {
        let source = segment(all, before);
        if !is_source(all, &source) || !no_clause(all, behind) {
            return None;
        }
        (source.clone(), source.start)
    };
    // the comma that parts content and source
    let comma = content_end.checked_sub(1).filter(|&i| i > sentence.start && all[i].comma)?;
    let content = sentence.start..comma;
    // "about 12,000 people" is no adjunct
    let counts = all.get(content.start + 1).is_some_and(|w| w.upos == Upos::Num);
    let opens_another = matches!(all[content.start].upos, Upos::Sconj | Upos::Adp | Upos::Cconj) && !counts;
    let says = content.len() >= FEWEST && content.clone().any(|i| matches!(all[i].upos, Upos::Verb | Upos::Aux));
    (says && !opens_another)
        .then(|| (words.span(source.start, source.end - 1), words.span(content.start, content.end - 1)))
}

/// The words behind the last comma of the range.
fn segment(all: &[Word], range: Range<usize>) -> Range<usize> {
    let first = range.clone().rev().take_while(|&i| !all[i].comma).last().unwrap_or(range.end);
    first..range.end
}

/// Whether no verb stands there before the next comma.
fn no_clause(all: &[Word], range: Range<usize>) -> bool {
    !range
        .into_iter()
        .take_while(|&i| !all[i].comma)
        .any(|i| matches!(all[i].upos, Upos::Verb | Upos::Aux | Upos::Sconj))
}

/// Whether the words may be a noun phrase, by how they begin and by what they do not hold.
fn is_source(all: &[Word], words: &Range<usize>) -> bool {
    let within = &all[words.clone()];
    let begins = |w: &Word| matches!(w.upos, Upos::Det | Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj | Upos::Num);
    let holds = |w: &Word| !matches!(w.upos, Upos::Verb | Upos::Aux | Upos::Sconj) && (w.comma || !w.punctuation());
    within.first().is_some_and(begins)
        && within.len() <= LONGEST
        && within.iter().any(Word::noun)
        && within.iter().all(holds)
}

/// "the head of the council, Ann Lind," before the cue: of the two, one is a person's name.
fn explained(all: &[Word], before: Range<usize>) -> Option<Range<usize>> {
    let last = segment(all, before.start..before.end - 1);
    if !is_source(all, &last) {
        return None;
    }
    let comma = last.start.checked_sub(1).filter(|&i| i > before.start && all[i].comma)?;
    let first = segment(all, before.start..comma);
    let is_person = |words: &Range<usize>| all[words.start].mention == PERSON;
    let fits = is_source(all, &first) && is_person(&first) != is_person(&last);
    fits.then_some(first.start..before.end - 1)
}

/// "said the head of the council, Ann Lind": whoever speaks is behind the cue and ends its clause.
fn phrase_behind(all: &[Word], behind: Range<usize>) -> Option<Range<usize>> {
    let end = behind.clone().find(|&i| all[i].comma || starts_adjunct(all, &behind, i)).unwrap_or(behind.end);
    let first = behind.start..end;
    // "…, said Friday"
    let is_day = |w: &Word| DAYS.iter().any(|day| super::word::hash(day) == w.form);
    if !is_source(all, &first) || is_day(&all[first.start]) {
        return None;
    }
    let next = end + 1..behind.clone().skip_while(|&i| i <= end).find(|&i| all[i].comma).unwrap_or(behind.end);
    let is_person = |words: &Range<usize>| all[words.start].mention == PERSON;
    let explains = end < behind.end
        && all[end].comma
        && next.start < next.end
        && is_source(all, &next)
        && is_person(&first) != is_person(&next);
    Some(first.start..if explains { next.end } else { end })
}

/// "… said the mayor on Monday", "… in a statement": a preposition other than "of" ends the phrase.
fn starts_adjunct(all: &[Word], behind: &Range<usize>, i: usize) -> bool {
    i > behind.start && all[i].upos == Upos::Adp && all[i].lemma != super::word::hash("of")
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::fixture;
    use super::super::learned::cues;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        fixture::with(text, |prose, words, _, models| {
            let candidates = cues(prose, words, &models.fields);
            let parts = candidates.iter().filter_map(|c| parts(words, c));
            parts.map(|(source, content)| format!("{} | {}", source.of(text), content.of(text))).collect()
        })
    }

    #[test]
    fn whoever_speaks_stands_behind_the_cue_or_before_it() {
        assert_eq!(shown("The wall was rotten, said the mayor."), ["the mayor | The wall was rotten"]);
        assert_eq!(
            shown("The bridge will stay closed until spring, said the mayor of the town, Ann Marsh."),
            ["the mayor of the town, Ann Marsh | The bridge will stay closed until spring"]
        );
        assert_eq!(
            shown(
                "About 300 houses were lost in Port Alder, the head of the council, Ann Marsh, said, a day after the flood."
            ),
            ["the head of the council, Ann Marsh | About 300 houses were lost in Port Alder"]
        );
        assert_eq!(
            shown("The wall was rotten, Ann Marsh, the mayor, told reporters."),
            ["Ann Marsh, the mayor | The wall was rotten"]
        );
    }

    #[test]
    fn verbs_of_saying_in_the_present_before_whoever_speaks() {
        assert_eq!(shown("The law is unfair, argues Peter Holm."), ["Peter Holm | The law is unfair"]);
        assert_eq!(shown("A deal is near, say diplomats."), ["diplomats | A deal is near"]);
    }

    #[test]
    fn a_clause_behind_the_cue_is_what_is_said() {
        for text in [
            "While the wall was rotten, the mayor said the gates would hold.",
            "The mayor, Ann Marsh, said the gates would hold.",
            "In the town hall, the mayor said nothing.",
            "The wall was rotten and the mayor said so.",
            "The wall was rotten, said Friday.",
        ] {
            assert_eq!(shown(text), [""; 0], "{text}");
        }
    }
}
