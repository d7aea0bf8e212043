//! Rows of things of which there are few ("the word behind is a noun"): found by their place in a table.
//!
//! Most of what the network of spans looks at around a word can have a few dozen or hundred values. Hashing each anew and
//! looking for the hash among those that have a row took longer than adding up the rows.

use super::lookup::Lookup;
use crate::language::weights::feature;

/// What stands for the things that are looked at: their hashes, by which a network learns, or their rows.
pub(super) trait Numbers {
    type Number: Copy;

    /// One of many things.
    fn thing<const N: usize>(&self, template: u64, parts: [u32; N]) -> Self::Number;

    /// One of few things, whose parts [`values`] knows.
    fn few<const N: usize>(&self, template: u64, parts: [u32; N]) -> Self::Number;
}

/// Things as hashes.
#[cfg(any(test, feature = "train"))]
pub(super) struct Hashes;

#[cfg(any(test, feature = "train"))]
impl Numbers for Hashes {
    type Number = u32;

    fn thing<const N: usize>(&self, template: u64, parts: [u32; N]) -> u32 {
        feature(template, parts)
    }

    fn few<const N: usize>(&self, template: u64, parts: [u32; N]) -> u32 {
        feature(template, parts)
    }
}

/// The templates of the network of spans.
const FIRST: u64 = 400;
const TEMPLATES: usize = 68;

/// How many values tags of Penn have, tags with mentions, relations, classes of words, sides of a cue and branches of a tree.
const TAGS: u32 = 100;
const KINDS: u32 = 180;
const RELATIONS: u32 = 64;
const CLASSES: u32 = 32;
const SIDES: u32 = 3;
const BRANCHES: u32 = 502;

/// How many values the parts of a thing of this template can have; none where there are many, or where it has fewer parts.
const fn values(template: u64) -> [u32; 4] {
    match template {
        404 => [32, 0, 0, 0],
        414..=417 => [TAGS, 0, 0, 0],
        418 | 419 => [KINDS, 0, 0, 0],
        432 | 433 => [1000, 0, 0, 0],
        402 | 412 | 413 | 453 => [TAGS, SIDES, 0, 0],
        403 => [KINDS, SIDES, 0, 0],
        405 | 461 => [4, SIDES, 0, 0],
        407 => [RELATIONS, SIDES, 0, 0],
        423 => [SIDES, 13, 0, 0],
        429 => [BRANCHES, SIDES, 0, 0],
        430 => [BRANCHES, 4, 0, 0],
        434 => [TAGS, SIDES, 0, 0],
        454 | 462 => [12, SIDES, 0, 0],
        456 => [TAGS, TAGS, 0, 0],
        459 => [TAGS, 16, 0, 0],
        464 => [TAGS, RELATIONS, 0, 0],
        406 => [4, SIDES, 2, 0],
        420 => [CLASSES, CLASSES, SIDES, 0],
        422 => [SIDES, 11, 3, 0],
        424 | 425 => [SIDES, 4, 3, 0],
        426 | 427 => [SIDES, 5, 3, 0],
        428 => [SIDES, 4, 4, 0],
        431 => [4, 6, SIDES, 0],
        457 => [TAGS, 16, 2, 0],
        466 => [10, 10, SIDES, 0],
        421 => [4, 4, 2, 2],
        467 => [2, 32, 4, SIDES],
        _ => [0; 4],
    }
}

/// How many things of a template there are.
const fn count(template: u64) -> usize {
    let values = values(template);
    let mut count = values[0] as usize;
    let mut part = 1;
    while part < values.len() {
        if values[part] > 0 {
            count *= values[part] as usize;
        }
        part += 1;
    }
    count
}

/// Where the things of each template begin in the table, and how many there are in all.
const STARTS: [usize; TEMPLATES + 1] = {
    let mut starts = [0; TEMPLATES + 1];
    let mut at = 0;
    while at < TEMPLATES {
        starts[at + 1] = starts[at] + count(FIRST + at as u64);
        at += 1;
    }
    starts
};

/// The numbers of the rows of few things, template by template.
pub(super) struct Few(Box<[u16]>);

impl Few {
    pub(super) fn of(network: &Lookup) -> Self {
        let mut rows = Vec::with_capacity(STARTS[TEMPLATES]);
        for template in FIRST..FIRST + TEMPLATES as u64 {
            let values = values(template);
            let parts = values.iter().filter(|&&v| v > 0).count();
            for mut place in 0..count(template) as u32 {
                let mut of = [0; 4];
                for part in (0..parts).rev() {
                    of[part] = place % values[part];
                    place /= values[part];
                }
                let [a, b, c, d] = of;
                let hash = match parts {
                    1 => feature(template, [a]),
                    2 => feature(template, [a, b]),
                    3 => feature(template, [a, b, c]),
                    _ => feature(template, [a, b, c, d]),
                };
                rows.push(network.number(hash));
            }
        }
        Self(rows.into())
    }
}

/// Things as numbers of rows.
pub(super) struct Rows<'a> {
    pub(super) network: &'a Lookup,
    pub(super) few: &'a Few,
}

impl Numbers for Rows<'_> {
    type Number = u16;

    #[inline(always)]
    fn thing<const N: usize>(&self, template: u64, parts: [u32; N]) -> u16 {
        self.network.number(feature(template, parts))
    }

    #[inline(always)]
    fn few<const N: usize>(&self, template: u64, parts: [u32; N]) -> u16 {
        let values = values(template);
        let (mut place, mut known) = (0u32, true);
        for part in 0..N {
            known &= parts[part] < values[part];
            place = place.wrapping_mul(values[part]).wrapping_add(parts[part]);
        }
        match known {
            true => self.few.0[STARTS[(template - FIRST) as usize] + place as usize],
            false => self.thing(template, parts),
        }
    }
}

#[cfg(all(test, feature = "attribution-model"))]
mod tests {
    use super::super::learned::Models;
    use super::*;

    #[test]
    fn a_thing_of_few_has_the_row_of_its_hash() {
        let spans = &Models::embedded().expect("the model is built in").fields.spans;
        let (network, few) = (&spans.network, &spans.few);
        let rows = Rows { network, few };
        let mut known = 0;
        for (a, b) in (0..120).flat_map(|a| (0..120).map(move |b| (a, b))) {
            assert_eq!(rows.few(456, [a, b]), network.number(feature(456, [a, b])), "{a} {b}");
            assert_eq!(rows.few(467, [a % 3, b, a / 3, b % 4]), network.number(feature(467, [a % 3, b, a / 3, b % 4])));
            assert_eq!(rows.few(422, [a % 4, b, a / 4 % 4]), network.number(feature(422, [a % 4, b, a / 4 % 4])));
            assert_eq!(rows.few(432, [a * b]), network.number(feature(432, [a * b])));
            known += u32::from(rows.few(456, [a, b]) != 0);
        }
        assert_eq!(rows.few(423, [0, u32::MAX]), network.number(feature(423, [0, u32::MAX])));
        assert!(known > 20, "{known}");
    }
}
