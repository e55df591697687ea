"""The same validation by pySHACL, the reference: slower, and with features that the compiler refuses."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from furat.graph.shacl.errors import ReferenceFailure
from furat.graph.shacl.graph import Graph, read_shapes_quads
from furat.graph.shacl.graph import Shapes as ShapesInput
from furat.graph.shacl.paths import read_path
from furat.graph.shacl.results import Result
from furat.graph.shacl.vocabulary import Term, sh

if TYPE_CHECKING:
    import rdflib

MAX_DEPTH = 64  # of shapes that refer to shapes; pySHACL's own default of 15 is less than SHACL's own shapes need


def validate_by_reference(shapes: ShapesInput, data: Iterable[Quad]) -> list[Result]:
    """What pySHACL finds in the data, all graphs taken as one, as results in the order of `Compiled.validate`.

    Messages of shapes that declare none are pySHACL's own. Raises ReferenceFailure where pySHACL gives up.
    """
    return run(to_rdflib(read_shapes_quads(shapes)), to_rdflib(data))


def run(shapes: "rdflib.Graph", data: "rdflib.Graph") -> list[Result]:
    """The results of pySHACL for two rdflib graphs."""
    import pyshacl

    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inplace=True, max_validation_depth=MAX_DEPTH, do_owl_imports=False
        )
    except Exception as error:  # pySHACL raises what its parts raise: its own errors, rdflib's, re.error ...
        raise ReferenceFailure(f"pySHACL could not run the shapes: {type(error).__name__}: {error}") from error
    if isinstance(report, Exception | str | bytes):
        raise ReferenceFailure(f"pySHACL could not run the shapes: {text}")
    return sorted(_results(report), key=Result.sort_key)


def to_rdflib(quads: Iterable[Quad]) -> "rdflib.Graph":
    """The triples of all graphs as one rdflib graph; blank nodes keep their names."""
    import rdflib

    graph = rdflib.Graph()
    terms: dict[Any, Any] = {}

    def term(node: Any) -> Any:
        found = terms.get(node)
        if found is None:
            found = terms[node] = _to_rdflib(node)
        return found

    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _to_rdflib(node: Any) -> Any:
    import rdflib

    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    if isinstance(node, Literal):
        datatype = None if node.language else rdflib.URIRef(node.datatype.value)
        return rdflib.Literal(node.value, lang=node.language, datatype=datatype, normalize=False)
    raise ReferenceFailure(f"pySHACL does not know RDF 1.2: {node}")


def _from_rdflib(node: Any) -> Any:
    import rdflib

    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        datatype = NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return Literal(str(node), language=node.language, datatype=datatype)
    return NamedNode(str(node))


def _results(report: "rdflib.Graph") -> Iterable[Result]:
    graph = Graph(Quad(*(_from_rdflib(term) for term in triple)) for triple in report)
    for top in graph.subjects(sh("conforms")):
        for node in graph.objects(top, sh("result")):

            def one(name: str, node: Term = node) -> Any:
                found = graph.objects(node, sh(name))
                return found[0] if found else None

            path = one("resultPath")
            messages = [m for m in graph.objects(node, sh("resultMessage")) if isinstance(m, Literal)]
            yield Result(
                focus=one("focusNode"),
                path=read_path(graph, path, node) if path is not None else None,
                value=one("value"),
                shape=one("sourceShape"),
                component=one("sourceConstraintComponent"),
                constraint=one("sourceConstraint"),
                severity=one("resultSeverity"),
                messages=tuple(sorted(messages, key=lambda m: (m.language or "", m.value))),
            )
