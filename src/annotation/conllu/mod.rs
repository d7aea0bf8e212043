//! CoNLL-U and CoNLL-U Plus: one word a line in columns between tabs, an empty line after each sentence.
//!
//! The file is kept as it is and read as spans of it, so that nothing is lost; what breaks the format is an
//! [`Incident`] under the test id of the official UD validator, and reading goes on behind it. Offsets are bytes of the
//! file; the format itself has none. A file is read block by block, each with the empty line behind it, so that after an
//! edit those blocks alone are read again that it touched. Source: <https://universaldependencies.org/format.html> and
//! <https://universaldependencies.org/ext-format.html>.

mod article;
mod block;
mod columns;
mod graph;
mod lines;
mod metadata;
mod misc;
mod relations;
mod surface;

use crate::text::sorting::sort_by_key;
use crate::text::{Span, common_prefix, common_suffix};
use block::Block;
use std::sync::Arc;

/// The columns of CoNLL-U, in their order.
pub const COLUMNS: [&str; 10] = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];

/// A file, read as far as it can be.
#[derive(Clone, Debug, Default)]
pub struct Conllu {
    /// Its parts up to an empty line, each with where it begins; they hold one sentence or none.
    blocks: Vec<(usize, Arc<Block>)>,
    /// What breaks the format, in the order of the file.
    pub incidents: Vec<Incident>,
    /// Whether it is a file of CoNLL-U Plus, with columns of its own.
    pub plus: bool,
    columns: lines::Columns,
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its lines that start with `#`, without their line ends.
    pub comments: Vec<Span>,
    /// Its other lines.
    pub rows: Vec<Row>,
    /// Whether lines of it cannot be read, so that the rest says little.
    broken: bool,
}

/// The line of a word, a multiword token or an empty node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which it is; `None` where the id cannot be read.
    pub id: Option<Id>,
    /// The whole line without its end.
    pub line: Span,
    /// The fields in the order of [`COLUMNS`]; `None` for a column that the file does not have.
    pub fields: [Option<Span>; 10],
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    /// A word ("3").
    Word(u32),
    /// A token of several words ("3-4").
    Range(u32, u32),
    /// A word that is not in the text ("3.1").
    Empty(u32, u32),
}

/// A breach of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The id of the test in the official UD validator.
    pub test: &'static str,
    /// Where in the file.
    pub span: Span,
    /// What was found and what was expected, in one sentence.
    pub message: String,
}

impl Incident {
    /// Whether the official validator only warns of it.
    pub fn is_warning(&self) -> bool {
        matches!(self.test, "empty-misc" | "empty-misc-key" | "misc-attr-typo" | "misc-extra-space")
    }
}

impl Row {
    /// The text of a column of [`COLUMNS`]; "_" where the file does not have it.
    fn field<'a>(&self, text: &'a str, column: usize) -> &'a str {
        self.fields[column].map_or("_", |span| span.of(text))
    }

    fn span(&self, column: usize) -> Span {
        self.fields[column].unwrap_or(self.line)
    }
}

/// Whether a file of that name is one of this format.
pub fn is_for(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| ["conllu", "conllup"].iter().any(|e| end.eq_ignore_ascii_case(e)))
}

/// Reads a file and holds it to the format.
pub fn parse(text: &str) -> Conllu {
    parse_after(None, text)
}

/// The same, given what was read of another version of the file: what is the same in both is not read again.
pub fn parse_after(before: Option<(&str, &Conllu)>, text: &str) -> Conllu {
    let columns = lines::Columns::of(text);
    let before = before.filter(|(_, file)| file.columns == columns);
    let (old, known) = before.map_or(("", &[][..]), |(old, file)| (old, &file.blocks[..]));
    let prefix = common_prefix(old.as_bytes(), text.as_bytes());
    let suffix = common_suffix(&old.as_bytes()[prefix..], &text.as_bytes()[prefix..]);
    let is_same = |(at, block): &&(usize, Arc<Block>)| at + block.length <= prefix && block.is_ended;
    let mut blocks: Vec<_> = known.iter().take_while(is_same).cloned().collect();
    let mut next = blocks.len();
    let mut at = blocks.last().map_or(0, |(at, block)| at + block.length);
    while at < text.len() {
        // Where a block of the old file begins, all that follows is the same. The first one of a file is like no other.
        if at > 0 && at + suffix >= text.len() {
            let old_at = at + old.len() - text.len();
            next += known[next..].iter().take_while(|(start, _)| *start < old_at).count();
            if next > 0 && known.get(next).is_some_and(|(start, _)| *start == old_at) {
                blocks.extend(known[next..].iter().map(|(start, block)| (start - old_at + at, block.clone())));
                break;
            }
        }
        let block = Block::read(&text[at..], &columns, at == 0);
        let length = block.length;
        blocks.push((at, Arc::new(block)));
        at += length;
    }
    let (incidents, plus) = (incidents(text, &blocks), columns.are_own());
    Conllu { blocks, incidents, plus, columns }
}

/// What breaks the format in each block and between them.
fn incidents(text: &str, blocks: &[(usize, Arc<Block>)]) -> Vec<Incident> {
    let mut found = Vec::new();
    let mut across = metadata::Across::default();
    let mut carriage = false;
    for (at, block) in blocks {
        if let Some(span) = block.carriage.filter(|_| !std::mem::replace(&mut carriage, true)) {
            report(&mut found, "non-unix-newline", span.shifted(*at), "the line ends in CR: expected LF alone");
        }
        found.extend(block.incidents.iter().map(|i| Incident { span: i.span.shifted(*at), ..i.clone() }));
        if let Some(stated) = &block.stated {
            across.check(text, *at, stated, &mut found);
        }
    }
    sort_by_key(&mut found, |incident| (incident.span, incident.test));
    found
}

impl Conllu {
    /// Its sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence> + '_ {
        self.blocks.iter().filter_map(|(at, block)| Some(block.sentence.as_ref()?.shifted(*at)))
    }

    /// The sentence whose lines hold the byte `offset`, or end before it in an empty line.
    pub fn sentence_at(&self, offset: usize) -> Option<Sentence> {
        let (at, block) = &self.blocks[self.blocks.partition_point(|(at, _)| *at <= offset).checked_sub(1)?];
        Some(block.sentence.as_ref()?.shifted(*at))
    }
}

impl Sentence {
    /// Where its lines stand, from the first to the last.
    pub fn span(&self) -> Option<Span> {
        self.comments.iter().copied().chain(self.rows.iter().map(|row| row.line)).reduce(Span::join)
    }

    fn shifted(&self, by: usize) -> Self {
        let row = |row: &Row| Row {
            id: row.id,
            line: row.line.shifted(by),
            fields: row.fields.map(|field| field.map(|span| span.shifted(by))),
        };
        let comments = self.comments.iter().map(|span| span.shifted(by)).collect();
        Self { comments, rows: self.rows.iter().map(row).collect(), broken: self.broken }
    }
}

fn report(to: &mut Vec<Incident>, test: &'static str, span: Span, message: impl Into<String>) {
    to.push(Incident { test, span, message: message.into() });
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The ids of the tests that a file fails, but for those of comments that are not there.
    pub fn failed(text: &str) -> Vec<&'static str> {
        let told = |test: &&str| !matches!(*test, "missing-sent-id" | "missing-text");
        parse(text).incidents.iter().map(|i| i.test).filter(told).collect()
    }

    /// The same of a file of these lines; `|` in a line stands for a tab, an empty line is added.
    pub fn tests(lines: &str) -> Vec<&'static str> {
        failed(&format!("{}\n\n", lines.replace('|', "\t")))
    }

    #[test]
    fn words_tokens_and_empty_nodes_are_read_without_incident() {
        let text = "# sent_id = a\n# text = du geht\n1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n\
                    1\tde\tde\tADP\t_\t_\t2\tcase\t2:case\t_\n2\tle\tle\tVERB\t_\tMood=Ind|Number=Sing\t0\troot\t0:root\t_\n\
                    2.1\tle\tle\tVERB\t_\t_\t_\t_\t2:conj\t_\n3\tgeht\tgehen\tNOUN\t_\t_\t2\tobj\t2:obj|2.1:obj\t_\n\n";
        let file = parse(text);
        assert_eq!(file.incidents, []);
        let ids: Vec<_> = file.sentences().next().unwrap().rows.iter().filter_map(|row| row.id).collect();
        assert_eq!(ids, [Id::Range(1, 2), Id::Word(1), Id::Word(2), Id::Empty(2, 1), Id::Word(3)]);
    }

    #[test]
    fn a_plus_file_names_its_columns() {
        let text = "# global.columns = ID FORM UPOS PARSEME:MWE\n# sent_id = a\n1\tGo\tVERB\t*\n\n";
        let file = parse(text);
        assert_eq!(file.incidents, []);
        assert_eq!(file.sentences().next().unwrap().rows[0].field(text, 3), "VERB");
    }

    #[test]
    fn the_treebanks_at_hand_keep_to_the_format() {
        for name in ["ewt-dev", "gumperm-dev"] {
            let path = format!("{}/../shared/treebanks/{name}.conllu", env!("CARGO_MANIFEST_DIR"));
            let path = std::path::Path::new(&path).to_path_buf();
            let shared = std::path::Path::new("../../shared/treebanks").join(format!("{name}.conllu"));
            let Ok(text) = std::fs::read_to_string(&path).or_else(|_| std::fs::read_to_string(shared)) else {
                eprintln!("skipped: {name}.conllu is not here");
                continue;
            };
            let found = parse(&text).incidents;
            assert!(found.is_empty(), "{name}: {} incidents, first {:?}", found.len(), found.first());
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1000))]
        #[test]
        fn after_any_edits_a_file_is_read_as_if_for_the_first_time(
            head in "(# global.columns = ID FORM MISC\n)?",
            body in proptest::collection::vec(
                "(# sent_id = [a-c]\n|# text = [ab]\n|# newdoc\n|[1-3]\t[ab]é?\ta\tX\t_\t_\t[01]\troot\t_\t(_|SpaceAfter=No)\n|\n|\r\n| \n)",
                0..20,
            ),
            edits in proptest::collection::vec((0usize..400, 0usize..30, "[1a#\t\n\r é]{0,4}"), 1..6),
        ) {
            let mut text = head + &body.concat();
            let mut file = parse(&text);
            for (at, cut, typed) in edits {
                let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
                let mut new = text.clone();
                new.replace_range(floor(at)..floor(at + cut), &typed);
                file = parse_after(Some((&text, &file)), &new);
                let fresh = parse(&new);
                proptest::prop_assert_eq!(&file.incidents, &fresh.incidents);
                proptest::prop_assert!(file.sentences().eq(fresh.sentences()));
                proptest::prop_assert_eq!((file.plus, file.blocks.len()), (fresh.plus, fresh.blocks.len()));
                text = new;
            }
        }
    }

    #[test]
    fn an_edit_reads_the_sentence_again_that_it_touches_and_no_other() {
        let sentence = |n: usize| format!("# sent_id = {n}\n# text = a\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n");
        let old: String = (0..50).map(sentence).collect();
        let new = old.replacen("= 20\n# text = a", "= 20\n# text = ab", 1);
        let (before, mut same) = (parse(&old), 0);
        let after = parse_after(Some((&old, &before)), &new);
        for ((_, old), (_, new)) in before.blocks.iter().zip(&after.blocks) {
            same += usize::from(Arc::ptr_eq(old, new));
        }
        assert_eq!((same, after.blocks.len(), after.incidents[0].test), (49, 50, "text-extra-chars"));
    }

    #[test]
    fn no_cut_of_a_file_makes_reading_panic() {
        let text =
            "# global.columns = ID\n#text=é\n1-0\té\t \t\r\n4294967296.1\t|=|\t_\t_\t_\tA=b|=,\t9\t:\t1:|0.0:x\t_\n \n";
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            parse(&text[..cut]);
            parse(&text[cut..]);
        }
    }
}
