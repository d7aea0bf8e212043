#!/usr/bin/env python3
"""test.py FOLDER [--lines] [--kill SECONDS] [--binary copydesk]: the findings of the Spark job against those of one `copydesk check`.

FOLDER holds text files one folder deep (FOLDER/*/*.txt). Spark runs with two workers of one core each on this machine; with --lines it
is given the articles as JSON Lines. With --kill, one worker's executor is killed with SIGKILL after so many seconds: Spark starts another one, and nothing may change.
Exit code 0 where both have the same findings, byte for byte once sorted.
"""

import argparse
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))


TICKS = os.sysconf("SC_CLK_TCK")
ENVIRONMENT = {**os.environ, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}


def submission(articles, out, binary, partitions, *options):
    """The command that runs the job over files with two workers of one core each on this machine."""
    job = [sys.executable, "-m", "pyspark.find_spark_home"]
    home = subprocess.run(job, check=True, capture_output=True, text=True).stdout.strip()
    return [os.path.join(home, "bin", "spark-submit"), "--master", "local-cluster[2,1,2048]", "--driver-memory", "2g",
            "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=2g", os.path.join(HERE, "copydesk_spark.py"),
            "--articles", f"file:{articles}", "--out", out, "--copydesk", os.path.abspath(binary), "--partitions", str(partitions), *options]


def archive(files, parts):
    """A folder of JSON Lines with the articles (id, file), in so many files."""
    folder = tempfile.mkdtemp(prefix="copydesk-lines-")
    for part in range(parts):
        with open(os.path.join(folder, f"{part}.jsonl"), "w", encoding="utf-8") as out:
            for name, file in files[part * len(files) // parts:(part + 1) * len(files) // parts]:
                with open(file, encoding="utf-8", newline="") as text:
                    out.write(json.dumps({"id": name, "text": text.read()}) + "\n")
    return folder


def processes(submit):
    """The processes of a running job, itself among them: (pid, name, seconds of processor time)."""
    below, found = {}, []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                name, fields = stat.read().split("(", 1)[1].rsplit(") ", 1)
        except OSError:
            continue
        fields = fields.split()
        process = (int(pid), name, (int(fields[11]) + int(fields[12])) / TICKS)
        below.setdefault(int(fields[1]), []).append(process)
        if process[0] == submit:
            found.append(process)
    todo = [submit]
    while todo:
        some = below.get(todo.pop(), [])
        found += some
        todo += [pid for pid, _, _ in some]
    return found


def executors(submit):
    """The executors of a running job: Java processes below it that are no driver."""
    found = []
    for pid, _, _ in processes(submit):
        try:
            with open(f"/proc/{pid}/cmdline") as cmdline:
                if "CoarseGrainedExecutorBackend" in cmdline.read():
                    found.append(pid)
        except OSError:
            continue
    return found


class Meter(threading.Thread):
    """Looks five times a second how much processor time each program of a job has used; steps are marked as they begin."""

    def __init__(self, submit):
        super().__init__(daemon=True)
        self.submit, self.ended, self.seen, self.used, self.marks = submit, False, {}, {}, []
        self.mark("starting")

    def run(self):
        while not self.ended:
            for pid, name, seconds in processes(self.submit):
                name = "python" if name.startswith("python") else name
                self.used[name] = self.used.get(name, 0) + seconds - self.seen.get(pid, 0)
                self.seen[pid] = seconds
            time.sleep(0.2)

    def mark(self, step):
        self.marks.append((step, time.time(), dict(self.used)))

    def end(self):
        self.ended = True
        self.join()
        self.mark("end")

    def report(self):
        self.end()
        for (step, begun, before), (_, ended, after) in zip(self.marks, self.marks[1:]):
            used = sorted(((seconds - before.get(name, 0), name) for name, seconds in after.items()), reverse=True)
            told = ", ".join(f"{name} {seconds:.1f} s" for seconds, name in used if seconds >= 0.5)
            print(f"  {step:10} {ended - begun:5.0f} s; processor time: {told}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--kill", type=float)
    parser.add_argument("--binary", default=shutil.which("copydesk") or "copydesk")
    parser.add_argument("--partitions", default="8")
    args = parser.parse_args()
    folder = os.path.abspath(args.folder)
    above, name = os.path.split(folder)
    out = tempfile.mkdtemp(prefix="copydesk-spark-")
    if args.lines:
        files = sorted(glob.glob(f"{folder}/*/*.txt"))
        lines = archive([(os.path.relpath(file, above), file) for file in files], int(args.partitions))
        submit = submission(f"{lines}/*.jsonl", out, args.binary, args.partitions, "--format", "json")
    else:
        submit = submission(f"{folder}/*/*.txt", out, args.binary, args.partitions, "--id-from", above + "/")
    start = time.time()
    # Spark passes on what the job says, whichever way, on its standard output.
    running = subprocess.Popen(submit, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    meter = Meter(running.pid)
    meter.start()
    killed = []

    def kill():
        pids = executors(running.pid)
        if pids:
            os.kill(pids[0], signal.SIGKILL)
            killed.append(pids[0])
            print(f"killed executor {pids[0]} after {time.time() - start:.0f} s", file=sys.stderr)

    if args.kill is not None:
        threading.Timer(args.kill, kill).start()
    for line in running.stdout:
        sys.stderr.write(line)
        if line.startswith("copydesk: ") and line.count(" ") == 1:
            meter.mark(line.split()[1])
    if running.wait():
        sys.exit("the Spark job failed")
    seconds = time.time() - start
    meter.report()
    sizes = {name: sum(os.path.getsize(os.path.join(at, file)) for at, _, files in os.walk(os.path.join(out, name)) for file in files)
             for name in ("readings", "findings", "figures", "quotations", "stage/related", "facts")}
    sizes["archive.index"] = os.path.getsize(os.path.join(out, "archive.index"))
    print("  MB on disk: " + ", ".join(f"{name} {size / 1e6:.1f}" for name, size in sizes.items()), file=sys.stderr)
    if args.kill is not None and not killed:
        sys.exit("no executor ran when one was to be killed: give --kill fewer seconds")
    read = ("import sys, json; from pyspark.sql import SparkSession; "
            "s = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false')"
            ".config('spark.sql.jsonGenerator.ignoreNullFields', 'false').getOrCreate(); "
            "t = s.read.parquet(sys.argv[1] + '/findings').toJSON(); json.dump([r for r in t.toLocalIterator()], open(sys.argv[2], 'w'))")
    rows = os.path.join(out, "rows.json")
    subprocess.run([sys.executable, "-c", read, out, rows], check=True, env=ENVIRONMENT)
    with open(rows, encoding="utf-8") as file:
        by_spark = sorted(json.dumps(json.loads(row), sort_keys=True) for row in json.load(file))
    start = time.time()
    check = subprocess.run([args.binary if os.sep not in args.binary else os.path.abspath(args.binary), "check", "--format", "json", name],
                           cwd=above, capture_output=True, env={**os.environ, "COPYDESK_CACHE_DIR": "off"})
    if check.returncode == 2:
        sys.exit(check.stderr.decode())
    by_check = sorted(json.dumps(finding, sort_keys=True) for finding in json.loads(check.stdout)["findings"])
    print(f"Spark {seconds:.0f} s, check {time.time() - start:.0f} s; {len(by_spark)} and {len(by_check)} findings, "
          f"{'the same' if by_spark == by_check else 'NOT the same'}")
    shutil.rmtree(out)
    if args.lines:
        shutil.rmtree(lines)
    sys.exit(by_spark != by_check)


if __name__ == "__main__":
    main()
