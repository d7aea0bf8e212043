#!/usr/bin/env python3
"""When a marked corpus that nobody has read yet can be worked with: how long the first look at all files takes, and whether
an article that is opened right after it has all that can be found about it long before the rest is read.

    python3 benches/skimmed.py BINARY FOLDER [ARTICLES]

starts the server without a cache, opens the article in the middle, and prints when every file was skimmed. From then on it
opens so many others (20), spread over the corpus, one after the other, each once the one before is told of; and closes each
again. Once everything is read it opens them all again, and compares. Printed are: when everything was skimmed, and read;
of the articles opened in between, how long it took until what was said of each was what is said of it in the end, how many
of them got there before everything was read, and how many findings were missing when the next one was opened.
"""
import glob, json, os, queue, sys, time
from client import Server, uri

binary, folder = sys.argv[1], os.path.realpath(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 20
PATIENCE = 1.5  # seconds without news of an article after which it counts as told of
articles = sorted(glob.glob(folder + "/**/*.txt", recursive=True))
chosen = [articles[(2 * nth + 1) * len(articles) // (2 * count)] for nth in range(count)]
capabilities = {"window": {"workDoneProgress": True}, "textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
server = Server(binary, folder, {**os.environ, "COPYDESK_CACHE_DIR": "off"}, capabilities)
reading, at = None, {}


def news(timeout):
    """The next diagnostics: when, of what, and which; else `None`. Takes note of when everything was skimmed and read."""
    global reading
    try:
        when, message = server.messages.get(timeout=timeout)
    except queue.Empty:
        return None
    method, params = message.get("method"), message.get("params") or {}
    if method == "textDocument/publishDiagnostics":
        return when, params["uri"], sorted(json.dumps(d, sort_keys=True) for d in params["diagnostics"])
    if method == "$/progress" and params["value"].get("title", "").startswith("Reading"):
        reading = params["token"]
        at.setdefault("skimmed", when)
    elif method == "$/progress" and params["token"] == reading and params["value"]["kind"] == "end":
        at["read"] = when
    return None


def told_of(article):
    """Opens it; all that is said of it, with the times since, until nothing new comes for a while; and closes it."""
    opened = last = time.perf_counter()
    server.open(article)
    told = []
    while time.perf_counter() - last < PATIENCE:
        when, of, found = news(0.05) or (0, None, None)
        if of == uri(article) and when >= opened and (not told or told[-1][1] != found):
            told.append((when - opened, found))
            last = time.perf_counter()
    server.close(article)
    return told or [(0, [])]


def wait_for(what):
    while what not in at:
        news(None)
    print(f"everything {what} after {at[what] - server.started:.1f} s", flush=True)


server.open(articles[len(articles) // 2])
wait_for("skimmed")
early = {}
for article in chosen:
    if "read" in at:
        break
    early[article] = told_of(article)
wait_for("read")
waits, missing, all_found = [], 0, 0
for article, before in early.items():
    final = told_of(article)[-1][1]
    all_found += len(final)
    if before[-1][1] == final:
        waits.append(before[-1][0])
    else:
        print(f"{article}: {[(round(when, 2), len(found)) for when, found in before]}, in the end {len(final)}")
        missing += len(set(final) - set(before[-1][1]))
waits.sort()
if waits:
    print(f"{len(waits)} of {len(early)} articles opened meanwhile were told of in full: ", end="")
    print(f"after {waits[len(waits) // 2]:.2f} s at the median, {waits[-1]:.2f} s at most")
print(f"{missing} of {all_found} findings were missing")
server.process.kill()
