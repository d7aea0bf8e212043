#!/usr/bin/env python3
"""Holds a load: several editors at once on one generated corpus, each making many edits, and then nothing.

    tests/load/load.py [--articles 1000] [--edits 10000] [--clients 4] [--program target/release/copydesk]

At the end it checks that
- every client's last diagnostics of its open article are what a fresh server says of the same texts: none lost, none stale;
- memory did not grow over the second half of the edits (by more than a tenth, or 32 MB);
- an idle server takes no processor time.
Only the Python standard library is used. Ends with 1 where one of these does not hold."""

import argparse, json, os, queue, random, subprocess, sys, tempfile, threading, time

PEOPLE = ["Ines Marrow", "Tomas Vell", "Pell Orrin", "Ana Lima", "Ann Marsh", "Zoë Hart"]
TOWNS = ["Port Alder", "Thornby", "Eastgate", "Norland", "Seaford"]
EVENTS = [
    "The flood killed {n} people in {town}, the mayor, {who}, said on Monday.",
    "More than {n} people were moved from {town} after the wall gave way, {who} told reporters.",
    "“We counted {n} houses in {town} and nobody is missing,” {who} said.",
    "The council of {town} put the damage at ${n} million, up {p} percent from the first estimate.",
]


def article(random, number):
    who, town = random.choice(PEOPLE), random.choice(TOWNS)
    lines = [f"---\ndate: 2026-03-{1 + number % 28:02}\npublisher: Wire {number % 7}\n---\n"]
    lines.append(f"The sea broke through the wall of {town} and the harbourmaster ordered an evacuation.\n\n")
    for _ in range(random.randint(6, 14)):
        event = random.choice(EVENTS)
        lines.append(event.format(n=random.randint(2, 900), town=town, who=who, p=random.randint(2, 60)) + "\n\n")
    return "".join(lines)


class Client:
    def __init__(self, program, folder):
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.id, self.answers, self.published = 0, queue.Queue(), {}
        self.busy = False
        threading.Thread(target=self.listen, daemon=True).start()
        capabilities = {"window": {"workDoneProgress": True}}
        self.call("initialize", {"capabilities": capabilities, "rootUri": "file://" + folder, "processId": os.getpid()})
        self.send("initialized", {})

    def listen(self):
        stream = self.process.stdout
        while True:
            length = 0
            while line := stream.readline().strip():
                name, value = line.split(b":")
                length = int(value) if name == b"Content-Length" else length
            if not length:
                return
            message = json.loads(stream.read(length))
            if "method" not in message:
                self.answers.put(message)
            elif "id" in message:
                self.write({"jsonrpc": "2.0", "id": message["id"], "result": None})
            elif message["method"] == "textDocument/publishDiagnostics":
                self.published[message["params"]["uri"]] = message["params"]
            elif message["method"] == "$/progress":
                self.busy = message["params"]["value"]["kind"] != "end"

    def write(self, message):
        body = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def send(self, method, params):
        self.write({"jsonrpc": "2.0", "method": method, "params": params})

    def call(self, method, params):
        self.id += 1
        self.write({"jsonrpc": "2.0", "id": self.id, "method": method, "params": params})
        while True:
            answer = self.answers.get(timeout=120)
            if answer["id"] == self.id:
                return answer

    def open(self, uri, text):
        self.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "plaintext", "version": 1, "text": text}})

    def change(self, uri, version, changes):
        self.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})

    def settle(self, quiet=2.0, limit=300):
        """Waits until nothing has been published and no time been used for so long."""
        end, before, since = time.time() + limit, None, time.time()
        while time.time() < end and time.time() - since < quiet:
            now = (ticks(self.process.pid), json.dumps(self.published, sort_keys=True))
            if self.busy or before is None or now[1] != before[1] or now[0] - before[0] > 2:
                since = time.time()
            before = now
            time.sleep(0.2)

    def end(self):
        self.call("shutdown", None)
        self.send("exit", None)
        return self.process.wait(timeout=10)


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def ticks(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def edit(random, text):
    """A change of one place in the text, as (the new text, the change)."""
    lines = text.split("\n")
    row = random.randrange(4, len(lines))
    line = lines[row]
    a = random.randint(0, len(line))
    b = min(len(line), a + random.choice([0, 0, 1, 3, 8]))
    new = random.choice(["x", "7", " ", "", "12 people ", "“", ".", "said ", "\n"])
    if len(text) > 6000:
        new = ""
    change = {
        "range": {
            "start": {"line": row, "character": utf16(line[:a])},
            "end": {"line": row, "character": utf16(line[:b])},
        },
        "text": new,
    }
    lines[row] = line[:a] + new + line[b:]
    return "\n".join(lines), change


def found(client, uri):
    diagnostics = client.published.get(uri, {}).get("diagnostics", [])
    key = lambda d: (d["range"]["start"]["line"], d["range"]["start"]["character"], d["code"], d["message"])
    return sorted(map(key, diagnostics))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=10000, help="for each client")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--program", default="target/release/copydesk")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between edits")
    arguments = parser.parse_args()
    random_ = random.Random(1)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, "copydesk.toml"), "w").close()
        for number in range(arguments.articles):
            with open(os.path.join(folder, f"{number:06}.txt"), "w") as file:
                file.write(article(random_, number))
        uris = [f"file://{folder}/{n:06}.txt" for n in range(arguments.clients)]
        texts = [open(uri[7:]).read() for uri in uris]
        clients = [Client(os.path.abspath(arguments.program), folder) for _ in range(arguments.clients)]
        start = time.time()
        for client, uri, text in zip(clients, uris, texts):
            client.open(uri, text)
        for client in clients:
            client.settle()
        print(f"{len(clients)} servers on {arguments.articles} articles settled after {time.time() - start:.1f} s, "
              f"{max(memory(c.process.pid) for c in clients):.0f} MB the largest")
        half, start = [], time.time()
        for number in range(arguments.edits):
            for i, (client, uri) in enumerate(zip(clients, uris)):
                texts[i], change = edit(random_, texts[i])
                client.change(uri, number + 2, [change])
                if number % 50 == 0:
                    line = random_.randrange(4, texts[i].count("\n") + 1)
                    client.call("textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": line, "character": 8}})
            time.sleep(arguments.pause)
            if number == arguments.edits // 2:
                for client in clients:
                    client.settle()
                half = [memory(client.process.pid) for client in clients]
        for client in clients:
            client.settle()
        seconds = time.time() - start
        end = [memory(client.process.pid) for client in clients]
        print(f"{arguments.edits} edits for each of {len(clients)} clients in {seconds:.0f} s; memory at half and end: "
              + ", ".join(f"{a:.0f} → {b:.0f} MB" for a, b in zip(half, end)))
        for i, (a, b) in enumerate(zip(half, end)):
            if b > max(1.1 * a, a + 32):
                failures.append(f"client {i}: memory grew from {a:.0f} to {b:.0f} MB")
        # What was put off until nobody types is done by now.
        time.sleep(10)
        before = [ticks(client.process.pid) for client in clients]
        time.sleep(10)
        idle = [(ticks(client.process.pid) - t) / 10 for client, t in zip(clients, before)]
        print(f"idle: {max(idle):.1f} % of a processor over 10 s")
        if max(idle) > 0.2:
            failures.append(f"idle servers take {idle} % of a processor")
        for i, (client, uri) in enumerate(zip(clients, uris)):
            kept = found(client, uri)
            fresh = Client(os.path.abspath(arguments.program), folder)
            fresh.open(uri, texts[i])
            fresh.settle()
            wanted = found(fresh, uri)
            print(f"client {i}: {len(kept)} findings, afresh {len(wanted)}")
            if kept != wanted:
                lost = [f for f in wanted if f not in kept][:3]
                stale = [f for f in kept if f not in wanted][:3]
                failures.append(f"client {i}: lost {lost}, stale {stale}")
            if fresh.end() != 0:
                failures.append("a fresh server did not end with 0")
        for client in clients:
            if client.end() != 0:
                failures.append("a server did not end with 0")
    for failure in failures:
        print("FAILED", failure)
    print("all held" if not failures else f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
