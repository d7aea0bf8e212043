//! What the reading and the corpus know about the place under the cursor.

use super::elsewhere::{label, namesakes, same_dates};
use super::subject::{Subject, entity_of};
use super::{Markup, annotation, draft, word_diff};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, QuoteRelation, Relation};
use crate::reading::{Entity, EntityKind, Quantity, Quotation};
use crate::text::Span;
use crate::text::sorting::sort_by_key;

/// What is shown beside the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// What is said.
    pub content: Markup,
}

/// At most so many other places are listed.
const MOST_PLACES: usize = 12;

/// What is known about the byte `offset` of a document.
pub fn hover(corpus: &Corpus, document: DocumentId, offset: usize) -> Option<Hover> {
    if let Some(entry) = corpus.annotation(document) {
        return annotation::hover(corpus, entry, offset);
    }
    let entry = corpus.article(document)?;
    let mut content = Markup::new();
    let Some((subject, span)) = Subject::at(entry, offset) else {
        let span = annotation::describe_place(corpus, document, offset, &mut content)?;
        return Some(Hover { span, content });
    };
    match subject {
        Subject::Figure(index) => figure(corpus, document, entry, index, &mut content),
        Subject::Number(index) => {
            number(entry, &entry.reading.quantities[index], &mut content);
        }
        Subject::Timex(index) => date(corpus, document, entry, index, &mut content),
        Subject::Mention(index) => {
            let mention = &entry.reading.mentions[index];
            if mention.confidence < PROBABLE {
                content.text("Probably ");
            }
            name(corpus, document, entry, mention.entity, &mut content);
        }
        Subject::Source(index) => source(entry, index, &mut content),
        Subject::Quotation(index) => quotation(corpus, document, entry, index, &mut content),
    }
    draft::describe(corpus, document, offset, &mut content);
    annotation::describe_place(corpus, document, offset, &mut content);
    Some(Hover { span, content })
}

fn number(entry: &ArticleEntry, quantity: &Quantity, content: &mut Markup) {
    content.strong(quantity.phrase.of(&entry.reading.article.text));
    let concept = quantity.concept.as_str();
    if !concept.is_empty() {
        content.text(" — ").text(concept);
    }
    content.paragraph().text(&interval(quantity));
}

/// The values that the words allow.
fn interval(quantity: &Quantity) -> String {
    let unit = match quantity.unit.name.as_str() {
        "" => String::new(),
        unit => format!(" ({unit})"),
    };
    let (low, high) = (digits(quantity.low), digits(quantity.high));
    if quantity.low == quantity.high {
        format!("counts as {low}{unit}")
    } else if quantity.high.is_infinite() {
        format!("counts as {low} or more{unit}")
    } else {
        format!("counts as anything from {low} to {high}{unit}")
    }
}

/// A number with its thousands apart.
fn digits(number: f64) -> String {
    let plain = format!("{}", (number * 1000.0).round() / 1000.0);
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |rest| ("-", rest));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.map(|f| format!(".{f}")).unwrap_or_default();
    format!("{sign}{grouped}{fraction}")
}

fn figure(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize, content: &mut Markup) {
    let observation = &entry.observations[index];
    number(entry, &entry.reading.quantities[observation.quantity], content);
    if let Some(speaker) = observation.speaker {
        content.text(", stated by ").strong(&entry.reading.entities[speaker].name);
    }
    if let Some(day) = observation.as_of {
        content.text(&format!(", as of {day}"));
    }
    let mut relations = corpus.relations_of_one(document, index);
    sort_by_key(&mut relations, |r| std::cmp::Reverse(r.relation));
    let count = relations.len();
    for relation in relations.iter().take(MOST_PLACES) {
        let Some(there) = corpus.article(relation.other) else { continue };
        let other = &there.observations[relation.observation];
        let phrase = there.reading.quantities[other.quantity].phrase;
        let verdict = match relation.relation {
            Relation::Equal => "the same",
            Relation::Compatible => "compatible",
            Relation::Evolving => "another day's count",
            Relation::Conflict => "differs",
        };
        content.item().strong(verdict).text(": ").text(phrase.of(&there.reading.article.text));
        content.text(" — ").text(&label(there, phrase.start));
        if let Some(speaker) = other.speaker {
            content.text(", stated by ").text(&there.reading.entities[speaker].name);
        }
        if let Some(day) = other.as_of {
            content.text(&format!(", as of {day}"));
        }
        let (here, there) = corpus.limits_apart(document, index, relation);
        for (words, side) in [(&here, "here"), (&there, "there")] {
            if !words.is_empty() {
                content.text(&format!("; only {side}: {}", words.join(", ")));
            }
        }
    }
    more(count, content);
}

fn quotation(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize, content: &mut Markup) {
    let reading = &entry.reading;
    let text = &reading.article.text;
    let this = &reading.quotations[index];
    content.strong("Quotation");
    match entity_of(reading, Subject::Quotation(index)) {
        Some(speaker) => {
            content.text(" of ").strong(&reading.entities[speaker].name);
            roles(&reading.entities[speaker], content);
        }
        None => {
            content.text(" without a named speaker");
        }
    }
    if let Some(attribution) = this.attribution.and_then(|a| reading.attributions.get(a)) {
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        if !attribution.cue.is_empty() {
            content.text(&format!(", by “{}”", words(&attribution.cue)));
        }
        if attribution.carried {
            content.text(", named in another sentence");
        }
    }
    let variants = corpus.quote_variants(document, index);
    for variant in variants.iter().take(MOST_PLACES) {
        let Some(there) = corpus.article(variant.other) else { continue };
        let other = &there.reading.quotations[variant.quotation];
        let verdict = match variant.relation {
            QuoteRelation::Same => "the same words",
            QuoteRelation::Truncated => "shorter or longer",
            QuoteRelation::Altered => "other words",
            QuoteRelation::Translated => "perhaps another translation",
        };
        content.item().strong(verdict).text(" in ").text(&label(there, other.span.start));
        if variant.relation != QuoteRelation::Same {
            content.text(": ");
            word_diff::show(&words(entry, this), &words(there, other), content);
        }
    }
    more(variants.len(), content);
}

fn words(entry: &ArticleEntry, quotation: &Quotation) -> String {
    let text = &entry.reading.article.text;
    quotation.content.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ")
}

/// A name or pronoun less sure than this of whom it means is said to mean them "probably".
const PROBABLE: f32 = 0.7;

fn name(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize, content: &mut Markup) {
    let reading = &entry.reading;
    let entity = &reading.entities[index];
    content.strong(&entity.name);
    roles(entity, content);
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organisation => "organisation",
        EntityKind::Place => "place",
        EntityKind::Other => "name",
    };
    let count = reading.mentions.iter().filter(|m| m.entity == index).count();
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    content.paragraph().text(&format!("{kind}, mentioned {times} in this article"));
    let said = reading.attributions.iter().filter(|a| a.speaker == Some(index)).count();
    if said > 0 {
        content.text(&format!(", source of {said} {}", if said == 1 { "statement" } else { "statements" }));
    }
    let others = namesakes(corpus, document, entity);
    for &(other, namesake) in others.iter().take(MOST_PLACES) {
        let Some(there) = corpus.article(other) else { continue };
        let namesake = &there.reading.entities[namesake];
        let Some(mention) = there.reading.mentions.get(namesake.introduction) else { continue };
        content
            .item()
            .text(&label(there, mention.span.start))
            .text(": ")
            .text(mention.phrase.of(&there.reading.article.text));
    }
    more(others.len(), content);
}

fn roles(entity: &Entity, content: &mut Markup) {
    if !entity.roles.is_empty() {
        content.text(" (").text(&entity.roles.join("; ")).text(")");
    }
}

fn source(entry: &ArticleEntry, index: usize, content: &mut Markup) {
    let reading = &entry.reading;
    let text = &reading.article.text;
    let attribution = &reading.attributions[index];
    let words = attribution.source.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
    match attribution.speaker.map(|speaker| &reading.entities[speaker]) {
        Some(entity) => {
            content.text("Source: ").strong(&entity.name);
            roles(entity, content);
        }
        None if words.is_empty() => {
            content.text("Nobody is named as the source");
        }
        None => {
            content.text("Source: ").strong(&words);
        }
    }
    let same = |other: &&crate::reading::Attribution| match attribution.speaker {
        Some(_) => other.speaker == attribution.speaker,
        None => std::ptr::eq(*other, attribution),
    };
    let all: Vec<_> = reading.attributions.iter().filter(same).collect();
    if all.len() > 1 {
        content.paragraph().text(&format!("{} statements in this article rest on this source:", all.len()));
    }
    for attribution in all.iter().take(MOST_PLACES) {
        let Some(said) = attribution.content.first() else { continue };
        content.item().text(&shortened(said.of(text), 100));
    }
    more(all.len(), content);
}

fn date(corpus: &Corpus, document: DocumentId, entry: &ArticleEntry, index: usize, content: &mut Markup) {
    let reading = &entry.reading;
    let timex = &reading.timexes[index];
    content.strong(timex.span.of(&reading.article.text)).text(" — ");
    match timex.days {
        Some((first, last)) if first == last => content.text(&first.strftime("%A, %-d %B %Y").to_string()),
        Some((first, last)) => content.text(&format!("{first} to {last}")),
        None if timex.relative && !timex.anchored => {
            content.text("the article has no date to count from: ").text(&timex.value)
        }
        None => content.text(&timex.value),
    };
    if timex.relative
        && timex.anchored
        && let Some(day) = reading.article.metadata.dct()
    {
        content.text(&format!(", counted from the article's date, {day}"));
    }
    let places = same_dates(corpus, document, index);
    if !places.is_empty() {
        let mut articles: Vec<_> = places.iter().map(|place| place.document).collect();
        articles.dedup();
        let agree = if articles.len() == 1 { "article gives" } else { "articles give" };
        content.paragraph().text(&format!("{} other {agree} the same date:", articles.len()));
    }
    for place in places.iter().take(MOST_PLACES) {
        let Some(there) = corpus.article(place.document) else { continue };
        let sentence = super::subject::sentence(&there.reading, place.span);
        content.item().text(&label(there, place.span.start)).text(": ");
        content.text(&around(&there.reading.article.text, place.span, sentence));
    }
    more(places.len(), content);
}

/// A place with a few words of its sentence on either side.
fn around(text: &str, span: Span, sentence: Span) -> String {
    const WORDS: usize = 6;
    let before = &text[sentence.start as usize..span.start as usize];
    let after = &text[span.end as usize..sentence.end as usize];
    let start = before.rmatch_indices(' ').nth(WORDS).map_or(0, |(offset, _)| offset);
    let end = after.match_indices(' ').nth(WORDS).map_or(after.len(), |(offset, _)| offset);
    format!("{}{}{}", &before[start..], span.of(text), &after[..end]).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

fn more(count: usize, content: &mut Markup) {
    if count > MOST_PLACES {
        content.item().text(&format!("and {} more", count - MOST_PLACES));
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;
    use expect_test::{Expect, expect};

    fn check(fixture: &str, expected: Expect) {
        let fixture = Fixture::new(fixture);
        let (document, offset) = fixture.cursor();
        let shown = hover(&fixture.corpus, document, offset);
        let shown = shown.map(|h| format!("[{}]\n{}\n", fixture.covered(document, h.span), h.content.plain()));
        expected.assert_eq(&shown.unwrap_or_default());
    }

    #[test]
    fn a_pronoun_is_told_who_it_is_and_where_else_that_person_is_named() {
        check(
            "//- a.txt
Harbour minister Ann Marsh spoke on Monday. $0She said that the gates would stay open.
//- b.txt
The town trusted Ann Marsh.
",
            expect![[r#"
                [She]
                Ann Marsh (Harbour minister)

                person, mentioned 2 times in this article, source of 1 statement
                - b.txt:1: Ann Marsh
            "#]],
        );
    }

    #[test]
    fn a_quotation_names_its_speaker_and_shows_other_wordings() {
        check(
            "//- a.txt
\"The water was already in the $0lower hall when we opened the gates,\" harbourmaster Ann Marsh said on Monday.
//- b.txt
Harbourmaster Ann Marsh said: \"The water had already reached the lower hall when the gates were opened.\"
",
            expect![[r#"
                ["The water was already in the lower hall when we opened the gates,"]
                Quotation of Ann Marsh (harbourmaster), by “said”
                - other words in b.txt:1: The water [-was] [+had] already [-in] [+reached] the lower hall when [-we opened] the gates [+were opened.]
            "#]],
        );
    }

    #[test]
    fn a_weekday_is_resolved_against_the_articles_date() {
        check(
            "//- a.txt
PORT ALDER, March 3, 2021 - The ferry company closed its last office.

The office had been closed since $0Monday, the company said in a statement.
",
            expect![[r#"
                [Monday]
                Monday — Monday, 1 March 2021, counted from the article's date, 2021-03-03
            "#]],
        );
    }

    #[test]
    fn nothing_is_shown_where_there_is_nothing_to_say() {
        check("//- a.txt\nThe gates $0stay open.\n", expect![[""]]);
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([1234567.0, 999.0, -1000.5, 0.25].map(digits), ["1,234,567", "999", "-1,000.5", "0.25"]);
    }
}
