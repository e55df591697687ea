"""Operations on one IRI: its triples for programs, and all that its page shows for people."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from furat.graph.results.triples import write_triples
from furat.graph.serve.operations.labels import Labels, Term
from furat.graph.serve.operations.registry import operation
from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot, RequestRefused
from furat.graph.serve.operations.text_views import document_view, mentions_of, report_card
from furat.graph.vocab.namespaces import FURAT
from furat.graph.vocab.namespaces import node as node_of

_MOST_INCOMING = 500  # links shown or sent for each entity
_MOST_VALUES = 60  # values of one property on a page
_MOST_CARDS = 40  # reports on an event's page
_TYPE = node_of("rdf:type")
# Shown in a form of their own, or of interest to programs only.
_APART = frozenset(
    {"nif:isString", "furat:searchKey", "skos:prefLabel", "rdf:type", "furat:sha256", "nif:beginIndex", "nif:endIndex"}
)


@operation("entity")
def entity(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes the triples of an entity and of its parts (hash IRIs), or the JSON of its page."""
    node = _named(request["iri"])
    if not _exists(snapshot, node):
        raise RequestRefused("not-found", "the graph holds nothing of this name")
    if request["format"] == "page":
        sink.write(json.dumps(_page(snapshot, node), ensure_ascii=False).encode("utf-8"))
        return {}
    if request.get("to"):
        sink.replace = (snapshot.base.encode(), request["to"].encode())
    triples = sorted(set(_triples(snapshot, node)), key=str)
    write_triples(triples, request["format"], sink)
    return {}


@operation("exists")
def exists(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Whether the graph holds an IRI, in the answer's head."""
    return {"exists": _exists(snapshot, _named(request["iri"]))}


def _named(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise RequestRefused("not-found", "the address is no IRI") from error


def _exists(snapshot: OpenSnapshot, node: NamedNode) -> bool:
    store = snapshot.store
    if store.contains_named_graph(node):
        return True
    if any(True for _ in store.quads_for_pattern(node, None, None, None)):
        return True
    return node.value + "#" in _vocabularies(snapshot) or node.value in _vocabularies(snapshot)


def _vocabularies(snapshot: OpenSnapshot) -> tuple[str, ...]:
    """The namespaces whose terms the store describes; the namespace without its hash is their document."""
    known = any(True for _ in snapshot.store.quads_for_pattern(NamedNode(FURAT + "Report"), None, None, None))
    return (FURAT,) if known else ()


def _triples(snapshot: OpenSnapshot, node: NamedNode) -> Iterator[Triple]:
    store = snapshot.store
    if store.contains_named_graph(node):
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, node))
    graph = _own_graph(snapshot, node)
    if graph is not None:
        yield from (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
        return
    if node.value + "#" == FURAT:
        graph = NamedNode(snapshot.iris.graph("vocabulary"))
        yield from (
            q.triple for q in store.quads_for_pattern(None, None, None, graph)
            if isinstance(q.subject, NamedNode) and q.subject.value.startswith(node.value)
        )  # fmt: skip
        return
    parts = {node}
    for quad in _outgoing(snapshot, node):
        yield quad.triple
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(node.value + "#"):
            parts.add(quad.object)
    for quad in islice(store.quads_for_pattern(None, None, node, None), _MOST_INCOMING):
        yield quad.triple
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(node.value + "#"):
            parts.add(quad.subject)
    for part in parts - {node}:
        yield from (quad.triple for quad in _outgoing(snapshot, part))


def _own_graph(snapshot: OpenSnapshot, node: NamedNode) -> NamedNode | None:
    """The graph that holds all of a document."""
    iris = snapshot.iris
    if not node.value.startswith(iris.document("")):
        return None
    return NamedNode(iris.document_graph(iris.document_of(node.value) or ""))


def _outgoing(snapshot: OpenSnapshot, node: NamedNode) -> Iterator[Quad]:
    yield from snapshot.store.quads_for_pattern(node, None, None, None)


def _page(snapshot: OpenSnapshot, node: NamedNode) -> dict[str, Any]:
    labels = Labels(snapshot)
    types = sorted(
        {q.object.value for q in _outgoing(snapshot, node) if q.predicate == _TYPE and isinstance(q.object, NamedNode)}
    )
    kind = _kind(snapshot, node, types)
    page: dict[str, Any] = {
        "iri": node.value, "path": labels.path(node), "kind": kind, "title": labels.of(node),
        "types": [labels.reference(NamedNode(t)) for t in types], "properties": _properties(snapshot, labels, node),
        "incoming": _incoming(snapshot, labels, node),
    }  # fmt: skip
    if kind == "document":
        page |= document_view(snapshot, labels, node)
    elif kind in ("actor", "place"):
        page["passages"] = mentions_of(snapshot, labels, node)
    elif kind == "event":
        member = NamedNode(FURAT + "describes")
        quads = snapshot.store.quads_for_pattern(None, member, node, None)
        found = sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)
        page["reports"] = [report_card(snapshot, labels, report) for report in found[:_MOST_CARDS]]
        page["reports_total"] = len(found)
    elif kind == "graph":
        subjects = (q.subject for q in snapshot.store.quads_for_pattern(None, _TYPE, None, node))
        page["members"] = [labels.reference(s) for s in islice((s for s in subjects if "#" not in str(s)), 200)]
    elif kind == "ontology":
        page["terms"] = _terms(snapshot, labels, node)
    return page


def _kind(snapshot: OpenSnapshot, node: NamedNode, types: list[str]) -> str:
    for name in ("Document", "Event", "Actor", "Place", "Report", "Run"):
        if FURAT + name in types:
            return name.lower()
    if snapshot.store.contains_named_graph(node):
        return "graph"
    return "ontology" if node.value + "#" == FURAT else "term" if types else "thing"


def _properties(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> list[dict[str, Any]]:
    by_predicate: dict[NamedNode, dict[Term, None]] = {}
    for quad in _outgoing(snapshot, node):
        by_predicate.setdefault(quad.predicate, {})[quad.object] = None
    rows: list[dict[str, Any]] = []
    for predicate, values in by_predicate.items():
        if labels.curie(predicate) in _APART:
            continue
        shown = [labels.value(value) for value in sorted(islice(values, 5000), key=str)[:_MOST_VALUES]]
        rows.append(
            {"predicate": labels.reference(predicate), "values": shown, "more": max(0, len(values) - _MOST_VALUES)}
        )
    rows.sort(key=lambda row: (not row["predicate"]["name"].startswith("skos:"), row["predicate"]["name"]))
    return rows


def _incoming(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> list[dict[str, Any]]:
    by_predicate: dict[NamedNode, dict[NamedNode | BlankNode | Triple, None]] = {}
    found = snapshot.store.quads_for_pattern(None, None, node, None)
    for quad in islice(found, 5000):
        by_predicate.setdefault(quad.predicate, {})[quad.subject] = None
    rows: list[dict[str, Any]] = []
    for predicate, subjects in by_predicate.items():
        if labels.curie(predicate) in ("furat:denotes", "furat:inDocument", "nif:referenceContext"):
            continue
        shown = [labels.value(subject) for subject in sorted(subjects, key=str)[: _MOST_VALUES // 2]]
        rows.append(
            {"predicate": labels.reference(predicate), "values": shown, "more": max(0, len(subjects) - len(shown))}
        )
    rows.sort(key=lambda row: row["predicate"]["name"])
    return rows


def _terms(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> list[dict[str, Any]]:
    graph = NamedNode(snapshot.iris.graph("vocabulary"))
    comment = node_of("rdfs:comment")
    subjects = {
        q.subject for q in snapshot.store.quads_for_pattern(None, _TYPE, None, graph)
        if isinstance(q.subject, NamedNode) and q.subject.value.startswith(node.value + "#")
    }  # fmt: skip
    store = snapshot.store

    def values(subject: NamedNode, predicate: NamedNode) -> list[dict[str, Any]]:
        return [labels.value(q.object) for q in store.quads_for_pattern(subject, predicate, None, graph)]

    return [
        {
            **labels.reference(subject),
            "id": subject.value.partition("#")[2],
            "comments": values(subject, comment),
            "types": values(subject, _TYPE),
        }
        for subject in sorted(subjects, key=str)
    ]
