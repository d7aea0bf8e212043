//! The corpus at a glance: its events, its figures over time, who is quoted by whom, and what was copied.

use super::{FigureSection, QuoteRow, figures, quotes};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Location};
use crate::text::sorting::{sort_by, sort_by_key};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// What a report shows.
#[derive(Clone, Debug)]
pub struct Report {
    /// Number of articles.
    pub articles: usize,
    /// The first and the last day of them, where known.
    pub days: Option<(Date, Date)>,
    /// The events, the largest first; articles that are alone with theirs make none.
    pub events: Vec<EventSection>,
    /// Articles that no other one shares its event with.
    pub alone: Vec<ArticleRow>,
    /// Figure groups, those in conflict first.
    pub figures: Vec<FigureSection>,
    /// Who is quoted, the most often first.
    pub voices: Vec<VoiceRow>,
    /// Quotations whose words differ between articles.
    pub altered: Vec<QuoteRow>,
    /// Articles that share most of their words.
    pub copies: Vec<CopyRow>,
    /// Passages that two articles have word for word.
    pub passages: Vec<PassageRow>,
    /// Number of quotations.
    pub quotations: usize,
}

/// An event and its articles.
#[derive(Clone, Debug)]
pub struct EventSection {
    /// The headline of its first article.
    pub title: String,
    /// The articles by day.
    pub articles: Vec<ArticleRow>,
    /// The figure groups of these articles, as indices into [`Report::figures`].
    pub figures: Vec<usize>,
}

/// An article.
#[derive(Clone, Debug)]
pub struct ArticleRow {
    /// Which.
    pub document: DocumentId,
    /// Its path.
    pub path: String,
    /// Its headline, else how it begins.
    pub title: String,
    /// Who published it, where known.
    pub publisher: Option<String>,
    /// Its day, where known.
    pub day: Option<Date>,
}

/// Somebody who is quoted.
#[derive(Clone, Debug)]
pub struct VoiceRow {
    /// The fullest name.
    pub name: String,
    /// Number of quotations.
    pub quotations: usize,
    /// How many of these stand in other words elsewhere.
    pub altered: usize,
    /// The articles that quote, with the number of quotations, the most first.
    pub by: Vec<(String, usize)>,
}

/// Two articles that share most of their words.
#[derive(Clone, Debug)]
pub struct CopyRow {
    /// The earlier one, where the days are known.
    pub first: ArticleRow,
    /// The other.
    pub second: ArticleRow,
    /// Share of common phrases, from 0 to 1.
    pub share: f64,
}

/// A passage that two articles have word for word.
#[derive(Clone, Debug)]
pub struct PassageRow {
    /// Where it stands in the one article.
    pub here: Location,
    /// Where in the other.
    pub there: Location,
    /// The two paths.
    pub paths: (String, String),
    /// At least so many words.
    pub words: usize,
    /// How it begins.
    pub text: String,
}

/// The report of a corpus.
pub fn report(corpus: &Corpus) -> Report {
    let articles = corpus.articles();
    let days = articles.iter().filter_map(|(_, e)| e.facts.day);
    let days = days.clone().min().zip(days.max());
    let figures = figures(corpus);
    let quotes = quotes(corpus);
    let mut groups: FxHashMap<DocumentId, Vec<usize>> = FxHashMap::default();
    for (index, section) in figures.iter().enumerate() {
        for row in &section.rows {
            groups.entry(row.location.document).or_default().push(index);
        }
    }
    let (mut events, mut alone) = (Vec::new(), Vec::new());
    for event in corpus.events() {
        let rows: Vec<ArticleRow> = event.iter().filter_map(|&id| Some(row(id, corpus.article(id)?))).collect();
        if rows.len() < 2 {
            alone.extend(rows);
            continue;
        }
        let mut figures: Vec<usize> = event.iter().filter_map(|id| groups.get(id)).flatten().copied().collect();
        figures.sort_unstable();
        figures.dedup();
        events.push(EventSection { title: rows[0].title.clone(), articles: rows, figures });
    }
    let altered = distinct(quotes.iter().filter(|q| q.differs()));
    Report {
        articles: articles.len(),
        days,
        events,
        alone,
        voices: voices(corpus, &quotes),
        altered,
        copies: copies(corpus, &articles),
        passages: passages(corpus, &articles),
        quotations: quotes.len(),
        figures,
    }
}

fn row(document: DocumentId, entry: &ArticleEntry) -> ArticleRow {
    let publisher = entry.facts.publisher.as_ref().map(|p| p.to_string());
    ArticleRow {
        document,
        path: entry.path.to_string(),
        title: entry.facts.title.to_string(),
        publisher,
        day: entry.facts.day,
    }
}

/// Of quotations that are versions of each other the first.
fn distinct<'a>(rows: impl Iterator<Item = &'a QuoteRow>) -> Vec<QuoteRow> {
    let mut seen: rustc_hash::FxHashSet<Location> = Default::default();
    let mut kept = Vec::new();
    for row in rows {
        if seen.insert(row.location) {
            seen.extend(row.versions.iter().map(|v| v.location));
            kept.push(row.clone());
        }
    }
    sort_by_key(&mut kept, |r| std::cmp::Reverse(r.versions.len()));
    kept
}

/// How often and by whom each speaker is quoted, the most often first.
fn voices(corpus: &Corpus, quotes: &[QuoteRow]) -> Vec<VoiceRow> {
    let row = |voice: super::Voice| {
        let rows = || voice.rows.iter().map(|&row| &quotes[row]);
        let mut by: FxHashMap<String, usize> = FxHashMap::default();
        rows().for_each(|row| *by.entry(row.path.clone()).or_default() += 1);
        let mut by: Vec<(String, usize)> = by.into_iter().collect();
        sort_by(&mut by, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let altered = rows().filter(|row| row.differs()).count();
        VoiceRow { quotations: voice.rows.len(), altered, by, name: voice.name }
    };
    super::voices(corpus, quotes).into_iter().map(row).collect()
}

fn copies(corpus: &Corpus, articles: &[(DocumentId, &ArticleEntry)]) -> Vec<CopyRow> {
    let mut copies = Vec::new();
    for (id, entry) in articles {
        for (other, share) in corpus.near_duplicates(*id) {
            let Some(there) = corpus.article(other) else { continue };
            let key = |e: &ArticleEntry| (e.facts.day.is_none(), e.facts.day, e.path.clone());
            if key(entry) < key(there) {
                copies.push(CopyRow { first: row(*id, entry), second: row(other, there), share });
            }
        }
    }
    sort_by(&mut copies, |a, b| b.share.total_cmp(&a.share).then(a.first.path.cmp(&b.first.path)));
    copies
}

fn passages(corpus: &Corpus, articles: &[(DocumentId, &ArticleEntry)]) -> Vec<PassageRow> {
    let mut rows = Vec::new();
    for (id, entry) in articles {
        let near: Vec<DocumentId> = corpus.near_duplicates(*id).into_iter().map(|n| n.0).collect();
        for passage in corpus.copied_passages(*id) {
            let Some(there) = corpus.article(passage.other).filter(|_| !near.contains(&passage.other)) else {
                continue;
            };
            if entry.path < there.path {
                rows.push(PassageRow {
                    here: Location { document: *id, span: passage.span },
                    there: Location { document: passage.other, span: passage.there },
                    paths: (entry.path.to_string(), there.path.to_string()),
                    words: passage.words,
                    text: passage
                        .span
                        .of(&entry.reading.article.text)
                        .split_whitespace()
                        .take(24)
                        .collect::<Vec<_>>()
                        .join(" "),
                });
            }
        }
    }
    sort_by(&mut rows, |a, b| b.words.cmp(&a.words).then(a.paths.cmp(&b.paths)).then(a.here.span.cmp(&b.here.span)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::Settings;
    use crate::reading;
    use std::sync::Arc;

    fn corpus(articles: &[(&str, &str)]) -> Corpus {
        let read = |text: &str| {
            let article = Article::parse(text.into(), Markup::Plain, &Overrides::default());
            Arc::new(reading::read(Arc::new(article)))
        };
        let readings = articles.iter().map(|(path, text)| (Arc::from(*path), read(text))).collect();
        Corpus::of_articles(Settings::default(), readings)
    }

    const FLOOD: &str = "The Eastgate wall in Port Alder failed on Monday. \"The lower gates will be rebuilt before the winter,\" Mayor Ann Marsh said.";
    const TRIAL: &str =
        "A jury in Thornby found the banker guilty of embezzling pensions from the miners' union on Friday.";

    #[test]
    fn articles_are_put_together_by_event_and_the_rest_stands_alone() {
        let again = format!("{FLOOD} The harbourmaster closed the Eastgate basin.");
        let report = report(&corpus(&[("a.txt", FLOOD), ("b.txt", &again), ("c.txt", TRIAL)]));
        assert_eq!(report.articles, 3);
        assert_eq!(report.events.iter().map(|e| e.articles.len()).collect::<Vec<_>>(), [2]);
        assert_eq!(report.alone.iter().map(|a| a.path.as_str()).collect::<Vec<_>>(), ["c.txt"]);
    }

    #[test]
    fn a_voice_is_counted_over_articles_under_its_fullest_name() {
        let short =
            "\"The lower gates will be rebuilt before the winter,\" Marsh said. Ann Marsh is the mayor of Port Alder.";
        let report = report(&corpus(&[("a.txt", FLOOD), ("b.txt", short)]));
        assert_eq!(report.voices.len(), 1, "{:?}", report.voices);
        let voice = &report.voices[0];
        assert_eq!((voice.name.as_str(), voice.quotations, voice.by.len()), ("Ann Marsh", 2, 2));
    }
}
