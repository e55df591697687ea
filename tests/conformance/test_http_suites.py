"""The W3C's tests of SPARQL 1.1 over HTTP, every one of them, through the real server."""

import importlib.util
import sys
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from running import TOKEN, Server

_spec = importlib.util.spec_from_file_location("w3c_http", Path(__file__).with_name("w3c.py"))
assert _spec is not None and _spec.loader is not None
w3c = importlib.util.module_from_spec(_spec)
sys.modules["w3c_http"] = w3c
_spec.loader.exec_module(w3c)

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
COUNTS = {"protocol/manifest.ttl": 34, "graph-store-protocol/manifest-direct.ttl": 4,
          "graph-store-protocol/manifest-indirect.ttl": 9, "service-description/manifest.ttl": 3}  # fmt: skip


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    """The folder of the suites."""
    return shared / "suites" / "w3c-sparql11"


@pytest.mark.parametrize("manifest", sorted(COUNTS))
def test_the_whole_suite_is_collected(suite: Path, manifest: str) -> None:
    """No test of a manifest is lost on the way."""
    assert len(w3c.read_manifest(suite / manifest)) == COUNTS[manifest]


@pytest.mark.parametrize("number", range(COUNTS["protocol/manifest.ttl"]))
def test_protocol(suite: Path, writable: Server, number: int) -> None:
    """SPARQL 1.1 Protocol, one test each."""
    case = w3c.read_manifest(suite / "protocol/manifest.ttl")[number]
    if case.data or any(b"update" in str(r.headers).encode() for r in case.requests):
        assert writable.update("DROP ALL").status == 204
    for graph, path in case.data:
        assert writable.put(graph, path.read_text(encoding="utf-8")).status == 201
    w3c.run(case, writable, ("/sparql/", "/sparql/"), TOKEN)


@pytest.mark.parametrize("number", range(COUNTS["graph-store-protocol/manifest-direct.ttl"]))
def test_graph_store_direct(suite: Path, writable: Server, number: int) -> None:
    """Graph Store Protocol, the graph in the address."""
    assert writable.update("DROP ALL").status == 204
    case = w3c.read_manifest(suite / "graph-store-protocol/manifest-direct.ttl")[number]
    w3c.run(case, writable, ("/gsp", "/store"), TOKEN)


@pytest.mark.parametrize("number", range(COUNTS["graph-store-protocol/manifest-indirect.ttl"]))
def test_graph_store_indirect(suite: Path, writable: Server, number: int) -> None:
    """Graph Store Protocol, the graph as a parameter, the default graph, and a graph that the server names."""
    assert writable.update("DROP ALL").status == 204
    case = w3c.read_manifest(suite / "graph-store-protocol/manifest-indirect.ttl")[number]
    w3c.run(case, writable, ("/gsp", "/store"), TOKEN)


def _description(server: Server) -> Graph:
    answer = server.get("/sparql", "text/turtle")
    assert answer.status == 200
    return Graph().parse(data=answer.body, format="turtle")


def test_service_description_is_rdf(suite: Path, writable: Server) -> None:
    """GET on the endpoint without parameters returns RDF, in each format that is asked for."""
    for media in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"):
        answer = writable.get("/sparql", media)
        assert answer.headers["content-type"].partition(";")[0] == media
        assert len(Graph().parse(data=answer.body, format=media)) > 10


def test_service_description_names_the_endpoint(suite: Path, writable: Server) -> None:
    """The description has an sd:endpoint triple with the address that was asked."""
    assert (None, SD.endpoint, URIRef(writable.url + "sparql")) in _description(writable)


def test_service_description_keeps_to_its_vocabulary(suite: Path, writable: Server) -> None:
    """Classes and properties of sd: stand where the vocabulary allows them, with objects of their range."""
    graph = _description(writable)
    service = w3c.service_node(graph)
    assert service is not None
    classes = {
        SD.Service,
        SD.Dataset,
        SD.Graph,
        SD.NamedGraph,
        SD.Language,
        SD.Feature,
        SD.Function,
        SD.GraphCollection,
    }
    used = {o for o in graph.objects(None, RDF.type) if str(o).startswith(str(SD))}
    assert used <= classes
    of_service = (
        "endpoint supportedLanguage resultFormat inputFormat feature extensionFunction defaultDataset availableGraphs"
    )
    of_service += " url defaultEntailmentRegime languageExtension propertyFeature extensionAggregate"
    domains = {SD[name]: SD.Service for name in of_service.split()}
    domains |= {SD.defaultGraph: SD.Dataset, SD.namedGraph: SD.Dataset, SD.name: SD.NamedGraph, SD.graph: SD.NamedGraph}
    for subject, predicate, value in graph:
        if str(predicate).startswith(str(SD)):
            assert predicate in domains, predicate
            assert (subject, RDF.type, domains[predicate]) in graph, (subject, predicate)
            assert not isinstance(value, Literal), (predicate, value)
    languages = {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update}
    assert set(graph.objects(service, SD.supportedLanguage)) & languages >= {SD.SPARQL11Query, SD.SPARQL11Update}
    features = {SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs, SD.BasicFederatedQuery}
    assert {f for f in graph.objects(service, SD.feature) if str(f).startswith(str(SD))} <= features
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
