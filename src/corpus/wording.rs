//! An order in which versions of one article stand together, told from the bytes of each alone.
//!
//! A corpus has wire copies, updates and reprints whose paths lie far apart. Whoever reads them one after the other
//! remembers the paragraphs and sentences of the last few articles, and need not understand them again. The least hashes of
//! an article's words are the same for most of its versions (min-wise hashing, Broder 1997); long words in small letters
//! are counted alone: names and figures are what changes from version to version, and short words all articles have.

/// The least hashes of the long words of an article, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wording([u32; LEAST]);

/// So many hashes are kept: a common word may have the least one, the next ones then tell stories apart.
const LEAST: usize = 4;
/// Words of fewer bytes do not count.
const LONG: usize = 8;

impl Wording {
    /// Of a text, whatever its bytes are.
    pub fn of(text: &[u8]) -> Self {
        let mut least = [u32::MAX; LEAST];
        let mut at = 0;
        while at < text.len() {
            let start = at;
            let mut hash = 17u64;
            while at < text.len() && is_letter(text[at]) {
                hash = (hash.rotate_left(5) ^ u64::from(text[at])).wrapping_mul(0x517c_c1b7_2722_0a95);
                at += 1;
            }
            if at - start >= LONG && !text[start].is_ascii_uppercase() {
                keep(&mut least, mixed(hash));
            }
            at += 1;
        }
        Self(least)
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// All bits of a hash bear on the high ones that are kept.
fn mixed(hash: u64) -> u32 {
    let hash = (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (hash >> 32) as u32
}

fn keep(least: &mut [u32; LEAST], hash: u32) {
    if hash < least[LEAST - 1] && !least.contains(&hash) {
        least[LEAST - 1] = hash;
        least.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::Wording;

    fn wording(text: &str) -> Wording {
        Wording::of(text.as_bytes())
    }

    const FLOOD: &str = "PORT ALDER - The harbourmaster said 340 people were evacuated overnight when the embankment \
                         collapsed, according to Marsh.";

    #[test]
    fn other_figures_names_and_outlets_leave_the_wording_as_it_is() {
        let update = FLOOD.replace("340", "520").replace("Marsh", "Bellweather").replace("PORT ALDER", "THORNBY");
        assert_eq!(wording(&update), wording(FLOOD));
        assert_ne!(wording("A jury convicted the banker of embezzling pensions."), wording(FLOOD));
    }

    #[test]
    fn a_version_that_is_cut_short_stands_beside_the_whole_one() {
        let story = |nth: usize| -> String {
            let seed = |w: u64| (nth as u64 * 64 + w + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let word = |w: u64| (0..9).map(move |i| char::from(b'a' + ((seed(w) >> (5 * i + 8)) % 26) as u8));
            (0..40).map(|w| word(w).collect::<String>() + if w % 8 == 7 { ". " } else { " " }).collect()
        };
        let stories: Vec<String> = (0..50).map(story).collect();
        let cut = |story: &String| story[..story.len() * 7 / 8].to_owned();
        let all: Vec<String> = stories.iter().cloned().chain(stories.iter().map(cut)).collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|&i| (wording(&all[i]), i));
        let beside = order.windows(2).filter(|pair| pair[0] % 50 == pair[1] % 50).count();
        assert!(beside >= 35, "{beside} of 50");
    }

    #[test]
    fn an_article_of_few_or_no_words_has_a_wording() {
        assert_eq!(wording(""), wording("It rained. 340 fell."));
        assert!(wording("evacuated") < wording(""));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_have_the_same_wording_every_time(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            proptest::prop_assert_eq!(Wording::of(&bytes), Wording::of(&bytes));
        }
    }
}
