//! Quantities: each number of the text as an interval, with its unit and what it measures.
//!
//! A hand-written grammar scans the lexemes of each block once: a number ([`crate::reading::numeral`]) with what
//! touches it ([`find`]), unless it is none ([`exclude`]); units and currencies come from a table ([`unit`]), the
//! counted noun from the tags ([`noun`]), what is measured from the parse ([`measure`]). Units are named as in CQE
//! (Almasian and others 2023).

mod change;
mod concept;
pub mod dimension;
#[cfg(test)]
mod edits;
mod elliptic;
mod exclude;
mod find;
mod idiom;
mod interval;
mod letter;
mod measure;
mod model;
mod modifier;
mod noun;
mod pair;
mod part;
mod place;
mod pound;
mod scope;
mod shape;
mod single;
mod skim;
mod unit;

pub use dimension::Dimension;
pub use model::{Change, Measure, Modifier, Quantity, Unit};
pub use skim::{Digits, skim};
pub use unit::is_unit_word;

use super::numeral::Lexemes;
use super::{Prose, Timex, TimexKind};
use crate::language::Sentence;
use crate::text::Span;
use find::Draft;
use pair::Pair;
use shape::Shape;

/// Finds the quantities of an article, in order and without overlap; numbers inside `timexes` are none, but for
/// lengths of time ("five days", "two years ago").
pub fn quantities(prose: &Prose, timexes: &[Timex]) -> Vec<Quantity> {
    let mut out: Vec<Quantity> = Vec::new();
    for (index, block) in prose.article.blocks.iter().enumerate().filter(|(_, b)| b.kind.is_read()) {
        let found = prose.kept(index, |known| &known.quantities, || in_block(prose, block.body, timexes));
        let before = out.len();
        let (found, here) = found.open();
        out.extend(found.into_iter().map(|mut quantity| {
            quantity.span = here(quantity.span);
            quantity.phrase = here(quantity.phrase);
            quantity.measure.scope.iter_mut().for_each(|span| *span = here(*span));
            quantity.measure.part_of = match quantity.measure.part_of {
                Some(LAST_BEFORE) => before.checked_sub(1),
                part_of => part_of.map(|index| before + index),
            };
            quantity
        }));
    }
    pound::settle(prose, &mut out);
    out
}

/// Stands for the last quantity before the block, where a quantity is part of one.
const LAST_BEFORE: usize = usize::MAX;

/// The quantities of a block, which know of each other and, but for its being there, of nothing before.
fn in_block(prose: &Prose, body: Span, timexes: &[Timex]) -> Vec<Quantity> {
    let mut out = Vec::new();
    let mut lexemes = Lexemes::of(&prose.article.text, body);
    lexemes.tag_from(prose);
    scan(prose, &lexemes, timexes, &mut out);
    out
}

/// Whether the number that covers `span` belongs to a date.
fn is_dated(text: &str, span: Span, timexes: &[Timex]) -> bool {
    let at = timexes.partition_point(|t| t.span.end <= span.start);
    timexes[at..].iter().take_while(|t| t.span.start < span.end).any(|t| match t.kind {
        TimexKind::Duration => false,
        TimexKind::Date => {
            let covered = t.span.of(text);
            let last = covered.rsplit(char::is_whitespace).next().unwrap_or("");
            !matches!(last, "ago" | "later" | "earlier" | "now" | "before" | "afterwards" | "hence")
        }
        TimexKind::Time | TimexKind::Set => true,
    })
}

fn scan(prose: &Prose, l: &Lexemes, timexes: &[Timex], out: &mut Vec<Quantity>) {
    let text = &prose.article.text;
    let mut i = 0;
    let mut shape: Option<(usize, Shape)> = None;
    while i < l.len() {
        let draft = match find::at(l, i) {
            None => match single::find(prose, l, i) {
                Some(draft) => draft,
                None => {
                    i += 1;
                    continue;
                }
            },
            Some(Err(next)) => {
                i = next.max(i + 1);
                continue;
            }
            Some(Ok(draft)) => draft,
        };
        // "from 12 percent in 2010 to 20 percent": a date and a number are no pair
        if draft.to.is_some()
            && draft.one_end < draft.end
            && is_dated(text, l.span(draft.first, draft.one_end), timexes)
        {
            i = draft.one_end.max(i + 1);
            continue;
        }
        i = draft.unit_end.max(i + 1);
        let span = l.span(draft.first, draft.end);
        if is_dated(text, span, timexes) || out.last().is_some_and(|q| q.span.overlaps(span)) {
            continue;
        }
        let Some(sentence) = prose.sentence_at(span.start as usize) else { continue };
        if !matches!(&shape, Some((at, _)) if *at == sentence) {
            shape = Some((sentence, Shape::of(&prose.sentences[sentence])));
        }
        let Some((_, shape)) = &shape else { continue };
        let quantity = read(prose, l, &draft, sentence, shape, out);
        out.push(quantity);
    }
}

/// Reads what the number of `draft` measures.
fn read(prose: &Prose, l: &Lexemes, draft: &Draft, sentence: usize, shape: &Shape, before: &[Quantity]) -> Quantity {
    let s: &Sentence = &prose.sentences[sentence];
    let span = l.span(draft.first, draft.end);
    let full = l.span(draft.first, draft.unit_end.max(draft.end));
    let first = s.token_at(span.start as usize).unwrap_or(0);
    let last = s.token_at((full.end as usize).saturating_sub(1)).unwrap_or(first).max(first);
    let from = s.token_at(l.span(draft.first, draft.phrase_end.max(draft.unit_end)).end as usize).unwrap_or(s.len());
    let measured = draft.unit.is_some();
    let mut from = from.max(last + 1);
    // "two- and three-room flats"
    if let Some(noun) = idiom::suspended(l, draft.end).filter(|_| !measured) {
        from = s.token_at(l.span(noun + 1, noun + 2).start as usize).unwrap_or(from);
    }
    if !measured {
        // "eight million 250ml bottles": the measure between belongs to the noun
        let at = l.at(full.end as usize);
        if let Some(Ok(inner)) = find::at(l, at).filter(|_| l.is_digits(at))
            && inner.unit.is_some()
        {
            from = s.token_at(l.span(inner.first, inner.unit_end).end as usize).unwrap_or(s.len());
        }
    }
    let mut counted = if draft.pair == Pair::Score { None } else { noun::counted(s, from) };
    if !measured && !draft.is_fraction && draft.number > 1.0 {
        counted = counted.map(|phrase| noun::narrowed(s, first, from, phrase));
    }
    let place = place::Place {
        s,
        first,
        last,
        counted,
        measured: measured || draft.is_fraction,
        is_fraction: draft.is_fraction,
        in_words: draft.in_words,
        number: draft.number,
        is_time: draft.unit.as_ref().is_some_and(|u| u.dimension == Some("time")),
    };
    let (mut measure, mut concept) = measure::measure(&place, shape);
    let mut unit = match &draft.unit {
        Some(unit) => unit.clone(),
        None if draft.is_fraction => {
            Unit { name: measure::share_name(s, place.counted.as_ref()), dimension: Some("share"), factor: 100.0 }
        }
        None if draft.pair == Pair::Score => {
            Unit { name: noun::of_score(s, last + 1), dimension: Some("score"), factor: 1.0 }
        }
        None => Unit {
            name: place.counted.as_ref().map(|c| noun::name(s, c)).unwrap_or_default(),
            dimension: None,
            factor: 1.0,
        },
    };
    let mut phrase = l.span(draft.phrase_first, draft.phrase_end.max(draft.unit_end));
    let (mut modifier, mut low, mut high) = (draft.modifier, draft.low, draft.high);
    if let Some(c) = place.counted.as_ref().filter(|c| !measured || c.partitive) {
        // "three thousand tests per day", "2,000 cubic metres of water a second"
        let at = l.at(s.token_span(c.head).end as usize);
        if let Some((rate, end)) = unit::rate(l, &unit, at, !measured) {
            unit = rate;
            phrase = phrase.join(l.span(draft.first, end));
        }
        // "12 people or so"
        if let Some((m, end)) =
            modifier::behind_noun(l, at).filter(|_| modifier == Modifier::Exact && draft.to.is_none())
        {
            modifier = m;
            (low, high) = interval::of(draft.number, m);
            phrase = phrase.join(l.span(draft.first, end));
        }
    }
    if let Some(c) = place.counted.as_ref().filter(|_| !measured) {
        phrase = phrase.join(s.token_span(c.head));
    }
    let in_sentence = &before[before.partition_point(|q| q.span.start < s.span.start)..];
    let previous = (!in_sentence.is_empty()).then(|| before.len() - 1);
    if unit.name.is_empty()
        && unit.dimension.is_none()
        && place.counted.is_none()
        && let Some(q) = elliptic::lender(l, s, draft, last, in_sentence)
    {
        unit = q.unit.clone();
        let is_measured = unit.dimension.is_some();
        if is_measured {
            concept.clone_from(&q.concept);
        }
        if measure.head.is_none() || is_measured {
            measure.head.clone_from(&q.measure.head);
        }
        if measure.event.is_none() {
            measure.event.clone_from(&q.measure.event);
        }
    }
    if draft.number == 0.0 && unit.name.is_empty() {
        // "nobody", "no one"
        if matches!(l.low(draft.first), "no" | "nobody") {
            unit.name = "person".into();
            measure.head = Some("person".into());
        }
    }
    if measure::is_part(s, first, last) {
        measure.part_of = Some(previous.or(before.len().checked_sub(1)).unwrap_or(LAST_BEFORE));
    }
    Quantity {
        span,
        phrase: phrase.join(span),
        number: draft.number,
        to: draft.to,
        low,
        high,
        modifier,
        unit,
        change: draft.change,
        measure,
        concept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Markup, Overrides, PartialDate};
    use proptest::prelude::*;

    fn article(text: &str) -> Article {
        let date = Some(PartialDate { year: Some(2016), month: Some(12), day: Some(16) });
        Article::parse(text.into(), Markup::Plain, &Overrides { date, ..Overrides::default() })
    }

    fn read(text: &str) -> Vec<Quantity> {
        let article = article(text);
        let prose = Prose::of(&article);
        quantities(&prose, &super::super::timex::timexes(&prose))
    }

    /// One line a quantity: text, value, modifier, unit, change.
    pub(super) fn shown(text: &str) -> String {
        let line = |q: &Quantity| {
            let change = q.change.map_or("", |c| if c == Change::Up { " up" } else { " down" });
            format!("{} {}{} [{}]{change}\n", q.span.of(text), q.modifier.sign(), q.value_text(), q.unit.name)
        };
        read(text).iter().map(line).collect()
    }

    #[test]
    fn digits_in_every_usual_form() {
        expect_test::expect![[r#"
            1,234.5 =1234.5 [metric ton]
            £336m =336000000 [pound sterling]
            33bn euros =33000000000 [euro]
            $5-10 million =5000000-10000000 [dollar]
            2/3 =0.6666666666666666 [% villager]
            1 in 4 =0.25 [% house]
        "#]]
        .assert_eq(&shown("The mine shipped 1,234.5 tonnes for £336m. The dam cost 33bn euros. The fund holds $5-10 million. Police moved 2/3 of the villagers. The storm hit 1 in 4 houses."));
        expect_test::expect![[r#"
            3-1 =3-1 [win]
            40 =40 [year of age]
            7.2 =7.2 [magnitude]
        "#]]
        .assert_eq(&shown("Rovers took a 3-1 win. A 40-year-old fisherman felt the 7.2-magnitude quake."));
    }

    #[test]
    fn pounds_are_what_the_article_pays_in_a_dollar_may_have_an_article_and_what_is_given_up_falls() {
        expect_test::expect![[r#"
            £3m =3000000 [pound sterling]
            640,000 pounds =640000 [pound sterling]
            300 =300 [pound-mass]
            $57m =57000000 [dollar]
            3 percent =3 [percentage] down
        "#]]
        .assert_eq(&shown("The wing will take £3m. The drive brought in 640,000 pounds. The chest was heavy, with 300 pounds of sand. A $57m charge is due. The shares gave up 3 percent."));
    }

    #[test]
    fn numbers_in_words_and_vague_ones() {
        expect_test::expect![[r#"
            two dozen =24 [boat]
            half a million =500000 [people]
            a hundred and twenty =120 [sailor]
            tens of thousands =20000-199999 [villager]
            hundreds =200-999 [tent]
        "#]]
        .assert_eq(&shown("They counted two dozen boats. Half a million people watched. The ferry saved a hundred and twenty sailors. The flood drove out tens of thousands of villagers. The army put up hundreds of tents.").replace("Half", "half"));
        let hundreds = &read("The army put up hundreds of tents.")[0];
        assert_eq!((hundreds.low, hundreds.high), (200.0, f64::INFINITY));
    }

    #[test]
    fn bounds_ranges_rates_and_changes() {
        expect_test::expect![[r#"
            300 >=300 [house]
            12 and 15 =12-15 [boat]
            20 =20-30 [guard]
            $52 =52 [dollar per barrel]
            60 =60 [mile per hour]
            3 % =3 [percentage] up
            7 % =7 [percentage]
            4 per cent <4 [percentage] down
        "#]]
        .assert_eq(
            &shown("At least 300 houses burned. Between 12 and 15 boats were lost. More than 20 but fewer than 30 guards came. Oil costs $52 a barrel. The wind blew at 60 miles per hour. Rents rose by 3 % to 7 %. Wages fell by less than 4 per cent.")
                .replace("20 but fewer than 30", "20"),
        );
    }

    #[test]
    fn halves_waiting_hyphens_and_texts_that_stand_apart() {
        expect_test::expect![[r#"
            half =0.5 [% village]
            half =0.5 [% ferry]
            two =2 [room]
            three =3 [room]
            6 . 2 % =6.2 [percentage] up
            $ 46 . 8 million =46800000 [dollar]
        "#]]
        .assert_eq(&shown("The flood took half the villages and half of the ferries. They let two- and three-room flats. sales rose 6 . 2 % to $ 46 . 8 million . "));
    }

    #[test]
    fn one_and_none_where_harm_is_counted() {
        expect_test::expect![[r#"
            A =1 [soldier]
            no one =0 [person]
            no =0 [injury]
        "#]]
        .assert_eq(&shown("A soldier was killed in the north. The mayor said that no one was injured in the fire. Police said no injuries were reported."));
        for text in [
            "A plan was killed by the board.",
            "A minister spoke.",
            "Nobody knows the price.",
            "A soldier killed the engine.",
        ] {
            assert_eq!(shown(text), "", "{text}");
        }
    }

    #[test]
    fn words_behind_the_noun_bound_it_and_when_it_was_is_no_rate() {
        expect_test::expect![[r#"
            12 ~12 [people]
            50 <=50 [people]
        "#]]
        .assert_eq(&shown("The storm killed 12 people or so, 50 people at most, police said."));
        assert_eq!(
            shown("Sales fell to $14 million from $16 million a year earlier."),
            "$14 million =14000000 [dollar] down\n$16 million =16000000 [dollar]\n"
        );
        assert!(
            shown("The sluice held back 2,000 cubic metres of water a second.").contains("[cubic metre per second]")
        );
    }

    #[test]
    fn money_over_years_is_no_fraction() {
        assert!(shown("They will pay $2000 over 3 years.").starts_with("$2000 =2000 [dollar]\n"));
    }

    #[test]
    fn what_is_no_quantity() {
        for text in [
            "A Su-24 bomber crossed the river.",
            "They met under Article 5 of the pact.",
            "Call 202-555-0143 for help.",
            "The talks began in 2015.",
            "The train left at 10:45 on Friday, 16 December.",
            "No one came to the second meeting.",
            "The M50 motorway and room B12 are closed.",
        ] {
            assert_eq!(shown(text), "", "{text}");
        }
    }

    #[test]
    fn two_people_have_two_ages() {
        assert_eq!(
            shown("Two men aged 30 and 35 were held."),
            "Two =2 [man]\n30 =30 [year of age]\n35 =35 [year of age]\n"
        );
    }

    #[test]
    fn behind_the_name_of_a_place_a_number_before_a_plural_counts() {
        assert_eq!(shown("In Thornby 450 houses burned down."), "450 =450 [house]\n");
        assert_eq!(shown("Cracks were found in Boeing 737 jets."), "");
        assert_eq!(shown("They live in Area 51 now."), "");
    }

    #[test]
    fn evacuated_people_and_their_withdrawal_are_comparable() {
        let a = read("The minister said that 34,000 people had been evacuated from eastern Alder.");
        let b = read("He praised the withdrawal of 100,000 people from the city.");
        let (a, b) = (&a[0].measure, &b[0].measure);
        assert_eq!((a.head.as_deref(), b.head.as_deref()), (Some("people"), Some("people")));
        assert_eq!((a.event.as_deref(), b.event.as_deref()), (Some("evacuate"), Some("withdraw")));
        assert!(a.is_object && b.is_object && !a.negated);
    }

    #[test]
    fn a_part_points_to_its_whole_and_a_bare_participle_counts_people() {
        let found = read("The blast killed 40 people, including 12 children. It left 20 injured.");
        assert_eq!(found[1].measure.part_of, Some(0));
        assert_eq!(
            (found[2].measure.head.as_deref(), found[2].measure.event.as_deref()),
            (Some("person"), Some("injure"))
        );
    }

    #[test]
    fn units_are_converted_within_a_dimension() {
        let found = read("The pass lies 10 km east. The lake lies 5 miles west.");
        let metres: Vec<f64> = found.iter().map(|q| q.number * q.unit.factor).collect();
        assert!((metres[0] - 10_000.0).abs() < 1e-6 && (metres[1] - 8046.72).abs() < 1e-6);
        assert!(found.iter().all(|q| q.unit.dimension == Some("length")));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
        #[test]
        fn any_text_gives_ordered_spans_on_character_boundaries(
            text in "([a-zA-Z0-9 .,$£€%:;/'’\\-–—+()\n½é日]|1,0|3bn|US\\$|one |two |dozen |hundred |million |and |to |per |of |year|-old|more than |about |people |killed |minus )*"
        ) {
            let found = read(&text);
            let mut end = 0;
            for q in &found {
                prop_assert!(q.span.start >= end && q.span.start < q.span.end);
                prop_assert!(text.is_char_boundary(q.span.start as usize) && text.is_char_boundary(q.span.end as usize));
                prop_assert!(text.is_char_boundary(q.phrase.start as usize) && text.is_char_boundary(q.phrase.end as usize));
                prop_assert!(q.phrase.covers(q.span) && q.low <= q.high && !q.number.is_nan());
                let starts = q.span.of(&text).starts_with(char::is_alphanumeric);
                let letter = starts && text[..q.span.start as usize].chars().next_back().is_some_and(char::is_alphanumeric);
                prop_assert!(!letter, "{:?} begins inside a word", q.span.of(&text));
                end = q.span.end;
            }
        }

        #[test]
        fn no_number_is_found_inside_a_word(
            head in "q[a-z]{1,4}", number in "(one|two|ten|eight|dozen|hundred|7|42|1000|½)", tail in "[a-z]{0,4}",
        ) {
            let word = format!("{head}{number}{tail}");
            let text = format!("They saw the {word} yesterday and {word}s of it.");
            prop_assert!(read(&text).iter().all(|q| !q.span.of(&text).contains(number.as_str())), "{}", text);
        }

        #[test]
        fn skimming_never_fails(text in ".*") {
            for d in skim(&text) {
                prop_assert!(d.span.of(&text).starts_with(|c: char| c.is_ascii_digit()));
            }
        }
    }
}
