//! Writing dismissals: what is there is never rewritten to add to it, so that nothing of it can be lost.

use std::io::Write;
use std::path::Path;

use super::super::LoadProblem;
use super::{DISMISSED_FILE, Dismissal, Dismissals};

const HEAD: &str = "# Findings that were looked at and are no mistakes, each with the reason.\n\
    # `copydesk dismissals` lists them; `copydesk dismissals prune` takes out those that dismiss nothing any more.\n";

/// The lines that add dismissals to a file of the text `before`; they begin a line of their own.
pub fn added(before: &str, entries: &[Dismissal]) -> String {
    let mut out = String::new();
    if before.is_empty() {
        out.push_str(HEAD);
    } else if !before.ends_with('\n') {
        out.push('\n');
    }
    for entry in entries {
        out.push_str("\n[[dismiss]]\n");
        let lines = [
            ("scope", entry.scope.name()),
            ("rule", &entry.rule),
            ("path", &entry.path),
            ("fingerprint", &entry.fingerprint),
            ("text", &entry.text),
        ];
        for (key, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
            out.push_str(&format!("{key} = {}\n", toml::Value::String(value.to_owned())));
        }
        out.push_str(&format!("reason = {}\n", toml::Value::String(entry.reason.clone())));
    }
    out
}

/// Adds dismissals to the file of the corpus at `root`, in one piece at its end. Gives the file's text from now on.
///
/// # Errors
/// A file that cannot be read, understood or written; it is left as it is.
pub fn add(root: &Path, entries: &[Dismissal]) -> Result<String, LoadProblem> {
    let path = root.join(DISMISSED_FILE);
    let problem = |message: String| LoadProblem { path: Some(path.clone()), message };
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(problem(format!("cannot be read: {error}"))),
    };
    if let Some((line, message)) = Dismissals::parse(&before).problems.first() {
        return Err(problem(format!("line {line}: {message}; mend it first, nothing was added")));
    }
    let addition = added(&before, entries);
    let write = || {
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path)?;
        file.write_all(addition.as_bytes())?;
        file.sync_data()
    };
    write().map_err(|error| problem(format!("cannot be written: {error}")))?;
    Ok(before + &addition)
}

/// Takes the dismissals out for which `keep`, of their places in the file, does not hold. Everything else stays byte for
/// byte. Gives how many were taken out.
///
/// # Errors
/// A file that cannot be read, understood or written; it is left as it is.
pub fn prune(root: &Path, keep: impl Fn(usize) -> bool) -> Result<usize, LoadProblem> {
    let path = root.join(DISMISSED_FILE);
    let problem = |message: String| LoadProblem { path: Some(path.clone()), message };
    let text = std::fs::read_to_string(&path).map_err(|error| problem(format!("cannot be read: {error}")))?;
    let read = Dismissals::parse(&text);
    let (kept, gone) = without(&text, keep);
    if !read.problems.is_empty() || Dismissals::parse(&kept).entries.len() + gone != read.entries.len() {
        return Err(problem("cannot be pruned as it is written; take entries out by hand".into()));
    }
    if gone > 0 {
        // Written beside and put in place at once, so that a crash leaves the old file or the new one.
        let beside = root.join(format!(".{DISMISSED_FILE}.new"));
        let write = || {
            let mut file = std::fs::File::create(&beside)?;
            file.write_all(kept.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, &path)
        };
        write().map_err(|error| problem(format!("cannot be written: {error}")))?;
    }
    Ok(gone)
}

/// The text without the entries that are not kept, and how many those are.
fn without(text: &str, keep: impl Fn(usize) -> bool) -> (String, usize) {
    let (mut kept, mut count, mut gone, mut keeping) = (String::new(), 0, 0, true);
    let mut pending = String::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with("[[dismiss]]") {
            keeping = keep(count);
            count += 1;
            gone += usize::from(!keeping);
        } else if content.is_empty() || content.starts_with('#') {
            // Comments and empty lines belong to what follows.
            pending.push_str(line);
            continue;
        }
        let before = std::mem::take(&mut pending);
        if keeping {
            kept.push_str(&before);
            kept.push_str(line);
        } else {
            // A comment is the user's own.
            kept.extend(before.split_inclusive('\n').filter(|line| !line.trim().is_empty()));
        }
    }
    (kept + &pending, gone)
}

#[cfg(test)]
mod tests {
    use super::super::Scope;
    use super::*;

    fn entry(text: &str) -> Dismissal {
        Dismissal {
            scope: Scope::Instance,
            rule: "figure-conflict".into(),
            path: "wire/a \"b\".txt".into(),
            fingerprint: "00ff".into(),
            text: text.into(),
            reason: "the desk\u{301} called: 'fine'".into(),
        }
    }

    #[test]
    fn what_is_added_is_read_again_and_what_was_there_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(DISMISSED_FILE);
        add(root.path(), &[entry("34,000 \\ people")]).unwrap();
        let before = std::fs::read_to_string(&path).unwrap() + "# mine, no line end";
        std::fs::write(&path, &before).unwrap();
        let after = add(root.path(), &[entry("two"), entry("three")]).unwrap();
        assert!(after.starts_with(&before) && after == std::fs::read_to_string(&path).unwrap());
        let read = Dismissals::parse(&after);
        assert_eq!((read.entries.len(), read.problems.len()), (3, 0));
        assert_eq!(read.entries[0], entry("34,000 \\ people"));
        assert_eq!(prune(root.path(), |index| index != 1).unwrap(), 1);
        let pruned = std::fs::read_to_string(&path).unwrap();
        assert!(pruned.contains("# mine, no line end\n") && pruned.starts_with(HEAD));
        let texts: Vec<_> = Dismissals::parse(&pruned).entries.into_iter().map(|entry| entry.text).collect();
        assert_eq!(texts, ["34,000 \\ people", "three"]);
        assert_eq!(prune(root.path(), |_| true).unwrap(), 0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), pruned);
    }

    #[test]
    fn a_broken_file_is_left_as_it_is() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join(DISMISSED_FILE);
        std::fs::write(&path, "\n[[dismiss]]\nscope = \n").unwrap();
        let problem = add(root.path(), &[entry("x")]).unwrap_err();
        assert!(problem.to_string().contains("line 3"), "{problem}");
        assert!(prune(root.path(), |_| false).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\n[[dismiss]]\nscope = \n");
    }
}
