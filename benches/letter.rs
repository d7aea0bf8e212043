//! What one typed letter costs, stage by stage, without an editor and a server around it.
//!
//! `cargo bench --bench letter [FOLDER [FILE]] [BYTES]` loads FOLDER (default: the example corpus), types into FILE
//! (default: its largest article) one letter at a time and prints for each stage the median, the ninth decile and the worst,
//! and how much was compared. With BYTES the texts of other articles are put behind the file's own until it has so many.
//! Every letter begins where the last one ended, as in an editor; the stages follow each other on one thread.

mod typed;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::article::{Article, Markup, Overrides};
use copydesk::corpus::{Corpus, DocumentId};
use copydesk::reading::{self, Memo};
use copydesk::text::recalling;
use copydesk::{checks, workspace};
use typed::{TYPED, arguments};

const ROUNDS: usize = 2;

fn main() {
    let (folder, file, bytes) = arguments();
    let loaded =
        workspace::load(std::slice::from_ref(&folder), &|_, _, _| {}).unwrap_or_else(|problem| panic!("{problem}"));
    let mut corpus = loaded.desk.corpus;
    let selection = &loaded.desk.configuration.selection;
    let (id, path) = article(&corpus, file.as_deref());
    let mut text = corpus.text(id).expect("the article is there").to_string();
    let others = corpus.ids().into_iter().filter(|other| *other != id).filter_map(|other| corpus.text(other));
    for other in others.cycle().take(bytes.unwrap_or(0)) {
        if text.len() >= bytes.unwrap_or(0) {
            break;
        }
        text.push_str("\n\n");
        text.push_str(&other);
    }
    println!("{} articles; typing into {path} ({} bytes)", corpus.ids().len(), text.len());

    let memo = Memo::default();
    let mut at = text.len() / 2;
    at += text[at..].find('\n').map_or(0, |line| line + 1);
    let mut stages = Stages::default();
    let mut compared = Vec::new();
    for (nth, letter) in std::iter::once(' ').chain(TYPED.repeat(ROUNDS).chars()).enumerate() {
        text.insert(at, letter);
        at += letter.len_utf8();
        let before = corpus.work().done();
        let mut stage = stages.letter(nth > 0);
        let whole = Instant::now();
        let parse = || Article::parse(text.as_str().into(), Markup::Plain, &Overrides::default());
        let article = Arc::new(recalling(parse));
        stage.end("its structure");
        let reading = Arc::new(reading::read_again(article, &memo));
        stage.end("its reading");
        let entry = recalling(|| corpus.entry(&path, reading));
        stage.end("what is compared of it");
        corpus.put_entry(entry);
        stage.end("put into the corpus");
        let figures = corpus.all_figure_relations(id).len();
        stage.end("its figures compared");
        let quotations = corpus.article(id).map_or(0, |entry| entry.reading.quotations.len());
        (0..quotations).for_each(|quotation| drop(corpus.quote_variants(id, quotation)));
        stage.end("its quotations compared");
        let findings = recalling(|| checks::check(&corpus, id, selection)).len();
        stage.end("checked by all rules");
        stage.add("everything", whole.elapsed());
        let done = corpus.work().done() - before;
        if nth == 0 {
            println!("{figures} figures, {quotations} quotations, {findings} findings");
        } else {
            compared.push([done.figures_compared, done.quotations_compared, done.articles_unpacked]);
        }
    }
    stages.print();
    for (kind, what) in ["pairs of figures", "pairs of quotations", "articles unpacked"].into_iter().enumerate() {
        let mut counts: Vec<u64> = compared.iter().map(|counts| counts[kind]).collect();
        counts.sort_unstable();
        println!(
            "{what:<28} {:>9} {:>9} {:>9}",
            counts[counts.len() / 2],
            counts[counts.len() * 9 / 10],
            counts[counts.len() - 1]
        );
    }
}

/// The article at `file`, else the largest one.
fn article(corpus: &Corpus, file: Option<&Path>) -> (DocumentId, Arc<str>) {
    let mut paths = corpus.ids().into_iter().filter_map(|id| Some((id, corpus.path(id)?.clone())));
    let found = match file {
        Some(file) => paths.find(|(_, path)| file.ends_with(&**path) || Path::new(&**path).ends_with(file)),
        // Without unpacking them.
        None => paths
            .filter(|(_, path)| path.ends_with(".txt"))
            .max_by_key(|(id, _)| corpus.text(*id).map_or(0, |text| text.len())),
    };
    found.expect("the article is in the folder")
}

/// How long each stage of each letter took, in the order of the stages.
#[derive(Default)]
struct Stages(Vec<(&'static str, Vec<Duration>)>);

struct Letter<'a> {
    stages: &'a mut Stages,
    counts: bool,
    last: Instant,
}

impl Stages {
    fn letter(&mut self, counts: bool) -> Letter<'_> {
        Letter { stages: self, counts, last: Instant::now() }
    }

    fn print(&mut self) {
        println!("{:<28} {:>9} {:>9} {:>9}", "milliseconds", "median", "9 of 10", "worst");
        for (stage, times) in &mut self.0 {
            times.sort_unstable();
            let at = |index: usize| times[index].as_secs_f64() * 1e3;
            let (median, decile, worst) = (at(times.len() / 2), at(times.len() * 9 / 10), at(times.len() - 1));
            println!("{stage:<28} {median:>9.2} {decile:>9.2} {worst:>9.2}");
        }
    }
}

impl Letter<'_> {
    fn end(&mut self, stage: &'static str) {
        self.add(stage, self.last.elapsed());
        self.last = Instant::now();
    }

    fn add(&mut self, stage: &'static str, time: Duration) {
        if !self.counts {
            return;
        }
        match self.stages.0.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, times)) => times.push(time),
            None => self.stages.0.push((stage, vec![time])),
        }
    }
}
