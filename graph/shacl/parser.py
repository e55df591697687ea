"""Shapes read from a shapes graph and checked for syntax; nothing unknown is let through."""

from pyoxigraph import BlankNode, Literal, NamedNode

from furat.graph.shacl.components import Component, applicable, messages, read_components, read_constraint
from furat.graph.shacl.errors import RecursiveShape, ShapesError, UnsupportedShape
from furat.graph.shacl.graph import Graph
from furat.graph.shacl.paths import read_path
from furat.graph.shacl.shapes import Constraint, Shape, Shapes, Targets
from furat.graph.shacl.vocabulary import CLASS, SH, TRUE, Node, Term, component, sh

_COUNTED = ("minCount", "maxCount", "minLength", "maxLength")
_SINGLE = ("nodeKind", "datatype", "in", "languageIn", *_COUNTED)
_PLAIN = ("nodeKind", "datatype", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "hasValue")
_PROPERTIES = ("class", "equals", "disjoint", "lessThan", "lessThanOrEquals")
_SHAPES = ("node", "not")
_LISTS = ("in", "languageIn", "and", "or", "xone")
_ONLY_PROPERTY_SHAPES = ("minCount", "maxCount", "lessThan", "lessThanOrEquals", "uniqueLang")
# Cheap tests first: the order in which they are tried, and in which results of one value are reported.
_ORDER = (
    *("nodeKind", "datatype", "languageIn", "in", "minLength", "maxLength", "pattern"),
    *("minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "uniqueLang", "minCount", "maxCount", "hasValue"),
    *("class", "equals", "disjoint", "lessThan", "lessThanOrEquals", "closed", "node", "not", "and", "or", "xone"),
    *("qualifiedMinCount", "qualifiedMaxCount", "sparql", "validator"),
)
_DESCRIBING = {
    *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "path", "property", "severity", "message"),
    *("deactivated", "name", "description", "order", "group", "defaultValue", "flags", "ignoredProperties"),
    *("qualifiedValueShape", "qualifiedValueShapesDisjoint", "prefixes", "declare", "select", "labelTemplate"),
    # of nodes that are something else besides a shape, and of annotations that do not validate
    *("shapesGraph", "suggestedShapesGraph", "optional", "parameter", "inversePath", "alternativePath"),
    *("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "validator", "nodeValidator", "propertyValidator", "ask"),
}
_NODE_KINDS = {sh(f"{kind}") for kind in ("IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral")} | {
    sh("IRIOrLiteral")
}


def read_shapes(graph: Graph) -> Shapes:
    """All shapes with targets and those they refer to; ill-formed, unknown and recursive ones are refused."""
    entailment = graph.subjects(sh("entailment"))
    if entailment:
        raise UnsupportedShape(f"shapes: {entailment[0]} asks for sh:entailment; materialise it and remove the triple")
    reader = _Reader(graph)
    roots = tuple(node for node in reader.candidates() if reader.read(node).targets)
    return Shapes(reader.by_node, roots)


class _Reader:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.by_node: dict[Node, Shape] = {}
        self._above: list[Node] = []
        self._components: tuple[Component, ...] = read_components(graph)
        self._metaclasses = graph.subclasses(CLASS)
        self._types = graph.subclasses(sh("NodeShape")) | graph.subclasses(sh("PropertyShape"))

    def candidates(self) -> list[Node]:
        """Nodes that may declare targets, in the order of the file."""
        found: dict[Node, None] = {}
        for predicate in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target"):
            subjects = self.graph.subjects(sh(predicate))
            found |= dict.fromkeys(node for node in subjects if isinstance(node, NamedNode | BlankNode))
        for node in self._all_subjects():
            if isinstance(node, NamedNode) and self._is_implicit_class(node):
                found[node] = None
        return list(found)

    def _all_subjects(self) -> list[Term]:
        return list(self.graph.all_subjects())

    def _is_implicit_class(self, node: Term) -> bool:
        return self.graph.is_instance(node, self._metaclasses) and (
            self.graph.is_instance(node, self._types)
            or any(p.value.startswith(SH) and p.value[len(SH) :] in _ORDER for p in self.graph.predicates(node))
            or bool(self.graph.objects(node, sh("property")))
        )

    def read(self, node: Node) -> Shape:
        """The shape of a node, with all that it refers to."""
        if node in self._above:
            circle = " -> ".join(str(each) for each in [*self._above[self._above.index(node) :], node])
            raise RecursiveShape(f"shapes: recursion, which SHACL leaves undefined: {circle}; break the circle")
        if node not in self.by_node:
            if node not in self.graph:
                by = f" (named by {self._above[-1]})" if self._above else ""
                raise ShapesError(f"shapes: {node}{by} is not described; add the shape or correct the name")
            self._above.append(node)
            shape = self._shape(node)
            self._above.pop()
            self.by_node[node] = shape
        return self.by_node[node]

    def _shape(self, node: Node) -> Shape:
        graph = self.graph
        self._refuse_unknown(node)
        path_nodes = graph.objects(node, sh("path"))
        if len(path_nodes) > 1:
            raise ShapesError(f"shape {node}: more than one sh:path; keep one")
        severity = graph.objects(node, sh("severity"))
        properties = tuple(self._node_of(node, "property", term) for term in graph.objects(node, sh("property")))
        for each in properties:
            if self.read(each).path is None:
                raise ShapesError(f"shape {node}: its sh:property {each} has no sh:path; give it one")
        return Shape(
            node=node,
            path=read_path(graph, path_nodes[0], node) if path_nodes else None,
            targets=self._targets(node),
            severity=severity[0] if severity and isinstance(severity[0], NamedNode) else sh("Violation"),
            messages=messages(graph, node),
            constraints=tuple(
                sorted(self._constraints(node, bool(path_nodes)), key=lambda c: _ORDER.index(c.parameter))
            ),
            properties=properties,
            deactivated=TRUE in graph.objects(node, sh("deactivated")),
        )

    def _refuse_unknown(self, node: Node) -> None:
        for predicate in self.graph.predicates(node):
            name = predicate.value.removeprefix(SH)
            if name != predicate.value and name not in _ORDER and name not in _DESCRIBING:
                raise UnsupportedShape(
                    f"shape {node}: the compiler does not translate sh:{name};"
                    " remove it or validate with --engine pyshacl"
                )

    def _targets(self, node: Node) -> Targets:
        def iris(name: str) -> tuple[NamedNode, ...]:
            terms = self.graph.objects(node, sh(name))
            for term in terms:
                if not isinstance(term, NamedNode):
                    raise ShapesError(f"shape {node}: sh:{name} {term} is no IRI")
            return tuple(term for term in terms if isinstance(term, NamedNode))

        classes = iris("targetClass")
        if isinstance(node, NamedNode) and node not in classes and self._is_implicit_class(node):
            classes = (*classes, node)
        nodes = tuple(n for n in self.graph.objects(node, sh("targetNode")) if not isinstance(n, BlankNode))
        return Targets(classes, nodes, iris("targetSubjectsOf"), iris("targetObjectsOf"))

    def _constraints(self, node: Node, has_path: bool) -> list[Constraint]:
        graph = self.graph
        found: list[Constraint] = []
        for name in (*_PLAIN, *_COUNTED, *_PROPERTIES, *_SHAPES, *_LISTS, "pattern", "uniqueLang", "closed"):
            terms = graph.objects(node, sh(name))
            if len(terms) > 1 and name in _SINGLE:
                raise ShapesError(f"shape {node}: more than one sh:{name}; keep one")
            if terms and not has_path and name in _ONLY_PROPERTY_SHAPES:
                raise ShapesError(f"shape {node}: sh:{name} needs a property shape; give it a sh:path")
            for term in terms:
                found += self._constraint(node, name, term)
        if has_path:
            found += self._qualified(node)
        for term in graph.objects(node, sh("sparql")):
            validator = read_constraint(graph, term, node)
            if validator is not None:
                found.append(Constraint(sh("SPARQLConstraintComponent"), "sparql", (term,), validator=validator))
        for each in self._components:
            for validator in applicable(graph, each, node, has_path):
                found.append(Constraint(each.node, "validator", validator=validator))
        return found

    def _constraint(self, node: Node, name: str, term: Term) -> list[Constraint]:
        made = Constraint(component(name), name, (term,))
        if name in _COUNTED:
            return [Constraint(made.component, name, (term,), count=self._count(node, name, term))]
        if name in _LISTS:
            members = self.graph.members(term)
            if name not in ("in", "languageIn"):
                for member in members:
                    self.read(self._node_of(node, name, member))
            return [Constraint(made.component, name, members)]
        if name in _SHAPES:
            inner = self.read(self._node_of(node, name, term))
            if name == "node" and inner.path is not None:
                raise ShapesError(f"shape {node}: sh:node {term} is a property shape; name it by sh:property")
        elif name in _PROPERTIES or name in ("datatype", "nodeKind"):
            if not isinstance(term, NamedNode):
                raise ShapesError(f"shape {node}: sh:{name} {term} is no IRI")
            if name == "nodeKind" and term not in _NODE_KINDS:
                raise ShapesError(f"shape {node}: sh:nodeKind {term} is none of SHACL's six kinds")
        elif name == "pattern":
            flags = self.graph.objects(node, sh("flags"))
            return [
                Constraint(made.component, name, (term,), flags=str(getattr(flags[0], "value", "")) if flags else "")
            ]
        elif name == "uniqueLang":
            return [made] if term == TRUE else []
        elif name == "closed":
            return [self._closed(node)] if term == TRUE else []
        elif name not in ("hasValue",) and not isinstance(term, Literal):
            raise ShapesError(f"shape {node}: sh:{name} {term} is no literal")
        return [made]

    def _closed(self, node: Node) -> Constraint:
        allowed: dict[Term, None] = {}
        for each in self.graph.objects(node, sh("property")):
            for path in self.graph.objects(each, sh("path")):
                if isinstance(path, NamedNode):
                    allowed[path] = None
        for ignored in self.graph.objects(node, sh("ignoredProperties")):
            allowed |= dict.fromkeys(self.graph.members(ignored))
        return Constraint(sh("ClosedConstraintComponent"), "closed", tuple(allowed))

    def _qualified(self, node: Node) -> list[Constraint]:
        found: list[Constraint] = []
        for term in self.graph.objects(node, sh("qualifiedValueShape")):
            shape = self._node_of(node, "qualifiedValueShape", term)
            self.read(shape)
            disjoint = TRUE in self.graph.objects(node, sh("qualifiedValueShapesDisjoint"))
            siblings = self._siblings(node, shape) if disjoint else ()
            for name in ("qualifiedMinCount", "qualifiedMaxCount"):
                for literal in self.graph.objects(node, sh(name)):
                    count = self._count(node, name, literal)
                    found.append(Constraint(component(name), name, (shape,), count=count, siblings=siblings))
        return found

    def _siblings(self, node: Node, shape: Node) -> tuple[Node, ...]:
        found: dict[Node, None] = {}
        for parent in self.graph.subjects(sh("property")):
            children = self.graph.objects(parent, sh("property"))
            if node in children:
                for child in children:
                    for term in self.graph.objects(child, sh("qualifiedValueShape")):
                        found[self._node_of(node, "qualifiedValueShape", term)] = None
        found.pop(shape, None)
        for sibling in found:
            self.read(sibling)
        return tuple(found)

    def _count(self, node: Node, name: str, term: Term) -> int:
        if isinstance(term, Literal) and term.value.isdigit() and term.value.isascii():
            return int(term.value)
        raise ShapesError(f"shape {node}: sh:{name} {term} is no count; give an integer of 0 or more")

    def _node_of(self, node: Node, name: str, term: Term) -> Node:
        if isinstance(term, NamedNode | BlankNode):
            return term
        raise ShapesError(f"shape {node}: sh:{name} {term} is a literal, not a shape")
