//! A file beside the article that it was made of: whether its sentences are still the article's.

use super::Conllu;
use crate::annotation::Problem;

/// After so many sentences that are not there, the two are different texts.
const MOST: usize = 50;

impl Conllu {
    /// The first sentence whose `# text` does not stand in `article` behind those before it, whatever the white space, and
    /// how many more there are.
    pub fn misplaced(&self, text: &str, article: &str) -> Option<Problem> {
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let article = squeeze(article);
        let (mut from, mut first, mut missing) = (0, None, 0);
        for (at, block) in &self.blocks {
            let Some(span) = block.stated.as_ref().and_then(|stated| stated.text) else { continue };
            let span = span.shifted(*at);
            let stated = squeeze(span.of(text));
            match article[from..].find(&stated) {
                Some(found) => from += found + stated.len(),
                None => {
                    missing += 1;
                    first.get_or_insert(span);
                }
            }
            if missing >= MOST {
                break;
            }
        }
        let span = first?;
        let more = match missing - 1 {
            0 => String::new(),
            further if missing >= MOST => format!(", nor are at least {further} further ones"),
            further => format!(", nor are {further} further ones"),
        };
        Some(Problem { span, message: format!("the sentence is not in the article in this form at this place{more}") })
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn sentences_that_the_article_has_in_their_order_are_its_own() {
        let sentence =
            |n: usize, text: &str| format!("# sent_id = {n}\n# text = {text}\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n\n");
        let file = sentence(1, "Gates shut.") + &sentence(2, "It held.") + &sentence(3, "It held.");
        let told = |article: &str| {
            parse(&file).misplaced(&file, article).map(|p| (p.span.of(&file).to_owned(), p.message.contains("further")))
        };
        assert_eq!(told("News\n\nGates\nshut. It held. It  held."), None);
        assert_eq!(told("Gates shut. It held."), Some(("It held.".into(), false)));
        assert_eq!(told("It held. It held. Gates shut"), Some(("Gates shut.".into(), false)));
        assert_eq!(told("Another"), Some(("Gates shut.".into(), true)));
    }
}
