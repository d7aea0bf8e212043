//! Quantities: each number of the text as an interval, with its unit and what it measures.
//!
//! A hand-written grammar scans the lexemes of each block once: a number ([`crate::reading::numeral`]) with what
//! touches it ([`find`]), unless it is none ([`exclude`]); units and currencies come from a table ([`unit`]), the
//! counted noun from the tags ([`noun`]), what is measured from the parse ([`measure`]). Units are named as in CQE
//! (Almasian and others 2023).

mod change;
mod concept;
mod exclude;
mod find;
mod interval;
mod measure;
mod modifier;
mod noun;
mod skim;
mod unit;

pub use skim::{Digits, skim};
pub use unit::is_unit_word;

use super::numeral::Lexemes;
use super::{Prose, Timex, TimexKind};
use crate::language::Sentence;
use crate::text::Span;
use find::{Draft, Pair};

/// How the text qualifies a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    /// As it stands.
    Exact,
    /// "about", "some", "nearly" counts as [`Modifier::AtMost`].
    About,
    /// "more than", "over".
    MoreThan,
    /// "less than", "fewer than", "under".
    LessThan,
    /// "at least", "no fewer than".
    AtLeast,
    /// "up to", "at most", "nearly", "almost".
    AtMost,
}

impl Modifier {
    /// As the JSON contract writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Modifier::Exact => "=",
            Modifier::About => "~",
            Modifier::MoreThan => ">",
            Modifier::LessThan => "<",
            Modifier::AtLeast => ">=",
            Modifier::AtMost => "<=",
        }
    }
}

/// Whether the number is said to be the size of a rise or a fall, or reached by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// "rose by 3 %".
    Up,
    /// "fell 5.4 per cent".
    Down,
}

/// What a number counts in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// Written out as CQE and UCUM do ("percentage", "dollar", "mile per hour"), else the counted noun's lemma, "" for none.
    pub name: String,
    /// What kind of thing the unit measures ("length", "mass", "money:USD", "share"), `None` for counted nouns:
    /// only quantities of one dimension are compared.
    pub dimension: Option<&'static str>,
    /// What one of it is in the dimension's base unit (a kilometre is 1000 metres); 1 for counted nouns.
    pub factor: f64,
}

/// What a quantity measures, in words of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    /// Lemma of the counted noun, or for a measured unit of the noun it is a measure of ("unemployment" in
    /// "unemployment rose to 7 %").
    pub head: Option<String>,
    /// Lemmas of the head's modifiers, in order ("eastern", "civilian").
    pub modifiers: Vec<String>,
    /// Lemma of the verb or event noun it belongs to ("evacuate", "kill", "withdrawal" as "withdraw").
    pub event: Option<String>,
    /// Whether the head is what the event happens to or who does it: object or passive subject is `true`.
    pub is_object: bool,
    /// Lemmas of the other content words of the clause.
    pub context: Vec<String>,
    /// Names of places and groups that limit it, in bytes ("eastern Aleppo").
    pub scope: Vec<Span>,
    /// "of them", "including": it is a part of the quantity with this index.
    pub part_of: Option<usize>,
    /// "no", "not", "denied".
    pub negated: bool,
}

/// One number of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its currency sign, scale word and per-cent sign, in bytes ("£336m", "90 percent", "34,000").
    pub span: Span,
    /// With modifier before and counted noun behind, in bytes ("more than 100,000 people"): what an editor shows.
    pub phrase: Span,
    /// The number as stated, before any modifier; for a range or a vague number its lower end.
    pub number: f64,
    /// Upper end of a stated range or of a vague number ("dozens").
    pub to: Option<f64>,
    /// Lower end of the interval that the words allow, in the unit.
    pub low: f64,
    /// Upper end, `f64::INFINITY` where there is none.
    pub high: f64,
    /// "about", "more than" and the like.
    pub modifier: Modifier,
    /// What it counts in.
    pub unit: Unit,
    /// Rise or fall.
    pub change: Option<Change>,
    /// What it measures.
    pub measure: Measure,
    /// The words of the JSON contract's `concept`.
    pub concept: String,
}

impl Quantity {
    /// The value as the JSON contract writes it ("34000", "10-20").
    pub fn value_text(&self) -> String {
        self.to.map_or_else(|| self.number.to_string(), |to| format!("{}-{to}", self.number))
    }
}

/// Finds the quantities of an article, in order and without overlap; numbers inside `timexes` are none, but for
/// lengths of time ("five days", "two years ago").
pub fn quantities(prose: &Prose, timexes: &[Timex]) -> Vec<Quantity> {
    let article = prose.article;
    let mut out: Vec<Quantity> = Vec::new();
    for block in article.blocks.iter().filter(|b| b.kind.is_read()) {
        let mut lexemes = Lexemes::of(&article.text, block.body);
        lexemes.tag_from(prose);
        scan(prose, &lexemes, timexes, &mut out);
    }
    out
}

/// Whether the number that covers `span` belongs to a date.
fn is_dated(text: &str, span: Span, timexes: &[Timex]) -> bool {
    let at = timexes.partition_point(|t| t.span.end <= span.start);
    timexes[at..].iter().take_while(|t| t.span.start < span.end).any(|t| match t.kind {
        TimexKind::Duration => false,
        TimexKind::Date => {
            let covered = t.span.of(text);
            let last = covered.rsplit(char::is_whitespace).next().unwrap_or("");
            !matches!(last, "ago" | "later" | "earlier" | "now" | "before" | "afterwards" | "hence")
        }
        TimexKind::Time | TimexKind::Set => true,
    })
}

fn scan(prose: &Prose, l: &Lexemes, timexes: &[Timex], out: &mut Vec<Quantity>) {
    let text = &prose.article.text;
    let mut i = 0;
    let mut shape: Option<(usize, measure::Shape)> = None;
    while i < l.len() {
        let draft = match find::at(l, i) {
            None => {
                i += 1;
                continue;
            }
            Some(Err(next)) => {
                i = next.max(i + 1);
                continue;
            }
            Some(Ok(draft)) => draft,
        };
        i = draft.unit_end.max(i + 1);
        let span = l.span(draft.first, draft.end);
        if is_dated(text, span, timexes) || out.last().is_some_and(|q| q.span.overlaps(span)) {
            continue;
        }
        let Some(sentence) = prose.sentence_at(span.start as usize) else { continue };
        if !matches!(&shape, Some((at, _)) if *at == sentence) {
            shape = Some((sentence, measure::Shape::of(&prose.sentences[sentence])));
        }
        let Some((_, shape)) = &shape else { continue };
        let quantity = read(prose, l, &draft, sentence, shape, out);
        out.push(quantity);
    }
}

/// Reads what the number of `draft` measures.
fn read(
    prose: &Prose,
    l: &Lexemes,
    draft: &Draft,
    sentence: usize,
    shape: &measure::Shape,
    before: &[Quantity],
) -> Quantity {
    let s: &Sentence = &prose.sentences[sentence];
    let span = l.span(draft.first, draft.end);
    let full = l.span(draft.first, draft.unit_end.max(draft.end));
    let first = s.token_at(span.start as usize).unwrap_or(0);
    let last = s.token_at((full.end as usize).saturating_sub(1)).unwrap_or(first).max(first);
    let from = s.token_at(l.span(draft.first, draft.phrase_end.max(draft.unit_end)).end as usize).unwrap_or(s.len());
    let measured = draft.unit.is_some();
    let mut from = from.max(last + 1);
    if !measured {
        // "eight million 250ml bottles": the measure between belongs to the noun
        let at = l.at(full.end as usize);
        if let Some(Ok(inner)) = find::at(l, at).filter(|_| l.is_digits(at)) {
            if inner.unit.is_some() {
                from = s.token_at(l.span(inner.first, inner.unit_end).end as usize).unwrap_or(s.len());
            }
        }
    }
    let counted = if draft.pair == Pair::Score { None } else { noun::counted(s, from) };
    let place = measure::Place {
        s,
        first,
        last,
        counted,
        measured: measured || draft.is_fraction,
        is_fraction: draft.is_fraction,
        in_words: draft.in_words,
        number: draft.number,
        is_time: draft.unit.as_ref().is_some_and(|u| u.dimension == Some("time")),
    };
    let (mut measure, concept) = measure::measure(&place, shape);
    let mut unit = match &draft.unit {
        Some(unit) => unit.clone(),
        None if draft.is_fraction => {
            Unit { name: measure::share_name(s, place.counted.as_ref()), dimension: Some("share"), factor: 100.0 }
        }
        None if draft.pair == Pair::Score => {
            Unit { name: score_noun(s, last + 1), dimension: Some("score"), factor: 1.0 }
        }
        None => Unit {
            name: place.counted.as_ref().map(|c| noun::name(s, c)).unwrap_or_default(),
            dimension: None,
            factor: 1.0,
        },
    };
    let mut phrase = l.span(draft.phrase_first, draft.phrase_end.max(draft.unit_end));
    if let Some(c) = place.counted.as_ref().filter(|_| !measured) {
        phrase = phrase.join(s.token_span(c.head));
        // "three thousand tests per day"
        let at = l.at(s.token_span(c.head).end as usize);
        if let Some((rate, end)) = unit::rate(l, &unit, at, true) {
            unit = rate;
            phrase = phrase.join(l.span(draft.first, end));
        }
    }
    let previous = before.iter().rposition(|q| s.span.covers(q.span));
    if unit.name.is_empty() && unit.dimension.is_none() && place.counted.is_none() {
        // "435 homes by open sale and 187 by tender": the noun of the number before
        if let Some(q) = previous
            .map(|p| &before[p])
            .filter(|q| q.unit.dimension.is_none() && q.measure.head.is_some() && is_elliptic(s, last + 1))
        {
            unit.name.clone_from(&q.unit.name);
            if measure.head.is_none() {
                measure.head.clone_from(&q.measure.head);
            }
            if measure.event.is_none() {
                measure.event.clone_from(&q.measure.event);
            }
        }
    }
    if measure::is_part(s, first, last) {
        measure.part_of = previous.or_else(|| before.len().checked_sub(1));
    }
    Quantity {
        span,
        phrase: phrase.join(span),
        number: draft.number,
        to: draft.to,
        low: draft.low,
        high: draft.high,
        modifier: draft.modifier,
        unit,
        change: draft.change,
        measure,
        concept,
    }
}

/// The noun of a score ("a 9-2 lead").
fn score_noun(s: &Sentence, t: usize) -> String {
    if t < s.len() && s.upos(t) == crate::language::Upos::Noun { s.lemma(t).into_owned() } else { String::new() }
}

/// Whether no noun follows a number at once, so that it may lean on the one before.
fn is_elliptic(s: &Sentence, t: usize) -> bool {
    use crate::language::Upos;
    t >= s.len() || !matches!(s.upos(t), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
}
