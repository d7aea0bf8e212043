//! Enhanced dependencies as a graph: that every node can be reached from the root (level 2 of the UD validator).

use super::lines::read_id;
use super::{Id, Incident, Sentence, report};
use rustc_hash::FxHashMap;

/// Holds the enhanced graph of a sentence, where it has one, to being connected.
pub(super) fn check(text: &str, sentence: &Sentence, incidents: &mut Vec<Incident>) {
    if !has_graph(text, sentence) {
        return;
    }
    let nodes: Vec<Id> =
        sentence.rows.iter().filter_map(|row| row.id).filter(|id| !matches!(id, Id::Range(..))).collect();
    let place: FxHashMap<Id, usize> = nodes.iter().enumerate().map(|(i, &id)| (id, i)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); nodes.len() + 1];
    let root = nodes.len();
    for row in &sentence.rows {
        let Some(&child) = row.id.as_ref().and_then(|id| place.get(id)) else { continue };
        let field = row.field(text, 8);
        if field == "_" {
            continue;
        }
        for dependency in field.split('|') {
            let head = dependency.split(':').next().unwrap_or_default();
            let from = if head == "0" { Some(root) } else { read_id(head).and_then(|id| place.get(&id).copied()) };
            // What leads nowhere is reported as such.
            let Some(from) = from else { return };
            children[from].push(child);
        }
    }
    let mut reached = vec![false; nodes.len() + 1];
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if !std::mem::replace(&mut reached[node], true) {
            open.extend(&children[node]);
        }
    }
    if let Some(lost) = reached[..root].iter().position(|reached| !reached) {
        let row = sentence.rows.iter().find(|row| row.id == Some(nodes[lost]));
        let Some(row) = row else { return };
        let message = format!("{} cannot be reached from the root of the enhanced graph", row.field(text, 0));
        report(incidents, "unconnected-egraph", row.span(8), message);
    }
}

/// Whether any word of a sentence has enhanced dependencies.
pub(super) fn has_graph(text: &str, sentence: &Sentence) -> bool {
    sentence.rows.iter().any(|row| !matches!(row.field(text, 8), "_" | "") && !matches!(row.id, Some(Id::Range(..))))
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn deps(first: &str, second: &str) -> Vec<&'static str> {
        let text = format!(
            "# sent_id = a\n# text = a b\n1\ta\ta\tX\t_\t_\t0\troot\t{first}\t_\n2\tb\tb\tX\t_\t_\t1\tdep\t{second}\t_\n\n"
        );
        parse(&text).incidents.iter().map(|i| i.test).collect()
    }

    #[test]
    fn every_node_is_reached_from_the_root_or_told() {
        assert_eq!(deps("0:root|2:dep", "1:dep"), [] as [&str; 0]);
        assert_eq!(deps("2:dep", "1:dep"), ["unconnected-egraph"]);
        assert_eq!(deps("0:root", "_"), ["unconnected-egraph"]);
        assert_eq!(deps("_", "_"), [] as [&str; 0]);
    }
}
