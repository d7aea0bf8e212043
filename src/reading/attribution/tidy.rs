//! What the models leave ragged at quotation marks: a quotation is attributed as a whole and to one cue.

use super::learned::Found;
use crate::reading::Quotation;
use crate::text::Span;

/// The content of a cue with its quotations whole, and without what its place to them rules out.
pub(super) fn content(
    content: Vec<Span>,
    cue: Span,
    source: &[Span],
    quotations: &[Quotation],
    text: &str,
) -> Vec<Span> {
    let mut content = whole(content, cue, quotations);
    let within = |span: &Span| quotations.iter().any(|q| q.span.overlaps(*span));
    // "Lind said: “…”": nothing before the cue
    let behind = text[cue.end as usize..].trim_start();
    let colon = text[..cue.end as usize].ends_with(':') || behind.starts_with(':');
    let follows = content.iter().any(|c| c.start >= cue.end && c.start - cue.end <= 3 && within(c));
    if colon && follows {
        content.retain(|c| c.start >= cue.end);
    }
    // "“…,” Lind said on the pier": behind the cue only what is quoted
    let first = source.iter().map(|s| s.start).chain([cue.start]).min().unwrap_or(cue.start);
    let quoted_before = content.iter().any(|c| {
        let gap = first.checked_sub(c.end);
        gap.is_some_and(|g| g <= 2) && quotations.iter().any(|q| q.span.end == c.end && q.span.start <= c.start + 2)
    });
    if quoted_before {
        content.retain(|c| c.start < cue.end || within(c));
    }
    content
}

/// Content that begins or ends inside of a quotation takes in all of it, unless the cue stands in it as well.
fn whole(mut content: Vec<Span>, cue: Span, quotations: &[Quotation]) -> Vec<Span> {
    for span in &mut content {
        let near = quotations.partition_point(|q| q.span.end <= span.start);
        let end = span.end;
        for quotation in quotations[near..].iter().take_while(|q| q.span.start < end) {
            if !quotation.span.overlaps(cue) && quotation.words > 1 {
                *span = span.join(quotation.span);
            }
        }
    }
    content.sort_by_key(|s| s.start);
    content.dedup_by(|next, last| {
        let joined = next.start <= last.end;
        if joined {
            *last = last.join(*next);
        }
        joined
    });
    content
}

/// A quotation that is the content of two cues stays with the nearer one, where the other has more to say.
pub(super) fn share(found: &mut [Found], quotations: &[Quotation]) {
    for quotation in quotations {
        let holds =
            |f: &Found| f.content.iter().any(|c| c.start <= quotation.span.start && quotation.span.end <= c.end);
        let exact = |f: &Found| f.content.contains(&quotation.span);
        let distance = |f: &Found| {
            let before = quotation.span.start.checked_sub(f.cue.end);
            before.or_else(|| f.cue.start.checked_sub(quotation.span.end)).unwrap_or(0)
        };
        let nearest =
            found.iter().enumerate().filter(|(_, f)| holds(f)).min_by_key(|(_, f)| distance(f)).map(|(i, _)| i);
        let Some(nearest) = nearest else { continue };
        for (i, other) in found.iter_mut().enumerate() {
            if i != nearest && other.content.len() > 1 && exact(other) && !other.cue.overlaps(quotation.span) {
                other.content.retain(|c| *c != quotation.span);
            }
        }
    }
}

/// "Lind said it was late and warned of a storm": what the second of two joined cues says is none of the first one's.
pub(super) fn part(found: &mut [Found], text: &str) {
    for second in 0..found.len() {
        let (cue, source) = (found[second].cue, found[second].source.clone());
        for (i, first) in found.iter_mut().enumerate() {
            let same = first.source.iter().any(|a| source.iter().any(|b| a.overlaps(*b)));
            if i == second || !same || first.cue.start > cue.start {
                continue;
            }
            for span in &mut first.content {
                if span.start < cue.start && cue.end <= span.end {
                    let before = text[span.start as usize..cue.start as usize].trim_end();
                    let joint = ["and", "but", "then", "while"].iter().find_map(|w| before.strip_suffix(w));
                    if let Some(kept) = joint.map(|b| b.trim_end_matches([' ', ',', ';'])).filter(|k| k.len() > 2) {
                        span.end = span.start + kept.len() as u32;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::reading::{Prose, quotation};

    fn read(text: &str) -> Vec<Quotation> {
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        quotation::quotations(&Prose::of(&article))
    }

    fn at(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("the words are there");
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_quotation_is_attributed_as_a_whole() {
        let text = "“It was a long night on the pier,” Lind said in the end.";
        let quotations = read(text);
        let ragged = vec![at(text, "a long night on the pier,”"), at(text, "in the end")];
        let tidied = content(ragged, at(text, "said"), &[at(text, "Lind")], &quotations, text);
        assert_eq!(tidied, [at(text, "“It was a long night on the pier,”")]);
    }

    #[test]
    fn joined_cues_part_their_contents() {
        let text = "Lind said it was late and warned of a storm.";
        let lind = vec![at(text, "Lind")];
        let found = |cue: &str, content: &str| Found {
            cue: at(text, cue),
            source: lind.clone(),
            content: vec![at(text, content)],
            probability: 1.0,
        };
        let mut both = [found("said", "it was late and warned of a storm"), found("warned", "of a storm")];
        part(&mut both, text);
        assert_eq!(both[0].content, [at(text, "it was late")]);
    }

    #[test]
    fn a_quotation_stays_with_the_nearer_cue() {
        let text = "“It was a long night,” Lind said, adding later, “We are all tired of the storm.”";
        let quotations = read(text);
        let found =
            |cue: &str, content: Vec<Span>| Found { cue: at(text, cue), source: Vec::new(), content, probability: 1.0 };
        let (first, second) = (quotations[0].span, quotations[1].span);
        let mut both = [found("said", vec![first, second]), found("adding", vec![second])];
        share(&mut both, &quotations);
        assert_eq!((both[0].content.as_slice(), both[1].content.as_slice()), ([first].as_slice(), [second].as_slice()));
    }
}
