//! Sorting what is short or seldom sorted: one copy of the standard library's sort for all types and orders.
//!
//! The compiler makes a stable sort of seven kilobytes for every type and every order that is sorted by. There were
//! over a hundred of them, a twentieth of the program and of the time that building it takes. Here places are sorted, by an order that is
//! called through a pointer, and the items then put where they belong. What is sorted for every key of an index
//! has its own copy, as the standard library gives it.

use std::cmp::Ordering;

/// Sorts stably in the order of the items.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts stably by a key, which is asked for at every comparison.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts stably by an order, which must be one: as for [`slice::sort_by`].
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let places = places_in_order(items.len(), &|a, b| compare(&items[a], &items[b]));
    rearrange(places, |a, b| items.swap(a, b));
}

/// The numbers below `count`, sorted.
fn places_in_order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Brings to each place what stands at `places[place]`, by swaps of two.
fn rearrange(mut places: Vec<usize>, mut swap: impl FnMut(usize, usize)) {
    for start in 0..places.len() {
        let mut to = start;
        loop {
            let from = std::mem::replace(&mut places[to], to);
            if from == start {
                break;
            }
            swap(to, from);
            to = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_standard_library(numbers in prop::collection::vec(0u8..20, 0..200)) {
            let numbered: Vec<(usize, u8)> = numbers.into_iter().enumerate().collect();
            let (mut ours, mut theirs) = (numbered.clone(), numbered.clone());
            sort_by_key(&mut ours, |(_, number)| *number);
            theirs.sort_by_key(|(_, number)| *number);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(&ours, &theirs);
            sort(&mut ours);
            prop_assert_eq!(ours, numbered);
        }
    }
}
