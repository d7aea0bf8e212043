#!/usr/bin/env python3
"""score.py DRAFTS [--bin BINARY] [--show]: how many planted errors are found, and how many findings have no error.

DRAFTS holds folders as `plant.py` makes them: `draft.md`, its sources and `planted.json`. An error is found where a finding
of the rules about drafts (RULES) touches its place, give or take the sentence that holds it. Any other finding of these rules
is a false alarm. `--show` prints what was missed and every false alarm.
"""
import argparse
import collections
import json
import pathlib
import re
import subprocess

RULES = ["figure-not-in-sources", "figure-scale-slip", "hedge-mismatch", "rounding-invalid", "quote-not-in-sources", "quote-truncated", "quote-spliced",
         "attribution-strengthened", "attribution-conflict", "date-conflict", "weekday-date-mismatch", "source-unresolved", "quote-altered", "figure-conflict",
         "name-not-in-sources", "name-variant", "age-mismatch"]


def findings(binary, draft):
    known = subprocess.run([binary, "rules"], capture_output=True, text=True, encoding="utf-8").stdout
    rules = [r for r in RULES if re.search(rf"^{r} ", known, re.M)]
    run = subprocess.run([binary, "check", "--format", "json", "--select", ",".join(rules), str(draft)], capture_output=True, text=True, encoding="utf-8")
    if run.returncode not in (0, 1):
        raise SystemExit(f"{draft}: {run.stderr}")
    text = draft.read_bytes().decode("utf-8")
    lines = [0]
    for line in text.split("\n"):
        lines.append(lines[-1] + len(line) + 1)

    def offset(place):
        line = text[lines[place["line"]]:]
        units, points = place["character"], 0
        while units > 0:
            units -= 2 if ord(line[points]) > 0xFFFF else 1
            points += 1
        return lines[place["line"]] + points
    return text, [(offset(f["range"]["start"]), offset(f["range"]["end"]), f) for f in json.loads(run.stdout)["findings"]]


def sentence(text, start, end):
    """The sentence around a place, roughly."""
    before = max((m.end() for m in re.finditer(r"[.!?][\"”]? (?=[A-Z\"“])|\n", text[:start])), default=0)
    after = re.search(r"[.!?][\"”]? (?=[A-Z\"“])|\n", text[end:])
    return before, end + (after.start() if after else len(text) - end)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("drafts", type=pathlib.Path)
    parser.add_argument("--bin", default="target/release/copydesk")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    found, planted, alarms, of_draft = collections.Counter(), collections.Counter(), [], 0
    for folder in sorted(f for f in arguments.drafts.iterdir() if (f / "planted.json").is_file()):
        of_draft += 1
        text, reported = findings(arguments.bin, folder / "draft.md")
        errors = json.loads((folder / "planted.json").read_text(encoding="utf-8"))
        hit = set()
        for number, (start, end, finding) in enumerate(reported):
            for index, error in enumerate(errors):
                first, last = sentence(text, *error["span"])
                if start <= last and first <= end:
                    hit.add(index)
                    reported[number] = None
        for index, error in enumerate(errors):
            planted[error["kind"]] += 1
            found[error["kind"]] += index in hit
            if arguments.show and index not in hit:
                print(f"missed  {folder.name} {error['kind']}: {error['was']!r} -> {error['is']!r} in: {text[slice(*error['paragraph'])][:300]}")
        for start, end, finding in filter(None, reported):
            alarms.append((folder.name, finding))
            if arguments.show:
                print(f"alarm   {folder.name} {finding['rule']}: {text[start:end][:120]!r}: {finding['message'][:300]}")
    for kind in sorted(planted):
        print(f"{kind:<12} {found[kind]:>3} of {planted[kind]:>3}")
    print(f"{sum(found.values())} of {sum(planted.values())} planted errors found in {of_draft} drafts, {len(alarms)} false alarms")


if __name__ == "__main__":
    main()
