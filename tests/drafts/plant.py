#!/usr/bin/env python3
"""plant.py CLUSTERS OUT [--drafts N] [--errors N] [--seed N]: makes drafts with planted errors.

CLUSTERS holds a folder for each event with articles (`*.txt`) by different outlets. A draft is made of paragraphs of two
to four articles of one event, in another order, some of them cut to a sentence or two; it names these articles as its
sources. Then single errors are planted in it, of the kinds in KINDS. OUT gets a folder for each draft with the draft, its
sources and `planted.json`: kind, place (code points in the draft), what stood there and what stands there now.

The kinds are chosen and the places found by the expressions below, without copydesk. The texts are other people's: keep OUT
out of the repository.
"""
import argparse
import json
import pathlib
import random
import re

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER = re.compile(r"(?<![\w.,$£€-])([$£€]?)(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w-]|[.,]\d)(\s+(?:million|billion|percent|per cent|people|dead|killed|wounded|injured))?")
SAID = re.compile(r"[,\"”] (?:[A-Z][\w.'-]+ ){1,4}(said|told|added)\b|\b(said|told) (?:[A-Z][\w.'-]+ ?){1,3}")
QUOTE = re.compile(r"[\"“]([^\"“”\n]{40,400})[\"”]")
SPEAKER = re.compile(r"((?:[A-Z][a-z'’-]+ ){1,2}[A-Z][a-z'’-]+)(?=,? (?:said|told|added)\b)|(?<=said )((?:[A-Z][a-z'’-]+ ){1,2}[A-Z][a-z'’-]+)")
SWAPS = [(" will ", " must "), (" can ", " should "), (" very ", " most "), (" never ", " seldom "), (" always ", " often "),
         (" must ", " may "), (" should ", " will "), (" is ", " was "), (" are ", " were "), (" have ", " had "), (" has ", " had "),
         (" want ", " need "), (" need ", " want "), (" not ", " "), (" know ", " think "), (" think ", " know "), (" people ", " men "),
         (" all ", " most "), (" was ", " is "), (" good ", " great "), (" big ", " huge ")]


def paragraphs(text):
    """The paragraphs of prose, without headlines and stubs."""
    parts = [re.sub(r"\s+", " ", p).strip() for p in re.split(r"\n\s*\n|\n(?=[A-Z\"“])", text)]
    return [p for p in parts if 60 <= len(p) <= 900 and p[-1] in ".!?\"”" and "http" not in p]


def sentences(paragraph):
    return re.split(r"(?<=[.!?][\"”]) (?=[A-Z\"“])|(?<=[a-z\d)][.!?]) (?=[A-Z\"“])", paragraph)


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def value(self, text):
        return float(text.replace(",", ""))

    def shown(self, number, like):
        if "." in like:
            return f"{number:.{len(like.split('.')[1])}f}"
        return f"{int(number):,}" if "," in like or number >= 10000 else str(int(number))

    def numbers(self, p):
        found = [m for m in NUMBER.finditer(p) if not re.match(r"(19|20)\d\d$", m[2])]
        months = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? $"
        return [m for m in found if not re.search(months, p[:m.start()]) and self.value(m[2]) > 2
                and not re.match(r"\s*(?:a\.m|p\.m|am\b|pm\b|:)", p[m.end():]) and not re.search(r"[:/]$", p[:m.start()])]

    # Each kind: from a paragraph to (start, end, new words), or None.
    def value_wrong(self, p):
        for m in self.shuffled(self.numbers(p)):
            v = self.value(m[2])
            new = v * self.random.choice([1.3, 1.6, 0.6, 2.3]) if v >= 10 else v + self.random.choice([2, 3, 4])
            return m.start(2), m.end(2), self.shown(round(new, 1 if "." in m[2] else 0), m[2])

    def scale(self, p):
        for m in self.shuffled(re.finditer(r"\b(million|billion)\b", p)):
            return m.start(), m.end(), {"million": "billion", "billion": "million"}[m[0]]
        for m in self.shuffled(self.numbers(p)):
            if self.value(m[2]) >= 20 and "." not in m[2]:
                return m.start(2), m.end(2), self.shown(self.value(m[2]) * 10, m[2])

    def hedge(self, p):
        swaps = {"more than": "fewer than", "at least": "up to", "nearly": "more than", "almost": "more than", "up to": "at least",
                 "over": "under", "fewer than": "more than", "less than": "more than"}
        for m in self.shuffled(re.finditer(r"\b(" + "|".join(swaps) + r") (?=[$£€]?\d)", p, re.I)):
            new = swaps[m[1].lower()]
            return m.start(1), m.end(1), new.capitalize() if m[1][0].isupper() else new
        for m in self.shuffled(self.numbers(p)):
            if m.start() > 0 and p[:m.start()].rstrip()[-1:].isalpha() and re.match(r" [a-z]", p[m.end(2):]):
                word = p[:m.start()].split()[-1].lower()
                if word not in ("than", "least", "about", "some", "nearly", "almost", "over", "to", "age", "roughly", "around", "approximately", "the", "of", "another"):
                    return m.start(), m.end(2), "more than " + m[0][:m.end(2) - m.start()]

    def rounding(self, p):
        for m in self.shuffled(self.numbers(p)):
            v = self.value(m[2])
            if "." in m[2] and v > 3 and v != int(v):
                down = v - int(v) < 0.5
                return m.start(2), m.end(2), str(int(v) + (1 if down else 0))
            if v >= 100 and v % 10 and "." not in m[2]:
                unit = 10 ** (len(str(int(v))) - 2)
                low = int(v // unit) * unit
                new = low + unit if v - low < unit / 2 else low
                if new and abs(new - v) < 0.09 * v and abs(new - v) > unit * 0.55:
                    return m.start(2), m.end(2), self.shown(new, m[2])

    def quote_altered(self, p):
        for m in self.shuffled(QUOTE.finditer(p)):
            swaps = self.shuffled(s for s in SWAPS if s[0] in m[1])
            if swaps:
                at = m.start(1) + m[1].index(swaps[0][0])
                return at, at + len(swaps[0][0]), swaps[0][1]

    def truncated(self, p):
        for m in self.shuffled(QUOTE.finditer(p)):
            cut = re.search(r",? (but|if|unless|although|until|except) [^.!?]*[.!?,]?$", m[1])
            if cut and len(m[1][:cut.start()].split()) >= 5:
                return m.start(1) + cut.start(), m.end(1), ","

    def spliced(self, p):
        for m in self.shuffled(QUOTE.finditer(p)):
            words = list(re.finditer(r"\S+", m[1]))
            if len(words) >= 20:
                a, b = words[len(words) // 3], words[len(words) * 2 // 3]
                return m.start(1) + a.end(), m.start(1) + b.start(), " "

    def speaker(self, p, people):
        for m in self.shuffled(SPEAKER.finditer(p)):
            group = 1 if m[1] else 2
            name = m[group]
            others = [o for o in people if not set(o.split()) & set(name.split())]
            if others and any(name in other for other in [name]) and name in people:
                return m.start(group), m.end(group), self.random.choice(others)

    def weekday(self, p):
        for m in self.shuffled(re.finditer(r"\b(" + "|".join(DAYS) + r")\b", p)):
            return m.start(), m.end(), DAYS[(DAYS.index(m[1]) + self.random.choice([1, 2, 3])) % 7]

    def verb(self, p):
        for m in self.shuffled(re.finditer(r"(?<=[a-z,\"”] )said\b(?! to)", p)):
            return m.start(), m.end(), self.random.choice(["admitted", "conceded", "confirmed", "boasted"])

    def invented(self, p):
        n = self.random.choice([4713, 918, 27618, 6391, 742])
        what = self.random.choice(["letters reached the authorities within a day", "volunteers had registered by the evening", "calls were logged on the hotline",
                                   "documents were handed over to the inquiry"])
        return len(p), len(p), f" In all, {n:,} {what}."

    def shuffled(self, found):
        found = list(found)
        self.random.shuffle(found)
        return found


KINDS = {"value": "value_wrong", "scale": "scale", "hedge": "hedge", "rounding": "rounding", "quote": "quote_altered", "truncated": "truncated",
         "spliced": "spliced", "speaker": "speaker", "weekday": "weekday", "verb": "verb", "invented": "invented"}


def make(maker, folder, errors, wanted):
    meta = {e["file"]: e for e in json.loads((folder / "meta.json").read_text(encoding="utf-8"))}
    files = [f for f in sorted(folder.glob("*.txt")) if len(paragraphs(f.read_text(encoding="utf-8"))) >= 6]
    if len(files) < 2:
        return None
    first = maker.random.choice(files)
    day = meta.get(first.name, {}).get("date")
    near = [f for f in files if meta.get(f.name, {}).get("date") == day and f != first]
    sources = [first] + maker.shuffled(near)[:maker.random.randint(1, 3)]
    if len(sources) < 2:
        sources += maker.shuffled(f for f in files if f != first)[:1]
    texts = {f: f.read_text(encoding="utf-8") for f in sources}
    people = sorted({m[1] or m[2] for t in texts.values() for p in paragraphs(t) for m in SPEAKER.finditer(p)})
    pool = []
    for f in sources:
        # Only paragraphs of sources of one day: a weekday of another day's article would be wrong without being planted.
        if f != first and meta.get(f.name, {}).get("date") != day:
            continue
        own = paragraphs(texts[f])
        start = maker.random.randrange(max(1, len(own) - 7))
        pool += own[start:start + 7]
    taken = []
    for p in pool:
        parts = sentences(p)
        if len(parts) > 2 and maker.random.random() < 0.3:
            p = " ".join(parts[:2])
        if p not in taken and p.count('"') % 2 == 0 and p.count("“") == p.count("”"):
            taken.append(p)
    if len(taken) < 6:
        return None
    planted, used = {}, set()
    for kind in wanted:
        for index in maker.shuffled(range(len(taken))):
            if index in planted or len(planted) >= errors:
                continue
            arguments = (taken[index], people) if kind == "speaker" else (taken[index],)
            edit = getattr(maker, KINDS[kind])(*arguments)
            if edit and taken[index][edit[0]:edit[1]] != edit[2]:
                planted[index] = (kind, *edit)
                used.add(kind)
                break
    head = "---\nsources:\n" + "".join(f"  - {f.name}\n" for f in sources) + (f"date: {day}\n" if day else "") + "---\n"
    text, manifest = head, []
    for index, p in enumerate(taken):
        if index in planted:
            kind, start, end, new = planted[index]
            manifest.append({"kind": kind, "span": [len(text) + start, len(text) + start + len(new)], "was": p[start:end], "is": new,
                             "paragraph": [len(text), len(text) + len(p) - (end - start) + len(new)]})
            p = p[:start] + new + p[end:]
        text += p + "\n\n"
    return text, sources, manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clusters", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--drafts", type=int, default=20)
    parser.add_argument("--errors", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    maker = Maker(arguments.seed)
    folders = maker.shuffled(sorted(f for f in arguments.clusters.iterdir() if (f / "meta.json").is_file()))
    kinds, made = list(KINDS), 0
    for round_ in range(4):
        for folder in folders:
            if made >= arguments.drafts:
                break
            # Each draft begins with other kinds, so that rare ones get their turn.
            wanted = kinds[made * 3 % len(kinds):] + kinds[:made * 3 % len(kinds)]
            draft = make(maker, folder, arguments.errors, wanted)
            if not draft or len(draft[2]) < arguments.errors:
                continue
            text, sources, manifest = draft
            out = arguments.out / f"{made + 1:02}-{folder.name}"
            out.mkdir(parents=True, exist_ok=True)
            for source in sources:
                (out / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
            (out / "draft.md").write_text(text, encoding="utf-8")
            (out / "planted.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
            made += 1
    print(f"{made} drafts in {arguments.out}")


if __name__ == "__main__":
    main()
