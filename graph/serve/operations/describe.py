"""The operation that describes endpoint and data: SPARQL service description, VoID, DCAT, prefixes, examples."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from pyoxigraph import Literal, NamedNode, Triple

from furat.graph.mapping.endpoint_metadata import offered
from furat.graph.query import named_queries
from furat.graph.results.triples import write_triples
from furat.graph.search.counts import Counts, count
from furat.graph.serve.formats import GRAPHS, SOLUTIONS
from furat.graph.serve.operations.functions_namespace import NAMES, SPACE
from furat.graph.serve.operations.registry import operation
from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot, RequestRefused
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import DCT, PREFIXES, RDF, VOID

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
GEOF = "http://www.opengis.net/def/function/geosparql/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF_XML", "jsonld": "JSON-LD", "nquads": "N-Quads",
    "trig": "TriG", "n3": "N3",
}  # fmt: skip
_GEO = ("distance", "sfContains", "sfWithin", "sfIntersects", "sfDisjoint", "sfEquals", "sfOverlaps", "sfTouches")
_WELL_KNOWN = ("vocabulary", "gazetteer", "events", "runs", "curation")
_A = NamedNode(RDF + "type")


def counts_of(snapshot: OpenSnapshot) -> Counts:
    """What the snapshot holds: counted when it was published, else once now."""
    if "counts" not in snapshot.memory:
        try:
            snapshot.memory["counts"] = snapshot.index().counts()
        except RequestRefused:
            snapshot.memory["counts"] = count(snapshot.store)
    counts: Counts = snapshot.memory["counts"]
    return counts


@operation("description")
def description(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes the description of the endpoint at `address`, or of the data alone."""
    address = request["address"]
    triples = list(_data(snapshot, address))
    if request["service"]:
        triples += _service(address, writable=request["writable"])
    write_triples(triples, request["format"], sink, {"sd": SD, "dcat": DCAT, "foaf": FOAF, "formats": FORMATS})
    return {}


@operation("counts")
def counts(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """The counts, in the answer's head."""
    found = counts_of(snapshot)
    return {"triples": found.triples, "graphs": found.graphs, "classes": found.classes, "properties": found.properties}


def _service(address: str, *, writable: bool) -> Iterator[Triple]:
    service, dataset = NamedNode(address + "sparql"), NamedNode(address + ".well-known/void#dataset")

    def about(subject: NamedNode, predicate: str, *objects: NamedNode | Literal) -> Iterator[Triple]:
        return (Triple(subject, NamedNode(predicate), o) for o in objects)

    yield from about(service, RDF + "type", NamedNode(SD + "Service"), NamedNode(DCAT + "DataService"))
    yield from about(service, SD + "endpoint", service)
    yield from about(service, DCAT + "endpointURL", service)
    yield from about(service, DCAT + "servesDataset", dataset)
    yield from about(service, DCT + "title", Literal("furat: SPARQL endpoint", language="en"))
    languages = ["SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    yield from about(service, SD + "supportedLanguage", *(NamedNode(SD + name) for name in languages))
    yield from about(service, SD + "feature", NamedNode(SD + "UnionDefaultGraph"), NamedNode(SD + "EmptyGraphs"))
    yield from about(service, SD + "defaultDataset", dataset)
    formats = [NamedNode(FORMATS + _FORMAT_NAMES[f.name]) for f in (*SOLUTIONS, *GRAPHS)]
    yield from about(service, SD + "resultFormat", *formats)
    if writable:
        inputs = ("turtle", "ntriples", "rdfxml", "jsonld", "n3")
        yield from about(service, SD + "inputFormat", *(NamedNode(FORMATS + _FORMAT_NAMES[name]) for name in inputs))
    functions = [NamedNode(SPACE + name) for name in NAMES] + [NamedNode(GEOF + name) for name in _GEO]
    yield from about(service, SD + "extensionFunction", *functions)
    for function in functions:
        yield from about(function, RDF + "type", NamedNode(SD + "Function"))


def _data(snapshot: OpenSnapshot, address: str) -> Iterator[Triple]:
    document, dataset = NamedNode(address + ".well-known/void"), NamedNode(address + ".well-known/void#dataset")
    service, found, base = NamedNode(address + "sparql"), counts_of(snapshot), snapshot.base

    def about(subject: NamedNode, predicate: str, *objects: NamedNode | Literal) -> Iterator[Triple]:
        return (Triple(subject, NamedNode(predicate), o) for o in objects)

    yield from about(document, RDF + "type", NamedNode(VOID + "DatasetDescription"))
    yield from about(document, FOAF + "primaryTopic", dataset)
    kinds = (VOID + "Dataset", SD + "Dataset", DCAT + "Dataset")
    yield from about(dataset, RDF + "type", *map(NamedNode, kinds))
    yield from about(
        dataset, DCT + "title", Literal("furat: reports of events in Arabic news", language="en"),
        Literal("فرات: تقارير عن الأحداث في الأخبار العربية", language="ar"),
    )  # fmt: skip
    yield from about(dataset, VOID + "sparqlEndpoint", service)
    yield from about(dataset, VOID + "uriSpace", Literal(base))
    yield from about(dataset, VOID + "triples", Literal(found.triples))
    yield from about(dataset, VOID + "classes", Literal(len(found.classes)))
    yield from about(dataset, VOID + "properties", Literal(len(found.properties)))
    yield from about(dataset, VOID + "documents", Literal(found.classes.get(PREFIXES["furat"] + "Document", 0)))
    yield from about(dataset, VOID + "vocabulary", *(NamedNode(PREFIXES[p]) for p in sorted(PREFIXES)))
    for suffix in ("nq.gz", "trig.gz"):
        dump = NamedNode(f"{address}dump/furat.{suffix}")
        distribution = NamedNode(f"{dataset.value}-{suffix}")
        yield from about(dataset, VOID + "dataDump", dump)
        yield from about(dataset, DCAT + "distribution", distribution)
        yield from about(distribution, RDF + "type", NamedNode(DCAT + "Distribution"))
        yield from about(distribution, DCAT + "downloadURL", dump)
    yield from _partitions(found, dataset.value, about)
    yield from _graphs(snapshot, dataset, about)
    yield from offered(Iris(base))
    for query in named_queries():
        yield from about(NamedNode(Iris(base).query(query.name)), PREFIXES["schema"] + "target", service)


def _partitions(found: Counts, dataset: str, about: Any) -> Iterator[Triple]:
    kinds = (("class", "entities", found.classes), ("property", "triples", found.properties))
    for kind, counted, terms in kinds:
        for number, (term, n) in enumerate(sorted(terms.items()), 1):
            part = NamedNode(f"{dataset}-{kind}-{number}")
            yield from about(NamedNode(dataset), f"{VOID}{kind}Partition", part)
            yield from about(part, VOID + kind, NamedNode(term))
            yield from about(part, VOID + counted, Literal(n))


def _graphs(snapshot: OpenSnapshot, dataset: NamedNode, about: Any) -> Iterator[Triple]:
    """The default graph, and those named graphs that are there whatever was read; documents' graphs are too many."""
    default = NamedNode(dataset.value + "-default-graph")
    yield from about(dataset, SD + "defaultGraph", default)
    yield from about(default, RDF + "type", NamedNode(SD + "Graph"))
    for name in _WELL_KNOWN:
        graph = NamedNode(snapshot.iris.graph(name))
        if snapshot.store.contains_named_graph(graph):
            node = NamedNode(f"{dataset.value}-graph-{name}")
            yield from about(dataset, SD + "namedGraph", node)
            yield from about(node, RDF + "type", NamedNode(SD + "NamedGraph"))
            yield from about(node, SD + "name", graph)


@operation("sitemap")
def sitemap(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Writes a sitemap of the documents, events, actors and places, documents first."""
    sink.write(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    )
    left = request["limit"]
    for name in ("Document", "Event", "Actor", "Place"):
        cls = NamedNode(PREFIXES["furat"] + name)
        quads = islice(snapshot.store.quads_for_pattern(None, _A, cls, None), left)
        iris = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
        left -= len(iris)
        for iri in iris:
            if (path := snapshot.iris.path(iri)) is not None:
                address = request["address"] + path
                sink.write(f"<url><loc>{escape(address)}</loc></url>\n".encode())
    sink.write(b"</urlset>\n")
    return {}
