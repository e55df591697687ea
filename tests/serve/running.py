"""Real stores and real servers for tests: `make_store` publishes a store on disk, `Server` runs the endpoint on it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from pyoxigraph import RdfFormat

from furat.graph.store.ledger import GraphRow
from furat.graph.store.writer import open_for_writing

BASE = "http://localhost:7878/"
TOKEN = "a-token-for-tests-only"
_START = """
import json, sys
from pathlib import Path
from furat.graph.serve import ServeOptions, serve
store, options = json.loads(sys.argv[1])
for name in ("write_token_file", "shapes", "spool"):
    if options.get(name):
        options[name] = Path(options[name])
options = ServeOptions(**{k: tuple(v) if isinstance(v, list) else v for k, v in options.items()})
serve(store, port=0, options=options, started=lambda address: print(address, flush=True))
"""


def make_store(root: Path, data: str = "", base: str = BASE, *, withdrawn: tuple[str, ...] = ()) -> Path:
    """A published store that holds this TriG or N-Quads; called again, it publishes a further snapshot with more."""
    with open_for_writing(root, base) as writer:
        writer.engine.load(data.encode(), format=RdfFormat.TRIG if data.startswith("@base") else RdfFormat.N_QUADS)
        number = writer.ledger.generation
        writer.ledger.stage_graph(GraphRow("writes", f"test {number} {len(data)}", len(writer.engine)))
        writer.commit()
        writer.publish()
    if withdrawn:
        description = root / "current" / "snapshot.json"
        said = json.loads(description.read_text(encoding="utf-8")) | {"withdrawn": list(withdrawn)}
        description.write_text(json.dumps(said), encoding="utf-8")
    return root


class Answer:
    """A whole HTTP answer."""

    def __init__(self, status: int, headers: http.client.HTTPMessage, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.body)

    def rows(self) -> list[dict[str, str]]:
        """The bindings of a result in JSON, values only."""
        return [{k: v["value"] for k, v in row.items()} for row in self.json()["results"]["bindings"]]


class Server:
    """The endpoint in a process of its own; options as in ServeOptions."""

    def __init__(self, store: Path, **options: Any) -> None:
        self.errors = store.with_name(store.name + ".errors")
        options = {k: str(v) if isinstance(v, Path) else v for k, v in options.items()}
        with self.errors.open("wb") as errors:
            command = [sys.executable, "-Ic", _START, json.dumps([str(store), options])]
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().decode().strip()
        if not self.url:
            self.process.wait()
            raise RuntimeError(self.errors.read_text(encoding="utf-8"))
        parts = urlsplit(self.url)
        self.host, self.port = str(parts.hostname), int(parts.port or 0)

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self, patience: float = 60) -> int:
        """Ends it as a service manager does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise
        if self.process.stdout is not None:
            self.process.stdout.close()
        return self.process.wait()

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None,
        *, timeout: float = 30, source: str = "127.0.0.1",
    ) -> Answer:  # fmt: skip
        """One request over a connection of its own, sent exactly as given."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout, source_address=(source, 0))
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if content is not None:
                connection.putheader("Content-Length", str(len(content)))
            connection.endheaders(content)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str | None = None, **headers: str) -> Answer:
        """A GET."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.request("GET", path, None, ({"Accept": accept} if accept else {}) | given)

    def query(self, text: str, accept: str = "application/sparql-results+json", **parameters: Any) -> Answer:
        """A query by direct POST; further keywords are parameters of the protocol, `timeout_` that of the client."""
        client = {k: parameters.pop(k) for k in ("source",) if k in parameters}
        path = "/sparql" + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self.request("POST", path, text, headers, timeout=60, **client)

    def update(self, text: str, token: str | None = TOKEN) -> Answer:
        """An update by direct POST."""
        headers = {"Content-Type": "application/sparql-update"} | (
            {"Authorization": f"Bearer {token}"} if token else {}
        )
        return self.request("POST", "/sparql", text, headers)

    def put(self, graph: str, turtle: str, method: str = "PUT") -> Answer:
        """A graph store write."""
        headers = {"Content-Type": "text/turtle", "Authorization": f"Bearer {TOKEN}"}
        return self.request(method, f"/store?graph={quote(graph, safe='')}", turtle, headers)

    def metrics(self) -> dict[str, float]:
        """The values of /metrics by name and labels."""
        lines = [line for line in self.get("/metrics").text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}

    def log(self) -> list[dict[str, Any]]:
        """The lines of the request log so far."""
        return [
            json.loads(line) for line in self.errors.read_text(encoding="utf-8").splitlines() if line.startswith("{")
        ]

    def workers(self) -> list[int]:
        """Process numbers of the children."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in path.read_text(encoding="ascii").split()]

    def memory(self) -> int:
        """Resident bytes of server and workers together."""
        page, total = os.sysconf("SC_PAGE_SIZE"), 0
        for number in (self.process.pid, *self.workers()):
            try:
                total += int(Path(f"/proc/{number}/statm").read_text(encoding="ascii").split()[1]) * page
            except FileNotFoundError:
                continue
        return total

    def until(self, condition: Any, patience: float = 60) -> None:
        """Waits until something holds."""
        deadline = time.monotonic() + patience
        while not condition():
            assert time.monotonic() < deadline, "it did not come to hold"
            time.sleep(0.02)
