//! Giving a person, organisation or place another name, everywhere but inside quotation marks.
//!
//! What somebody said is left as they said it. A full name becomes the new full name, a surname the new surname;
//! pronouns and descriptions stay.

use super::annotation_rename::{annotation_rename, prepare_annotation_rename};
use super::elsewhere::namesakes;
use super::subject::Subject;
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::reading::{Mention, MentionForm};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// A place where a name is written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What is replaced.
    pub location: Location,
    /// By what.
    pub text: String,
    /// How sure it is that this is the one that was asked about.
    pub reach: Reach,
}

/// How far from the cursor a renamed mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// A mention in the same article.
    Here,
    /// A mention in another article.
    Elsewhere,
    /// Only probably the same.
    Probable,
}

/// A name less sure than this of whom it means is renamed only where the user agrees.
const PROBABLE: f32 = 0.7;
/// The longest name.
const LONGEST: usize = 200;

/// The name at the byte `offset`, where it is one that can be changed.
pub fn prepare_rename(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Span> {
    if corpus.annotation(document).is_some() {
        return prepare_annotation_rename(corpus, document, offset);
    }
    mention_at(corpus.article(document)?, offset).map(|(_, span)| span)
}

fn mention_at(entry: &ArticleEntry, offset: usize) -> Option<(usize, Span)> {
    let (Subject::Mention(index), span) = Subject::at(entry, offset)? else { return None };
    let mention = &entry.reading.mentions[index];
    (is_name(mention) && !is_quoted(entry, span)).then_some((mention.entity, span))
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Short)
}

fn is_quoted(entry: &ArticleEntry, span: Span) -> bool {
    let quotations = &entry.reading.quotations;
    let before = quotations.partition_point(|quotation| quotation.span.start < span.end);
    quotations[..before].iter().rev().take(4).any(|quotation| quotation.span.overlaps(span))
}

/// All changes that give the name at the byte `offset` another form, in the order of documents and text.
///
/// # Errors
/// A sentence that says why there are none.
pub fn rename(corpus: &Corpus, document: DocumentId, offset: usize, new: &str) -> Result<Vec<Renamed>, String> {
    if corpus.annotation(document).is_some() {
        let places = annotation_rename(corpus, document, offset, new.trim())?;
        let reach = |location: &Location| if location.document == document { Reach::Here } else { Reach::Elsewhere };
        let renamed = |(location, text)| Renamed { reach: reach(&location), location, text };
        return Ok(places.into_iter().map(renamed).collect());
    }
    let new = new.split_whitespace().collect::<Vec<_>>().join(" ");
    if new.is_empty() || new.len() > LONGEST || new.contains(['"', '“', '”']) {
        return Err(format!("a name has 1 to {LONGEST} letters and no quotation marks"));
    }
    let entry = corpus.article(document);
    let found = entry.and_then(|entry| Some((entry, mention_at(entry, offset)?)));
    let Some((entry, (entity, span))) = found else {
        return Err("only names outside of quotation marks can be renamed".into());
    };
    let entity_here = &entry.reading.entities[entity];
    let change = Change::new(&entity_here.name, span.of(&entry.reading.article.text), &new);
    let mut renamed = Vec::new();
    in_article(document, entry, entity, &change, Reach::Here, &mut renamed);
    for (other, namesake) in namesakes(corpus, document, entity_here) {
        if let Some(there) = corpus.article(other) {
            in_article(other, there, namesake, &change, Reach::Elsewhere, &mut renamed);
        }
    }
    sort_by_key(&mut renamed, |change| (change.location.document != document, change.location));
    Ok(renamed)
}

fn in_article(
    document: DocumentId,
    entry: &ArticleEntry,
    entity: usize,
    change: &Change,
    reach: Reach,
    out: &mut Vec<Renamed>,
) {
    for mention in entry.reading.mentions.iter().filter(|m| m.entity == entity && is_name(m)) {
        if is_quoted(entry, mention.span) {
            continue;
        }
        let Some(text) = change.of(mention.span.of(&entry.reading.article.text)) else { continue };
        let reach = if mention.confidence < PROBABLE { Reach::Probable } else { reach };
        out.push(Renamed { location: Location { document, span: mention.span }, text, reach });
    }
}

/// From the words of one name to those of another.
struct Change {
    /// The words at the cursor.
    asked: Vec<String>,
    /// What they become.
    new: String,
    /// The full name before and after.
    full: Vec<String>,
    new_full: Vec<String>,
}

impl Change {
    fn new(full: &str, asked: &str, new: &str) -> Self {
        let words = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (full, asked) = (words(full), words(asked));
        let at = full.windows(asked.len().max(1)).position(|part| same(part, &asked));
        let mut new = words(new);
        // Who answers a surname with the full name means that surname.
        if let Some(at) = at.filter(|&at| new.len() > at && same(&new[..at], &full[..at])) {
            new.drain(..at);
        }
        let new_full = match at {
            Some(at) => [&full[..at], &new, &full[at + asked.len()..]].concat(),
            None => new.clone(),
        };
        Self { asked, new: new.join(" "), full, new_full }
    }

    /// What a mention becomes; `None` where nothing of it changes.
    fn of(&self, mention: &str) -> Option<String> {
        let words: Vec<String> = mention.split_whitespace().map(str::to_owned).collect();
        let text = if same(&words, &self.asked) {
            self.new.clone()
        } else if same(&words, &self.full) {
            self.new_full.join(" ")
        } else if self.full.len() == self.new_full.len() {
            let become_ = |word: &String| {
                let at = self.full.iter().position(|old| old.eq_ignore_ascii_case(word));
                at.map_or_else(|| word.clone(), |at| self.new_full[at].clone())
            };
            words.iter().map(become_).collect::<Vec<_>>().join(" ")
        } else {
            // Of names with more or fewer words than before, only the first and the last are told.
            let [word] = words.as_slice() else { return None };
            let is = |old: Option<&String>| old.is_some_and(|old| old.eq_ignore_ascii_case(word));
            let new = if is(self.full.last()) {
                self.new_full.last()
            } else {
                self.new_full.first().filter(|_| is(self.full.first()))
            };
            new?.clone()
        };
        let shouted = mention.chars().count() > 2 && !mention.chars().any(char::is_lowercase);
        let was_shouted = !self.asked.iter().flat_map(|word| word.chars()).any(char::is_lowercase);
        let text = if shouted && !was_shouted { text.to_uppercase() } else { text };
        (text != words.join(" ")).then_some(text)
    }
}

fn same(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_lowercase() == b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, new: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        let line = |r: Renamed| {
            let place = r.location;
            let path = fixture.corpus.path(place.document).unwrap();
            format!("{path} {:?}: {} → {}\n", r.reach, fixture.covered(place.document, place.span), r.text)
        };
        let shown = match rename(&fixture.corpus, document, offset, new) {
            Ok(all) => all.into_iter().map(line).collect(),
            Err(message) => message,
        };
        expected.assert_eq(&shown);
    }

    const NAMES: &str = "//- a.txt
Harbour minister Ann $0Velder spoke to reporters on Monday. Velder was calm, and she left early.

\"I told Ann Velder to stay,\" Peter Holm said of Velder.
//- b.txt
The town had trusted Ann Velder for years, and Velder knew it.
";

    #[test]
    fn a_full_name_and_its_short_forms_change_and_quotations_stay() {
        check(
            NAMES,
            "Anna Weller",
            expect![[r#"
                a.txt Here: Ann Velder → Anna Weller
                a.txt Here: Velder → Weller
                a.txt Here: Velder → Weller
                b.txt Elsewhere: Ann Velder → Anna Weller
                b.txt Elsewhere: Velder → Weller
            "#]],
        );
    }

    #[test]
    fn a_surname_changes_within_the_full_name() {
        let at_surname = NAMES.replace("$0", "").replace("Monday. Velder", "Monday. $0Velder");
        for new in ["Weller", "Ann Weller"] {
            check(
                &at_surname,
                new,
                expect![[r#"
                    a.txt Here: Ann Velder → Ann Weller
                    a.txt Here: Velder → Weller
                    a.txt Here: Velder → Weller
                    b.txt Elsewhere: Ann Velder → Ann Weller
                    b.txt Elsewhere: Velder → Weller
                "#]],
            );
        }
    }

    #[test]
    fn a_name_of_more_words_keeps_its_surname_apart() {
        check(
            NAMES,
            "Ann Maria Weller",
            expect![[r#"
                a.txt Here: Ann Velder → Ann Maria Weller
                a.txt Here: Velder → Weller
                a.txt Here: Velder → Weller
                b.txt Elsewhere: Ann Velder → Ann Maria Weller
                b.txt Elsewhere: Velder → Weller
            "#]],
        );
    }

    #[test]
    fn pronouns_words_in_quotation_marks_and_empty_names_are_refused() {
        check(
            "//- a.txt\nAnn Velder was calm, and $0she left early.\n",
            "Ann",
            expect!["only names outside of quotation marks can be renamed"],
        );
        check(
            "//- a.txt\nAnn Velder spoke. \"I told $0Velder to stay,\" Peter Holm said.\n",
            "Ann",
            expect!["only names outside of quotation marks can be renamed"],
        );
        check(NAMES, " \n", expect!["a name has 1 to 200 letters and no quotation marks"]);
    }

    proptest::proptest! {
        #[test]
        fn no_name_makes_it_panic(full in "[A-Za-zÀ-ÿ ]{0,20}", asked in "[A-Za-zÀ-ÿ ]{0,12}", new in "[A-Za-z ]{1,12}", mention in "[A-Za-z ]{0,12}") {
            let _ = Change::new(&full, &asked, &new).of(&mention);
        }
    }
}
