#!/usr/bin/env python3
"""check.py [BINARY]: holds copydesk to the table in README.md.

Runs `BINARY check --format json` on harbour-flood (default: ../target/release/copydesk) and compares
the findings with the rows under "What should be found", by file, line and rule. Exits with 1 where a
row was not reported or a finding has no row.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROW = re.compile(r"^\| (\S+) \| (\d+) \| ([a-z-]+) \| (.*) \|$")


def expected():
    table = (HERE / "README.md").read_text(encoding="utf-8")
    table = table.split("## What should be found")[1].split("## What should not")[0]
    rows = [m.groups() for m in map(ROW.match, table.splitlines()) if m]
    return collections.Counter((file, int(line), rule) for file, line, rule, _ in rows)


def reported(binary):
    run = subprocess.run([binary, "check", "--format", "json", str(HERE / "harbour-flood")],
                         capture_output=True, text=True, encoding="utf-8")
    if run.returncode not in (0, 1):
        sys.exit(f"{binary} check: exit {run.returncode}\n{run.stderr}")
    findings = json.loads(run.stdout)["findings"]
    return collections.Counter((pathlib.PurePosixPath(f["path"]).name, f["range"]["start"]["line"] + 1, f["rule"])
                               for f in findings), findings


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else str(HERE.parent / "target" / "release" / "copydesk")
    want = expected()
    got, findings = reported(binary)
    missing, surplus = want - got, got - want
    for (file, line, rule), n in sorted(missing.items()):
        print(f"not reported: {file}:{line} {rule}" + (f" ({n} times)" if n > 1 else ""))
    for key, n in sorted(surplus.items()):
        messages = [f["message"] for f in findings
                    if (pathlib.PurePosixPath(f["path"]).name, f["range"]["start"]["line"] + 1, f["rule"]) == key]
        print(f"not in the table: {key[0]}:{key[1]} {key[2]}: {messages[-1]}")
    print(f"{sum((want & got).values())} of {sum(want.values())} rows reported, {sum(surplus.values())} findings without a row")
    sys.exit(1 if missing or surplus else 0)


if __name__ == "__main__":
    main()
