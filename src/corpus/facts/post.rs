//! What an article calls people right beside their names: "chief fire officer Ann Marsh", "the chief fire officer, Ann
//! Marsh," and "Ann Marsh, the county's chief fire officer,".

use crate::reading::attribution::is_cue_verb;
use crate::reading::{EntityKind, Mention, MentionForm, Reading};
use smallvec::SmallVec;

/// The words for what somebody is, in lower case and in their order, the noun last.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Post {
    pub(super) words: SmallVec<[String; 4]>,
    /// Whether commas or a title show that the words are said of the person: others may be of any kind ("said Ann Marsh").
    pub(super) is_certain: bool,
    /// Whether more is said of the same kind ("chairman and chief executive").
    pub(super) is_one_of_several: bool,
}

/// Longer descriptions are sentences of their own.
const MOST_WORDS: usize = 6;
/// So much text beside a name is looked at.
const MOST_BYTES: usize = 120;

/// The posts that stand beside the names of each entity that is a person, in the order of the text.
pub(super) fn of_entities(reading: &Reading) -> Vec<SmallVec<[Post; 1]>> {
    let mut posts = vec![SmallVec::new(); reading.entities.len()];
    for mention in reading.mentions.iter().filter(|m| m.form == MentionForm::Name) {
        if reading.entities[mention.entity].kind == EntityKind::Person {
            posts[mention.entity].extend(beside(reading, mention));
        }
    }
    posts
}

/// The posts that stand beside a mention by name.
fn beside(reading: &Reading, mention: &Mention) -> SmallVec<[Post; 2]> {
    let text = &*reading.article.text;
    let mut found = SmallVec::new();
    let Some(sentence) = reading.sentence_at(mention.span.start).map(|index| reading.sentences[index]) else {
        return found;
    };
    let (start, end) = (mention.span.start as usize, mention.span.end as usize);
    let before = text.get(sentence.start as usize..start).unwrap_or_default();
    let behind = text.get(end..sentence.end as usize).unwrap_or_default();
    let behind = behind.char_indices().nth(MOST_BYTES).map_or(behind, |(to, _)| &behind[..to]);
    let titled = mention.phrase.start < mention.span.start;
    found.extend(post_before(before, behind, titled));
    found.extend(post_behind(behind));
    found
}

fn is_determiner(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "its" | "their" | "his" | "her" | "our" | "my" | "your") || is_owner(word)
}

/// "county's", "workers'".
fn is_owner(word: &str) -> bool {
    ["'s", "’s", "s'", "s’"].iter().any(|mark| word.ends_with(mark))
}

/// Words that begin what a post is of, or a clause about its holder.
fn is_boundary(word: &str) -> bool {
    matches!(
        word,
        "of" | "for"
            | "at"
            | "in"
            | "from"
            | "with"
            | "to"
            | "on"
            | "by"
            | "as"
            | "who"
            | "whose"
            | "whom"
            | "which"
            | "that"
            | "was"
            | "is"
            | "has"
            | "had"
            | "but"
            | "when"
            | "where"
    )
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "&" | "or")
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
}

/// "chief engineer" of "said the chief engineer, " and of "says chief engineer ".
fn post_before(before: &str, behind: &str, titled: bool) -> Option<Post> {
    let before = before.trim_end();
    let (before, is_apposed) = before.strip_suffix(',').map_or((before, false), |before| (before, true));
    // "The chief engineer, Ann Marsh, said", and not "the chief engineer, Ann Marsh and Ivo Brandt".
    if is_apposed && !behind.is_empty() && !behind.starts_with([',', '.', ';', ')']) {
        return None;
    }
    let mut words: SmallVec<[String; 4]> = SmallVec::new();
    let (mut determined, mut several, mut stepped) = (false, false, false);
    for word in before.rsplit(char::is_whitespace).take(2 * MOST_WORDS) {
        let lower = word.to_lowercase();
        determined = is_determiner(&lower);
        several = is_and(&lower);
        if determined || several {
            break;
        }
        // "the head of the yard, Ann Marsh," is the head.
        if is_apposed && !stepped && matches!(&*lower, "of" | "at" | "for") {
            (stepped, words) = (true, SmallVec::new());
            continue;
        }
        if !is_word(word) || is_boundary(&lower) || words.len() == MOST_WORDS {
            break;
        }
        words.insert(0, lower);
    }
    (!words.is_empty() && (!is_apposed || determined)).then_some(Post {
        words,
        is_certain: is_apposed || titled,
        is_one_of_several: several,
    })
}

/// "chief fire officer" of ", the county's chief fire officer, said" and of ", 54, chief fire officer of the county".
fn post_behind(behind: &str) -> Option<Post> {
    let mut rest = behind.strip_prefix(", ")?;
    let age = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if age.len() < rest.len() {
        rest = age.strip_prefix(", ")?;
    }
    let mut words: SmallVec<[String; 4]> = SmallVec::new();
    let (mut determined, mut several, mut closed) = (false, false, false);
    for word in rest.split(char::is_whitespace) {
        let bare = word.trim_end_matches([',', '.', ';', ':', ')', '"', '”']);
        let lower = bare.to_lowercase();
        several = is_and(&lower);
        closed = several || is_boundary(&lower);
        if closed || !is_word(bare) {
            break;
        }
        if is_determiner(&lower) {
            // Whose it is, or the first word: whatever stood before it is no part of the post.
            determined = true;
            words.clear();
        } else {
            words.push(lower);
        }
        closed = bare.len() < word.len();
        if closed || words.len() > MOST_WORDS {
            break;
        }
    }
    let head = words.last()?;
    let small = rest.starts_with(char::is_lowercase);
    let is_verb = |word: &String| word.ends_with("ing") || word.ends_with("ed") || is_cue_verb(word);
    // Without an article only what is short and has an end is a post: "chief engineer of the yard".
    let is_post = determined || small && closed && words.len() <= 4 && !is_verb(&words[0]);
    (is_post && closed && words.len() <= MOST_WORDS && !is_verb(head)).then_some(Post {
        words,
        is_certain: true,
        is_one_of_several: several,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(before: &str, behind: &str) -> Option<String> {
        post_before(before, behind, false).map(|post| post.words.join(" "))
    }

    fn behind(behind: &str) -> Option<String> {
        post_behind(behind).map(|post| post.words.join(" "))
    }

    #[test]
    fn what_stands_before_a_name_is_read_up_to_an_article() {
        assert_eq!(before("said the chief engineer, ", ", on Monday").as_deref(), Some("chief engineer"));
        assert_eq!(before("The head of the yard, ", " said"), None);
        assert_eq!(before("The warden of Port Alder, ", ", said").as_deref(), Some("warden"));
        assert_eq!(before("with Chief Engineer ", " said").as_deref(), Some("chief engineer"));
        assert_eq!(before("the engineer, the diver, Ivo Brandt, ", ", and others"), None);
    }

    #[test]
    fn what_stands_behind_a_name_is_read_up_to_its_end() {
        assert_eq!(behind(", the county's chief fire officer, said").as_deref(), Some("chief fire officer"));
        assert_eq!(behind(", 54, a retired warden who lived there.").as_deref(), Some("retired warden"));
        assert_eq!(behind(", head of the yard.").as_deref(), Some("head"));
        for other in [", adding that", ", who leads the yard", ", Ivo Brandt and others", " said", ", was hurt"] {
            assert_eq!(behind(other), None, "{other}");
        }
        assert!(post_behind(", the chairman and chief executive, said").is_some_and(|post| post.is_one_of_several));
    }
}
