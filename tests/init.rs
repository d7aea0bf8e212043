//! The first steps: `init`, the schema, and what packagers ask for.

use std::path::Path;
use std::process::{Command, Output};

fn copydesk(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn init_writes_a_file_that_is_valid_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "The mayor spoke.\n").unwrap();
    assert_eq!(copydesk(folder.path(), &["init"]).status.code(), Some(0));
    let written = std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap();
    assert!(written.starts_with("#:schema ./.copydesk.schema.json\n"));
    let schema = std::fs::read_to_string(folder.path().join(".copydesk.schema.json")).unwrap();
    assert_eq!(schema.as_bytes(), copydesk(folder.path(), &["schema"]).stdout);
    assert_eq!(copydesk(folder.path(), &["check"]).status.code(), Some(0));
    std::fs::write(folder.path().join("copydesk.toml"), "# mine\n").unwrap();
    let again = copydesk(folder.path(), &["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("left as it is"));
    assert_eq!(std::fs::read_to_string(folder.path().join("copydesk.toml")).unwrap(), "# mine\n");
}

#[test]
fn completions_and_the_manual_page_name_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = copydesk(folder.path(), &["completions", shell]);
        assert!(String::from_utf8_lossy(&out.stdout).contains("dismissals"), "{shell}");
    }
    let page = String::from_utf8(copydesk(folder.path(), &["man"]).stdout).unwrap();
    assert!(page.contains(".TH") && page.contains("COPYDESK CHECK") && page.contains("write\\-baseline"), "{page}");
}

#[test]
fn a_check_counts_articles_and_annotation_files_apart() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "The mayor spoke.\n").unwrap();
    std::fs::write(folder.path().join("b.txt"), "The mayor slept.\n").unwrap();
    let said = || {
        let output = copydesk(folder.path(), &["check", "."]);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "nothing is wrong with the corpus");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(said(), "2 articles read: no findings\n");
    std::fs::write(folder.path().join("a.ann"), "T1\tPerson 4 9\tmayor\n").unwrap();
    assert_eq!(said(), "2 articles and 1 annotation file read: no findings\n");
}
