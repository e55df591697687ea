"""The manifests of the W3C's HTTP test suites as plain records, and a runner that sends them to a server."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic, to_canonical_graph
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HTS = "http://www.w3.org/2011/http-statusCodes#"
_NAMED = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
BOOLEAN = {"application/sparql-results+json", "application/sparql-results+xml"}
RDF_TYPES = {
    "text/turtle",
    "application/rdf+xml",
    "application/n-triples",
    "application/ld+json",
    "application/xhtml+xml",
}


@dataclass(frozen=True)
class Request:
    """One request of a test and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    format: str | None
    boolean: bool | None
    location: str | None
    content: tuple[str, str] | None  # media type and text that the answer must be isomorphic to


@dataclass(frozen=True)
class Case:
    """One test."""

    name: str
    data: tuple[tuple[str, Path], ...]  # graph name, file
    requests: tuple[Request, ...]
    types: tuple[str, ...] = field(default=())


def read_manifest(path: Path) -> list[Case]:
    """The tests of a manifest, in its order."""
    graph = Graph().parse(path, format="turtle")
    entries = next(graph.objects(None, MF.entries))
    return [_case(graph, entry, path.parent) for entry in Collection(graph, entries)]


def _case(graph: Graph, entry: Node, folder: Path) -> Case:
    data = tuple(
        (str(graph.value(node, RDFS.label)), folder / str(graph.value(node, UT.graph)).rpartition("/")[2])
        for node in graph.objects(entry, UT.graphData)
    )
    action = graph.value(entry, MF.action)
    listed = graph.value(action, HT.requests) if action is not None else None
    requests = tuple(_request(graph, node) for node in Collection(graph, listed)) if listed is not None else ()
    return Case(str(graph.value(entry, MF.name)), data, requests, tuple(map(str, graph.objects(entry, RDF.type))))


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    listed = graph.value(node, HT.headers)
    if listed is None:
        return {}
    return {str(graph.value(h, HT.fieldName)): str(graph.value(h, HT.fieldValue)) for h in Collection(graph, listed)}


def _text(graph: Graph, node: Node | None) -> tuple[str, str] | None:
    body = graph.value(node, HT.body) if node is not None else None
    if body is None:
        return None
    return str(graph.value(body, CNT.chars)), str(graph.value(body, CNT.characterEncoding))


def _request(graph: Graph, node: Node) -> Request:
    answer = graph.value(node, HT.resp)
    assert answer is not None
    sent, expected = _text(graph, node), _text(graph, answer)
    boolean = graph.value(answer, MF.expectedBoolean)
    form, location = graph.value(answer, MF.expectedFormat), graph.value(answer, MF.expectedLocation)
    headers = _headers(graph, answer)
    media = next((v for n, v in headers.items() if n.lower() == "content-type"), "text/turtle")
    return Request(
        str(graph.value(node, HT.methodName)), str(graph.value(node, HT.absolutePath)), _headers(graph, node),
        sent[0].encode(sent[1]) if sent else None,
        tuple(str(s).removeprefix(HTS) for s in graph.objects(answer, MF.expectedStatus)),
        str(form) if form is not None else None, bool(boolean.value) if isinstance(boolean, Literal) else None,
        str(location) if location is not None else None, (media, expected[0]) if expected else None,
    )  # fmt: skip


def fits(status: int, expected: tuple[str, ...]) -> bool:
    """Whether a status is one of those that the manifest names (`StatusCode2xx`, `Created` ...)."""
    return any(
        status // 100 == int(name[10]) if name.startswith("StatusCode") else status == _NAMED[name] for name in expected
    )


def run(case: Case, server: Any, prefix: tuple[str, str], token: str) -> None:
    """Sends the requests of a test in order; AssertionError tells the first thing that is not as it must be."""
    variables: dict[str, str] = {}
    for number, request in enumerate(case.requests, 1):
        path = request.path.replace(prefix[0], prefix[1], 1)
        for name, value in variables.items():
            path = path.replace(name, value)
        headers = {**request.headers, "Host": "www.example", "Authorization": f"Bearer {token}"}
        answer = server.request(request.method, path, request.body, headers)
        told = f"{case.name}, request {number} ({request.method} {path}): {answer.status} {answer.body[:300]!r}"
        assert fits(answer.status, request.statuses), f"{told}; expected {request.statuses}"
        media = (answer.headers.get("content-type") or "").partition(";")[0]
        if request.format is not None:
            allowed = {"boolean": BOOLEAN, "tabular": TABULAR, "RDF": RDF_TYPES}[request.format]
            assert media in allowed, f"{told}; content type {media}"
        if request.boolean is not None:
            assert answer.json()["boolean"] is request.boolean, told
        if request.location is not None:
            assert answer.headers["location"], told
            variables[request.location] = answer.headers["location"]
        if request.content is not None:
            got = Graph().parse(data=answer.body, format=media)
            wanted = Graph().parse(data=request.content[1], format=request.content[0].partition(";")[0])
            assert isomorphic(to_canonical_graph(got), to_canonical_graph(wanted)), f"{told}; another graph"
            assert (
                answer.headers["content-type"].replace(" ", "").lower() == request.content[0].replace(" ", "").lower()
            ), told


def service_node(graph: Graph) -> URIRef | None:
    """The one service that a description describes."""
    found = list(graph.subjects(RDF.type, URIRef("http://www.w3.org/ns/sparql-service-description#Service")))
    return found[0] if len(found) == 1 and isinstance(found[0], URIRef) else None
