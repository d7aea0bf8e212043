#!/usr/bin/env python3
"""throughput.py FOLDER [--binary copydesk]: how many articles a core reads through Spark, and how many without it.

FOLDER holds text files one folder deep (FOLDER/*/*.txt). They are put into JSON Lines, as an archive is. The job's first step runs over
half of them and over all of them, on two workers of one core each: what the second half takes on top is what an article costs once
Java runs, the rest is what every job pays once. `copydesk extract --keys` alone reads the same lines. Processor time, not time on the wall.
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

from test import ENVIRONMENT, Meter, archive, submission

PARTITIONS = 8


def children():
    """Seconds of processor time of the processes that ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def alone(lines, binary):
    """Seconds of processor time of `copydesk extract --keys` over the files of a folder, one after the other."""
    before = children()
    for file in sorted(glob.glob(f"{lines}/*.jsonl")):
        with open(file, "rb") as standard_input:
            subprocess.run([binary, "extract", "--keys"], stdin=standard_input, stdout=subprocess.DEVNULL, check=True,
                           env={**os.environ, "RAYON_NUM_THREADS": "1", "COPYDESK_CACHE_DIR": "off"})
    return children() - before


def through_spark(lines, binary):
    """Seconds of processor time while the job reads the folder: of all of it, and of each program (without its last moment)."""
    out = tempfile.mkdtemp(prefix="copydesk-spark-")
    submit = submission(f"{lines}/*.jsonl", out, binary, PARTITIONS, "--format", "json", "--readings-only")
    before = children()
    running = subprocess.Popen(submit, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    files = sorted(os.path.abspath(file) for file in glob.glob(f"{args.folder}/*/*.txt"))
    binary = os.path.abspath(args.binary)
    counts, spark, extract = (len(files) // 2, len(files)), [], []
    for count in counts:
        lines = archive([(file, file) for file in files[:count]], PARTITIONS)
        used, each = through_spark(lines, binary)
        spark.append(used)
        extract.append(alone(lines, binary))
        shutil.rmtree(lines)
        print(f"{count} articles: {used:.1f} s (" + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in each.items() if seconds >= 0.5)
              + f"), {extract[-1]:.1f} s by extract alone")
    added = counts[1] - counts[0]
    by_spark, by_itself = (spark[1] - spark[0]) / added, (extract[1] - extract[0]) / added
    print(f"an article: {by_spark * 1e3:.2f} ms through Spark, {by_itself * 1e3:.2f} ms by extract alone: "
          f"{by_itself / by_spark:.0%} of its throughput; {spark[0] - by_spark * counts[0]:.0f} s once for the job")


if __name__ == "__main__":
    main()
