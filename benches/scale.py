#!/usr/bin/env python3
"""How cost grows with a corpus: a row of docs/performance.md for each folder.

    python3 benches/scale.py BINARY FOLDER…

For each marked corpus, with a cache of its own that is empty at first: a check that reads everything, the same from the
cache, a start of the server from the cache, and then 60 letters typed into the article in the middle, a hover with each.
Wall-clock times say something on a quiet machine only; processor time (cpu) and memory (the highest) always do.
"""
import glob, os, subprocess, sys, tempfile, time
from client import Server, uri

TYPED = "The mayor said on Monday that 340 people had left the town. "


def ended(process):
    """Processor time in seconds and highest memory in MB of a process that ends."""
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def check(binary, folder, environment):
    start = time.time()
    command = [binary, "check", "--format", "json", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    cpu, memory = ended(process)
    return f"{time.time() - start:.1f} s ({cpu:.1f} cpu, {memory:.0f} MB)"


class Measured(Server):
    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_until_idle(self):
        last, idle = self.cpu(), 0
        while idle < 3:
            time.sleep(1)
            now = self.cpu()
            last, idle = now, idle + 1 if now - last < 0.03 else 0


def server(binary, folder, environment):
    articles = sorted(glob.glob(folder + "/**/*.txt", recursive=True))
    article = articles[len(articles) // 2]
    run = Measured(binary, folder, environment)
    text = run.open(article)
    run.wait_until_idle()
    start, line = run.cpu(), text[: len(text) // 2].count("\n")
    findings, hovers = [], []
    for column, letter in enumerate(TYPED):
        place, version = {"line": line, "character": column}, column + 2
        change = {"range": {"start": place, "end": place}, "text": letter}
        began, told, answered = time.perf_counter(), None, None
        id = {"uri": uri(article), "version": version}
        run.send(method="textDocument/didChange", params={"textDocument": id, "contentChanges": [change]})
        hover = run.ask("textDocument/hover", textDocument={"uri": uri(article)}, position=place)
        while told is None or answered is None:
            at, message = run.messages.get(timeout=120)
            params = message.get("params") or {}
            if message.get("id") == hover and "method" not in message:
                answered = at - began
            elif message.get("method") == "textDocument/publishDiagnostics":
                if params["uri"] == uri(article) and params.get("version") == version:
                    told = at - began
        findings.append(told)
        hovers.append(answered)
        time.sleep(0.03)
    each = (run.cpu() - start) / len(TYPED)
    run.process.kill()
    _, memory = ended(run.process)

    def at(times, share):
        return sorted(times)[int((len(times) - 1) * share)] * 1e3

    return (
        f"{start:.1f} cpu, {memory:.0f} MB | {each * 1e3:.1f} cpu; {at(findings, 0.5):.1f} / {at(findings, 0.99):.1f} ms; "
        f"hover {at(hovers, 0.5):.1f} / {at(hovers, 0.99):.1f} ms"
    )


print("| articles | check | from the cache | start of the server | letter typed, own findings p50 / p99 |\n| --- | --- | --- | --- | --- |")
for folder in map(os.path.realpath, sys.argv[2:]):
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "COPYDESK_CACHE_DIR": cache}
        count = len(glob.glob(folder + "/**/*.txt", recursive=True))
        cells = [check(sys.argv[1], folder, environment) for _ in range(2)]
        print("|", count, "|", " | ".join(cells), "|", server(sys.argv[1], folder, environment), "|", flush=True)
