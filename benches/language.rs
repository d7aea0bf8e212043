//! How long the stages of the language layer take on an article of five kilobytes.

use std::hint::black_box;
use std::time::Instant;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::language::{Memo, Sentence, gazetteer, load, sentences, sentences_memo};
use copydesk::reading::{Prose, name};
use copydesk::text::Span;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Invented; every paragraph has its own words, so that the caches see what an article would show them.
const ARTICLE: &str = include_str!("article.txt");

fn parse(sentences: &[Sentence]) -> usize {
    sentences.iter().map(|s| s.tree().heads.len()).sum()
}

fn stages(c: &mut Criterion) {
    let span = Span::new(0, ARTICLE.len());
    // Only the first time counts for these: a process reads its models once.
    let start = Instant::now();
    load();
    println!("models loaded in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    parse(&sentences(ARTICLE, span));
    println!("first article read in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    gazetteer::place("Paris");
    println!("gazetteers loaded in {:.2} ms", start.elapsed().as_secs_f64() * 1e3);

    let mut group = c.benchmark_group("language");
    group.throughput(Throughput::Bytes(ARTICLE.len() as u64));
    group.bench_function("split and tag", |b| b.iter(|| sentences(black_box(ARTICLE), span)));
    group.bench_function("split, tag and parse", |b| b.iter(|| parse(&sentences(black_box(ARTICLE), span))));
    let tagged = sentences(ARTICLE, span);
    group.bench_function("lemmas", |b| {
        b.iter(|| tagged.iter().map(|s| (0..s.len()).map(|i| s.lemma(i).len()).sum::<usize>()).sum::<usize>());
    });
    let article = Article::parse(ARTICLE.into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    group.bench_function("names", |b| b.iter(|| name::mentions(black_box(&prose))));
    group.bench_function("split, tag, parse and names", |b| {
        b.iter(|| {
            let prose = Prose::of(black_box(&article));
            parse(&prose.sentences) + name::mentions(&prose).0.len()
        });
    });
    let memo = Memo::default();
    parse(&sentences_memo(ARTICLE, span, &memo));
    group.bench_function("everything from memory", |b| {
        b.iter(|| parse(&sentences_memo(black_box(ARTICLE), span, &memo)));
    });
    let mut edited = ARTICLE.to_owned();
    let mut digit = 0u32;
    group.bench_function("one sentence edited", |b| {
        b.iter(|| {
            digit = (digit + 1) % 100_000;
            edited.replace_range(0..5, &format!("{digit:05}"));
            parse(&sentences_memo(&edited, span, &memo))
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
