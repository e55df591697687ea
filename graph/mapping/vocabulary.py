"""The ontology, its event types and place types as lines of the vocabulary graph."""

from collections.abc import Iterator
from importlib.resources import files

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize

from furat.extract.errors import LexiconError
from furat.graph.iris import Iris

_NOT_STORED = ("shapes",)  # the gate's, not part of what is asked for


def vocabulary_files() -> list[tuple[str, str]]:
    """Name and text of each Turtle file of `ontology/` that belongs into the vocabulary graph."""
    found = []
    for file in sorted(files("furat").joinpath("ontology").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl") and not file.name.startswith(_NOT_STORED):
            found.append((file.name, file.read_text(encoding="utf-8")))
    return found


def vocabulary(iris: Iris) -> list[str]:
    """The lines of the vocabulary graph, sorted; LexiconError names a file that does not parse or holds blank nodes."""
    graph = NamedNode(iris.graph("vocabulary"))
    lines: set[str] = set()
    for name, turtle in vocabulary_files():
        quads = [Quad(s, p, o, graph) for s, p, o in _triples(name, turtle)]
        written = serialize(quads, format=RdfFormat.N_QUADS) or b""
        lines.update(line + "\n" for line in written.decode().split("\n")[:-1])
    return sorted(lines)


def _triples(name: str, turtle: str) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    try:
        for quad in parse(turtle, RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise LexiconError(f"ontology/{name}: a blank node beside {quad.predicate}; give it an IRI")
            yield quad.subject, quad.predicate, quad.object
    except SyntaxError as error:
        raise LexiconError(f"ontology/{name}: {error}") from error
