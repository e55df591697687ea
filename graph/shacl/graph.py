"""The shapes graph in memory: objects by subject and predicate, in the order of the file, literals untouched."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from furat.graph.shacl.errors import ShapesError
from furat.graph.shacl.vocabulary import FIRST, NIL, REST, SUBCLASS_OF, TYPE, Term

Shapes: TypeAlias = str | bytes | Path | Store | Iterable[Quad]


class Graph:
    """Triples of a shapes graph; a Store is not used because it rewrites literals ("1"^^xsd:boolean becomes true)."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._objects: dict[Term, dict[NamedNode, dict[Term, None]]] = {}
        self._subjects: dict[NamedNode, dict[Term, None]] = {}
        for quad in quads:
            subject = quad.subject
            self._objects.setdefault(subject, {}).setdefault(quad.predicate, {})[quad.object] = None
            self._subjects.setdefault(quad.predicate, {})[subject] = None

    def objects(self, subject: Term, predicate: NamedNode) -> tuple[Term, ...]:
        """Objects of a subject's property, each once, in the order of the file."""
        return tuple(self._objects.get(subject, {}).get(predicate, ()))

    def subjects(self, predicate: NamedNode) -> tuple[Term, ...]:
        """Every subject that has the property."""
        return tuple(self._subjects.get(predicate, ()))

    def all_subjects(self) -> tuple[Term, ...]:
        """Every subject, in the order of the file."""
        return tuple(self._objects)

    def predicates(self, subject: Term) -> tuple[NamedNode, ...]:
        """The properties of a subject."""
        return tuple(self._objects.get(subject, ()))

    def __contains__(self, subject: Term) -> bool:
        return subject in self._objects

    def members(self, head: Term) -> tuple[Term, ...]:
        """The members of an RDF list; a broken or circular list is refused."""
        found: list[Term] = []
        seen: set[Term] = set()
        node = head
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise ShapesError(f"shapes: {node} is no well-formed RDF list; write it as ( ... )")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return tuple(found)

    def subclasses(self, cls: Term) -> set[Term]:
        """The class and all that the shapes graph puts below it by rdfs:subClassOf."""
        found = {cls}
        below = [cls]
        while below:
            above = below.pop()
            for subject in self.subjects(SUBCLASS_OF):
                if subject not in found and above in self.objects(subject, SUBCLASS_OF):
                    found.add(subject)
                    below.append(subject)
        return found

    def is_instance(self, node: Term, classes: Iterable[Term]) -> bool:
        """Whether the node has one of the classes as rdf:type."""
        return not set(self.objects(node, TYPE)).isdisjoint(classes)


def read_shapes_graph(shapes: Shapes) -> Graph:
    """The graph of Turtle text, bytes, a Turtle file, a store or quads."""
    return Graph(read_shapes_quads(shapes))


def read_shapes_quads(shapes: Shapes) -> Iterable[Quad]:
    """The quads of shapes; blank nodes of text are named by their order, so that two runs report the same."""
    if not isinstance(shapes, str | bytes | Path):
        return shapes
    place = str(shapes) if isinstance(shapes, Path) else "shapes"
    try:
        content = shapes.read_bytes().removeprefix(BOM_UTF8) if isinstance(shapes, Path) else shapes
        base = shapes.resolve().as_uri() if isinstance(shapes, Path) else "urn:x-shapes:"
        return list(_named_by_order(parse(content, RdfFormat.TURTLE, base_iri=base)))
    except OSError as error:
        raise ShapesError(f"{place}: cannot be read ({error.strerror or error}); check the path") from error
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise ShapesError(f"{place}{f':{line}' if line else ''}: no valid Turtle: {error}") from error


def _named_by_order(quads: Iterable[Quad]) -> Iterator[Quad]:
    names: dict[BlankNode, BlankNode] = {}

    def named(node: BlankNode) -> BlankNode:
        return names.setdefault(node, BlankNode(f"shape{len(names)}"))

    for quad in quads:
        subject = named(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject
        target = named(quad.object) if isinstance(quad.object, BlankNode) else quad.object
        yield Quad(subject, quad.predicate, target, quad.graph_name)
