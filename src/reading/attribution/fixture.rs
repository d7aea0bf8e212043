//! What the models see of a text, for the tests of what they find.

use super::learned::Models;
use super::word::Words;
use crate::article::{Article, Markup, Overrides};
use crate::reading::{Prose, Quotation, name, quotation};

/// Looks at a plain text as the models do that are built in.
pub(super) fn with<T>(text: &str, look: impl FnOnce(&Prose, &mut Words, &[Quotation], &Models) -> T) -> T {
    let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    let (mentions, entities) = name::mentions(&prose);
    let quotations = quotation::quotations(&prose);
    let mut words = Words::of(&prose, &quotations, &mentions, &entities);
    look(&prose, &mut words, &quotations, Models::embedded().expect("the model is built in"))
}
