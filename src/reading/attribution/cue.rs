//! Cues: the words that attribute.

use crate::language::{self, Sentence, Upos};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a cue verb allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// A verb of speech.
    pub(super) speech: bool,
    /// A verb of cognition or attitude.
    pub(super) cognition: bool,
    /// The noun phrase behind it is who was spoken to.
    pub(super) addressee: bool,
    /// Only with a quotation or a clause with "that".
    pub(super) strict: bool,
}

static VERBS: LazyLock<FxHashMap<&'static str, Frame>> = LazyLock::new(|| {
    let lines = include_str!("verbs.txt").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (lemma, marks) = line.split_once(' ')?;
            let has = |mark| marks.split(' ').any(|m| m == mark);
            Some((
                lemma,
                Frame {
                    speech: has("s"),
                    cognition: has("c"),
                    addressee: has("t"),
                    strict: has("x") || !(has("s") || has("c")),
                },
            ))
        })
        .collect()
});

/// The frames of a verb's lemma, by the hash of the lemma, as bits.
static FRAMES: LazyLock<FxHashMap<u32, u32>> = LazyLock::new(|| {
    let bits = |f: &Frame| {
        1 | u32::from(f.speech) << 1
            | u32::from(f.cognition) << 2
            | u32::from(f.addressee) << 3
            | u32::from(f.strict) << 4
    };
    VERBS.iter().map(|(lemma, frame)| (super::word::hash(lemma), bits(frame))).collect()
});

/// What the list says of the lemma with this hash, 0 where it is not in it.
pub(super) fn frame_of(lemma: u32) -> u32 {
    FRAMES.get(&lemma).copied().unwrap_or(0)
}

/// Inflected forms that no rule of spelling gives.
const IRREGULAR: &[(&str, &str)] = &[
    ("said", "say"),
    ("told", "tell"),
    ("wrote", "write"),
    ("written", "write"),
    ("swore", "swear"),
    ("thought", "think"),
    ("felt", "feel"),
    ("knew", "know"),
    ("found", "find"),
    ("heard", "hear"),
    ("understood", "understand"),
    ("learnt", "learn"),
    ("learned", "learn"),
    ("denied", "deny"),
    ("denies", "deny"),
    ("cried", "cry"),
    ("replied", "reply"),
    ("replies", "reply"),
    ("testified", "testify"),
    ("clarified", "clarify"),
    ("specified", "specify"),
    ("quipped", "quip"),
    ("worried", "worry"),
    ("implied", "imply"),
    ("admitted", "admit"),
    ("notified", "notify"),
];

/// The cue verb that a word form is an inflection of, with its frame.
pub(super) fn verb(form: &str) -> Option<Frame> {
    let lower = form.to_lowercase();
    if let Some(frame) = VERBS.get(lower.as_str()) {
        return Some(*frame);
    }
    if let Some((_, lemma)) = IRREGULAR.iter().find(|(f, _)| *f == lower) {
        return VERBS.get(lemma).copied();
    }
    ["s", "es", "d", "ed", "ing"].iter().find_map(|ending| {
        let stem = lower.strip_suffix(ending)?;
        VERBS.get(stem).copied().or_else(|| VERBS.get(format!("{stem}e").as_str()).copied())
    })
}

/// Whether the token is a cue verb used as a verb.
pub(super) fn verb_at(sentence: &Sentence, token: usize) -> Option<Frame> {
    let verbal = matches!(sentence.upos(token), Upos::Verb | Upos::Aux | Upos::X);
    let frame = verb(sentence.form(token))?;
    let plain_said = matches!(sentence.form(token), "said" | "says" | "told" | "added");
    (verbal || plain_said).then_some(frame)
}

/// Whether a word form is a verb of speech or cognition ("said", "believe"), in any frame.
pub fn is_cue_verb(form: &str) -> bool {
    verb(form).is_some()
}

/// Whether a word form is a verb of speech that needs no clause ("said", "told").
pub(crate) fn is_speech_verb(form: &str) -> bool {
    verb(form).is_some_and(|f| f.speech) && !matches!(language::stem(form).as_ref(), "point" | "ask" | "continu")
}
