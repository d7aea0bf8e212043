#!/usr/bin/env python3
"""train.py PROGRAM: has a program that counts which ways it takes do what people have it do, so that the compiler can make
those the short ones (release/build.sh).

It reads and compares the example articles in sixty versions that differ in their figures, beside the documentation as articles
that have little to do with each other; once with nothing known and once from the cache; and serves an editor in which
somebody types and asks for hovers. Nothing is kept of it but the counts.
"""
import os, pathlib, random, re, subprocess, sys, tempfile

repository = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(repository / "benches"))
from client import Server, uri

VERSIONS = 60
TYPED = "The council said 40 people had left the harbour. " * 7
NUMBER = re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?![\w.,-])")

program = os.path.abspath(sys.argv[1])


def corpus(folder):
    """Writes the articles; gives one of them."""
    examples = [path for path in sorted((repository / "examples/harbour-flood").iterdir()) if path.suffix in (".txt", ".md")]
    for version in range(VERSIONS):
        chance = random.Random(version)
        altered = lambda found: str(int(found[0]) + chance.randint(1, 9)) if version and chance.random() < 0.25 else found[0]
        for path in examples:
            place = folder / f"{version:02}" / path.name
            place.parent.mkdir(exist_ok=True)
            place.write_text(NUMBER.sub(altered, path.read_text("utf-8", "replace")), "utf-8")
    for nth, path in enumerate(sorted(repository.glob("docs/**/*.md"))):
        (folder / f"page-{nth}.md").write_text(path.read_text("utf-8"), "utf-8")
    (folder / "copydesk.toml").write_text("")
    return str(folder / "07/nordag.txt")


def edit(folder, article):
    """Types into the article, with a hover for every tenth letter, and waits for the last answer."""
    server = Server(program, str(folder))
    text = server.open(article)
    position = {"line": text.count("\n", 0, len(text) // 2), "character": 0}
    for version, letter in enumerate(TYPED, 2):
        change = {"range": {"start": position, "end": position}, "text": letter}
        document = {"uri": uri(article), "version": version}
        server.send(method="textDocument/didChange", params={"textDocument": document, "contentChanges": [change]})
        position = {**position, "character": position["character"] + 1}
        if version % 10 == 0:
            asked = server.ask("textDocument/hover", textDocument={"uri": uri(article)}, position=position)
            while server.messages.get(timeout=60)[1].get("id") != asked:
                pass
    server.ask("shutdown")
    server.send(method="exit")
    # A program that is killed writes no counts.
    server.process.wait(timeout=60)


with tempfile.TemporaryDirectory() as work:
    folder = pathlib.Path(work).resolve() / "articles"
    folder.mkdir()
    os.environ["COPYDESK_CACHE_DIR"] = work + "/cache"
    article = corpus(folder)
    for _ in range(2):
        found = subprocess.run([program, "check", "--format", "json", folder], stdout=subprocess.PIPE)
        # There are findings.
        if found.returncode != 1:
            sys.exit(f"train.py: the check ended with {found.returncode}, not with findings")
    edit(folder, article)
