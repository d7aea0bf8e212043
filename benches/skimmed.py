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
import glob, json, os, queue, subprocess, sys, threading, time
binary, folder = sys.argv[1], os.path.realpath(sys.argv[2])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 20
PATIENCE = 1.5  # seconds without news of an article after which it counts as told of
articles = sorted(glob.glob(folder + "/**/*.txt", recursive=True))
chosen = [articles[(2 * nth + 1) * len(articles) // (2 * count)] for nth in range(count)]
environment = {**os.environ, "COPYDESK_CACHE_DIR": "off"}
start = time.time()
server = subprocess.Popen([binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
told, skimmed, read = {}, threading.Event(), threading.Event()
at, news = {}, queue.Queue()


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def listen():
    titles = {}
    while True:
        length = 0
        while line := server.stdout.readline().strip():
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        if not length:
            return
        message = json.loads(server.stdout.read(length))
        method, params = message.get("method"), message.get("params") or {}
        if method == "window/workDoneProgress/create":
            send(id=message["id"], result=None)
        elif method == "$/progress":
            value = params["value"]
            titles[params["token"]] = value.get("title", titles.get(params["token"], ""))
            if titles[params["token"]].startswith("Reading") and value["kind"] == "begin":
                skimmed.set()
                at.setdefault("skimmed", time.time())
            if titles[params["token"]].startswith("Reading") and value["kind"] == "end":
                at["read"] = time.time()
                read.set()
        elif method == "textDocument/publishDiagnostics":
            found = sorted(json.dumps(d, sort_keys=True) for d in params["diagnostics"])
            news.put((time.time(), params["uri"], found))
        elif message.get("id") == 1 and "result" in message:
            news.put((time.time(), "", []))


def uri(article):
    return "file://" + article


def open_(article):
    with open(article, encoding="utf-8") as file:
        document = {"uri": uri(article), "languageId": "plaintext", "version": 1, "text": file.read()}
    send(method="textDocument/didOpen", params={"textDocument": document})


def close(article):
    send(method="textDocument/didClose", params={"textDocument": {"uri": uri(article)}})


def told_of(article):
    """All that is said of it, with the times, until nothing new comes for a while."""
    all_, last = [], time.time()
    while time.time() - last < PATIENCE:
        try:
            when, of, found = news.get(timeout=0.05)
        except queue.Empty:
            continue
        if of == uri(article) and (not all_ or all_[-1][1] != found):
            all_.append((when, found))
            last = time.time()
    return all_


threading.Thread(target=listen, daemon=True).start()
capabilities = {"window": {"workDoneProgress": True}, "textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
send(id=1, method="initialize", params={"capabilities": capabilities, "rootUri": "file://" + folder})
news.get()
send(method="initialized", params={})
open_(articles[len(articles) // 2])
skimmed.wait()
print(f"everything skimmed after {at['skimmed'] - start:.2f} s", flush=True)
early = {}
for article in chosen:
    if read.is_set():
        break
    opened = time.time()
    open_(article)
    early[article] = (opened, told_of(article))
    close(article)
read.wait()
print(f"everything read after {at['read'] - start:.1f} s")
while not news.empty():
    news.get()
waits, missing, all_found, in_time = [], 0, 0, 0
for article, (opened, before) in early.items():
    open_(article)
    after = told_of(article)
    close(article)
    final = after[-1][1] if after else []
    reached = [when for when, found in before if found == final]
    all_found += len(final)
    if before and before[-1][1] == final:
        in_time += 1
        waits.append(reached[0] - opened)
    else:
        print(f"{article}: {[(round(when - opened, 2), len(found)) for when, found in before]}, in the end {len(final)}")
        missing += len(set(final) - set(before[-1][1] if before else []))
waits.sort()
if waits:
    print(f"{in_time} of {len(early)} articles opened meanwhile were told of in full: after {waits[len(waits) // 2]:.2f} s at the median, {waits[-1]:.2f} s at most")
print(f"{missing} of {all_found} findings were missing")
server.kill()
