//! An annotation refers to an id that does not exist, or two annotations bear the same id.
//!
//! A relation whose argument is missing is dropped by most tools and stops others; of two annotations with one id it is
//! anybody's guess which one is meant.
//!
//! **Example.** `R1<TAB>Says Arg1:T1 Arg2:T9` in a file without a `T9`.
//!
//! **To mend it**, name an id that the file has, or take the line out; give the second of two annotations a free id. The
//! ids of a shared task's `.a2` may stand in the `.a1` beside it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, Edit, Fix};
use crate::annotation::{AnnotationFile, Format};
use crate::corpus::Location;
use crate::text::Span;

pub(super) const CODE: &str = "annotation-dangling";

pub(super) fn check(context: &mut Context) {
    let corpus = context.corpus;
    let Some(entry) = corpus.annotation(context.document) else { return };
    for problem in entry.file.json_lines.iter().flat_map(|file| &file.faults.dangling) {
        context.report(problem.span, problem.message.clone());
    }
    if entry.file.format != Format::Brat {
        return;
    }
    let mut first: FxHashMap<&str, Span> = FxHashMap::default();
    let mut free = FreeIds::default();
    for (id, span) in entry.file.declared() {
        if let Some(&earlier) = first.get(id) {
            if context.leaves_out() {
                continue;
            }
            let location = Location { document: context.document, span: earlier };
            let free = free.next(&entry.file, id);
            let finding = context.report(span, format!("{id} is the id of another annotation already"));
            finding.relate(location, "the first");
            if let Some(free) = free {
                finding.fix(format!("Give it the free id {free}"), free);
            }
        } else {
            first.insert(id, span);
        }
    }
    let mut elsewhere: FxHashSet<&str> = FxHashSet::default();
    if let Some(stem) = entry.path.strip_suffix(".a2") {
        let Some(given) = corpus.id(&format!("{stem}.a1")).and_then(|id| corpus.annotation(id)) else { return };
        elsewhere.extend(given.file.declared().map(|(id, _)| id));
    }
    for (id, span) in entry.file.referred() {
        if !first.contains_key(id) && !elsewhere.contains(id) && !context.leaves_out() {
            let line = whole_line(&entry.file.text, span);
            let document = context.document;
            let finding = context.report(span, format!("there is no annotation {id} in this file"));
            let edits = vec![Edit { location: Location { document, span: line }, text: String::new() }];
            finding.fixes.push(Fix { title: "Remove this line".to_owned(), edits });
        }
    }
}

/// The last number of each kind of id, found once.
#[derive(Default)]
struct FreeIds<'a>(Option<FxHashMap<&'a str, u64>>);

impl<'a> FreeIds<'a> {
    /// The next id of the same kind as `id` that nobody has.
    fn next(&mut self, file: &'a AnnotationFile, id: &str) -> Option<String> {
        let last = self.0.get_or_insert_with(|| {
            let mut last = FxHashMap::default();
            for (id, _) in file.declared().chain(file.referred()) {
                let Some((kind, number)) = id.split_at_checked(1) else { continue };
                if let Ok(number) = number.parse::<u64>() {
                    let known = last.entry(kind).or_insert(0);
                    *known = number.max(*known);
                }
            }
            last
        });
        let kind = id.get(..1)?;
        Some(format!("{kind}{}", last.get(kind)?.checked_add(1)?))
    }
}

/// The line that holds `span`, with its end.
fn whole_line(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |end| span.end as usize + end + 1);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::annotation_findings;

    const ARTICLE: &str = "Ann Marsh said the pier held.";

    #[test]
    fn ids_that_do_not_exist_and_ids_that_exist_twice_are_found() {
        let file = "T1\tSource 0 9\tAnn Marsh\nT1\tCue 10 14\tsaid\nE1\tSay:T4 Who:T1\nA1\tSure E2\n*\tSame T1 T8\n";
        assert_eq!(
            annotation_findings(super::CODE, ARTICLE, file),
            [
                "T1: T1 is the id of another annotation already",
                "T4: there is no annotation T4 in this file",
                "E2: there is no annotation E2 in this file",
                "T8: there is no annotation T8 in this file",
            ]
        );
    }

    #[test]
    fn ids_that_exist_further_down_and_equivalences_that_share_their_star_are_not() {
        let file = "A1\tSure E1\nE1\tSay:T2 Who:T1\nT1\tSource 0 9\tAnn Marsh\nT2\tSay 10 14\tsaid\n\
                    *\tSame T1 T2\n*\tSame T2 T1\nR1\tSays Arg1:E1 Arg2:T1\n#1\tNote R1\tsure?\nN1\tRef T1 Wiki:7\tAnn\n";
        assert!(annotation_findings(super::CODE, ARTICLE, file).is_empty());
    }
}
