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
            '-' | '+' | '#' | '>' | ')' | '=' => starts_line(),
            // What some editors make a link of without being asked to.
            ':' => rest.clone().take(2).eq(['/', '/']),
            '.' => starts_line() || ends_with_word(out, "www"),
            '@' => true,
            '&' => rest.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => false,
        };
        match c {
            c if is_space(c) => out.push(' '),
            c if is_hidden(c) => out.push('\u{fffd}'),
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
    out.extend(text.chars().map(|c| match c {
        c if is_space(c) => ' ',
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    }));
}

fn is_space(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, and marks that turn the direction of what follows: they could make text look like something else.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn ends_with_word(out: &str, word: &str) -> bool {
    let tail = out.len().checked_sub(word.len()).and_then(|at| out.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}

/// Letters of a text that is shown as a name; what is longer is cut.
const NAME: usize = 60;

/// A text in one line, as a name for what it stands for.
pub(super) fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None if text.is_empty() => "…".into(),
        None => text,
    }
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

    /// What Markdown makes of it: its text, or what else it is.
    fn rendered(markdown: &str) -> Result<String, String> {
        use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
        let mut text = String::new();
        // What editors know: GitHub's Markdown, and a little more.
        let known = Options::ENABLE_GFM
            | Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_WIKILINKS;
        for event in Parser::new_ext(markdown, known) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(text)
    }

    #[test]
    fn hostile_text_stays_text() {
        for hostile in [
            "[click](command:workbench.action.terminal.sendSequence)",
            "![x](https://evil.example/pixel.png)",
            "<img src=x onerror=alert(1)> <script>alert(1)</script> <https://evil.example>",
            "```sh rm -rf / ``` `code` ~~~",
            "[ref]: https://evil.example 'title' [ref] [^1]",
            "# Heading > quote * item 1. one --- === | a | b |",
            "&lt;b&gt; &#60;b&#62; \\[x\\](y) \\",
            "a@evil.example www.evil.example HTTPS://evil.example",
            "$(trash) $$x$$ {#id} :smile:",
        ] {
            let mut markup = Markup::new();
            markup.text("a ").text(hostile);
            let wanted = format!("a {hostile}");
            assert_eq!(rendered(&markup.markdown()).as_deref(), Ok(wanted.trim_end()), "{}", markup.markdown());
        }
        let mut markup = Markup::new();
        markup.text("see https://evil.example, www.evil.example, a@evil.example \u{202e}txt.exe\u{7}");
        let shown = markup.markdown();
        assert!(!shown.contains("https://") && !shown.contains("www.") && !shown.contains("a@"), "{shown}");
        assert!(!shown.contains('\u{202e}') && !markup.plain().contains('\u{7}'));
    }

    proptest::proptest! {
        #[test]
        fn no_text_becomes_markup(text in "[a-c \\[\\]()<>!`*_~#&;:/.@|$^{}=+\\\\\"'\\n0-9-]{0,40}") {
            let mut markup = Markup::new();
            markup.text("a ").text(&text);
            let plain = markup.plain();
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            proptest::prop_assert_eq!(rendered(&markup.markdown()).map(|text| words(&text)), Ok(words(&plain)));
        }
    }

    #[test]
    fn lists_follow_paragraphs() {
        let mut markup = Markup::new();
        markup.strong("Figure").item().text("a").item().deleted("old").text(" ").inserted("new");
        assert_eq!(markup.markdown(), "**Figure**\n\n- a\n- ~~old~~ **new**");
        assert_eq!(markup.plain(), "Figure\n- a\n- [-old] [+new]");
    }
}
