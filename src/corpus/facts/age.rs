//! How old an article says that somebody is.

use super::super::figure::hash;
use super::super::person::Person;
use super::super::{Corpus, DocumentId, Settings};
use super::{Fact, FactConflict, Facts};
use crate::reading::{EntityKind, Mention, MentionForm, Modifier, Quantity, Reading, TimexKind};
use crate::text::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// A person's age on the day of the article.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Age {
    /// The words that give it ("34", "35-year-old"), in bytes.
    pub span: Span,
    /// The full name of the person.
    pub name: Box<str>,
    /// In years.
    pub years: u16,
    person: Person,
    entity: u32,
}

impl Fact for Age {
    fn of(facts: &Facts) -> &[Self] {
        &facts.ages
    }

    fn span(&self) -> Span {
        self.span
    }
}

impl Age {
    /// Whether both are of one person.
    pub fn is_of(&self, other: &Age) -> bool {
        self.person == other.person
    }

    pub(super) fn key(&self) -> u64 {
        hash(&("age", self.person))
    }
}

/// Two articles this many days apart speak of one day.
const SAME_DAY: i32 = 1;
/// No birthday explains two years within so many days.
const SAME_YEAR: i32 = 300;

/// The ages that an article gives to people whom it names in full.
pub(super) fn ages(reading: &Reading, settings: &Settings) -> Vec<Age> {
    fn surname(name: &str) -> Option<&str> {
        name.rsplit(' ').next()
    }
    let mut bearers: FxHashMap<&str, usize> = FxHashMap::default();
    for name in reading.entities.iter().filter_map(|e| surname(&e.name)) {
        *bearers.entry(name).or_default() += 1;
    }
    let is_told = |q: &Quantity| may_be_age(q) && is_bracketed(reading, q) || is_turned(reading, q);
    let all = reading.quantities.iter().filter(|q| is_exact_age(q) || is_told(q));
    let stated = all.filter_map(|quantity| {
        let mention = bearer(reading, quantity)?;
        // "Ann Marsh (58)"; of a surname alone it may be the minute of a goal.
        if quantity.unit.name.is_empty() && mention.form != MentionForm::Name {
            return None;
        }
        let entity = &reading.entities[mention.entity];
        let person = Person::of(&entity.name, settings);
        // A surname alone is a person's where no other person of the article has it.
        let alone = surname(&entity.name).is_none_or(|name| bearers.get(name).is_none_or(|count| *count == 1));
        let certain = mention.form == MentionForm::Name || alone;
        (certain && person.has_given()).then(|| Age {
            span: quantity.span,
            name: entity.name.as_str().into(),
            years: quantity.number as u16,
            person,
            entity: mention.entity as u32,
        })
    });
    let mut found: Vec<Age> = stated.collect();
    let told = found.len();
    let Some(day) = reading.day() else { return found };
    for (entity, span, _, birth) in births(reading) {
        let name = &reading.entities[entity].name;
        let (person, years) = (Person::of(name, settings), birth.map(|birth| years_between(birth, day)));
        let is_told = found[..told].iter().any(|age| age.entity as usize == entity);
        if let Some(years) = years.filter(|years| (1..=120).contains(years) && !is_told && person.has_given()) {
            found.push(Age { span, name: name.as_str().into(), years: years as u16, person, entity: entity as u32 });
        }
    }
    found.sort_by_key(|age| age.span);
    found
}

/// Whole years from a birth to a day.
fn years_between(birth: Date, day: Date) -> i16 {
    let had = (day.month(), day.day()) >= (birth.month(), birth.day());
    day.year() - birth.year() - i16::from(!had)
}

/// A bare number that an adult's age may be.
fn may_be_age(q: &Quantity) -> bool {
    q.unit.name.is_empty() && is_exact(q, ADULT)
}

/// The ages of adults.
const ADULT: std::ops::RangeInclusive<f64> = 16.0..=105.0;

/// Whether it is one whole number within bounds and nothing else is said of it.
fn is_exact(q: &Quantity, years: std::ops::RangeInclusive<f64>) -> bool {
    q.modifier == Modifier::Exact
        && q.to.is_none()
        && q.change.is_none()
        && q.number.fract() == 0.0
        && years.contains(&q.number)
}

/// "(58)".
fn is_bracketed(reading: &Reading, quantity: &Quantity) -> bool {
    let text = &*reading.article.text;
    let behind = &text[quantity.span.end as usize..];
    text[..quantity.span.start as usize].ends_with(" (") && behind.starts_with(')')
}

/// "who turned 52 last month", and not "who turned 18 in 1998".
fn is_turned(reading: &Reading, quantity: &Quantity) -> bool {
    let text = &*reading.article.text;
    let (before, behind) = (&text[..quantity.span.start as usize], &text[quantity.span.end as usize..]);
    let clause = behind.split([',', '.', ';']).next().unwrap_or_default();
    let is_dated = clause.split_whitespace().any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    let lately = [",", ".", " last ", " this ", " on ", " in ", " earlier "];
    is_exact(quantity, ADULT)
        && before.ends_with(" who turned ")
        && !is_dated
        && lately.iter().any(|next| behind.starts_with(next))
}

fn is_exact_age(q: &Quantity) -> bool {
    q.unit.name == "year of age" && is_exact(q, 1.0..=120.0)
}

/// The mention of the person whose age a quantity is: "Ann Marsh, 34,", "34-year-old teacher Ann Marsh", "Ann Marsh, a
/// 34-year-old teacher", "Ann Marsh is 34 years old". Ages at another time ("then 19", "19 at the time") are none.
fn bearer<'a>(reading: &'a Reading, quantity: &Quantity) -> Option<&'a Mention> {
    let text = &*reading.article.text;
    let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
    let behind = &text[end..];
    let next = behind.trim_start_matches([',', ' ']).to_lowercase_start(24);
    let elsewhen =
        ["at the time", "when", "back then", "then,", "at his death", "at her death", "last ", "next ", "in "];
    let is_of_then = text[..start].trim_end().ends_with(" then");
    let is_turned = is_turned(reading, quantity);
    if is_of_then || !is_turned && elsewhen.iter().any(|w| next.starts_with(w)) {
        return None;
    }
    let sentence = reading.sentences[reading.sentence_at(quantity.span.start)?];
    let is_person = |m: &&Mention| {
        sentence.covers(m.span)
            && m.form != MentionForm::Pronoun
            && m.form != MentionForm::Description
            && reading.entities[m.entity].kind == EntityKind::Person
    };
    let at = reading.mentions.partition_point(|m| m.span.start < quantity.span.start);
    let adjective =
        behind.starts_with("-year-old") || behind.starts_with(" year old") || behind.starts_with("-year old");
    if adjective {
        // "34-year-old teacher Ann Marsh": only words of a description lie between.
        let after = reading.mentions[at..].iter().find(is_person)?;
        let from = end + behind.find(char::is_whitespace)?;
        let between = text.get(from..after.span.start as usize);
        let title = |w: &str| w.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.' || c == '’' || c == '\'');
        let described = between.is_some_and(|b| {
            b.split_whitespace().count() <= 5
                && b.split_whitespace().all(title)
                // "a 40-year-old man sued Ann Marsh"
                && !b.split_whitespace().next_back().is_some_and(|w| w.ends_with("ed"))
                && !b.split_whitespace().any(|w| {
                    matches!(
                        w,
                        "of" | "and"
                            | "who"
                            | "whose"
                            | "was"
                            | "is"
                            | "told"
                            | "said"
                            | "by"
                            | "son"
                            | "daughter"
                            | "brother"
                            | "sister"
                            | "in"
                            | "with"
                            | "between"
                            | "against"
                            | "at"
                            | "over"
                            | "from"
                            | "killed"
                            | "shot"
                            | "when"
                            | "to"
                            | "for"
                            | "as"
                    )
                })
        });
        let owns = text[after.span.end as usize..].starts_with(['’', '\'']);
        if described && !owns {
            return Some(after);
        }
    }
    let before = reading.mentions[..at].iter().rev().find(is_person)?;
    let between = text.get(before.span.end as usize..start)?;
    let closes = |s: &str| s.starts_with([',', '.', ')', ';']) || s.starts_with(" of ");
    if between.strip_suffix(" aged ").is_some_and(|clause| closes(behind) && has_died(clause)) {
        return Some(before);
    }
    let fits = match between {
        // "Leo Hart, 18-year-old Ivo Moss and two others": the next one's.
        ", " => {
            let is_of_next = behind.split_whitespace().nth(1).is_some_and(|w| w.starts_with(char::is_uppercase));
            closes(behind) || adjective && !is_of_next
        }
        " (" => behind.starts_with([')', ',']),
        ", who turned " => is_turned,
        ", who was " => closes(behind) || behind.starts_with(" and "),
        " was " => behind.starts_with(['.', ';']),
        ", aged " | ", age " | " is " | ", who is " => !adjective || between != " is ",
        ", a " | ", an " | " is a " | " is an " => adjective,
        _ => false,
    };
    fits.then_some(before)
}

/// Whether what follows a name says that its bearer died: "died at home", "had died", ", the warden, died", ", a warden who died
/// in the basin", and not "knew a man who died".
fn has_died(clause: &str) -> bool {
    let Some((subject, rest)) = clause.split_once("died") else { return false };
    let subject = subject.trim_end();
    let subject = ["has", "had"].iter().find_map(|aux| subject.strip_suffix(aux)).unwrap_or(subject).trim_end();
    let apposed =
        subject.starts_with(',') && (subject.ends_with(", who") || subject.len() > 1 && subject.ends_with(','));
    (subject.is_empty() || apposed) && !rest.contains([',', ';', ':', '"', '“']) && !rest.contains(" and ")
}

trait LowercaseStart {
    fn to_lowercase_start(&self, bytes: usize) -> String;
}

impl LowercaseStart for str {
    fn to_lowercase_start(&self, bytes: usize) -> String {
        self.chars().take(bytes).flat_map(char::to_lowercase).collect()
    }
}

/// Ages of one article that cannot be true together: two of one person, or one that does not fit the date of birth. Each
/// with the other place and what it says.
pub fn own_age_conflicts(reading: &Reading, ages: &[Age]) -> Vec<(usize, Span, String)> {
    let text = &*reading.article.text;
    let mut found: Vec<(usize, Span, String)> = Vec::new();
    let mut first: FxHashMap<u32, usize> = FxHashMap::default();
    for (index, age) in ages.iter().enumerate() {
        let earlier = *first.entry(age.entity).or_insert(index);
        if ages[earlier].years != age.years {
            found.push((index, ages[earlier].span, format!("{} is {} here", age.name, ages[earlier].years)));
        }
    }
    let Some(day) = reading.day() else { return found };
    for (entity, span, year, exact) in births(reading) {
        for (index, age) in ages.iter().enumerate().filter(|(_, a)| a.entity as usize == entity) {
            let (least, most) = match exact {
                Some(birth) => {
                    let years = years_between(birth, day);
                    (years, years)
                }
                None => (day.year() - year - 1, day.year() - year),
            };
            if !(least..=most).contains(&(age.years as i16)) {
                let message = format!("born {}: {least} on {}", span.of(text), day.strftime("%-d %B %Y"));
                found.push((index, span, message));
            }
        }
    }
    found
}

/// Dates of birth ("Ann Marsh, born on 3 March 1980"): the entity, the date's words, its year, and the whole date.
fn births(reading: &Reading) -> Vec<(usize, Span, i16, Option<Date>)> {
    let text = &*reading.article.text;
    let dates = reading.timexes.iter().filter(|t| t.kind == TimexKind::Date && !t.relative);
    dates
        .filter_map(|t| {
            let (from, to) = t.days?;
            let before = text[..t.span.start as usize].trim_end();
            let before = before.strip_suffix(" on").or(before.strip_suffix(" in")).unwrap_or(before);
            if !before.ends_with("born") {
                return None;
            }
            let sentence = reading.sentences[reading.sentence_at(t.span.start)?];
            let from_here = reading.mentions.partition_point(|m| m.span.start < sentence.start);
            let people = reading.mentions[from_here..].iter().take_while(|m| m.span.start < t.span.start).filter(|m| {
                sentence.covers(m.span)
                    && m.span.end <= t.span.start
                    && reading.entities[m.entity].kind == EntityKind::Person
            });
            let mut entities: Vec<usize> = people.map(|m| m.entity).collect();
            entities.dedup();
            let [entity] = entities[..] else { return None };
            let whole_year = from.year() == to.year() && t.value.len() <= 10;
            whole_year.then_some((entity, t.span, from.year(), (from == to).then_some(from)))
        })
        .collect()
}

impl Corpus {
    /// Ages that articles of the same day, or of the same event, give to the same people, where they differ.
    pub fn age_conflicts(&self, article: DocumentId) -> Vec<FactConflict> {
        let is_same = |a: &Age, b: &Age| a.person == b.person && a.years == b.years;
        let is_first = |own: &Facts, here: usize| !own.ages[..here].iter().any(|a| is_same(a, &own.ages[here]));
        self.fact_conflicts(article, Age::key, is_first, |(own, age): (&Facts, &Age), (there, that)| {
            let apart = age.years.abs_diff(that.years);
            // An article that has this age too contradicts itself, not this one.
            let agrees = there.ages.iter().any(|a| is_same(a, age));
            let days = super::days_apart(own, there);
            let is_near = days.is_some_and(|d| d <= SAME_DAY) || (apart >= 2 && days.is_none_or(|d| d <= SAME_YEAR));
            that.person == age.person && apart > 0 && !agrees && is_near
        })
    }
}
