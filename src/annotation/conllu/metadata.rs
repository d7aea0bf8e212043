//! Comments that mean something, and what holds over all sentences: `sent_id`, `text`, `newdoc`, `newpar`,
//! `parallel_id`, and that either all sentences have enhanced graphs or none (level 2 of the UD validator).

use super::{Incident, Sentence, graph, report, surface};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a sentence says that others are held to; spans count from its block's start.
#[derive(Clone, Debug)]
pub(super) struct Stated {
    /// Its first line.
    first: Span,
    /// Its `sent_id`, and the comment that says it.
    id: Option<(Span, Span)>,
    /// What `# text` says.
    pub text: Option<Span>,
    /// Its `parallel_id`, likewise.
    parallel: Option<(Span, Span)>,
    /// The comment by which a document or paragraph begins with it.
    begins: Option<Span>,
    /// Whether it ends in a token without a space after it.
    open: bool,
    has_graph: bool,
}

/// Holds a sentence to its comments; in CoNLL-U Plus (`plus`) it needs no id and no text.
pub(super) fn check(text: &str, sentence: &Sentence, plus: bool, incidents: &mut Vec<Incident>) -> Stated {
    let first = sentence.comments.first().copied().unwrap_or(sentence.rows[0].line);
    let (mut id, mut stated, mut parallel): (_, Option<Span>, _) = (None, None, None);
    let mut begins = [None; 2];
    for &comment in &sentence.comments {
        let line = comment.of(text);
        let content = line[1..].trim_start();
        let place = |value: &str| Span::new(comment.end as usize - value.len(), comment.end as usize);
        if let Some(rest) = content.strip_prefix("sent_id") {
            match value(rest).filter(|id| is_word(id)) {
                None => report(incidents, "invalid-sent-id", comment, "expected # sent_id = and an id without spaces"),
                Some(_) if id.is_some() => {
                    report(incidents, "multiple-sent-id", comment, "the sentence has a sent_id already");
                }
                Some(found) => id = Some((place(found), comment)),
            }
        } else if let Some(found) = content.strip_prefix("text").and_then(value) {
            match stated {
                Some(_) => report(incidents, "multiple-text", comment, "the sentence has a text already"),
                None => stated = Some(place(found)),
            }
        } else if let Some(rest) = content.strip_prefix("parallel_id") {
            match value(rest).filter(|id| Parallel::read(id).is_some()) {
                None => {
                    let message = "expected # parallel_id = corpus/sentence, perhaps with /alt1, /part1 or /alt1part1";
                    report(incidents, "invalid-parallel-id", comment, message);
                }
                Some(_) if parallel.is_some() => {
                    report(incidents, "multiple-parallel-id", comment, "the sentence has a parallel_id already");
                }
                Some(found) => parallel = Some((place(found), comment)),
            }
        } else {
            let kinds = ["newdoc", "newpar"];
            for (index, name) in kinds.iter().enumerate().filter(|(_, name)| is_begin(content, name)) {
                if begins[index].replace(comment).is_some() {
                    let test = ["multiple-newdoc", "multiple-newpar"][index];
                    report(incidents, test, comment, format!("the sentence has a {name} already"));
                }
            }
        }
    }
    if id.is_none() && !plus {
        report(incidents, "missing-sent-id", first, "the sentence has no # sent_id");
    }
    match stated {
        Some(span) => surface::check(text, span, sentence, incidents),
        None if plus => {}
        None => report(incidents, "missing-text", first, "the sentence has no # text"),
    }
    let open = surface::ends_without_space(text, sentence);
    let begins = begins.into_iter().flatten().next();
    Stated { first, id, text: stated, parallel, begins, open, has_graph: graph::has_graph(text, sentence) }
}

/// What earlier sentences of the file have said.
#[derive(Debug, Default)]
pub(super) struct Across<'a> {
    ids: FxHashSet<&'a str>,
    parallel: FxHashSet<&'a str>,
    /// The last number of alternatives and of parts that a parallel sentence had.
    suffixes: FxHashMap<&'a str, [Option<u32>; 2]>,
    graphs: Option<bool>,
    graphs_told: bool,
    /// Whether the sentence before ended in a token without a space after it.
    open: bool,
}

impl<'a> Across<'a> {
    /// Holds a sentence whose block begins at `at` to the sentences before it.
    pub(super) fn check(&mut self, text: &'a str, at: usize, stated: &Stated, incidents: &mut Vec<Incident>) {
        if let Some((id, comment)) = stated.id {
            self.sentence_id(id.shifted(at).of(text), comment.shifted(at), incidents);
        }
        if let Some((id, comment)) = stated.parallel
            && let Some(id) = Parallel::read(id.shifted(at).of(text))
        {
            self.parallel_id(&id, comment.shifted(at), incidents);
        }
        if let Some(comment) = stated.begins.filter(|_| self.open) {
            let message = "the token before the new document or paragraph has SpaceAfter=No";
            report(incidents, "spaceafter-newdocpar", comment.shifted(at), message);
        }
        self.open = stated.open;
        let has = stated.has_graph;
        if *self.graphs.get_or_insert(has) != has && !std::mem::replace(&mut self.graphs_told, true) {
            let (this, others) = if has { ("enhanced", "no enhanced") } else { ("no enhanced", "enhanced") };
            let message = format!("the sentence has {this} dependencies, those before it have {others} ones");
            report(incidents, "edeps-only-sometimes", stated.first.shifted(at), message);
        }
    }

    fn sentence_id(&mut self, id: &'a str, comment: Span, incidents: &mut Vec<Incident>) {
        if !self.ids.insert(id) {
            report(incidents, "non-unique-sent-id", comment, format!("{id} is the id of another sentence already"));
        }
        if id.bytes().filter(|b| *b == b'/').count() > 1 {
            report(incidents, "slash-in-sent-id", comment, "more than one slash, which stands before a language");
        }
    }

    fn parallel_id(&mut self, id: &Parallel<'a>, comment: Span, incidents: &mut Vec<Incident>) {
        if !self.parallel.insert(id.whole) {
            let message = format!("{} is the parallel_id of another sentence already", id.whole);
            return report(incidents, "non-unique-parallel-id", comment, message);
        }
        let before = self.suffixes.get(id.base).copied();
        let tests = [("alt", "parallel-id-alt"), ("part", "parallel-id-part")];
        for (index, (name, test)) in tests.into_iter().enumerate() {
            let expected = match before {
                None => id.suffixes[index].map(|_| 1),
                Some(before) => before[index].map(|number| number.saturating_add(1)),
            };
            if id.suffixes[index] != expected {
                let expected = expected.map_or(format!("no {name}"), |number| format!("{name}{number}"));
                report(incidents, test, comment, format!("expected {expected} of {}", id.base));
            }
        }
        self.suffixes.insert(id.base, id.suffixes);
    }
}

/// What stands behind the equals sign of a comment.
fn value(rest: &str) -> Option<&str> {
    rest.trim_start().strip_prefix('=').map(str::trim_start)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// `newdoc` alone or with one word behind it, as the official validator understands it.
fn is_begin(content: &str, name: &str) -> bool {
    let Some(rest) = content.strip_prefix(name) else { return false };
    rest.is_empty() || (rest.starts_with(char::is_whitespace) && is_word(rest.trim_start()))
}

/// A `parallel_id`: corpus/sentence, perhaps with alternatives and parts.
struct Parallel<'a> {
    whole: &'a str,
    base: &'a str,
    suffixes: [Option<u32>; 2],
}

impl<'a> Parallel<'a> {
    fn read(whole: &'a str) -> Option<Self> {
        let mut parts = whole.split('/');
        let (corpus, sentence, suffix) = (parts.next()?, parts.next()?, parts.next());
        let is_corpus = !corpus.is_empty() && corpus.bytes().all(|b| b.is_ascii_lowercase());
        let is_sentence = !sentence.is_empty() && sentence.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_corpus || !is_sentence || parts.next().is_some() || suffix == Some("") {
            return None;
        }
        let mut rest = suffix.unwrap_or_default();
        let mut suffixes = [None; 2];
        for (index, name) in ["alt", "part"].into_iter().enumerate() {
            if let Some(numbered) = rest.strip_prefix(name) {
                let end = numbered.find(|c: char| !c.is_ascii_digit()).unwrap_or(numbered.len());
                let (number, behind) = numbered.split_at(end);
                suffixes[index] = Some(number.parse().ok().filter(|_| !number.starts_with('0'))?);
                rest = behind;
            }
        }
        let base = &whole[..corpus.len() + 1 + sentence.len()];
        rest.is_empty().then_some(Self { whole, base, suffixes })
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn of(comments: &str) -> Vec<&'static str> {
        let word = "1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n";
        let text: String = comments.split(" / ").map(|c| format!("{}\n{word}", c.replace("; ", "\n"))).collect();
        parse(&text).incidents.iter().map(|i| i.test).collect()
    }

    #[test]
    fn each_sentence_has_one_id_and_one_text() {
        assert_eq!(of("# sent_id = a; # text = a / # sent_id = b; # text = a"), [] as [&str; 0]);
        assert_eq!(of("# sent_id = a; # text = a / # sent_id = a; # text = a"), ["non-unique-sent-id"]);
        assert_eq!(of("# text = a"), ["missing-sent-id"]);
        assert_eq!(of("# sent_id = a; # sent_id = b; # text = a; # text = a"), ["multiple-sent-id", "multiple-text"]);
        assert_eq!(of("# sent_id = a/b/c"), ["missing-text", "slash-in-sent-id"]);
        assert_eq!(of("# sent_id = a b; # text = a").len(), 2);
    }

    #[test]
    fn parallel_sentences_are_numbered_from_one() {
        let of = |ids: [&str; 2]| {
            of(&format!(
                "# sent_id = a; # text = a; # parallel_id = {} / # sent_id = b; # text = a; # parallel_id = {}",
                ids[0], ids[1]
            ))
        };
        assert_eq!(of(["a/1/alt1", "a/1/alt2"]), [] as [&str; 0]);
        assert_eq!(of(["a/1/alt1", "a/1/alt3"]), ["parallel-id-alt"]);
        assert_eq!(of(["a/1", "a/1/part2"]), ["parallel-id-part"]);
        assert_eq!(of(["a/1", "a/1"]), ["non-unique-parallel-id"]);
        assert_eq!(of(["A/1", "a/1/alt01"]), ["invalid-parallel-id"; 2]);
    }

    #[test]
    fn enhanced_graphs_are_everywhere_or_nowhere_and_a_document_begins_once() {
        let text = "# sent_id = a\n# text = a\n1\ta\ta\tX\t_\t_\t0\troot\t0:root\tSpaceAfter=No\n\n\
                    # newdoc\n# newdoc\n# sent_id = b\n# text = a\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n";
        let found: Vec<_> = parse(text).incidents.iter().map(|i| i.test).collect();
        assert_eq!(found, ["edeps-only-sometimes", "multiple-newdoc", "spaceafter-newdocpar"]);
    }
}
