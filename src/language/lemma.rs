//! Dictionary forms, by a list of exceptions and rules on the ends of words, both from the treebanks.
//!
//! An edit takes some bytes off the end and puts others on. The exception for a word with its tag comes
//! first, then the rule for the longest ending that has one.

use std::borrow::Cow;

use super::lexicon::{Lexicon, listed};
use super::tag::{Upos, Xpos};
use super::weights::{take, take_u8, take_u32};
use super::word;

/// Longest ending that a rule looks at, in bytes.
pub(super) const LONGEST: usize = 5;

/// How to get from a form to its lemma.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// Bytes to take off the end.
    pub strip: u8,
    /// Whether capitals stay.
    pub cased: bool,
    /// What to put on.
    pub add: String,
}

impl Edit {
    /// The edit from a form to a lemma.
    #[cfg(any(feature = "train", test))]
    pub fn between(form: &str, lemma: &str) -> Self {
        let lower = form.to_lowercase();
        let cased = form.len() > 1 && lemma.chars().any(char::is_uppercase);
        let base = if cased { form } else { &lower };
        let mut common = base.bytes().zip(lemma.bytes()).take_while(|(a, b)| a == b).count();
        while !(base.is_char_boundary(common) && lemma.is_char_boundary(common)) {
            common -= 1;
        }
        Self { strip: (base.len() - common).min(255) as u8, cased, add: lemma[common..].to_owned() }
    }

    /// The lemma of a form; `lower` is the form in lower case.
    pub fn apply<'a>(&self, form: &'a str, lower: &Cow<'a, str>) -> Option<Cow<'a, str>> {
        let base = if self.cased { form } else { lower };
        let keep = base.len().checked_sub(usize::from(self.strip))?;
        let kept = base.get(..keep)?;
        Some(match lower {
            _ if !self.add.is_empty() => Cow::Owned([kept, &self.add].concat()),
            _ if self.cased => Cow::Borrowed(&form[..keep]),
            Cow::Borrowed(lower) => Cow::Borrowed(&lower[..keep]),
            Cow::Owned(_) => Cow::Owned(kept.to_owned()),
        })
    }
}

/// What of a token's tag and writing its lemma depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    upos: Upos,
    xpos: Xpos,
    capitals: u8,
}

impl Kind {
    /// `first`: whether the token opens the sentence, so that a capital says nothing.
    pub fn of(form: &str, upos: Upos, xpos: Xpos, first: bool) -> Self {
        let mut chars = form.chars();
        let capital = chars.next().is_some_and(char::is_uppercase);
        let capitals = match chars.clone().any(char::is_lowercase) {
            _ if !capital => 0,
            false if chars.next().is_some() => 2,
            _ => u8::from(!first),
        };
        Self { upos, xpos, capitals }
    }

    /// Key of an exception or of a rule.
    pub fn key(self, part: &str, rule: bool) -> u32 {
        let kind = u32::from(self.capitals) | (self.upos as u32) << 2 | (self.xpos as u32) << 8 | u32::from(rule) << 16;
        word::hash(part.as_bytes()) ^ (kind + 1).wrapping_mul(0x9e37_79b1)
    }
}

/// The form in lower case with plain apostrophes.
pub(super) fn fold(form: &str) -> Cow<'_, str> {
    if form.is_ascii() {
        let small = !form.bytes().any(|b| b.is_ascii_uppercase());
        return if small { Cow::Borrowed(form) } else { Cow::Owned(form.to_ascii_lowercase()) };
    }
    Cow::Owned(form.to_lowercase().replace(['’', 'ʼ'], "'"))
}

/// The endings of a word from the longest to the empty one.
pub(super) fn endings(word: &str) -> impl Iterator<Item = &str> {
    (0..=LONGEST).rev().filter_map(|n| word.get(word.len().checked_sub(n)?..))
}

/// The index of no edit.
const EMPTY: u16 = u16::MAX;

pub(super) struct Lemmatiser {
    edits: Vec<Edit>,
    /// Keys of exceptions and rules with the index of their edit, each at or behind the place that its upper bits say;
    /// [`EMPTY`] where there is none.
    table: Vec<(u32, u16)>,
    shift: u32,
}

impl Lemmatiser {
    /// Reads what the trainer wrote.
    pub fn read(bytes: &mut &[u8]) -> Option<Self> {
        let mut edits = Vec::new();
        for _ in 0..take_u32(bytes)? {
            let strip = take_u8(bytes)?;
            let cased = take_u8(bytes)? != 0;
            let length = usize::from(take_u8(bytes)?);
            let add = String::from_utf8(take(bytes, length)?.to_vec()).ok()?;
            edits.push(Edit { strip, cased, add });
        }
        let count = take_u32(bytes)? as usize;
        let bits = (2 * count).next_power_of_two().trailing_zeros().max(1);
        let (mut table, shift) = (vec![(0, EMPTY); 1 << bits], 32 - bits);
        for c in take(bytes, 6 * count)?.chunks_exact(6) {
            let (key, edit) = (u32::from_le_bytes([c[0], c[1], c[2], c[3]]), u16::from_le_bytes([c[4], c[5]]));
            let place = (key >> shift) as usize;
            let free = (place..).map(|at| at % table.len()).find(|&at| table[at].1 == EMPTY)?;
            table[free] = (key, edit);
        }
        Some(Self { edits, table, shift })
    }

    fn edit(&self, key: u32) -> Option<&Edit> {
        let mut at = (key >> self.shift) as usize;
        loop {
            let (found, edit) = self.table[at];
            if edit == EMPTY || found == key {
                return self.edits.get(usize::from(edit));
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// The lemma of a form with its tags; `lexicon` tells which of several regular lemmas is a word.
    pub fn lemma<'a>(&self, form: &'a str, kind: Kind, lexicon: &Lexicon) -> Cow<'a, str> {
        if kind.xpos == Xpos::Add {
            return Cow::Borrowed(form);
        }
        let lower = fold(form);
        let name = matches!(kind.xpos, Xpos::Nnp | Xpos::Nnps);
        let plain = Kind { capitals: 0, ..kind };
        let exception = self
            .edit(kind.key(&lower, false))
            .or_else(|| (kind.capitals != 0 && !name).then(|| self.edit(plain.key(&lower, false)))?);
        if let Some(lemma) = exception.and_then(|edit| edit.apply(form, &lower)) {
            return lemma;
        }
        let ruled = endings(&lower)
            .find_map(|ending| self.edit(kind.key(ending, true)))
            .and_then(|edit| edit.apply(form, &lower));
        let lemma = match ruled {
            Some(lemma) => lemma,
            None if name => Cow::Borrowed(form),
            None => lower.clone(),
        };
        if kind.upos == Upos::Propn {
            return if kind.xpos == Xpos::Nnp && form.starts_with(char::is_lowercase) {
                capitalised(form)
            } else {
                lemma
            };
        }
        regular(&lower, kind.xpos, &lemma, lexicon).map_or(lemma, Cow::Owned)
    }
}

fn capitalised(form: &str) -> Cow<'_, str> {
    let mut chars = form.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    Cow::Owned(first + chars.as_str())
}

/// A regular lemma of an inflected word that is in the word lists, where `lemma` is not.
fn regular(lower: &str, xpos: Xpos, lemma: &str, lexicon: &Lexicon) -> Option<String> {
    let (which, ends): (u8, &[&str]) = match xpos {
        Xpos::Vbd | Xpos::Vbn => (listed::VERB, &["ied", "ed"]),
        Xpos::Vbg => (listed::VERB, &["ing"]),
        Xpos::Vbz => (listed::VERB, &["ies", "es", "s"]),
        Xpos::Nns => (listed::NOUN, &["ies", "es", "s"]),
        _ => return None,
    };
    let known = |word: &str| lexicon.get(word::key(word)).is_some_and(|e| e.listed & which != 0);
    if known(lemma) {
        return None;
    }
    ends.iter().filter_map(|end| Some((*end, lower.strip_suffix(end)?))).find_map(|(end, base)| {
        let doubled =
            base.len() > 3 && base.is_ascii() && base.as_bytes()[base.len() - 1] == base.as_bytes()[base.len() - 2];
        let candidates = match end {
            "ied" | "ies" => [format!("{base}y"), format!("{base}ie"), String::new()],
            "s" => [base.to_owned(), String::new(), String::new()],
            _ if doubled => [base.to_owned(), base[..base.len() - 1].to_owned(), format!("{base}e")],
            _ => [base.to_owned(), format!("{base}e"), String::new()],
        };
        candidates.into_iter().find(|c| c.len() > 2 && known(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_leads_from_form_to_lemma() {
        for (form, lemma) in [("Cities", "city"), ("went", "go"), ("Democrats", "Democrat"), ("i", "I"), ("é", "e")] {
            assert_eq!(Edit::between(form, lemma).apply(form, &fold(form)).as_deref(), Some(lemma));
        }
    }

    #[test]
    fn an_edit_never_cuts_a_character() {
        let edit = Edit { strip: 1, cased: false, add: "x".to_owned() };
        assert_eq!(edit.apply("caf\u{e9}", &"caf\u{e9}".into()), None);
        assert_eq!(edit.apply("", &"".into()), None);
    }
}
