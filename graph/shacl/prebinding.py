"""Queries of shapes' own inside an expression: their variables renamed, pre-bound ones put in place."""

from collections.abc import Callable, Mapping

from pyoxigraph import BlankNode, NamedNode

from furat.graph.shacl.components import Validator
from furat.graph.shacl.errors import UnsupportedShape
from furat.graph.shacl.vocabulary import Term


def bindings(validator: Validator, shapes_graph: NamedNode | None) -> dict[str, Term]:
    """Variables besides $this and $value that a query finds bound: parameters, $currentShape, $shapesGraph."""
    found: dict[str, Term] = {**dict(validator.bindings), "currentShape": validator.shape}
    if validator.body.mentions("shapesGraph"):
        if shapes_graph is None:
            raise UnsupportedShape(
                f"{validator.body.place}: uses $shapesGraph; load the shapes into the store"
                " and name their graph by compile_shapes(..., shapes_graph=...)"
            )
        found["shapesGraph"] = shapes_graph
    found = {name: term for name, term in found.items() if validator.body.mentions(name)}
    for name, term in found.items():
        if isinstance(term, BlankNode):
            raise UnsupportedShape(f"{validator.body.place}: ${name} is a blank node; give it an IRI")
    return found


def ask(validator: Validator, focus: str, value: str, prefix: str, shapes_graph: NamedNode | None) -> str:
    """Whether an ASK validator accepts the value node; `prefix` sets the query's own variables apart."""
    rename = _renamed({"this": focus[1:], "value": value[1:]}, prefix)
    bound = bindings(validator, shapes_graph)
    return f"EXISTS {{ {_values(bound, rename)} {{ {validator.body.group_text(rename)} }} }}"


def select(validator: Validator, focus: str, prefix: str, shapes_graph: NamedNode | None) -> str:
    """The pattern whose solutions are the violations that a SELECT query finds."""
    rename = _renamed({"this": focus[1:]}, prefix)
    bound = bindings(validator, shapes_graph)
    inner = validator.body.inside_lateral(rename, ("this", *bound))
    return f"{_values(bound, rename)} {{ {inner} }}"


def _renamed(bound: Mapping[str, str], prefix: str) -> Callable[[str], str]:
    return lambda name: bound.get(name, f"{prefix}_{name}")


def _values(bound: Mapping[str, Term], rename: Callable[[str], str]) -> str:
    """VALUES for pre-bound variables, ending with LATERAL so that what follows sees them everywhere."""
    if not bound:
        return ""
    names = " ".join(f"?{rename(name)}" for name in bound)
    return f"VALUES ({names}) {{ ({' '.join(map(str, bound.values()))}) }} LATERAL"
