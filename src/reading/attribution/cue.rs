//! Cues: the words that attribute.

use crate::language::gazetteer::in_lower_case;
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

/// Endings of inflected forms, in the order in which they are tried.
const ENDINGS: [&str; 5] = ["s", "es", "d", "ed", "ing"];

/// A form of a cue verb.
#[derive(Clone, Copy)]
struct Form {
    frame: Option<Frame>,
    /// Whether it is of a verb of speech that needs no clause.
    speaks: bool,
}

/// All forms of the verbs, in lower case: themselves, then those that no rule gives, then those with an ending.
static FORMS: LazyLock<FxHashMap<String, Form>> = LazyLock::new(|| {
    let mut forms = FxHashMap::default();
    let mut add = |form: String, frame: Option<Frame>| {
        let alone = || !matches!(language::stem(&form).as_ref(), "point" | "ask" | "continu");
        let speaks = frame.is_some_and(|f| f.speech) && alone();
        forms.entry(form).or_insert(Form { frame, speaks });
    };
    for (lemma, frame) in VERBS.iter() {
        add((*lemma).to_owned(), Some(*frame));
    }
    for (form, lemma) in IRREGULAR {
        add((*form).to_owned(), VERBS.get(lemma).copied());
    }
    for ending in ENDINGS {
        for (lemma, frame) in VERBS.iter() {
            add(format!("{lemma}{ending}"), Some(*frame));
        }
        for (lemma, frame) in VERBS.iter() {
            if let Some(stem) = lemma.strip_suffix('e') {
                add(format!("{stem}{ending}"), Some(*frame));
            }
        }
    }
    forms
});

fn form(form: &str) -> Option<Form> {
    in_lower_case(form, |lower| FORMS.get(lower).copied())
}

/// The cue verb that a word form is an inflection of, with its frame.
pub(super) fn verb(word: &str) -> Option<Frame> {
    form(word)?.frame
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
pub(crate) fn is_speech_verb(word: &str) -> bool {
    form(word).is_some_and(|f| f.speaks)
}
