//! What annotations a corpus allows: brat's `annotation.conf`, with the labels of `visual.conf` and the knowledge bases
//! of `tools.conf`.
//!
//! Types stand one a line, a tab deeper under what they are kinds of; `!` marks a type that only groups others. Relations
//! and events list their roles as `Role:Type|Type`, with `?`, `*`, `+`, `{2}` or `{1-2}` behind the role for how often it
//! may be filled. `<ENTITY>`, `<EVENT>`, `<RELATION>` and `<ANY>` stand for all types of a kind, `<NAME>=A|B` in a section
//! makes a name for a list. Source of the format: <https://brat.nlplab.org/configuration.html>.

use super::Problem;
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// The sections of one configuration file, or what a line of it says, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Types of text spans.
    pub entities: Vec<Type>,
    /// Types of relations; a type that may relate several pairs stands here several times.
    pub relations: Vec<Type>,
    /// Types of events.
    pub events: Vec<Type>,
    /// Attributes; the roles of one are `Arg` and `Value`.
    pub attributes: Vec<Type>,
    /// What may overlap with what, as `<OVERLAP>` lines say.
    pub overlaps: Vec<Type>,
    /// Labels for types, from the longest to the shortest, of `visual.conf`.
    pub labels: FxHashMap<String, Vec<String>>,
    /// Knowledge bases of `tools.conf`: from names to the address of an entry, `%s` for its key.
    pub normalisation: FxHashMap<String, String>,
    /// Types that roles name and no section has, each with the first that names it.
    pub undeclared: Vec<(String, Span)>,
    /// Whether `[entities]`, `[relations]`, `[events]` and `[attributes]` stand in the file.
    pub has: [bool; 4],
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
}

/// A type and what it may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Its name.
    pub name: String,
    /// Where in the file the name stands.
    pub span: Span,
    /// What it is a kind of: an index into the same list.
    pub parent: Option<usize>,
    /// Whether it only groups other types.
    pub is_abstract: bool,
    /// Its roles.
    pub roles: Vec<Role>,
    /// Whether the two sides of a relation may change places.
    pub symmetric: bool,
}

/// A role of a relation or event, or what an attribute belongs to and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// The types that may fill it, macros resolved; for `Value` the values.
    pub types: Vec<String>,
    /// How often it is filled at least and at most.
    pub times: (usize, usize),
}

impl Role {
    /// Its name, how often it is filled and by what, in words.
    pub fn describe(&self) -> String {
        let times = match self.times {
            (1, 1) => "once".to_owned(),
            (0, 1) => "once at most".to_owned(),
            (0, usize::MAX) => "any number of times".to_owned(),
            (low, usize::MAX) => format!("{low} times or more"),
            (low, high) if low == high => format!("{low} times"),
            (low, high) => format!("{low} to {high} times"),
        };
        format!("{} ({times}): {}", self.name, self.types.join(", "))
    }
}

impl Schema {
    /// Reads an `annotation.conf`, `visual.conf` or `tools.conf`.
    pub fn parse(text: &str) -> Self {
        let mut reader = Reader { schema: Schema::default(), macros: FxHashMap::default(), open: Vec::new() };
        let (mut offset, mut section) = (0, String::new());
        for whole in text.split_inclusive('\n') {
            let start = offset;
            offset += whole.len();
            let line = whole.trim_end();
            let content = line.trim_start_matches([' ', '\t', '\u{feff}']);
            let place = Span::new(start + line.len() - content.len(), start + line.len());
            if content.is_empty() || content.starts_with('#') || content.starts_with("--") {
                continue;
            }
            if let Some(name) = content.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name.trim().to_lowercase();
                reader.open.clear();
                if let Some(known) = kind(&section) {
                    reader.schema.has[known] = true;
                }
                continue;
            }
            let depth = line.bytes().take_while(|b| *b == b'\t').count();
            reader.line(&section, content, place, depth);
        }
        reader.schema.find_undeclared();
        reader.schema
    }

    fn find_undeclared(&mut self) {
        let lists = [&self.entities, &self.relations, &self.events];
        let mut seen: FxHashSet<&str> = lists.iter().flat_map(|list| list.iter()).map(|t| t.name.as_str()).collect();
        let mut found = Vec::new();
        let attributes = self.attributes.iter().flat_map(|t| t.roles.iter().map(move |r| (t, r)));
        let roles = lists.iter().flat_map(|list| list.iter()).flat_map(|t| t.roles.iter().map(move |r| (t, r)));
        for (of, role) in roles.chain(attributes.filter(|(_, role)| role.name != "Value")) {
            for name in role.types.iter().filter(|name| !name.starts_with('<')) {
                if seen.insert(name) {
                    found.push((name.clone(), of.span));
                }
            }
        }
        self.undeclared = found;
    }

    /// Whether the file says anything about types.
    pub fn declares_types(&self) -> bool {
        self.has.iter().any(|has| *has)
    }

    /// The types of the section and their place; the first of that name.
    pub fn find<'a>(types: &'a [Type], name: &str) -> Option<&'a Type> {
        types.iter().find(|t| t.name == name)
    }

    /// Whether a type named `name` is among `allowed`, itself, by what it is a kind of, or by `<ANY>` and its like. A list
    /// with a type that nobody declares allows everything: what it means cannot be known.
    pub fn allows(&self, allowed: &[String], name: &str) -> bool {
        let in_list = |types: &[Type]| types.iter().position(|t| t.name == name);
        let kinds: [(&str, &[Type]); 3] =
            [("<ENTITY>", &self.entities), ("<EVENT>", &self.events), ("<RELATION>", &self.relations)];
        allowed.iter().any(|a| a == name || a == "<ANY>" || self.undeclared.iter().any(|(u, _)| u == a))
            || kinds.into_iter().any(|(all, types)| {
                let Some(index) = in_list(types) else { return false };
                allowed.iter().any(|a| a == all) || lineage(types, index).any(|t| allowed.contains(&t.name))
            })
    }

    /// The roles of the type and of what it is a kind of.
    pub fn roles<'a>(types: &'a [Type], name: &str) -> Vec<&'a Role> {
        let Some(index) = types.iter().position(|t| t.name == name) else { return Vec::new() };
        lineage(types, index).flat_map(|t| &t.roles).collect()
    }
}

/// A type, what it is a kind of, and so on up; parents stand before their children, so this ends.
pub fn lineage(types: &[Type], index: usize) -> impl Iterator<Item = &Type> {
    std::iter::successors(types.get(index), |t| t.parent.and_then(|parent| types.get(parent)))
}

fn kind(section: &str) -> Option<usize> {
    match section {
        "entities" | "spans" => Some(0),
        "relations" => Some(1),
        "events" => Some(2),
        "attributes" => Some(3),
        _ => None,
    }
}

struct Reader {
    schema: Schema,
    macros: FxHashMap<String, Vec<String>>,
    /// The types that are open at each depth of the hierarchy.
    open: Vec<usize>,
}

impl Reader {
    fn line(&mut self, section: &str, content: &str, place: Span, depth: usize) {
        match section {
            "labels" => {
                let mut parts = content.split('|').map(|part| part.trim().to_owned());
                let name = parts.next().unwrap_or_default();
                self.schema.labels.insert(name, parts.filter(|label| !label.is_empty()).collect());
            }
            "normalization" => {
                let (name, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
                let address = rest.split(',').find_map(|part| part.trim().strip_prefix("<URLBASE>:"));
                self.schema.normalisation.insert(name.to_owned(), address.unwrap_or_default().trim().to_owned());
            }
            section => {
                if let Some(kind) = kind(section) {
                    self.typed(kind, content, place, depth);
                }
            }
        }
    }

    fn typed(&mut self, kind: usize, content: &str, place: Span, depth: usize) {
        if let Some((name, list)) = content.split_once('=')
            && name.starts_with('<')
            && name.trim_end().ends_with('>')
        {
            let list = self.resolve(list);
            self.macros.insert(name.trim_end().to_owned(), list);
            return;
        }
        let (head, rest) = content.split_once(char::is_whitespace).unwrap_or((content, ""));
        let marks = head.len() - head.trim_start_matches('!').len();
        // Behind the name as annotations have it may stand others of the same type ("Move|GO:0006810").
        let name = head[marks..].split('|').next().unwrap_or_default();
        if name.is_empty() {
            return self.problem(place, "expected a type");
        }
        let start = place.start as usize + marks;
        let mut described = Type {
            name: name.to_owned(),
            span: Span::new(start, start + name.len()),
            parent: depth
                .checked_sub(1)
                .and_then(|above| self.open.get(above.min(self.open.len().max(1) - 1)).copied()),
            is_abstract: head.starts_with('!'),
            roles: Vec::new(),
            symmetric: false,
        };
        for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once(':') {
                Some(("<REL-TYPE>", value)) => described.symmetric = value.contains("symmetric"),
                Some(("<OVL-TYPE>", kinds)) => {
                    let types = kinds.split('|').map(|kind| kind.trim().to_owned()).collect();
                    described.roles.push(Role { name: "<OVL-TYPE>".to_owned(), types, times: (1, 1) });
                }
                Some((name, _)) if name.starts_with('<') => {}
                Some((role, types)) => match self.role(role.trim(), types) {
                    Some(role) => described.roles.push(role),
                    None => self.problem(place, &format!("\"{role}\" is no role and number of times")),
                },
                None => self.problem(place, &format!("\"{part}\" is no role: expected its name, a colon and types")),
            }
        }
        if matches!(name, "<OVERLAP>" | "ENTITY-NESTING") {
            self.schema.overlaps.push(described);
            return;
        }
        let types = match kind {
            0 => &mut self.schema.entities,
            1 => &mut self.schema.relations,
            2 => &mut self.schema.events,
            _ => &mut self.schema.attributes,
        };
        types.push(described);
        self.open.truncate(depth);
        self.open.push(types.len() - 1);
    }

    fn role(&self, written: &str, types: &str) -> Option<Role> {
        let end = written.find(['?', '*', '+', '{']).unwrap_or(written.len());
        let times = match &written[end..] {
            "" => (1, 1),
            "?" => (0, 1),
            "*" => (0, usize::MAX),
            "+" => (1, usize::MAX),
            range => {
                let range = range.strip_prefix('{')?.strip_suffix('}')?;
                let (low, high) = range.split_once('-').unwrap_or((range, range));
                (low.trim().parse().ok()?, high.trim().parse().ok()?)
            }
        };
        let name = written[..end].to_owned();
        (!name.is_empty()).then(|| Role { name, types: self.resolve(types), times })
    }

    /// A list of types with the macros that were defined before it written out.
    fn resolve(&self, list: &str) -> Vec<String> {
        let mut types: Vec<String> = Vec::new();
        for name in list.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            match self.macros.get(name) {
                Some(known) => types.extend(known.iter().cloned()),
                None => types.push(name.to_owned()),
            }
        }
        // Each type once, so that macros of macros of macros cannot grow without bound.
        let mut seen = FxHashSet::default();
        types.retain(|name| seen.insert(name.clone()));
        types
    }

    fn problem(&mut self, span: Span, message: &str) {
        self.schema.problems.push(Problem { span, message: message.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = "[entities]\n!Party\n\tPerson\n\tOffice\nPlace\n\n[relations]\nAlias Arg1:Person, Arg2:Person, \
        <REL-TYPE>:symmetric-transitive\n<OVERLAP>\tArg1:Person, Arg2:Office, <OVL-TYPE>:contain\n[events]\n\
        <WHO>=Party|Place\n# note\nMarry\tWho{2}:<WHO>, Where?:Place\nWarn\tWhom+:<WHO>, Of{1-2}:<EVENT>\n[attributes]\n\
        Sure\tArg:<EVENT>, Value:very much|little\n";

    #[test]
    fn types_roles_times_and_macros_are_read() {
        let schema = Schema::parse(SCHEMA);
        assert_eq!(schema.problems, []);
        assert!(schema.entities[0].is_abstract && schema.relations[0].symmetric);
        assert_eq!((schema.entities[1].parent, schema.entities[3].parent), (Some(0), None));
        assert_eq!((schema.overlaps.len(), schema.relations.len()), (1, 1));
        let times: Vec<_> = schema.events.iter().flat_map(|e| &e.roles).map(|r| r.times).collect();
        assert_eq!(times, [(2, 2), (0, 1), (1, usize::MAX), (1, 2)]);
        assert_eq!(schema.events[0].roles[0].types, ["Party", "Place"]);
        assert_eq!(schema.attributes[0].roles[1].types, ["very much", "little"]);
        assert_eq!(schema.events[1].span.of(SCHEMA), "Warn");
    }

    #[test]
    fn a_role_allows_its_types_their_kinds_and_what_stands_for_all_of_a_kind() {
        let schema = Schema::parse(SCHEMA);
        let allows = |allowed: &str, name| schema.allows(&[allowed.to_owned()], name);
        assert!(allows("Party", "Office") && allows("<ENTITY>", "Place") && allows("<ANY>", "Warn"));
        assert!(!allows("Party", "Place") && !allows("<ENTITY>", "Warn") && !allows("<EVENT>", "Nothing"));
    }

    #[test]
    fn a_name_ends_where_its_synonyms_begin_and_types_that_nobody_declares_are_known() {
        let text = "[entities]\nPerson|dbo:Person\n[relations]\nKin\tArg1:Person, Arg2:Span\n[attributes]\nOld Arg:<ENTITY>, Value:x\n";
        let schema = Schema::parse(text);
        assert_eq!((schema.entities[0].name.as_str(), schema.undeclared.len()), ("Person", 1));
        assert!(schema.allows(&["Span".to_owned()], "Person"));
    }

    #[test]
    fn labels_and_addresses_of_knowledge_bases_are_read() {
        let schema = Schema::parse(
            "[labels]\nPerson | Natural person | Pers\n[normalization]\nWiki  DB:w, <URL>:http://w, <URLBASE>:http://w/%s\n",
        );
        assert_eq!(schema.labels["Person"], ["Natural person", "Pers"]);
        assert_eq!(schema.normalisation["Wiki"], "http://w/%s");
        assert!(!schema.declares_types());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\[(entities|relations|events|attributes|labels)\\]\n|[!<>=A-Ca:,|?*+{}0-9\t -]{0,20}\n){0,12}") {
            let schema = Schema::parse(&text);
            for types in [&schema.entities, &schema.relations, &schema.events, &schema.attributes] {
                for (index, described) in types.iter().enumerate() {
                    proptest::prop_assert_eq!(described.span.of(&text), &described.name);
                    proptest::prop_assert!(described.parent.is_none_or(|parent| parent < index));
                }
            }
        }
    }
}
