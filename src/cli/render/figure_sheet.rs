//! The figure sheet for people: each group under its name, its figures in the order of their days, numbered, and which of
//! them say otherwise.

use super::Lines;
use crate::corpus::{Corpus, Relation};
use crate::sheets::{FigureRow, FigureSection};
use crate::text::Encoding;
use crate::text::sorting::sort_by_key;
use std::fmt::Write;

/// A figure's words are cut to so many characters.
const WIDEST: usize = 44;

/// The whole sheet; an empty corpus gives its last line alone.
pub(in crate::cli) fn figure_sheet(corpus: &Corpus, sections: &[FigureSection]) -> String {
    let mut lines = Lines::new(corpus);
    let mut out = String::new();
    for section in sections {
        write_section(&mut out, &mut lines, section);
    }
    let conflicts = sections.iter().filter(|s| in_conflict(s)).count();
    let _ = writeln!(out, "{} groups of figures, {conflicts} in conflict", sections.len());
    out
}

fn in_conflict(section: &FigureSection) -> bool {
    section.relations.iter().any(|r| r.2 == Relation::Conflict)
}

fn write_section(out: &mut String, lines: &mut Lines, section: &FigureSection) {
    let _ = writeln!(
        out,
        "{}{}",
        capitalised(&section.measures),
        if in_conflict(section) { "  — in conflict" } else { "" }
    );
    // The order of the days; figures without one stand last.
    let mut order: Vec<usize> = (0..section.rows.len()).collect();
    sort_by_key(&mut order, |&i| (section.rows[i].as_of.is_none(), section.rows[i].as_of, i));
    let mut number = vec![0; order.len()];
    for (place, &index) in order.iter().enumerate() {
        number[index] = place + 1;
    }
    let texts: Vec<String> = section.rows.iter().map(|r| cut(&r.text)).collect();
    let width = texts.iter().map(|t| t.chars().count()).max().unwrap_or(0);
    for &index in &order {
        let row = &section.rows[index];
        let line = lines.of(row.location.document).position(row.location.span.start as usize, Encoding::Utf8).line + 1;
        let pad = width - texts[index].chars().count();
        let when = row.as_of.map_or_else(|| "no date   ".to_owned(), |d| d.to_string());
        let who = row.source.as_deref().map(|s| format!("  ({s})")).unwrap_or_default();
        let _ = writeln!(
            out,
            "{:>4}  {}{:pad$}  {when}  {}:{line}{who}{}",
            number[index],
            texts[index],
            "",
            row.path,
            against(section, index, &number),
        );
    }
    out.push('\n');
}

/// Which other figures of the group say otherwise, or came later or earlier in a running count, by their numbers.
fn against(section: &FigureSection, index: usize, number: &[usize]) -> String {
    let same = |i: usize| section.rows[i].same_as.unwrap_or(i);
    let mine = same(index);
    let of = |relation: Relation, wanted: &dyn Fn(&FigureRow) -> bool| -> Vec<usize> {
        let pairs = section.relations.iter().filter(|r| r.2 == relation && (r.0 == mine || r.1 == mine));
        let others: Vec<usize> = pairs.map(|r| if r.0 == mine { r.1 } else { r.0 }).collect();
        let rows = (0..section.rows.len()).filter(|&i| others.contains(&same(i)) && wanted(&section.rows[i]));
        let mut numbers: Vec<usize> = rows.map(|i| number[i]).collect();
        numbers.sort_unstable();
        numbers
    };
    let day = section.rows[index].as_of;
    let kinds = [
        ("differs from", of(Relation::Conflict, &|_| true)),
        ("superseded by", of(Relation::Evolving, &|row| row.as_of > day)),
    ];
    let listed = |(word, numbers): &(&str, Vec<usize>)| {
        let all: Vec<String> = numbers.iter().map(usize::to_string).collect();
        (!numbers.is_empty()).then(|| format!("  {word} {}", all.join(", ")))
    };
    kinds.iter().filter_map(listed).collect()
}

/// The words of a figure on one line, cut where they are too many.
fn cut(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::figure_sheet;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::{reading, sheets};
    use std::sync::Arc;

    #[test]
    fn figures_are_numbered_by_day_and_refer_to_each_other() {
        let read = |day: &str, text: &str| {
            let lead = "The sea broke through the Eastgate wall of Port Alder, the harbourmaster said.";
            let text = format!("---\ndate: {day}\n---\n{lead} {text}");
            Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
        };
        let articles = [
            ("c.txt", read("2026-03-04", "The flood killed nine people.")),
            ("a.txt", read("2026-03-05", "The flood killed seven people.")),
            ("b.txt", read("2026-03-03", "The flood killed three people.")),
        ];
        let corpus = Corpus::of_articles(Settings::default(), articles.map(|(p, r)| (Arc::from(p), r)).to_vec());
        let sheet = figure_sheet(&corpus, &sheets::figures(&corpus));
        let expected = "People killed  — in conflict\n   \
                        1  three people  2026-03-03  b.txt:4  superseded by 2, 3\n   \
                        2  nine people   2026-03-04  c.txt:4  differs from 3\n   \
                        3  seven people  2026-03-05  a.txt:4  differs from 2\n\n\
                        1 groups of figures, 1 in conflict\n";
        assert_eq!(sheet, expected);
    }
}
