#!/usr/bin/env python3
"""written.py FOLDER [--bin BINARY] [--show]: how many wrong statements are found, and how many right ones are called wrong.

FOLDER holds NAME.src1.md, NAME.src2.md, … (articles) and NAME.txt: one statement a line, `ok :: …` or `bad KIND :: …`. Each
statement is a draft of its own that cites the articles. It counts as found where a rule about drafts reports anything in it.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

# What these report is true of any text, of the sources, or of a draft of one sentence.
LEFT_OUT = {"relative-date-unanchored", "unattributed-figure", "near-duplicate", "copied-passage", "anonymous-no-reason", "vague-source",
            "unattributed-claim", "surname-first", "plural-sources-single", "unattributed-quote", "figure-superseded"}


def statements(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        label, parted, text = line.partition(" :: ")
        if parted:
            yield label.split()[-1], text.strip()


def findings(binary, sources, texts):
    """The findings for each of the texts, as drafts that cite the sources."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "copydesk.toml").write_text("")
        (root / "drafts").mkdir()
        for source in sources:
            shutil.copy(source, root)
        day = re.search(r"^date: (\S+)", sources[0].read_text(encoding="utf-8"), re.M).group(1)
        cited = ", ".join(f"../{source.name}" for source in sources)
        for number, text in enumerate(texts):
            draft = f"---\ndate: {day}\nsources: [{cited}]\n---\n{text}\n"
            (root / "drafts" / f"{number:04}.md").write_text(draft, encoding="utf-8")
        run = subprocess.run([binary, "check", "--format", "json", str(root)], capture_output=True, text=True, encoding="utf-8",
                             env={**os.environ, "COPYDESK_CACHE_DIR": str(root / "cache")})
        found = collections.defaultdict(list)
        for finding in json.loads(run.stdout)["findings"]:
            number = re.search(r"drafts.(\d{4})\.md$", finding["path"])
            related = finding.get("related", [])
            # Two drafts that differ from each other say nothing of the sources.
            among_drafts = related and all("drafts" in pathlib.Path(place["path"]).parts for place in related)
            if number and finding["rule"] not in LEFT_OUT and not among_drafts:
                found[int(number.group(1))].append(finding)
        return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--show", action="store_true", help="print what was missed and every false alarm")
    args = parser.parse_args()
    cases = sorted(args.folder.glob("*.txt"))
    if not cases:
        parser.error(f"{args.folder} holds no NAME.txt with statements")
    kinds = collections.defaultdict(lambda: [0, 0])
    for case in cases:
        labelled = list(statements(case))
        sources = sorted(case.parent.glob(f"{case.stem}.src*.md"))
        found = findings(args.bin, sources, [text for _, text in labelled])
        for number, (kind, text) in enumerate(labelled):
            kinds[kind][0] += 1
            kinds[kind][1] += bool(found[number])
            if args.show and bool(found[number]) == (kind == "ok"):
                print(f"{'alarm' if kind == 'ok' else 'missed'}  {case.stem} {kind}: {text}")
                for finding in found[number]:
                    print(f"        {finding['rule']}: {finding['message']}")
    right, alarms = kinds.pop("ok", [0, 0])
    for kind, (all_of_it, told) in sorted(kinds.items()):
        print(f"{kind:12} {told:3} of {all_of_it:3}")
    print(f"{sum(k[1] for k in kinds.values())} of {sum(k[0] for k in kinds.values())} wrong statements found, {alarms} of {right} right ones called wrong")


if __name__ == "__main__":
    main()
