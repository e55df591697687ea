"""The operations on quads as they are: queries, the check of a long one, one graph, the whole dataset."""

from dataclasses import asdict
from typing import Any, cast

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from furat.graph.results.tables import in_order, write_table
from furat.graph.results.triples import write_dataset, write_triples
from furat.graph.serve.guard.limits import check_query
from furat.graph.serve.operations.registry import operation
from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot, RequestRefused, graph_named
from furat.graph.serve.problem import Problem


@operation("query")
def query(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Runs a query and writes its whole result."""
    options: dict[str, Any] = {}
    if request["default"] is not None:
        options["default_graph"] = [graph_named(name) for name in request["default"]]
    if request["named"] is not None:
        options["named_graphs"] = [graph_named(name) for name in request["named"]]
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
        raise RequestRefused("syntax", _tidy(str(error))) from error
    except (ValueError, RuntimeError) as error:
        raise RequestRefused("bad-request", str(error)) from error
    if request.get("to"):
        sink.replace = (snapshot.base.encode(), request["to"].encode())
    if isinstance(result, QueryBoolean | QuerySolutions):
        write_table(result, request["format"], sink, bom=request.get("bom", False))
    elif isinstance(result, QueryTriples):
        write_triples(result, request["format"], sink)
    return {}


@operation("check")
def check(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Looks at a long query in the front end's place."""
    try:
        return {"checked": asdict(check_query(body.decode("utf-8", "surrogatepass"), tuple(request["allow"])))}
    except Problem as problem:
        return {"problem": {"status": problem.status, "kind": problem.kind, "detail": problem.detail}}


@operation("graph")
def graph(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes one graph of the store; the default graph is the union of all, as for a query."""
    if request["graph"] is None:
        triples = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
        union = snapshot.store.query(triples, use_default_graph_as_union=True)
        write_triples(cast(QueryTriples, union), request["format"], sink)
        return {}
    name = graph_named(request["graph"])
    if not snapshot.store.contains_named_graph(name):
        raise RequestRefused("not-found", "the store holds no such graph")
    write_triples((q.triple for q in snapshot.store.quads_for_pattern(None, None, None, name)), request["format"], sink)
    return {}


@operation("dump")
def dump(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
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
