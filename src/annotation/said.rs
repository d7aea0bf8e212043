//! Who said what, as people annotated it: spans typed as source, cue and content, put together by what links them.
//!
//! Spans are linked by relations, or as trigger and arguments of events; what is linked, directly or through others, is one
//! attribution. In a file without any such link a content goes with the nearest source and cue of its own paragraph.

use super::AnnotationFile;
use crate::text::Span;
use crate::text::sorting::{sort, sort_by, sort_by_key};
use rustc_hash::FxHashMap;

/// What a type of a file stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Who says it.
    Source,
    /// The words that attribute.
    Cue,
    /// What is said.
    Content,
    /// A span, event or relation that stands for the whole.
    Attribution,
}

impl Part {
    /// The part of that name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "Source" => Some(Self::Source),
            "Cue" => Some(Self::Cue),
            "Content" => Some(Self::Content),
            "Attribution" => Some(Self::Attribution),
            _ => None,
        }
    }
}

/// An attribution, in bytes of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Who says it.
    pub source: Vec<Span>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// The attributions of a file of `article`, in the order of their contents; `parts` says what its types stand for.
pub fn attributions(file: &AnnotationFile, article: &str, parts: impl Fn(&str) -> Option<Part>) -> Vec<Said> {
    let spans: Vec<(Part, &[Span], &str)> = file
        .spans
        .iter()
        .filter_map(|span| Some((parts(&span.label)?, span.fragments.as_deref()?, span.id.as_str())))
        .collect();
    let place: FxHashMap<&str, usize> = spans.iter().enumerate().map(|(i, (.., id))| (*id, i)).collect();
    let mut groups = Groups::new(spans.len());
    for relation in &file.relations {
        let ends: Vec<usize> =
            relation.arguments.iter().filter_map(|a| place.get(a.target.id.as_str()).copied()).collect();
        groups.join_all(&ends);
    }
    let triggers: FxHashMap<&str, &str> = file.events.iter().map(|e| (e.id.as_str(), e.trigger.id.as_str())).collect();
    for event in &file.events {
        let ids = event.arguments.iter().map(|a| a.target.id.as_str()).chain([event.trigger.id.as_str()]);
        let ends = ids.filter_map(|id| place.get(triggers.get(id).copied().unwrap_or(id)).copied());
        groups.join_all(&ends.collect::<Vec<_>>());
    }
    if groups.joined == 0 {
        join_nearest(&spans, article, &mut groups);
    }
    let mut found: FxHashMap<usize, Said> = FxHashMap::default();
    for (index, (part, fragments, _)) in spans.iter().enumerate() {
        let said = found.entry(groups.root(index)).or_default();
        match part {
            Part::Source => said.source.extend(*fragments),
            // The trigger of an event that stands for the whole is what attributes.
            Part::Cue | Part::Attribution => said.cue.extend(*fragments),
            Part::Content => said.content.extend(*fragments),
        }
    }
    let mut all: Vec<Said> = found.into_values().filter(|said| !said.content.is_empty()).collect();
    for said in &mut all {
        for spans in [&mut said.source, &mut said.cue, &mut said.content] {
            sort(spans);
            spans.dedup();
        }
    }
    sort_by(&mut all, |a, b| (&a.content, &a.source, &a.cue).cmp(&(&b.content, &b.source, &b.cue)));
    all
}

/// Joins each content with the nearest source and cue of its own paragraph.
fn join_nearest(spans: &[(Part, &[Span], &str)], article: &str, groups: &mut Groups) {
    let first = |index: usize| spans[index].1.first().map_or(0, |span| span.start as usize);
    let mut order: Vec<usize> = (0..spans.len()).collect();
    sort_by_key(&mut order, |&index| first(index));
    let mut paragraph = 0;
    let mut of: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut at = 0;
    for index in order {
        let start = first(index).min(article.len());
        paragraph += article.get(at..start).map_or(0, |between| between.matches('\n').count());
        at = start;
        of.entry(paragraph).or_default().push(index);
    }
    for members in of.values() {
        for &content in members.iter().filter(|&&index| spans[index].0 == Part::Content) {
            for part in [Part::Source, Part::Cue] {
                let near = members.iter().filter(|&&index| spans[index].0 == part);
                if let Some(&nearest) = near.min_by_key(|&&index| first(index).abs_diff(first(content))) {
                    groups.join(content, nearest);
                }
            }
        }
    }
}

/// Which spans belong together.
struct Groups {
    parents: Vec<usize>,
    joined: usize,
}

impl Groups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect(), joined: 0 }
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.parents[index] != index {
            self.parents[index] = self.parents[self.parents[index]];
            index = self.parents[index];
        }
        index
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
        self.joined += 1;
    }

    fn join_all(&mut self, members: &[usize]) {
        for pair in members.windows(2) {
            self.join(pair[0], pair[1]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::brat;

    const ARTICLE: &str = "Ann said the pier held. Ben denied it fell.\nEve cried.";
    const SPANS: &str = "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 9 22\tthe pier held\nT4\tSource 24 27\tBen\n\
                         T5\tCue 28 34\tdenied\nT6\tContent 35 42\tit fell\n";

    fn shown(lines: &str) -> Vec<String> {
        let file = brat::parse(lines.into(), ARTICLE);
        let text = |spans: &[Span]| spans.iter().map(|s| s.of(ARTICLE)).collect::<Vec<_>>().join("+");
        let all = attributions(&file, ARTICLE, Part::parse);
        all.iter().map(|s| format!("{}|{}|{}", text(&s.source), text(&s.cue), text(&s.content))).collect()
    }

    #[test]
    fn relations_and_events_say_what_belongs_together() {
        let expected = ["Ann|said|it fell", "Ben|denied|the pier held"];
        let crossed =
            "R1\tSays Arg1:T1 Arg2:T6\nR2\tBy Arg1:T2 Arg2:T6\nR3\tSays Arg1:T4 Arg2:T3\nR4\tBy Arg1:T5 Arg2:T3\n";
        let mut found = shown(&format!("{SPANS}{crossed}"));
        sort(&mut found);
        assert_eq!(found, expected);
        let events = "E1\tCue:T2 Source:T1 Content:T6\nE2\tCue:T5 Source:T4 Content:T3\n";
        let mut found = shown(&format!("{SPANS}{events}"));
        sort(&mut found);
        assert_eq!(found, expected);
    }

    #[test]
    fn without_links_the_nearest_of_the_paragraph_is_meant() {
        assert_eq!(shown(&SPANS[..SPANS.find("T4").unwrap()]), ["Ann|said|the pier held"]);
        assert_eq!(shown("T1\tContent 9 22\tthe pier held\nT2\tSource 44 47\tEve\n"), ["||the pier held"]);
        assert!(shown("T1\tPlace 13 17\tpier\n").is_empty());
    }
}
