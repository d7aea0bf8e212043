//! What a user sets in the editor: how much is shown there. What is checked is said in `copydesk.toml` alone.
//!
//! Settings come with `initialize`, with `workspace/didChangeConfiguration`, or are asked for where the client lets
//! them be asked for; the same keys everywhere, in or without an object named `copydesk`.

use serde_json::Value;

/// The settings of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// `inlayHints`: whether hints are shown between the words.
    pub inlay_hints: bool,
    /// `codeLens`: whether lines are shown above figures and quotations.
    pub code_lens: bool,
    /// `findings`: `"corpus"` for all articles, `"open"` for those that are open.
    pub closed_files: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { inlay_hints: true, code_lens: true, closed_files: true }
    }
}

/// Settings that the editor's own client understands, or that are objects of its own.
const FOREIGN: [&str; 2] = ["server", "trace"];

impl Settings {
    /// Takes over what `given` says; whatever it does not say goes back to its default. Gives the complaints, each one
    /// sentence.
    pub(super) fn take(given: &Value) -> (Self, Vec<String>) {
        let (mut settings, mut problems) = (Self::default(), Vec::new());
        let given = given.get("copydesk").unwrap_or(given);
        let Some(given) = given.as_object() else { return (settings, problems) };
        for (key, value) in given {
            let wrong = |expected: &str| format!("the setting copydesk.{key} must be {expected}, not {value}");
            match (key.as_str(), value) {
                (_, Value::Null) => {}
                ("inlayHints", Value::Bool(on)) => settings.inlay_hints = *on,
                ("codeLens", Value::Bool(on)) => settings.code_lens = *on,
                ("inlayHints" | "codeLens", _) => problems.push(wrong("true or false")),
                ("findings", value) => match value.as_str() {
                    Some("corpus") => settings.closed_files = true,
                    Some("open") => settings.closed_files = false,
                    _ => problems.push(wrong("\"corpus\" or \"open\"")),
                },
                (key, _) if FOREIGN.contains(&key) => {}
                (key, _) => {
                    let known = ["inlayHints", "codeLens", "findings"];
                    let near = |a: &&&str| (strsim::jaro_winkler(a, key) * 1e6) as u32;
                    let nearest = known.iter().max_by_key(near).unwrap_or(&known[0]);
                    problems.push(format!("there is no setting copydesk.{key}; the nearest is copydesk.{nearest}"));
                }
            }
        }
        (settings, problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_read_with_and_without_their_section() {
        let off = json!({ "inlayHints": false, "findings": "open", "trace": { "server": "off" } });
        let wanted = Settings { inlay_hints: false, code_lens: true, closed_files: false };
        assert_eq!(Settings::take(&off), (wanted, Vec::new()));
        assert_eq!(Settings::take(&json!({ "copydesk": off })), (wanted, Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_still_counts() {
        let (settings, problems) = Settings::take(&json!({ "inlayHint": false, "codeLens": 3, "findings": "open" }));
        assert!(!settings.closed_files);
        assert_eq!(
            problems,
            [
                "the setting copydesk.codeLens must be true or false, not 3",
                "there is no setting copydesk.inlayHint; the nearest is copydesk.inlayHints",
            ]
        );
        for nothing in [json!(null), json!([]), json!({ "copydesk": null })] {
            assert_eq!(Settings::take(&nothing), (Settings::default(), Vec::new()));
        }
    }
}
