//! The quote sheet: who said what, with variants between outlets.

use crate::corpus::{Corpus, Location, QuoteRelation};
use crate::reading::QuotationKind;

/// One quotation.
#[derive(Clone, Debug)]
pub struct QuoteRow {
    /// Where it stands, marks included.
    pub location: Location,
    /// The path of its article.
    pub path: String,
    /// The words between the marks.
    pub text: String,
    /// Who speaks.
    pub speaker: Option<String>,
    /// The same utterance in other articles.
    pub versions: Vec<QuoteVersion>,
}

impl QuoteRow {
    /// Whether another article has the utterance in other words.
    pub fn differs(&self) -> bool {
        self.versions.iter().any(|v| v.relation == QuoteRelation::Altered)
    }
}

/// The same utterance in another article.
#[derive(Clone, Debug)]
pub struct QuoteVersion {
    /// Where it stands, marks included.
    pub location: Location,
    /// The path of its article.
    pub path: String,
    /// The words between the marks.
    pub text: String,
    /// How the words relate.
    pub relation: QuoteRelation,
}

/// Every quotation of a corpus in order of path and text.
pub fn quotes(corpus: &Corpus) -> Vec<QuoteRow> {
    let mut rows = Vec::new();
    for (document, entry) in corpus.articles() {
        let text = &entry.reading.article.text;
        for (index, quotation) in entry.reading.quotations.iter().enumerate() {
            if quotation.kind != QuotationKind::Speech {
                continue;
            }
            let versions = corpus.quote_variants(document, index).into_iter().filter_map(|variant| {
                let other = corpus.article(variant.other)?;
                let there = &other.reading.quotations[variant.quotation];
                Some(QuoteVersion {
                    location: Location { document: variant.other, span: there.span },
                    path: other.path.to_string(),
                    text: words(&other.reading.article.text, there),
                    relation: variant.relation,
                })
            });
            rows.push(QuoteRow {
                location: Location { document, span: quotation.span },
                path: entry.path.to_string(),
                text: words(text, quotation),
                speaker: quotation.speaker.map(|s| entry.reading.entities[s].name.clone()),
                versions: versions.collect(),
            });
        }
    }
    rows
}

fn words(text: &str, quotation: &crate::reading::Quotation) -> String {
    quotation.content.iter().map(|s| s.of(text).trim()).collect::<Vec<_>>().join(" ")
}
