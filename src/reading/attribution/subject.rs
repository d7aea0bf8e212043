//! The source of a cue whose own words name none: "Lind praised the crew, adding that …", "footage of Lind saying …".
//!
//! The subject of the verb that the cue's verb hangs on is who speaks; a verb that hangs on a noun is that noun's.

use super::word::Words;
use crate::language::{Deprel, Upos, Xpos};
use crate::text::Span;
use std::ops::Range;

/// How far up the tree a subject is looked for.
const CLIMB: usize = 5;

/// The source of the cue at `cue`, words of one sentence whose tree is known.
pub(super) fn source(words: &Words, cue: &Range<usize>) -> Option<Span> {
    let all = &words.words;
    let sentence = words.sentences.get(all[cue.start].sentence as usize)?.clone();
    let verb =
        cue.clone().rev().find(|&i| all[i].verb()).or_else(|| cue.clone().find(|&i| all[i].upos == Upos::Aux))?;
    let subject_of = |v: usize, passive: bool| {
        sentence.clone().find(|&i| {
            let fits =
                matches!(all[i].deprel, Some(Deprel::Nsubj)) || passive && all[i].deprel == Some(Deprel::NsubjPass);
            fits && all[i].head == Some(v as u32) && all[i].noun() && !cue.contains(&i)
        })
    };
    let suffers =
        sentence.clone().any(|i| all[i].head == Some(verb as u32) && all[i].deprel == Some(Deprel::NsubjPass));
    if suffers {
        return None;
    }
    let mut at = verb;
    for step in 0..CLIMB {
        if let Some(subject) = subject_of(at, step > 0) {
            return Some(phrase(words, sentence, subject, cue));
        }
        let head = all[at].head? as usize;
        match all[at].deprel? {
            Deprel::Acl if matches!(all[at].xpos, x if x == Xpos::Vbg as u32) && all[head].noun() => {
                return Some(phrase(words, sentence, head, cue));
            }
            Deprel::Conj | Deprel::Advcl | Deprel::Xcomp | Deprel::Aux | Deprel::Parataxis | Deprel::Acl => at = head,
            _ => return None,
        }
    }
    None
}

/// The noun phrase of `noun` on this side of the cue, without what explains it behind a comma.
fn phrase(words: &Words, sentence: Range<usize>, noun: usize, cue: &Range<usize>) -> Span {
    let all = &words.words;
    let below = |i: usize| {
        let mut at = i;
        for _ in 0..8 {
            if at == noun {
                return true;
            }
            let stops = matches!(all[at].deprel, Some(Deprel::AclRelcl | Deprel::Acl | Deprel::Punct));
            match all[at].head {
                Some(head) if !stops => at = head as usize,
                _ => return false,
            }
        }
        false
    };
    let range = if noun < cue.start { sentence.start..cue.start } else { cue.end..sentence.end };
    let first = (range.start..=noun).rev().take_while(|&i| below(i)).last().unwrap_or(noun);
    let last = (noun..range.end.max(noun + 1)).take_while(|&i| below(i)).last().unwrap_or(noun);
    words.span(first, last)
}
