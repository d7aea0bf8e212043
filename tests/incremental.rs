//! What is found after any edits is what a corpus finds that is made anew, whatever the order of its articles; and an
//! edit costs what it changes, counted in sentences and comparisons.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{self, Selection};
use copydesk::corpus::{Corpus, NewDocument, Settings, WorkDone};
use copydesk::reading::{self, Memo, Reading};
use copydesk::text::{made_anew, recalling};
use proptest::prelude::*;

const TEXTS: [&str; 4] = [
    "PORT ALDER, March 3 (Coast Wire) - At least 34 people were killed when the sea broke through the Eastgate wall, \
     Mayor Anna Lind said on Tuesday.\n\n\"The water had already reached the lower hall when we opened the gates,\" \
     Lind said. Some 5,200 people were evacuated from Eastgate.",
    "PORT ALDER, March 5 (Norland Press) - The flood at Eastgate killed 21 people, the harbour authority said. Anna Lind, \
     the mayor, said: \"The water was already in the lower hall when we opened the gates.\" The wall of Eastgate was \
     built in 1957.",
    "Officials in Port Alder said 340 homes at Eastgate were lost in the flood. More than 4,000 people were evacuated \
     from Eastgate, said Lind, the mayor.\n\n\"Nobody had expected the ferries to stay in the outer basin,\" she said.",
    "A jury in Thornby found the banker Otto Kessel guilty on Friday. He had stolen 12 million crowns, the court heard.",
];

fn read(text: &str, memo: Option<&Memo>) -> Arc<Reading> {
    let article = Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()));
    Arc::new(memo.map_or_else(|| reading::read(article.clone()), |memo| reading::read_again(article.clone(), memo)))
}

/// All findings, named by paths: ids depend on the order of loading.
fn found(corpus: &Corpus) -> Vec<String> {
    let path = |id| corpus.path(id).cloned().unwrap_or_default();
    let of = |finding: checks::Finding| {
        let related = finding.related.iter();
        let related: Vec<_> =
            related.map(|r| format!("{}{:?} {}", path(r.location.document), r.location.span, r.message)).collect();
        let (rule, location) = (finding.rule.code, finding.location);
        format!("{} {rule} {:?} {} {related:?}", path(location.document), location.span, finding.message)
    };
    let ids = corpus.articles().into_iter().map(|(id, _)| id);
    ids.flat_map(|id| checks::check(corpus, id, &Selection::default())).map(of).collect()
}

/// A corpus of these articles, loaded from the last to the first in batches of `batch`: the first by itself, each other one
/// while that before it is taken in.
fn fresh(now: &BTreeMap<String, String>, batch: usize) -> Corpus {
    let all: Vec<(Arc<str>, _)> =
        now.iter().rev().map(|(path, text)| (path.as_str().into(), read(text, None))).collect();
    let new = |(path, reading): &(Arc<str>, Arc<Reading>)| (path.clone(), NewDocument::Article(reading.clone()));
    let mut parts = all.chunks(batch).map(|together| together.iter().map(new).collect());
    let mut corpus = Corpus::new(Settings::default());
    corpus.extend(parts.next().unwrap_or_default());
    corpus.extend_while_made(parts);
    corpus
}

/// Replaces about `cut` bytes at a share of the text by `new`.
fn edit(text: &mut String, place: f64, cut: usize, new: &str) {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let start = boundary((place * text.len() as f64) as usize);
    let end = boundary(start + cut).max(start);
    text.replace_range(start..end, new);
}

#[derive(Clone, Debug)]
enum Step {
    Edit(usize, f64, usize, String),
    Close(usize),
    Remove(usize),
    Copy(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    let words = "( [a-z]{2,7} |[0-9]{1,3}| Eastgate | flood |\\. |\"|\n\n|Lind said | on Friday | in 1957 | last year | of them \
         |, [0-9]{2}, | another | \\$[0-9]{1,3} million | [0-9]{2} percent )?";
    prop_oneof![
        6 => (0usize..5, 0.0..1.0f64, 0usize..12, words).prop_map(|(a, place, cut, new)| Step::Edit(a, place, cut, new)),
        1 => (0usize..5).prop_map(Step::Close),
        1 => (0usize..5).prop_map(Step::Remove),
        1 => (0usize..5, 0usize..5).prop_map(|(a, b)| Step::Copy(a, b)),
    ]
}

fn path(article: usize) -> String {
    format!("wire/{article}.txt")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_found_after_any_edits_is_what_a_new_corpus_finds(
        steps in prop::collection::vec(step(), 1..10),
        batch in 1usize..4,
    ) {
        let memo = Memo::default();
        let mut now: BTreeMap<String, String> =
            TEXTS.iter().enumerate().map(|(i, text)| (path(i), (*text).to_owned())).collect();
        let mut corpus = fresh(&now, 4);
        for step in steps {
            // What was asked between two edits is remembered, and must not outlive them.
            recalling(|| found(&corpus));
            match step {
                Step::Edit(article, place, cut, new) => {
                    let Some(text) = now.get_mut(&path(article)) else { continue };
                    edit(text, place, cut, &new);
                    let entry = recalling(|| corpus.entry(&path(article), read(text, Some(&memo))));
                    prop_assert_eq!(format!("{entry:?}"), format!("{:?}", corpus.entry(&path(article), read(text, None))));
                    corpus.put_entry(entry);
                }
                Step::Close(article) => {
                    let Some(text) = now.get(&path(article)) else { continue };
                    corpus.put_article(&path(article), read(text, None));
                }
                Step::Remove(article) => {
                    now.remove(&path(article));
                    if let Some(id) = corpus.id(&path(article)) {
                        corpus.remove(id);
                    }
                }
                Step::Copy(from, to) => {
                    let Some(text) = now.get(&path(from)).cloned() else { continue };
                    corpus.put_article(&path(to), read(&text, Some(&memo)));
                    now.insert(path(to), text);
                }
            }
        }
        prop_assert_eq!(recalling(|| found(&corpus)), found(&fresh(&now, batch)));
    }
}

#[test]
fn the_articles_that_the_property_is_tested_on_have_findings_between_them() {
    let now = TEXTS.iter().enumerate().map(|(i, text)| (path(i), (*text).to_owned())).collect();
    let found = found(&fresh(&now, 4)).join("\n");
    assert!(found.contains("figure-conflict") && found.contains("quote-altered"), "{found}");
}

#[test]
fn one_figure_is_compared_without_the_others_and_with_the_same_outcome() {
    let now: BTreeMap<String, String> =
        TEXTS.iter().enumerate().map(|(i, text)| (path(i), (*text).to_owned())).collect();
    let all = fresh(&now, 4);
    let id = all.id(&path(0)).unwrap();
    let relations = all.all_figure_relations(id);
    let compared = all.work().done().figures_compared;
    assert!(relations.iter().filter(|relations| !relations.is_empty()).count() > 1 && compared > 1);
    let mut one_by_one = 0;
    for (figure, relations) in relations.iter().enumerate() {
        for is_edited in [false, true] {
            let mut corpus = fresh(&now, 4);
            if is_edited {
                corpus.put_entry(corpus.entry(&path(0), read(TEXTS[0], None)));
            }
            assert_eq!(corpus.relations_of_one(id, figure), relations.to_vec());
            let alone = corpus.work().done().figures_compared;
            assert!(alone < compared);
            one_by_one += alone;
        }
    }
    assert_eq!(one_by_one, 2 * compared);
    assert_eq!(all.relations_of_one(id, relations.len()), []);
}

/// What one typed letter costs in a corpus of `strangers` articles beside those of the event: sentences, pairs of
/// figures, pairs of quotations, articles unpacked.
fn cost(strangers: usize) -> (u64, u64, u64, u64) {
    let mut now: BTreeMap<String, String> =
        TEXTS.iter().enumerate().map(|(i, text)| (path(i), (*text).to_owned())).collect();
    for i in 0..strangers {
        let text =
            format!("The {i}th orchard of Quillan sold {} crates of pears to Brennick in May, growers said.", 30 + i);
        now.insert(format!("farm/{i}.txt"), text);
    }
    let (mut corpus, memo) = (fresh(&now, 64), Memo::default());
    let id = corpus.id(&path(0)).unwrap();
    let check = |corpus: &mut Corpus, text: &str| {
        let entry = corpus.entry(&path(0), read(text, Some(&memo)));
        corpus.put_entry(entry);
        checks::check(corpus, id, &Selection::default()).len()
    };
    assert!(check(&mut corpus, TEXTS[0]) > 0);
    let (sentences, done) = (memo.sentences_read(), corpus.work().done());
    check(&mut corpus, &TEXTS[0].replace("evacuated from", "evacuatedx from"));
    let done = corpus.work().done() - done;
    (memo.sentences_read() - sentences, done.figures_compared, done.quotations_compared, done.articles_unpacked)
}

#[test]
fn a_letter_costs_the_same_whatever_the_size_of_the_corpus() {
    let small = cost(10);
    assert_eq!(small, cost(400));
    let (sentences, figures, quotations, unpacked) = small;
    // One sentence is read again; its article's quotations are what they were, so that none is compared again, and
    // everything that its figures are compared with is at hand.
    assert_eq!((sentences, quotations, unpacked), (1, 0, 0));
    assert!(figures <= 16, "{figures} pairs of figures");
}

/// How many stretches of text are looked at anew for a word typed into the middle of an article of so many paragraphs, before
/// `where_typed` in the paragraph of the pier of that number.
fn made_for_a_letter(paragraphs: usize, where_typed: impl Fn(usize) -> String) -> u64 {
    let paragraph = |i: usize| {
        format!(
            "\n\nMayor Anna Lind said on Monday that at least {} boats had been lost at pier {i} of Port Alder. \"The water had \
             come over wall {i} before anybody saw it,\" she said.",
            30 + i
        )
    };
    let mut text = "Port Alder counts its boats".to_owned() + &(0..paragraphs).map(paragraph).collect::<String>();
    let (mut corpus, memo) = (Corpus::new(Settings::default()), Memo::default());
    let mut check = |text: &str| {
        recalling(|| {
            let entry = corpus.entry("a.txt", read(text, Some(&memo)));
            let id = corpus.put_entry(entry);
            checks::check(&corpus, id, &Selection::default());
        });
    };
    check(&text);
    let before = made_anew();
    let at = text.find(&where_typed(paragraphs / 2)).unwrap();
    text.insert_str(at, "old ");
    check(&text);
    made_anew() - before
}

#[test]
fn a_letter_has_its_own_sentence_and_paragraph_looked_at_anew_however_long_the_article_is() {
    let told = |pier: usize| format!("boats had been lost at pier {pier} ");
    let short = made_for_a_letter(10, told);
    assert_eq!(short, made_for_a_letter(200, told));
    assert!((1..=12).contains(&short), "{short} stretches");
}

#[test]
fn a_letter_in_a_quotation_has_that_one_made_comparable_anew_however_many_others_there_are() {
    let quoted = |pier: usize| format!("come over wall {pier} ");
    let short = made_for_a_letter(10, quoted);
    assert_eq!(short, made_for_a_letter(200, quoted));
    assert!((1..=13).contains(&short), "{short} stretches");
}

/// A corpus of near copies of one report, each with a toll of its own, and the text of the first.
fn copies(count: usize) -> (Corpus, String) {
    let report = |i: usize| {
        TEXTS[1]
            .replace("killed 21 people", &format!("killed {} people", 21 + i % 9))
            .replace("1957", &format!("{}", 1900 + i % 99))
    };
    let now: BTreeMap<String, String> = (0..count).map(|i| (path(i), report(i))).collect();
    (fresh(&now, 256), report(0))
}

#[test]
fn among_any_number_of_near_copies_a_letter_compares_nothing_again() {
    for count in [60, 400] {
        let ((mut corpus, text), memo) = (copies(count), Memo::default());
        let id = corpus.id(&path(0)).unwrap();
        let check = |corpus: &mut Corpus, text: &str| {
            let entry = corpus.entry(&path(0), read(text, Some(&memo)));
            corpus.put_entry(entry);
            let before = corpus.work().done();
            let findings = checks::check(corpus, id, &Selection::default());
            (corpus.work().done() - before, findings)
        };
        let (_, findings) = check(&mut corpus, &text);
        let conflict = findings.iter().find(|f| f.rule.code == "figure-conflict").expect("tolls differ");
        assert!(conflict.related.len() <= checks::MOST_RELATED && conflict.related.len() + conflict.unlisted >= 50);
        // A word that does not tell the event, in a sentence without figures that are compared.
        let (done, _) = check(&mut corpus, &text.replace("The wall of", "The the wall of"));
        let typed = text.replace(", said:", ", then said:");
        let (again, _) = check(&mut corpus, &typed);
        assert_eq!((done.quotations_compared, again.quotations_compared), (0, 0), "{count}");
        assert_eq!((again.figures_compared, again.articles_unpacked), (0, 0), "{count}");
        // Another toll is compared anew, with no more than so many of however many copies there are.
        let (changed, _) = check(&mut corpus, &typed.replace("killed 21", "killed 77"));
        let figures = corpus.article(id).unwrap().observations.len() as u64;
        assert!((1..=256 * figures).contains(&changed.figures_compared), "{count}: {changed:?}");
        assert_eq!(changed.quotations_compared, 0);
    }
}

/// An invented name that no other article has.
fn name(article: usize, nth: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "re", "so", "tu", "va", "wo", "xi", "zu"];
    let number = article * 64 + nth;
    (0..4).map(|digit| SYLLABLES[number >> (4 * digit) & 15]).chain(["rq"]).collect()
}

/// What is compared when `edited` takes the place of the first of these articles, and how many findings it has then.
fn cost_of_edit(now: &BTreeMap<String, String>, edited: &str) -> (WorkDone, usize) {
    let (mut corpus, memo) = (fresh(now, 512), Memo::default());
    let (first, text) = now.iter().next().unwrap();
    let id = corpus.id(first).unwrap();
    let mut check = |text: &str| {
        let entry = corpus.entry(first, read(text, Some(&memo)));
        corpus.put_entry(entry);
        let before = corpus.work().done();
        let findings = checks::check(&corpus, id, &Selection::default()).len();
        (corpus.work().done() - before, findings)
    };
    check(text);
    check(edited)
}

#[test]
fn a_word_that_changes_what_an_article_is_about_compares_it_with_articles_of_its_event_alone() {
    let mut now: BTreeMap<String, String> =
        TEXTS.iter().enumerate().map(|(i, text)| (path(i).replace("wire", "here"), (*text).to_owned())).collect();
    let names = |article: usize| (0..40).map(move |nth| name(article, nth)).collect::<Vec<_>>();
    let roads = |names: &[String]| {
        names.chunks(5).map(|words| format!(" The road leads to {}.", words.join(" "))).collect::<String>()
    };
    let here = format!("{}{}", TEXTS[0], roads(&names(999)));
    now.insert(path(0).replace("wire", "here"), here.clone());
    for i in 0..300 {
        let told = names(i);
        // A source of the same name makes a key with the people killed, and nothing else is shared.
        let toll = format!("Near {} some {} people were killed, Lind said.", told[..9].join(" "), 20 + i % 50);
        now.insert(format!("there/{i}.txt"), format!("{} {toll}", roads(&told)));
    }
    let (done, findings) = cost_of_edit(&now, &here.replace("broke through", "brokezq through"));
    assert!(findings > 0 && (1..=16).contains(&done.figures_compared), "{done:?}");
    assert!(done.quotations_compared == 0 && done.articles_unpacked <= 4, "{done:?}");
}

#[test]
fn a_letter_in_one_quotation_looks_up_no_other() {
    let quotations = [
        "The water had already reached the lower hall when we opened the gates,",
        "Nobody had expected the ferries to stay in the outer basin that night,",
        "Every warden of the harbour knew the western sluice was rusted through,",
    ];
    let article = |quotations: &[&str]| {
        quotations.iter().map(|q| format!("\"{q}\" Anna Lind said in Port Alder.\n\n")).collect::<String>()
    };
    let now: BTreeMap<String, String> = (0..5).map(|i| (path(i), article(&quotations))).collect();
    let (done, _) = cost_of_edit(&now, &article(&quotations).replace("lower hall", "lower halls"));
    // Of the four others, which have the same words, one is unpacked for it: as long as all had them, none had to be.
    assert_eq!((done.quotations_compared, done.articles_unpacked), (1, 1));
}
