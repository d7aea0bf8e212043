//! What the models leave ragged at quotation marks: a quotation is attributed as a whole and to one cue.

use super::choose::Found;
use crate::article::calendar;
use crate::reading::Quotation;
use crate::text::Span;
use crate::text::sorting::sort_by_key;

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
    // "“…” To which she said, “…”": nor what only leads to whoever speaks
    let speaks = source.iter().map(|s| s.start).chain([cue.start]).min().unwrap_or(cue.start);
    let leads = |c: &Span| {
        let between = text.get(c.end as usize..speaks as usize);
        between.is_some_and(|b| b.trim().is_empty()) && text[..c.end as usize].ends_with(char::is_alphabetic)
    };
    if behind.starts_with(',') && content.iter().any(|c| c.start >= cue.end && within(c)) && content.iter().any(leads) {
        content.retain(|c| c.start >= cue.end);
    }
    // "“…,” Lind said on the pier": behind the cue only what is quoted
    let first = source.iter().map(|s| s.start).chain([cue.start]).min().unwrap_or(cue.start);
    // of several names the one right before the cue, or the cue itself
    let nearest = source.iter().map(|s| s.start).filter(|&s| s < cue.start).max().unwrap_or(cue.start);
    let quoted_before = content.iter().any(|c| {
        let close = |start: u32| start.checked_sub(c.end).is_some_and(|gap| gap <= 2);
        (close(first) || close(nearest))
            && quotations.iter().any(|q| q.span.end == c.end && q.span.start <= c.start + 2)
    });
    if quoted_before {
        content.retain(|c| c.start < cue.end || within(c));
        // "… To which she said: …": nor anything before the quotation but what is quoted
        let quoted = |c: &Span| quotations.iter().any(|q| q.span.covers(*c));
        let nearest = content.iter().filter(|c| c.end <= cue.start).map(|c| c.end).max();
        content.retain(|c| c.end > cue.start || Some(c.end) == nearest || quoted(c));
        let last = source.iter().map(|s| s.end).chain([cue.end]).max().unwrap_or(cue.end);
        if let Some(next) = quotations.get(quotations.partition_point(|q| q.span.start < last))
            && (continues_otherwise(&text[last as usize..next.span.start as usize])
                || runs_on(&text[..next.span.end as usize], &text[next.span.end as usize..]))
        {
            content.retain(|c| c.end <= next.span.start || c.start < cue.end);
        }
    }
    called(&mut content, cue, quotations, text);
    completed(&mut content, cue, quotations, text);
    // "Lind says, “…,” until the boat is gone": what is said ends with the quotation
    for span in &mut content {
        let first = quotations.get(quotations.partition_point(|q| q.span.start < span.start));
        let whole = first.filter(|q| q.span.start == span.start && q.span.end < span.end && q.words > 1);
        if let Some(quotation) = whole.filter(|_| span.start >= cue.end && span.start - cue.end <= 3) {
            let said = text[..quotation.span.end as usize].trim_end_matches(['"', '”', '’', '\'']);
            let tail = text[quotation.span.end as usize..span.end as usize].trim_start();
            let goes_on = tail.starts_with(|c: char| !c.is_alphabetic()) || tail.starts_with("and ");
            if said.ends_with([',', '.', '?', '!']) && !goes_on {
                span.end = quotation.span.end;
            }
        }
    }
    content
}

/// "blasted the plan as “a joke” after it was shown": what a thing is called ends what is said, and belongs to it.
fn called(content: &mut [Span], cue: Span, quotations: &[Quotation], text: &str) {
    for span in content.iter_mut().filter(|c| c.start >= cue.end) {
        let near = quotations.get(quotations.partition_point(|q| q.span.start <= span.start));
        let Some(quotation) = near.filter(|q| q.words <= 6 && !q.span.overlaps(cue)) else { continue };
        let (open, close) = (quotation.span.start as usize, quotation.span.end);
        let before = text[span.start as usize..open].trim_end();
        let before = before.strip_suffix(" a").or(before.strip_suffix(" an")).unwrap_or(before);
        if !before.ends_with(" as") {
            continue;
        }
        let last = text[..close as usize].trim_end_matches(['"', '”', '’', '\'']);
        let tail = text[close as usize..].trim_start();
        let word = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let ends = last.ends_with([',', '.'])
            || word.is_empty()
            || matches!(word, "after" | "during" | "when" | "while" | "on" | "in" | "at" | "before" | "but" | "for")
            || calendar::weekday(&word.to_ascii_lowercase()).is_some();
        let within = span.end >= close;
        // what stands between the end of the content and "as" is nothing
        let reached = within || span.end as usize >= span.start as usize + before.len() - " as".len();
        if ends && reached {
            span.end = close;
        }
    }
}

/// What completes quoted words is shorter than this, in code points.
const LONGEST_COMPLEMENT: usize = 160;

/// "called the plan “a gift” to the ferry's owners": what completes the quoted words belongs to what is said, as far as the
/// next mark or the next "and".
fn completed(content: &mut [Span], cue: Span, quotations: &[Quotation], text: &str) {
    for span in content.iter_mut().filter(|c| c.start >= cue.end) {
        let said = text[..span.end as usize].trim_end_matches(['"', '”', '’', '\'']);
        let quoted = said.len() < span.end as usize && quotations.iter().any(|q| q.span.end == span.end);
        if !quoted || said.ends_with([',', '.', '?', '!', ';', ':', '…']) {
            continue;
        }
        let tail = &text[span.end as usize..];
        let word = tail.strip_prefix(' ').and_then(|t| t.split(' ').next()).unwrap_or("");
        if !matches!(word, "for" | "to" | "of" | "from" | "against" | "between") {
            continue;
        }
        let mark =
            |c: char| matches!(c, ',' | '.' | '?' | '!' | ';' | ':' | '…' | '(' | '—' | '–' | '"' | '“' | '”' | '\n');
        let Some((end, _)) = tail.char_indices().take(LONGEST_COMPLEMENT).find(|c| mark(c.1)) else { continue };
        let rest = &tail[..end];
        let joint = [" and ", " but ", " -"].iter().filter_map(|j| rest.find(j)).min().unwrap_or(rest.len());
        let rest = rest[..joint].trim_end();
        if rest.len() > word.len() + 1 {
            span.end += rest.len() as u32;
        }
    }
}

/// "“…,” Lind said, going on to ask, “…”", "…, going on to the gates. “…”": whether what stands between cue and quotation
/// leads to another cue.
fn continues_otherwise(between: &str) -> bool {
    let words = between.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).count();
    let ends = between.trim_end().trim_end_matches([':', ' ']).ends_with(['.', '!', '?', ';']);
    let first = between.strip_prefix(", ").and_then(|b| b.split(' ').next()).unwrap_or_default();
    words >= 2 && (!ends || first.ends_with("ing")) && !between.contains('\n')
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
    sort_by_key(&mut content, |s| s.start);
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

/// "“You all left” to save the boats": whether a quotation is a piece of a sentence that goes on without it.
fn runs_on(quoted: &str, behind: &str) -> bool {
    let closed = quoted.trim_end_matches(['"', '”', '’', '\'']);
    let lower = behind.strip_prefix(' ').is_some_and(|b| b.starts_with(char::is_lowercase));
    lower && closed.ends_with(char::is_alphanumeric)
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
    fn what_leads_to_another_cue_is_not_said_by_the_first() {
        let text = "“It was a long night,” Lind said, going on to ask the crew, “Who left the gate open?”";
        let quotations = read(text);
        let both = quotations.iter().map(|q| q.span).collect();
        let tidied = content(both, at(text, "said"), &[at(text, "Lind")], &quotations, text);
        assert_eq!(tidied, [quotations[0].span]);
        let text = "“It was a long night,” Lind said on the pier. “Who left the gate open?”";
        let quotations = read(text);
        let both = quotations.iter().map(|q| q.span).collect();
        let tidied = content(both, at(text, "said"), &[at(text, "Lind")], &quotations, text);
        assert_eq!(tidied, [quotations[0].span, quotations[1].span]);
    }

    #[test]
    fn a_clause_behind_the_cue_parts_it_from_the_next_quotation() {
        let text = "“The gate held,” Lind said, going on to praise the crew. “Nobody slept that night.”";
        let quotations = read(text);
        let both = quotations.iter().map(|q| q.span).collect();
        let tidied = content(both, at(text, "said"), &[at(text, "Lind")], &quotations, text);
        assert_eq!(tidied, [quotations[0].span]);
    }

    #[test]
    fn what_leads_to_whoever_speaks_is_not_said() {
        let text = "“Who left the gate open?” At which Lind said, “Nobody did.”";
        let quotations = read(text);
        let said = |led: &str| {
            let found = vec![at(text, led), quotations[1].span];
            content(found, at(text, "said"), &[at(text, "Lind")], &quotations, text)
        };
        assert_eq!(said("“Who left the gate open?” At which"), [quotations[1].span]);
        assert_eq!(said("“Who left the gate open?”").len(), 2);
    }

    #[test]
    fn before_a_quotation_with_its_speaker_right_behind_only_quoted_words_are_said() {
        let text = "“It was only a joke.” To which Lind replied. “Thank the crew that the gate held,” Lind said.";
        let quotations = read(text);
        let (first, second) = (quotations[0].span, quotations[1].span);
        let far = at(text, "“It was only a joke.” To which");
        let said = |found: Vec<Span>| {
            let source = Span::new(second.end as usize + 1, second.end as usize + 5);
            content(found, at(text, "said"), &[source], &quotations, text)
        };
        assert_eq!(said(vec![far, second]), [second]);
        assert_eq!(said(vec![first, second]), [first, second]);
    }

    #[test]
    fn what_completes_quoted_words_is_said_too() {
        let after = |text: &str| {
            let quotations = read(text);
            let quoted = quotations.iter().map(|q| q.span).collect();
            content(quoted, at(text, "called"), &[at(text, "Lind")], &quotations, text)[0].of(text).to_owned()
        };
        let found = after("Lind called the plan “a costly gift” to the owners of the ferry and left the hall.");
        assert_eq!(found, "“a costly gift” to the owners of the ferry");
        let found = after("Lind called the plan “a costly gift” in a letter to the owners of the ferry.");
        assert_eq!(found, "“a costly gift”");
        let found = after("Lind called out, “It is a costly gift!” to the owners of the ferry.");
        assert_eq!(found, "“It is a costly gift!”");
    }

    #[test]
    fn what_is_said_ends_with_its_quotation() {
        let text = "Lind says, “Do not go,” until the boat is gone.";
        let said =
            content(vec![at(text, "“Do not go,” until the boat is gone")], at(text, "says"), &[], &read(text), text);
        assert_eq!(said, [at(text, "“Do not go,”")]);
        let text = "Lind blasted the plan as a “joke” after it was shown on Monday.";
        let long = vec![at(text, "the plan as a “joke” after it was shown on Monday")];
        assert_eq!(content(long, at(text, "blasted"), &[], &read(text), text), [at(text, "the plan as a “joke”")]);
        assert_eq!(
            content(vec![at(text, "the plan")], at(text, "blasted"), &[], &read(text), text),
            [at(text, "the plan as a “joke”")]
        );
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
