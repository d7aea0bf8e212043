//! Another name or a stronger verb in a sentence that a draft took over from a source: who is said to have said it, and
//! how.
//!
//! The readings know most speakers; here it is enough that all but the speaker's name or the verb stands in the source.

use super::super::{ArticleEntry, Location, Settings};
use super::aligned::{Change, Original, span_of};
use super::lines::{Profile, Source, Sources, Word};
use super::statements::{IRREGULAR, loaded, neutral, person_of};
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, flat};
use crate::language::gazetteer;
use crate::reading::{EntityKind, Mention, MentionForm, Reading};
use crate::text::Span;

/// A verb of saying may have an auxiliary or an adverb beside it.
const VERB: usize = 3;
/// Letters that two spellings of one name may differ in.
const SPELLINGS: usize = 2;
/// Words that name nobody by themselves.
const SMALL: &[&str] = &["the", "a", "an", "of", "for", "and", "in", "on", "at", "to", "s"];
/// Words beside which the speaker stands.
const SAYING: &[&str] = &["said", "says", "told", "tells", "added", "adds"];

/// What differs in the lines of the draft, given what each was made of; `known` is what was found before.
pub(super) fn compare(
    draft: &ArticleEntry,
    here: &Profile,
    originals: &[Vec<Original>],
    beside: &Sources,
    settings: &Settings,
    known: &[Item],
) -> Vec<Item> {
    let reading = &*draft.reading;
    let mut items = Vec::new();
    for (index, originals) in originals.iter().enumerate() {
        let mut told: Vec<Span> = Vec::new();
        for original in originals {
            let source = &beside.all[original.source];
            for change in &original.changes {
                let span = span_of(&here.words, &change.here);
                let quoted = |q: &crate::reading::Quotation| q.words >= 4 && q.content.iter().any(|c| c.overlaps(span));
                if reading.quotations.iter().any(quoted) || told.iter().any(|t| t.overlaps(span)) {
                    continue;
                }
                let pair = Pair { reading, here, change, source, settings };
                let Some(discrepancy) = pair.verb().or_else(|| pair.speaker(&beside.all)) else { continue };
                let same = |d: &Discrepancy| d.difference == discrepancy.difference && d.span.overlaps(span);
                let kept = originals.iter().any(|o| o.keeps(&change.here));
                if !kept && !known.iter().any(|item| item.discrepancies.iter().any(same)) {
                    let item = Item::new(ItemKind::Statement, index, discrepancy.span, Verdict::Different);
                    items.push(item.differs(discrepancy));
                }
                told.push(span);
            }
        }
    }
    items
}

/// Words of the draft in the place of those of a source.
struct Pair<'a> {
    reading: &'a Reading,
    here: &'a Profile,
    change: &'a Change,
    source: &'a Source<'a>,
    settings: &'a Settings,
}

impl Pair<'_> {
    fn there(&self) -> &Reading {
        &self.source.entry.reading
    }

    fn discrepancy(&self, difference: Difference, (here, there): (Span, Span), says: String) -> Discrepancy {
        let there = Location { document: self.source.id, span: there };
        Discrepancy { difference, span: here, there, says, mend: None }
    }

    /// A verb that says more in the place of one that only says that something was said.
    fn verb(&self) -> Option<Discrepancy> {
        let (here, there) = (&self.change.here, &self.change.there);
        if here.len() > VERB || there.len() > VERB {
            return None;
        }
        let (text, source) = (&*self.reading.article.text, &*self.there().article.text);
        let find = |words: &[Word], text: &str, wanted: fn(&str) -> bool| {
            words.iter().map(|w| w.span).find(|span| wanted(&span.of(text).to_lowercase()))
        };
        let strong = find(&self.here.words[here.clone()], text, loaded)?;
        let plain = find(&self.source.profile.words[there.clone()], source, neutral)?;
        // "A vow" for "said" is another construction, not another verb.
        let past = |form: &str| form.ends_with("ed") || IRREGULAR.contains(&form);
        if past(&strong.of(text).to_lowercase()) != past(&plain.of(source).to_lowercase()) {
            return None;
        }
        let says = format!("“{}” here; “{}”", strong.of(text), plain.of(source));
        Some(self.discrepancy(Difference::Strengthened, (strong, plain), says))
    }

    /// Another name where the source names who says it.
    fn speaker(&self, all: &[Source]) -> Option<Discrepancy> {
        let text = &*self.reading.article.text;
        let other_text = &*self.there().article.text;
        let span = span_of(&self.here.words, &self.change.here);
        let other = span_of(&self.source.profile.words, &self.change.there);
        let (mine, theirs) = (telling(span.of(text)), telling(other.of(other_text)));
        if !are_names(span.of(text)) || !are_names(other.of(other_text)) || mine.is_empty() || theirs.is_empty() {
            return None;
        }
        let (a, b) = (named(self.reading, span)?, named(self.there(), other)?);
        let speaks = self.is_speaker(self.reading, self.here, &self.change.here)
            || self.is_speaker(self.there(), &self.source.profile, &self.change.there);
        if !speaks || self.may_be_one((a, &mine), (b, &theirs), all) {
            return None;
        }
        let says = format!("{} is the source here; {}", flat(span.of(text)), flat(other.of(other_text)));
        Some(self.discrepancy(Difference::Speaker, (span, other), says))
    }

    /// Whether the words are of the source of a statement, by the reading or by the verb beside them.
    fn is_speaker(&self, reading: &Reading, profile: &Profile, words: &std::ops::Range<usize>) -> bool {
        let text = &*reading.article.text;
        let span = span_of(&profile.words, words);
        let word = |at: Option<usize>| at.and_then(|at| profile.words.get(at)).map_or("", |w| w.span.of(text));
        let says = |at: Option<usize>| SAYING.contains(&word(at));
        let (before, further) = (words.start.checked_sub(1), words.start.checked_sub(2));
        let according = word(before) == "to" && word(further).eq_ignore_ascii_case("according");
        let attributed = reading.attributions.iter().any(|a| a.source.iter().any(|s| s.overlaps(span)));
        attributed || says(Some(words.end)) || says(before) || according
    }

    /// Whether both names may stand for one person or body.
    fn may_be_one(&self, (a, mine): (&Mention, &[String]), (b, theirs): (&Mention, &[String]), all: &[Source]) -> bool {
        let (here, there) = (self.reading, self.there());
        let (x, y) = (&here.entities[a.entity], &there.entities[b.entity]);
        let person = |kind| kind == EntityKind::Person;
        // A country, its capital and its government speak for each other.
        let metonymy =
            !person(x.kind) && !person(y.kind) && (x.kind == EntityKind::Place || y.kind == EntityKind::Place);
        let shared = mine.iter().any(|w| theirs.contains(w));
        let spelt = |w: &String, v: &String| w.len() > 3 && v.len() > 3 && strsim::osa_distance(w, v) <= SPELLINGS;
        let respelt = mine.iter().any(|w| theirs.iter().any(|v| spelt(w, v)));
        let initials = |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
        let short =
            |words: &[String], of: &[String]| of.len() > 1 && words.len() == 1 && initials(of).starts_with(&*words[0]);
        let people =
            person_of(here, Some(a.entity), self.settings).zip(person_of(there, Some(b.entity), self.settings));
        let may_be = people.is_some_and(|(p, q)| p.may_be(&q));
        let aliases = |group: &Vec<String>| {
            let holds = |name: &str| group.iter().any(|n| n.eq_ignore_ascii_case(name));
            holds(&x.name) && holds(&y.name)
        };
        let one = metonymy || shared || respelt || short(mine, theirs) || short(theirs, mine) || may_be;
        let both_people = person(x.kind) && person(y.kind);
        one || self.settings.aliases.iter().any(aliases) || !both_people && together(mine, theirs, all)
    }
}

/// Whether a source names both in one breath, as it does a spokesman and the body that he speaks for.
fn together(mine: &[String], theirs: &[String], all: &[Source]) -> bool {
    const BREATH: usize = 6;
    let pairs = || mine.iter().flat_map(|word| theirs.iter().map(move |other| (word, other)));
    all.iter().any(|source| {
        let text = &*source.entry.reading.article.text;
        let words = &source.profile.words;
        let is = |at: usize, word: &str| words[at].span.of(text).to_lowercase() == *word;
        let apposed = |at: usize, other: &str| {
            let near = at.saturating_sub(BREATH)..(at + BREATH + 1).min(words.len());
            // Within one sentence, with no verb of saying between.
            near.filter(|&i| i != at && is(i, other)).any(|i| {
                let (from, to) = (at.min(i), at.max(i));
                let between = &text[words[from].span.end as usize..words[to].span.start as usize];
                let says = |w: &Word| SAYING.contains(&w.span.of(text).to_lowercase().as_str());
                !between.contains(['.', '"', '“', '”', ';']) && !words[from + 1..to].iter().any(says)
            })
        };
        pairs().any(|(word, other)| {
            let places = source.profile.places.get(&form(word)).map_or(&[][..], Vec::as_slice);
            places.iter().take(200).any(|&at| apposed(at as usize, other))
        })
    })
}

fn form(word: &str) -> u32 {
    super::super::figure::hash(word) as u32
}

/// The words of a name that tell who it is, in lower case: without titles and small words.
fn telling(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let tells = |w: &&str| !SMALL.contains(&w.to_lowercase().as_str()) && gazetteer::title(w).is_none();
    words.filter(tells).map(str::to_lowercase).collect()
}

/// Whether every word begins with a capital, but for small words.
fn are_names(words: &str) -> bool {
    let mut all = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    all.all(|w| w.starts_with(char::is_uppercase) || SMALL.contains(&w))
}

/// The name of a person, organisation or place that stands at the span.
fn named(reading: &Reading, span: Span) -> Option<&Mention> {
    let is_name = |m: &&Mention| {
        matches!(m.form, MentionForm::Name | MentionForm::Short)
            && m.span.overlaps(span)
            && reading.entities[m.entity].kind != EntityKind::Other
    };
    reading.mentions.iter().find(is_name)
}
