"""The vocabulary graph: the ontology, its event types and place types, and what the endpoint offers to try."""

from collections.abc import Iterable, Iterator
from importlib.resources import files

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from furat.extract.errors import LexiconError
from furat.graph.mapping.endpoint_metadata import offered
from furat.graph.query import named_queries, ready
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import PREFIXES

_NOT_STORED = ("shapes",)  # the gate's, not part of what is asked for


def vocabulary_files() -> list[tuple[str, str]]:
    """Name and text of all that the vocabulary graph is made of: Turtle files of `ontology/`, prefixes, queries."""
    return [
        *_ontology_files(),
        ("prefixes", repr(dict(PREFIXES))),
        *((q.name, q.summary + q.summary_ar + ready(q)) for q in named_queries()),
    ]


def _ontology_files() -> list[tuple[str, str]]:
    found = []
    for file in sorted(files("furat").joinpath("ontology").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl") and not file.name.startswith(_NOT_STORED):
            found.append((file.name, file.read_text(encoding="utf-8")))
    return found


def vocabulary(iris: Iris) -> list[str]:
    """The lines of the vocabulary graph, sorted; LexiconError names a file that does not parse or holds blank nodes."""
    graph = NamedNode(iris.graph("vocabulary"))
    lines: set[str] = set()
    lines.update(_lines(offered(iris), graph))
    for name, turtle in _ontology_files():
        lines.update(_lines(_triples(name, turtle), graph))
    return sorted(lines)


def _lines(triples: Iterable[Triple], graph: NamedNode) -> list[str]:
    quads = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    return [line + "\n" for line in written.decode().split("\n")[:-1]]


def _triples(name: str, turtle: str) -> Iterator[Triple]:
    try:
        for quad in parse(turtle, RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise LexiconError(f"ontology/{name}: a blank node beside {quad.predicate}; give it an IRI")
            yield quad.triple
    except SyntaxError as error:
        raise LexiconError(f"ontology/{name}: {error}") from error
