//! Annotation files and the articles that they belong to.
//!
//! Beside its article an annotation file bears the same name; elsewhere `[[annotations.pair]]` says where it is. What
//! a file marks depends on its article's text, so it is read again whenever that changes.

use crate::text::sorting::sort_by_key;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::configuration::AnnotationConfiguration;
use super::desk::Desk;
use super::load::{FileToLoad, LoadProblem, read_annotation_file};
use super::open_document::OpenDocument;
use crate::annotation::AnnotationFile;
use crate::annotation::follow::show_followed;
use crate::annotation::said::attributions;
use crate::corpus::{Corpus, DocumentId};
use crate::reading::human::with_attributions;
use crate::text::Since;

/// What open articles have become since they were saved, by how the corpus names them. Their annotation files are still
/// about the text that was saved.
pub(super) type Pending = FxHashMap<Arc<str>, Arc<Since>>;

/// What a reading of an annotation file depends on besides its own text.
#[derive(Clone, Default)]
pub(super) struct Around {
    /// The text that it annotates, as it is now.
    article: Option<Arc<str>>,
    /// What that text has become since it was saved.
    since: Option<Arc<Since>>,
    annotator: Option<Arc<str>>,
}

impl Around {
    /// Whether a file reads the same with `other` around it.
    pub(super) fn is(&self, other: &Self) -> bool {
        let same = match (&self.article, &other.article) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let same_since = match (&self.since, &other.since) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        same && same_since && self.annotator == other.annotator
    }

    /// Reads a file; of `before`, an older reading of it, what is still true is taken over.
    pub(super) fn read(&self, key: &str, text: Arc<str>, before: Option<&AnnotationFile>) -> Arc<AnnotationFile> {
        let old = self.since.as_ref().map(|since| &since.old).or(self.article.as_ref());
        let mut file = AnnotationFile::read_after(before, key, text, old.map(|text| &**text));
        if let (Some(since), Some(now)) = (&self.since, &self.article) {
            show_followed(&mut file, since, now);
        }
        file.annotator = self.annotator.clone();
        Arc::new(file)
    }
}

/// Puts the text of an annotation file into a corpus that holds its article, if there is one.
pub(super) fn attach(desk: &mut Desk, key: &str, text: Arc<str>) -> DocumentId {
    attach_read(desk, key, |around, before| around.read(key, text, before))
}

/// The same of a file that an editor holds open, whose reading is made once for each version.
pub(super) fn attach_open(desk: &mut Desk, document: &OpenDocument) -> DocumentId {
    attach_read(desk, &document.key, |around, before| document.annotation(around, before))
}

fn attach_read(
    desk: &mut Desk,
    key: &str,
    read: impl FnOnce(&Around, Option<&AnnotationFile>) -> Arc<AnnotationFile>,
) -> DocumentId {
    let Desk { corpus, configuration, pending, .. } = desk;
    let configuration = &configuration.annotations;
    let article = article_keys(key, configuration).iter().find_map(|key| corpus.id(key));
    let article = article.filter(|id| corpus.document(*id).is_some());
    let around = Around {
        article: article.and_then(|id| Some(corpus.article(id)?.reading.article.text.clone())),
        since: article.and_then(|id| pending.get(&**corpus.path(id)?).cloned()),
        annotator: annotator(key, configuration),
    };
    let before = corpus.id(key).and_then(|id| corpus.annotation(id)).map(|entry| entry.file.clone());
    let file = read(&around, before.as_deref());
    let article = article.filter(|_| file.schema.is_none());
    let id = corpus.put_annotation(key, file, article);
    if let Some(article) = article.filter(|_| configuration.has_attributions()) {
        prefer_human(corpus, configuration, article);
    }
    id
}

/// Puts the attributions that people annotated in place of the program's. Where several did, the first by path counts.
fn prefer_human(corpus: &mut Corpus, configuration: &AnnotationConfiguration, article: DocumentId) {
    let Some(entry) = corpus.article(article) else { return };
    let program = entry.reading.program.as_ref().unwrap_or_else(|| entry.reading.shared()).clone();
    let mut files = corpus.annotations_of(article);
    sort_by_key(&mut files, |(_, entry)| entry.path.clone());
    let text = &program.article.text;
    let said = files.into_iter().find_map(|(_, entry)| {
        let said = attributions(&entry.file, text, |label| configuration.part(label));
        (!said.is_empty()).then_some(said)
    });
    let reading = match said {
        Some(said) => {
            let reading = with_attributions(&program, &said);
            if entry.reading.program.is_some() && entry.reading.attributions == reading.attributions {
                return;
            }
            Arc::new(reading)
        }
        None if entry.reading.program.is_some() => program,
        None => return,
    };
    corpus.replace_reading(article, reading);
}

/// Reads and attaches annotation files, after the articles.
pub(super) fn load(desk: &mut Desk, files: &[&FileToLoad], problems: &mut Vec<LoadProblem>) -> usize {
    let mut count = 0;
    for file in files {
        match read_annotation_file(&file.path) {
            Ok(decoded) => {
                attach(desk, &file.key, decoded.text.into());
                count += 1;
            }
            Err(problem) => problems.push(problem),
        }
    }
    count
}

/// Reads the annotation files of an article again, its text having changed.
pub(super) fn reattach(desk: &mut Desk, article: DocumentId) {
    let files: Vec<_> =
        desk.corpus.annotations_of(article).into_iter().map(|(_, a)| (a.path.clone(), a.file.text.clone())).collect();
    for (key, text) in files {
        attach(desk, &key, text);
    }
}

/// Attaches annotation files whose article came later than they.
pub(super) fn attach_orphans(desk: &mut Desk) {
    let corpus = &desk.corpus;
    let orphan =
        |id| corpus.annotation(id).filter(|a| a.article.is_none_or(|article| corpus.article(article).is_none()));
    let orphans: Vec<_> =
        corpus.ids().into_iter().filter_map(orphan).map(|a| (a.path.clone(), a.file.text.clone())).collect();
    for (key, text) in orphans {
        attach(desk, &key, text);
    }
}

/// The paths at which the article of an annotation file may stand, the likeliest first.
pub(super) fn article_keys(key: &str, configuration: &AnnotationConfiguration) -> Vec<String> {
    let paired = configuration.pairs.iter().filter_map(|pair| filled(&pair.annotation, &pair.text, key));
    let stem = [".ann", ".a1", ".a2", ".tsv", ".conllu", ".conllup"].iter().find_map(|end| key.strip_suffix(end));
    let beside = stem.into_iter().flat_map(|stem| [".txt", ".md"].map(|end| format!("{stem}{end}")));
    paired.chain(beside).collect()
}

/// Who annotated, where a pattern of the configuration has an `{annotator}`.
fn annotator(key: &str, configuration: &AnnotationConfiguration) -> Option<Arc<str>> {
    let named = |pattern: &str| pattern.contains("{annotator}").then(|| filled(pattern, "{annotator}", key)).flatten();
    configuration.pairs.iter().find_map(|pair| named(&pair.annotation)).map(Arc::from)
}

/// Matches `key` against a pattern with named parts in braces and fills these into another pattern.
fn filled(pattern: &str, into: &str, key: &str) -> Option<String> {
    let mut expression = String::from("^");
    let mut names: Vec<&str> = Vec::new();
    let mut rest = pattern;
    while let Some((before, (name, after))) = rest.split_once('{').and_then(|(b, r)| Some((b, r.split_once('}')?))) {
        expression.push_str(&regex::escape(before));
        expression.push_str("([^/]+)");
        names.push(name);
        rest = after;
    }
    expression.push_str(&regex::escape(rest));
    expression.push('$');
    let found = regex::Regex::new(&expression).ok()?.captures(key)?;
    let mut filled = into.to_owned();
    for (index, name) in names.iter().enumerate() {
        filled = filled.replace(&format!("{{{name}}}"), found.get(index + 1)?.as_str());
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::super::configuration::AnnotationPair;
    use super::*;

    #[test]
    fn a_pair_of_patterns_leads_from_the_annotation_to_its_article() {
        let text = filled("ann/{doc}_{annotator}.ann", "text/{doc}.txt", "ann/a_b_anna.ann");
        assert_eq!(text.as_deref(), Some("text/a_b.txt"));
        let pair = AnnotationPair { text: "t/{d}.txt".into(), annotation: "ann/{d}_{annotator}.ann".into() };
        let configuration = AnnotationConfiguration { pairs: vec![pair], ..AnnotationConfiguration::default() };
        assert_eq!(annotator("ann/a_b_anna.ann", &configuration).as_deref(), Some("anna"));
        assert_eq!(filled("ann/{doc}.ann", "text/{doc}.txt", "other/a.ann"), None);
    }

    #[test]
    fn attributions_of_people_take_the_place_of_the_programs_where_their_types_are_mapped() {
        let folder = tempfile::tempdir().unwrap();
        let text = "Ann Velder spoke to Ben Marsh. \"The gates stay open until the water falls,\" she said.\n";
        let annotated = "T1\tSrc 20 29\tBen Marsh\nT2\tContent 31 74\t\"The gates stay open until the water falls\"\n\
                         R1\tSays Arg1:T1 Arg2:T2\n";
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        std::fs::write(folder.path().join("a.ann"), annotated).unwrap();
        let loaded = |configuration: &str| {
            std::fs::write(folder.path().join("copydesk.toml"), configuration).unwrap();
            super::super::load(&[folder.path().to_path_buf()], &|_, _, _| {}).unwrap().desk
        };
        let speaker_in = |reading: &crate::reading::Reading| {
            reading.quotations[0].speaker.map(|index| reading.entities[index].name.clone()).unwrap_or_default()
        };
        let mapped = "[annotations]\npreset = \"polnear\"\n[annotations.types]\nSrc = \"Source\"\n";
        for (configuration, speaker) in [("", "Ann Velder"), (mapped, "Ben Marsh")] {
            let desk = loaded(configuration);
            let (_, entry) = desk.corpus.articles()[0];
            assert_eq!(speaker_in(&entry.reading), speaker);
            assert_eq!(crate::sheets::quotes(&desk.corpus)[0].speaker.as_deref(), Some(speaker));
            // Articles are packed when they are loaded; what the program itself made of one comes through that.
            let own = entry.reading.program.as_ref().map(|program| speaker_in(program));
            assert_eq!(own, (!configuration.is_empty()).then(|| "Ann Velder".to_owned()));
        }
    }

    #[test]
    fn checks_use_what_people_annotated() {
        let folder = tempfile::tempdir().unwrap();
        // The program finds nobody who says it; a person knew.
        let text = "The council met at noon in the old hall by the pier.\n\nThe hall was full. \
                    \"We will rebuild the pier before the summer comes.\" Nobody left early that day.\n";
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        std::fs::write(folder.path().join("copydesk.toml"), "[annotations]\npreset = \"polnear\"\n").unwrap();
        let found = || {
            let desk = super::super::load(&[folder.path().to_path_buf()], &|_, _, _| {}).unwrap().desk;
            let id = desk.corpus.id("a.txt").or_else(|| Some(desk.corpus.articles()[0].0)).unwrap();
            desk.findings(id).iter().filter(|finding| finding.rule.code == "unattributed-quote").count()
        };
        assert_eq!(found(), 1);
        let start = text.find("\"We").unwrap();
        let end = text.rfind('"').unwrap() + 1;
        let marks = format!(
            "T1\tSource 0 11\tThe council\nT2\tContent {start} {end}\t{}\nR1\tSays Arg1:T1 Arg2:T2\n",
            &text[start..end]
        );
        std::fs::write(folder.path().join("a.ann"), marks).unwrap();
        assert_eq!(found(), 0);
    }

    #[test]
    fn without_a_pair_the_article_stands_beside_it() {
        let mut configuration = AnnotationConfiguration::default();
        assert_eq!(article_keys("a/b.ann", &configuration), ["a/b.txt", "a/b.md"]);
        configuration.pairs.push(AnnotationPair { text: "t/{d}.txt".into(), annotation: "a/{d}.ann".into() });
        assert_eq!(article_keys("a/b.ann", &configuration)[0], "t/b.txt");
    }
}
