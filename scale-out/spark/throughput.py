#!/usr/bin/env python3
"""throughput.py FOLDER [--binary copydesk]: how many articles a core reads through Spark, and how many without it.

FOLDER holds text files one folder deep (FOLDER/*/*.txt). The job's first step runs over half of its folders and over all of them, on
two workers of one core each: what the second half takes on top is what an article costs once Java runs, the rest is what every job
pays once. `copydesk extract --keys` alone reads the same articles as JSON Lines. Processor time, not time on the wall.
"""

import argparse
import glob
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

from test import ENVIRONMENT, Meter, submission

PARTITIONS = 8


def children():
    """Seconds of processor time of the processes that ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def alone(files, binary):
    """Seconds of processor time of `copydesk extract --keys` over the files as JSON Lines, in as many parts as Spark makes."""
    used = 0
    for part in range(PARTITIONS):
        lines = []
        for file in files[part::PARTITIONS]:
            with open(file, encoding="utf-8") as text:
                lines.append(json.dumps({"id": file, "text": text.read()}))
        before = children()
        subprocess.run([binary, "extract", "--keys"], input="\n".join(lines).encode(), stdout=subprocess.DEVNULL, check=True,
                       env={**os.environ, "RAYON_NUM_THREADS": "1", "COPYDESK_CACHE_DIR": "off"})
        used += children() - before
    return used


def through_spark(folder, binary):
    """Seconds of processor time while the job reads the folder: of all of it, and of each program (without its last moment)."""
    out = tempfile.mkdtemp(prefix="copydesk-spark-")
    before = children()
    running = subprocess.Popen([*submission(folder, out, binary, PARTITIONS), "--readings-only"], env=ENVIRONMENT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    meter = Meter(running.pid)
    meter.start()
    if running.wait():
        sys.exit("the Spark job failed")
    total = children() - before
    meter.end()
    shutil.rmtree(out)
    return max(total, sum(meter.used.values())), meter.used


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--binary", default=shutil.which("copydesk") or "copydesk")
    args = parser.parse_args()
    folder = os.path.abspath(args.folder)
    folders = sorted(path for path in glob.glob(f"{folder}/*") if os.path.isdir(path))
    half = tempfile.mkdtemp(prefix="copydesk-half-")
    for path in folders[:len(folders) // 2]:
        os.symlink(path, os.path.join(half, os.path.basename(path)))
    part, whole = sorted(glob.glob(f"{half}/*/*.txt")), sorted(glob.glob(f"{folder}/*/*.txt"))
    added = len(whole) - len(part)
    binary = os.path.abspath(args.binary)
    (first, first_each), (second, second_each) = through_spark(half, binary), through_spark(folder, binary)
    shutil.rmtree(half)
    for count, used, each in ((len(part), first, first_each), (len(whole), second, second_each)):
        print(f"{count} articles: {used:.1f} s (" + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in each.items()) + ")")
    by_spark = (second - first) / added
    by_itself = (alone(whole, binary) - alone(whole[:len(part)], binary)) / added
    print(f"an article: {by_spark * 1e3:.2f} ms through Spark, {by_itself * 1e3:.2f} ms by extract alone: "
          f"{by_itself / by_spark:.0%} of its throughput; {first - by_spark * len(part):.0f} s once for the job")


if __name__ == "__main__":
    main()
