#!/usr/bin/env python3
"""Readings, figures, quotations and findings of an archive of articles, by Apache Spark.

    spark-submit copydesk_spark.py --articles PATH --out PATH [options]

Each article is read by `copydesk extract --keys`, a pure function of the article. Articles that share a key are brought
together, some at a time, and what they have to do with each other is told by `copydesk relate`: the code that
`copydesk check` runs. The findings are those of one `copydesk check` over all articles.

Steps, each a table that is written before the next one reads it, so that what was lost with a machine is made again:

1. stage/readings  id, reading, keys, packed
2. stage/keys      which keys are shared, by how many places, and which of them are too common to be looked at
3. stage/batches   which articles are asked about together
4. findings, figures, quotations, readings, and with --facts what a desk needs to compare its drafts with all of it
"""

import argparse
import json
import shlex
import subprocess
import sys

from pyspark.sql import SparkSession, Window
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
KEYED = T.StructType([
    T.StructField("id", T.StringType()), T.StructField("reading", T.StringType()),
    T.StructField("keys", T.ArrayType(T.StringType())), T.StructField("packed", T.StringType()),
])


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", required=True, help="a folder of text files, JSON Lines or Parquet, on any file system that Spark reads")
    parser.add_argument("--format", choices=("text", "json", "parquet"), default="text",
                        help="json and parquet have the columns id, text and, if known, date, publisher, url")
    parser.add_argument("--id-from", metavar="PREFIX", default="", help="text: what of a file's address is left out of its id")
    parser.add_argument("--out", required=True, help="the folder that the tables are written to")
    parser.add_argument("--copydesk", default="copydesk", help="the program, as each worker finds it")
    parser.add_argument("--config", help="a copydesk.toml, as each worker finds it")
    parser.add_argument("--batch", type=int, default=64, help="articles that are asked about together")
    parser.add_argument("--facts", action="store_true", help="also write facts/*.gz, which `[corpus] facts` of a desk's copydesk.toml names")
    parser.add_argument("--partitions", type=int, help="tasks of a step; default: four for each core")
    return parser.parse_args()


def articles(spark, args, partitions):
    """The articles as JSON Lines that `extract` takes."""
    if args.format == "text":
        files = spark.sparkContext.wholeTextFiles(args.articles, partitions)
        prefix = args.id_from

        def line(file):
            name = file[0].removeprefix("file:")
            return json.dumps({"id": name.removeprefix(prefix), "text": file[1]})

        return files.map(line).repartition(partitions)
    table = spark.read.json(args.articles) if args.format == "json" else spark.read.parquet(args.articles)
    known = [name for name in ("id", "text", "date", "publisher", "url") if name in table.columns]
    table = table.select(*(F.col(name).cast("string") for name in known))
    return table.repartition(partitions).toJSON()


def piped(lines, command):
    """Each partition through one process that uses one core; an exit code other than 0 fails the task, which Spark tries again."""
    return lines.pipe(command, env={"RAYON_NUM_THREADS": "1", "COPYDESK_CACHE_DIR": "off", "PATH": "/usr/local/bin:/usr/bin:/bin"},
                      checkCode=True)


def keyed(line):
    row = json.loads(line)
    keys, packed = row.pop("keys"), row.pop("packed")
    return row["id"], json.dumps(row, ensure_ascii=False), keys, packed


def written(table, path):
    """The table, written and read again: what comes after does not make it anew."""
    table.write.mode("overwrite").parquet(path)
    return table.sparkSession.read.parquet(path)


def begin(step):
    """Says what is done now: a line for whoever measures."""
    print(f"copydesk: {step}", file=sys.stderr, flush=True)


def main():
    args = arguments()
    spark = SparkSession.builder.appName("copydesk").getOrCreate()
    partitions = args.partitions or 4 * spark.sparkContext.defaultParallelism
    spark.conf.set("spark.sql.shuffle.partitions", partitions)
    stage = args.out.rstrip("/") + "/stage/"
    program = shlex.quote(args.copydesk)
    config = f" --config {shlex.quote(args.config)}" if args.config else ""
    limits = json.loads(subprocess.run([args.copydesk, "relate", "--limits"], check=True, capture_output=True, text=True).stdout)

    # 1. Each article by itself.
    begin("reading")
    lines = piped(articles(spark, args, partitions), f"{program} extract --keys{config}")
    readings = written(spark.createDataFrame(lines.map(keyed), KEYED), stage + "readings")

    # 2. Which keys bring articles together: those of two articles or more that are not too common.
    begin("keys")
    places = readings.select("id", F.explode("keys").alias("key"))
    limit = F.create_map(*(F.lit(x) for pair in limits.items() for x in pair))[F.substring("key", 1, 1)]
    counted = places.groupBy("key").agg(F.count("*").alias("places"), F.countDistinct("id").alias("articles"))
    is_common = (limit > 0) & (F.col("places") > limit)
    counted = counted.where(F.col("articles") > 1).withColumn("is_common", is_common)
    keys = written(counted, stage + "keys")
    shared = keys.where(~F.col("is_common"))

    # 3. Articles that share much are asked about together, so that what they are compared with is sent once: the key that an
    # article has in common with most others names its batch. Any other partition would give the same answers.
    begin("batches")
    own = places.distinct()
    named = Window.partitionBy("id").orderBy(F.desc("articles"), "key")
    label = own.join(shared, "key").withColumn("rank", F.row_number().over(named)).where("rank = 1").select("id", F.col("key").alias("label"))
    labelled = readings.select("id").join(label, "id", "left").withColumn("label", F.coalesce("label", "id"))
    within = Window.partitionBy("label").orderBy("id")
    cut = labelled.withColumn("part", F.floor((F.row_number().over(within) - 1) / args.batch))
    size = Window.partitionBy("label", "part")
    buckets = max(1, readings.count() // args.batch)
    bucket = F.when(F.count("*").over(size) * 2 >= args.batch, F.concat_ws("/", "label", "part")).otherwise(
        F.concat(F.lit("bucket "), F.pmod(F.xxhash64("label"), F.lit(buckets))))
    batches = written(cut.withColumn("batch", bucket).select("batch", "id"), stage + "batches")

    # 4. Each batch with every article that shares a key with one of its own, and the keys that are to be passed over.
    begin("comparing")
    of_batch = own.join(batches, "id").select("batch", "key").distinct()
    reached = of_batch.join(shared.select("key"), "key").join(own, "key").select("batch", "id").distinct()
    members = reached.unionByName(batches).distinct()
    parts = members.join(readings.select("id", "packed"), "id").groupBy("batch").agg(F.collect_list(F.struct("id", "packed")).alias("articles"))
    common = of_batch.join(keys.where("is_common").select("key"), "key").groupBy("batch").agg(F.collect_list("key").alias("common"))
    focal = batches.groupBy("batch").agg(F.collect_list("id").alias("focal"))
    groups = focal.join(parts, "batch").join(common, "batch", "left").withColumn("common", F.coalesce("common", F.array().cast("array<string>")))
    lines = groups.select("focal", "articles", "common").repartition(partitions).toJSON()
    spark.createDataFrame(piped(lines, f"{program} relate{config}").map(lambda line: (line,)), "line string") \
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
    readings.select("id", "reading").write.mode("overwrite").parquet(args.out + "/readings")

    if args.facts:
        line = F.to_json(F.struct("id", "packed"))
        readings.select(line.alias("value")).write.mode("overwrite").option("compression", "gzip").text(args.out + "/facts")

    begin("counts")
    skew = parts.select("batch", F.size("articles").alias("articles")).agg(F.count("*"), F.avg("articles"), F.max("articles")).first()
    told = keys.agg(F.count("*"), F.sum(F.col("is_common").cast("long"))).first()
    print(f"{readings.count()} articles, {spark.read.parquet(args.out + '/findings').count()} findings", file=sys.stderr)
    print(f"{told[0]} keys that articles share, {told[1] or 0} of them too common to be looked at", file=sys.stderr)
    print(f"{skew[0]} batches of {skew[1]:.0f} articles on average, the largest {skew[2]}", file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
