//! The registry of rules.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use super::Context;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Hint,
    /// Worth a look.
    Information,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// As configuration and JSON write it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Severity::Hint, Severity::Information, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|s| s.name() == name)
    }
}

/// A rule.
pub struct Rule {
    /// Its stable name.
    pub code: &'static str,
    /// The severity of its findings unless the configuration says otherwise.
    pub severity: Severity,
    /// Whether it runs unless the configuration says otherwise.
    pub on: bool,
    /// The source of its file, whose doc comment is its documentation.
    pub(super) source: &'static str,
    pub(super) check: fn(&mut Context),
    /// Whether it was reported that it fails.
    pub(super) failed: &'static AtomicBool,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl Rule {
    /// Runs it. A mistake in one rule costs the findings of that rule on that document and nothing else; the first time
    /// that it happens is reported.
    pub(super) fn run(&self, context: &mut Context) {
        if catch_unwind(AssertUnwindSafe(|| (self.check)(context))).is_ok() {
            return;
        }
        context.findings.clear();
        if !self.failed.swap(true, Ordering::Relaxed) {
            let path = context.corpus.path(context.document).map_or("a document", |path| path);
            tracing::error!(
                "the rule {} failed on {path} by a mistake of the program; what it would find there is missing. \
                 Please report it; `severity = {{{} = \"off\"}}` under [rules] leaves the rule out",
                self.code,
                self.code
            );
        }
    }

    /// Its documentation in Markdown: what it finds, why, an example, how to mend it.
    pub fn documentation(&self) -> String {
        let lines = self.source.lines().take_while(|l| l.starts_with("//!"));
        lines.map(|l| l[3..].strip_prefix(' ').unwrap_or(&l[3..])).collect::<Vec<_>>().join("\n")
    }

    /// The first sentence of its documentation.
    pub fn summary(&self) -> String {
        let text = self.documentation();
        let paragraph: Vec<&str> = text.lines().take_while(|l| !l.trim().is_empty()).collect();
        paragraph.join(" ")
    }
}

macro_rules! rules {
    ($($module:ident $severity:ident $on:literal),* $(,)?) => {
        static RULES: &[Rule] = &[$(Rule {
            code: super::$module::CODE,
            severity: Severity::$severity,
            on: $on,
            source: include_str!(concat!(stringify!($module), ".rs")),
            check: super::$module::check,
            failed: {
                static FAILED: AtomicBool = AtomicBool::new(false);
                &FAILED
            },
        }),*];
    };
}

rules! {
    age_mismatch Warning true,
    annotation_dangling Error true,
    annotation_offset_unit Error true,
    annotation_orphan Error true,
    annotation_schema Warning true,
    annotation_syntax Error true,
    annotation_text_mismatch Error true,
    annotator_disagreement Information false,
    anonymous_no_reason Information false,
    arithmetic_mismatch Warning true,
    attribution_conflict Warning true,
    attribution_strengthened Warning true,
    circular_sourcing Warning false,
    conllu_invalid Error true,
    copied_passage Information false,
    currency_mismatch Information false,
    date_conflict Warning true,
    encoding Warning true,
    figure_conflict Warning true,
    figure_not_in_sources Warning true,
    figure_scale_slip Warning true,
    figure_superseded Hint true,
    figure_unsure Information false,
    hedge_mismatch Warning true,
    metadata_conflict Warning true,
    metadata_missing Information false,
    name_not_in_sources Warning true,
    name_variant Warning true,
    near_duplicate Information true,
    percent_vs_points Warning true,
    plural_sources_single Information false,
    poll_lead_within_margin Warning false,
    quote_altered Information true,
    quote_not_in_sources Warning true,
    quote_spliced Warning true,
    quote_truncated Warning true,
    quote_unbalanced Warning true,
    relative_date_unanchored Information true,
    rounding_invalid Warning true,
    source_changed Warning true,
    source_unresolved Error true,
    surname_first Information true,
    title_conflict Information false,
    unattributed_claim Information true,
    unattributed_figure Hint false,
    unattributed_quote Warning true,
    vague_source Information true,
    webanno_invalid Error true,
    weekday_date_mismatch Error true,
}

/// All rules, in the order of their codes.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of that code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.code == code)
}
