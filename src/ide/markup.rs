//! Text to be shown, as Markdown for editors that render it and as plain text for those that do not.

/// Text with a little structure; what comes from articles is escaped in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    markdown: String,
    plain: String,
}

impl Markup {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        self.markdown.trim_end().to_owned()
    }

    /// Without any markup.
    pub fn plain(&self) -> String {
        self.plain.trim_end().to_owned()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// Adds words; line breaks in them become spaces.
    pub fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.markdown);
        flatten(text, &mut self.plain);
        self
    }

    /// Adds words that stand out.
    pub fn strong(&mut self, text: &str) -> &mut Self {
        self.wrapped(text, "**", "")
    }

    /// Adds words that were taken out.
    pub fn deleted(&mut self, text: &str) -> &mut Self {
        self.wrapped(text, "~~", "-")
    }

    /// Adds words that were put in.
    pub fn inserted(&mut self, text: &str) -> &mut Self {
        self.wrapped(text, "**", "+")
    }

    fn wrapped(&mut self, text: &str, mark: &str, plain_mark: &str) -> &mut Self {
        let text = text.trim();
        if !text.is_empty() {
            self.markdown.push_str(mark);
            escape(text, &mut self.markdown);
            self.markdown.push_str(mark);
            if !plain_mark.is_empty() {
                self.plain.push_str(&format!("[{plain_mark}"));
            }
            flatten(text, &mut self.plain);
            if !plain_mark.is_empty() {
                self.plain.push(']');
            }
        }
        self
    }

    /// Begins a paragraph.
    pub fn paragraph(&mut self) -> &mut Self {
        if !self.is_empty() {
            self.markdown.push_str("\n\n");
            self.plain.push_str("\n\n");
        }
        self
    }

    /// Begins an item of a list.
    pub fn item(&mut self) -> &mut Self {
        if !self.is_empty() {
            // A list needs an empty line before its first item only.
            let in_list = self.markdown.rsplit('\n').next().is_some_and(|line| line.starts_with("- "));
            self.markdown.push_str(if in_list { "\n" } else { "\n\n" });
            self.plain.push('\n');
        }
        self.markdown.push_str("- ");
        self.plain.push_str("- ");
        self
    }
}

/// Escapes whatever Markdown or HTML would take for markup, and nothing more: some editors show the backslashes.
fn escape(text: &str, out: &mut String) {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let starts_line = || {
            let line = out.rsplit('\n').next().unwrap_or_default();
            line.strip_prefix("- ").unwrap_or(line).chars().all(|c| c.is_ascii_digit() || c == ' ')
        };
        let escaped = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' => true,
            '-' | '+' | '#' | '>' | '.' | ')' | '=' => starts_line(),
            '&' => rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c => {
                if escaped {
                    out.push('\\');
                }
                out.push(c);
            }
        }
    }
}

fn flatten(text: &str, out: &mut String) {
    out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') { ' ' } else { c }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_article_says_cannot_become_markup() {
        let mut markup = Markup::new();
        markup.text("1. <b> *no* [x](y) a-b &amp; R&D 2.5\nend");
        assert_eq!(markup.markdown(), r"1\. \<b> \*no\* \[x\](y) a-b \&amp; R\&D 2.5 end");
        assert_eq!(markup.plain(), "1. <b> *no* [x](y) a-b &amp; R&D 2.5 end");
    }

    #[test]
    fn lists_follow_paragraphs() {
        let mut markup = Markup::new();
        markup.strong("Figure").item().text("a").item().deleted("old").text(" ").inserted("new");
        assert_eq!(markup.markdown(), "**Figure**\n\n- a\n- ~~old~~ **new**");
        assert_eq!(markup.plain(), "Figure\n- a\n- [-old] [+new]");
    }
}
