//! What a quantity is: value, modifier, unit, change and what it measures.

use super::Dimension;
use crate::text::{Span, Spans};

/// How the text qualifies a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Change {
    /// "rose by 3 %".
    Up,
    /// "fell 5.4 per cent".
    Down,
}

/// What a number counts in.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Unit {
    /// Written out as CQE and UCUM do ("percentage", "dollar", "mile per hour"), else the counted noun's lemma, "" for none.
    pub name: String,
    /// What kind of thing the unit measures ("length", "mass", "money:USD", "share"), `None` for counted nouns:
    /// only quantities of one dimension are compared.
    #[serde(with = "super::dimension")]
    pub dimension: Dimension,
    /// What one of it is in the dimension's base unit (a kilometre is 1000 metres); 1 for counted nouns.
    pub factor: f64,
}

/// What a quantity measures, in words of the text.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
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
    /// Names of places and groups that limit it, in bytes ("eastern Aleppo").
    pub scope: Spans,
    /// "of them", "including": it is a part of the quantity with this index.
    pub part_of: Option<usize>,
    /// "no", "not", "denied".
    pub negated: bool,
}

/// One number of the text.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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
