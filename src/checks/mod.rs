//! Rules: each one file with its code, severity, documentation, logic and tests.
//!
//! A rule is a function over one document of a corpus snapshot that adds [`Finding`]s. The doc
//! comment of its file is its documentation, printed by `copydesk explain` and linked from the editor.

mod finding;
mod rule;
mod selection;
#[cfg(test)]
mod testing;

mod age_mismatch;
mod annotation_dangling;
mod annotation_offset_unit;
mod annotation_orphan;
mod annotation_schema;
mod annotation_syntax;
mod annotation_text_mismatch;
mod annotator_disagreement;
mod anonymous_no_reason;
mod arithmetic_mismatch;
mod attributing;
mod attribution_conflict;
mod attribution_strengthened;
mod circular_sourcing;
mod conllu_invalid;
mod contestable;
mod copied_passage;
mod currency_mismatch;
mod date_conflict;
mod dating;
mod drafted;
mod elsewhere;
mod encoding;
mod figure_conflict;
mod figure_not_in_sources;
mod figure_scale_slip;
mod figure_superseded;
mod figure_unsure;
mod hedge_mismatch;
mod metadata_conflict;
mod metadata_missing;
mod name_not_in_sources;
mod name_use;
mod name_variant;
mod near_duplicate;
mod no_day;
mod own_voice;
mod percent_vs_points;
mod plural_sources_single;
mod poll_lead_within_margin;
mod quote_altered;
mod quote_not_in_sources;
mod quote_spliced;
mod quote_truncated;
mod quote_unbalanced;
mod relative_date_unanchored;
mod rounding_invalid;
mod source_changed;
mod source_unresolved;
mod sourced;
mod speaker_near;
mod sums;
mod surname_first;
mod title_conflict;
mod unattributed_claim;
mod unattributed_figure;
mod unattributed_quote;
mod vague_source;
mod webanno_invalid;
mod weekday_date_mismatch;

pub use annotator_disagreement::{Disagreement, disagreements};
pub use finding::{Edit, Finding, Fix, MOST_RELATED, Related};
pub use rule::{Rule, Severity, rule, rules};
pub use selection::Selection;

use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::text::Span;
use crate::text::sorting::sort_by;

/// What a rule is given: one document and the corpus around it.
pub struct Context<'a> {
    /// All documents.
    pub corpus: &'a Corpus,
    /// The document to check.
    pub document: DocumentId,
    rule: &'static Rule,
    findings: Vec<Finding>,
    /// So many findings are kept; of more, it is counted how many there are.
    most: usize,
    left_out: usize,
}

impl<'a> Context<'a> {
    /// The article to check, if the document is one.
    pub fn article(&self) -> Option<&'a ArticleEntry> {
        self.corpus.article(self.document)
    }

    /// Adds a finding of this rule's own severity at `span` of the document; details are set on what is returned.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        let location = Location { document: self.document, span };
        // One more than are kept: what is left out still has to be somewhere while its details are set.
        if self.findings.len() > self.most {
            self.findings.truncate(self.most);
            self.left_out += 1;
        }
        self.findings.push(Finding::new(self.rule, location, message.into()));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Whether what would be reported next is left out; it is counted, and its message need not be made.
    pub fn leaves_out(&mut self) -> bool {
        let full = self.findings.len() >= self.most;
        self.left_out += usize::from(full);
        full
    }
}

/// All findings of a document under the selected rules, in the order of the text.
pub fn check(corpus: &Corpus, document: DocumentId, selection: &Selection) -> Vec<Finding> {
    check_by(rules(), corpus, document, selection, usize::MAX).0
}

/// Those findings of a rule that are too many to be shown, by how many they are.
pub type LeftOut = Vec<(&'static Rule, usize)>;

/// The findings of a document, of each rule the first `most` that it comes upon; and how many more there are.
pub fn check_first(
    corpus: &Corpus,
    document: DocumentId,
    selection: &Selection,
    most: usize,
) -> (Vec<Finding>, LeftOut) {
    check_by(rules(), corpus, document, selection, most)
}

fn check_by(
    rules: &'static [Rule],
    corpus: &Corpus,
    document: DocumentId,
    selection: &Selection,
    most: usize,
) -> (Vec<Finding>, LeftOut) {
    let (mut findings, mut left_out) = (Vec::new(), Vec::new());
    for rule in rules {
        let Some(severity) = selection.severity(rule) else { continue };
        let mut context = Context { corpus, document, rule, findings: Vec::new(), most, left_out: 0 };
        rule.run(&mut context);
        let more = context.left_out + context.findings.len().saturating_sub(most);
        if more > 0 {
            left_out.push((rule, more));
        }
        findings.extend(context.findings.into_iter().take(most).map(|mut finding| {
            if let Some(severity) = severity {
                finding.severity = severity;
            }
            finding.count_unlisted();
            finding
        }));
    }
    sort_by(&mut findings, |a, b| {
        (a.location.span, a.rule.code, &a.message).cmp(&(b.location.span, b.rule.code, &b.message))
    });
    finding::fingerprint_all(corpus, &mut findings);
    if corpus.archive().is_some() {
        finding::name_archived(corpus, &mut findings);
    }
    (findings, left_out)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::Settings;
    use crate::reading;

    #[test]
    fn of_many_findings_of_a_rule_the_first_are_kept_and_the_rest_counted() {
        let mut corpus = Corpus::new(Settings::default());
        let lines =
            (1..=20).map(|n| format!("T{n}\tWord 0 3 The\n")).collect::<String>() + "R1\tNear Arg1:T7 Arg2:T8\n";
        let file = crate::annotation::brat::parse(lines.as_str().into(), "");
        let id = corpus.put_annotation("a.ann", Arc::new(file), None);
        for most in [0, 5, 20, 30] {
            let (findings, left_out) = check_first(&corpus, id, &Selection::default(), most);
            let of = |code| findings.iter().filter(|f| f.rule.code == code).count();
            assert_eq!((of("annotation-syntax"), of("annotation-dangling")), (most.min(20), most.min(2)));
            let more = left_out.iter().find(|(rule, _)| rule.code == "annotation-syntax").map_or(0, |(_, more)| *more);
            assert_eq!(more, 20 - most.min(20));
        }
        assert_eq!(check(&corpus, id, &Selection::default()).len(), 22);
    }

    #[test]
    fn a_rule_that_panics_costs_its_own_findings_alone() {
        fn fails(context: &mut Context) {
            context.report(Span::new(0, 3), "half of what it would say");
            panic!("a mistake");
        }
        fn works(context: &mut Context) {
            context.report(Span::new(0, 3), "what it says");
        }
        let rule = |code, check| Rule {
            code,
            severity: Severity::Warning,
            on: true,
            source: "",
            check,
            failed: Box::leak(Box::new(AtomicBool::new(false))),
        };
        let rules: &'static [Rule] = Vec::leak(vec![rule("fails", fails), rule("works", works)]);
        let article = Article::parse("The wall held.".into(), Markup::Plain, &Overrides::default());
        let mut corpus = Corpus::new(Settings::default());
        let id = corpus.put_article("a.txt", Arc::new(reading::read(Arc::new(article))));
        for _ in 0..2 {
            let (findings, _) = check_by(rules, &corpus, id, &Selection::default(), usize::MAX);
            assert_eq!(findings.iter().map(|f| f.rule.code).collect::<Vec<_>>(), ["works"]);
        }
        assert!(rules[0].failed.load(std::sync::atomic::Ordering::Relaxed));
    }
}
