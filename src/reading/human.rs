//! Attributions that people annotated in place of those that the program found.

use super::{Attribution, AttributionKind, Reading};
use crate::annotation::said::Said;
use crate::text::sorting::sort_by;
use crate::text::{Span, Spans};
use std::sync::Arc;

/// The reading of an article with these attributions for its own; quotations belong to whom these say. What the
/// program itself made of the article stays at hand in [`Reading::program`].
pub fn with_attributions(program: &Arc<Reading>, said: &[Said]) -> Reading {
    let mut reading = Reading::clone(program);
    reading.program = Some(program.clone());
    reading.attributions = said.iter().map(|said| attribution(program, said)).collect();
    sort_by(&mut reading.attributions, |a, b| a.content.cmp(&b.content));
    for quotation in &mut reading.quotations {
        let shared = |attribution: &Attribution| overlap(&attribution.content, &quotation.content);
        let best = (0..reading.attributions.len()).max_by_key(|&i| (shared(&reading.attributions[i]), usize::MAX - i));
        quotation.attribution = best.filter(|&i| shared(&reading.attributions[i]) > 0);
        quotation.speaker = quotation.attribution.and_then(|i| reading.attributions[i].speaker);
    }
    reading
}

fn attribution(reading: &Reading, said: &Said) -> Attribution {
    let quoted: usize = reading.quotations.iter().map(|q| overlap(&said.content, std::slice::from_ref(&q.span))).sum();
    let whole: usize = said.content.iter().map(|span| span.len()).sum();
    let kind = match quoted {
        0 => AttributionKind::Indirect,
        // A comma or a full stop may stand outside of the marks.
        quoted if quoted + 2 >= whole => AttributionKind::Direct,
        _ => AttributionKind::Mixed,
    };
    let named = reading.mentions.iter().filter(|m| said.source.iter().any(|s| s.overlaps(m.span)));
    let speaker = named.max_by_key(|m| (m.span.len(), u32::MAX - m.span.start)).map(|m| m.entity);
    let sentence = |span: &Span| reading.sentences.partition_point(|s| s.end <= span.start);
    let own: Vec<usize> = said.content.iter().map(sentence).collect();
    let carried = said.source.iter().chain(&said.cue).any(|span| !own.contains(&sentence(span)));
    Attribution {
        source: Spans::from_slice(&said.source),
        cue: Spans::from_slice(&said.cue),
        content: Spans::from_slice(&said.content),
        kind,
        speaker,
        confidence: 1.0,
        carried,
    }
}

/// How many bytes two lists of spans share.
fn overlap(a: &[Span], b: &[Span]) -> usize {
    let shared = |a: &Span, b: &Span| (a.end.min(b.end) as usize).saturating_sub(a.start.max(b.start) as usize);
    a.iter().map(|a| b.iter().map(|b| shared(a, b)).sum::<usize>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};

    #[test]
    fn what_people_say_replaces_what_the_program_found() {
        let text =
            "Harbourmaster Ann Velder spoke to Ben Marsh. \"The gates stay open until the water falls,\" she said.";
        let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
        let program = Arc::new(crate::reading::read(Arc::new(article)));
        let span = |words: &str| {
            let start = text.find(words).expect("in the text");
            vec![Span::new(start, start + words.len())]
        };
        let said = Said {
            source: span("Ben Marsh"),
            cue: span("said"),
            content: span("\"The gates stay open until the water falls,\""),
        };
        let reading = with_attributions(&program, &[said]);
        let speaker = reading.quotations[0].speaker.map(|s| reading.entities[s].name.as_str());
        assert_eq!((reading.attributions.len(), speaker), (1, Some("Ben Marsh")));
        assert_eq!((reading.attributions[0].kind, reading.attributions[0].carried), (AttributionKind::Direct, true));
        let none = with_attributions(&program, &[]);
        assert_eq!((none.attributions.len(), none.quotations[0].speaker), (0, None));
        assert!(none.program.is_some_and(|own| Arc::ptr_eq(&own, &program)));
    }
}
