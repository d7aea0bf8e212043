//! The figure sheet: every figure group with its observations and relations.

use crate::corpus::{Corpus, Location, Observation, Relation};
use crate::reading::{Modifier, Quantity};
use jiff::civil::Date;

/// One figure group.
#[derive(Clone, Debug)]
pub struct FigureSection {
    /// What the figures measure.
    pub measures: String,
    /// The figures in order of path and text.
    pub rows: Vec<FigureRow>,
    /// How two rows relate.
    pub relations: Vec<(usize, usize, Relation)>,
}

/// One figure at its place.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// Where the number stands.
    pub location: Location,
    /// The path of its article.
    pub path: String,
    /// The number with modifier and noun.
    pub text: String,
    /// Lower end of its interval in the stated unit.
    pub low: f64,
    /// Upper end, `f64::INFINITY` where there is none.
    pub high: f64,
    /// Both ends in the base unit of its dimension, so that rows in different units can be drawn on one scale.
    pub base: (f64, f64),
    /// The number as stated, in the base unit; of a range its middle.
    pub stated: f64,
    /// "about", "more than" and the like.
    pub modifier: Modifier,
    /// What it counts in.
    pub unit: String,
    /// The day up to which it holds.
    pub as_of: Option<Date>,
    /// Who states it.
    pub source: Option<String>,
    /// An earlier row with the same interval, date and scope.
    pub same_as: Option<usize>,
}

/// The figure sheet of a corpus: groups with conflicts first, then the larger ones.
pub fn figures(corpus: &Corpus) -> Vec<FigureSection> {
    let groups = corpus.figure_groups().into_iter().map(|group| {
        let places = group.observations.iter().zip(&group.same_as);
        let rows = places.filter_map(|(&(document, index), &same_as)| {
            let entry = corpus.article(document)?;
            let (reading, observation) = (&entry.reading, &entry.observations[index]);
            let quantity = &reading.quantities[observation.quantity];
            Some(FigureRow {
                location: Location { document, span: quantity.span },
                path: entry.path.to_string(),
                text: quantity.phrase.of(&reading.article.text).to_owned(),
                low: quantity.low,
                high: quantity.high,
                base: (observation.low, observation.high),
                stated: stated(quantity, observation),
                modifier: quantity.modifier,
                unit: quantity.unit.name.clone(),
                as_of: observation.as_of,
                source: observation.speaker.map(|s| reading.entities[s].name.clone()),
                same_as,
            })
        });
        FigureSection { measures: group.measures.clone(), rows: rows.collect(), relations: group.relations.clone() }
    });
    groups.collect()
}

fn stated(quantity: &Quantity, observation: &Observation) -> f64 {
    let to_base = if quantity.low != 0.0 && quantity.low.is_finite() { observation.low / quantity.low } else { 1.0 };
    quantity.to.map_or(quantity.number, |to| (quantity.number + to) / 2.0) * to_base
}
