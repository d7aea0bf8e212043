//! As CoNLL-U: the program's tags and trees, with its marks in MISC (`Mark=B-Source`).

use super::{Mark, marks};
use crate::reading::{Prose, Reading};
use crate::text::Span;
use std::fmt::Write;

/// The `.conllu` of an article; `name` begins the ids of its sentences.
pub fn conllu(reading: &Reading, name: &str) -> String {
    let text = &*reading.article.text;
    let all = marks(reading);
    let pieces: Vec<(Span, &Mark)> = all.iter().flat_map(|m| m.spans.iter().map(move |&span| (span, m))).collect();
    let name: String = name.chars().map(|c| if c.is_whitespace() || c == '/' { '-' } else { c }).collect();
    let mut out = String::new();
    for (index, sentence) in Prose::of(&reading.article).sentences.iter().enumerate() {
        if sentence.is_empty() {
            continue;
        }
        if index == 0 {
            let _ = writeln!(out, "# newdoc id = {name}");
        }
        let _ = writeln!(out, "# sent_id = {name}-{}", index + 1);
        let tokens: Vec<Span> = (0..sentence.len()).map(|token| sentence.token_span(token)).collect();
        let spaced = |token: usize| tokens.get(token + 1).is_some_and(|next| next.start > tokens[token].end);
        let form = |token: usize| tokens[token].of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let stated: String = (0..tokens.len()).map(|t| form(t) + if spaced(t) { " " } else { "" }).collect();
        let _ = writeln!(out, "# text = {stated}");
        for token in 0..tokens.len() {
            let (head, relation) = match sentence.head(token) {
                Some(head) => (head + 1, sentence.deprel(token).as_str()),
                None => (0, "root"),
            };
            let mut misc: Vec<String> = Vec::new();
            for (piece, mark) in pieces.iter().filter(|(piece, _)| piece.overlaps(tokens[token])) {
                let begins = piece.start >= tokens[token].start;
                let of = mark.attribution.map(|index| format!("-{}", index + 1)).unwrap_or_default();
                misc.push(format!("{}-{}{of}", if begins { "B" } else { "I" }, mark.label));
            }
            let mut fields: Vec<String> = Vec::new();
            if !misc.is_empty() {
                fields.push(format!("Mark={}", misc.join(",")));
            }
            if token + 1 < tokens.len() && !spaced(token) {
                fields.push("SpaceAfter=No".to_owned());
            }
            let misc = if fields.is_empty() { "_".to_owned() } else { fields.join("|") };
            let lemma = sentence.lemma(token).split_whitespace().collect::<Vec<_>>().join(" ");
            let (upos, xpos) = (sentence.upos(token), sentence.xpos(token));
            let id = token + 1;
            let _ = writeln!(out, "{id}\t{}\t{lemma}\t{upos}\t{xpos}\t_\t{head}\t{relation}\t_\t{misc}", form(token));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::reading;
    use crate::annotation::conllu::parse;

    #[test]
    fn what_is_written_keeps_to_the_format() {
        let text = super::conllu(&reading(), "alder/a b.txt");
        let file = parse(&text);
        assert_eq!(file.incidents, [], "{text}");
        assert!(
            file.sentences().count() >= 2
                && text.contains("Mark=B-Source-1")
                && text.contains("# sent_id = alder-a-b.txt-")
        );
    }
}
