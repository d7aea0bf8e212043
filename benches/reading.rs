//! What reading an article costs, stage by stage, over a folder of articles.
//!
//! `cargo bench --bench reading [FOLDER [ROUNDS]]` reads every `.txt` and `.md` file of FOLDER (default: the example corpus)
//! ROUNDS times (default: 5) on one thread and prints for each stage microseconds an article and its share of all. Of each
//! stage of each article the fastest round counts, which keeps other programs on the same cores out of the figures; between
//! two rounds of one article all others are read, so that no table is warmer than in a check of the folder. Trees are made
//! by whichever stage first asks for one, as in a reading; the last row says what all of them would cost.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use copydesk::article::{Article, Markup, Overrides};
use copydesk::reading::{self, Prose, attribution, name, quantity, quotation, timex};

const STAGES: [&str; 9] = [
    "structure",
    "split, tokenise, tag",
    "dates",
    "quantities",
    "names",
    "quotations",
    "attributions",
    "all of it at once",
    "(trees of all sentences)",
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/harbour-flood");
    let folder = arguments.first().map_or(example, PathBuf::from);
    let rounds: usize = arguments.get(1).map_or(5, |rounds| rounds.parse().expect("a number of rounds"));
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let texts: Vec<String> = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    assert!(!texts.is_empty(), "{} holds no article", folder.display());
    reading::load();

    let mut best = vec![[Duration::MAX; STAGES.len()]; texts.len()];
    for _ in 0..rounds {
        for (text, best) in texts.iter().zip(&mut best) {
            for (best, took) in best.iter_mut().zip(stages(text)) {
                *best = took.min(*best);
            }
        }
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let (articles, kilobytes) = (texts.len() as f64, bytes as f64 / 1e3);
    println!("{} articles, {:.1} kB each, {rounds} rounds", texts.len(), kilobytes / articles);
    let total = |stage: usize| best.iter().map(|b| b[stage].as_secs_f64()).sum::<f64>();
    let all: f64 = (0..7).map(total).sum();
    for (stage, label) in STAGES.iter().enumerate() {
        let sum = total(stage);
        println!("{label:<26} {:>8.0} µs {:>6.1} %", sum * 1e6 / articles, sum * 100.0 / all);
    }
}

/// How long each stage takes.
fn stages(text: &str) -> [Duration; STAGES.len()] {
    let mut took = [Duration::ZERO; STAGES.len()];
    let mut last = Instant::now();
    let mut end = |stage: usize| {
        took[stage] = last.elapsed();
        last = Instant::now();
    };
    let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
    end(0);
    let prose = Prose::of(&article);
    end(1);
    let timexes = timex::timexes(&prose);
    end(2);
    let quantities = quantity::quantities(&prose, &timexes);
    end(3);
    let (mentions, entities) = name::mentions(&prose);
    end(4);
    let mut quotations = quotation::quotations(&prose);
    end(5);
    let attributions = attribution::attributions(&prose, &mut quotations, &mentions, &entities);
    end(6);
    black_box((quantities, attributions));
    let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
    black_box(reading::read(std::sync::Arc::new(article)));
    end(7);
    let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    let start = Instant::now();
    for sentence in prose.sentences.iter().filter(|s| !s.is_empty()) {
        black_box(sentence.tree());
    }
    took[8] = start.elapsed();
    took
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "txt" || e == "md") {
            files.push(path);
        }
    }
}
