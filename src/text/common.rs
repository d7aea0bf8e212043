//! What two texts have in common at their ends, at the speed of comparing memory: for finding what an edit changed.

const STEP: usize = 256;

/// How many bytes are the same at the beginning of both.
pub fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let mut at = 0;
    while at + STEP <= a.len().min(b.len()) && a[at..at + STEP] == b[at..at + STEP] {
        at += STEP;
    }
    at + a[at..].iter().zip(&b[at..]).take(STEP).take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same at the end of both.
pub fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let (mut a, mut b, mut common) = (a, b, 0);
    while let (Some((a_rest, a_last)), Some((b_rest, b_last))) =
        (a.split_last_chunk::<STEP>(), b.split_last_chunk::<STEP>())
        && a_last == b_last
    {
        (a, b, common) = (a_rest, b_rest, common + STEP);
    }
    common + a.iter().rev().zip(b.iter().rev()).take(STEP).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn all_that_is_the_same_is_found(
            start in "[ab]{0,600}", a in "[a-c]{0,5}", b in "[a-c]{0,5}", end in "[ab]{0,600}",
        ) {
            let (a, b) = (format!("{start}{a}{end}"), format!("{start}{b}{end}"));
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let naive = a.iter().zip(b).take_while(|(a, b)| a == b).count();
            proptest::prop_assert_eq!(common_prefix(a, b), naive);
            let naive = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
            proptest::prop_assert_eq!(common_suffix(a, b), naive);
        }
    }
}
