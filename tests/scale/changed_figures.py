#!/usr/bin/env python3
"""How many changed figures of generated corpora copydesk finds. Python 3.10+, standard library only.

  changed_figures.py [--bin PATH] [--folder CORPUS | --generator GEN.PY] [--articles N] [--group G] [--seed S] [--errors K] [--least PERCENT]

A generated corpus holds real articles and replicas of them in which some numbers were changed; its manifest.jsonl says
which: {"file", "source_id", "replica", "edits": [[byte offset, old digits, new digits], ...]}. Without --folder, one is made in a
temporary folder with the generator ($COPYDESK_SHARED/scale/gen.py, else ../shared/scale/gen.py beside this checkout);
where there is none, this says so and ends with exit code 0.

A change counts where copydesk itself reads a quantity at both places, both without a word that hedges it ("about", "more
than"), outside dates and times, and where the intervals of the two values exclude each other. It is found where
`copydesk figures` relates the two places as "conflict". Changes that are not read as quantities are counted by what
stands there, so that nothing is left out unseen. With --least, exit 1 where fewer are found.
"""
import argparse, collections, json, os, re, subprocess, sys, tempfile

NUMBER = re.compile(r"(?<![\w.,-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w]|[.,]\d)")
BODY = re.compile(r"---\n.*?\n---\n", re.S)

def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    shared = os.environ.get("COPYDESK_SHARED") or os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(here))), "shared")
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--folder", help="a generated corpus")
    parser.add_argument("--generator", default=os.path.join(shared, "scale", "gen.py"))
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--group", type=int, default=4, help="an original and its replicas together make so many")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", type=int, default=0, help="print so many of the changes that were not found")
    parser.add_argument("--least", type=float, help="the least share in percent that must be found")
    return parser.parse_args()

def run(binary, *args):
    done = subprocess.run([binary, *args], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{binary} {' '.join(args)}: exit {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout

def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()

def numbers(text):
    """the changeable numbers of an article's body, in order: spans in code points"""
    header = BODY.match(text)
    return [m.span(1) for m in NUMBER.finditer(text, header.end() if header else 0)]

def overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1]

class Corpus:
    def __init__(self, binary, folder):
        manifest = [json.loads(line) for line in read(os.path.join(folder, "manifest.jsonl")).splitlines()]
        self.folder, self.manifest = folder, manifest
        self.originals = {m["source_id"]: m for m in manifest if m["replica"] == 0}
        paths = [os.path.join(folder, m["file"]) for m in manifest]
        self.text = {m["file"]: read(path) for m, path in zip(manifest, paths)}
        self.readings = {}
        for start in range(0, len(paths), 500):
            for line in run(binary, "extract", *paths[start:start + 500]).splitlines():
                reading = json.loads(line)
                self.readings[os.path.relpath(reading["id"], folder)] = reading
        self.at = collections.defaultdict(list)
        self.relations = []
        for number, group in enumerate(json.loads(run(binary, "figures", "--format", "json", folder))["groups"]):
            for index, o in enumerate(group["observations"]):
                first = o.get("same_as")
                path = os.path.relpath(os.path.join(folder, o["path"]), folder)
                path = path if path in self.text else os.path.relpath(o["path"], folder)
                self.at[path].append((o["span"], number, index if first is None else first))
            relations = {}
            for r in group["relations"]:
                relations[r["a"], r["b"]] = relations[r["b"], r["a"]] = r["relation"]
            self.relations.append(relations)

    def quantity(self, file, span):
        return next((q for q in self.readings[file]["quantities"] if overlaps(q["span"], span)), None)

    def is_dated(self, file, span):
        return any(overlaps(t["span"], span) and t["type"] != "DURATION" for t in self.readings[file]["timex"])

    def relation(self, a, b):
        found = None
        for span_a, group_a, index_a in self.at[a[0]]:
            for span_b, group_b, index_b in self.at[b[0]]:
                if group_a == group_b and overlaps(span_a, a[1]) and overlaps(span_b, b[1]):
                    relation = "equal" if index_a == index_b else self.relations[group_a].get((index_a, index_b))
                    if relation == "conflict":
                        return relation
                    found = found or relation
        return found

def changes(corpus):
    """every change as (replica's file, its span, original's file, its span)"""
    for m in corpus.manifest:
        original = corpus.originals.get(m["source_id"])
        if not m["edits"] or original is None:
            continue
        here, there = corpus.text[m["file"]], corpus.text[original["file"]]
        mine, its = numbers(here), numbers(there)
        if len(mine) != len(its):
            continue
        raw = here.encode()
        place = {span[0]: k for k, span in enumerate(mine)}
        for offset, _, _ in m["edits"]:
            k = place.get(len(raw[:offset].decode(errors="ignore")))
            if k is not None:
                yield m["file"], mine[k], original["file"], its[k]

def excludes(a, b):
    low = lambda q: float("-inf") if q["low"] is None else q["low"]
    high = lambda q: float("inf") if q["high"] is None else q["high"]
    return low(a) > high(b) or low(b) > high(a)

def score(corpus, errors):
    counts, missed = collections.Counter(), []
    for here, span, there, its in changes(corpus):
        counts["changes"] += 1
        a, b = corpus.quantity(here, span), corpus.quantity(there, its)
        if corpus.is_dated(here, span) or corpus.is_dated(there, its):
            counts["in a date or time"] += 1
        elif a is None or b is None:
            counts["not read as a quantity"] += 1
        elif a["modifier"] != "=" or b["modifier"] != "=":
            counts["hedged"] += 1
        elif not excludes(a, b):
            counts["the intervals allow both"] += 1
        else:
            counts["to be found"] += 1
            if corpus.relation((here, span), (there, its)) == "conflict":
                counts["found"] += 1
            else:
                missed.append((here, span, there, its))
    for name in ("changes", "in a date or time", "not read as a quantity", "hedged", "the intervals allow both", "to be found", "found"):
        print(f"{name:28s}{counts[name]:8d}")
    share = 100 * counts["found"] / max(1, counts["to be found"])
    print(f"{'found of those to be found':28s}{share:7.1f}%")
    step = max(1, len(missed) // errors) if errors else 1
    for here, span, there, its in missed[::step][:errors]:
        text = corpus.text[here]
        around = text[max(0, span[0] - 90):span[0]] + "[" + text[slice(*span)] + "|" + corpus.text[there][slice(*its)] + "]" + text[span[1]:span[1] + 70]
        print(f"  {here}:", " ".join(around.split()))
    return share

def main():
    a = arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = a.folder
        if folder is None:
            if not os.path.exists(a.generator):
                print(f"skipped: no generator at {a.generator}")
                return
            folder = os.path.join(made, "corpus")
            subprocess.run([sys.executable, a.generator, str(a.articles), folder, "--group", str(a.group), "--seed", str(a.seed), "--front-matter"], check=True)
        share = score(Corpus(os.path.abspath(a.bin), os.path.abspath(folder)), a.errors)
    if a.least is not None and share < a.least:
        sys.exit(1)

if __name__ == "__main__":
    main()
