//! Number words: cardinals, ordinals, fractions and scales.

/// Value of a cardinal below a hundred ("seven", "twenty").
pub fn cardinal(word: &str) -> Option<f64> {
    Some(match word {
        "zero" | "nought" | "naught" | "nil" => 0.0,
        "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "seventeen" => 17.0,
        "eighteen" => 18.0,
        "nineteen" => 19.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" | "fourty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        _ => return None,
    })
}

/// Value of an ordinal that is one word ("third", "twentieth").
pub fn ordinal(word: &str) -> Option<i64> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        "fortieth" => 40,
        "fiftieth" => 50,
        "hundredth" => 100,
        _ => return None,
    })
}

/// Denominator of a fraction word, and whether it is in the plural ("thirds").
pub fn fraction(word: &str) -> Option<(f64, bool)> {
    let (stem, plural) = match word {
        "half" => return Some((2.0, false)),
        "halves" => return Some((2.0, true)),
        "quarter" => return Some((4.0, false)),
        "quarters" => return Some((4.0, true)),
        "thousandth" => return Some((1000.0, false)),
        "thousandths" => return Some((1000.0, true)),
        "millionth" => return Some((1e6, false)),
        "millionths" => return Some((1e6, true)),
        "billionth" => return Some((1e9, false)),
        "billionths" => return Some((1e9, true)),
        "trillionth" => return Some((1e12, false)),
        "trillionths" => return Some((1e12, true)),
        _ => match word.strip_suffix('s') {
            Some(stem) => (stem, true),
            None => (word, false),
        },
    };
    ordinal(stem).filter(|&n| n > 2).map(|n| (n as f64, plural))
}

/// Value of a scale word or suffix that stands apart from its number ("million", "bn").
pub fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "lakh" | "lakhs" => 1e5,
        "million" | "mln" | "mn" | "mil" | "mio" => 1e6,
        "crore" | "crores" => 1e7,
        "billion" | "bn" | "bln" | "bil" => 1e9,
        "trillion" | "tn" | "trn" | "trln" | "tln" => 1e12,
        "quadrillion" => 1e15,
        "dozen" | "doz" | "dozs" | "dz" | "dzs" => 12.0,
        _ => return None,
    })
}

/// Value of a scale word from a thousand up.
pub fn large_scale(word: &str) -> Option<f64> {
    scale(word).filter(|&value| value >= 1000.0)
}

/// Whether a word multiplies the number before it.
pub fn is_scale(word: &str) -> bool {
    scale(word).is_some()
}

/// Plural scales that count by themselves ("thousands of"): the least and the most that they usually say.
pub fn vague(word: &str) -> Option<(f64, f64)> {
    Some(match word {
        "dozens" => (24.0, 199.0),
        "scores" => (40.0, 199.0),
        "tens" => (20.0, 199.0),
        "hundreds" => (200.0, 999.0),
        "thousands" => (2e3, 9999.0),
        "millions" => (2e6, 9_999_999.0),
        "billions" => (2e9, 9_999_999_999.0),
        "trillions" => (2e12, 9_999_999_999_999.0),
        _ => return None,
    })
}

/// Words that are of a number or go with one.
pub fn is_of_number(word: &str) -> bool {
    let counts = cardinal(word).is_some() || is_scale(word) || vague(word).is_some();
    counts
        || fraction(word).is_some_and(|f| f.0 == 2.0)
        || ["percent", "about", "nearly", "almost", "roughly"].contains(&word)
}
