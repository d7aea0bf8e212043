//! A source that an article cites differs from when the article was last verified against it.
//!
//! `copydesk verify --record DRAFT` notes in `copydesk-sources.toml`, beside `copydesk.toml`, what each source of the draft says. When a
//! source is edited, corrected or fetched anew, what was ticked off against it has to be looked at again.
//!
//! **Example.** The agency corrects its story from 12 to 9 deaths; the draft still cites the first version.
//!
//! **To mend it**, verify the draft again (`copydesk verify DRAFT`), and record the new state with `--record`.
//!
//! Agencies number the versions of a story for this reason; a story is checked against its last version (Reuters, *Handbook of
//! Journalism*, "corrections, refiles, kills").

use super::Context;
use crate::corpus::{Location, Resolved};
use crate::text::Span;

pub(super) const CODE: &str = "source-changed";

pub(super) fn check(context: &mut Context) {
    let Some(entry) = context.article() else { return };
    let article = &entry.reading.article;
    if article.citations.is_empty() {
        return;
    }
    let mut told = Vec::new();
    for (citation, resolved) in article.citations.iter().zip(context.corpus.resolved(context.document)) {
        let Resolved::Articles(sources) = resolved else { continue };
        for source in sources {
            if told.contains(&source) || !context.corpus.has_changed(context.document, source) {
                continue;
            }
            told.push(source);
            let Some(there) = context.corpus.article(source) else { continue };
            let message = format!("{} was changed since this article was last verified against it", there.label());
            let start = Location { document: source, span: Span::at(0) };
            context.report(citation.span.unwrap_or(Span::at(0)), message).relate(start, "the source as it is now");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::checks::{Selection, check};
    use crate::corpus::{Corpus, Recorded, Settings, text_hash};
    use crate::reading;
    use std::sync::Arc;

    fn found(recorded: &str) -> Vec<String> {
        let read = |text: &str| {
            Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
        };
        let draft = "---\nsources: [a.txt, b.txt]\n---\nThe mayor spoke.";
        let articles = [("draft.txt", draft), ("a.txt", "The mayor spoke."), ("b.txt", "The mayor left.")];
        let mut corpus =
            Corpus::of_articles(Settings::default(), articles.iter().map(|(p, t)| ((*p).into(), read(t))).collect());
        corpus.set_recorded(Recorded::from_iter([(("draft.txt".into(), "a.txt".into()), text_hash(recorded))]));
        let mut selection = Selection::default();
        selection.select(&[super::CODE.to_owned()]).unwrap();
        let id = corpus.id("draft.txt").unwrap();
        check(&corpus, id, &selection).into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn a_source_that_says_something_else_now_is_found() {
        assert_eq!(
            found("The mayor is silent."),
            ["a.txt was changed since this article was last verified against it"]
        );
    }

    #[test]
    fn one_that_is_the_same_but_for_line_ends_and_one_never_recorded_are_left_alone() {
        assert_eq!(found("The mayor spoke."), [""; 0]);
        assert_eq!(text_hash("a\r\nb"), text_hash("a\nb"));
    }
}
