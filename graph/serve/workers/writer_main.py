"""One write, in a process of its own: tried on a copy, judged by the gate, then made the working store and published.

Run as `python -Im furat.graph.serve.workers.writer_main`, a frame on standard input, one on standard output. The copy
is a checkpoint by hard links. Killed at any moment, it leaves the store as it was or changed wholly.
"""

import hashlib
import sys
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from furat.extract.errors import FuratError, StoreError
from furat.graph.gate import Candidate, Gate, Judged
from furat.graph.results.triples import FORMATS as RDF
from furat.graph.serve.guard.dataset import with_dataset
from furat.graph.serve.guard.graphs import graphs_named
from furat.graph.serve.guard.limits import check_update
from furat.graph.serve.operations.snapshot import RequestRefused, graph_named
from furat.graph.serve.problem import Problem
from furat.graph.serve.workers import ipc as frames
from furat.graph.serve.workers import sandbox as confine
from furat.graph.store.indexing import GraphName, graph_name, take_writes, written
from furat.graph.store.ledger import WRITES
from furat.graph.store.writer import Writer, open_for_writing

_MOST_FINDINGS = 50


class NotConforming(Exception):
    """The gate refuses the write."""

    def __init__(self, refused: list[tuple[str, Judged]]) -> None:
        super().__init__("what would be written does not conform to the shapes")
        self.refused = refused


def main() -> None:
    """Reads one request, does it, says how it went."""
    confine.die_with_parent()
    confine.close_network()
    frame = frames.FrameReader(bytearray(sys.stdin.buffer.read())).frame()
    if frame is None:
        return
    request, body = frame
    confine.limit_memory(request["memory"])
    sys.stdout.buffer.write(frames.pack(_answer(request, body)))
    sys.stdout.buffer.flush()


def _answer(request: dict[str, Any], body: bytes) -> dict[str, Any]:
    try:
        root = Path(request["store"])
        done = outcome(root, request["token"]) if request["op"] == "outcome" else write(root, request, body)
        return {"status": "ok", **done}
    except NotConforming as error:
        found = [f for _, judged in error.refused for f in judged.findings]
        return {
            "status": "error", "kind": "shapes", "detail": f"{error}: {len(found)} findings",
            "findings": [str(f) for f in found[:_MOST_FINDINGS]], "report": error.refused[0][1].report,
        }  # fmt: skip
    except Problem as problem:
        told = {"status": problem.status, "kind": problem.kind, "detail": problem.detail}
        return {"status": "error", "kind": "problem", "detail": "", "problem": told}
    except RequestRefused as error:
        return {"status": "error", "kind": error.kind, "detail": str(error)}
    except StoreError as error:
        print(error, file=sys.stderr)
        return {"status": "error", "kind": "locked" if "is writing it" in str(error) else "disk", "detail": ""}
    except FuratError as error:
        return {"status": "error", "kind": "bad-request", "detail": str(error)}


def write(root: Path, request: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Carries a write through, wholly or not at all; `created` says whether it made a graph.

    What happens to this process, the ledger decides: until it has committed, whoever opens the store next takes the
    write back; from then on it is part of every later snapshot. `outcome` tells which.
    """
    text = ""
    if request["op"] == "update":
        text = body.decode("utf-8", "surrogatepass")
        check_update(text, ())
        text = with_dataset(text, request["default"], request["named"])
        body = text.encode("utf-8", "surrogatepass")
    with open_for_writing(root) as writer:
        before = Store(str(writer.layout.working))
        before.backup(str(writer.layout.writing))
        after = Store(str(writer.layout.writing))
        created = _apply(after, request, body)
        named = _named(text) if request["op"] == "update" else [_target(request)]
        grown = _changed(before, after, named)
        if not grown:
            return {"created": created}
        changed = list(grown)
        _judge(after, changed, request["shapes"])
        kept = {graph_name(graph) for graph in changed if _is_there(after, graph)}
        after.flush()
        del before, after
        already = written(writer)
        writer.exchange(request["token"])
        _enter(writer, {graph_name(graph): more for graph, more in grown.items()}, kept, request["op"], body)
        take_writes(writer, already, changed)
        writer.publish()
    return {"created": created}


def outcome(root: Path, token: str) -> dict[str, Any]:
    """Whether the write of this token is in the store, after its process was killed; publishes it when it is."""
    with open_for_writing(root) as writer:
        done = writer.ledger.last_write == token
        if done:
            writer.publish()
    return {"done": done}


def _apply(store: Store, request: dict[str, Any], body: bytes) -> bool:
    """Does what is asked; whether it made a graph that was not there."""
    if request["op"] == "update":
        try:
            store.update(body.decode("utf-8"), base_iri=request["base"])
        except SyntaxError as error:
            raise RequestRefused("syntax", str(error)) from error
        except (ValueError, RuntimeError, OSError) as error:
            raise RequestRefused("bad-request", str(error)) from error
        return False
    graph = _target(request)
    known = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if request["op"] == "delete" and not known:
        raise RequestRefused("not-found", "the store holds no such graph")
    if request["op"] in ("put", "delete"):
        store.remove_graph(graph)
    if request["op"] != "delete":
        store.add_graph(graph) if not isinstance(graph, DefaultGraph) else None
        _load(store, graph, request, body)
    return not known


def _load(store: Store, graph: GraphName, request: dict[str, Any], body: bytes) -> None:
    start = 0
    for part in request["parts"]:
        content, start = body[start : start + part["length"]], start + part["length"]
        format_ = RDF[part["format"]]
        if format_ in (RdfFormat.N_QUADS, RdfFormat.TRIG):
            raise RequestRefused(
                "bad-request", "a graph is sent in a format of one graph: Turtle, N-Triples, RDF/XML, JSON-LD"
            )
        try:
            store.load(content, format=format_, base_iri=request["base"], to_graph=graph)
        except SyntaxError as error:
            raise RequestRefused("syntax", str(error)) from error
        except ValueError as error:
            raise RequestRefused("bad-request", str(error)) from error


def _target(request: dict[str, Any]) -> GraphName:
    """The graph that a graph store request names."""
    return DefaultGraph() if request["graph"] is None else graph_named(request["graph"])


def _named(text: str) -> list[GraphName] | None:
    """The graphs that an update, which the engine has taken, can have changed; None: any."""
    names = graphs_named(text)
    try:
        return None if names is None else [DefaultGraph(), *map(NamedNode, names)]
    except ValueError:  # a comparison read as an IRI: ?a<urn:b[?c>
        return None


def _changed(before: Store, after: Store, named: list[GraphName] | None) -> dict[GraphName, int]:
    """The graphs that are not the same in both, each with how many quads it has more.

    Only those that the request names are compared; None: all of them.
    """
    graphs = {DefaultGraph(), *before.named_graphs(), *after.named_graphs()} if named is None else set(named)
    grown = {}
    for graph in sorted(graphs, key=str):
        old, new = _content(before, graph), _content(after, graph)
        if old != new or _is_there(before, graph) != _is_there(after, graph):
            grown[graph] = new[1] - old[1]
    return grown


def _is_there(store: Store, graph: GraphName) -> bool:
    return isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)


class _Hash:
    """A file that keeps only a hash of what is written to it, and the number of its lines."""

    def __init__(self) -> None:
        self.digest = hashlib.blake2b()
        self.lines = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.lines += bytes(data).count(b"\n")
        return len(data)

    def flush(self) -> None:
        pass


def _content(store: Store, graph: GraphName) -> tuple[bytes, int]:
    """A hash of what a graph holds, and how many quads: N-Triples have one a line, line ends in texts are escaped."""
    out = _Hash()
    store.dump(out, RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type]
    return out.digest.digest(), out.lines


def _judge(store: Store, graphs: list[GraphName], shapes: str | None) -> None:
    gate = Gate(shapes=Path(shapes).read_text(encoding="utf-8-sig") if shapes else None)
    candidates = []
    for graph in graphs:
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
        candidates.append(Candidate(str(graph), triples))
    verdict = gate.validate(candidates)
    if verdict.refused:
        raise NotConforming(sorted(verdict.refused.items()))


def _enter(writer: Writer, grown: dict[str, int], kept: set[str], operation: str, body: bytes) -> None:
    """Tells the ledger which graphs people changed, and commits.

    A graph of their own is theirs as long as it is there. One that a build made is counted by what was added to it.
    """
    ledger = writer.ledger
    row, before = ledger.graph(WRITES), ledger.written()
    digest = hashlib.sha256(f"{row.content if row else ''} {operation} ".encode() + body).hexdigest()
    own = {writer.iris.graph(known.name) for known in ledger.graphs()}
    changes: dict[str, int | None] = {}
    for name, more in grown.items():
        total = before.get(name, 0) + more
        theirs = name not in own and not name.startswith(writer.iris.document_graph(""))
        changes[name] = None if theirs and name not in kept else total
    ledger.drop_stage()
    ledger.stage_written(changes, digest)
    writer.commit()


if __name__ == "__main__":
    main()
