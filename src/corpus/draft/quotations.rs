//! Quotations of a draft: verbatim, altered, cut short, spliced, or somebody else's.

use super::super::person::Person;
use super::super::{ArticleEntry, Location, Settings};
use super::lines::{Source, Sources};
use super::quoted::{Run, Wording, quotation_at, runs};
use super::statements::{is_unnamed, person_of, same_source, speakers_differ, strengthened};
use super::{Difference, Discrepancy, Item, ItemKind, Verdict, flat, speakers};
use crate::reading::{EntityKind, Mention, MentionForm, Quotation, QuotationKind, Reading};
use crate::text::Span;

/// The share of a quotation's words that must stand in a source for it to be an altered one.
const ALTERED: f32 = 0.55;
/// The same for quotations of fewer words than [`SHORT`], of which half stands anywhere.
const ALTERED_SHORT: f32 = 0.7;
const SHORT: usize = 10;
/// Words that a quotation may leave out and still be an altered one rather than one that joins what stands apart.
const DROPPED: usize = 3;
/// Words of a stretch that is out of its order by intent.
const MOVED: usize = 5;
/// Words from which a quotation is one utterance whoever else says the like.
const UTTERANCE: usize = 8;
/// Fewer words than this are not said to be altered or missing.
const FEWEST: usize = 4;
/// So many words of the source may be left out without a mark where only who says it stands between.
const INTERJECTION: usize = 12;

/// A source's passage that a quotation was laid on.
struct Laid<'a> {
    source: &'a Source<'a>,
    runs: Vec<Run>,
    /// Words of the quotation that stand in the passage.
    covered: usize,
    /// The source's quotation that it lies in.
    quotation: Option<usize>,
}

impl Laid<'_> {
    fn first(&self) -> usize {
        self.runs.iter().map(|r| r.there).min().unwrap_or(0)
    }

    fn last(&self) -> usize {
        self.runs.iter().map(|r| r.there + r.length - 1).max().unwrap_or(0)
    }

    fn location(&self) -> Location {
        let words = &self.source.profile.words;
        Location { document: self.source.id, span: words[self.first()].span.join(words[self.last()].span) }
    }
}

pub(super) fn compare(draft: &ArticleEntry, beside: &Sources, settings: &Settings) -> Vec<Item> {
    let reading = &draft.reading;
    let all = reading.quotations.iter().enumerate();
    all.filter(|(_, q)| q.words > 0).map(|(index, q)| item(reading, index, q, beside, settings)).collect()
}

fn item(reading: &Reading, index: usize, quotation: &Quotation, beside: &Sources, settings: &Settings) -> Item {
    let text = &*reading.article.text;
    let wording = Wording::of(text, quotation);
    let count = wording.words.len();
    let item = |verdict| Item::new(ItemKind::Quotation, index, quotation.span, verdict);
    let speech = quotation.kind == QuotationKind::Speech;
    let speaker = person_of(reading, quotation.speaker, settings);
    let laid = beside.all.iter().filter_map(|source| lay(&wording, source));
    let rank = |l: &Laid| {
        let said_by = l.quotation.and_then(|q| l.source.entry.reading.quotations[q].speaker);
        let other = person_of(&l.source.entry.reading, said_by, settings);
        let same = speaker.zip(other).is_none_or(|(a, b)| a.may_be(&b));
        (l.covered, std::cmp::Reverse(l.runs.len()), l.quotation.is_some(), same)
    };
    let mut best: Option<Laid> = None;
    for candidate in laid {
        if best.as_ref().is_none_or(|b| rank(&candidate) > rank(b)) {
            best = Some(candidate);
        }
    }
    let missing = if count >= FEWEST && speech { Verdict::NotFound } else { Verdict::Unchecked };
    let Some(best) = best else { return item(missing) };
    let share = best.covered as f32 / count.max(1) as f32;
    let there = best.location();
    let spoken = |item| with_speaker(item, reading, quotation, &best, (beside, settings));
    let says = |what: &str| format!("{what}; “{}”", shown(best.source, &best));
    if best.covered < count {
        let quoted = best.quotation.is_some() || share >= 0.8;
        let least = if count < SHORT { ALTERED_SHORT } else { ALTERED };
        if share < least || count < FEWEST || !quoted || !speech {
            return item(missing);
        }
        let mend = verbatim(&best, text, quotation);
        let difference = Discrepancy {
            difference: Difference::Words,
            span: quotation.span,
            there,
            says: says("these words between quotation marks are others"),
            mend,
        };
        return spoken(item(Verdict::Different).differs(difference));
    }
    if let Some(gap) = splice(&wording, &best) {
        let few = gap.split(' ').count() <= DROPPED;
        let difference = Discrepancy {
            difference: if few { Difference::Words } else { Difference::Spliced },
            span: quotation.span,
            there,
            says: format!("what is quoted here in one go leaves out “{gap}” without a mark"),
            mend: if few { verbatim(&best, text, quotation) } else { None },
        };
        return spoken(item(Verdict::Different).differs(difference));
    }
    let mut found = item(Verdict::Found).at(there);
    if !speech || count < FEWEST {
        return found;
    }
    if best.quotation.is_none() && is_unquoted(&best) {
        return found.differs(Discrepancy {
            difference: Difference::Unquoted,
            span: quotation.span,
            there,
            says: "these words stand there outside of quotation marks: the writer's, not the speaker's".into(),
            mend: None,
        });
    }
    if let Some((words, limit)) = cut_before(reading, quotation, &best).or_else(|| cut_behind(&best, &wording)) {
        found = found.differs(Discrepancy {
            difference: Difference::Truncated,
            span: quotation.span,
            there: Location { document: there.document, span: there.span.join(limit) },
            says: format!("the quotation leaves out “{words}”, which limits it"),
            mend: None,
        });
    }
    spoken(found)
}

/// The best passage of one source, its stretches taken together.
fn lay<'a>(wording: &Wording, source: &'a Source<'a>) -> Option<Laid<'a>> {
    let mut all: Vec<Run> = Vec::new();
    for stretch in wording.stretches() {
        all.extend(runs(wording, stretch, &source.profile));
    }
    let longest = all.iter().max_by_key(|r| r.length)?;
    if longest.length < 3 && longest.length < wording.words.len() {
        return None;
    }
    let covered = all.iter().map(|r| r.length).sum();
    let quotation = quotation_at(source, longest.there, longest.there + longest.length - 1);
    Some(Laid { source, runs: all, covered, quotation })
}

/// The words that a quotation joins over without a mark, beyond who says it and what stands outside of the marks.
fn splice(wording: &Wording, laid: &Laid) -> Option<String> {
    let source = laid.source;
    let reading = &source.entry.reading;
    let words = &source.profile.words;
    let text = &*reading.article.text;
    for pair in laid.runs.windows(2) {
        if wording.parted[pair[1].here] {
            continue;
        }
        let (end, start) = (pair[0].there + pair[0].length, pair[1].there);
        if start == end {
            continue;
        }
        if start < end && pair.iter().any(|run| run.length < MOVED) {
            continue;
        }
        if start < end {
            return Some(flat(words[start].span.join(words[start + pair[1].length - 1].span).of(text)));
        }
        let between = Span::new(words[end - 1].span.end as usize, words[start].span.start as usize);
        let quoted =
            |w: &super::lines::Word| reading.quotations.iter().any(|q| q.content.iter().any(|c| c.covers(w.span)));
        let left_out = words[end..start].iter().filter(|w| quoted(w)).count();
        let inserted = text[between.range()].contains(['[', '(']) && left_out <= INTERJECTION;
        if left_out > 0 && !inserted || start - end > 3 * INTERJECTION {
            return Some(flat(between.of(text)));
        }
    }
    None
}

/// Whether the passage is certainly outside of quotation marks.
fn is_unquoted(laid: &Laid) -> bool {
    let source = laid.source;
    let text = &*source.entry.reading.article.text;
    let Some(block) = source.entry.reading.article.block_at(laid.location().span.start as usize) else { return false };
    !block.span.of(text).contains(['"', '“', '”', '«', '‘', '\'', '’', '`'])
}

/// Words that limit what stands before them.
const LIMITS: &[&str] =
    &["but", "if", "unless", "except", "although", "though", "however", "provided", "until", "assuming", "only if"];

/// What the source goes on with right behind the quotation within the same sentence, where that limits it.
fn cut_before(reading: &Reading, quotation: &Quotation, laid: &Laid) -> Option<(String, Span)> {
    let source = laid.source;
    let there = &source.entry.reading.quotations[laid.quotation?];
    let (words, text) = (&source.profile.words, &*source.entry.reading.article.text);
    let last = laid.runs.last().map(|r| r.there + r.length - 1)?;
    let next = words.get(last + 1)?;
    let between = &text[words[last].span.end as usize..next.span.start as usize];
    let in_one = there.content.iter().any(|c| c.covers(words[last].span) && c.covers(next.span));
    if !in_one || between.contains(['.', '!', '?', '"', '”', ';']) {
        return None;
    }
    let rest = &text[next.span.start as usize..there.content.last()?.end as usize];
    let low = rest.to_lowercase();
    let begins = |limit: &&&str| low.strip_prefix(**limit).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
    LIMITS.iter().find(begins)?;
    let inner = quotation.content.last()?.of(&reading.article.text);
    let inner = inner.trim_end().trim_end_matches(',').trim_end();
    if inner.ends_with(['…', '-', '–', '—']) || inner.ends_with("...") {
        return None;
    }
    // The draft may go on with it behind "he said", or in its own words.
    let behind = &reading.article.text[quotation.span.end as usize..];
    let paragraph = behind.split("\n\n").next().unwrap_or_default().to_lowercase();
    let limit = LIMITS.iter().find(begins)?;
    let told = paragraph.split(|c: char| !c.is_alphanumeric()).take(30).any(|w| w == *limit);
    let end = rest.find(['.', '!', '?']).map_or(rest.len(), |end| end + 1);
    let start = next.span.start as usize;
    (!told).then(|| (shortened(&flat(&rest[..end]), 12), Span::new(start, start + end)))
}

/// What the source begins the clause with right before the quotation, where that denies it or makes it a condition.
fn cut_behind(laid: &Laid, wording: &Wording) -> Option<(String, Span)> {
    let source = laid.source;
    let there = &source.entry.reading.quotations[laid.quotation?];
    let (words, text) = (&source.profile.words, &*source.entry.reading.article.text);
    let first = laid.runs.first().filter(|r| r.here == 0)?.there;
    if first == 0 || wording.words.len() < 6 {
        return None;
    }
    let content = there.content.iter().find(|c| c.covers(words[first].span))?;
    let mut before = Vec::new();
    for i in (0..first).rev().take(3) {
        let gap = &text[words[i].span.end as usize..words[i + 1].span.start as usize];
        if !content.covers(words[i].span) || gap.contains(|c: char| !c.is_whitespace()) {
            break;
        }
        before.push(i);
    }
    let low: Vec<String> = before.iter().map(|&i| words[i].span.of(text).to_lowercase().replace('’', "'")).collect();
    let word = |n: usize| low.get(n).map_or("", String::as_str);
    let thinks = |w: &str| matches!(w, "think" | "believe" | "say" | "mean" | "suggest");
    let denied = |w: &str| w == "not" || w == "never" || w.ends_with("n't");
    let skip = usize::from(word(0) == "that");
    let limited = matches!(word(0), "if" | "unless" | "not" | "never")
        || thinks(word(skip)) && denied(word(skip + 1))
        || word(0) == "only" && word(1) == "if";
    let far = *before.last()?;
    limited.then(|| {
        let span = words[far].span.join(words[before[0]].span);
        (flat(span.of(text)), span)
    })
}

/// Adds that the source has another speaker or a weaker verb.
fn with_speaker(
    mut item: Item,
    reading: &Reading,
    quotation: &Quotation,
    laid: &Laid,
    (beside, settings): (&Sources, &Settings),
) -> Item {
    let Some(there) = laid.quotation.map(|q| &laid.source.entry.reading.quotations[q]) else { return item };
    let source = &laid.source.entry.reading;
    let at = |span: Span| Location { document: laid.source.id, span };
    let pair = quotation.attribution.zip(there.attribution);
    let by_name = pair.filter(|_| laid.covered >= FEWEST && laid.covered >= quotation.words).and_then(|(x, y)| {
        let (mine, theirs) = (&reading.attributions[x], &source.attributions[y]);
        speakers::named_apart((reading, mine), (source, theirs), beside)
    });
    let sure = laid.covered >= UTTERANCE && laid.covered * 5 >= quotation.words * 4;
    if let (Some((x, y)), Some((a, b))) = (pair, quotation.speaker.zip(there.speaker))
        && sure
        && !same_source((reading, x), (source, y))
        && named_apart((reading, x, quotation), (source, y, there), settings)
        && speakers_differ((reading, a), (source, b), settings)
    {
        let (here, other) = (&reading.entities[a].name, &source.entities[b].name);
        let named = reading.attributions[x].source.first().copied();
        item = item.differs(Discrepancy {
            difference: Difference::Speaker,
            span: named.unwrap_or(quotation.span),
            there: at(there.span),
            says: format!("{here} is quoted here; the same words are {other}'s"),
            mend: None,
        });
    } else if let Some((here, other)) = by_name {
        let named = quotation.attribution.and_then(|x| reading.attributions[x].source.first()).copied();
        item = item.differs(Discrepancy {
            difference: Difference::Speaker,
            span: named.unwrap_or(quotation.span),
            there: at(there.span),
            says: format!("{here} is quoted here; the same words are {other}'s"),
            mend: None,
        });
    } else if let Some((a, b)) = pair
        && let Some((span, other, says)) = strengthened((reading, a), (source, b))
    {
        item = item.differs(Discrepancy {
            difference: Difference::Strengthened,
            span,
            there: at(other),
            says,
            mend: None,
        });
    }
    item
}

/// Whether both name their speakers beside the quotation, and neither names the other's in its paragraph: a name alone may be
/// any bearer's, and whoever else is named there may be the one who is quoted.
fn named_apart(
    (a, x, here): (&Reading, usize, &Quotation),
    (b, y, there): (&Reading, usize, &Quotation),
    settings: &Settings,
) -> bool {
    let written = |reading: &Reading, index: usize| {
        let in_source = |m: &&Mention| {
            let of = |s: &Span| s.covers(m.span);
            reading.attributions[index].source.iter().any(of)
                && matches!(m.form, MentionForm::Name | MentionForm::Short)
                && reading.entities[m.entity].kind == EntityKind::Person
        };
        let mention = reading.mentions.iter().find(in_source)?;
        (!is_unnamed(reading, index)).then(|| mention.span.of(&reading.article.text).to_owned())
    };
    let Some((mine, theirs)) = written(a, x).zip(written(b, y)) else { return false };
    let surname = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let has = |reading: &Reading, quotation: &Quotation, name: &str| {
        let block = reading.article.block_at(quotation.span.start as usize);
        block.is_none_or(|block| block.span.of(&reading.article.text).to_lowercase().contains(&surname(name)))
    };
    let differ = !Person::of(&mine, settings).may_be(&Person::of(&theirs, settings));
    differ && !has(a, here, &theirs) && !has(b, there, &mine)
}

/// The source's own words for an altered quotation, with the draft's punctuation at the end.
fn verbatim(laid: &Laid, text: &str, quotation: &Quotation) -> Option<String> {
    let source = laid.source;
    let there = &source.entry.reading.quotations[laid.quotation?];
    if there.content.len() != 1 || quotation.content.len() != 1 {
        return None;
    }
    let words = &source.profile.words;
    // Unmatched words at either end stand for as many of the source's.
    let first_run = laid.runs.first()?;
    let last_run = laid.runs.last()?;
    let range = source.profile.words_in(there.content[0]);
    let total = Wording::of(text, quotation).words.len();
    let first = first_run.there.saturating_sub(first_run.here).max(range.start);
    let last = (last_run.there + last_run.length - 1 + total - (last_run.here + last_run.length)).min(range.end - 1);
    if first > last || last - first > 2 * total {
        return None;
    }
    let body = flat(words[first].span.join(words[last].span).of(&source.entry.reading.article.text));
    let inner = quotation.content[0].of(text);
    let open = &text[quotation.span.start as usize..quotation.content[0].start as usize];
    let close = &text[quotation.content[0].end as usize..quotation.span.end as usize];
    let tail: String = {
        let end = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
        inner[end.len()..].to_owned()
    };
    let capital = inner.trim_start().starts_with(char::is_uppercase);
    let mut letters = body.chars();
    let head = letters.next().map(|c| if capital { c.to_uppercase().to_string() } else { c.to_string() });
    Some(format!("{open}{}{}{tail}{close}", head.unwrap_or_default(), letters.as_str()))
}

fn shown(source: &Source, laid: &Laid) -> String {
    shortened(&flat(laid.location().span.of(&source.entry.reading.article.text)), 24)
}

fn shortened(text: &str, words: usize) -> String {
    let all: Vec<&str> = text.split(' ').collect();
    if all.len() <= words { text.to_owned() } else { format!("{} …", all[..words].join(" ")) }
}
