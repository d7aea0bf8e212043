//! Reads treebanks in CoNLL-U.

use super::super::tag::{Deprel, Upos, Xpos};
use super::super::tokenise::tokenise;

/// One word of a treebank.
#[derive(Clone, Debug)]
pub struct Gold {
    /// As written.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn part of speech.
    pub xpos: Xpos,
    /// Index of the head, the number of words for the root.
    pub head: usize,
    /// Relation to the head.
    pub deprel: Deprel,
    /// Bytes in the sentence's text, where they are known.
    pub span: Option<(usize, usize)>,
}

/// One sentence of a treebank.
#[derive(Clone, Debug, Default)]
pub struct GoldSentence {
    /// Its identifier.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Whether a paragraph or document begins with it.
    pub opens_paragraph: bool,
    /// Whether the next sentence follows without a space.
    pub glued: bool,
    /// Its words.
    pub words: Vec<Gold>,
}

/// Reads the sentences of a file's content.
///
/// # Errors
/// With the number of the first line that is not CoNLL-U.
pub fn read(content: &str) -> Result<Vec<GoldSentence>, String> {
    let mut sentences = Vec::new();
    let mut sentence = GoldSentence::default();
    // How many sentences are left of the innermost block (GUM: "newpar_block = caption (1 s)").
    let mut block: Option<usize> = None;
    for (number, line) in content.lines().enumerate() {
        if line.is_empty() {
            if !sentence.words.is_empty() {
                sentence.locate();
                sentences.push(std::mem::take(&mut sentence));
                block = block.map(|left| left.saturating_sub(1));
                if block == Some(0) {
                    sentence.opens_paragraph = true;
                    block = None;
                }
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "sent_id" => sentence.id = value.trim().to_owned(),
                "text" => sentence.text = value.trim().to_owned(),
                key if key.starts_with("newpar") || key.starts_with("newdoc") => {
                    sentence.opens_paragraph = true;
                    let count = value.rsplit_once('(').and_then(|(_, n)| n.strip_suffix(" s)")?.parse().ok());
                    block = count.or(block);
                }
                _ => {}
            }
        } else {
            let columns: Vec<&str> = line.split('\t').collect();
            if columns.len() != 10 {
                return Err(format!("line {}: {} columns instead of 10", number + 1, columns.len()));
            }
            sentence.glued = columns[9].contains("SpaceAfter=No");
            if columns[0].contains(['-', '.']) {
                continue;
            }
            let word = word(&columns).ok_or_else(|| format!("line {}: an unknown tag or relation", number + 1))?;
            sentence.words.push(word);
        }
    }
    if !sentence.words.is_empty() {
        sentence.locate();
        sentences.push(sentence);
    }
    for sentence in &mut sentences {
        let count = sentence.words.len();
        for word in &mut sentence.words {
            word.head = word.head.checked_sub(1).unwrap_or(count);
        }
    }
    Ok(sentences)
}

fn word(columns: &[&str]) -> Option<Gold> {
    Some(Gold {
        form: columns[1].to_owned(),
        lemma: columns[2].to_owned(),
        upos: Upos::parse(columns[3])?,
        xpos: Xpos::parse(columns[4]).unwrap_or(Xpos::Xx),
        head: columns[6].parse().ok()?,
        deprel: Deprel::parse_general(columns[7])?,
        span: None,
    })
}

impl GoldSentence {
    /// Finds the words in the text.
    fn locate(&mut self) {
        let mut at = 0;
        for word in &mut self.words {
            let rest = &self.text[at..];
            let from = at + rest.len() - rest.trim_start().len();
            if !self.text[from..].starts_with(&word.form) {
                return;
            }
            at = from + word.form.len();
            word.span = Some((from, at));
        }
    }

    /// The sentence with the tokens that copydesk keeps whole ("$5", "Su-24") made from the treebank's parts,
    /// if there are any.
    pub fn with_own_tokens(&self) -> Option<Self> {
        let count = self.words.len();
        let spans: Vec<(usize, usize)> = self.words.iter().map(|w| w.span).collect::<Option<_>>()?;
        let mut group: Vec<usize> = (0..count).collect(); // representative of each word
        let mut merged = false;
        tokenise(&self.text, |start, end| {
            let first = spans.partition_point(|s| s.0 < start);
            let last = spans.partition_point(|s| s.1 <= end);
            let exact = first + 1 < last && last <= count && spans[first].0 == start && spans[last - 1].1 == end;
            if !exact {
                return;
            }
            let outside = |i: &usize| !(first..last).contains(&self.words[*i].head);
            let mut tops = (first..last).filter(outside);
            if let (Some(top), None) = (tops.next(), tops.next()) {
                group[first..last].fill(top);
                merged = true;
            }
        });
        if !merged {
            return None;
        }
        let kept: Vec<usize> = (0..count).filter(|&i| group[i] == i).collect();
        let new_index = |old: usize| match old == count {
            true => kept.len(),
            false => kept.iter().position(|&k| k == group[old]).unwrap_or(kept.len()),
        };
        let words = kept
            .iter()
            .map(|&i| {
                let mut word = self.words[i].clone();
                let parts: Vec<usize> = (0..count).filter(|&j| group[j] == i).collect();
                if let (true, Some(&first), Some(&last)) = (parts.len() > 1, parts.first(), parts.last()) {
                    word.span = Some((spans[first].0, spans[last].1));
                    word.form = self.text[spans[first].0..spans[last].1].to_owned();
                    word.lemma = word.form.clone();
                    if let Some((upos, xpos)) = super::super::shape::certain(&word.form) {
                        (word.upos, word.xpos) = (upos, xpos);
                    }
                }
                word.head = new_index(word.head);
                word
            })
            .collect();
        Some(Self {
            id: self.id.clone(),
            text: self.text.clone(),
            opens_paragraph: self.opens_paragraph,
            glued: self.glued,
            words,
        })
    }
}
