//! Trains the network that weighs whole attributions (`whole.rs`).
//!
//! It has to learn from what the fields find in articles that they have not seen, so the articles are cut into parts and
//! each part is read by fields that learned from the others.

use super::choose::wholes;
use super::learned::Fields;
use super::train::{GoldArticle, GoldAttribution, Settings, fields, words_of};
use super::train_network::{Example, Plan, sure, train as train_network};
use super::whole::{ATOMS, OUTPUTS, Whole, atoms};
use crate::article::{Article, Markup, Overrides};
use crate::reading::{Prose, quotation};
use crate::text::Span;

/// Parts into which the articles are cut.
const PARTS: usize = 4;

const PLAN: Plan = Plan { seen: 12, rows: 12_000, epochs: 4, rate: 0.03, units: 0.3, things: 0.15 };

/// Learns from the annotated articles, from whose other parts and the labelled articles the fields are learned; the same
/// articles and settings give the same bytes.
pub(super) fn train(articles: &[GoldArticle], labelled: &[GoldArticle], settings: Settings) -> Vec<u8> {
    let mut examples = Vec::new();
    for part in 0..PARTS {
        let of = |own: bool| articles.iter().enumerate().filter(move |a| (a.0 % PARTS == part) == own).map(|a| a.1);
        let others: Vec<GoldArticle> = of(false).cloned().collect();
        let bytes: &'static [u8] = fields(&others, labelled, Settings { times: 1, ..settings }).leak();
        let fields = Fields::read(&mut &*bytes).expect("the fields that were written");
        for gold in of(true) {
            read(gold, &fields, &mut examples);
        }
        eprintln!("part {} of {PARTS}: {} attributions", part + 1, examples.len());
    }
    train_network(&examples, OUTPUTS, PLAN)
}

fn read(gold: &GoldArticle, fields: &Fields, examples: &mut Vec<Example<ATOMS>>) {
    let article = Article::parse(gold.text.as_str().into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    let quotations = quotation::quotations(&prose);
    let mut words = words_of(&prose);
    let (_, wholes) = wholes(&prose, &mut words, &quotations, fields);
    for (i, whole) in wholes.iter().enumerate() {
        let label = gold.attributions.iter().map(|g| label(whole, g)).max().unwrap_or(0);
        examples.push(Example { atoms: atoms(&prose, &words, &wholes, i), target: sure(label) });
    }
}

/// 0: another content; 1: the same content, another source; 2: both the same. Contents are the same where they share half
/// of what either holds, sources where they overlap.
fn label(whole: &Whole, gold: &GoldAttribution) -> u8 {
    let common = |a: &Span, b: &Span| a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    let length = |all: &[Span]| all.iter().map(|s| s.len()).sum::<usize>();
    let both: usize = whole.content.iter().flat_map(|a| gold.content.iter().map(move |b| common(a, b))).sum();
    let either = length(&whole.content) + length(&gold.content) - both;
    let sourced = whole.source.iter().any(|a| gold.source.iter().any(|b| a.overlaps(*b)));
    let unsourced = whole.source.is_empty() && gold.source.is_empty();
    match 2 * both >= either && both > 0 {
        false => 0,
        true => 1 + u8::from(sourced || unsourced),
    }
}
