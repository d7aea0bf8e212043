#!/usr/bin/env python3
"""How many quotations whose speaker was deleted copydesk reports (`unattributed-quote`). Python 3.10+, standard library only.

  deleted_speakers.py [--bin PATH] [--folder ARTICLES | --pool POOL.JSONL.GZ] [--most N] [--seed S] [--errors K] [--least PERCENT]

In real articles a paragraph that is one quotation and the clause that says whose it is ("…," Ann Marsh said.) is cut down to
the quotation, one paragraph of one article at a time; the changed article is written to a temporary folder and
checked. Without --folder the articles are those of $COPYDESK_SHARED/scale/pool.jsonl.gz, else ../shared/scale/pool.jsonl.gz
beside this checkout; where there is none, this says so and ends with exit code 0.

What a reader can still tell differs, so the deletions are counted in kinds:

  nowhere    the clause named a person whom nothing else in the article names
  far        the person is named elsewhere, but not in the two paragraphs on either side
  near       the person is named in those paragraphs: most readers will know who speaks
  pronoun    "he said", "she said": the person was named before

Only the first two are errors that a reader cannot mend; --least is about these. Articles that report something as they
are are counted as well: what is found there was there before.
"""
import argparse, collections, glob, gzip, json, os, random, re, subprocess, sys, tempfile

CUES = "said|says|told|added|adds|wrote|explained|noted|recalled|warned|argued|insisted|continued|stated|declared|remarked"
NAME = r"(?:(?:[A-Z][\w.'’-]*|of|the|a|an|and|for|at|de|von|van|al|bin|[a-z-]+)\s+){0,9}?[A-Z][\w'’-]+"
BEHIND = rf"(?:(?:{CUES})\s+(?P<late>{NAME})(?:,[^“”\"]{{1,90}})?|(?P<early>{NAME}|[Hh]e|[Ss]he)(?:,[^“”\"]{{1,60}},)?\s+(?:{CUES})(?:\s+[^“”\"]{{1,60}})?)"
PARAGRAPH = re.compile(rf"(?P<open>[“\"])(?P<said>[^“”\"]{{40,600}}),(?P<close>[”\"])\s+{BEHIND}\.")

def arguments():
    here = os.path.dirname(os.path.abspath(__file__))
    shared = os.environ.get("COPYDESK_SHARED") or os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(here))), "shared")
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--folder", help="articles as .txt files, at any depth")
    parser.add_argument("--pool", default=os.path.join(shared, "scale", "pool.jsonl.gz"))
    parser.add_argument("--most", type=int, default=600, help="delete no more speakers than this")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--errors", type=int, default=0, help="print so many of the deletions that were not found")
    parser.add_argument("--least", type=float, help="the least share in percent of `nowhere` and `far` that must be found")
    return parser.parse_args()

def articles(options):
    if options.folder:
        for path in sorted(glob.glob(os.path.join(options.folder, "**", "*.txt"), recursive=True)):
            with open(path, encoding="utf-8", errors="replace") as file:
                yield file.read()
    else:
        with gzip.open(options.pool, "rt", encoding="utf-8") as pool:
            for line in pool:
                record = json.loads(line)
                yield f"{record['title']}\n\n{record['text']}\n"

def deletions(text):
    """(the article without the clause, its kind, the quotation's line) for each paragraph that is a quotation and its speaker"""
    blocks = text.split("\n\n")
    for at, block in enumerate(blocks):
        match = PARAGRAPH.fullmatch(block.strip())
        if not match:
            continue
        named = match["late"] or match["early"]
        surname = named.split()[-1]
        if surname in ("He", "he", "She", "she", "They", "they", "It", "it", "I", "We", "we"):
            kind = "pronoun"
        else:
            holds = lambda part: re.search(rf"\b{re.escape(surname)}\b", part)
            near, others = blocks[max(0, at - 2):at] + blocks[at + 1:at + 3], blocks[:at] + blocks[at + 1:]
            kind = "near" if any(map(holds, near)) else "far" if any(map(holds, others)) else "nowhere"
        said = f"{match['open']}{match['said']}.{match['close']}"
        yield "\n\n".join(blocks[:at] + [said] + blocks[at + 1:]), kind, said

def findings(binary, folder):
    done = subprocess.run([binary, "check", "--format", "json", "--select", "unattributed-quote", folder], capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        sys.exit(f"{binary} check: exit {done.returncode}: {done.stderr.strip()[-400:]}")
    found = collections.defaultdict(set)
    for finding in json.loads(done.stdout)["findings"]:
        found[os.path.basename(finding["path"])].add(finding["range"]["start"]["line"])
    return found

def main():
    options = arguments()
    if not options.folder and not os.path.exists(options.pool):
        print(f"no articles: {options.pool} does not exist; nothing was measured")
        return
    every = [(article, *made) for article in articles(options) for made in deletions(article)]
    random.Random(options.seed).shuffle(every)
    every = every[:options.most]
    with tempfile.TemporaryDirectory() as folder:
        before = os.path.join(folder, "before")
        after = os.path.join(folder, "after")
        for name, column in ((before, 0), (after, 1)):
            os.mkdir(name)
            open(os.path.join(name, "copydesk.toml"), "w").close()
            for n, made in enumerate(every):
                with open(os.path.join(name, f"{n:05}.txt"), "w", encoding="utf-8") as file:
                    file.write(made[column])
        known, now = findings(options.bin, before), findings(options.bin, after)
    total, found, missed = collections.Counter(), collections.Counter(), []
    for n, (_, changed, kind, said) in enumerate(every):
        line = changed[:changed.index(said)].count("\n")
        total[kind] += 1
        if line in now[f"{n:05}.txt"]:
            found[kind] += 1
        else:
            missed.append((kind, changed, said))
    for kind in ("nowhere", "far", "near", "pronoun"):
        if total[kind]:
            print(f"{kind:9}{found[kind]:5} of {total[kind]:5} deleted speakers found, {100 * found[kind] / total[kind]:.1f} %")
    print(f"{len(every)} deletions; in the articles as they are {sum(map(len, known.values()))} findings")
    for kind, changed, said in [m for m in missed if m[0] in ("nowhere", "far")][:options.errors]:
        at = changed.index(said)
        print(f"--- {kind}\n{changed[max(0, at - 300):at]}⟦{said}⟧{changed[at + len(said):at + len(said) + 200]}")
    told = total["nowhere"] + total["far"]
    share = 100 * (found["nowhere"] + found["far"]) / max(told, 1)
    if options.least is not None and share < options.least:
        sys.exit(f"{share:.1f} % of the deletions that a reader cannot mend were found, less than {options.least} %")

if __name__ == "__main__":
    main()
