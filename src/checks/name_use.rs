//! How a bare name is used all over an article: alone, as a surname is, or as a part of something longer.
//!
//! Names of papers, polls and agencies look like surnames, and a full name that was not read as one (a nickname between its
//! parts, a soft hyphen, two words run together) introduces nobody less. So every place is looked at where the letters of the
//! name stand, whatever was made of it.

use crate::language::gazetteer;
use crate::reading::Reading;
use crate::text::Span;
use memchr::memmem;

/// Behind a name it is that of a paper or of who asks people.
const OUTLET: &[&str] = &[
    "poll",
    "polls",
    "polling",
    "pollster",
    "pollsters",
    "survey",
    "surveys",
    "tracking",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "columnist",
    "editor",
    "editors",
    "readers",
    "newsroom",
    "website",
    "article",
    "headline",
    "report",
    "reports",
    "reported",
    "reporting",
];
/// Of these a poll or a paper is the author.
const WORKS: &[&str] = &["poll", "survey", "analysis", "study", "report", "story", "article", "data", "polling"];
/// Ends of an address on the web.
const DOMAINS: &[&str] = &[".com", ".org", ".net", ".co.", ".news", ".tv"];

/// Whether the name stands nowhere in the article as part of a longer name or word, as the name of a paper or poll, or as
/// a word without a capital.
pub(super) fn stands_alone(reading: &Reading, name: &str) -> bool {
    let text = &*reading.article.text;
    let places = || memmem::find_iter(text.as_bytes(), name.as_bytes());
    let introduced = places().any(|at| is_introduced(&text[..at]) || is_outlet(&text[..at], &text[at + name.len()..]));
    !introduced && !is_written_otherwise(text, name)
}

/// Whether what stands before a name makes it the end of a longer one: "Anna Kellerman", `Anna ("Dewey") Kellerman`,
/// "Anna K. Kellerman", "MarshKellerman", "Port-Kellerman".
fn is_introduced(before: &str) -> bool {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}');
    let line = before.rsplit('\n').next().unwrap_or_default().trim_end_matches(unseen);
    if line.ends_with('-') || line.ends_with(char::is_alphabetic) {
        return true;
    }
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || unseen(c));
    let previous = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = previous.trim_matches(|c: char| !c.is_alphanumeric());
    let is_nickname =
        previous.starts_with(['"', '“', '\'', '‘', '(']) && previous.ends_with(['"', '”', '\'', '’', ')']);
    let is_initial = previous.ends_with('.') && word.chars().count() == 1;
    let ends_clause = previous.ends_with(['.', '!', '?', '"', '”', '’', ':', ';', ',', '—', '–', '-', ')']);
    word.starts_with(char::is_uppercase) && (is_nickname || is_initial || !ends_clause)
}

/// "a Kellerman poll", "Kellerman reported", "a survey by Kellerman", "kellerman.com", "Kellerman's Norland desk".
fn is_outlet(before: &str, behind: &str) -> bool {
    let owned = ["'s ", "’s ", "' ", "’ "].iter().find_map(|end| behind.strip_prefix(end));
    let next = owned.or_else(|| behind.strip_prefix(' ')).unwrap_or_default();
    let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut back = before.split_whitespace().rev().take(2);
    let by = back.next() == Some("by") && back.next().is_some_and(|w| WORKS.contains(&w.to_lowercase().as_str()));
    let of_outlet = OUTLET.contains(&word) && (owned.is_none() || !matches!(word, "report" | "reports" | "website"));
    by || of_outlet || (owned.is_some() && word.starts_with(char::is_uppercase))
}

/// Whether the letters of the name stand somewhere as a common word, an address, or a word with other capitals.
fn is_written_otherwise(text: &str, name: &str) -> bool {
    let (lower, asked) = (text.to_lowercase(), name.to_lowercase());
    if DOMAINS.iter().any(|end| memmem::find(lower.as_bytes(), format!("{asked}{end}").as_bytes()).is_some())
        || memmem::find(lower.as_bytes(), format!("@{asked}").as_bytes()).is_some()
    {
        return true;
    }
    let shouted = name.to_uppercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.any(|w| w.len() == name.len() && w != name && w != shouted && w.to_lowercase() == asked)
}

/// Whether a paragraph has words run together ("MarshHarbour wall to be rebuilt"), as pages have where the text of links was
/// copied along: what stands there are pieces of headlines.
pub(super) fn has_joined_words(reading: &Reading, place: Span) -> bool {
    let Some(block) = reading.article.block_at(place.start as usize) else { return false };
    let known = |word: &str| {
        gazetteer::surname(word) || reading.entities.iter().any(|e| e.name.split_whitespace().any(|part| part == word))
    };
    block.span.of(&reading.article.text).split(|c: char| !c.is_alphanumeric()).any(|word| {
        let mut before = 'A';
        word.char_indices().any(|(at, c)| {
            let joined = at >= 4 && before.is_lowercase() && c.is_uppercase() && known(&word[..at]);
            before = c;
            joined
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_surname_may_introduce_it() {
        for before in ["Anna ", "by Anna (\"Dewey\") ", "Anna R. ", "Anna \u{ad}", "Marsh", "said Anna  ", "Port-"] {
            assert!(is_introduced(before), "{before:?}");
        }
        for before in ["", "the gates held. ", "the gates held,\" ", "On Monday, ", "added ", "Norland:\n"] {
            assert!(!is_introduced(before), "{before:?}");
        }
    }

    #[test]
    fn papers_and_polls_are_known_by_what_is_said_of_them() {
        for (before, behind) in [
            ("a ", " poll found"),
            ("", " reported on Monday"),
            ("An analysis by ", " in May"),
            ("", "’s Norland desk"),
        ] {
            assert!(is_outlet(before, behind), "{before} {behind}");
        }
        for (before, behind) in [("", " said on Monday"), ("", "'s report was read"), ("led by ", " since May")] {
            assert!(!is_outlet(before, behind), "{before} {behind}");
        }
    }

    #[test]
    fn addresses_and_other_capitals_are_other_words() {
        for text in
            ["Read it on keller.com today.", "Follow @keller there.", "KelLer had it first.", "A keller is deep."]
        {
            assert!(is_written_otherwise(text, "Keller"), "{text}");
        }
        assert!(!is_written_otherwise("KELLER: It held. Keller's boat and the Kellers.", "Keller"));
    }
}
