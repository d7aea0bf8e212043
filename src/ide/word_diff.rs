//! Two wordings of one utterance, word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::Markup;

/// Longer quotations are compared as far as this many words.
const MOST_WORDS: usize = 300;

/// Shows what became of `here` in `there`: words only here as deleted, words only there as inserted. Case and
/// punctuation make no difference.
pub(super) fn show(here: &str, there: &str, content: &mut Markup) {
    let (here, there): (Vec<&str>, Vec<&str>) =
        (here.split_whitespace().take(MOST_WORDS).collect(), there.split_whitespace().take(MOST_WORDS).collect());
    let keys = |words: &[&str]| words.iter().map(|word| key(word)).collect::<Vec<_>>();
    let operations = capture_diff_slices(Algorithm::Myers, &keys(&here), &keys(&there));
    for (index, operation) in operations.iter().enumerate() {
        if index > 0 {
            content.text(" ");
        }
        let (tag, old, new) = operation.as_tag_tuple();
        match tag {
            DiffTag::Equal => {
                content.text(&there[new].join(" "));
            }
            DiffTag::Delete => {
                content.deleted(&here[old].join(" "));
            }
            DiffTag::Insert => {
                content.inserted(&there[new].join(" "));
            }
            DiffTag::Replace => {
                content.deleted(&here[old].join(" ")).text(" ").inserted(&there[new].join(" "));
            }
        }
    }
}

fn key(word: &str) -> String {
    let bare: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if bare.is_empty() { word.to_owned() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_case_are_no_difference() {
        let mut content = Markup::new();
        show("The gates, he said, stay open", "the gates stay shut.", &mut content);
        assert_eq!(content.plain(), "the gates [-he said,] stay [-open] [+shut.]");
    }
}
