#!/usr/bin/env python3
"""written.py FOLDER [--bin BINARY] [--on RULE …] [--show] [--validate]: how many contradictions between invented articles are found.

FOLDER holds events: NAME.1.md, NAME.2.md, … are the articles of one, NAME.txt has a pair of places a line:

    conflict KIND :: 1: killed [14 people] when :: 2: left [at least 40] dead
    trap KIND :: 1: … [12 miles] … :: 3: … [19 kilometres] …

Each place is the number of the article and words that stand in it once, on one line, with the part that is compared in
square brackets. A pair counts as reported where a finding at one of its places relates the other one.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What these report is no contradiction between two places.
# Of these a finding may be of any of the words: who said a quotation is told at the quotation.
WORDS = {"name", "title", "speaker", "quote", "direction", "place"}
LEFT_OUT = {"near-duplicate", "copied-passage", "circular-sourcing", "figure-superseded"}


class Place:
    """Some words of an article: the file, and the first and the last place in it, in lines and UTF-16 code units."""

    def __init__(self, folder, event, kind, words):
        number, _, words = words.partition(": ")
        marked = re.fullmatch(r"([^\[\]]*)\[([^\[\]]+)\]([^\[\]]*)", words)
        if not number.isdigit() or not marked:
            raise ValueError(f"not “NUMBER: words [figure] words”: {number}: {words}")
        self.file = f"{event}.{number}.md"
        text = (folder / self.file).read_text(encoding="utf-8")
        before, part, _ = marked.groups()
        plain = words.replace("[", "").replace("]", "")
        if text.count(plain) != 1:
            raise ValueError(f"{self.file} has {text.count(plain)} times: {plain}")
        start = text.index(plain) + len(before)
        if kind in WORDS:
            start, part = text.index(plain), plain
        self.start, self.end, self.words = at(text, start), at(text, start + len(part)), words

    def meets(self, place):
        start, end = (tuple(place["range"][side][unit] for unit in ("line", "character")) for side in ("start", "end"))
        return pathlib.Path(place["path"]).name == self.file and start < self.end and self.start < end


def at(text, offset):
    line = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset), len(text[line:offset].encode("utf-16-le")) // 2


def pairs(folder, event):
    for number, line in enumerate((folder / f"{event}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            label, one, other = line.split(" :: ")
            verdict, kind = label.split()
            if verdict not in ("conflict", "trap"):
                raise ValueError(f"neither conflict nor trap: {verdict}")
            yield verdict, kind, Place(folder, event, kind, one), Place(folder, event, kind, other)
        except (ValueError, OSError) as error:
            sys.exit(f"{event}.txt:{number}: {error}")


def findings(binary, folder, event, on):
    with tempfile.TemporaryDirectory() as root:
        root = pathlib.Path(root)
        (root / "copydesk.toml").write_text("[rules.severity]\n" + "".join(f'{rule} = "information"\n' for rule in on))
        for article in folder.glob(f"{event}.*.md"):
            shutil.copy(article, root)
        run = subprocess.run([binary, "check", "--format", "json", str(root)], capture_output=True, text=True, encoding="utf-8",
                             env={**os.environ, "COPYDESK_CACHE_DIR": str(root / "cache")})
        return [f for f in json.loads(run.stdout)["findings"] if f["rule"] not in LEFT_OUT]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--show", action="store_true", help="print what was missed, every false alarm, and what is said of no pair")
    parser.add_argument("--on", action="append", default=[], metavar="RULE", help="a rule that is not on by default (again for more)")
    parser.add_argument("--validate", action="store_true", help="look at the pairs alone, with no program run")
    args = parser.parse_args()
    events = sorted(path.stem for path in args.folder.glob("*.txt"))
    if not events:
        parser.error(f"{args.folder} holds no NAME.txt with pairs")
    kinds = collections.defaultdict(lambda: [0, 0])
    others = 0
    for event in events:
        labelled = list(pairs(args.folder, event))
        found = [] if args.validate else findings(args.bin, args.folder, event, args.on)
        matched = set()
        for verdict, kind, one, other in labelled:
            told = [
                number for number, f in enumerate(found)
                if any(a.meets(f) and any(b.meets(r) for r in f.get("related", [])) for a, b in ((one, other), (other, one)))
            ]
            matched.update(told)
            kinds[verdict, kind][0] += 1
            kinds[verdict, kind][1] += bool(told)
            if args.show and bool(told) == (verdict == "trap"):
                print(f"{'alarm' if told else 'missed'}  {event} {kind}: {one.words}  <>  {other.words}")
                for number in told:
                    print(f"        {found[number]['rule']}: {found[number]['message']}")
        for number, finding in enumerate(found):
            if finding.get("related") and number not in matched:
                others += 1
                if args.show:
                    print(f"other   {event} {finding['rule']}: {finding['path'].rsplit('/')[-1]}:{finding['range']['start']['line'] + 1}: {finding['message']}")
    for (verdict, kind), (all_of_it, told) in sorted(kinds.items()):
        print(f"{verdict:8} {kind:12} {told:3} of {all_of_it:3}")
    sums = {v: [sum(n[i] for (verdict, _), n in kinds.items() if verdict == v) for i in (1, 0)] for v in ("conflict", "trap")}
    (found, conflicts), (alarms, traps) = sums["conflict"], sums["trap"]
    print(f"{found} of {conflicts} contradictions found, {alarms} of {traps} traps called one, {others} findings of other pairs")


if __name__ == "__main__":
    main()
