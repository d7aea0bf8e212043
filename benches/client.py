"""An editor without a screen: starts the server over a marked corpus, and keeps what it says with the time it came.

For the benches beside this file.
"""
import json, queue, subprocess, threading, time


def uri(article):
    return "file://" + article


class Server:
    """`messages` holds (time, message), the time that of `time.perf_counter`; `started` is when the program was started."""

    def __init__(self, binary, folder, environment=None, capabilities={}):
        pipe = subprocess.PIPE
        self.started = time.perf_counter()
        self.process = subprocess.Popen([binary, "lsp"], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment)
        self.messages, self.requests = queue.Queue(), 0
        threading.Thread(target=self.listen, daemon=True).start()
        first = self.ask("initialize", capabilities=capabilities, rootUri=uri(folder))
        while self.messages.get()[1].get("id") != first:
            pass
        self.send(method="initialized", params={})

    def listen(self):
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            message = json.loads(self.process.stdout.read(length))
            if message.get("method") == "window/workDoneProgress/create":
                self.send(id=message["id"], result=None)
            self.messages.put((time.perf_counter(), message))

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method, **params):
        self.requests += 1
        self.send(id=self.requests, method=method, params=params)
        return self.requests

    def open(self, article):
        """Opens a file as it is; its text."""
        with open(article, encoding="utf-8") as file:
            text = file.read()
        document = {"uri": uri(article), "languageId": "plaintext", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        return text

    def close(self, article):
        self.send(method="textDocument/didClose", params={"textDocument": {"uri": uri(article)}})
