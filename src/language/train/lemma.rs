//! Learns the lemmatiser's exceptions and rules.

use std::collections::{BTreeMap, BTreeSet};

use super::super::lemma::{Edit, Kind, endings, fold};
use super::conllu::GoldSentence;

/// Rules seen with fewer different words are left out.
const WORDS: u32 = 2;

/// Learns from the sentences; returns the content of `models/lemmas.bin`.
pub fn train(sentences: &[GoldSentence]) -> Vec<u8> {
    let mut seen: BTreeMap<(Kind, String), BTreeMap<Edit, u32>> = BTreeMap::new();
    for sentence in sentences {
        for (i, word) in sentence.words.iter().enumerate() {
            if word.lemma == "_" {
                continue;
            }
            let form = word.form.replace('’', "'");
            let kind = Kind::of(&form, word.upos, word.xpos, i == 0);
            let edit = Edit::between(&form, &word.lemma);
            *seen.entry((kind, fold(&form).into_owned())).or_default().entry(edit).or_default() += 1;
        }
    }
    let words: BTreeMap<&(Kind, String), &Edit> =
        seen.iter().filter_map(|(word, edits)| Some((word, edits.iter().max_by_key(|e| e.1)?.0))).collect();

    let mut counts: BTreeMap<(Kind, &str), BTreeMap<&Edit, u32>> = BTreeMap::new();
    for ((kind, word), edit) in &words {
        for ending in endings(word) {
            *counts.entry((*kind, ending)).or_default().entry(edit).or_default() += 1;
        }
    }
    // From the shortest ending on, a rule is kept where it says something else than the rules before it.
    let mut order: Vec<_> = counts.iter().collect();
    order.sort_by_key(|((kind, ending), _)| (ending.len(), *kind, *ending));
    let mut rules: BTreeMap<(Kind, &str), &Edit> = BTreeMap::new();
    let rule_for = |rules: &BTreeMap<(Kind, &str), &Edit>, kind: Kind, word: &str| {
        endings(word).find_map(|ending| rules.get(&(kind, ending)).map(|e| (*e).clone()))
    };
    for ((kind, ending), edits) in order {
        let total: u32 = edits.values().sum();
        let Some((&edit, &count)) = edits.iter().max_by_key(|e| e.1) else { continue };
        if total >= WORDS && count * 2 > total && rule_for(&rules, *kind, ending).as_ref() != Some(edit) {
            rules.insert((*kind, ending), edit);
        }
    }
    let mut table: BTreeMap<u32, &Edit> =
        rules.iter().map(|((kind, ending), e)| (kind.key(ending, true), *e)).collect();
    for ((kind, word), edit) in &words {
        if rule_for(&rules, *kind, word).as_ref() != Some(*edit) {
            table.insert(kind.key(word, false), edit);
        }
    }
    write(&table)
}

fn write(table: &BTreeMap<u32, &Edit>) -> Vec<u8> {
    let edits: Vec<&Edit> =
        table.values().copied().collect::<BTreeSet<_>>().into_iter().filter(|e| e.add.len() < 256).collect();
    let mut out = Vec::new();
    out.extend((edits.len() as u32).to_le_bytes());
    for edit in &edits {
        out.extend([edit.strip, u8::from(edit.cased), edit.add.len() as u8]);
        out.extend(edit.add.as_bytes());
    }
    let entries: Vec<(u32, u16)> =
        table.iter().filter_map(|(key, edit)| Some((*key, edits.binary_search(edit).ok()? as u16))).collect();
    out.extend((entries.len() as u32).to_le_bytes());
    for (key, edit) in entries {
        out.extend(key.to_le_bytes());
        out.extend(edit.to_le_bytes());
    }
    out
}
