//! Whom the words of a source name: the person who speaks, not the one they speak for.

use crate::reading::{Entity, EntityKind, Mention, MentionForm, Prose};
use crate::text::Span;

/// Words that end the part of a source that names the speaker ("a spokesman | for the mayor").
const LINKS: &[&str] = &["of", "for", "from", "at", "in", "with", "by", "to", "on", "who", "which", "that"];

/// The person or organisation that the source's words name.
pub(super) fn speaker(prose: &Prose, source: Span, mentions: &[Mention], entities: &[Entity]) -> Option<usize> {
    let text = &*prose.article.text;
    let words = source.of(text);
    if matches!(words.to_lowercase().as_str(), "who" | "which" | "whose") {
        // The noun that the relative clause belongs to stands right before it.
        let before = &mentions[mentions.partition_point(|m| m.span.end <= source.start).checked_sub(1)?];
        let between = text.get(before.span.end as usize..source.start as usize)?;
        return between.chars().all(|c| c.is_whitespace() || c == ',').then_some(before.entity);
    }
    let head_end = head(words);
    let head = Span { start: source.start, end: source.start + head_end as u32 };
    let owner = |m: &Mention| {
        let rest = &text[m.span.end as usize..source.end.max(m.span.end) as usize];
        rest.starts_with("’s ") || rest.starts_with("'s ") || rest.starts_with("’ ") || rest.starts_with("' ")
    };
    let possessive = |m: &Mention| {
        m.form == MentionForm::Pronoun
            && matches!(m.span.of(text).to_lowercase().as_str(), "his" | "her" | "its" | "their")
            && m.span.len() < source.len()
    };
    let within = |m: &&Mention| {
        (head.covers(m.span) || m.phrase.covers(source) && m.span.overlaps(head)) && !owner(m) && !possessive(m)
    };
    let rank = |m: &&Mention| {
        let entity = &entities[m.entity];
        (entity.kind != EntityKind::Person, m.form == MentionForm::Pronoun, std::cmp::Reverse(m.span.start))
    };
    let start = mentions.partition_point(|m| m.phrase.end.max(m.span.end) <= source.start);
    let near = || mentions[start.min(mentions.len())..].iter().take_while(|m| m.span.start < source.end);
    if let Some(best) = near().filter(within).min_by_key(rank) {
        return Some(best.entity);
    }
    // Behind a comma: "the defence minister, Anna Lind"; an organisation speaks through its spokesman.
    let apposed = near().filter(|m| m.span.start >= head.end && !owner(m)).find(|m| {
        let lead = text[head.end as usize..m.phrase.start.max(head.end) as usize].trim_start_matches(',').trim();
        lead.is_empty() && text[head.end as usize..].starts_with(',')
    });
    let through = || {
        near().find(|m| {
            source.covers(m.span)
                && m.form != MentionForm::Pronoun
                && !owner(m)
                && entities[m.entity].kind == EntityKind::Organisation
        })
    };
    apposed.or_else(through).map(|m| m.entity)
}

/// Length of the words before a preposition, a comma or a relative pronoun.
fn head(words: &str) -> usize {
    let mut offset = 0;
    for word in words.split_inclusive(char::is_whitespace) {
        let plain = word.trim();
        if offset > 0 && LINKS.contains(&plain) {
            return words[..offset].trim_end().len();
        }
        offset += word.len();
        if plain.ends_with(',') {
            return words[..offset].trim_end().len() - 1;
        }
    }
    words.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::name;

    fn named(text: &str, source: &str) -> Option<String> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let prose = Prose::of(&article);
        let (mentions, entities) = name::mentions(&prose);
        let start = text.find(source).expect("the source is in the text");
        let span = Span::new(start, start + source.len());
        speaker(&prose, span, &mentions, &entities).map(|e| entities[e].name.clone())
    }

    #[test]
    fn a_spokesman_is_not_the_person_he_speaks_for() {
        assert_eq!(named("A spokesman for Anna Lind said no.", "A spokesman for Anna Lind"), None);
        assert_eq!(named("Anna Lind’s campaign said no.", "Anna Lind’s campaign"), None);
        assert_eq!(named("Anna Lind said no.", "Anna Lind").as_deref(), Some("Anna Lind"));
    }

    #[test]
    fn a_relative_pronoun_is_whoever_stands_before_it() {
        assert_eq!(named("Anna Lind, who said no, left.", "who").as_deref(), Some("Anna Lind"));
    }
}
