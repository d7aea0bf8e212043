//! Whether what two articles quote may have been said in another language than theirs.
//!
//! Two wordings of one utterance are two translations only where it was not said in the language of the articles. Nothing in a
//! report says so reliably, but where it happened does: what a senator of Missouri said was said in English, what a minister
//! said in Lisbon was perhaps not.

use crate::corpus::ArticleEntry;
use crate::corpus::figure::known_place;

/// Countries, as ISO 3166 has them, where public life is mostly in English.
const ENGLISH: &[&str] = &[
    "AG", "AU", "BB", "BS", "BZ", "CA", "DM", "GB", "GD", "GH", "GY", "IE", "JM", "KN", "LC", "LR", "NG", "NZ", "SG",
    "SL", "TT", "US", "VC", "ZA", "ZM", "ZW",
];

/// Whether the article opens with a place where another language is spoken: of two that do, one utterance may be translated.
pub(super) fn is_from_abroad(article: &ArticleEntry) -> bool {
    let is_abroad = |key: &String| known_place(key).is_some_and(|place| !ENGLISH.contains(&place.country));
    article.opening_places.iter().any(is_abroad)
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, QuoteRelation, Settings};
    use crate::reading;
    use std::sync::Arc;

    /// How many quotations of one article are perhaps other translations of those of another, both of that place.
    fn translations(place: &str) -> usize {
        let said = [
            (
                "The ferries will stay in the outer basin until the storm has passed over the harbour",
                "We opened the sluices of the old quarter before the water reached the lower hall of the school",
            ),
            (
                "The ferries shall remain in the outer basin until the storm is gone from the harbour",
                "Before water came to the lower hall in that school we had opened every gate to the quarter",
            ),
        ];
        let articles = said.iter().enumerate().map(|(nth, (first, second))| {
            let text = format!(
                "{place} - The sea broke through the Eastgate wall, minister Ana Velder said in {place}.\n\n\
                 \"{first},\" Velder said.\n\n\"{second},\" Velder said."
            );
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            (Arc::from(format!("{nth}.txt")), Arc::new(reading::read(Arc::new(article))))
        });
        let corpus = Corpus::of_articles(Settings::default(), articles.collect());
        let all = corpus.all_quote_variants(corpus.id("0.txt").unwrap());
        all.iter().flat_map(|of| of.iter()).filter(|v| v.relation == QuoteRelation::Translated).count()
    }

    #[test]
    fn what_was_said_where_english_is_spoken_is_not_translated() {
        assert_eq!(["Lisbon", "Dublin", "Port Alder"].map(translations), [1, 0, 0]);
    }
}
