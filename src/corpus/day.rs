//! Days are written as a number: an article is unpacked many times, and reading "2026-03-03" takes longer than all around it.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day, or none, as a number.
pub(super) trait Day: Sized {
    fn number(&self) -> i32;
    fn of_number(number: i32) -> Option<Self>;
}

impl Day for Date {
    fn number(&self) -> i32 {
        i32::from(self.year()) << 9 | i32::from(self.month()) << 5 | i32::from(self.day())
    }

    fn of_number(number: i32) -> Option<Self> {
        Date::new(i16::try_from(number >> 9).ok()?, (number >> 5 & 15) as i8, (number & 31) as i8).ok()
    }
}

impl Day for Option<Date> {
    fn number(&self) -> i32 {
        // No month has the number 0.
        self.map_or(0, |date| date.number())
    }

    fn of_number(number: i32) -> Option<Self> {
        if number == 0 { Some(None) } else { Date::of_number(number).map(Some) }
    }
}

/// Writes a day.
pub(super) fn serialize<T: Day, S: Serializer>(day: &T, out: S) -> Result<S::Ok, S::Error> {
    day.number().serialize(out)
}

/// Reads what [`serialize`] wrote.
pub(super) fn deserialize<'de, T: Day, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::of_number(i32::deserialize(from)?).ok_or_else(|| D::Error::custom("no day of the calendar"))
}

#[cfg(test)]
mod tests {
    use super::Day;
    use jiff::civil::Date;

    #[test]
    fn every_day_comes_back_from_its_number_and_others_are_none() {
        for day in [Date::MIN, Date::ZERO, Date::MAX, jiff::civil::date(2026, 3, 3), jiff::civil::date(-44, 3, 15)] {
            assert_eq!(Date::of_number(day.number()), Some(day));
            assert_eq!(Option::of_number(Some(day).number()), Some(Some(day)));
        }
        assert_eq!(Option::<Date>::of_number(None.number()), Some(None));
        assert_eq!([1 << 9, i32::MAX, 2026 << 9 | 2 << 5 | 30].map(Date::of_number), [None; 3]);
    }
}
