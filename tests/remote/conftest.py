"""Stores to push, and real servers to push them to."""

import hashlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from furat.graph.store import dump, open_for_writing
from furat.graph.store.ledger import DocumentRow, GraphRow

BASE = "http://localhost:7878/"
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to this machine go to this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


class Local:
    """A store whose documents are set as a whole."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def triples(count: int, word: str) -> list[str]:
        """That many different triples."""
        return [f'<http://example.org/{n}> <http://example.org/says> "{word} {n} \\"حلب\\""@ar' for n in range(count)]

    def publish(self, documents: Mapping[str, list[str]]) -> None:
        """The published documents become these; others that were there are withdrawn."""
        with open_for_writing(self.root, BASE) as writer:
            shard = writer.new_stage() / "all.nq"
            lines, rows = [], []
            before = {row.key for row in writer.ledger.documents("kept")}
            for key in sorted(before - set(documents)):
                rows.append(DocumentRow(key, key, "", "", "withdrawn"))
            for key, said in documents.items():
                graph = writer.iris.document_graph(key)
                lines += [f"{triple} <{graph}> .\n" for triple in said]
                content = hashlib.sha256("".join(said).encode()).hexdigest()
                rows.append(DocumentRow(key, key, content, "test", "kept", len(said)))
            lines += [f"{triple} <{writer.iris.graph('vocabulary')}> .\n" for triple in self.triples(3, "word")]
            writer.ledger.stage(rows)
            writer.ledger.stage_graph(GraphRow("vocabulary", "words", 3))
            shard.write_bytes("".join(lines).encode())
            writer.commit([(shard, shard.stat().st_size)])
            writer.publish()

    def quads(self) -> list[str]:
        """What is published, as sorted N-Quads."""
        path = self.root.with_name("local.nq")
        dump(self.root, path)
        return sorted(path.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def local(tmp_path: Path) -> Local:
    """An empty store."""
    return Local(tmp_path / "store")


class Oxigraph:
    """`oxigraph serve` on a folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/store"
        self.target = f"sparql+{self.url}"
        self.start()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        command = [str(OXIGRAPH), "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                httpx.get(self.url, params={"default": ""}, trust_env=False)
                return
            except httpx.TransportError:
                assert time.monotonic() < deadline, "oxigraph does not come up"
                time.sleep(0.02)

    def kill(self) -> None:
        """Ends it as a power cut does."""
        self.process.kill()
        self.process.wait()

    def quads(self) -> list[str]:
        """What it holds, as sorted N-Quads."""
        answer = httpx.get(self.url, headers={"accept": "application/n-quads"}, trust_env=False, timeout=60)
        return sorted(answer.raise_for_status().text.splitlines())


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Oxigraph]:
    """Another store, with the Graph Store Protocol."""
    if OXIGRAPH is None:
        pytest.skip("the oxigraph program is not installed")
    server = Oxigraph(tmp_path / "oxigraph")
    yield server
    server.kill()


Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def until() -> Until:
    """Waits until something holds."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < deadline, "it did not come to hold"
            time.sleep(0.005)

    return wait
