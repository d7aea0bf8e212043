//! What a figure group measures, in words that a reader would put at the head of a list: "people evacuated, Port
//! Alder", "cost of repair".

use super::slot::{SlotKind, is_people};
use crate::corpus::{ArticleEntry, Corpus, DocumentId, Observation};
use crate::language;
use crate::reading::{Change, Quantity};
use rustc_hash::FxHashMap;
use std::hash::Hash;

type Figure<'a> = (&'a ArticleEntry, &'a Observation, &'a Quantity);

/// The name of a group of figures, from what most of them say.
pub(super) fn name(corpus: &Corpus, figures: impl Iterator<Item = (DocumentId, usize)>) -> String {
    let figures: Vec<Figure> = figures
        .filter_map(|(id, index)| {
            let entry = corpus.article(id)?;
            let observation = entry.observations.get(index)?;
            Some((entry, observation, &entry.reading.quantities[observation.quantity]))
        })
        .collect();
    let Some((_, _, first)) = figures.first() else { return String::new() };
    let kind = most(figures.iter().map(|(_, o, _)| (o.slot.kind as u8, o.slot.name.as_str())));
    let of_kind = |(_, o, _): &&Figure| Some((o.slot.kind as u8, o.slot.name.as_str())) == kind;
    let heads = figures.iter().filter(of_kind).filter_map(|(_, _, q)| q.measure.head.as_deref());
    let head = most(heads).unwrap_or(&first.unit.name);
    let what = figures.iter().find(|f| of_kind(f)).map(|(_, o, q)| phrase(o, q, head)).unwrap_or_default();
    let place = most(figures.iter().flat_map(places));
    match place {
        Some(place) if !what.contains(place) => format!("{what}, {place}"),
        _ => what,
    }
}

/// What occurs most often, the first of several.
fn most<T: Eq + Hash + Copy>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: FxHashMap<T, (usize, usize)> = FxHashMap::default();
    for (at, item) in items.enumerate() {
        counts.entry(item).or_insert((0, usize::MAX - at)).0 += 1;
    }
    counts.into_iter().max_by_key(|c| c.1).map(|c| c.0)
}

/// The places that limit a figure, as its article writes them.
fn places<'a>((entry, observation, quantity): &Figure<'a>) -> Vec<&'a str> {
    let text = &entry.reading.article.text;
    let dated = |span| entry.reading.timexes.iter().any(|t| t.span.overlaps(span));
    let names = quantity.measure.scope.iter().filter(|s| !observation.places.is_empty() && !dated(**s));
    let written = names.map(|s| s.of(text).trim_matches(|c: char| !c.is_alphanumeric()));
    let known = |name: &&str| {
        let low = name.to_lowercase();
        observation.places.iter().any(|p| low.ends_with(p.as_str()) || p.ends_with(&low))
    };
    written.filter(known).collect()
}

fn phrase(observation: &Observation, quantity: &Quantity, head: &str) -> String {
    let slot = &observation.slot;
    let of = |what: &str| if head.is_empty() || head == what { what.to_owned() } else { format!("{what} of {head}") };
    match slot.kind {
        SlotKind::People => format!("people {}", befallen(&slot.name)),
        SlotKind::Attribute if slot.name == "children of" => "number of children".to_owned(),
        SlotKind::Attribute => slot.name.clone(),
        SlotKind::Money => match slot.name.rsplit(' ').next().unwrap_or_default() {
            "pay" => of("cost"),
            "buy" => "price of the purchase".to_owned(),
            "sell" => of("sales"),
            "steal" => "worth of what was stolen".to_owned(),
            "fund" => "money given or lent".to_owned(),
            "earn" => of("earnings"),
            "fine" => of("fine"),
            "lose" => of("loss"),
            "value" => of("worth"),
            _ => of("amount"),
        },
        SlotKind::Things => {
            let things = if slot.name.contains('-') { slot.name.to_uppercase() } else { plural(head) };
            match slot.event.as_deref() {
                Some("destroy") => format!("{things} damaged or destroyed"),
                Some("deploy") => format!("{things} sent"),
                Some(event) if is_people(&language::stem(head)) => format!("{things} ({event})"),
                _ => things,
            }
        }
        SlotKind::Measure | SlotKind::Unnamed => {
            let size = quantity.unit.dimension.map_or("number", |d| d.split(':').next().unwrap_or(d));
            match observation.change {
                Some(Change::Up) => of("rise"),
                Some(Change::Down) => of("fall"),
                None if quantity.unit.dimension.is_none() && !head.is_empty() => plural(head),
                None => of(size),
            }
        }
    }
}

/// What happened to people of a class, as an adjective.
fn befallen(class: &str) -> &str {
    match class {
        "die" => "killed",
        "hurt" => "injured",
        "hospital" => "in hospital",
        "shoot" => "shot",
        "evacuate" => "evacuated",
        "arrest" => "arrested",
        "gather" => "gathered",
        "trap" => "trapped",
        "miss" => "missing",
        "rescue" => "rescued",
        "infect" => "infected",
        "expel" => "expelled",
        other => other,
    }
}

/// The plural of a lemma.
fn plural(noun: &str) -> String {
    let ends = |end: &str| noun.strip_suffix(end);
    match noun {
        "" => String::new(),
        "person" => "people".to_owned(),
        "child" => "children".to_owned(),
        "people" | "police" | "troops" | "aircraft" | "staff" => noun.to_owned(),
        _ => match () {
            () if noun.ends_with("man") => format!("{}men", ends("man").unwrap_or_default()),
            () if ["s", "x", "ch", "sh"].iter().any(|e| noun.ends_with(e)) => format!("{noun}es"),
            () if noun.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|e| noun.ends_with(e)) => {
                format!("{}ies", ends("y").unwrap_or_default())
            }
            () => format!("{noun}s"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::plural;
    use crate::article::{Article, Markup, Overrides};
    use crate::corpus::{Corpus, Settings};
    use crate::reading;
    use std::sync::Arc;

    #[test]
    fn groups_are_named_as_a_reader_would() {
        let read = |text: &str| {
            let text = format!("PORT ALDER - The sea broke through the Eastgate wall of Port Alder. {text}");
            Arc::new(reading::read(Arc::new(Article::parse(text.into(), Markup::Plain, &Overrides::default()))))
        };
        let a = "Nine people were killed in Port Alder. Repairs will cost 240 million euros, the council said.";
        let b = "The waves left 14 dead. Repairs will cost 420 million euros, the council said.";
        let corpus = Corpus::of_articles(
            Settings::default(),
            vec![(Arc::from("a.txt"), read(a)), (Arc::from("b.txt"), read(b))],
        );
        let names: Vec<String> = corpus.figure_groups().into_iter().map(|g| g.measures).collect();
        assert_eq!(names, ["people killed, Port Alder", "cost of repair"]);
    }

    #[test]
    fn nouns_have_plurals() {
        for (one, many) in [("boat", "boats"), ("city", "cities"), ("fisherman", "fishermen"), ("person", "people")] {
            assert_eq!(plural(one), many);
        }
    }
}
