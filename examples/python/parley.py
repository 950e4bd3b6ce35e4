"""A client of `parley rpc`: docs/rpc.md has the methods."""
import itertools, json, os, queue, shlex, subprocess, threading


class Parley:
    """Signed in as PARLEY_USER at PARLEY_SERVER, with a profile in the folder PARLEY_PROFILE."""

    def __init__(self):
        command = shlex.split(os.environ.get("PARLEY", "parley"))
        where = ["--server", os.environ["PARLEY_SERVER"], "--profile", os.environ["PARLEY_PROFILE"]]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
        self.process = subprocess.Popen([*command, "rpc", *where], **pipes)
        self.ids, self.answers, self.events = itertools.count(1), {}, queue.Queue()
        self.writing = threading.Lock()
        threading.Thread(target=self._read, daemon=True).start()
        self.user = os.environ["PARLEY_USER"]
        if self.call("status")["state"] == "signed-out":
            self.call("signIn", username=self.user, password=os.environ["PARLEY_PASSWORD"])

    def _read(self):
        for line in self.process.stdout:
            said = json.loads(line)
            (self.answers[said["id"]] if "id" in said else self.events).put(said)
        self.events.put(None)

    def call(self, method, **params):
        number, answer = next(self.ids), queue.Queue()
        self.answers[number] = answer
        with self.writing:
            request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        answered = answer.get()
        if "error" in answered:
            raise RuntimeError(answered["error"]["message"])
        return answered["result"]

    def texts(self):
        """What others write in direct conversations, each once."""
        seen = set()
        for event in iter(self.events.get, None):
            message = event["params"].get("message") if event["method"] == "message" else None
            if not message or message["kind"] != "text" or message["sender"] == self.user or message["id"] in seen:
                continue
            seen.add(message["id"])
            kinds = {one["id"]: one["kind"] for one in self.call("conversations")}
            if kinds.get(message["conversation"]) == "direct":
                yield message
