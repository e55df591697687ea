"""One write, in a process of its own: tried on a copy, judged by the gate, then made the working store and published.

Run as `python -Im furat.graph.serve.workers.writer_main`, a frame on standard input, one on standard output. The copy
is a checkpoint by hard links. Killed at any moment, it leaves the store as it was or changed wholly.
"""

import ctypes
import hashlib
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store

from furat.extract.errors import FuratError, StoreError
from furat.graph.gate import Candidate, Gate, Judged
from furat.graph.results.triples import FORMATS as RDF
from furat.graph.serve.guard.dataset import with_dataset
from furat.graph.serve.guard.limits import check_update
from furat.graph.serve.http.problem import Problem
from furat.graph.serve.operations.registry import Refused
from furat.graph.serve.workers import ipc as frames
from furat.graph.serve.workers import sandbox as confine
from furat.graph.store.indexing import take_writes, written
from furat.graph.store.ledger import GraphRow
from furat.graph.store.writer import Writer, open_for_writing

_COPY = "writing"  # folder beside `working`
_WRITES = "writes"  # row of the ledger that stands for all that came through the endpoint
_AT_CWD, _EXCHANGE = -100, 2
_MOST_FINDINGS = 50

Graph = NamedNode | BlankNode | DefaultGraph


class NotConforming(Exception):
    """The gate refuses the write."""

    def __init__(self, refused: list[tuple[str, Judged]]) -> None:
        super().__init__("what would be written does not conform to the shapes")
        self.refused = refused


def main() -> None:
    """Reads one request, does it, says how it went."""
    confine.die_with_parent()
    confine.close_network()
    frame = frames.Reader(bytearray(sys.stdin.buffer.read())).frame()
    if frame is None:
        return
    request, body = frame
    confine.limit_memory(request["memory"])
    sys.stdout.buffer.write(frames.pack(_answer(request, body)))
    sys.stdout.buffer.flush()


def _answer(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        return {"status": "ok", **write(Path(request["store"]), request, body)}
    except NotConforming as error:
        found = [f for _, judged in error.refused for f in judged.findings]
        return {
            "status": "error", "kind": "shapes", "detail": f"{error}: {len(found)} findings",
            "findings": [str(f) for f in found[:_MOST_FINDINGS]], "report": error.refused[0][1].report,
        }  # fmt: skip
    except Problem as problem:
        told = {"status": problem.status, "kind": problem.kind, "detail": problem.detail}
        return {"status": "error", "kind": "problem", "detail": "", "problem": told}
    except Refused as error:
        return {"status": "error", "kind": error.kind, "detail": str(error)}
    except StoreError as error:
        print(error, file=sys.stderr)
        return {"status": "error", "kind": "locked" if "is writing it" in str(error) else "disk", "detail": ""}
    except FuratError as error:
        return {"status": "error", "kind": "bad-request", "detail": str(error)}


def write(root: Path, request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Carries a write through; `created` says whether it made a graph."""
    copy = root / _COPY
    if request["op"] == "update":
        text = body.decode("utf-8", "surrogatepass")
        check_update(text, ())
        body = with_dataset(text, request["default"], request["named"]).encode("utf-8", "surrogatepass")
    with open_for_writing(root) as writer:
        shutil.rmtree(copy, ignore_errors=True)
        try:
            before = Store(str(writer.layout.working))
            before.backup(str(copy))
            after = Store(str(copy))
            created = _apply(after, request, body)
            changed = list(_changed(before, after))
            if not changed:
                return {"created": created}
            _judge(after, changed, request["shapes"])
            after.flush()
            size = len(after)
            del before, after
            _exchange(copy, writer.layout.working)
            already = written(writer)
            _enter(writer, size, request["op"], body)
            take_writes(writer, already, changed)
            writer.publish()
        finally:
            shutil.rmtree(copy, ignore_errors=True)
    return {"created": created}


def _apply(store: Store, request: dict[str, Any], body: bytes) -> bool:
    """Does what is asked; whether it made a graph that was not there."""
    if request["op"] == "update":
        try:
            store.update(body.decode("utf-8"), base_iri=request["base"])
        except SyntaxError as error:
            raise Refused("syntax", str(error)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise Refused("bad-request", str(error)) from error
        return False
    graph: Graph = DefaultGraph()
    if request["graph"] is not None:
        try:
            graph = NamedNode(request["graph"])
        except ValueError as error:
            raise Refused("bad-request", f"a graph's name must be an absolute IRI: {error}") from error
    known = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if request["op"] == "delete" and not known:
        raise Refused("not-found", "the store holds no such graph")
    if request["op"] in ("put", "delete"):
        store.remove_graph(graph)
    if request["op"] != "delete":
        store.add_graph(graph) if not isinstance(graph, DefaultGraph) else None
        _load(store, graph, request, body)
    return not known


def _load(store: Store, graph: Graph, request: dict[str, Any], body: bytes) -> None:
    start = 0
    for part in request["parts"]:
        content, start = body[start : start + part["length"]], start + part["length"]
        format_ = RDF[part["format"]]
        if format_ in (RdfFormat.N_QUADS, RdfFormat.TRIG):
            raise Refused(
                "bad-request", "a graph is sent in a format of one graph: Turtle, N-Triples, RDF/XML, JSON-LD"
            )
        try:
            store.load(content, format=format_, base_iri=request["base"], to_graph=graph)
        except SyntaxError as error:
            raise Refused("syntax", str(error)) from error
        except ValueError as error:
            raise Refused("bad-request", str(error)) from error


def _changed(before: Store, after: Store) -> Iterable[Graph]:
    """The graphs that are not the same in both."""
    old, new = ({DefaultGraph(), *store.named_graphs()} for store in (before, after))
    for name in sorted(old | new, key=str):
        if name not in old or name not in new or _digest(before, name) != _digest(after, name):
            yield name


class _Hash:
    """A file that keeps only a hash of what is written to it."""

    def __init__(self) -> None:
        self.digest = hashlib.blake2b()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        pass


def _digest(store: Store, graph: Graph) -> bytes:
    out = _Hash()
    store.dump(out, RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type]
    return out.digest.digest()


def _judge(store: Store, graphs: list[Graph], shapes: str | None) -> None:
    gate = Gate(shapes=Path(shapes).read_text(encoding="utf-8-sig") if shapes else None)
    candidates = []
    for graph in graphs:
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
        candidates.append(Candidate(str(graph), triples))
    verdict = gate.validate(candidates)
    if verdict.refused:
        raise NotConforming(sorted(verdict.refused.items()))


def _exchange(one: Path, other: Path) -> None:
    """Swaps two folders in one step, so that a working store is there at every moment."""
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is None or rename(_AT_CWD, bytes(one), _AT_CWD, bytes(other), _EXCHANGE) != 0:
        aside = other.with_name(other.name + ".old")
        other.rename(aside)
        one.rename(other)
        aside.rename(one)


def _enter(writer: Writer, size: int, operation: str, body: bytes) -> None:
    """Tells the ledger, so that the next snapshot counts and names what it holds rightly."""
    ledger = writer.ledger
    row = ledger.graph(_WRITES)
    digest = hashlib.sha256(f"{row.content if row else ''} {operation} ".encode() + body).hexdigest()
    ledger.stage_graph(GraphRow(_WRITES, digest, size - (ledger.quads() - (row.quads if row else 0))))
    writer.commit()


if __name__ == "__main__":
    main()
