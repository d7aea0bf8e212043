//! Folders and texts made to break a program that reads them: it ends in good time, says what it left out, and reads
//! nothing that it was not given.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Far more than any of this takes on a busy machine with an unoptimised program, and far less than what grows with the
/// square of its input would take.
const LIMIT: Duration = Duration::from_secs(120);

const ARTICLE: &str = "PORT ALDER, March 3, 2026 - The wall held, Mayor Ines Marrow said.\n";

/// Runs the program in a folder; it must end by itself, without a panic.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_with(folder, arguments, "")
}

fn run_with(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let start = Instant::now();
    let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = process.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || drop(std::io::Write::write_all(&mut stdin, input.as_bytes())));
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code <= 2), "{:?}: {told}", output.status);
    assert!(!told.contains("panicked") && !told.contains("mistake of the program"), "{told}");
    assert!(start.elapsed() < LIMIT, "{arguments:?} took {:?}", start.elapsed());
    output
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A marked corpus of one article.
fn corpus(configuration: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copydesk.toml"), configuration).unwrap();
    std::fs::write(folder.path().join("good.txt"), ARTICLE).unwrap();
    folder
}

/// The paths of the articles that are read.
fn read(folder: &Path) -> Vec<String> {
    let output = run(folder, &["extract", "."]);
    let lines = String::from_utf8(output.stdout).unwrap();
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    lines.lines().map(id).collect()
}

#[cfg(unix)]
mod folders {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn circles_of_links_end_and_are_told() {
        let folder = corpus("");
        std::fs::create_dir(folder.path().join("a")).unwrap();
        symlink("..", folder.path().join("a/up")).unwrap();
        symlink("self.txt", folder.path().join("self.txt")).unwrap();
        symlink("gone.txt", folder.path().join("nowhere.txt")).unwrap();
        assert_eq!(read(folder.path()), ["good.txt"]);
        let told = told(&run(folder.path(), &["check"]));
        for path in ["a/up", "self.txt", "nowhere.txt"] {
            assert!(told.contains(path), "{path} is missing in {told}");
        }
    }

    #[test]
    fn a_link_out_of_the_corpus_is_followed_as_part_of_it() {
        let (folder, outside) = (corpus(""), tempfile::tempdir().unwrap());
        std::fs::write(outside.path().join("wire.txt"), ARTICLE).unwrap();
        symlink(outside.path(), folder.path().join("wire")).unwrap();
        assert_eq!(read(folder.path()), ["good.txt", "wire/wire.txt"]);
    }

    #[test]
    fn a_pipe_that_nobody_writes_to_is_left_alone() {
        let folder = corpus("");
        let pipe = folder.path().join("pipe.txt");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(read(folder.path()), ["good.txt"]);
        assert!(told(&run(folder.path(), &["check"])).contains("pipe.txt: is no regular file"));
        assert!(told(&run(folder.path(), &["check", "pipe.txt"])).contains("is no regular file"));
    }

    #[test]
    fn a_file_of_four_gigabytes_is_left_out_and_told() {
        let folder = corpus("");
        let file = std::fs::File::create(folder.path().join("huge.txt")).unwrap();
        if file.set_len(4 << 30).is_err() {
            eprintln!("skipped: this file system holds no sparse file of 4 GiB");
            return;
        }
        assert_eq!(read(folder.path()), ["good.txt"]);
        let told = told(&run(folder.path(), &["check"]));
        assert!(told.contains("huge.txt: has 4194304 KiB; files of more than 1024 KiB are left out"), "{told}");
    }

    #[test]
    fn names_that_are_no_utf_8_are_told_and_never_taken_for_each_other() {
        let folder = corpus("");
        for name in [&b"a\xff.txt"[..], b"a\xfe.txt"] {
            if std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), ARTICLE).is_err() {
                eprintln!("skipped: this file system has no such names");
                return;
            }
        }
        assert_eq!(read(folder.path()), ["good.txt"]);
        assert_eq!(told(&run(folder.path(), &["check"])).matches("a name that is no UTF-8").count(), 2);
    }

    #[test]
    fn what_may_not_be_read_is_told() {
        use std::os::unix::fs::PermissionsExt;
        let folder = corpus("");
        let (file, inside) = (folder.path().join("secret.txt"), folder.path().join("closed"));
        std::fs::write(&file, ARTICLE).unwrap();
        std::fs::create_dir(&inside).unwrap();
        for path in [&file, &inside] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000)).unwrap();
        }
        if std::fs::read(&file).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        let told = told(&run(folder.path(), &["check"]));
        std::fs::set_permissions(&inside, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert!(told.contains("secret.txt: cannot be read") && told.contains("closed: cannot be read"), "{told}");
    }
}

#[test]
fn thousands_of_files_in_one_folder_are_read() {
    let folder = corpus("");
    for i in 0..3000 {
        std::fs::write(folder.path().join(format!("{i}.txt")), "The wall held.\n").unwrap();
    }
    assert_eq!(read(folder.path()).len(), 3001);
}

#[test]
fn files_that_change_while_they_are_read_harm_nothing() {
    let folder = corpus("");
    let path = folder.path().join("live.txt");
    std::fs::write(&path, ARTICLE).unwrap();
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (stop, target) = (done.clone(), path.clone());
    let writer = std::thread::spawn(move || {
        let mut i = 0;
        while !stop.load(std::sync::atomic::Ordering::Relaxed) {
            i += 1;
            let _ = match i % 3 {
                0 => std::fs::remove_file(&target),
                1 => std::fs::write(&target, ARTICLE.repeat(i % 200)),
                _ => std::fs::write(&target, &ARTICLE.as_bytes()[..i % ARTICLE.len()]),
            };
        }
    });
    for _ in 0..10 {
        run(folder.path(), &["check"]);
    }
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
}

#[test]
fn a_configuration_that_points_outside_reads_nothing_there() {
    let outer = tempfile::tempdir().unwrap();
    let inner = outer.path().join("corpus");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(outer.path().join("secret.txt"), "The secret wall held.\n").unwrap();
    std::fs::write(outer.path().join("secret.ann"), "T1\tSource 0 3\tThe\n").unwrap();
    std::fs::write(inner.join("good.txt"), ARTICLE).unwrap();
    std::fs::write(inner.join("good.ann"), "T1\tSource 0 4\tPORT\n").unwrap();
    let configuration = "[corpus]\ninclude = [\"../*.txt\", \"/\", \"../../..\", \"*\"]\n\
        [[article]]\npath = \"../secret.txt\"\n[[annotations.pair]]\ntext = \"../secret.txt\"\nannotation = \"{doc}.ann\"\n";
    std::fs::write(inner.join("copydesk.toml"), configuration).unwrap();
    let output = run(&inner, &["extract"]);
    let out = String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
    assert!(!out.contains("secret"), "{out}");
    let output = run(&inner, &["check", "--format", "json"]);
    assert!(!String::from_utf8(output.stdout).unwrap().contains("secret wall"));
}

/// A text of about `length` bytes that is nothing but `piece`.
fn all(piece: &str, length: usize) -> String {
    format!(
        "Harbour wall gives way\n\nPORT ALDER, March 3, 2026 - The wall gave way.\n\n{}",
        piece.repeat(length / piece.len())
    )
}

fn check_text(name: &str, text: &str) {
    let folder = corpus("");
    std::fs::write(folder.path().join("nasty.txt"), text).unwrap();
    std::fs::write(folder.path().join("again.md"), text).unwrap();
    let every = "--select=date-conflict,figure-conflict,near-duplicate,quote-altered,quote-unbalanced,unattributed-claim,\
        unattributed-quote,surname-first,vague-source,relative-date-unanchored,encoding";
    let start = Instant::now();
    run(folder.path(), &["check", "--format", "json", every]);
    eprintln!("{name}: {:?}", start.elapsed());
}

/// Each of these took time that grew with the square of its length before 25 November 2026, or is of the kind that often
/// does (`cargo bench --bench growth` looks at more of them, and longer ones).
#[test]
fn texts_of_one_thing_alone_are_checked_in_good_time() {
    for piece in [
        "“",
        "\"",
        "“he ‘said ‘no “yes ",
        "1,234,",
        "234,",
        "234 ",
        "1.234.",
        "twenty thousand and ",
        "`",
        "([{<",
        "> ",
        "7",
        "A. B. ",
        "- - ",
    ] {
        check_text(piece, &all(piece, 30_000));
    }
}

#[test]
fn nesting_of_any_depth_overflows_no_stack() {
    for (open, close) in [("(", ")"), ("“", "”"), ("[", "]"), ("> ", ""), ("*", "*"), ("- ", ""), ("<b>", "</b>")] {
        check_text(open, &format!("{}The wall held.{}", open.repeat(10_000), close.repeat(10_000)));
    }
    let deep = format!("---\na: {}\n---\nThe wall held.\n", "[".repeat(50_000));
    check_text("deep front matter", &deep);
    let mut bomb = String::from("---\na0: &a0 x\n");
    for i in 1..40 {
        bomb += &format!("a{i}: &a{i} [*a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}, *a{p}]\n", p = i - 1);
    }
    check_text("front matter that multiplies", &(bomb + "---\nThe wall held.\n"));
    let folder = corpus(&format!("a = {}", "[".repeat(100_000)));
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(2));
    let line = format!("{{\"id\": \"a\", \"text\": {}", "[".repeat(100_000));
    assert_eq!(run_with(folder.path(), &["extract"], &line).status.code(), Some(2));
}

#[test]
fn figures_made_to_make_patterns_go_back_are_read() {
    for text in [
        "1-".repeat(5_000) + "x",
        "1 ".repeat(5_000) + "x",
        "$1,000,000 to ".repeat(2_000),
        "twenty-".repeat(3_000),
        "a hundred and ".repeat(3_000),
        "1/".repeat(5_000),
        "Monday, ".repeat(3_000),
        "2026-03-".repeat(3_000),
        "between 1 and ".repeat(3_000),
        "more than ".repeat(4_000) + "5",
    ] {
        check_text(&text[..text.len().min(16)], &text);
    }
}

#[test]
fn a_line_of_a_megabyte_and_a_file_of_line_ends_are_checked() {
    check_text("a long line", &"The wall held for the night and nobody was hurt, ".repeat(4_000));
    check_text("line ends", &"\n".repeat(200_000));
    check_text("carriage returns", &"\r".repeat(200_000));
}

#[test]
fn characters_that_hide_or_turn_text_move_no_offset() {
    let text = "PORT ALDER, March 3, 2026 - “The \u{202e}wall\u{202c} held\u{200b},” Ines\u{2066} Marrow\u{2069} said of 3\u{200b}40 people.\n";
    let folder = corpus("");
    std::fs::write(folder.path().join("hidden.txt"), text).unwrap();
    let output = run(folder.path(), &["extract", "hidden.txt"]);
    let reading: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let length = text.chars().count() as u64;
    let sentences = reading["sentences"].as_array().unwrap();
    assert!(sentences.iter().all(|s| s[0].as_u64() < s[1].as_u64() && s[1].as_u64() <= Some(length)), "{sentences:?}");
    check_text("hidden", text);
}
