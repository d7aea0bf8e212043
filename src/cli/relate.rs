//! `copydesk relate`: what articles have to do with each other, for programs that hold more of them than fit one machine.
//!
//! A line on standard input is a group: articles in the form that `copydesk extract --keys` gives them, the keys that are
//! too common in the whole to be looked at, and of which of the articles something is to be said. For each of those a
//! line comes out, made by the very code that `check`, `figures` and `quotes` use.
//!
//! With `--index` a line is one article, and the group is all articles of an archive: what they are compared by lies in one
//! file that is mapped into memory, so nothing has to be brought together beforehand.

use super::{Failure, output::points, print, render};
use crate::checks::{self, Selection};
use crate::corpus::{CommonKeys, Corpus, DocumentId, Location, NewDocument, Packed, Prepared, Settings, key_limits};
use crate::reading::QuotationKind;
use crate::text::Span;
use crate::workspace::{self, Configuration};
use clap::Args;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Arguments of `relate`.
#[derive(Args)]
pub(super) struct RelateArguments {
    /// A copydesk.toml: its aliases and its rules hold.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Run these rules only; opt-in rules may be named. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules out. Repeatable.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Print for each kind of key, by the letter it begins with, how many places may have one before it is common; 0 where
    /// there is no limit.
    #[arg(long)]
    limits: bool,
    /// Compare each article on standard input, a line of `extract --keys`, with all articles of the archive in FILE.
    #[arg(long, value_name = "FILE", conflicts_with = "limits")]
    index: Option<PathBuf>,
    /// Make that file first, of these files of lines of `extract --keys`. Repeatable.
    #[arg(long, value_name = "PATTERN", requires = "index")]
    facts: Vec<String>,
}

/// A group of articles that share keys.
#[derive(Deserialize)]
struct Group {
    /// The ids of the articles of which something is to be said.
    focal: Vec<String>,
    articles: Vec<Part>,
    /// Keys to pass over.
    #[serde(default)]
    common: Vec<String>,
}

/// An article as `extract --keys` gives it.
#[derive(Deserialize)]
struct Part {
    id: String,
    packed: String,
}

impl Part {
    /// The article by its id; an error where another build made it.
    fn unpacked(self) -> Result<(Arc<str>, Prepared), String> {
        let packed = Packed::from_text(&self.packed).ok().filter(Packed::is_readable);
        let version = env!("COPYDESK_VERSION");
        let unreadable = || format!("\"packed\" of {} was not written by copydesk {version}; extract it anew", self.id);
        let prepared = packed.map(Prepared::unpacked).ok_or_else(unreadable)?;
        Ok((Arc::from(self.id), prepared))
    }
}

/// A configuration file that must be right.
pub(super) fn configuration(path: Option<&Path>) -> Result<Configuration, Failure> {
    let Some(path) = path else { return Ok(Configuration::default()) };
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let configuration = Configuration::parse(&text);
    match configuration.problems.first() {
        None => Ok(configuration),
        Some(problem) => {
            let line = text[..problem.span.start as usize].matches('\n').count() + 1;
            Err(format!("{}:{line}: {}", path.display(), problem.message))
        }
    }
}

pub(super) fn run(arguments: &RelateArguments) -> Result<ExitCode, Failure> {
    if arguments.limits {
        let limit = |most: usize| if most == usize::MAX { 0 } else { most };
        let limits: BTreeMap<String, usize> =
            key_limits().map(|(letter, most)| (letter.to_string(), limit(most))).collect();
        return print(&format!("{}\n", json!(limits)));
    }
    let configuration = configuration(arguments.config.as_deref())?;
    let mut selection = configuration.selection.clone();
    if !arguments.select.is_empty() {
        selection.select(&arguments.select)?;
    }
    selection.ignore(&arguments.ignore)?;
    let settings = configuration.settings();
    if let Some(index) = &arguments.index {
        return with_archive(index, &arguments.facts, settings, &selection);
    }
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let bad = |error: String| format!("standard input, line {}: {error}", index + 1);
        let line = line.map_err(|e| bad(e.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let group = serde_json::from_str(&line).map_err(|e| {
            bad(format!("{e}; expected {{\"focal\", \"articles\": [{{\"id\", \"packed\"}}], \"common\"?}}"))
        })?;
        print(&related(group, &settings, &selection).map_err(bad)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// So many lines are read before they are worked on side by side.
const BATCH: usize = 64;

fn with_archive(
    index: &Path,
    facts: &[String],
    settings: Settings,
    selection: &Selection,
) -> Result<ExitCode, Failure> {
    let mut problems = Vec::new();
    let archive = workspace::index_at(index, facts, &|_, _| {}, &mut problems);
    problems.iter().for_each(|problem| anstream::eprintln!("copydesk: {problem}"));
    let archive = archive.map_err(|problem| problem.to_string())?;
    if !facts.is_empty() {
        let (articles, common) = (archive.len(), archive.common_keys());
        anstream::eprintln!("copydesk: {articles} articles; {common} keys are too common to be looked at");
    }
    let mut all = Corpus::new(settings);
    all.set_archive(Some(Arc::new(archive)));
    let mut lines = std::io::stdin().lock().lines().enumerate();
    loop {
        let batch: Vec<_> = lines.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        let one = |(index, line): (usize, std::io::Result<String>)| {
            let bad = |error: String| format!("standard input, line {}: {error}", index + 1);
            let line = line.map_err(|e| bad(e.to_string()))?;
            if line.trim().is_empty() {
                return Ok(String::new());
            }
            let part: Part =
                serde_json::from_str(&line).map_err(|e| bad(format!("{e}; expected {{\"id\", \"packed\"}}")))?;
            let (id, prepared) = part.unpacked().map_err(bad)?;
            let mut corpus = all.clone();
            corpus.extend(vec![(id.clone(), NewDocument::Prepared(prepared))]);
            Ok(corpus.id(&id).map(|article| format!("{}\n", about(&corpus, article, selection))).unwrap_or_default())
        };
        let made: Vec<Result<String, Failure>> = batch.into_par_iter().map(one).collect();
        for line in made {
            print(&line?)?;
        }
        all.pack();
    }
}

fn related(group: Group, settings: &Settings, selection: &Selection) -> Result<String, String> {
    let mut common = CommonKeys::default();
    for key in &group.common {
        if !common.add(key) {
            return Err(format!("\"{key}\" is no key; they are written as `copydesk extract --keys` writes them"));
        }
    }
    let articles: Vec<_> = group.articles.into_par_iter().map(Part::unpacked).collect::<Result<_, String>>()?;
    let corpus = Corpus::of_parts(settings.clone(), articles, common);
    let id = |path: &String| {
        corpus.id(path).ok_or_else(|| format!("\"focal\" names {path}, which is not among \"articles\""))
    };
    let focal: Vec<DocumentId> = group.focal.iter().map(id).collect::<Result<_, _>>()?;
    let lines = focal.par_iter().map(|&article| format!("{}\n", about(&corpus, article, selection)));
    Ok(lines.collect::<Vec<String>>().concat())
}

/// What is said of one article.
fn about(corpus: &Corpus, article: DocumentId, selection: &Selection) -> Value {
    let findings = checks::check(corpus, article, selection);
    let mut lines = render::Lines::new(corpus);
    let findings: Vec<_> = findings.iter().map(|f| render::FindingObject::of(&mut lines, f)).collect();
    json!({
        "id": corpus.path(article).map_or("", |path| path),
        "findings": findings,
        "figures": figures(corpus, article),
        "quotations": quotations(corpus, article),
    })
}

/// The figures of an article that others measure too, each with the others.
fn figures(corpus: &Corpus, article: DocumentId) -> Vec<Value> {
    let Some(entry) = corpus.article(article) else { return Vec::new() };
    let reading = &entry.reading;
    let all = corpus.all_figure_relations(article);
    let mut rows = Vec::new();
    for (observation, relations) in entry.observations.iter().zip(all.iter()).filter(|(_, r)| !r.is_empty()) {
        let quantity = &reading.quantities[observation.quantity];
        let other = |r: &crate::corpus::FigureRelation| {
            let there = corpus.article(r.other)?;
            let span = there.reading.quantities[there.observations[r.observation].quantity].span;
            let span = points(corpus, Location { document: r.other, span });
            Some(json!({"path": &*there.path, "span": span, "relation": r.relation.name(), "confidence": r.confidence}))
        };
        let relations: Vec<Value> = relations.iter().filter_map(other).collect();
        rows.push(json!({
            "span": points(corpus, Location { document: article, span: quantity.span }),
            "text": quantity.phrase.of(&reading.article.text),
            "measures": observation.slot.name,
            "low": quantity.low,
            "high": quantity.high.is_finite().then_some(quantity.high),
            "modifier": quantity.modifier.sign(),
            "unit": quantity.unit.name,
            "as_of": observation.as_of.map(|day| day.to_string()),
            "source": observation.speaker.map(|s| reading.entities[s].name.as_str()),
            "relations": relations,
        }));
    }
    rows
}

/// The quotations of an article that others have too, each with the others.
fn quotations(corpus: &Corpus, article: DocumentId) -> Vec<Value> {
    let Some(entry) = corpus.article(article) else { return Vec::new() };
    let reading = &entry.reading;
    let mut rows = Vec::new();
    for (index, quotation) in reading.quotations.iter().enumerate().filter(|(_, q)| q.kind == QuotationKind::Speech) {
        let variants = corpus.quote_variants(article, index);
        let other = |v: &crate::corpus::QuoteVariant| {
            let there = corpus.article(v.other)?;
            let span = points(corpus, Location { document: v.other, span: there.reading.quotations[v.quotation].span });
            Some(json!({"path": &*there.path, "span": span, "relation": v.relation.name()}))
        };
        let variants: Vec<Value> = variants.iter().filter_map(other).collect();
        if variants.is_empty() {
            continue;
        }
        let words: Vec<&str> = quotation.content.iter().map(|s: &Span| s.of(&reading.article.text)).collect();
        rows.push(json!({
            "span": points(corpus, Location { document: article, span: quotation.span }),
            "text": words.join(" "),
            "speaker": quotation.speaker.map(|s| reading.entities[s].name.as_str()),
            "variants": variants,
        }));
    }
    rows
}
