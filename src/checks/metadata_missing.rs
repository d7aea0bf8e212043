//! No date or no publisher can be found for an article.
//!
//! Without a date relative dates mean nothing and figures cannot be put in order; without a publisher nobody can say
//! whose report it is.
//!
//! **To mend it**, add front matter, or an `[[article]]` to `copydesk.toml`.

use super::Context;
use crate::text::Span;

pub(super) const CODE: &str = "metadata-missing";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let metadata = &entry.reading.article.metadata;
    let missing = match (metadata.dct().is_some(), metadata.publisher.is_some()) {
        (true, true) => return,
        (false, true) => "date",
        (true, false) => "publisher",
        (false, false) => "date or publisher",
    };
    let span = entry.reading.article.headline().unwrap_or(Span::at(0));
    let fix = super::dating::fix(context).filter(|_| missing != "publisher");
    context.report(span, format!("no {missing} can be found for this article")).fixes.extend(fix);
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::findings;

    #[test]
    fn what_is_missing_is_named() {
        let shown = findings(super::CODE, &[("a.txt", "---\ndate: 2026-03-01\n---\nThe pier was closed.")]);
        assert!(shown[0].ends_with("no publisher can be found for this article"), "{shown:?}");
        assert_eq!(
            findings(
                super::CODE,
                &[("a.txt", "---\ndate: 2026-03-01\npublisher: Coast Wire\n---\nThe pier was closed.")]
            ),
            [""; 0]
        );
    }
}
