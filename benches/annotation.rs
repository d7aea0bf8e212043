//! From a keystroke to its diagnostics in large annotation files, over standard input and output as an editor sees it.
//!
//! `cargo bench --bench annotation [FORMAT…]` makes an article with an `.ann` of 10,000 lines, a `.tsv` of the same size
//! and a `.conllu` of 5 MB, all of invented sentences, and types into the middle of each: into a text, a
//! type and a number, and line ends. It prints how long the diagnostics of each version took, and (where
//! the system tells) the processor time of the server, which a busy machine does not change. `many` is an `.ann` in
//! which every line is wrong, `spoilt` a `.conllu` in which every sentence is.

mod editor;

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use editor::{Server, is_for, report};
use serde_json::json;

/// What is typed at each place, and taken away again.
const TYPED: &str = "harbour 12\n3\t";
const ROUNDS: usize = 3;
const LINES: usize = 10_000;
const CONLLU: usize = 5_000_000;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let folder = tempfile::tempdir().expect("a folder for the files");
    std::fs::write(folder.path().join("copydesk.toml"), "").expect("the folder can be written to");
    let schema = "[entities]\nPerson\nPlace\n[relations]\nNear Arg1:Person, Arg2:Place\n[events]\n[attributes]\nSure Arg:<ENTITY>\n";
    std::fs::write(folder.path().join("annotation.conf"), schema).expect("the folder can be written to");
    for (name, make) in [
        ("ann", standoff as fn(&Path) -> (String, String)),
        ("many", wrong_standoff),
        ("tsv", table),
        ("conllu", treebank),
        ("spoilt", spoilt_treebank),
    ] {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            let (file, text) = make(folder.path());
            std::fs::write(folder.path().join(&file), &text).expect("the folder can be written to");
            type_into(folder.path(), &file, &text);
            for gone in ["article.txt", &file] {
                let _ = std::fs::remove_file(folder.path().join(gone));
            }
        }
    }
}

fn type_into(folder: &Path, file: &str, text: &str) {
    let mut server = Server::start(folder);
    let uri = format!("file://{}", folder.join(file).display());
    let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
    server.notify("textDocument/didOpen", json!({ "textDocument": document }));
    server.diagnostics(&uri, 1);
    while server.messages.recv_timeout(Duration::from_secs(2)).is_ok() {}

    let lines: Vec<&str> = text.split('\n').collect();
    let middle = (lines.len() / 2..).find(|&at| lines[at].contains('\t')).expect("a line with columns");
    let columns = lines[middle].match_indices('\t').map(|(at, _)| at + 2);
    let (mut times, mut version, mut most) = (Vec::new(), 1, 0);
    let before = server.processor_time();
    for start in columns.cycle().take(ROUNDS * 3) {
        let (mut line, mut column) = (middle, start.min(lines[middle].len()));
        let mut typed = Vec::new();
        let mut change = |server: &mut Server, range: serde_json::Value, text: &str| {
            version += 1;
            let change = json!({ "range": range, "text": text });
            let id = json!({ "uri": uri, "version": version });
            let start = Instant::now();
            server.notify("textDocument/didChange", json!({ "textDocument": id, "contentChanges": [change] }));
            loop {
                let (at, message) = server.next();
                if is_for(&message, &uri, version) {
                    most = most.max(message["params"]["diagnostics"].as_array().map_or(0, Vec::len));
                    times.push(at - start);
                    break;
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        for character in TYPED.chars() {
            let place = json!({ "line": line, "character": column });
            change(&mut server, json!({ "start": place, "end": place }), &character.to_string());
            typed.push((line, column));
            (line, column) = if character == '\n' { (line + 1, 0) } else { (line, column + 1) };
        }
        let mut end = json!({ "line": line, "character": column });
        for (line, column) in typed.into_iter().rev() {
            let place = json!({ "line": line, "character": column });
            change(&mut server, json!({ "start": place, "end": end }), "");
            end = place;
        }
    }
    let what = format!("{file}, {} lines, {} bytes, at most {most} findings", lines.len() - 1, text.len());
    let count = times.len();
    report(&what, times);
    server.report_work(before, count);
}

/// Sentences that differ, all of the same five words and a number.
fn sentence(number: usize) -> [String; 6] {
    ["Ann", "Velder", "visited", "Alder", "Pier", &number.to_string()].map(str::to_owned)
}

fn article(folder: &Path, sentences: usize) -> String {
    let text: String = (0..sentences).map(|number| sentence(number).join(" ") + ".\n\n").collect();
    std::fs::write(folder.join("article.txt"), &text).expect("the folder can be written to");
    text
}

fn standoff(folder: &Path) -> (String, String) {
    let (mut text, mut offset) = (String::new(), 0);
    // Two spans, an attribute and a relation of each sentence.
    let article = article(folder, LINES / 4);
    for (number, paragraph) in article.split_inclusive("\n\n").enumerate() {
        let (first, second) = (2 * number + 1, 2 * number + 2);
        let place = offset + 19;
        writeln!(text, "T{first}\tPerson {offset} {}\tAnn Velder", offset + 10).unwrap();
        writeln!(text, "T{second}\tPlace {place} {}\tAlder Pier", place + 10).unwrap();
        writeln!(text, "A{first}\tSure T{first}\nR{first}\tNear Arg1:T{first} Arg2:T{second}").unwrap();
        offset += paragraph.len();
    }
    ("article.ann".into(), text)
}

fn wrong_standoff(folder: &Path) -> (String, String) {
    let (file, text) = standoff(folder);
    (
        file,
        text.replace("\tAnn Velder", "\tBen Marsh")
            .replace("\tAlder Pier", "\tAlder Quay")
            .replace("Arg2:T", "Arg2:T9"),
    )
}

fn table(folder: &Path) -> (String, String) {
    let mut text =
        String::from("#FORMAT=WebAnno TSV 3.3\n#T_SP=desk.Actor|kind\n#T_RL=desk.Tells|how|BT_desk.Actor\n\n");
    let mut offset = 0;
    article(folder, LINES / 9);
    for number in 0..LINES / 9 {
        let words = sentence(number);
        writeln!(text, "\n#Text={}.", words.join(" ")).unwrap();
        let (sentence, mut at) = (number + 1, offset);
        for (index, word) in words.iter().enumerate() {
            let cells = match index {
                0 | 1 => format!("person[{sentence}]\t_\t_"),
                2 => format!("*\tsays\t{sentence}-1[0_{sentence}]"),
                _ => "_\t_\t_".into(),
            };
            writeln!(text, "{sentence}-{}\t{at}-{}\t{word}\t{cells}\t", index + 1, at + word.len()).unwrap();
            at += word.len() + 1;
        }
        writeln!(text, "{sentence}-7\t{}-{at}\t.\t_\t_\t_\t", at - 1).unwrap();
        offset = at + 2;
    }
    ("article.tsv".into(), text)
}

fn treebank(_: &Path) -> (String, String) {
    let (mut text, mut number) = (String::new(), 0);
    while text.len() < CONLLU {
        number += 1;
        let words = sentence(number);
        writeln!(text, "# sent_id = port-{number}\n# text = {}", words.join(" ")).unwrap();
        for (index, word) in words.iter().enumerate() {
            let (id, head) = (index + 1, if index == 0 { 0 } else { 1 });
            let relation = if index == 0 { "root" } else { "dep" };
            writeln!(text, "{id}\t{word}\t{word}\tPROPN\tNNP\tNumber=Sing\t{head}\t{relation}\t{head}:{relation}\t_")
                .unwrap();
        }
        text.push('\n');
    }
    ("words.conllu".into(), text)
}

fn spoilt_treebank(folder: &Path) -> (String, String) {
    let (file, text) = treebank(folder);
    (file, text.replace("PROPN", "PROPER").replace("# sent_id", "# id"))
}
