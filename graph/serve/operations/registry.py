"""What a worker can do with its snapshot: one function an operation, each writes its result into the sink."""

import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from furat.extract.errors import StoreError
from furat.graph.results.tables import in_order, write_table
from furat.graph.results.triples import write_dataset, write_triples
from furat.graph.serve.guard.limits import check_query
from furat.graph.serve.http.problem import Problem
from furat.graph.serve.workers.result_sink import Sink

if TYPE_CHECKING:
    from furat.graph.search import Index


class Refused(Exception):
    """The request cannot be done; `kind` is one of the front end's sorts of problem."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


@dataclass(slots=True)
class Snapshot:
    """An open snapshot."""

    folder: Path
    store: Store
    lock: int  # descriptor whose shared lock keeps the folder; -1 when there is none
    base: str  # base IRI of its data
    memory: dict[str, Any] = field(default_factory=dict)  # what operations keep about it

    def index(self) -> "Index":
        """Its search index, opened when first asked for."""
        if "index" not in self.memory:
            from furat.graph.search import Index

            try:
                self.memory["index"] = Index(self.folder / "search.sqlite")
            except StoreError as error:
                raise Refused("no-index", "this snapshot has no search index") from error
        index: Index = self.memory["index"]
        return index

    def close(self) -> None:
        """Lets the store and its folder go."""
        self.memory.clear()
        del self.store
        if self.lock >= 0:
            os.close(self.lock)


Operation = Callable[[Snapshot, dict[str, Any], bytes, Sink], dict[str, Any]]
_OPERATIONS: dict[str, Operation] = {}
_MORE = ("describe", "entity", "search")  # modules with further operations


def operation(name: str) -> Callable[[Operation], Operation]:
    """Registers a function as what workers do when asked for `name`."""

    def register(function: Operation) -> Operation:
        _OPERATIONS[name] = function
        return function

    return register


def answer(snapshot: Snapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Does what a request asks for; the answer's head. Imports further operations when they are first asked for."""
    found = _OPERATIONS.get(request["op"])
    if found is None:
        for name in _MORE:
            import_module(f"furat.graph.serve.operations.{name}")
        found = _OPERATIONS[request["op"]]
    return found(snapshot, request, body, sink)


def graphs(iris: Iterable[str]) -> list[NamedNode | BlankNode | DefaultGraph]:
    """IRIs of a request as graph names."""
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise Refused("bad-request", f"a graph's name must be an absolute IRI: {error}") from error


@operation("query")
def query(snapshot: Snapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Runs a query and writes its whole result."""
    options: dict[str, Any] = {}
    if request["default"] is not None:
        options["default_graph"] = graphs(request["default"])
    if request["named"] is not None:
        options["named_graphs"] = graphs(request["named"])
    if request["union"]:
        options["use_default_graph_as_union"] = True
    if request.get("functions"):
        from furat.graph.serve.operations.functions import custom_functions

        options["custom_functions"] = custom_functions(snapshot.index)
    try:
        result = in_order(
            body.decode("utf-8"), lambda text: snapshot.store.query(text, base_iri=request["iri"], **options)
        )
    except SyntaxError as error:
        raise Refused("syntax", _tidy(str(error))) from error
    except (ValueError, RuntimeError) as error:
        raise Refused("bad-request", str(error)) from error
    if request.get("to"):
        sink.replace = (snapshot.base.encode(), request["to"].encode())
    if isinstance(result, QueryBoolean | QuerySolutions):
        write_table(result, request["format"], sink, bom=request.get("bom", False))
    elif isinstance(result, QueryTriples):
        write_triples(result, request["format"], sink)
    return {}


@operation("check")
def check(snapshot: Snapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Looks at a long query in the front end's place."""
    try:
        return {"checked": asdict(check_query(body.decode("utf-8", "surrogatepass"), tuple(request["allow"])))}
    except Problem as problem:
        return {"problem": {"status": problem.status, "kind": problem.kind, "detail": problem.detail}}


@operation("graph")
def graph(snapshot: Snapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes one graph of the store; the default graph is the union of all, as for a query."""
    if request["graph"] is None:
        union = snapshot.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
        assert isinstance(union, QueryTriples)
        write_triples(union, request["format"], sink)
        return {}
    name = graphs([request["graph"]])[0]
    if isinstance(name, DefaultGraph) or not snapshot.store.contains_named_graph(name):
        raise Refused("not-found", "the store holds no such graph")
    write_triples((q.triple for q in snapshot.store.quads_for_pattern(None, None, None, name)), request["format"], sink)
    return {}


@operation("dump")
def dump(snapshot: Snapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes the whole dataset."""
    write_dataset(snapshot.store, request["format"], sink)
    return {}


def _tidy(message: str) -> str:
    """A syntax error on one readable line: the engine lists every character that could have followed."""
    head, _, expected = message.partition(": expected ")
    if not expected:
        return " ".join(message.split())
    words = [w for w in expected.removeprefix("one of ").replace("\n", " ").split(", ") if w.strip() and "[" not in w]
    shown = ", ".join(w.strip() for w in words if "\\u" not in w)
    return f"{head}: expected {shown[:300]}" if shown else head
