//! What the rules about drafts share: discrepancies between a draft and the sources that it cites, as findings.

use super::{Context, Severity};
use crate::corpus::Location;
use crate::corpus::draft::{Comparison, Difference, Discrepancy, Hedge, Item, ItemKind, Verdict};
use std::sync::Arc;

/// One finding for each discrepancy of the wanted kind; what the source says is a related place, and where it is certain
/// what would have to stand here, a fix.
pub(super) fn report(
    context: &mut Context,
    wanted: impl Fn(&Item, &Discrepancy) -> bool,
    fix: impl Fn(&Discrepancy, &str) -> Option<String>,
) {
    let Some(comparison) = context.corpus.comparison(context.document) else { return };
    for item in &comparison.items {
        for discrepancy in item.discrepancies.iter().filter(|d| wanted(item, d)) {
            let Some(source) = context.corpus.article(discrepancy.there.document) else { continue };
            let label = source.label().to_owned();
            let place = quoted(discrepancy.there, context);
            let severity = (discrepancy.difference == Difference::Hedge(Hedge::Softened)).then_some(Severity::Hint);
            let finding = context.report(discrepancy.span, format!("{} in {label}", discrepancy.says));
            if let Some(severity) = severity {
                finding.severity(severity);
            }
            finding.relate(discrepancy.there, format!("{label}: {place}"));
            if let (Some(text), Some(title)) = (&discrepancy.mend, fix(discrepancy, &label)) {
                finding.fix(title, text.clone());
            }
        }
    }
}

/// Discrepancies of one kind, without a fix.
pub(super) fn report_kind(context: &mut Context, difference: Difference) {
    report(context, |_, d| d.difference == difference, |_, _| None);
}

/// Findings for items of a kind that stand in no source.
pub(super) fn report_missing(context: &mut Context, kind: ItemKind, message: impl Fn(&Item, &str) -> Option<String>) {
    let Some(comparison) = context.corpus.comparison(context.document) else { return };
    let Some(entry) = context.article() else { return };
    let sources = sources(context, &comparison);
    for item in comparison.items.iter().filter(|i| i.kind == kind && i.verdict == Verdict::NotFound) {
        let words = item.span.of(&entry.reading.article.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(message) = message(item, &words) {
            context.report(item.span, format!("{message} in {sources}"));
        }
    }
}

/// The sources in words: "the cited sources (a.txt, b.txt)".
fn sources(context: &Context, comparison: &Arc<Comparison>) -> String {
    let labels: Vec<&str> =
        comparison.sources.iter().filter_map(|&id| context.corpus.article(id)).map(|e| e.label()).collect();
    match labels[..] {
        [only] => format!("the cited source ({only})"),
        [_, ..] if labels.len() <= 4 => format!("the cited sources ({})", labels.join(", ")),
        _ => format!("any of the {} cited sources", labels.len()),
    }
}

fn quoted(location: Location, context: &Context) -> String {
    let Some(document) = context.corpus.document(location.document) else { return String::new() };
    let words: Vec<&str> = location.span.of(document.text()).split_whitespace().collect();
    let shown = words.iter().take(30).copied().collect::<Vec<_>>().join(" ");
    if words.len() > 30 { format!("{shown} …") } else { shown }
}

/// Whether the rules about drafts already say of this place of the checked article that a cited source has it otherwise
/// (or nowhere), so that a rule that compares any two articles need not.
pub(super) fn is_told(context: &Context, kind: ItemKind, index: usize) -> bool {
    let comparison = context.corpus.comparison(context.document);
    let told = |c: Arc<Comparison>| c.item(kind, index).is_some_and(|i| i.verdict >= Verdict::Different);
    comparison.is_some_and(told)
}

/// Whether something of the checked article was looked for in its cited sources, and found or not: where sources differ
/// among themselves is told to them.
pub(super) fn is_compared(context: &Context, kind: ItemKind, index: usize) -> bool {
    let comparison = context.corpus.comparison(context.document);
    comparison.is_some_and(|c| c.item(kind, index).is_some_and(|i| i.verdict != Verdict::Unchecked))
}

/// A finding on an article that a draft differs from it would be at the wrong end.
pub(super) fn is_drafts(context: &Context, other: crate::corpus::DocumentId) -> bool {
    context.corpus.cites(other, context.document)
}
