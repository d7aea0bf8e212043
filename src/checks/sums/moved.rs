//! A change beside the values it leads from and to: "fell 20 percent, from 5 million to 4.5 million", "rose by 300 to 1,500
//! from 1,100".

use super::Mismatch;
use crate::reading::Reading;
use crate::reading::movement::{difference, is_percent, is_points, movements, relative, short};

/// Changes whose stated size is not the one from the first value to the second.
pub(in super::super) fn mismatches(reading: &Reading) -> Vec<Mismatch> {
    let text = &*reading.article.text;
    let mut found = Vec::new();
    for movement in movements(reading) {
        let size = &reading.quantities[movement.size];
        let Some(share) = relative(&movement) else { continue };
        let in_own_unit = size.unit.name == movement.unit;
        let of_percent = is_percent(&movement.unit);
        let fits = match (of_percent, in_own_unit, is_points(&size.unit.name)) {
            // What is called by the wrong one of the two names is `percent-vs-points`.
            (true, ..) => movement.stated.loose().fits(share) || movement.stated.fits(difference(&movement)),
            (false, true, _) => movement.stated.fits(difference(&movement)),
            (false, false, false) => movement.stated.loose().fits(share),
            (false, false, true) => true,
        };
        if fits {
            continue;
        }
        let exact = (movement.to.value - movement.from.value).abs();
        let percent = short(exact / movement.from.value * 100.0);
        let (from, to) = (movement.from.span.of(text), movement.to.span.of(text));
        let change = match (of_percent, in_own_unit) {
            (true, _) => format!("{percent} percent, or {} points", short(exact)),
            (false, true) => short(exact),
            (false, false) => format!("{percent} percent"),
        };
        let message = format!("from {from} to {to} is {change}; stated here is {}", size.span.of(text));
        let related = vec![(movement.from.span, "from this"), (movement.to.span, "to this")];
        found.push(Mismatch { span: size.span, message, related });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::messages;

    #[test]
    fn a_change_in_the_unit_of_its_ends_and_one_told_between_them_are_found() {
        for (text, said) in [
            ("Pupils rose from 400 to 450, an increase of 100.", "from 400 to 450 is 50; stated here is 100"),
            ("Output rose by 4,120 tonnes to 15,230 tonnes from 12,110 tonnes.", "is 3,120; stated here is 4,120"),
            ("Sales were $4.8 billion, up 31% from $4.1 billion.", "is 17.1 percent; stated here is 31%"),
            ("Holm earned $318.6 million, or $2.31 a berth, up 19% from $295.0 million.", "is 8 percent; stated here"),
            ("Holm caught 5.5 million tonnes, down 3 percent from the 7.1 million in 2015.", "is 22.5 percent"),
        ] {
            let found = messages(text);
            assert!(found.len() == 1 && found[0].contains(said), "{text} {found:?}");
        }
    }

    #[test]
    fn changes_that_come_out_are_left_alone() {
        for text in [
            "Pupils rose from 400 to 450, an increase of 50.",
            "Sales were $4.8 billion, up 17% from $4.1 billion.",
            "Holm earned $318.6 million, or $2.31 a berth, up 8.0% from $295.0 million.",
            "Output rose by 20,000 tonnes to 150,000 tonnes from 140,000 tonnes.",
            "Some 31 boats sank that year, up 12% from 2014.",
            "The number of berths rose 44 percent, from 6.2 million to 9.1 million.",
        ] {
            assert_eq!(messages(text), [""; 0], "{text}");
        }
    }
}
