//! An archive of any size, for measuring what one costs beside a desk.
//!
//! `copydesk extract --keys ARTICLES | cargo bench --bench archive -- COUNT | zstd > facts.jsonl.zst` writes COUNT lines for
//! `[corpus] facts`: the readings of ARTICLES in turn, each time with other figures (one in four, in as many digits), another
//! outlet, day and address. What is compared is made anew of each varied reading; no text is read. All replicas of an article keep its
//! words, so that most keys are as common as a key may be before it is passed over: about the dearest case.

use std::io::{BufRead, BufWriter, Write};
use std::sync::Arc;

use copydesk::article::{Article, ArticleDate, Stated};
use copydesk::corpus::{CommonKeys, Corpus, Packed, Prepared, Settings};
use copydesk::reading::Reading;
use rayon::prelude::*;
use serde_json::{Value, json};

const OUTLETS: [&str; 6] =
    ["Coast Wire", "Northern Post", "Harbour Times", "Union Press", "Capital Ledger", "Metro Dispatch"];
/// Lines made side by side.
const BATCH: usize = 4096;

fn main() {
    let number = |argument: String| argument.parse::<usize>().ok();
    let Some(count) = std::env::args().skip(1).find_map(number) else {
        println!("copydesk extract --keys ARTICLES | cargo bench --bench archive -- COUNT");
        return;
    };
    let bases: Vec<Arc<Reading>> =
        std::io::stdin().lock().lines().map(|line| reading(&line.expect("a line"))).collect();
    assert!(!bases.is_empty(), "no readings on standard input");
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for first in (0..count).step_by(BATCH) {
        let numbers = first..count.min(first + BATCH);
        let lines: Vec<String> =
            numbers.into_par_iter().map(|n| line(&bases[n % bases.len()], n, n / bases.len())).collect();
        if lines.iter().any(|line| writeln!(out, "{line}").is_err()) {
            return;
        }
    }
}

/// The reading in a line of `extract --keys`.
fn reading(line: &str) -> Arc<Reading> {
    let line: Value = serde_json::from_str(line).expect("JSON");
    let packed = Packed::from_text(line["packed"].as_str().unwrap_or_default()).expect("packed by this build");
    let corpus =
        Corpus::of_parts(Settings::default(), vec![("a".into(), Prepared::unpacked(packed))], CommonKeys::default());
    let id = corpus.id("a").expect("the article");
    corpus.article(id).expect("the article").reading.shared().clone()
}

fn line(base: &Reading, number: usize, replica: usize) -> String {
    let mut random = number as u64 * 2 + 1;
    let mut next = move || {
        random = random.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ 0x5851_f42d_4c95_7f2d;
        random >> 8
    };
    let mut reading = base.clone();
    let mut text = base.article.text.to_string();
    for quantity in &mut reading.quantities {
        let span = quantity.span.range();
        let digits: Vec<usize> = span.clone().filter(|&at| text.as_bytes()[at].is_ascii_digit()).collect();
        if replica == 0 || digits.is_empty() || quantity.to.is_some() || next() % 4 != 0 || quantity.number < 2.0 {
            continue;
        }
        // Another first digit: the value is in proportion.
        let old = text.as_bytes()[digits[0]] - b'0';
        let new = 1 + (next() % 9) as u8;
        if old == 0 || old == new {
            continue;
        }
        let scale = f64::from(new) - f64::from(old);
        let place = 10f64.powi(digits.len() as i32 - 1);
        let factor =
            1.0 + scale * place / digits.iter().fold(0.0, |n, &at| n * 10.0 + f64::from(text.as_bytes()[at] - b'0'));
        text.replace_range(digits[0]..digits[0] + 1, &new.to_string());
        (quantity.number, quantity.low, quantity.high) =
            (quantity.number * factor, quantity.low * factor, quantity.high * factor);
    }
    let mut article = Article { text: text.into(), ..Article::clone(&base.article) };
    let stated = |value: String| Some(Stated { value, span: None });
    article.metadata.publisher = stated(OUTLETS[(next() % OUTLETS.len() as u64) as usize].into());
    article.metadata.url = stated(format!("https://archive.example/{number}"));
    if let Some(ArticleDate { date, .. }) = article.metadata.dates.first_mut() {
        date.day = date.day.map(|day| (day - 1 + (next() % 3) as i8) % 28 + 1);
    }
    reading.article = Arc::new(article);
    let packed = Prepared::of(Arc::new(reading), &Settings::default()).packed().to_text();
    json!({"id": format!("archive/{:04}/{number:07}.txt", number / 1000), "packed": packed}).to_string()
}
