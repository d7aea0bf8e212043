//! Where annotations stand after their article was edited: spans mapped through the difference of two texts.
//!
//! Text that was typed at the edges of a fragment stays outside, text typed within belongs to it. A fragment of which nothing was
//! kept is reported, and its annotation left as it was.

use super::{AnnotationFile, FileEdit, Format, Problem, SpanAnnotation, Units, reanchor};
use crate::text::{Change, Since, Span, moved};

/// What following an edit made of an annotation file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Changes of the annotation file.
    pub edits: Vec<FileEdit>,
    /// Ids of the annotations of which no text is left; they are kept as they were.
    pub lost: Vec<String>,
    /// Why the file as a whole stays as it is, where it cannot follow, and at which of its lines.
    pub refused: Option<Problem>,
}

/// The edits of a file of the `old` text that make it one of the `new` text. What did not fit the old text, or has no
/// place in it, is left alone.
pub fn follow(file: &AnnotationFile, old: &str, new: &str, changes: &[Change]) -> Followed {
    if let Some(webanno) = &file.webanno {
        return match super::webanno::follow(webanno, &file.text, old, new, changes) {
            Ok(edits) => Followed { edits, ..Followed::default() },
            Err(refused) => Followed { refused: Some(refused), ..Followed::default() },
        };
    }
    if file.format != Format::Brat {
        return Followed::default();
    }
    let units = Units::new(file.counting, new);
    let mut followed = Followed::default();
    for annotation in &file.spans {
        match place(annotation, old, new, changes) {
            Place::Kept(fragments) => followed.edits.extend(reanchor(&units, annotation, new, &fragments)),
            Place::Lost => followed.lost.push(annotation.id.clone()),
            Place::Unknown => {}
        }
    }
    followed
}

/// Shows a file that was read with the older text as it will be once it has followed to `new`.
pub fn show_followed(file: &mut AnnotationFile, since: &Since, new: &str) {
    if let Some(webanno) = &file.webanno {
        let followed = super::webanno::follow(webanno, &file.text, &since.old, new, &since.changes);
        file.refused = followed.err();
        for annotation in &mut file.spans {
            let moved = |f: Vec<Span>| f.into_iter().map(|span| moved(span, &since.changes)).collect();
            annotation.fragments = annotation.fragments.take().and_then(moved);
        }
        return;
    }
    for annotation in &mut file.spans {
        match place(annotation, &since.old, new, &since.changes) {
            Place::Kept(fragments) => {
                annotation.quoted = super::brat::covered_text(new, &fragments);
                annotation.fragments = Some(fragments);
            }
            Place::Lost => {
                annotation.fragments = None;
                file.deleted.push(annotation.id.clone());
            }
            // It fitted nothing before; where it was is all that can be shown.
            Place::Unknown => {
                let moved = |f: Vec<Span>| f.into_iter().map(|span| moved(span, &since.changes)).collect();
                annotation.fragments = annotation.fragments.take().and_then(moved);
            }
        }
    }
}

enum Place {
    Kept(Vec<Span>),
    Lost,
    Unknown,
}

/// Where an annotation stands in the new text, if it fitted the old one.
fn place(annotation: &SpanAnnotation, old: &str, new: &str, changes: &[Change]) -> Place {
    let Some(fragments) = annotation.fragments.as_deref() else { return Place::Unknown };
    if super::brat::covered_text(old, fragments) != annotation.quoted {
        return Place::Unknown;
    }
    let kept: Option<Vec<Span>> = fragments.iter().map(|&fragment| moved(fragment, changes)).collect();
    let fits = |span: &Span| new.get(span.range()).is_some_and(|text| !text.contains('\t'));
    kept.filter(|kept| kept.iter().all(fits)).map_or(Place::Lost, Place::Kept)
}

#[cfg(test)]
mod tests {
    use super::super::{apply, brat};
    use super::*;
    use crate::text::change_between;

    fn after(old: &str, new: &str, text: &str) -> (String, Vec<String>) {
        let file = brat::parse(text.into(), old);
        let changes: Vec<Change> = change_between(old, new).into_iter().collect();
        let followed = follow(&file, old, new, &changes);
        (apply(text, &followed.edits), followed.lost)
    }

    const OLD: &str = "Zoë Marsh said the pier held.";
    const FILE: &str = "T1\tSource 0 9\tZoë Marsh\nT2\tCue 10 14\tsaid\nT3\tContent 15 28\tthe pier held\n";

    #[test]
    fn text_before_moves_an_annotation_and_text_at_its_edges_stays_outside() {
        let (text, lost) = after(OLD, "Mayor Zoë Marsh said the pier held.", FILE);
        assert_eq!(text, "T1\tSource 6 15\tZoë Marsh\nT2\tCue 16 20\tsaid\nT3\tContent 21 34\tthe pier held\n");
        assert!(lost.is_empty());
        let (text, _) = after(OLD, "Zoë Marsh said the pier held well.", FILE);
        assert_eq!(text, FILE);
    }

    #[test]
    fn text_typed_within_belongs_to_the_annotation() {
        let (text, _) = after(OLD, "Zoë Marsh said the old pier held.", FILE);
        assert!(text.ends_with("T3\tContent 15 32\tthe old pier held\n"), "{text}");
    }

    #[test]
    fn what_was_deleted_is_kept_and_reported() {
        let (text, lost) = after(OLD, "Zoë Marsh the pier held.", FILE);
        assert_eq!(lost, ["T2"]);
        assert!(text.contains("T2\tCue 10 14\tsaid\nT3\tContent 10 23\tthe pier held\n"), "{text}");
    }

    /// A text whose bytes know where they come from: the place of each in the first text, if it was there.
    fn edited(old: &str, edits: &[(usize, usize, String)]) -> (String, Vec<Option<usize>>, Since) {
        let (mut text, mut origins) = (old.to_owned(), (0..old.len()).map(Some).collect::<Vec<_>>());
        let mut since = Since::new(old.into());
        for (at, cut, typed) in edits {
            let (from, to) = (at % (text.len() + 1), (at % (text.len() + 1) + cut).min(text.len()));
            text.replace_range(from..to, typed);
            origins.splice(from..to, typed.bytes().map(|_| None));
            since.note(Span::new(from, to), typed.len());
        }
        (text, origins, since)
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]
        #[test]
        fn after_any_edits_an_annotation_covers_what_a_fresh_one_of_its_words_would(
            old in "[a-d ]{1,60}",
            edits in proptest::collection::vec((0usize..80, 0usize..9, "[A-Z]{0,5}"), 1..25),
            marks in proptest::collection::vec((0usize..60, 1usize..9), 1..6),
        ) {
            let (new, origins, since) = edited(&old, &edits);
            proptest::prop_assert!(since.changes.windows(2).all(|pair| pair[0].span.end < pair[1].span.start));
            let mut lines = AnnotationFile::default();
            let mut expected = Vec::new();
            for (start, length) in marks {
                let (start, end) = (start % old.len(), (start % old.len() + length).min(old.len()));
                let (edit, id) = super::super::add_span(&lines, &old, "Mark", &[Span::new(start, end)]);
                lines = brat::parse(apply(&lines.text, &[edit]).as_str().into(), &old);
                // A fresh annotation reaches from the first to the last of its letters that are left.
                let left = |origin: &Option<usize>| origin.is_some_and(|at| (start..end).contains(&at));
                let first = origins.iter().position(left);
                expected.push((id, first.zip(origins.iter().rposition(left)).map(|(a, b)| new[a..=b].to_owned())));
            }
            let followed = follow(&lines, &old, &new, &since.changes);
            let after = brat::parse(apply(&lines.text, &followed.edits).as_str().into(), &new);
            for (span, (id, expected)) in after.spans.iter().zip(&expected) {
                match expected {
                    Some(text) => {
                        let fragments = span.fragments.as_deref().expect("inside the text");
                        proptest::prop_assert_eq!(&brat::covered_text(&new, fragments), text);
                        proptest::prop_assert_eq!(&span.quoted, text);
                    }
                    None => proptest::prop_assert!(followed.lost.contains(id)),
                }
            }
            let mut shown = lines.clone();
            show_followed(&mut shown, &since, &new);
            let lost: Vec<_> = expected.iter().filter(|(_, text)| text.is_none()).map(|(id, _)| id.clone()).collect();
            proptest::prop_assert_eq!(&shown.deleted, &lost);
            proptest::prop_assert_eq!(&followed.lost, &lost);
        }

        #[test]
        fn a_followed_annotation_covers_what_a_fresh_one_would(
            old in "[a-d é]{1,40}", inserted in "[A-Z]{0,5}", cut in (0usize..41, 0usize..6), mark in (0usize..40, 1usize..9),
        ) {
            let floor = |at: usize| (0..=at.min(old.len())).rev().find(|&i| old.is_char_boundary(i)).unwrap_or(0);
            let (from, to) = (floor(cut.0), floor(cut.0 + cut.1));
            let (start, end) = (floor(mark.0), floor(mark.0 + mark.1));
            if start == end { return Ok(()); }
            let new = format!("{}{inserted}{}", &old[..from], &old[to..]);
            let change = Change { span: Span::new(from, to), length: inserted.len() as u32 };
            // A fresh annotation marks what is left of the marked letters and what was typed among them.
            let kept: Vec<usize> = (start..end).filter(|i| !(from..to).contains(i)).collect();
            let to_new = |i: usize| if i >= to { i + inserted.len() - (to - from) } else { i };
            let expected = kept.first().zip(kept.last()).map(|(&a, &b)| Span::new(to_new(a), to_new(b) + 1));
            let found = moved(Span::new(start, end), &[change]);
            proptest::prop_assert_eq!(found, expected);
            let fragment = Span::new(start, end);
            let (edit, _) = super::super::add_span(&AnnotationFile::default(), &old, "Mark", &[fragment]);
            let file = brat::parse(apply("", &[edit]).as_str().into(), &old);
            let followed = follow(&file, &old, &new, &[change]);
            let text = apply(&file.text, &followed.edits);
            if let Some(expected) = expected {
                let (fresh, _) = super::super::add_span(&AnnotationFile::default(), &new, "Mark", &[expected]);
                proptest::prop_assert_eq!(text, apply("", &[fresh]));
            } else {
                proptest::prop_assert_eq!(followed.lost.len(), 1);
                proptest::prop_assert_eq!(&*text, &*file.text);
            }
        }
    }
}
