//! A multiple beside the values it leads from and to: "more than doubled, from 210 to 455".

use super::{Mismatch, Sentence, is_parted};
use crate::reading::movement::{ends, short};
use crate::text::Span;

/// At most so many bytes lie between the verb and the first value.
const NEAR: usize = 40;
/// Verbs, each with the multiple that it says.
const VERBS: &[(&str, f64)] =
    &[("doubled", 2.0), ("tripled", 3.0), ("trebled", 3.0), ("quadrupled", 4.0), ("halved", 0.5)];
/// Words behind which another clause begins.
const PARTING: &[&str] = &["and", "while", "but", "as", "which", "when", "who", "that", "since", "after", "before"];

/// Multiples that the two values beside them do not make.
pub(super) fn mismatches(sentence: Sentence) -> Vec<Mismatch> {
    let Sentence { text, span, quantities } = sentence;
    let written = span.of(text);
    let found =
        VERBS.iter().flat_map(|(verb, multiple)| written.match_indices(verb).map(|(at, verb)| (at, verb, *multiple)));
    let wrong = found.filter_map(|(at, verb, multiple)| {
        let verb = Span::new(span.start as usize + at, span.start as usize + at + verb.len());
        let rest = &quantities[quantities.partition_point(|q| q.span.start < verb.end)..];
        let behind = Span::new(verb.end as usize, span.end as usize);
        let (first, _, from, to) = ends(text, behind, rest)?;
        let between = text.get(verb.end as usize..rest.first()?.span.start as usize)?.to_lowercase();
        if first != 0 || between.len() > NEAR || is_parted(&between, PARTING) || from.low <= 0.0 {
            return None;
        }
        let (low, high) = (to.low / from.high, to.high / from.low);
        let before = written[..at].trim_end();
        let (least, most) = bounds(before, multiple);
        if high >= least - 1e-9 && low <= most + 1e-9 {
            return None;
        }
        let (a, b) = (from.span.of(text), to.span.of(text));
        let hedge = HEDGES.iter().find(|hedge| before.ends_with(**hedge)).map_or(String::new(), |h| format!("{h} "));
        let message = format!(
            "from {a} to {b} is {} times as much; stated here is {hedge}{}",
            short(to.value / from.value),
            verb.of(text)
        );
        Some(Mismatch { span: verb, message, related: vec![(from.span, "from this"), (to.span, "to this")] })
    });
    wrong.collect()
}

/// Words before the verb, the first two of which make it less than what there is.
const HEDGES: &[&str] = &["more than", "over", "nearly", "almost", "close to", "virtually"];

/// What the verb allows with the word before it: papers call 1.9 times as much doubled.
fn bounds(before: &str, multiple: f64) -> (f64, f64) {
    let (mut least, mut most) = (multiple * 0.88, multiple * 1.2);
    let hedge = HEDGES.iter().position(|hedge| before.ends_with(hedge));
    if hedge.is_some_and(|nth| nth < 2) {
        (least, most) = (multiple * 0.98, f64::INFINITY);
    } else if hedge.is_some() {
        (least, most) = (multiple * 0.75, multiple * 1.02);
    }
    // To halve is to go down: more than halved is less than a half.
    if multiple < 1.0 {
        let turned = |share: f64| if share.is_infinite() { 0.0 } else { multiple * multiple / share };
        (least, most) = (turned(most), turned(least));
    }
    (least, most)
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn a_multiple_that_two_values_do_not_make_is_found() {
        for (text, said) in [
            ("The queue more than doubled from 210 to 310 on Thursday.", "from 210 to 310 is 1.5 times as much"),
            ("The fare tripled to 120 euros from 60 euros.", "is 2 times as much; stated here is tripled"),
            (
                "Support nearly doubled, from 20 percent to 60 percent.",
                "is 3 times as much; stated here is nearly doubled",
            ),
            ("The fleet was halved, from 400 boats to 300 boats.", "is 0.8 times as much; stated here is halved"),
        ] {
            let found = messages(text);
            assert!(found.len() == 1 && found[0].contains(said), "{text} {found:?}");
        }
    }

    #[test]
    fn multiples_that_come_out_are_left_alone() {
        for text in [
            "The queue more than doubled from 210 to 455 on Thursday.",
            "The queue nearly doubled from 210 to 390 on Thursday.",
            "The queue doubled from 210 to 440 on Thursday.",
            "The fleet was more than halved, from 400 boats to 150 boats.",
            "The fleet doubled, and the rate of the bank went from 4 percent to 5 percent.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
