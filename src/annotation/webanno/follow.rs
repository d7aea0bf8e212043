//! How a file follows the edits of its article: offsets, tokens and the texts of sentences, or a reason why it cannot.
//!
//! A file repeats its text token by token, so that not every edit can be followed. Rows are moved; letters typed within a
//! word or at its edge belong to its token; tokens without annotation that were deleted are taken out, and those behind
//! them numbered anew. An annotated token that was deleted or now holds white space is a decision for a person: then the
//! file stays as a whole, about the text as it was, and the reason is told. New words get no tokens.

use super::cell::{self, Value};
use super::header::Column;
use super::{Line, Row, RowId, WebAnno};
use crate::annotation::{Counting, FileEdit, Problem, Unit, Units};
use crate::text::sorting::sort_by_key;
use crate::text::{Change, Span, moved};
use rustc_hash::{FxHashMap, FxHashSet};

const COUNTING: Counting = Counting { unit: Unit::Utf16, line_end_is_one: false, without_mark: false };

/// What a file of the `old` text has to change to be one of the `new` text.
///
/// # Errors
/// Where it cannot follow: the row that stands against it, in bytes of the file, and why.
pub fn follow(file: &WebAnno, text: &str, old: &str, new: &str, changes: &[Change]) -> Result<Vec<FileEdit>, Problem> {
    let places = places(file, old, new, changes)?;
    let sentences = sentences(file);
    let mut follower = Follower { file, text, old, new, places, numbers: FxHashMap::default(), edits: Vec::new() };
    follower.number(&sentences);
    let units = Units::new(COUNTING, new);
    for sentence in &sentences {
        follower.sentence(sentence, &units)?;
    }
    sort_by_key(&mut follower.edits, |edit| edit.span);
    Ok(follower.edits)
}

/// Where a row stood and stands; `None` for the second where it is taken out.
type Place = (Span, Option<Span>);

fn places(file: &WebAnno, old: &str, new: &str, changes: &[Change]) -> Result<Vec<Place>, Problem> {
    let table = COUNTING.table(old);
    let byte = |unit: usize| table.get(unit).copied().flatten();
    let referred = referred(file);
    let mut places: Vec<Place> = Vec::new();
    for row in file.rows() {
        let refuse = |message: String| Problem { span: row.line, message };
        let before = byte(row.offsets.0).zip(byte(row.offsets.1)).map(|(start, end)| Span { start, end });
        let before = before.filter(|span| old.get(span.range()) == Some(row.form.as_str()));
        let Some(before) = before else {
            return Err(refuse(format!("{} was not what stood at its offsets", row.id)));
        };
        let Some(now) = moved(before, changes) else {
            let is_nothing =
                |cell: &super::Cell| cell.span.is_empty() || cell.items.iter().all(super::Item::is_nothing);
            let says = !row.cells.iter().all(is_nothing);
            if says || row.id.part > 0 || referred.contains(&row.id) {
                return Err(refuse(format!(
                    "the text of {} \"{}\", which is annotated, was deleted",
                    row.id, row.form
                )));
            }
            places.push((before, None));
            continue;
        };
        let now = if row.id.part == 0 { grown(before, now, new, changes) } else { now };
        let form = new.get(now.range()).unwrap_or_default();
        let splits = |text: &str| text.contains(char::is_whitespace);
        if splits(form) && !splits(&row.form) {
            return Err(refuse(format!(
                "white space was typed within {} \"{}\": it is no longer one token",
                row.id, row.form
            )));
        }
        places.push((before, Some(now)));
    }
    // What was typed between two words that touch belongs to the first.
    let mut end = 0;
    for (row, (_, now)) in file.rows().zip(&mut places) {
        if let Some(now) = now.as_mut().filter(|_| row.id.part == 0) {
            now.start = now.start.max(end).min(now.end);
            end = now.end;
        }
    }
    Ok(places)
}

/// A word with the letters that were typed at its edges.
fn grown(before: Span, now: Span, new: &str, changes: &[Change]) -> Span {
    // What was typed at an edge stands right before or behind what is left of the word.
    let typed = |at: u32| {
        let touching = changes.iter().find(|change| change.span.start <= at && at <= change.span.end);
        touching.map_or(0, |change| change.length as usize)
    };
    let (start, end) = (now.start as usize, now.end as usize);
    let joins = |c: &char| c.is_alphanumeric();
    let word = &new[start..end];
    let head = new[start.saturating_sub(typed(before.start)).min(start)..start].chars().rev().take_while(joins);
    let tail = new[end..(end + typed(before.end)).min(new.len())].chars().take_while(joins);
    let head: usize = if word.starts_with(|c| joins(&c)) { head.map(char::len_utf8).sum() } else { 0 };
    let tail: usize = if word.ends_with(|c| joins(&c)) { tail.map(char::len_utf8).sum() } else { 0 };
    Span::new(start - head, end + tail)
}

/// The rows that a relation or a slot speaks of.
fn referred(file: &WebAnno) -> FxHashSet<RowId> {
    let mut all = FxHashSet::default();
    for (_, item) in references(file) {
        for part in &item.parts {
            if let Value::Text(written) = &part.value {
                all.extend(RowId::read(written));
            }
        }
    }
    all
}

/// What stands in the columns that speak of other rows.
fn references(file: &WebAnno) -> impl Iterator<Item = (RowId, &super::Item)> {
    let columns = file.layers.iter().flat_map(|layer| &layer.columns);
    let speaks: Vec<bool> = columns.map(|column| matches!(column, Column::Slot(_) | Column::Base(_))).collect();
    file.rows().flat_map(move |row| {
        let cells = row.cells.iter().zip(speaks.clone()).filter(|(_, speaks)| *speaks);
        cells.flat_map(|(cell, _)| &cell.items).map(|item| (row.id, item)).collect::<Vec<_>>()
    })
}

/// A sentence: the values of its `#Text=` lines and its rows, by their number in the file.
struct Sentence<'a> {
    texts: Vec<Span>,
    rows: Vec<(usize, &'a Row)>,
}

fn sentences(file: &WebAnno) -> Vec<Sentence<'_>> {
    let mut all: Vec<Sentence> = Vec::new();
    let (mut texts, mut number) = (Vec::new(), 0);
    for line in &file.lines {
        match line {
            Line::Text(span) => texts.push(*span),
            Line::Row(row) => {
                match all.last_mut().filter(|last| last.rows[0].1.id.sentence == row.id.sentence && texts.is_empty()) {
                    Some(last) => last.rows.push((number, row)),
                    None => all.push(Sentence { texts: std::mem::take(&mut texts), rows: vec![(number, row)] }),
                }
                number += 1;
            }
            Line::Other(_) => {}
        }
    }
    all
}

struct Follower<'a> {
    file: &'a WebAnno,
    text: &'a str,
    old: &'a str,
    new: &'a str,
    places: Vec<Place>,
    /// The rows that are numbered anew.
    numbers: FxHashMap<RowId, RowId>,
    edits: Vec<FileEdit>,
}

impl Follower<'_> {
    /// Finds out which rows get which number, and changes what speaks of them.
    fn number(&mut self, sentences: &[Sentence]) {
        if self.places.iter().all(|(_, now)| now.is_some()) {
            return;
        }
        let mut next = sentences.first().map_or(1, |sentence| sentence.rows[0].1.id.sentence);
        for sentence in sentences {
            let kept = sentence.rows.iter().filter(|(index, _)| self.places[*index].1.is_some());
            let mut token = 0;
            for (_, row) in kept {
                token += u32::from(row.id.part == 0);
                let id = RowId { sentence: next, token, part: row.id.part };
                if id != row.id {
                    self.numbers.insert(row.id, id);
                }
            }
            next += u32::from(token > 0);
        }
        for (_, item) in references(self.file) {
            for (at, part) in cell::pieces(item.span.of(self.text), ';') {
                let written = part.split('[').next().unwrap_or_default();
                if let Some(id) = RowId::read(written).and_then(|id| self.numbers.get(&id)) {
                    let start = item.span.start as usize + at;
                    self.edits.push(FileEdit { span: Span::new(start, start + written.len()), text: id.to_string() });
                }
            }
        }
    }

    fn sentence(&mut self, sentence: &Sentence, units: &Units) -> Result<(), Problem> {
        if sentence.rows.iter().all(|(index, _)| self.places[*index].1.is_none()) {
            self.remove(sentence);
            return Ok(());
        }
        for (index, row) in &sentence.rows {
            let Some(now) = self.places[*index].1 else {
                self.edits.push(FileEdit { span: self.whole_line(row.line), text: String::new() });
                continue;
            };
            if let Some(id) = self.numbers.get(&row.id) {
                self.edits.push(FileEdit { span: row.spans[0], text: id.to_string() });
            }
            let offsets = (units.of_byte(now.start as usize), units.of_byte(now.end as usize));
            if offsets != row.offsets {
                self.edits.push(FileEdit { span: row.spans[1], text: format!("{}-{}", offsets.0, offsets.1) });
            }
            let form = now.of(self.new);
            if form != row.form {
                self.edits.push(FileEdit { span: row.spans[2], text: cell::escaped_form(form) });
            }
        }
        self.stated(sentence)
    }

    /// The text of a sentence as it is now.
    fn stated(&mut self, sentence: &Sentence) -> Result<(), Problem> {
        let (Some(&(first, row)), Some(&(last, _))) = (sentence.rows.first(), sentence.rows.last()) else {
            return Ok(());
        };
        let lines: Vec<String> = sentence.texts.iter().map(|span| cell::unescaped(span.of(self.text))).collect();
        let stated = lines.join("\n");
        let kept: Vec<Place> = sentence.rows.iter().map(|(index, _)| self.places[*index]).collect();
        let tokens = kept.iter().filter_map(|(_, now)| *now).reduce(Span::join).unwrap_or_default();
        let (from, to) = (self.places[first].0.start as usize, self.places[last].0.end as usize);
        if self.old.get(from..to) == self.new.get(tokens.range()) {
            return Ok(());
        }
        let lead = stated.find(row.form.as_str()).filter(|lead| *lead <= from);
        let fits = lead.is_some_and(|lead| self.old.get(from - lead..from - lead + stated.len()) == Some(&stated));
        let (Some(whole), true) = (sentence.texts.iter().copied().reduce(Span::join), fits) else {
            return Err(Problem {
                span: row.line,
                message: format!("the text of sentence {} is not the article's", row.id.sentence),
            });
        };
        // What stood before the first token and behind the last one, as far as it still stands there.
        let lead = &stated[..lead.unwrap_or(0)];
        let trail = stated.get(lead.len() + (to - from)..).unwrap_or_default();
        let start =
            tokens.start as usize - if self.new[..tokens.start as usize].ends_with(lead) { lead.len() } else { 0 };
        let end =
            tokens.end as usize + if self.new[tokens.end as usize..].starts_with(trail) { trail.len() } else { 0 };
        let now: Vec<String> = self.new[start..end].split('\n').map(cell::escaped_form).collect();
        self.edits.push(FileEdit { span: whole, text: now.join("\n#Text=") });
        Ok(())
    }

    /// Takes out a sentence of which nothing is left, with its text and the empty line behind it.
    fn remove(&mut self, sentence: &Sentence) {
        let (Some((_, first)), Some((_, last))) = (sentence.rows.first(), sentence.rows.last()) else { return };
        let start = sentence.texts.first().map_or(first.line, |text| text.join(first.line));
        let mut span = self.whole_line(start.join(last.line));
        let rest = &self.text[span.end as usize..];
        let empty = rest.split_inclusive('\n').next().filter(|line| line.trim().is_empty()).map_or(0, str::len);
        span.end += empty as u32;
        self.edits.push(FileEdit { span, text: String::new() });
    }

    /// From the start of the line in which `span` begins to the end of the one in which it ends, its line end included.
    fn whole_line(&self, span: Span) -> Span {
        let start = self.text[..span.start as usize].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[span.end as usize..].find('\n').map_or(self.text.len(), |end| span.end as usize + end + 1);
        Span::new(start, end)
    }
}

/// The offsets that a file needs to fit a text from which its own differs by what stands between sentences: each sentence is
/// looked for by its text. `None` where one of them stands nowhere, more than once or out of order, or where that would
/// take long to find out.
pub fn refit(file: &WebAnno, text: &str, article: &str) -> Option<Vec<FileEdit>> {
    const MOST: usize = 50_000_000;
    let sentences = sentences(file);
    if sentences.is_empty() || sentences.len().saturating_mul(article.len()) > MOST {
        return None;
    }
    let units = Units::new(COUNTING, article);
    let (mut edits, mut end) = (Vec::new(), 0);
    for sentence in &sentences {
        let lines: Vec<String> = sentence.texts.iter().map(|span| cell::unescaped(span.of(text))).collect();
        let stated = lines.join("\n");
        let first = article.find(&stated).filter(|_| !stated.trim().is_empty())?;
        if article.rfind(&stated) != Some(first) || first < end {
            return None;
        }
        end = first + stated.len();
        let (_, row) = sentence.rows.first()?;
        let at = units.of_byte(first + stated.find(row.form.as_str())?);
        for (_, other) in &sentence.rows {
            let from = at.checked_add(other.offsets.0.checked_sub(row.offsets.0)?)?;
            let to = at.checked_add(other.offsets.1.checked_sub(row.offsets.0)?)?;
            if (from, to) != other.offsets {
                edits.push(FileEdit { span: other.spans[1], text: format!("{from}-{to}") });
            }
        }
    }
    let table = COUNTING.table(article);
    let byte = |unit: usize| table.get(unit).copied().flatten();
    let fixed = super::parse(&crate::annotation::apply(text, &edits));
    let fits = |row: &Row| {
        let range = byte(row.offsets.0).zip(byte(row.offsets.1));
        range.and_then(|(start, end)| article.get(start as usize..end as usize)) == Some(row.form.as_str())
    };
    fixed.rows().all(fits).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::super::tests::FILE;
    use super::super::{WebAnno, parse};
    use super::*;
    use crate::annotation::apply;
    use crate::text::{Since, change_between};

    const ARTICLE: &str = "Zoë 🌊 Marsh held it.";

    fn after(old: &str, new: &str, text: &str) -> Result<String, String> {
        let changes: Vec<Change> = change_between(old, new).into_iter().collect();
        let edits = follow(&parse(text), text, old, new, &changes).map_err(|problem| problem.message)?;
        Ok(apply(text, &edits))
    }

    fn problems(text: &str, article: &str) -> Vec<String> {
        let file = WebAnno::read(text.into(), Some(article));
        let webanno = file.webanno.unwrap();
        webanno.problems.iter().chain(&file.misplaced).map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn rows_move_in_utf_16_and_words_take_up_the_letters_typed_at_them() {
        let moved = after(ARTICLE, "Then 🌊 Zoë 🌊 Marsh held it.", FILE).unwrap();
        assert!(moved.contains("\n1-3\t15-20\tMarsh\t") && moved.contains("#Text=Zoë 🌊 Marsh held it."), "{moved}");
        for (new, row) in [
            ("Zoë 🌊 Marshes held it.", "\n1-3\t7-14\tMarshes\t*[2]|office[3]"),
            ("Zoë 🌊 Mash held it.", "\n1-3\t7-11\tMash\t*[2]|office[3]"),
            ("Zoë 🌊 Marsh upheld it.", "\n1-4\t13-19\tupheld\t*"),
            ("Zoë 🌊 Marsh really held it.", "\n1-4\t20-24\theld\t*"),
            ("Zoë 🌊  Marsh held it.", "\n1-3\t8-13\tMarsh\t"),
        ] {
            let moved = after(ARTICLE, new, FILE).unwrap();
            assert!(moved.contains(row) && moved.contains(&format!("#Text={new}\n")), "{new}: {moved}");
            assert_eq!(problems(&moved, new), [] as [&str; 0]);
        }
    }

    const TWO: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Actor|kind\n#T_RL=desk.Says|how|BT_desk.Actor\n\n\n\
        #Text=It held.\n1-1\t0-2\tIt\t_\t_\t_\t\n1-2\t3-7\theld\t_\t_\t_\t\n1-3\t7-8\t.\t_\t_\t_\t\n\n\
        #Text=Old Ann said so.\n2-1\t9-12\tOld\t_\t_\t_\t\n2-2\t13-16\tAnn\tperson\t_\t_\t\n2-3\t17-21\tsaid\tcue\tby\t2-2\t\n\
        2-4\t22-24\tso\t_\t_\t_\t\n2-5\t24-25\t.\t_\t_\t_\t\n";
    const TWO_TEXT: &str = "It held.\nOld Ann said so.\n";

    #[test]
    fn tokens_that_say_nothing_are_taken_out_and_those_behind_them_numbered_anew() {
        assert_eq!(problems(TWO, TWO_TEXT), [] as [&str; 0]);
        for new in
            ["It held.\nAnn said so.\n", "Old Ann said so.\n", "It held.\nOld Ann said.\n", "\nOld Ann said so.\n"]
        {
            let moved = after(TWO_TEXT, new, TWO).unwrap_or_else(|refused| panic!("{new}: {refused}"));
            assert_eq!(problems(&moved, new), [] as [&str; 0], "{moved}");
            let model = WebAnno::read(moved.as_str().into(), Some(new));
            let sides: Vec<_> = model.relations[0].arguments.iter().map(|a| a.target.id.as_str()).collect();
            let of = |label: &str| model.spans.iter().find(|span| span.quoted == label).map(|span| span.id.as_str());
            assert_eq!(Some((sides[0], sides[1])), of("Ann").zip(of("said")), "{moved}");
        }
    }

    #[test]
    fn a_token_that_is_annotated_and_gone_or_split_is_for_a_person_to_decide() {
        let refused = |new: &str| after(TWO_TEXT, new, TWO).unwrap_err();
        assert_eq!(refused("It held.\nOld said so.\n"), "the text of 2-2 \"Ann\", which is annotated, was deleted");
        assert!(refused("It held.\nOld An n said so.\n").starts_with("white space was typed within 2-2"));
        assert!(after("It fell.\nOld Ann said so.\n", "It held.\nOld Ann said.\n", TWO).is_err());
    }

    #[test]
    fn sentences_that_stand_once_are_found_again_and_a_tie_is_not_guessed() {
        let refit = |article: &str| refit(&parse(TWO), TWO, article).map(|edits| apply(TWO, &edits));
        let article = "🌊 News.\n\nIt held.\n\nOld Ann said so.";
        assert_eq!(problems(&refit(article).unwrap(), article), [] as [&str; 0]);
        for article in ["It held. It held.\nOld Ann said so.", "Old Ann said so.\nIt held.", "It held.\nAnn said so."] {
            assert_eq!(refit(article), None);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1000))]
        #[test]
        fn after_any_edits_a_file_that_follows_is_valid_and_marks_what_is_left_of_its_words(
            words in proptest::collection::vec("[a-d]{1,4}|😀|é[a-c]", 2..12),
            marked in proptest::collection::vec(proptest::bool::ANY, 12),
            edits in proptest::collection::vec((0usize..60, 0usize..4, "[A-Z ]{0,3}"), 1..6),
        ) {
            let (old, mut rows, mut at) = (words.join(" "), String::new(), 0);
            for (index, word) in words.iter().enumerate() {
                let units = word.encode_utf16().count();
                let mark = if marked[index] { "x" } else { "_" };
                rows += &format!("1-{}\t{at}-{}\t{word}\t{mark}\t\n", index + 1, at + units);
                at += units + 1;
            }
            let text = format!("#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Mark|kind\n\n\n#Text={old}\n{rows}");
            proptest::prop_assert_eq!(problems(&text, &old), [] as [&str; 0]);
            let (mut new, mut since) = (old.clone(), Since::new(old.as_str().into()));
            for (at, cut, typed) in edits {
                let floor = |at: usize| (0..=at.min(new.len())).rev().find(|&i| new.is_char_boundary(i)).unwrap_or(0);
                let (from, to) = (floor(at), floor(at + cut));
                since.note(Span::new(from, to), typed.len());
                new.replace_range(from..to, &typed);
            }
            let Ok(edits) = follow(&parse(&text), &text, &old, &new, &since.changes) else { return Ok(()) };
            let followed = apply(&text, &edits);
            proptest::prop_assert_eq!(problems(&followed, &new), [] as [&str; 0], "{}", followed);
            // What was marked is marked still, and its letters that are left are among those that are.
            let (before, after) = (WebAnno::read(text.as_str().into(), Some(&old)), WebAnno::read(followed.as_str().into(), Some(&new)));
            proptest::prop_assert_eq!(before.spans.len(), after.spans.len());
            for (was, is) in before.spans.iter().zip(&after.spans) {
                let (was, is) = (was.fragments.as_deref().unwrap()[0], is.fragments.as_deref().unwrap()[0]);
                let left = moved(was, &since.changes).expect("a mark whose text is gone does not follow");
                proptest::prop_assert!(is.covers(left), "{:?} {:?}", is, left);
                let more = is.of(&new).len() - left.len();
                let typed = is.of(&new).chars().filter(|c| c.is_uppercase()).count();
                proptest::prop_assert!(more <= typed, "{} {}", is.of(&new), left.of(&new));
            }
        }
    }
}
