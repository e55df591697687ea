"""Shapes compiled to queries, and the run of these over a store."""

from collections.abc import Iterator
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from furat.graph.shacl.compiler import Check, Planner, Root
from furat.graph.shacl.datatype_shadow import given_back
from furat.graph.shacl.datatypes import WELL_FORMED, well_formed_function
from furat.graph.shacl.errors import ShapesError, of_kind
from furat.graph.shacl.expressions import Expressions
from furat.graph.shacl.graph import Shapes as ShapesInput
from furat.graph.shacl.graph import read_shapes_graph
from furat.graph.shacl.messages import filled, static_messages
from furat.graph.shacl.parser import read_shapes
from furat.graph.shacl.prefilter import Screening
from furat.graph.shacl.prefilter_queries import together
from furat.graph.shacl.results import Result
from furat.graph.shacl.shapes import Constraint, Shape, Shapes
from furat.graph.shacl.vocabulary import FALSE, SUBCLASS_OF, Term

FEW = 200  # focus nodes up to which looking values up beats scanning a predicate


def compile_shapes(shapes: ShapesInput, *, shapes_graph: NamedNode | None = None, few: int = FEW) -> "Compiled":
    """Shapes as queries, ready to run over any store.

    `shapes` is Turtle text, bytes or a path, a store, or quads. `shapes_graph` is the graph of the validated store
    that holds the shapes, for SPARQL constraints that use $shapesGraph. With up to `few` focus nodes a shape's values
    are looked up, with more they are screened and scanned; results do not depend on it, but 0 suits small stores best.
    Raises ShapesError for shapes that break SHACL's syntax and UnsupportedShape for what is not translated.
    """
    return Compiled(read_shapes(read_shapes_graph(shapes)), shapes_graph, few)


class Compiled:
    """Shapes compiled to SPARQL; keeps no state of the stores that it validates."""

    def __init__(self, shapes: Shapes, shapes_graph: NamedNode | None = None, few: int = FEW) -> None:
        self.shapes = shapes
        self._few = few
        self._shapes_graph = shapes_graph
        self._classes = _classes_of(shapes)
        self._plans: dict[tuple[tuple[tuple[NamedNode, ...], ...], bool], _Plan] = {}
        self._flat = self._plan_for({})  # what cannot be translated shows now, not at the first run

    def validate(self, store: Store, *, union: bool = True, exact: Store | None = None) -> list[Result]:
        """Every violation in the store, in a fixed order; `union` takes all graphs as one, else the default graph.

        `exact` is the same data with every datatype kept (exact.py), for data that was just read from files.
        """
        return sorted(self._results(store, union, exact), key=Result.sort_key)

    def conforms(self, store: Store, *, union: bool = True) -> bool:
        """Whether there is no violation; stops at the first."""
        return next(self._results(store, union, None), None) is None

    def queries(self) -> list[str]:
        """The text of every query, as it runs on data without subclasses."""
        checks = [check for root in self._flat.roots for check in root.checks]
        return [text for check in checks for text in dict.fromkeys((check.few, check.many)) if text]

    def _results(self, store: Store, union: bool, exact: Store | None) -> Iterator[Result]:
        below = _subclasses(store, union) if self._classes else {}
        plan = self._plan_for(below, exact is not None) if below or exact is not None else self._flat
        ordinary = _Over(plan, store, union)
        kept = ordinary if exact is None else _Over(plan, exact, union)
        for root in plan.roots:
            nodes = 0 if root.source is None else ordinary.screening.focus_nodes(root.source)
            if root.source is None or nodes:
                for check in root.checks:
                    over = ordinary if check.is_plain else kept
                    yield from over.violations(root, check, many=nodes > self._few)

    def _plan_for(self, below: dict[Term, set[Term]], exact: bool = False) -> "_Plan":
        expanded = tuple(_expand(cls, below) for cls in self._classes)
        if (expanded, exact) not in self._plans:
            if len(self._plans) >= 16:
                self._plans.clear()
            by_class = dict(zip(self._classes, expanded, strict=True))
            expressions = Expressions(self.shapes, by_class.__getitem__, self._shapes_graph, exact)
            self._plans[expanded, exact] = _Plan(expressions)
        return self._plans[expanded, exact]


class _Over:
    """A run of a plan over one store."""

    def __init__(self, plan: "_Plan", store: Store, union: bool) -> None:
        self._plan = plan
        self._store = store
        self._union = union
        self.screening = Screening(lambda text: plan.run(store, text, union), plan.together)

    def violations(self, root: Root, check: Check, *, many: bool) -> Iterator[Result]:
        """The results of a check, its query run only where the screen does not clear it."""
        text = check.many if many else check.few
        if not text or (many and root.source is not None and self.screening.clears(check.screen, root.source)):
            return iter(())
        return self._plan.violations(self._store, check, text, self._union)


class _Plan:
    """The queries for one class hierarchy, as the data has it."""

    def __init__(self, expressions: Expressions) -> None:
        shapes = expressions.shapes
        planner = Planner(expressions)
        self.roots = [planner.root(node) for node in shapes.roots]
        self.together = together(check.screen for root in self.roots for check in root.checks)
        self._written = _written_otherwise(shapes)
        self._functions: dict[NamedNode, Any] = {WELL_FORMED: lambda term: well_formed_function(given_back(term))}
        for name, pattern in expressions.patterns.items():
            self._functions[name] = lambda text, search=pattern.search: Literal(search(text.value) is not None)
        self._messages = {
            (shape.node, index): static_messages(shape, constraint)
            for shape in shapes.by_node.values()
            for index, constraint in enumerate(shape.constraints)
        }

    def _as_written(self, term: Any) -> Any:
        return given_back(self._written.get(term, term))

    def run(self, store: Store, text: str, union: bool) -> QuerySolutions:
        """The solutions of a query."""
        found = store.query(text, use_default_graph_as_union=union, custom_functions=self._functions)
        return of_kind(found, QuerySolutions)

    def violations(self, store: Store, check: Check, text: str, union: bool) -> Iterator[Result]:
        """The results that a check finds."""
        solutions = self.run(store, text, union)
        names = [variable.value for variable in solutions.variables]
        if check.is_query:
            yield from self._of_query(check, names, solutions)
            return
        at = {name: index for index, name in enumerate(names)}
        this, value, other = at["this"], at.get("value"), at.get("other")
        for solution in solutions:
            for index, (shape, constraint) in enumerate(check.tests):
                if len(check.tests) == 1 or solution[at[f"k{index}"]] == FALSE:
                    focus = solution[this]
                    fault = solution[value] if value is not None else _value_at(shape, constraint, focus)
                    path = solution[other] if constraint.parameter == "closed" and other is not None else shape.path
                    yield self._result(shape, constraint, focus, path, fault)

    def _of_query(self, check: Check, names: list[str], solutions: QuerySolutions) -> Iterator[Result]:
        ((shape, constraint),) = check.tests
        validator = constraint.own_validator
        seen: set[tuple[Term | None, ...]] = set()
        for solution in solutions:
            row = tuple(solution)
            if row in seen:
                continue
            seen.add(row)
            found = dict(zip(names, row, strict=True))
            if found.get("failure") is not None:
                raise ShapesError(f"{validator.body.place}: the query reports a failure at {found['this']}")
            focus = found["this"]
            path = found.get("path") if isinstance(found.get("path"), NamedNode) else shape.path
            value = found.get("value") or (focus if shape.path is None else None)
            values = {**dict(validator.bindings), **found, "value": value, "path": path}
            message = found.get("message")
            own = (message,) if isinstance(message, Literal) and not validator.messages else None
            yield self._result(shape, constraint, focus, path, value, values, own)

    def _result(
        self,
        shape: Shape,
        constraint: Constraint,
        focus: Any,
        path: Any,
        value: Any,
        values: dict[str, Any] | None = None,
        own: tuple[Literal, ...] | None = None,
    ) -> Result:
        messages = own or static_messages(shape, constraint)
        validator = constraint.validator
        if validator is not None:
            messages = filled(
                messages, values or {**dict(validator.bindings), "this": focus, "value": value, "path": path}
            )
        focus, value = (self._as_written(term) for term in (focus, value))
        source = constraint.terms[0] if constraint.parameter == "sparql" else None
        return Result(focus, path, value, shape.node, constraint.component, source, shape.severity, messages)


def _written_otherwise(shapes: Shapes) -> dict[Term, Term]:
    """Literals of sh:targetNode by the form that Oxigraph gives them ("4.0" comes out of a query as "4")."""
    found: dict[Term, Term] = {}
    for shape in shapes.by_node.values():
        for term in shape.targets.nodes:
            if isinstance(term, Literal):
                solutions = Store().query(f"SELECT ?term {{ VALUES ?term {{ {term} }} }}")
                found[next(of_kind(solutions, QuerySolutions))["term"]] = term
    return found


def _value_at(shape: Shape, constraint: Constraint, focus: Term) -> Term | None:
    """The value of a violation that a query without ?value found: at a node shape's value tests the focus node."""
    return focus if shape.path is None and constraint.parameter != "hasValue" else None


def _classes_of(shapes: Shapes) -> tuple[NamedNode, ...]:
    found: dict[NamedNode, None] = {}
    for shape in shapes.by_node.values():
        found |= dict.fromkeys(shape.targets.classes)
        for constraint in shape.constraints:
            if constraint.parameter == "class":
                found |= {term: None for term in constraint.terms if isinstance(term, NamedNode)}
    return tuple(found)


def _subclasses(store: Store, union: bool) -> dict[Term, set[Term]]:
    below: dict[Term, set[Term]] = {}
    for quad in store.quads_for_pattern(None, SUBCLASS_OF, None, None if union else DefaultGraph()):
        below.setdefault(quad.object, set()).add(quad.subject)
    return below


def _expand(cls: NamedNode, below: dict[Term, set[Term]]) -> tuple[NamedNode, ...]:
    found: set[Term] = {cls}
    waiting: list[Term] = [cls]
    while waiting:
        for each in below.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    named = sorted((t for t in found if isinstance(t, NamedNode) and t != cls), key=lambda t: t.value)
    return (cls, *named)
