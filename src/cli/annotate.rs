//! `copydesk annotate`: the reading of articles as annotation to be corrected by people.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::{Failure, load, print};
use crate::annotation::json_lines;
use crate::corpus::DocumentId;
use crate::sheets::preannotation::{self, Dialect};
use crate::workspace::Loaded;

/// Arguments of `annotate`.
#[derive(Args)]
pub(super) struct AnnotateArguments {
    /// Articles, or folders of articles; without any, the corpus around the current folder. A `.jsonl` of doccano, Label
    /// Studio or prodigy is brought into brat's form instead.
    paths: Vec<PathBuf>,
    /// The format that is written.
    #[arg(long, value_enum)]
    to: Format,
    /// Whose JSON Lines are written.
    #[arg(long, value_enum, default_value_t = JsonDialect::Doccano)]
    dialect: JsonDialect,
    /// The folder for the files; it is made where it is not there. JSON Lines go to standard output without it.
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// Replace files that are there.
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// `.txt` and `.ann` with an `annotation.conf`.
    Brat,
    /// `.conllu`: tags, trees, and marks in MISC.
    Conllu,
    /// `.tsv`: WebAnno TSV 3.3, as INCEpTION imports it.
    Webanno,
    /// `.jsonl`: one article a line.
    Jsonl,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum JsonDialect {
    Doccano,
    LabelStudio,
    Prodigy,
}

pub(super) fn run(arguments: &AnnotateArguments) -> Result<ExitCode, Failure> {
    let Some(folder) = &arguments.output else {
        if arguments.to != Format::Jsonl {
            return Err("annotate writes several files: say where with --output FOLDER".to_owned());
        }
        let loaded = load::load(&arguments.paths)?;
        let line = |&id: &DocumentId| jsonl(&loaded.desk.corpus, id, arguments.dialect);
        let lines: Vec<Option<String>> = loaded.given.par_iter().map(line).collect();
        return print(&lines.into_iter().flatten().collect::<String>());
    };
    let loaded = load::load(&arguments.paths)?;
    let corpus = &loaded.desk.corpus;
    let named = arguments.paths.iter().any(|path| json_lines::is_for(&path.to_string_lossy()));
    if named {
        return import(&loaded, arguments, folder);
    }
    let articles: Vec<DocumentId> = loaded.given.iter().copied().filter(|&id| corpus.article(id).is_some()).collect();
    let made: Vec<Vec<(PathBuf, String)>> = articles
        .par_iter()
        .map(|&id| {
            let Some(entry) = corpus.article(id) else { return Vec::new() };
            // An annotation file of the article that is there already is left alone: the program's own reading is written.
            let reading = entry.reading.program.as_ref().unwrap_or_else(|| entry.reading.shared());
            let path = below(&entry.path);
            match arguments.to {
                Format::Brat => vec![
                    (path.with_extension("txt"), reading.article.text.to_string()),
                    (path.with_extension("ann"), preannotation::brat(reading)),
                ],
                Format::Conllu => vec![(path.with_extension("conllu"), preannotation::conllu(reading, &entry.path))],
                Format::Webanno => vec![(path.with_extension("tsv"), preannotation::webanno(reading))],
                Format::Jsonl => Vec::new(),
            }
        })
        .collect();
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    for (path, text) in made.into_iter().flatten() {
        if let Some(other) = files.insert(path.clone(), text) {
            drop(other);
            return Err(format!("two articles would be written to {}: annotate them one by one", path.display()));
        }
    }
    match arguments.to {
        Format::Brat => {
            files.insert("annotation.conf".into(), preannotation::BRAT_CONFIGURATION.to_owned());
        }
        Format::Jsonl => {
            let lines = articles.iter().filter_map(|&id| jsonl(corpus, id, arguments.dialect)).collect();
            files.insert("annotations.jsonl".into(), lines);
        }
        _ => {}
    }
    write_all(folder, &files, arguments.force)?;
    let (count, plural) = (articles.len(), if articles.len() == 1 { "" } else { "s" });
    print(&format!("Wrote the annotation of {count} article{plural} to {}.\n", folder.display()))
}

/// Writes what was annotated in doccano, Label Studio or prodigy as brat standoff beside its texts.
fn import(loaded: &Loaded, arguments: &AnnotateArguments, folder: &Path) -> Result<ExitCode, Failure> {
    if arguments.to != Format::Brat {
        return Err("JSON Lines are brought into brat's form: say --to brat".to_owned());
    }
    let corpus = &loaded.desk.corpus;
    let mut files: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut records: Vec<&json_lines::Record> = Vec::new();
    for &id in &loaded.given {
        let path = corpus.path(id).map_or("", |path| path);
        let Some(file) = corpus.annotation(id).and_then(|entry| entry.file.json_lines.as_deref()) else {
            return Err(format!(
                "{path} is no JSON Lines file of doccano, Label Studio or prodigy: annotate it by itself"
            ));
        };
        let faults = &file.faults;
        if let Some(fault) =
            [&faults.syntax, &faults.outside, &faults.quotes, &faults.dangling].into_iter().flatten().next()
        {
            let lines = corpus.text(id).map(crate::text::LineIndex::new);
            let line = lines.map_or(0, |lines| lines.line_of(fault.span.start as usize) + 1);
            return Err(format!(
                "{path}:{line}: {}; nothing was written. `copydesk check {path}` lists all",
                fault.message
            ));
        }
        for (number, record) in file.records.iter().enumerate() {
            let named = record.name.as_deref().map(below).filter(|name| name.file_name().is_some());
            let stem = Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let name = named.unwrap_or_else(|| format!("{stem}-{}", number + 1).into());
            let mut add = |path: PathBuf, text: String| match files.insert(path.clone(), text) {
                Some(_) => Err(format!("two records would be written to {}: name each by \"path\"", path.display())),
                None => Ok(()),
            };
            for (annotator, layer) in record.layers.iter().enumerate() {
                let name = match annotator {
                    0 => name.with_extension("ann"),
                    n => name.with_file_name(format!(
                        "{}_{}.ann",
                        name.file_stem().unwrap_or_default().to_string_lossy(),
                        n + 1
                    )),
                };
                add(name, json_lines::standoff(record, layer))?;
            }
            add(name.with_extension("txt"), record.text.clone())?;
            records.push(record);
        }
    }
    files.insert("annotation.conf".into(), json_lines::configuration(records.iter().copied()));
    write_all(folder, &files, arguments.force)?;
    let plural = if records.len() == 1 { "" } else { "s" };
    print(&format!("Wrote the annotation of {} text{plural} to {}.\n", records.len(), folder.display()))
}

fn jsonl(corpus: &crate::corpus::Corpus, id: DocumentId, dialect: JsonDialect) -> Option<String> {
    let entry = corpus.article(id)?;
    let reading = entry.reading.program.as_ref().unwrap_or_else(|| entry.reading.shared());
    let dialect = match dialect {
        JsonDialect::Doccano => Dialect::Doccano,
        JsonDialect::LabelStudio => Dialect::LabelStudio,
        JsonDialect::Prodigy => Dialect::Prodigy,
    };
    Some(preannotation::lines(reading, &entry.path, dialect) + "\n")
}

/// The path of an article below the output folder, whatever it was called by.
fn below(path: &str) -> PathBuf {
    let named = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_)));
    named.collect()
}

/// Writes files below a folder; nothing is written where one of them is there and may not be replaced.
fn write_all(folder: &Path, files: &BTreeMap<PathBuf, String>, force: bool) -> Result<(), Failure> {
    if !force && let Some(there) = files.keys().map(|path| folder.join(path)).find(|path| path.exists()) {
        return Err(format!("{} is already there; nothing was written. --force replaces files", there.display()));
    }
    for (path, text) in files {
        let path = folder.join(path);
        let failed = |error: std::io::Error| format!("{} could not be written: {error}", path.display());
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, text).map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_there_is_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let files = |text: &str| BTreeMap::from([("a/b.ann".into(), text.to_owned()), ("c.ann".into(), String::new())]);
        write_all(folder.path(), &files("first"), false).unwrap();
        let refused = write_all(folder.path(), &files("second"), false).unwrap_err();
        assert!(refused.contains("b.ann is already there"), "{refused}");
        let text = || std::fs::read_to_string(folder.path().join("a/b.ann")).unwrap();
        assert_eq!(text(), "first");
        write_all(folder.path(), &files("second"), true).unwrap();
        assert_eq!(text(), "second");
    }

    #[test]
    fn no_path_leads_out_of_the_output_folder() {
        assert_eq!(below("../x/./a.txt"), Path::new("x/a.txt"));
        assert_eq!(below("/etc/a.txt"), Path::new("etc/a.txt"));
    }

    #[test]
    fn json_lines_become_texts_with_their_annotation_or_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (file, output) = (folder.path().join("all.jsonl"), folder.path().join("out"));
        let region = |id: &str| {
            format!(
                "{{\"id\":\"{id}\",\"type\":\"labels\",\"value\":{{\"start\":0,\"end\":3,\"labels\":[\"Person\"]}}}}"
            )
        };
        let task = format!(
            "{{\"data\":{{\"text\":\"Ann left.\",\"path\":\"../port/a.txt\"}},\"annotations\":[{{\"result\":[{}]}},{{\"result\":[{}]}}]}}\n",
            region("x"),
            region("y")
        );
        let import_it = |text: &str| {
            std::fs::write(&file, text).unwrap();
            let arguments = AnnotateArguments {
                paths: vec![file.clone()],
                to: Format::Brat,
                dialect: JsonDialect::Doccano,
                output: Some(output.clone()),
                force: false,
            };
            run(&arguments)
        };
        let refused = import_it(&format!("{task}{}", task.replace("\"end\":3", "\"end\":30"))).unwrap_err();
        assert!(refused.contains("all.jsonl:2: ") && refused.contains("nothing was written"), "{refused}");
        assert!(!output.exists());
        import_it(&task).unwrap();
        let read = |name: &str| std::fs::read_to_string(output.join(name)).unwrap_or_default();
        assert_eq!(read("port/a.txt"), "Ann left.");
        assert_eq!(
            (read("port/a.ann"), read("port/a_2.ann")),
            ("T1\tPerson 0 3\tAnn\n".into(), "T1\tPerson 0 3\tAnn\n".into())
        );
        assert!(read("annotation.conf").contains("[entities]\nPerson\n"));
        assert!(import_it(&task).unwrap_err().contains("already there"));
    }
}
