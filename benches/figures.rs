//! What dates and quantities of an article cost on top of the language layer, and the speed of the skim.

use copydesk::article::{Article, Markup, Overrides};
use copydesk::reading::{Prose, quantity, timex};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

fn figures(c: &mut Criterion) {
    let text = include_str!("article.txt");
    let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
    let prose = Prose::of(&article);
    for sentence in prose.sentences.iter().filter(|s| !s.is_empty()) {
        sentence.tree();
    }
    let dates = timex::timexes(&prose);
    let mut group = c.benchmark_group("figures");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("dates", |b| b.iter(|| timex::timexes(black_box(&prose))));
    group.bench_function("quantities", |b| b.iter(|| quantity::quantities(black_box(&prose), &dates)));
    group.bench_function("skim", |b| b.iter(|| quantity::skim(black_box(text)).map(|d| d.value).sum::<f64>()));
    group.finish();
}

criterion_group!(benches, figures);
criterion_main!(benches);
