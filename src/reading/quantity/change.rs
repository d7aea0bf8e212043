//! Whether a number is the size of a rise or a fall.

use super::Change;
use crate::reading::numeral::Lexemes;

/// The direction that a verb or adverb gives the number behind it.
fn direction(word: &str) -> Option<Change> {
    Some(match word {
        "rise" | "rises" | "rose" | "risen" | "rising" | "gain" | "gains" | "gained" | "gaining" | "climb"
        | "climbs" | "climbed" | "climbing" | "jump" | "jumps" | "jumped" | "jumping" | "surge" | "surged"
        | "surges" | "surging" | "soar" | "soared" | "soaring" | "grow" | "grows" | "grew" | "grown" | "growing"
        | "increase" | "increased" | "increases" | "increasing" | "advance" | "advanced" | "advances" | "advancing"
        | "up" | "rally" | "rallied" | "rallying" | "swell" | "swelled" | "swollen" | "expand" | "expanded"
        | "expanding" | "spike" | "spiked" | "leap" | "leapt" | "leaped" | "rocketed" | "skyrocketed"
        | "strengthened" | "appreciated" | "higher" | "climbs-by" | "ballooned" | "accelerated" | "edged-up"
        | "rebounded" | "rebound" | "raised" | "lifted" | "boosted" => Change::Up,
        "fall" | "falls" | "fell" | "fallen" | "falling" | "drop" | "drops" | "dropped" | "dropping" | "decline"
        | "declines" | "declined" | "declining" | "slide" | "slides" | "slid" | "sliding" | "slip" | "slips"
        | "slipped" | "slipping" | "tumble" | "tumbles" | "tumbled" | "tumbling" | "plunge" | "plunges" | "plunged"
        | "plunging" | "sink" | "sinks" | "sank" | "sunk" | "sinking" | "shed" | "sheds" | "shedding" | "decrease"
        | "decreased" | "decreases" | "decreasing" | "down" | "lost" | "lose" | "loses" | "losing" | "shrink"
        | "shrank" | "shrunk" | "contracted" | "contract" | "plummeted" | "plummet" | "plummeting" | "dipped"
        | "dip" | "dips" | "eased" | "retreated" | "weakened" | "depreciated" | "slumped" | "slump" | "dived"
        | "crashed" | "dwindled" | "lower" | "halved" | "reduced" => Change::Down,
        _ => return None,
    })
}

/// The change that the words before lexeme `i` (where the number with its modifier begins) give it; `measured` says that
/// a unit stands beside it.
pub(super) fn before(l: &Lexemes, i: usize, measured: bool) -> Option<Change> {
    let mut k = i;
    let mut to = false;
    for _ in 0..5 {
        k = k.checked_sub(1)?;
        let word = l.low(k);
        if let Some(found) = direction(word) {
            // "up to 400" is a bound; "pulled down", "the ups and downs" lead to no number
            if matches!(word, "up" | "down") {
                let stands = matches!(
                    l.before(k, 1),
                    "is" | "was"
                        | "were"
                        | "are"
                        | "be"
                        | "been"
                        | "ended"
                        | "closed"
                        | "finished"
                        | "traded"
                        | "trading"
                        | "opened"
                );
                // "put up hundreds of tents"
                if to || !stands && !measured {
                    return None;
                }
            }
            // "gave up 0.8 percent"
            if word == "up" && matches!(l.before(k, 1), "give" | "gives" | "gave" | "given" | "giving") {
                return Some(Change::Down);
            }
            // a loss or a contract is no fall where it is a noun with an article
            if matches!(
                word,
                "contract"
                    | "advance"
                    | "lower"
                    | "higher"
                    | "lose"
                    | "spike"
                    | "shed"
                    | "reduced"
                    | "raised"
                    | "lifted"
                    | "boosted"
            ) {
                return None;
            }
            return Some(found);
        }
        match word {
            "by" | "a" | "an" | "further" | "another" | "as" | "much" | "at" | "about" | "some" | "nearly"
            | "almost" | "around" | "roughly" | "only" | "just" | "more" | "than" | "over" | "under"
            | "approximately" | "sharply" | "slightly" | "steadily" | "quickly" | "back" | "on" | "average" | "the"
            | "it" | "its" | "between" | "least" | "most" => {}
            // "up from 50" names the level before
            "from" => return None,
            "to" => to = true,
            word if word.len() > 4 && word.ends_with("ly") => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn of(text: &str) -> Option<Change> {
        let l = Lexemes::of(text, Span::new(0, text.len()));
        before(&l, (0..l.len()).find(|&i| l.is_digits(i)).expect("a number"), false)
    }

    #[test]
    fn verbs_of_change_right_before_the_number() {
        assert_eq!(of("Prices rose by about 3 percent"), Some(Change::Up));
        assert_eq!(of("Sales fell sharply to 12 tonnes"), Some(Change::Down));
        assert_eq!(of("The fund was up 3 percent"), Some(Change::Up));
        assert_eq!(of("room for up to 400 people"), None);
        assert_eq!(of("The town has 400 people"), None);
    }
}
