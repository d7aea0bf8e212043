//! What must hold whatever is typed and in whatever order it comes: edits lead where a fresh start leads, and findings
//! depend on the articles alone.

use std::process::Command;
use std::sync::Arc;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{Finding, Selection, check, rules};
use copydesk::corpus::{Corpus, NewDocument, Settings};
use copydesk::reading::{self, Memo, Reading};
use copydesk::text::{Document, Edit, Encoding, LineIndex};
use copydesk::workspace::read_open;
use proptest::prelude::*;

/// Invented; each speaks of one flood, and they do not agree.
const ARTICLES: [&str; 3] = [
    "---\ndate: 2026-03-03\n---\nThe sea broke through the Eastgate wall in Port Alder. The flood killed 12 people in Port \
     Alder, the harbourmaster, Ines Marrow, said on Monday.\n\n“We counted every house in the lower town twice and nobody is \
     missing,” Marrow said.\n\nIt was “the worst night since the ferry was lost, he added. Zoë Vell, 41, left last week.\n",
    "---\ndate: 2026-03-04\n---\nThe sea broke through the Eastgate wall in Port Alder. The flood killed 17 people in Port \
     Alder, Mayor Tomas Vell said on Tuesday.\n\n“We counted each house in the lower town two times and no one is missing,” \
     Ines Marrow told reporters. Experts say that more than 340 houses were lost.\n",
    "PORT ALDER, March 3 (Coastwire) - Some 340 houses were lost in Port Alder when the Eastgate wall broke, Marrow said. \
     Vell said “we counted every house in the lower town twice” on Friday, March 3, 2026.\n\nThe council lied, he said.\n",
];

/// A place as a share of the text, how many characters go, and what comes.
type Typed = (f64, usize, &'static str);

fn typed() -> impl Strategy<Value = Typed> {
    const NEW: &[&str] =
        &["", "x", "7", " ", "\n", "\n\n", "\r\n", "“", "\"", ".", "é", "😀", "12 people ", "Marrow said ", "\u{200b}"];
    (0.0..1.0f64, prop_oneof![Just(0usize), Just(1), Just(5), Just(60)], proptest::sample::select(NEW))
}

/// What an editor sends for it.
fn edit(text: &str, (place, gone, new): Typed, encoding: Encoding) -> Edit {
    let characters: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let from = ((characters.len() - 1) as f64 * place) as usize;
    let to = (from + gone).min(characters.len() - 1);
    let index = LineIndex::new(text.into());
    let at = |character: usize| index.position(characters[character], encoding);
    Edit { range: Some(at(from)..at(to)), text: new.to_owned() }
}

fn read(text: &str) -> Arc<Reading> {
    Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
}

/// All that every rule finds in a corpus, as text, in an order of its own.
fn findings(corpus: &Corpus) -> Vec<String> {
    let mut selection = Selection::default();
    selection.select(&rules().iter().map(|rule| rule.code.to_owned()).collect::<Vec<_>>()).unwrap();
    let shown = |finding: Finding| {
        let place = |l: copydesk::corpus::Location| format!("{} {:?}", corpus.path(l.document).unwrap(), l.span);
        let related: Vec<String> =
            finding.related.iter().map(|r| format!("{} {}", place(r.location), r.message)).collect();
        let (rule, at) = (finding.rule.code, place(finding.location));
        format!("{at} {rule} {:?} {} {} {related:?}", finding.severity, finding.message, finding.fingerprint)
    };
    let of = |id| check(corpus, id, &selection).into_iter().map(shown).collect::<Vec<_>>();
    let mut all: Vec<String> = corpus.ids().into_iter().flat_map(of).collect();
    all.sort();
    all
}

fn fresh(texts: &[(&str, String)]) -> Corpus {
    let mut corpus = Corpus::new(Settings::default());
    corpus.extend(texts.iter().map(|(path, text)| ((*path).into(), NewDocument::Article(read(text)))).collect());
    corpus
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_article_under_edits_reads_as_if_it_were_new(
        article in 0usize..3, edits in proptest::collection::vec(typed(), 1..8),
    ) {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let (mut document, memo) = (Document::new(ARTICLES[article]), Memo::default());
            for typed in &edits {
                document.apply(&edit(&document.text(), *typed, encoding), encoding);
                let again = read_open(document.text(), Markup::Plain, &Overrides::default(), &memo);
                let fresh = read_open(document.text(), Markup::Plain, &Overrides::default(), &Memo::default());
                prop_assert_eq!(format!("{again:?}"), format!("{fresh:?}"));
            }
        }
    }

    #[test]
    fn a_corpus_under_edits_finds_what_a_fresh_one_finds(
        edits in proptest::collection::vec((0usize..3, typed(), proptest::bool::weighted(0.1)), 1..10),
    ) {
        let paths = ["a.txt", "b.txt", "c.txt"];
        let mut texts: Vec<(&str, String)> = paths.into_iter().zip(ARTICLES.map(str::to_owned)).collect();
        let mut corpus = fresh(&texts);
        for (index, typed, gone) in edits {
            let (path, text) = &mut texts[index];
            let mut document = Document::new(text);
            document.apply(&edit(text, typed, Encoding::Utf16), Encoding::Utf16);
            *text = document.text().to_string();
            if let Some(id) = corpus.id(path).filter(|_| gone) {
                corpus.remove(id);
            }
            // Asked between the edits, so that what is remembered of them is put to the test.
            corpus.put_article(path, read(text));
            findings(&corpus);
        }
        prop_assert_eq!(findings(&corpus), findings(&fresh(&texts)));
    }

    #[test]
    fn the_order_in_which_articles_come_changes_no_finding(
        edits in proptest::collection::vec((0usize..3, typed()), 0..6), turn in 0usize..6,
    ) {
        let mut texts: Vec<(&str, String)> =
            ["a.txt", "b.txt", "c.txt"].into_iter().zip(ARTICLES.map(str::to_owned)).collect();
        for (index, typed) in edits {
            let mut document = Document::new(&texts[index].1);
            document.apply(&edit(&texts[index].1, typed, Encoding::Utf16), Encoding::Utf16);
            texts[index].1 = document.text().to_string();
        }
        let forwards = findings(&fresh(&texts));
        texts.rotate_left(turn % 3);
        if turn >= 3 {
            texts.reverse();
        }
        let mut one_by_one = Corpus::new(Settings::default());
        for (path, text) in &texts {
            one_by_one.put_article(path, read(text));
        }
        prop_assert_eq!(&findings(&fresh(&texts)), &forwards);
        prop_assert_eq!(&findings(&one_by_one), &forwards);
    }
}

#[test]
fn the_number_of_threads_changes_no_finding() {
    let found = |threads: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["check", "--format", "json"])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir("examples/harbour-flood")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let alone = found("1");
    assert!(alone.len() > 1000, "{alone}");
    for threads in ["2", "3", "8"] {
        assert_eq!(found(threads), alone, "{threads} threads");
    }
}
