//! Where else the utterances of an article stand: looked up in the index, and compared.
//!
//! Most of what shares a few words with an utterance is settled by how many keys both have, which the index has counted,
//! before its article is unpacked. Two translations are looked for only between articles that have another utterance in
//! common, each in words of its own. So what is found by the words of an utterance depends on that utterance alone, and an
//! edit of another one of its article leaves it as it is. Whether a few words in common are more than chance depends on what
//! the two articles are about, besides; that is asked last.

use super::tongue::is_from_abroad;
use super::{
    COMMON_KEY, FEWEST_STEMS, TRANSLATION_CONTAINMENT, TRANSLATION_WORDS, Utterance, UtteranceOutline, common,
};
use super::{Evidence, QuoteRelation, QuoteVariant};
use crate::corpus::event::Likenesses;
use crate::corpus::facts::Opening;
use crate::corpus::figure::hash;
use crate::corpus::postings::KeyKind;
use crate::corpus::tally::Tally;
use crate::corpus::{ArticleEntry, Corpus, DocumentId};
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::sync::Arc;

/// So many days apart, articles that quote a few like words report two occasions: what is said again is said in like words.
const NEAR_DAYS: i32 = 4;

type Variants = Arc<[QuoteVariant]>;

/// A quotation that shares so many keys with one that both may be one utterance.
#[derive(Clone, Copy, Debug)]
pub(in crate::corpus) struct Sharing {
    other: DocumentId,
    item: u16,
    /// How many keys they share, where they were counted.
    pairs: Option<u16>,
    /// The number of its wording: those that are found together have the same one where words and speaker are the same.
    wording: u32,
}

/// Those quotations with the numbers of their wordings and in that order, so that of copies, which stand side by side, one is
/// looked at.
fn by_wording(near: impl Iterator<Item = (Sharing, UtteranceOutline)>) -> Arc<[Sharing]> {
    let mut wordings: FxHashMap<u64, SmallVec<[(UtteranceOutline, u32); 1]>> = FxHashMap::default();
    let mut count = 0;
    let mut near: Vec<Sharing> = near
        .map(|(sharing, outline)| {
            let alike = wordings.entry(outline.print()).or_default();
            let known = alike.iter().find(|(known, _)| known.is_same(&outline) && known.has_very_speaker_of(&outline));
            let wording = known.map_or(count, |known| known.1);
            if wording == count {
                alike.push((outline, count));
                count += 1;
            }
            Sharing { wording, ..sharing }
        })
        .collect();
    near.sort_by_key(|sharing| sharing.wording);
    near.into()
}

impl Corpus {
    /// Other articles' quotations of the same utterance, in a stable order.
    pub fn quote_variants(&self, article: DocumentId, quotation: usize) -> Vec<QuoteVariant> {
        self.all_quote_variants(article).get(quotation).map(|variants| variants.to_vec()).unwrap_or_default()
    }

    /// The same for all quotations of an article, in their order.
    pub fn all_quote_variants(&self, article: DocumentId) -> Arc<[Variants]> {
        self.quote_memo.get(article, || {
            let Some(entry) = self.article(article) else { return Default::default() };
            let find = || self.find_all_variants(article, entry);
            if !self.edited.is_of(article) {
                return find();
            }
            // Most letters leave what is quoted, what the article is about and where it happened as they were.
            let print = hash(&(entry.quoted(), entry.signature.print(), entry.day, &entry.opening_places));
            self.edited.quotations(print, find)
        })
    }

    fn find_all_variants(&self, article: DocumentId, entry: &ArticleEntry) -> Arc<[Variants]> {
        let is_edited = self.edited.is_of(article);
        let mut shared = Tally::default();
        let of = |(item, this): (usize, &Utterance)| {
            let mut find = |but| self.similar_to((article, this, item), but, &mut shared);
            match this.keys.is_empty() {
                true => Default::default(),
                false if is_edited => self.edited.quotation(this.content, || find(Some(article))),
                false => elsewhere(article, self.recurring_quotes.get(this.content, || find(None))),
            }
        };
        let mut likenesses = Likenesses::of(self, article, &entry.signature);
        let is_later = |other: DocumentId| {
            let days = entry.day.zip(self.article(other).and_then(|there| there.day));
            days.and_then(|(a, b)| a.until(b).ok()).is_some_and(|s| s.get_days().abs() > NEAR_DAYS)
        };
        let similar: Vec<Variants> = entry.utterances.iter().enumerate().map(of).collect();
        let mut suffices = |v: &QuoteVariant, shares_another: bool| {
            v.evidence.suffices(v.is_anothers, || likenesses.with(v.other), || shares_another)
                && (v.evidence != Evidence::OfOneEvent || !is_later(v.other))
        };
        let all = similar.iter().flat_map(|variants| variants.iter());
        let retold = all.filter(|v| v.evidence >= Evidence::Retold && suffices(v, false)).map(|v| v.other);
        let retold: FxHashSet<DocumentId> = retold.collect();
        let mut is_kept = |v: &QuoteVariant| suffices(v, retold.contains(&v.other));
        let mut kept = |similar: Variants| match similar.iter().all(&mut is_kept) {
            true => similar,
            false => similar.iter().filter(|v| is_kept(v)).cloned().collect(),
        };
        let similar: Vec<Variants> = similar.into_iter().map(&mut kept).collect();
        let altered = |v: &&QuoteVariant| v.relation == QuoteRelation::Altered;
        let mut near: Vec<DocumentId> =
            similar.iter().flat_map(|v| v.iter().filter(altered)).map(|v| v.other).collect();
        near.sort_unstable();
        near.dedup();
        let may_be_translated = is_from_abroad(entry);
        near.retain(|&other| may_be_translated && self.article(other).is_some_and(is_from_abroad));
        let all = entry.utterances.iter().zip(similar);
        let mut all: Vec<Variants> =
            all.map(|(this, similar)| self.with_translations(entry, this, similar, &near)).collect();
        for opening in &entry.facts.openings {
            let Some(similar) = all.get_mut(opening.quotation as usize) else { continue };
            self.add_framed((article, entry), opening, similar, &mut likenesses, is_later);
        }
        all.into()
    }

    /// Adds the quotations of one speaker in articles of the event that begin and end as one does: what stands between may be
    /// in other words.
    fn add_framed(
        &self,
        (article, entry): (DocumentId, &ArticleEntry),
        opening: &Opening,
        similar: &mut Variants,
        likenesses: &mut Likenesses,
        is_later: impl Fn(DocumentId) -> bool,
    ) {
        let Some(this) = entry.utterances.get(opening.quotation as usize) else { return };
        let mut found = Vec::new();
        for (other, quotation) in self.openings_like(article, opening, likenesses) {
            let known = similar.iter().any(|v| v.other == other && v.quotation == quotation);
            let Some(there) = self.article(other).filter(|_| !known && !is_later(other)) else { continue };
            let that = there.utterances.get(quotation).filter(|that| this.has_speaker_of(that));
            let Some(similarity) = that.and_then(|that| this.framed_like(that)) else { continue };
            found.push(QuoteVariant {
                other,
                quotation,
                relation: QuoteRelation::Altered,
                similarity,
                evidence: Evidence::OfOneEvent,
                is_anothers: false,
            });
        }
        if !found.is_empty() {
            found.extend(similar.iter().cloned());
            self.sort_variants(&mut found);
            *similar = found.into();
        }
    }

    /// The quotations of all articles `but` one that have mostly the words of this utterance; `shared` is empty before and
    /// after.
    fn similar_to(
        &self,
        (article, this, item): (DocumentId, &Utterance, usize),
        but: Option<DocumentId>,
        shared: &mut Tally<u32>,
    ) -> Variants {
        let outline = self.index.utterance(article, item).unwrap_or_else(|| this.outline());
        let mut find = || self.sharing_keys(this, &outline, shared);
        // Who says it is not asked yet: versions of an article may name another one for the same words.
        let near = match but {
            None => self.recurring_words.get(hash(&(&this.written, &this.keys)), find),
            Some(_) => find(),
        };
        let near: SmallVec<[&Sharing; 64]> = near.iter().filter(|near| Some(near.other) != but).collect();
        let mut similar = Vec::new();
        for copies in near.chunk_by(|a, b| a.wording == b.wording) {
            let Some(found) = self.variant((this, &outline), copies[0]) else { continue };
            let of = |copy: &&Sharing| QuoteVariant { other: copy.other, quotation: copy.item.into(), ..found.clone() };
            similar.extend(copies.iter().map(of));
        }
        self.sort_variants(&mut similar);
        similar.into()
    }

    /// How the quotation at that place is a variant of an utterance with its outline, if it is one.
    fn variant(&self, (this, outline): (&Utterance, &UtteranceOutline), near: &Sharing) -> Option<QuoteVariant> {
        let (other, item) = (near.other, usize::from(near.item));
        let there = self.index.utterance(other, item)?;
        let variant = |relation, similarity, (evidence, is_anothers)| QuoteVariant {
            other,
            quotation: item,
            relation,
            similarity,
            evidence,
            is_anothers,
        };
        if there.is_same(outline) {
            return Some(variant(QuoteRelation::Same, 1.0, outline.evidence(&there)));
        }
        let that = self.index.utterances(other, &self.work)?.get(item)?;
        self.work.count(|work| &work.quotations_compared);
        let pairs = || near.pairs.map_or_else(|| common(&this.keys, &that.keys), usize::from);
        let (relation, similarity) = this.similar_sharing(that, pairs)?;
        let evidence = this.evidence(that, relation);
        (evidence > Evidence::None).then(|| variant(relation, similarity, (evidence, this.is_anothers(that))))
    }

    /// The quotations of all articles that may be similar to an utterance, going by what is at hand of their words, copies side by
    /// side; `shared` is empty before and after.
    fn sharing_keys(&self, this: &Utterance, outline: &UtteranceOutline, shared: &mut Tally<u32>) -> Arc<[Sharing]> {
        // How many keys each has in common with this one, unless some key was passed over.
        let passed_over = self.index.each_posting(KeyKind::Quote, &this.keys, COMMON_KEY, |_, posting| {
            shared.add(posting.document(), posting.item() as u16, 1);
        });
        let all = shared.drain().map(|((other, item), pairs)| (other, usize::from(item), pairs as usize));
        let near = self.index.utterances_near(outline, all, passed_over).into_iter();
        // Most are settled before their article is unpacked.
        let near = near.filter(|(_, _, pairs, there)| there.may_be_similar(outline, pairs + passed_over));
        let counted = |pairs: usize| u16::try_from(pairs).ok().filter(|_| passed_over == 0);
        by_wording(near.map(|(other, item, pairs, there)| {
            (Sharing { other, item: item as u16, pairs: counted(pairs), wording: 0 }, there)
        }))
    }

    /// What is similar to an utterance and what of the articles that are `near` translates the same words.
    fn with_translations(
        &self,
        entry: &ArticleEntry,
        this: &Utterance,
        similar: Variants,
        near: &[DocumentId],
    ) -> Variants {
        if this.speaker.is_none() || this.keys.is_empty() || near.is_empty() {
            return similar;
        }
        let known: FxHashSet<(DocumentId, usize)> = similar.iter().map(|v| (v.other, v.quotation)).collect();
        let mut found: Vec<QuoteVariant> = Vec::new();
        for &other in near {
            let Some(there) = self.article(other) else { continue };
            for (quotation, that) in there.utterances.iter().enumerate() {
                if !this.has_speaker_of(that)
                    || known.contains(&(other, quotation))
                    || common(&this.keys, &that.keys) == 0
                {
                    continue;
                }
                self.work.count(|work| &work.quotations_compared);
                if let Some((relation, similarity)) = translated(entry, there, this, that) {
                    found.push(QuoteVariant {
                        other,
                        quotation,
                        relation,
                        similarity,
                        evidence: Evidence::OfOneEvent,
                        is_anothers: false,
                    });
                }
            }
        }
        if found.is_empty() {
            return similar;
        }
        found.extend(similar.iter().cloned());
        self.sort_variants(&mut found);
        found.into()
    }

    /// By path, not by id: ids depend on the order in which articles were loaded.
    fn sort_variants(&self, variants: &mut [QuoteVariant]) {
        variants.sort_unstable_by(|a, b| self.by_path(a.other, b.other).then(a.quotation.cmp(&b.quotation)));
    }
}

/// Those variants that stand in other articles.
fn elsewhere(article: DocumentId, all: Variants) -> Variants {
    match all.iter().any(|variant| variant.other == article) {
        true => all.iter().filter(|variant| variant.other != article).cloned().collect(),
        false => all,
    }
}

/// Whether two articles share an utterance with certainty, and each in its own words throughout: outlets that have one
/// sentence of a speaker word for word, or ten words of one, have no translations of their own.
fn worded_apart(a: &ArticleEntry, b: &ArticleEntry) -> bool {
    let long = |u: &&Utterance| u.stems.len() >= 4;
    let both = b.utterances.iter().filter(long).flat_map(|u| a.utterances.iter().filter(long).map(move |v| (u, v)));
    let mut related = both.filter_map(|(u, v)| Some((u, v, u.similar(v)?.0))).peekable();
    related.peek().is_some() && related.all(|(u, v, how)| how == QuoteRelation::Altered && !u.shares_passage(v))
}

/// Two weakly similar quotations of one speaker, in articles that certainly share another utterance of theirs.
fn translated(a: &ArticleEntry, b: &ArticleEntry, this: &Utterance, that: &Utterance) -> Option<(QuoteRelation, f32)> {
    // A quotation that has its match among the other article's cannot be the translation of another one there.
    let matched = |u: &Utterance, others: &[Utterance]| {
        others.iter().any(|o| o.stems.len() >= FEWEST_STEMS && u.similar(o).is_some())
    };
    if !this.has_speaker_of(that) {
        return None;
    }
    let containment = this.containment(that);
    let enough = common(&this.stems, &that.stems) >= 2 && containment >= TRANSLATION_CONTAINMENT;
    let lengths = || {
        let (a, b) = (this.words().len(), that.words().len());
        a.min(b) >= TRANSLATION_WORDS && a.max(b) <= 2 * a.min(b)
    };
    (enough && lengths() && worded_apart(a, b) && !matched(this, &b.utterances) && !matched(that, &a.utterances))
        .then_some((QuoteRelation::Translated, containment))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{ArticleEntry, Corpus, NewDocument, Settings};
    use crate::reading::{self, Reading};
    use std::sync::Arc;

    const WIRE: &str = "\"The water had already reached the lower hall when we opened the gates,\" Ann Marsh said.";
    const OTHER: &str =
        "\"The water was already in the lower hall when we opened the gates,\" Ann Marsh said on Monday.";
    const NONE: &str = "\"Nobody had expected the ferries to stay in the outer basin,\" Ann Marsh said.";

    fn read(text: &str) -> Arc<Reading> {
        Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
    }

    /// All variants by path, of a corpus that was edited and asked between the edits.
    fn shown(corpus: &Corpus) -> Vec<String> {
        let quotations = |r: &Reading| 0..r.quotations.len();
        let of = |(id, entry): (_, &ArticleEntry)| {
            let found: Vec<_> = quotations(&entry.reading).flat_map(|q| corpus.quote_variants(id, q)).collect();
            let others = found.iter().map(|v| format!("{} {}", corpus.path(v.other).unwrap(), v.relation.name()));
            format!("{}: {:?}", entry.path, others.collect::<Vec<_>>())
        };
        corpus.articles().into_iter().map(of).collect()
    }

    #[test]
    fn nobody_says_what_another_one_says_in_half_the_words() {
        let variants = |speaker: &str| {
            let there = format!("\"We did the right thing by the people of this town,\" {speaker} said.");
            let here =
                "\"We did the right thing for all the people of this town and for the children,\" Ann Marsh said.";
            let articles = vec![(Arc::from("a.txt"), read(here)), (Arc::from("b.txt"), read(&there))];
            let corpus = Corpus::of_articles(Settings::default(), articles);
            corpus.quote_variants(corpus.id("a.txt").unwrap(), 0).len()
        };
        assert_eq!((variants("Ann Marsh"), variants("Leo Hart")), (1, 0));
    }

    #[test]
    fn what_is_similar_to_a_quotation_that_many_articles_have_is_found_once() {
        let copies = |count: usize| {
            let copy = |nth: usize| (format!("{nth:02}.txt").into(), read(&format!("{WIRE} That was on pier {nth}.")));
            let mut articles: Vec<(Arc<str>, _)> = (0..count).map(copy).collect();
            articles.push(("z.txt".into(), read(OTHER)));
            let corpus = Corpus::of_articles(Settings::default(), articles);
            let shown = shown(&corpus);
            let pairs = shown.iter().map(|line| line.matches(".txt").count() - 1).sum::<usize>();
            (pairs, corpus.work().done().quotations_compared)
        };
        assert_eq!(copies(4), (5 * 4, 1 + 1));
        assert_eq!(copies(20), (21 * 20, 1 + 1));
    }

    #[test]
    fn answers_after_any_edits_are_those_of_a_fresh_corpus() {
        let mut corpus = Corpus::new(Settings::default());
        let mut now = [("a.txt", WIRE), ("b.txt", NONE), ("c.txt", NONE)];
        corpus.extend(now.iter().map(|(p, t)| ((*p).into(), NewDocument::Article(read(t)))).collect());
        for (index, text) in [(1, OTHER), (0, NONE), (0, WIRE), (2, OTHER), (1, NONE), (0, OTHER), (1, WIRE), (0, WIRE)]
        {
            shown(&corpus);
            now[index].1 = text;
            corpus.put_article(now[index].0, read(text));
            let fresh =
                Corpus::of_articles(Settings::default(), now.iter().map(|(p, t)| ((*p).into(), read(t))).collect());
            assert_eq!(shown(&corpus), shown(&fresh));
        }
        assert!(shown(&corpus).iter().any(|line| line.contains("altered")), "{:?}", shown(&corpus));
    }

    #[test]
    fn a_few_words_said_again_a_week_later_are_another_utterance() {
        let text = |day: &str, said: &str| {
            format!("---\ndate: {day}\n---\nPORT ALDER - The sea broke through the Eastgate wall.\n\n{said}")
        };
        let variants = |day: &str| {
            let here = text(
                "2031-04-13",
                "\"The wall of this harbour was built for rowers and lanterns, vespers, cormorants and quinine,\" Ann Marsh said.",
            );
            let there = text(
                day,
                "\"The wall of this harbour was built for rowers: smugglers, magistrates and breweries never paid one mason,\" Ann Marsh said.",
            );
            let similar = super::super::utterances(&read(&here), &Settings::default())[0]
                .similar(&super::super::utterances(&read(&there), &Settings::default())[0]);
            let articles = vec![(Arc::from("a.txt"), read(&here)), (Arc::from("b.txt"), read(&there))];
            let corpus = Corpus::of_articles(Settings::default(), articles);
            (similar.is_some(), corpus.quote_variants(corpus.id("a.txt").unwrap(), 0).len())
        };
        assert_eq!((variants("2031-04-13"), variants("2031-04-21")), ((true, 1), (true, 0)));
    }
}
