//! A sentence's tree with the ways down as well as up, made once for all its quantities.

use super::unit;
use crate::language::{Deprel, Sentence, Upos, Xpos};

/// What is known of the sentence once for all its quantities.
pub(super) struct Shape {
    pub(super) heads: Vec<Option<usize>>,
    /// Tokens sorted by their heads, and where each head's own begin.
    below: Vec<u32>,
    begins: Vec<u32>,
    /// Whether a token is the unit of a number before it ("cent" of "0.65 per cent").
    units: Vec<bool>,
}

impl Shape {
    pub(super) fn of(s: &Sentence) -> Self {
        let heads: Vec<Option<usize>> = s.tree().heads.iter().map(|h| h.map(|h| h as usize)).collect();
        let mut begins = vec![0u32; heads.len() + 1];
        for h in heads.iter().flatten() {
            begins[h + 1] += 1;
        }
        for k in 1..begins.len() {
            begins[k] += begins[k - 1];
        }
        let mut next = begins.clone();
        let mut below = vec![0u32; begins.last().map_or(0, |n| *n as usize)];
        for (t, h) in heads.iter().enumerate() {
            if let Some(h) = h {
                below[next[*h] as usize] = t as u32;
                next[*h] += 1;
            }
        }
        let mut units = vec![false; s.len()];
        for t in 1..s.len() {
            let led = s.upos(t - 1) == Upos::Num || units[t - 1];
            units[t] = led && s.upos(t) != Upos::Num && unit::is_unit_word(s.form(t));
            // "per cent" is one unit of two words, "percent" has a row of its own
            let per = t >= 2 && s.upos(t - 2) == Upos::Num && s.form(t - 1).eq_ignore_ascii_case("per");
            if per && s.form(t).eq_ignore_ascii_case("cent") {
                units[t - 1] = true;
                units[t] = true;
            }
        }
        Self { heads, below, begins, units }
    }

    /// Whether `t` is the unit of a number right before it: it says how much, not of what.
    pub(super) fn is_unit(&self, t: usize) -> bool {
        self.units[t]
    }

    /// The tokens from `t` upwards, without `t`, at most a dozen.
    pub(super) fn up(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.heads[t], |&h| self.heads[h]).take(12)
    }

    pub(super) fn children(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.begins[t] as usize..self.begins[t + 1] as usize;
        self.below[range].iter().map(|&c| c as usize)
    }

    /// First and last token of the subtree of `t` that hang together with it, without relative clauses and what else explains it.
    pub(super) fn phrase(&self, s: &Sentence, t: usize) -> Vec<usize> {
        let mut tokens = vec![t];
        let mut k = 0;
        while k < tokens.len() && tokens.len() < 24 {
            for child in self.children(tokens[k]) {
                let skip = matches!(
                    s.deprel(child),
                    Deprel::AclRelcl
                        | Deprel::Appos
                        | Deprel::Punct
                        | Deprel::Cop
                        | Deprel::Parataxis
                        | Deprel::Advcl
                        | Deprel::Nsubj
                        | Deprel::NsubjPass
                        | Deprel::Aux
                        | Deprel::AuxPass
                        | Deprel::Ccomp
                        | Deprel::Mark
                        | Deprel::Advmod
                        | Deprel::Xcomp
                        | Deprel::Obl
                        | Deprel::Obj
                        | Deprel::Discourse
                );
                if !skip {
                    tokens.push(child);
                }
            }
            k += 1;
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// "(224 kW / 300 PS)", "3 years, 2 months": the unit by which the first of several amounts of the same thing hangs.
    pub(super) fn first_of_row(&self, s: &Sentence, anchor: usize) -> usize {
        let mut t = anchor;
        for _ in 0..6 {
            let joined = matches!(s.deprel(t), Deprel::Conj | Deprel::Appos | Deprel::Parataxis | Deprel::NmodUnmarked);
            match self.heads[t] {
                Some(h) if joined && h < t && self.is_unit(h) => t = h,
                _ => break,
            }
        }
        t
    }

    /// Whether `verb` is in a form that has a subject of its own.
    pub(super) fn is_finite(&self, s: &Sentence, verb: usize) -> bool {
        s.upos(verb) == Upos::Verb
            && (matches!(s.xpos(verb), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
                || self.children(verb).any(|k| matches!(s.xpos(k), Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)))
    }
}
