//! Heads and enhanced dependencies: that they lead somewhere, and that the heads make a tree (level 2 of the validator).

use super::columns::is_universal;
use super::lines::read_id;
use super::{Id, Incident, Sentence, report};
use rustc_hash::FxHashSet;

/// Holds the relations of a sentence to its words.
pub(super) fn check(text: &str, sentence: &Sentence, incidents: &mut Vec<Incident>) {
    let rows = || sentence.rows.iter().filter_map(|row| Some((row.id?, row)));
    let nodes: FxHashSet<Id> = rows().map(|(id, _)| id).filter(|id| !matches!(id, Id::Range(..))).collect();
    let words = rows().filter(|(id, _)| matches!(id, Id::Word(_))).count();
    let mut heads: Vec<Option<usize>> = vec![None; words + 1];
    let (mut whole, mut roots) = (true, 0);
    for (id, row) in rows() {
        if let Id::Word(number) = id
            && row.fields[6].is_some()
        {
            let (field, span) = (row.field(text, 6), row.span(6));
            let head = if field == "0" { Some(0) } else { word(field) };
            match head {
                None => report(incidents, "invalid-head", span, format!("\"{field}\" is no word: expected its number")),
                Some(0) => {
                    roots += 1;
                    if roots > 1 {
                        report(incidents, "multiple-roots", span, format!("word {number} is a second root"));
                    }
                }
                Some(head) if head == number => {
                    report(incidents, "head-self-loop", span, format!("word {number} is its own head"));
                }
                Some(head) if !nodes.contains(&Id::Word(head)) => {
                    report(incidents, "unknown-head", span, format!("the sentence has no word {head}"));
                }
                _ => {}
            }
            match (head, heads.get_mut(number as usize)) {
                (Some(head), Some(place)) if head != number && (head as usize) <= words => *place = Some(head as usize),
                _ => whole = false,
            }
        } else if matches!(id, Id::Word(_)) {
            whole = false;
        }
        if row.field(text, 8) != "_" && !matches!(id, Id::Range(..)) {
            enhanced(row.field(text, 8), row.span(8), id, &nodes, incidents);
        }
    }
    if whole && let Some(lost) = off_the_tree(&heads) {
        let row = rows().find(|(id, _)| *id == Id::Word(lost as u32)).map(|(_, row)| row.span(6));
        let span = row.unwrap_or(sentence.rows[0].line);
        report(incidents, "non-tree", span, format!("the heads of word {lost} lead in a circle, not to the root"));
    }
}

fn word(field: &str) -> Option<u32> {
    match read_id(field)? {
        Id::Word(number) => Some(number),
        _ => None,
    }
}

/// The first word whose chain of heads does not end in the root; each word is passed once.
fn off_the_tree(heads: &[Option<usize>]) -> Option<usize> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at]?;
        }
        if at != 0 && seen[at] == start {
            return Some(at);
        }
    }
    None
}

fn enhanced(field: &str, span: crate::text::Span, id: Id, nodes: &FxHashSet<Id>, incidents: &mut Vec<Incident>) {
    let mut before: Option<(Id, &str)> = None;
    for dependency in field.split('|') {
        let Some((head, relation)) = dependency.split_once(':') else {
            report(incidents, "invalid-deps", span, format!("\"{dependency}\": expected head:relation"));
            continue;
        };
        // The artificial root is written 0 and stands before all.
        let node = if head == "0" { Some(Id::Word(0)) } else { read_id(head) };
        let Some(node) = node.filter(|node| !matches!(node, Id::Range(..))) else {
            report(incidents, "invalid-ehead", span, format!("\"{head}\" is no word and no empty node"));
            continue;
        };
        if !is_enhanced(relation) {
            let message = format!("\"{relation}\" is no enhanced relation: expected nmod, nmod:poss, obl:on_top:gen");
            report(incidents, "invalid-edeprel", span, message);
        } else if !is_universal(relation) && relation.split(':').next() != Some("ref") {
            report(incidents, "unknown-eudeprel", span, format!("\"{relation}\" is no universal relation, nor ref"));
        }
        if node == id {
            report(incidents, "deps-self-loop", span, format!("{head} is its own enhanced head"));
        } else if node != Id::Word(0) && !nodes.contains(&node) {
            report(incidents, "unknown-ehead", span, format!("the sentence has no {head}"));
        }
        if let Some((known, known_relation)) = before {
            if known == node && known_relation == relation {
                report(incidents, "repeated-deps", span, format!("{dependency} stands twice"));
            } else if place(known) > place(node) {
                report(incidents, "unsorted-deps", span, format!("{dependency} stands behind a later head"));
            } else if known == node && known_relation > relation {
                report(incidents, "unsorted-deps-2", span, format!("{dependency} stands behind {known_relation}"));
            }
        }
        before = Some((node, relation));
    }
}

/// A relation, perhaps a subtype, perhaps the words of a case marker between low lines, perhaps a case.
fn is_enhanced(relation: &str) -> bool {
    let mut parts = relation.split(':');
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    // Capitals alone tell a letter from a small one; scripts without case have neither.
    let letter =
        |c: char| !c.is_uppercase() && (c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c));
    let marker = |part: &str| part.split('_').all(|word| !word.is_empty() && word.chars().all(letter));
    if !parts.next().is_some_and(plain) {
        return false;
    }
    let rest: Vec<&str> = parts.collect();
    match rest[..] {
        [] => true,
        [one] => marker(one),
        [one, two] => (plain(one) && marker(two)) || (marker(one) && plain(two)),
        [one, two, three] => plain(one) && marker(two) && plain(three),
        _ => false,
    }
}

fn place(id: Id) -> (u32, u32) {
    match id {
        Id::Word(word) | Id::Range(word, _) => (word, 0),
        Id::Empty(word, place) => (word, place),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failed, tests};

    #[test]
    fn heads_must_make_one_tree() {
        let two =
            |first: &str, second: &str| tests(&format!("1|a|a|X|_|_|{first}|dep|_|_\n2|b|b|X|_|_|{second}|dep|_|_"));
        assert_eq!(two("0", "1"), [] as [&str; 0]);
        assert_eq!(two("0", "0"), ["multiple-roots"]);
        assert_eq!(two("2", "1"), ["non-tree"]);
        assert_eq!(two("0", "2"), ["head-self-loop"]);
        assert_eq!(two("0", "7"), ["unknown-head"]);
        assert_eq!(two("0", "x"), ["invalid-head"]);
    }

    #[test]
    fn enhanced_dependencies_are_sorted_and_lead_to_nodes() {
        let deps = |deps: &str| {
            let text = format!("1\ta\ta\tX\t_\t_\t0\troot\t{deps}\t_\n2\tb\tb\tX\t_\t_\t1\tdep\t1:dep\t_\n\n");
            failed(&text)
        };
        assert!(deps("0:root|2:obl:on").is_empty());
        assert_eq!(deps("2:obl|0:root"), ["unsorted-deps"]);
        assert_eq!(deps("0:root|9:dep"), ["unknown-ehead"]);
        assert_eq!(deps("0:root|1:dep"), ["deps-self-loop"]);
        assert_eq!(deps("root"), ["invalid-deps"]);
    }
}
