//! CoNLL-U and CoNLL-U Plus: one word a line in columns between tabs, an empty line after each sentence.
//!
//! The file is kept as it is and read as spans of it, so that nothing is lost; what breaks the format is an
//! [`Incident`] under the test id of the official UD validator, and reading goes on behind it. Offsets are bytes of the
//! file; the format itself has none. Source: <https://universaldependencies.org/format.html> and
//! <https://universaldependencies.org/ext-format.html>.

mod columns;
mod graph;
mod lines;
mod metadata;
mod misc;
mod relations;
mod surface;

use crate::text::Span;

/// The columns of CoNLL-U, in their order.
pub const COLUMNS: [&str; 10] = ["ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"];

/// A file, read as far as it can be.
#[derive(Clone, Debug, Default)]
pub struct Conllu {
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// What breaks the format, in the order of the file.
    pub incidents: Vec<Incident>,
    /// Whether it is a file of CoNLL-U Plus, with columns of its own.
    pub plus: bool,
}

/// A sentence.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its lines that start with `#`, without their line ends.
    pub comments: Vec<Span>,
    /// Its other lines.
    pub rows: Vec<Row>,
    /// Whether lines of it cannot be read, so that the rest says little.
    broken: bool,
}

/// The line of a word, a multiword token or an empty node.
#[derive(Clone, Debug)]
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
    let mut file = lines::read(text);
    let mut across = metadata::Across::new(file.plus);
    lines::check_normalisation(text, &mut file.incidents);
    for sentence in &file.sentences {
        let incidents = &mut file.incidents;
        if sentence.broken || sentence.rows.is_empty() || !lines::check_ids(text, sentence, incidents) {
            continue;
        }
        columns::check(text, sentence, incidents);
        misc::check(text, sentence, incidents);
        relations::check(text, sentence, incidents);
        graph::check(text, sentence, incidents);
        across.check(text, sentence, incidents);
    }
    file.incidents.sort_by_key(|incident| (incident.span, incident.test));
    file
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
        let ids: Vec<_> = file.sentences[0].rows.iter().filter_map(|row| row.id).collect();
        assert_eq!(ids, [Id::Range(1, 2), Id::Word(1), Id::Word(2), Id::Empty(2, 1), Id::Word(3)]);
    }

    #[test]
    fn a_plus_file_names_its_columns() {
        let text = "# global.columns = ID FORM UPOS PARSEME:MWE\n# sent_id = a\n1\tGo\tVERB\t*\n\n";
        let file = parse(text);
        assert_eq!(file.incidents, []);
        assert_eq!(file.sentences[0].rows[0].field(text, 3), "VERB");
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
