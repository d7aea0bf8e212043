//! The full name that begins with the capitalised letters before the cursor.

use crate::text::sorting::sort_by;
use rustc_hash::FxHashMap;

use super::{Completion, CompletionKind, Here, MOST};
use crate::reading::EntityKind;
use crate::text::Span;

pub(super) fn complete(here: &Here) -> Vec<Completion> {
    let begun = here.word();
    if begun.chars().count() < 2 || !begun.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let replaced = Span::new(here.offset - begun.len(), here.offset);
    let mut found: FxHashMap<String, (String, usize)> = FxHashMap::default();
    for entry in here.others().chain([here.entry]) {
        for entity in entry.reading.entities.iter().filter(|entity| entity.kind != EntityKind::Other) {
            let begins = entity.name.split_whitespace().any(|word| word.starts_with(begun));
            if begins && entity.name != begun {
                let role = entity.roles.first().cloned().unwrap_or_default();
                let known = found.entry(entity.name.clone()).or_insert_with(|| (role.clone(), 0));
                known.1 += 1;
                if known.0.is_empty() {
                    known.0 = role;
                }
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    sort_by(&mut found, |(a, (_, many)), (b, (_, more))| more.cmp(many).then(a.cmp(b)));
    found.truncate(MOST);
    let proposal = |(name, (role, count)): (String, (String, usize))| {
        let articles = if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
        let detail = if role.is_empty() { articles } else { format!("{role}, {articles}") };
        let (label, text, filter) = (name.clone(), name.clone(), name);
        Completion { label, detail, passage: None, replaced, text, filter, kind: CompletionKind::Name }
    };
    found.into_iter().map(proposal).collect()
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use expect_test::expect;

    #[test]
    fn capitalised_letters_become_a_full_name() {
        check(
            "The town had trusted Vel$0",
            expect![[r#"
                [Vel] Ann Velder (Harbourmaster, 2 articles)
            "#]],
        );
    }

    #[test]
    fn other_words_are_left_alone() {
        check("The town had trusted its har$0", expect![[""]]);
    }
}
