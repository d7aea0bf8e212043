//! `copydesk-train`: makes the models under `models/` from treebanks and measures them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use copydesk::corpus::figure_pairs as figures;
use copydesk::language::train::{self, Accuracy, GoldSentence, Lists, Models, ParserSettings, TaggerSettings};
use copydesk::reading::attribution::train as attribution;
use copydesk::text::Span;

#[derive(Parser)]
#[command(about = "Makes the language models from treebanks and measures them")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains on treebanks in CoNLL-U and writes the model files.
    Train {
        /// Treebanks to learn from.
        treebanks: Vec<PathBuf>,
        /// Folder of the model files.
        #[arg(long, default_value = "models")]
        out: PathBuf,
        /// Folder of the word lists.
        #[arg(long, default_value = "models/lists")]
        lists: PathBuf,
        /// Passes of the tagger.
        #[arg(long, default_value_t = TaggerSettings::default().epochs)]
        tagger_epochs: usize,
        /// Share of the tagger's hidden units that are hidden from each decision.
        #[arg(long, default_value_t = TaggerSettings::default().dropout)]
        tagger_dropout: f32,
        /// Passes of the parser; 0 trains the tagger alone.
        #[arg(long, default_value_t = ParserSettings::default().epochs)]
        parser_epochs: usize,
        /// Share of the parser's hidden units that are hidden from each decision.
        #[arg(long, default_value_t = ParserSettings::default().dropout)]
        parser_dropout: f32,
        /// Where the random numbers begin.
        #[arg(long, default_value_t = TaggerSettings::default().seed)]
        seed: u64,
        /// Treebanks to measure on afterwards.
        #[arg(long)]
        dev: Vec<PathBuf>,
    },
    /// Trains the attribution model on annotated articles in JSON Lines (`text`, and `attributions` with `source`,
    /// `cue` and `content` as lists of `[start, end]` in code points).
    Attribution {
        /// Files to learn from.
        articles: Vec<PathBuf>,
        /// Files with articles that a program labelled, from which the network of cues learns too (`text`, and `likely`
        /// with words as `[start, end, …]` and how likely they begin or continue a cue of something said or of an attitude).
        #[arg(long)]
        labelled: Vec<PathBuf>,
        /// A model file whose lemmas and fields are kept: only the networks are learned.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// The model file.
        #[arg(long, default_value = "models/attribution.bin")]
        out: PathBuf,
        /// Passes over the articles.
        #[arg(long, default_value_t = attribution::Settings::default().epochs)]
        epochs: usize,
        /// A feature is kept if it was seen this often.
        #[arg(long, default_value_t = attribution::Settings::default().seen)]
        seen: u32,
        /// Weights below this are left out.
        #[arg(long, default_value_t = attribution::Settings::default().least)]
        least: f32,
        /// Share of the features hidden from each word in training.
        #[arg(long, default_value_t = attribution::Settings::default().dropout)]
        dropout: f64,
        /// Length of the steps.
        #[arg(long, default_value_t = attribution::Settings::default().rate)]
        rate: f32,
        /// How often it is learned, of which the mean is taken.
        #[arg(long, default_value_t = attribution::Settings::default().times)]
        times: usize,
    },
    /// Learns from labelled events when two figures are of one thing, and measures it on those that were left out in turn.
    Figures {
        /// Folder of the events (see tests/events/written/README.md).
        events: PathBuf,
        /// Folders of articles that nobody labelled, each of a day that stands in its file's name.
        #[arg(long)]
        unlabelled: Vec<PathBuf>,
        /// The model file.
        #[arg(long, default_value = "models/figure-pairs.tsv")]
        out: PathBuf,
    },
    /// Measures the model files on treebanks.
    Evaluate {
        /// Treebanks to measure on.
        treebanks: Vec<PathBuf>,
        /// Folder of the model files.
        #[arg(long, default_value = "models")]
        models: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Train {
            treebanks,
            out,
            lists,
            tagger_epochs,
            tagger_dropout,
            parser_epochs,
            parser_dropout,
            seed,
            dev,
        } => {
            let mut sentences = Vec::new();
            for path in &treebanks {
                sentences.extend(read(path)?);
            }
            let tagger =
                TaggerSettings { epochs: tagger_epochs, dropout: tagger_dropout, seed, ..TaggerSettings::default() };
            let parser =
                ParserSettings { epochs: parser_epochs, dropout: parser_dropout, seed, ..ParserSettings::default() };
            let models = train::train(&sentences, &Lists::read(&lists)?, tagger, parser);
            for (name, content) in files(&models) {
                std::fs::write(out.join(name), content).map_err(|e| format!("{name}: {e}"))?;
                println!("{name}: {} bytes", content.len());
            }
            dev.iter().try_for_each(|path| evaluate(&models, path))
        }
        Command::Attribution { articles, labelled, keep, out, epochs, seen, least, dropout, rate, times } => {
            let read_all = |paths: &[PathBuf]| -> Result<Vec<_>, String> {
                let mut all = Vec::new();
                for path in paths {
                    all.extend(read_articles(path)?);
                }
                Ok(all)
            };
            let (gold, labelled) = (read_all(&articles)?, read_all(&labelled)?);
            let settings = attribution::Settings { epochs, seen, least, dropout, rate, times: times.max(1) };
            let kept =
                keep.map(|path| std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))).transpose()?;
            let model = attribution::train(&gold, &labelled, settings, kept).ok_or("--keep: this is no model file")?;
            std::fs::write(&out, &model).map_err(|e| format!("{}: {e}", out.display()))?;
            println!("{}: {} bytes", out.display(), model.len());
            Ok(())
        }
        Command::Figures { events, unlabelled, out } => {
            let unlabelled: Vec<&Path> = unlabelled.iter().map(PathBuf::as_path).collect();
            let (model, report) = figures::train(&events, &unlabelled)?;
            std::fs::write(&out, model).map_err(|e| format!("{}: {e}", out.display()))?;
            print!("{report}");
            Ok(())
        }
        Command::Evaluate { treebanks, models } => {
            let load = |name: &str| std::fs::read(models.join(name)).map_err(|e| format!("{name}: {e}"));
            let models = Models {
                lexicon: load("lexicon.bin")?,
                tagger: load("tagger.bin")?,
                parser: load("parser.bin")?,
                lemmas: load("lemmas.bin")?,
                rarity: load("rarity.bin")?,
            };
            treebanks.iter().try_for_each(|path| evaluate(&models, path))
        }
    }
}

fn read_articles(path: &Path) -> Result<Vec<attribution::GoldArticle>, String> {
    let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut articles = Vec::new();
    for (number, line) in content.lines().enumerate() {
        let wrong = |what: &str| format!("{}:{}: {what}", path.display(), number + 1);
        let value: serde_json::Value = serde_json::from_str(line).map_err(|e| wrong(&e.to_string()))?;
        let text = value["text"].as_str().ok_or_else(|| wrong("no text"))?;
        let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        bytes.push(text.len());
        let spans = |value: &serde_json::Value| -> Vec<Span> {
            let all = value.as_array().map(Vec::as_slice).unwrap_or_default();
            let place = |v: &serde_json::Value| v.as_u64().and_then(|n| bytes.get(n as usize).copied());
            all.iter().filter_map(|s| Some(Span::new(place(&s[0])?, place(&s[1])?))).collect()
        };
        let gold = value["attributions"].as_array().map(Vec::as_slice).unwrap_or_default();
        let attribution = |a: &serde_json::Value| attribution::GoldAttribution {
            source: spans(&a["source"]),
            cue: spans(&a["cue"]),
            content: spans(&a["content"]),
            speech: a["speechlike"].as_bool().unwrap_or(true),
        };
        let words = value["likely"].as_array().map(Vec::as_slice).unwrap_or_default();
        let likely = |w: &serde_json::Value| {
            let span = spans(&serde_json::json!([w])).first().copied()?;
            Some((span, std::array::from_fn(|i| w[i + 2].as_f64().unwrap_or_default() as f32)))
        };
        articles.push(attribution::GoldArticle {
            text: text.to_owned(),
            attributions: gold.iter().map(attribution).collect(),
            likely: words.iter().filter_map(likely).collect(),
        });
    }
    Ok(articles)
}

fn files(models: &Models) -> [(&'static str, &[u8]); 5] {
    [
        ("lexicon.bin", &models.lexicon),
        ("tagger.bin", &models.tagger),
        ("parser.bin", &models.parser),
        ("lemmas.bin", &models.lemmas),
        ("rarity.bin", &models.rarity),
    ]
}

fn read(path: &Path) -> Result<Vec<GoldSentence>, String> {
    let content = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    train::read(&content).map_err(|e| format!("{}: {e}", path.display()))
}

fn evaluate(models: &Models, path: &Path) -> Result<(), String> {
    let sentences = read(path)?;
    println!("{}", path.display());
    report("all", models, &sentences);
    for (name, prefix) in [("news", "GUM_news"), ("weblogs", "weblog"), ("newsgroups", "newsgroup")] {
        let part: Vec<GoldSentence> = sentences.iter().filter(|s| s.id.starts_with(prefix)).cloned().collect();
        if !part.is_empty() {
            report(name, models, &part);
        }
    }
    Ok(())
}

fn report(name: &str, models: &Models, sentences: &[GoldSentence]) {
    let Accuracy { upos, xpos, upos_unknown, lemma, lemma_tagged, uas, las, las_all } =
        train::accuracy(models, sentences);
    println!(
        "  {name} ({} sentences): UPOS {:.2} (words not seen in training {:.2}), XPOS {:.2}, lemma {:.2} \
         (by the treebank's tags {:.2}), UAS {:.2}, LAS {:.2} (with punctuation {:.2})",
        sentences.len(),
        upos.percent(),
        upos_unknown.percent(),
        xpos.percent(),
        lemma_tagged.percent(),
        lemma.percent(),
        uas.percent(),
        las.percent(),
        las_all.percent(),
    );
    let refs: Vec<&GoldSentence> = sentences.iter().collect();
    let (gold, own) = (train::segmentation(&refs, false), train::segmentation(&refs, true));
    println!(
        "    from running text: sentences F1 {:.2}, tokens F1 {:.2} (with copydesk's own whole tokens {:.2})",
        gold.sentences.f1(),
        gold.tokens.f1(),
        own.tokens.f1(),
    );
}
