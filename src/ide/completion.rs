//! What the rest of a word or quotation may be: verbatim quotations and full names from the other articles.

use rustc_hash::FxHashMap;

use super::annotation_completion;
use super::elsewhere::label;
use super::interrupt::interrupted;
use super::subject::{Subject, entity_of};
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use crate::reading::{EntityKind, QuotationKind};
use crate::text::Span;

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is listed.
    pub label: String,
    /// Where it is from.
    pub detail: String,
    /// What is replaced: the part that was typed, on one line.
    pub replaced: Span,
    /// By what.
    pub text: String,
    /// Whether it is a quotation rather than a name.
    pub is_quotation: bool,
}

/// At most so many are proposed.
const MOST: usize = 60;
/// No more articles than this are looked through.
const FARTHEST: usize = 20_000;
/// Characters of a quotation that are listed.
const LISTED: usize = 80;

/// Proposals at the byte `offset`: within an opened quotation those from other articles that go on as it was begun, else
/// names that begin with the capitalised letters before the cursor.
pub fn completion(corpus: &Corpus, document: DocumentId, offset: usize) -> Vec<Completion> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation_completion::completion(corpus, entry, offset);
    }
    let Some(entry) = corpus.article(document) else { return Vec::new() };
    let text = &entry.reading.article.text;
    let line = text[..offset].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let before = &text[line..offset];
    match opened(before) {
        Some(start) => quotations(corpus, document, Span::new(line + start, offset), text),
        None => names(corpus, document, before, offset),
    }
}

/// Where the words of a quotation begin that is opened and not closed on this line.
fn opened(line: &str) -> Option<usize> {
    let mut open = None;
    for (index, c) in line.char_indices() {
        match c {
            '"' => open = if open.is_some() { None } else { Some(index + 1) },
            '“' => open = Some(index + c.len_utf8()),
            '”' => open = None,
            _ => {}
        }
    }
    open
}

fn quotations(corpus: &Corpus, document: DocumentId, typed: Span, text: &str) -> Vec<Completion> {
    let begun = flat(typed.of(text)).to_lowercase();
    let closed = text[typed.end as usize..].starts_with(['"', '”']);
    let close = if text[..typed.start as usize].ends_with('“') { "”" } else { "\"" };
    let mut found = Vec::new();
    for entry in others(corpus, document) {
        let reading = &entry.reading;
        let source = &reading.article.text;
        for (index, quotation) in reading.quotations.iter().enumerate() {
            if quotation.kind != QuotationKind::Speech || found.len() >= MOST {
                continue;
            }
            let words: Vec<String> = quotation.content.iter().map(|span| flat(span.of(source))).collect();
            let words = words.join(" ");
            if !words.to_lowercase().starts_with(&begun) {
                continue;
            }
            let speaker = entity_of(reading, Subject::Quotation(index)).map(|e| reading.entities[e].name.as_str());
            found.push(Completion {
                label: shortened(&words),
                detail: format!("{}, {}", speaker.unwrap_or("nobody named"), label(entry, quotation.span.start)),
                replaced: typed,
                text: if closed { words } else { format!("{words}{close}") },
                is_quotation: true,
            });
        }
    }
    found
}

fn names(corpus: &Corpus, document: DocumentId, before: &str, offset: usize) -> Vec<Completion> {
    let start = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let begun = &before[start..];
    if begun.chars().count() < 2 || !begun.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let replaced = Span::new(offset - begun.len(), offset);
    let mut found: FxHashMap<String, (String, usize)> = FxHashMap::default();
    for entry in others(corpus, document).chain(corpus.article(document)) {
        for entity in entry.reading.entities.iter().filter(|entity| entity.kind != EntityKind::Other) {
            let begins = entity.name.split_whitespace().any(|word| word.starts_with(begun));
            if begins && entity.name != begun {
                let role = entity.roles.first().cloned().unwrap_or_default();
                let known = found.entry(entity.name.clone()).or_insert_with(|| (role.clone(), 0));
                known.1 += 1;
                if known.0.is_empty() {
                    known.0 = role;
                }
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by(|(a, (_, many)), (b, (_, more))| more.cmp(many).then(a.cmp(b)));
    found.truncate(MOST);
    let proposal = |(name, (role, count)): (String, (String, usize))| {
        let articles = if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
        let detail = if role.is_empty() { articles } else { format!("{role}, {articles}") };
        Completion { label: name.clone(), detail, replaced, text: name, is_quotation: false }
    };
    found.into_iter().map(proposal).collect()
}

fn others(corpus: &Corpus, document: DocumentId) -> impl Iterator<Item = &ArticleEntry> {
    let ids = corpus.ids().into_iter().filter(move |id| *id != document).take(FARTHEST);
    ids.take_while(|_| !interrupted()).filter_map(|id| corpus.article(id))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LISTED) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(here: &str, expected: Expect) {
        let fixture = Fixture::new(&format!(
            "//- draft.txt
{here}
//- b.txt
Harbourmaster Ann Velder said: \"The water was already in the lower hall when we opened the gates.\"
//- c.txt
\"The ferries stay in the outer basin until the wind drops,\" said Ann Velder, the harbourmaster.
"
        ));
        let (document, offset) = fixture.cursor();
        let line = |c: Completion| format!("[{}] {} ({})\n", fixture.covered(document, c.replaced), c.text, c.detail);
        let shown: String = completion(&fixture.corpus, document, offset).into_iter().map(line).collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_quotation_that_was_begun_is_finished_word_for_word() {
        check(
            "Velder told the town: \"The wat$0",
            expect![[r#"
            [The wat] The water was already in the lower hall when we opened the gates." (Ann Velder, b.txt:1)
        "#]],
        );
    }

    #[test]
    fn capitalised_letters_become_a_full_name() {
        check(
            "The town had trusted Vel$0",
            expect![[r#"
            [Vel] Ann Velder (Harbourmaster, 2 articles)
        "#]],
        );
    }

    #[test]
    fn other_words_are_left_alone() {
        check("The town had trusted its har$0", expect![[""]]);
    }
}
