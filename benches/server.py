#!/usr/bin/env python3
"""From the start of the server to what an editor sees, over a marked corpus.

    python3 benches/server.py BINARY FOLDER [ARTICLE]

opens ARTICLE (default: the middle one) and prints when its own findings were there, the first that names another
article, and the last that changed; when everything was read; and the memory then. Run it twice for a warm start: the
first run leaves a cache (COPYDESK_CACHE_DIR names its folder, "off" turns it off).
"""
import glob, os, queue, sys, time
from client import Server, uri

binary, folder = sys.argv[1], os.path.realpath(sys.argv[2])
articles = sorted(glob.glob(folder + "/**/*.txt", recursive=True))
article = os.path.realpath(sys.argv[3]) if len(sys.argv) > 3 else articles[len(articles) // 2]
capabilities = {"window": {"workDoneProgress": True}, "textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
server = Server(binary, folder, capabilities=capabilities)
server.open(article)
own = other = last = None
busy, end = False, "too short a time to be told"
while True:
    try:
        # A load that takes less than a fifth of a second tells nothing of its end.
        when, message = server.messages.get(timeout=None if busy else 20)
    except queue.Empty:
        break
    method, params = message.get("method"), message.get("params") or {}
    seconds = f"{when - server.started:.3f} s"
    if method == "textDocument/publishDiagnostics" and params["uri"] == uri(article):
        found = params["diagnostics"]
        elsewhere = sum(any(r["location"]["uri"] != uri(article) for r in d.get("relatedInformation") or []) for d in found)
        last = f"{seconds}: {len(found)} findings, {elsewhere} of them name another article"
        own = own or seconds
        other = other or (seconds if elsewhere else None)
    elif method == "$/progress" and params["value"]["kind"] != "end":
        busy = True
    elif method == "$/progress":
        busy, end = False, f"{seconds}: {params['value'].get('message')}"
print(f"own findings after {own}\nfirst that names another article after {other}\nlast change after {last}\nall read after {end}")
with open(f"/proc/{server.process.pid}/status") as status:
    print(*(line.strip() for line in status if line.startswith(("VmRSS", "VmHWM"))), sep=", ")
server.process.kill()
