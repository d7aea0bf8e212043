#!/usr/bin/env python3
"""From the start of the server to what an editor sees, over a marked corpus.

    python3 benches/server.py BINARY FOLDER [ARTICLE]

opens ARTICLE (default: the middle one) and prints when its own findings were there, the first that names another
article, and the last that changed; when everything was read; and the memory then. Run it twice for a warm start: the
first run leaves a cache (COPYDESK_CACHE_DIR names its folder, "off" turns it off).
"""
import glob, json, os, queue, subprocess, sys, threading, time

binary, folder = sys.argv[1], os.path.realpath(sys.argv[2])
articles = sorted(glob.glob(folder + "/**/*.txt", recursive=True))
article = os.path.realpath(sys.argv[3]) if len(sys.argv) > 3 else articles[len(articles) // 2]
uri = "file://" + article
start = time.time()
server = subprocess.Popen([binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def receive():
    length = 0
    while line := server.stdout.readline().strip():
        if line.lower().startswith(b"content-length"):
            length = int(line.split(b":")[1])
    return json.loads(server.stdout.read(length))


def seconds():
    return f"{time.time() - start:.3f} s"


capabilities = {"window": {"workDoneProgress": True}, "textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
send(id=1, method="initialize", params={"capabilities": capabilities, "rootUri": "file://" + folder})
while receive().get("id") != 1:
    pass
send(method="initialized", params={})
with open(article, encoding="utf-8") as file:
    document = {"uri": uri, "languageId": "plaintext", "version": 1, "text": file.read()}
send(method="textDocument/didOpen", params={"textDocument": document})
messages = queue.Queue()
threading.Thread(target=lambda: [messages.put(receive()) for _ in iter(int, 1)], daemon=True).start()
own = other = last = None
busy, end = False, "too short a time to be told"
while True:
    try:
        # A load that takes less than a fifth of a second tells nothing of its end.
        message = messages.get(timeout=None if busy else 20)
    except queue.Empty:
        break
    method, params = message.get("method"), message.get("params") or {}
    if method == "window/workDoneProgress/create":
        send(id=message["id"], result=None)
    elif method == "textDocument/publishDiagnostics" and params["uri"] == uri:
        found = params["diagnostics"]
        elsewhere = sum(any(r["location"]["uri"] != uri for r in d.get("relatedInformation") or []) for d in found)
        last = f"{seconds()}: {len(found)} findings, {elsewhere} of them name another article"
        own = own or seconds()
        other = other or (seconds() if elsewhere else None)
    elif method == "$/progress" and params["value"]["kind"] != "end":
        busy = True
    elif method == "$/progress":
        busy, end = False, f"{seconds()}: {params['value'].get('message')}"
print(f"own findings after {own}\nfirst that names another article after {other}\nlast change after {last}\nall read after {end}")
with open(f"/proc/{server.pid}/status") as status:
    print(*(line.strip() for line in status if line.startswith(("VmRSS", "VmHWM"))), sep=", ")
server.kill()
