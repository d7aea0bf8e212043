//! How long the stages of the language layer take on an article of five kilobytes.

use std::hint::black_box;

use copydesk::language::{Memo, Sentence, gazetteer, sentences, sentences_memo};
use copydesk::text::Span;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Invented; every paragraph has its own words, so that the caches see what an article would show them.
const ARTICLE: &str = include_str!("article.txt");

fn parse(sentences: &[Sentence]) -> usize {
    sentences.iter().map(|s| s.tree().heads.len()).sum()
}

fn stages(c: &mut Criterion) {
    let span = Span::new(0, ARTICLE.len());
    gazetteer::place("Paris");
    parse(&sentences(ARTICLE, span));
    let mut group = c.benchmark_group("language");
    group.throughput(Throughput::Bytes(ARTICLE.len() as u64));
    group.bench_function("split and tag", |b| b.iter(|| sentences(black_box(ARTICLE), span)));
    group.bench_function("split, tag and parse", |b| b.iter(|| parse(&sentences(black_box(ARTICLE), span))));
    let tagged = sentences(ARTICLE, span);
    group.bench_function("lemmas", |b| {
        b.iter(|| tagged.iter().map(|s| (0..s.len()).map(|i| s.lemma(i).len()).sum::<usize>()).sum::<usize>());
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
