//! How the time of every stage grows with the length of a text, for texts made to be nasty: one that takes four times
//! as long when its text is twice as long is a defect (docs/reliability.md).
//!
//! `cargo bench --bench growth -- [KIND]`. Each text is doubled from 16 KiB to 1 MiB or until a stage takes two seconds. A
//! row shows the milliseconds of a stage at each length; its last figure is the exponent over the last two doublings:
//! 1.0 is linear, 2.0 quadratic. Rows that stay under 20 ms, or under an exponent of 1.4, are left out.

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use copydesk::annotation::{AnnotationFile, brat, conllu, follow, schema::Schema};
use copydesk::article::{Article, Markup, Overrides};
use copydesk::checks::{Selection, check, rules};
use copydesk::corpus::{Corpus, Settings};
use copydesk::reading::{self, Memo, Prose, attribution, name, quantity, quotation, timex};
use copydesk::text::{LineIndex, change_between, decode};
use copydesk::{ide, sheets};

const SMALLEST: usize = 16 << 10;
const LARGEST: usize = 1 << 20;
/// A stage that takes longer is not asked for a text of twice the length.
const PATIENCE: f64 = 2000.0;

/// The repeated piece of each kind of text, after a start that makes it an article.
const KINDS: &[(&str, &str)] = &[
    ("curly quotes opened", "“"),
    ("curly quotes closed", "”"),
    ("curly quotes in turn", "“a” "),
    ("straight quotes", "\""),
    ("single quotes", "' "),
    ("nested quotes", "“he ‘said ‘no “yes "),
    ("open brackets", "("),
    ("all brackets", "([{<"),
    ("square brackets", "[a]("),
    ("stars and underscores", "*_"),
    ("greater-than signs", "> "),
    ("backticks", "`"),
    ("hashes", "# "),
    ("pipes", "| "),
    ("one long number", "7"),
    ("numbers", "12 "),
    ("numbers with commas", "1,234,"),
    ("one number in groups", "234,"),
    ("one number in spaced groups", "234 "),
    ("number words", "twenty thousand and "),
    ("numbers with dashes", "10-20-"),
    ("money", "$4.5bn, €3m "),
    ("one long capital", "A"),
    ("capitalised words", "Ines Marrow "),
    ("capitalised, with commas", "Marrow, Vell, "),
    ("capitals and dots", "A. B. "),
    ("one word", "harbour "),
    ("one long word", "harbour"),
    ("hyphens", "well-known-"),
    ("newlines", "\n"),
    ("carriage returns", "\r"),
    ("lines of one letter", "a\n"),
    ("blank lines between words", "Harbour\n\n"),
    ("spaces", " "),
    ("full stops", "."),
    ("commas", ", "),
    ("apostrophes", "Vell's "),
    ("dashes", "— "),
    ("dates", "on Monday, March 3, 2026, "),
    ("relative dates", "last Friday two days ago "),
    ("attributions", "Ines Marrow said that the wall held. "),
    ("attributions without an end", "Marrow said that Vell said that "),
    ("quotations with speakers", "“The wall held for a night,” Marrow said. "),
    ("quotations without speakers", "“The wall held for a night.” "),
    ("the same figure", "More than 340 people fled the town. "),
    ("accusations", "The mayor lied and stole money from the town. "),
    ("pronouns", "He said she told him that they knew. "),
    ("links", "https://example.org/a?b=c "),
    ("mail", "a@b.c, "),
    ("accents", "é"),
    ("combining marks", "a\u{301}\u{301}"),
    ("emoji", "😀"),
    ("zero width", "a\u{200b}\u{202e}"),
    ("list items", "- item\n"),
    ("numbered items", "1. item\n"),
    ("deeper lists", "- - "),
    ("table rows", "| a | b |\n"),
    ("transcript", "MARROW: Yes.\n"),
    ("bylines", "By Ana Lima\n"),
    ("datelines", "PORT ALDER, March 3 (Coastwire) - The wall. "),
    ("front matter", "---\n"),
    ("keys of front matter", "a: [b, {c: \n"),
];

type Stage = (&'static str, Box<dyn FnMut()>);

fn parse(text: &str, markup: Markup) -> Article {
    Article::parse(text.into(), markup, &Overrides::default())
}

/// What is done to a text, stage by stage, each on what those before it made.
fn stages(text: &str) -> Vec<Stage> {
    let whole: Arc<str> = text.into();
    let t = || whole.clone();
    let mut all: Vec<Stage> = Vec::new();
    let mut add = |name, stage: Box<dyn FnMut()>| all.push((name, stage));
    let s = t();
    add("decode", Box::new(move || drop(decode(s.as_bytes()))));
    let s = t();
    add("line index", Box::new(move || drop(LineIndex::new(s.clone()))));
    let s = t();
    add("plain article", Box::new(move || drop(parse(&s, Markup::Plain))));
    let s = t();
    add("markdown article", Box::new(move || drop(parse(&s, Markup::Markdown))));
    let s = t();
    add("prose", Box::new(move || drop(Prose::of(&parse(&s, Markup::Plain)))));
    let article: &'static Article = Box::leak(Box::new(parse(text, Markup::Plain)));
    let prose: &'static Prose = Box::leak(Box::new(Prose::of(article)));
    add("parse", Box::new(|| prose.sentences.iter().for_each(|s| assert!(s.tree().heads.len() <= s.len()))));
    add(
        "lemmas",
        Box::new(|| {
            prose.sentences.iter().for_each(|s| (0..s.len()).for_each(|i| assert!(s.lemma(i).len() < 1 << 30)))
        }),
    );
    add("timexes", Box::new(|| drop(timex::timexes(prose))));
    add("quantities", Box::new(|| drop(quantity::quantities(prose, &[]))));
    add("names", Box::new(|| drop(name::mentions(prose))));
    add("quotations", Box::new(|| drop(quotation::quotations(prose))));
    add(
        "attributions",
        Box::new(|| {
            let (mentions, entities) = name::mentions(prose);
            let mut quotations = quotation::quotations(prose);
            drop(attribution::attributions(prose, &mut quotations, &mentions, &entities));
        }),
    );
    let s = t();
    add("reading", Box::new(move || drop(reading::read(Arc::new(parse(&s, Markup::Plain))))));
    let (s, memo) = (t(), Memo::default());
    add("reading again", Box::new(move || drop(reading::read_again(Arc::new(parse(&s, Markup::Plain)), &memo))));
    all
}

/// What is done with a reading.
fn later_stages(text: &str) -> Vec<Stage> {
    let reading = Arc::new(reading::read(Arc::new(parse(text, Markup::Plain))));
    let mut all: Vec<Stage> = Vec::new();
    let (one, two) = (reading.clone(), reading.clone());
    all.push((
        "into the corpus",
        Box::new(move || {
            let mut corpus = Corpus::new(Settings::default());
            corpus.put_article("a.txt", one.clone());
            corpus.put_article("b.txt", two.clone());
        }),
    ));
    let corpus: &'static Corpus = {
        let mut corpus = Corpus::new(Settings::default());
        corpus.put_article("a.txt", reading.clone());
        corpus.put_article("b.txt", reading);
        Box::leak(Box::new(corpus))
    };
    let id = corpus.ids()[0];
    for rule in rules() {
        let mut selection = Selection::default();
        selection.select(&[rule.code.to_owned()]).expect("the rule exists");
        all.push((rule.code, Box::new(move || drop(check(corpus, id, &selection)))));
    }
    let middle = text.len() / 2;
    let middle = (0..=middle).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    all.push(("hover", Box::new(move || drop(ide::hover(corpus, id, middle)))));
    all.push(("definition", Box::new(move || drop(ide::definition(corpus, id, middle)))));
    all.push(("references", Box::new(move || drop(ide::references(corpus, id, middle, true)))));
    all.push(("highlights", Box::new(move || drop(ide::highlights(corpus, id, middle)))));
    all.push(("selection", Box::new(move || drop(ide::selection(corpus, id, middle)))));
    all.push(("completion", Box::new(move || drop(ide::completion(corpus, id, middle)))));
    all.push(("symbols", Box::new(move || drop(ide::symbols(corpus, id)))));
    all.push(("tokens", Box::new(move || drop(ide::tokens(corpus, id)))));
    all.push(("hints", Box::new(move || drop(ide::hints(corpus, id)))));
    all.push(("lenses", Box::new(move || drop(ide::lenses(corpus, id)))));
    all.push(("folds", Box::new(move || drop(ide::folds(corpus, id)))));
    all.push(("find", Box::new(move || drop(ide::find(corpus, "a")))));
    all.push(("figure sheet", Box::new(move || drop(sheets::figures(corpus)))));
    all.push(("quote sheet", Box::new(move || drop(sheets::quotes(corpus)))));
    all
}

/// Makes the line of that number.
type Line = fn(usize) -> String;

/// Annotation files: lines by their number.
const FILES: &[(&str, Line)] = &[
    ("brat spans", |n| format!("T{n}\tSource 0 7\tHarbour\n")),
    ("brat spans of one id", |_| "T1\tSource 0 7\tHarbour\n".into()),
    ("brat events", |n| format!("E{n}\tSay:T{n} Arg:E{}\n", n + 1)),
    ("brat notes", |n| format!("#{n}\tNote T{n}\tx\n")),
    ("brat equivalences", |n| format!("*\tEquiv T{n} T{}\n", n + 1)),
    ("brat fragments", |n| if n == 0 { "T1\tSource 0 1".into() } else { ";0 1".into() }),
    ("conllu one sentence", |n| format!("{}\tw\tw\tX\t_\t_\t{n}\tdep\t_\t_\n", n + 1)),
    ("conllu sentences", |n| format!("# sent_id = {n}\n# text = w\n1\tw\tw\tX\t_\t_\t0\troot\t_\t_\n\n")),
    ("conllu ranges", |n| format!("{}-{}\tw\t_\t_\t_\t_\t_\t_\t_\t_\n", n + 1, n + 2)),
    ("conllu features", |n| if n == 0 { "1\tw\tw\tX\t_\t".into() } else { format!("A{n}=B|") }),
    ("webanno rows", |n| match n {
        0 => "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Source|value\n\n#Text=Harbour\n".into(),
        _ => format!("1-{n}\t{}-{n}\tw\tS[{n}]\t\n", n - 1),
    }),
    ("webanno marks", |n| match n {
        0 => "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.Source|value\n\n#Text=Harbour\n1-1\t0-7\tHarbour\t".into(),
        _ => format!("S[{n}]|"),
    }),
    ("schema types", |n| if n == 0 { "[entities]\n".into() } else { format!("{}T{n}\n", "\t".repeat(n % 40)) }),
    ("schema roles", |n| if n == 0 { "[events]\nSay\t".into() } else { format!("A{n}:T{n}, ") }),
];

fn file_stages(text: &str) -> Vec<Stage> {
    const ARTICLE: &str = "Harbour wall gives way";
    let s: Arc<str> = text.into();
    let (a, b, c, d, e) = (s.clone(), s.clone(), s.clone(), s.clone(), s);
    let file = brat::parse(d, ARTICLE);
    vec![
        ("brat", Box::new(move || drop(brat::parse(a.clone(), ARTICLE)))),
        ("conllu", Box::new(move || drop(conllu::parse(&b)))),
        ("webanno", Box::new(move || drop(AnnotationFile::read("a.tsv", e.clone(), Some(ARTICLE))))),
        ("schema", Box::new(move || drop(Schema::parse(&c)))),
        (
            "follow",
            Box::new(move || {
                let change = change_between(ARTICLE, &ARTICLE[3..]).expect("they differ");
                drop(follow::follow(&file, ARTICLE, &ARTICLE[3..], &[change]));
            }),
        ),
    ]
}

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let chosen = |kind: &str| wanted.as_deref().is_none_or(|wanted| kind.contains(wanted));
    copydesk::language::load();
    for (kind, piece) in KINDS.iter().filter(|(kind, _)| chosen(kind)) {
        let start = match *kind {
            "front matter" | "keys of front matter" => "---\n",
            _ => "Harbour wall gives way\n\nPORT ALDER, March 3, 2026 - The wall gave way on Monday.\n\n",
        };
        let text = |length: usize| start.to_owned() + &piece.repeat(length / piece.len());
        grow(kind, &text, &stages);
        grow(kind, &text, &later_stages);
    }
    for (kind, line) in FILES.iter().filter(|(kind, _)| chosen(kind)) {
        let text = |length: usize| {
            let mut text = String::new();
            (0..)
                .map(line)
                .take_while(|line| {
                    text.push_str(line);
                    text.len() < length
                })
                .for_each(drop);
            text
        };
        grow(kind, &text, &file_stages);
    }
}

/// Milliseconds that this thread has worked, or passed where the system does not say: other work must not count.
fn clock() -> f64 {
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let worked = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = worked.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    worked.map_or_else(|| BEGIN.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

/// Times each stage on ever longer texts and prints those that grow too fast.
fn grow(kind: &str, text: &dyn Fn(usize) -> String, stages: &dyn Fn(&str) -> Vec<Stage>) {
    let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
    let mut length = SMALLEST;
    while length <= LARGEST {
        let start = clock();
        let made = stages(&text(length));
        let making = clock() - start;
        let mut slowest = making;
        for (i, (name, mut stage)) in made.into_iter().enumerate() {
            if rows.len() <= i {
                rows.push((name, Vec::new()));
            }
            let start = clock();
            stage();
            let time = clock() - start;
            slowest = slowest.max(time);
            rows[i].1.push(time);
        }
        if slowest > PATIENCE {
            break;
        }
        length *= 2;
    }
    for (stage, times) in rows {
        let (Some(&last), steps) = (times.last(), times.len().min(3) - 1) else { continue };
        let first = times[times.len() - 1 - steps];
        let exponent = (last / first.max(1e-3)).log2() / steps.max(1) as f64;
        if last > 20.0 && exponent > 1.4 {
            let times: Vec<String> = times.iter().map(|t| format!("{t:.1}")).collect();
            println!("{kind:30} {stage:24} {:60} {exponent:.2}", times.join(" "));
        } else if last > PATIENCE {
            println!("{kind:30} {stage:24} {last:.0} ms for {} KiB", (SMALLEST << (times.len() - 1)) >> 10);
        }
    }
    if length <= LARGEST {
        println!("{kind}: given up at {} KiB", length >> 10);
    }
}
