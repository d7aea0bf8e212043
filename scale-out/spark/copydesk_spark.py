#!/usr/bin/env python3
"""Readings, figures, quotations and findings of an archive of articles, by Apache Spark.

    spark-submit copydesk_spark.py --articles PATH --out PATH [options]

Each article is read by `copydesk extract --keys`, a pure function of the article. What is compared of all of them is put into
one index file, which every worker maps into memory; `copydesk relate --index` tells of each article what it has to do with
all others: the code that `copydesk check` runs. The findings are those of one `copydesk check` over all articles.

Steps, each of which is written before the next one begins, so that what was lost with a machine is made again:

1. readings, facts    what each article says, and what is compared of it
2. archive.index      the index of all facts, made by the driver
3. stage/related      each article compared with all others, by itself
4. findings, figures, quotations
"""

import argparse
import json
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

RANGE = T.StructType([T.StructField(end, T.StructType([T.StructField("line", T.LongType()), T.StructField("character", T.LongType())]))
                      for end in ("start", "end")])
FINDING = T.StructType([
    T.StructField("rule", T.StringType()), T.StructField("severity", T.StringType()), T.StructField("path", T.StringType()),
    T.StructField("range", RANGE), T.StructField("message", T.StringType()), T.StructField("fingerprint", T.StringType()),
    T.StructField("related", T.ArrayType(T.StructType([
        T.StructField("path", T.StringType()), T.StructField("range", RANGE), T.StructField("message", T.StringType())]))),
])
SPAN = T.ArrayType(T.LongType())
FIGURE = T.StructType([
    T.StructField("id", T.StringType()), T.StructField("span", SPAN), T.StructField("text", T.StringType()),
    T.StructField("measures", T.StringType()), T.StructField("low", T.DoubleType()), T.StructField("high", T.DoubleType()),
    T.StructField("modifier", T.StringType()), T.StructField("unit", T.StringType()), T.StructField("as_of", T.StringType()),
    T.StructField("source", T.StringType()),
    T.StructField("relations", T.ArrayType(T.StructType([
        T.StructField("path", T.StringType()), T.StructField("span", SPAN), T.StructField("relation", T.StringType()),
        T.StructField("confidence", T.DoubleType())]))),
])
QUOTATION = T.StructType([
    T.StructField("id", T.StringType()), T.StructField("span", SPAN), T.StructField("text", T.StringType()),
    T.StructField("speaker", T.StringType()),
    T.StructField("variants", T.ArrayType(T.StructType([
        T.StructField("path", T.StringType()), T.StructField("span", SPAN), T.StructField("relation", T.StringType())]))),
])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", required=True, help="a folder of text files, JSON Lines or Parquet, on any file system that Spark reads")
    parser.add_argument("--format", choices=("text", "json", "parquet"), default="text",
                        help="json (JSON Lines) and parquet have the columns id, text and, if known, date, publisher, url")
    parser.add_argument("--id-from", metavar="PREFIX", default="", help="text: what of a file's address is left out of its id")
    parser.add_argument("--out", required=True, help="the folder that the tables are written to")
    parser.add_argument("--copydesk", default="copydesk", help="the program, as each worker finds it")
    parser.add_argument("--config", help="a copydesk.toml, as each worker finds it")
    parser.add_argument("--shared", metavar="FOLDER",
                        help="a folder that the driver and every worker see as files under this path, for facts and their index; default: --out")
    parser.add_argument("--readings-only", action="store_true", help="end after step 1: for `[corpus] facts`, or to measure")
    parser.add_argument("--partitions", type=int, help="tasks of a step; default: four for each core")
    return parser.parse_args()


def articles(spark, args, partitions):
    """The articles as JSON Lines that `extract` takes: the column `line`."""
    if args.format == "text":
        # Spark puts files of about the same size together, copies among them. What it costs to open one is little.
        spark.conf.set("spark.sql.files.openCostInBytes", 4096)
        # Else each file of a pattern is a task that looks whether it is there.
        spark.conf.set("spark.sql.sources.parallelPartitionDiscovery.parallelism", partitions)
        table = spark.read.text(args.articles, wholetext=True).withColumn("id", address(F.input_file_name(), args.id_from))
        table = table.select("id", F.col("value").alias("text"))
        return table.select(F.to_json(F.struct("*")).alias("line"))
    if args.format == "json":
        # The lines are what `extract` takes.
        table = spark.read.text(args.articles).withColumnRenamed("value", "line")
    else:
        table = spark.read.parquet(args.articles)
        known = [name for name in ("id", "text", "date", "publisher", "url") if name in table.columns]
        table = table.select(F.to_json(F.struct(*(F.col(name).cast("string") for name in known))).alias("line"))
    # What stands together is compared with much the same articles, which are then at hand: it stays together where it can.
    return table if table.rdd.getNumPartitions() >= partitions else table.repartition(partitions)


def address(file, prefix):
    """The id of a text file: its address without what is the same for all, spelt as on disk."""
    spelt = F.url_decode(F.replace(file, F.lit("+"), F.lit("%2B")))
    spelt = F.regexp_replace(spelt, "^file:/+", "/")
    return F.when(spelt.startswith(prefix), F.substring(spelt, len(prefix) + 1, 1 << 20)).otherwise(spelt)


def piped(spark, lines, command, columns):
    """Each partition through one process that uses one core; an exit code other than 0 fails the task, which Spark tries again.

    Spark hands the lines over itself (`TRANSFORM`), so no Python runs where the articles are."""
    lines.createOrReplaceTempView("lines")
    rows = "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' LINES TERMINATED BY '\\n'"
    command = "RAYON_NUM_THREADS=1 COPYDESK_CACHE_DIR=off " + command
    using = command.replace("\\", "\\\\").replace("'", "\\'")
    return spark.sql(f"SELECT TRANSFORM(line) {rows} USING '{using}' AS ({columns}) {rows} FROM lines")


def written(table, path):
    """The table, written and read again: what comes after does not make it anew."""
    # No two articles have the same reading: looking for such costs time and finds none.
    table.write.mode("overwrite").option("parquet.enable.dictionary", "false").parquet(path)
    return table.sparkSession.read.parquet(path)


def begin(step):
    """Says what is done now: a line for whoever measures."""
    print(f"copydesk: {step}", file=sys.stderr, flush=True)


def main():
    args = arguments()
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    partitions = args.partitions or 4 * spark.sparkContext.defaultParallelism
    spark.conf.set("spark.sql.shuffle.partitions", partitions)
    spark.conf.set("spark.sql.files.minPartitionNum", partitions)
    stage = args.out.rstrip("/") + "/stage/"
    program = shlex.quote(args.copydesk)
    config = f" --config {shlex.quote(args.config)}" if args.config else ""
    shared = (args.shared or args.out).removeprefix("file:").rstrip("/")
    if "://" in shared:
        sys.exit(f"{shared} cannot be mapped into memory: name a folder of a file system that driver and workers share with --shared")
    facts, index = f"file:{shared}/facts", f"{shared}/archive.index"

    # 1. Each article by itself.
    begin("reading")
    read = piped(spark, articles(spark, args, partitions), f"{program} extract --columns{config}", "id STRING, reading STRING, facts STRING")
    identity = F.from_json(F.concat(F.lit('{"id":'), "id", F.lit("}")), "id STRING")["id"]
    readings = written(read.select(identity.alias("id"), "reading", "facts"), args.out + "/readings")
    # What is packed is compressed already: gzip would spare a third of the space, for as much time as all else that Java does.
    readings.select("facts").write.mode("overwrite").option("compression", "none").text(facts)
    if args.readings_only:
        spark.stop()
        return

    # 2. What is compared of all of them, in one file. It is there as a whole or not at all.
    begin("indexing")
    subprocess.run([args.copydesk, "relate", "--index", index, "--facts", f"{shared}/facts/part-*"], check=True, stdin=subprocess.DEVNULL)

    # 3. Each article with all others. What it is compared with is bounded, so no task has more to do than another one.
    begin("comparing")
    lines = spark.read.text(facts).withColumnRenamed("value", "line")
    piped(spark, lines, f"{program} relate --index {shlex.quote(index)}{config}", "line STRING") \
        .write.mode("overwrite").parquet(stage + "related")
    begin("tables")
    related = spark.read.parquet(stage + "related").select(F.from_json("line", T.StructType([
        T.StructField("id", T.StringType()), T.StructField("findings", T.ArrayType(FINDING)),
        T.StructField("figures", T.ArrayType(FIGURE)), T.StructField("quotations", T.ArrayType(QUOTATION))])).alias("r")).select("r.*")
    findings = related.select(F.explode("findings").alias("f")).select("f.*")
    findings.write.mode("overwrite").parquet(args.out + "/findings")
    figures = related.select("id", F.explode("figures").alias("f")).select(F.col("id").alias("path"), "f.*").drop("id")
    figures.write.mode("overwrite").parquet(args.out + "/figures")
    quotations = related.select("id", F.explode("quotations").alias("q")).select(F.col("id").alias("path"), "q.*").drop("id")
    quotations.write.mode("overwrite").parquet(args.out + "/quotations")

    print(f"{readings.count()} articles, {spark.read.parquet(args.out + '/findings').count()} findings", file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
