//! Ages of a draft: another one than the sources give to the same person.

use super::super::{ArticleEntry, Fact, Location};
use super::lines::{Source, Sources};
use super::{Difference, Discrepancy, Item, Verdict};
use crate::reading::Quantity;

/// Where a figure is a person's age, whether the sources give that person the same one: `None` where they give none.
pub(super) fn compare(
    draft: &ArticleEntry,
    q: &Quantity,
    beside: &Sources,
    item: impl Fn(Verdict) -> Item,
) -> Option<Item> {
    let age = draft.facts.ages.iter().find(|age| age.span().overlaps(q.span))?;
    let of_person = |source: &Source| -> Vec<(Location, u16)> {
        let ages = source.entry.facts.ages.iter().filter(|other| other.is_of(age));
        ages.map(|other| (Location { document: source.id, span: other.span() }, other.years)).collect()
    };
    let theirs: Vec<(Location, u16)> = beside.all.iter().flat_map(of_person).collect();
    if let Some((place, _)) = theirs.iter().find(|(_, other)| *other == age.years) {
        return Some(item(Verdict::Found).at(*place));
    }
    let (there, other) = *theirs.first()?;
    Some(item(Verdict::Different).differs(Discrepancy {
        difference: Difference::Value,
        span: q.span,
        there,
        says: format!("{} is {} here; {other}", age.name, age.years),
        mend: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::Difference::Value;
    use super::super::testing::differences;

    const SOURCE: &str = "Nine people died. A 7-year-old girl, Marisol Pinto, was pulled alive from the rubble. Her uncle, Paul Pinto, 52, left.";

    #[test]
    fn another_age_of_the_same_person_is_found() {
        let found = differences(&[Value], "Paul Pinto, 43, was brought out of the rubble alive.", SOURCE);
        assert_eq!(found, ["Paul Pinto is 43 here; 52"]);
        let found = differences(&[Value], "Paul Pinto, 52, was brought out of the rubble alive.", SOURCE);
        assert_eq!(found, [""; 0]);
    }
}
