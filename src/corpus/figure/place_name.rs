//! One name for a place that has several: Bombay is Mumbai, Salonika is Thessaloniki.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static USUAL: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let lines = include_str!("../place-names.txt").lines().filter(|l| !l.starts_with('#'));
    let names = lines.map(|l| l.split_whitespace().map(|w| w.replace('_', " ")).collect::<Vec<_>>());
    names.flat_map(|all| all[1..].iter().map(|other| (other.clone(), all[0].clone())).collect::<Vec<_>>()).collect()
});

/// The usual name of a place, in small letters, else the name itself.
pub(super) fn usual(name: &str) -> &str {
    USUAL.get(name.trim_end_matches('.')).map_or(name, String::as_str)
}

/// Whether two names of places, in small letters, are one spelt in two ways ("dargahan", "dargehan"): long ones with the
/// same consonants.
pub(super) fn is_spelt_alike(a: &str, b: &str) -> bool {
    const LONG: usize = 6;
    let consonants = |name: &str| -> String {
        let mut last = None;
        name.chars()
            .enumerate()
            .filter(|(at, c)| c.is_alphabetic() && (*at == 0 || !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')))
            .map(|(_, c)| c)
            .filter(|&c| last.replace(c) != Some(c))
            .collect()
    };
    a == b || a.len() >= LONG && b.len() >= LONG && a.len().abs_diff(b.len()) <= 1 && consonants(a) == consonants(b)
}

#[cfg(test)]
mod tests {
    use super::{is_spelt_alike, usual};

    #[test]
    fn one_place_has_one_name() {
        assert_eq!((usual("bombay"), usual("u.s."), usual("port alder")), ("mumbai", "united states", "port alder"));
        assert!(is_spelt_alike("dargahan", "dargehan") && is_spelt_alike("thornby", "thornbby"));
        assert!(!is_spelt_alike("iran", "iraq") && !is_spelt_alike("austria", "australia"));
    }
}
