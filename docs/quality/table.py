#!/usr/bin/env python3
"""table.py FIGURES.json: the table "Every figure" of docs/quality.md, made from what `evaluate.py --json` wrote.

`table.py FIGURES.json --write` puts it into docs/quality.md, between its marks."""
import json, pathlib, re, sys

LEFT_OUT = re.compile(r"chars$|modifier$|concept equal$|^type$")


def figure(scores):
    parts = []
    if "F1" in scores:
        both = f" (P {scores['P']}, R {scores['R']})" if "P" in scores else ""
        parts.append(f"F1 {scores['F1']}{both}")
    elif "R" in scores:
        parts.append(f"R {scores['R']}")
    for name in ("said", "wrong", "of", "traps wrong", "pairs said in all (read some)", "findings in all (read them)"):
        if name in scores:
            parts.append(f"{name} {scores[name]}")
    return ", ".join(parts)


def rows(figures):
    for name, measures in figures.items():
        for measure, scores in measures.items():
            nothing = not isinstance(scores, dict) or scores.get("gold") == 0
            if nothing or LEFT_OUT.search(measure) or not figure(scores):
                continue
            yield f"| {name.removesuffix('.jsonl')} | {measure} | {figure(scores)} |"


def main():
    figures = json.loads(pathlib.Path(sys.argv[1]).read_text())
    table = "\n".join(["| set | measure | |", "| --- | --- | --- |", *rows(figures)])
    if "--write" not in sys.argv:
        print(table)
        return
    page = pathlib.Path(__file__).parent.parent / "quality.md"
    text = page.read_text()
    marked = re.compile(r"(<!-- figures: begin -->\n).*?(\n<!-- figures: end -->)", re.S)
    if not marked.search(text):
        sys.exit(f"{page}: the marks of the table are missing")
    page.write_text(marked.sub(lambda m: m[1] + "\n" + table + "\n" + m[2], text))


main()
