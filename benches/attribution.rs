//! How long it takes to find who said what in an article of five kilobytes, on top of the language layer.

use std::hint::black_box;

use copydesk::article::{Article, Markup, Overrides};
use copydesk::reading::{Prose, attribution, name, quotation};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Invented; every paragraph has its own words, so that the caches see what an article would show them.
const ARTICLE: &str = include_str!("article.txt");

fn attributions(c: &mut Criterion) {
    let article = Article::parse(ARTICLE.into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    // Trees are the language layer's and kept with their sentences: they are made before the clock starts.
    let heads: usize = prose.sentences.iter().map(|s| s.tree().heads.len()).sum();
    let (mentions, entities) = name::mentions(&prose);
    let quotations = quotation::quotations(&prose);
    let found = attribution::attributions(&prose, &mut quotations.clone(), &mentions, &entities).len();
    println!("{heads} words, {} quotations, {found} attributions", quotations.len());

    let mut group = c.benchmark_group("attribution");
    group.throughput(Throughput::Bytes(ARTICLE.len() as u64));
    group.bench_function("quotations", |b| b.iter(|| quotation::quotations(black_box(&prose))));
    group.bench_function("attributions", |b| {
        b.iter(|| attribution::attributions(black_box(&prose), &mut quotations.clone(), &mentions, &entities));
    });
    group.finish();
}

criterion_group!(benches, attributions);
criterion_main!(benches);
