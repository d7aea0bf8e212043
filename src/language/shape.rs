//! A tag by a word's shape alone, for tokens whose tag is certain before any model is asked.

use super::tag::{Upos, Xpos};

/// The tag of a figure ("33bn", "£336m", "1,234.5"), or none.
pub(super) fn certain(form: &str) -> Option<(Upos, Xpos)> {
    let digits = form.trim_start_matches(|c: char| c.is_ascii_uppercase() || "$£€¥₹₽₴₺₩₪".contains(c));
    let money = digits.len() < form.len();
    if money && form.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let number = digits.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if !digits[..digits.len() - number.len()].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let scale = ["", "m", "M", "mn", "mln", "bn", "b", "B", "k", "K", "tn", "trn", "MM"].contains(&number);
    scale.then_some((Upos::Num, Xpos::Cd))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_numbers() {
        for form in ["5", "1,234.5", "33bn", "£336m", "US$5m", ".04", "$1.2", "40k"] {
            assert_eq!(certain(form), Some((Upos::Num, Xpos::Cd)), "{form}");
        }
    }

    #[test]
    fn designations_and_ordinals_are_left_to_the_model() {
        for form in ["Su-24", "S-400", "G20", "21st", "1990s", "...", ".", "7:30", "MH17", "AS400"] {
            assert_eq!(certain(form), None, "{form}");
        }
    }
}
