"""SHACL-SPARQL: sh:sparql constraints, and constraint components that the shapes graph defines itself."""

from dataclasses import dataclass
from itertools import product

from pyoxigraph import Literal, NamedNode

from furat.graph.shacl.errors import ShapesError, UnsupportedShape
from furat.graph.shacl.graph import Graph
from furat.graph.shacl.paths import path_text, read_path
from furat.graph.shacl.sparql import Body, read_body
from furat.graph.shacl.vocabulary import OWL, SH, TRUE, TYPE, Node, Term, sh

ALWAYS_BOUND = ("this", "currentShape", "shapesGraph")


@dataclass(frozen=True, slots=True)
class Validator:
    """A query that finds violations (SELECT) or tells whether a value node is right (ASK)."""

    node: Term
    shape: Node  # $currentShape
    body: Body
    is_ask: bool
    messages: tuple[Literal, ...]
    bindings: tuple[tuple[str, Term], ...] = ()  # parameters of the component


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component of the shapes' own: a shape uses it by having its mandatory parameters."""

    node: NamedNode
    parameters: tuple[tuple[str, NamedNode, bool], ...]  # variable, property, whether it may be missing
    messages: tuple[Literal, ...]


def read_constraint(graph: Graph, node: Term, shape: Node) -> Validator | None:
    """The constraint behind sh:sparql, or nothing where it is deactivated."""
    place = f"constraint {node} of shape {shape}"
    if TRUE in graph.objects(node, sh("deactivated")):
        return None
    text = _single_text(graph, node, "select", place)
    body = read_body(text, _prefixes(graph, node), _path(graph, shape), ALWAYS_BOUND, place)
    return Validator(node, shape, body, False, messages(graph, node))


def read_components(graph: Graph) -> tuple[Component, ...]:
    """Every constraint component that the graph defines outside SHACL's own namespace."""
    classes = graph.subclasses(sh("ConstraintComponent"))
    found = []
    for node in graph.all_subjects():
        if isinstance(node, NamedNode) and not node.value.startswith(SH) and graph.is_instance(node, classes):
            parameters = tuple(_parameter(graph, node, each) for each in graph.objects(node, sh("parameter")))
            if not any(not optional for _, _, optional in parameters):
                raise ShapesError(f"component {node}: has no mandatory sh:parameter; give it one")
            found.append(Component(node, parameters, messages(graph, node)))
    return tuple(found)


def _parameter(graph: Graph, component: Node, node: Term) -> tuple[str, NamedNode, bool]:
    paths = graph.objects(node, sh("path"))
    if len(paths) != 1 or not isinstance(paths[0], NamedNode):
        raise ShapesError(f"component {component}: its sh:parameter {node} needs one IRI as sh:path")
    name = paths[0].value.replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    if name in (*ALWAYS_BOUND, "path", "PATH", "value"):
        raise ShapesError(f"component {component}: a parameter must not be called {name}")
    return name, paths[0], TRUE in graph.objects(node, sh("optional"))


def applicable(graph: Graph, component: Component, shape: Node, has_path: bool) -> list[Validator]:
    """The validators that a shape gets from a component: none where a mandatory parameter is missing."""
    values: list[list[tuple[str, Term]]] = []
    for name, path, optional in component.parameters:
        found = graph.objects(shape, path)
        if not found and not optional:
            return []
        if found:
            values.append([(name, term) for term in found])
    validator, is_ask = _validator(graph, component, has_path)
    place = f"component {component.node} at shape {shape}"
    names = tuple(name for name, _, _ in component.parameters)
    prebound = (*ALWAYS_BOUND, *names, *(("value",) if is_ask else ()))
    text = _single_text(graph, validator, "ask" if is_ask else "select", place)
    body = read_body(text, _prefixes(graph, validator), _path(graph, shape), prebound, place)
    own = messages(graph, validator) or component.messages
    return [Validator(validator, shape, body, is_ask, own, bindings) for bindings in product(*values)]


def _validator(graph: Graph, component: Component, has_path: bool) -> tuple[Term, bool]:
    for name in ("propertyValidator" if has_path else "nodeValidator", "validator"):
        for validator in graph.objects(component.node, sh(name)):
            if graph.objects(validator, sh("ask")):
                return validator, True
            if graph.objects(validator, sh("select")) and name != "validator":
                return validator, False
    raise UnsupportedShape(
        f"component {component.node}: has no SPARQL validator for {'property' if has_path else 'node'} shapes;"
        " add one (sh:validator with sh:ask) or validate with --engine pyshacl"
    )


def _single_text(graph: Graph, node: Term, name: str, place: str) -> str:
    texts = graph.objects(node, sh(name))
    if len(texts) != 1 or not isinstance(texts[0], Literal):
        raise ShapesError(f"{place}: needs exactly one sh:{name} with the text of a query")
    return texts[0].value


def messages(graph: Graph, node: Term) -> tuple[Literal, ...]:
    """The sh:message literals of a node, by language and text."""
    found = [m for m in graph.objects(node, sh("message")) if isinstance(m, Literal)]
    return tuple(sorted(found, key=lambda m: (m.language or "", m.value)))


def _path(graph: Graph, shape: Node) -> str | None:
    nodes = graph.objects(shape, sh("path"))
    return path_text(read_path(graph, nodes[0], shape)) if nodes else None


def _prefixes(graph: Graph, node: Term) -> dict[str, str]:
    """Prefixes of sh:prefixes, followed through owl:imports, and those that the graph's ontologies declare."""
    sources = list(graph.objects(node, sh("prefixes")))
    seen: dict[Term, None] = {}
    while sources:
        source = sources.pop(0)
        if source not in seen:
            seen[source] = None
            sources += graph.objects(source, NamedNode(OWL + "imports"))
    if seen:
        ontology = NamedNode(OWL + "Ontology")
        seen |= dict.fromkeys(s for s in graph.subjects(TYPE) if ontology in graph.objects(s, TYPE))
    found: dict[str, str] = {}
    for source in seen:
        for declaration in graph.objects(source, sh("declare")):
            names = graph.objects(declaration, sh("prefix"))
            namespaces = graph.objects(declaration, sh("namespace"))
            if len(names) != 1 or len(namespaces) != 1:
                raise ShapesError(f"prefixes of {source}: each sh:declare needs one sh:prefix and one sh:namespace")
            found.setdefault(str(getattr(names[0], "value", "")), str(getattr(namespaces[0], "value", "")))
    return found
