"""From shapes to queries: one query for many constraints, over all focus nodes of a shape at once.

Each check has two texts that find the same violations. `few` starts at the focus nodes and looks their values up;
`many` scans the predicate, drops what is right, and only then asks whether the rest belongs to a focus node: a scan
costs a third of a look-up in memory and a tenth on disk, but is wasted where a shape has few focus nodes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from pyoxigraph import NamedNode, Store

from furat.graph.shacl.errors import ShapesError, of_kind
from furat.graph.shacl.expressions import (
    FOCUS_PARAMETERS,
    Expressions,
    is_value_test,
)
from furat.graph.shacl.paths import Path
from furat.graph.shacl.prebinding import bindings
from furat.graph.shacl.prefilter_queries import NO_SCREEN, Screen, is_open, open_screen, values_screen
from furat.graph.shacl.shapes import Constraint, Shape, Targets
from furat.graph.shacl.vocabulary import Node, Term


@dataclass(frozen=True, slots=True)
class Check:
    """A query whose rows are violations.

    Variables: ?this the focus node, ?value and ?other as the constraint has them, ?k0 ?k1 ... whether each of
    several tests holds (with a single test every row is a violation).
    """

    tests: tuple[tuple[Shape, Constraint], ...]
    few: str
    many: str
    is_query: bool = False  # a query of the shapes' own, with variables of its own
    is_plain: bool = False  # holds such a query: runs over an ordinary store also where there is an exact one
    screen: Screen = NO_SCREEN


@dataclass(frozen=True, slots=True)
class Root:
    """A shape with targets: the pattern that gives each of its focus nodes once, and its checks."""

    node: Node
    source: str | None  # nothing where all targets are named nodes
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class _Context:
    """How ?this is reached: from the targets, over the paths of the property shapes above."""

    targets: Targets
    hops: tuple[Path, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        return (*(f"?f{index}" for index in range(len(self.hops))), "?this")


class Planner:
    """Writes the checks of a root shape."""

    def __init__(self, expressions: Expressions) -> None:
        self._to = expressions
        self._checks: list[Check] = []
        self._plain = False

    def root(self, node: Node) -> Root:
        """The source and the checks of a shape with targets."""
        self._checks = []
        shape = self._to.shapes.by_node[node]
        if not shape.deactivated:
            self._shape(shape, _Context(shape.targets))
            self._counts([shape], _Context(shape.targets))
        only_nodes = not (shape.targets.classes or shape.targets.subjects_of or shape.targets.objects_of)
        source = None if only_nodes else self._targets(shape.targets, "?this")
        return Root(node, source, tuple(self._checks))

    def _shape(self, shape: Shape, context: _Context) -> None:
        self._values(shape, context)
        for constraint in shape.constraints:
            if constraint.parameter == "sparql" or (
                constraint.parameter == "validator" and not is_value_test(constraint)
            ):
                self._query(shape, constraint, context)
            elif constraint.parameter == "equals" or not (
                is_value_test(constraint) or constraint.parameter in FOCUS_PARAMETERS
            ):
                self._rows(shape, constraint, context)
        children = [self._to.shapes.by_node[each] for each in shape.properties]
        children = [child for child in children if not child.deactivated]
        inner = context if shape.path is None else _Context(context.targets, (*context.hops, shape.path))
        for child in children:
            self._shape(child, inner)
        self._counts(children, inner)

    def _values(self, shape: Shape, context: _Context) -> None:
        """One query for all constraints that look at each value node by itself."""
        found = [constraint for constraint in shape.constraints if is_value_test(constraint)]
        for tests in _apart(found, self._to.runs_query):
            with self._store_for(tests):
                self._values_of(shape, context, tests)

    def _values_of(self, shape: Shape, context: _Context, tests: list[Constraint]) -> None:
        value = "?this" if shape.path is None else "?value"
        written = [self._to.value_test(constraint, "?this", value) for constraint in tests]
        head = self._head(context, written, *(["?value"] if shape.path is not None else []))
        wrong = f"FILTER(!({' && '.join(written)}))"
        if shape.path is None:
            few = many = f"{head} WHERE {{ {self._source(context)} {wrong} }}"
        else:
            steps = self._to.steps(shape.path, "?this", "?value")
            few = f"{head} WHERE {{ {self._source(context)} LATERAL {{ {steps} }} {wrong} }}"
            many = self._scanned(head, shape.path, context, wrong) or few
        self._add(
            [(shape, constraint) for constraint in tests], few, many, values_screen(self._to, shape, tests, wrong)
        )

    def _counts(self, shapes: list[Shape], context: _Context) -> None:
        """One query for all constraints that count the values of a focus node, over all its property shapes."""
        pairs = [(s, c) for s in shapes for c in s.constraints if c.parameter in FOCUS_PARAMETERS]
        for bundled in _apart(pairs, lambda pair: self._to.runs_query(pair[1])):
            with self._store_for([constraint for _, constraint in bundled]):
                self._counts_of(bundled, context)

    def _counts_of(self, bundled: list[tuple[Shape, Constraint]], context: _Context) -> None:
        alone: dict[int, str] = {}
        for index, (shape, constraint) in enumerate(bundled):
            text = self._counted(shape, constraint, context)
            if text is not None:
                alone[index] = text
        rest = [pair for index, pair in enumerate(bundled) if index not in alone]
        if not alone:
            text = self._bundle(bundled, context)
            self._add(bundled, text, text)
        else:
            # few: all in one; many: those that can be counted by a scan, each by itself
            self._add(bundled, self._bundle(bundled, context), "")
            for index, text in alone.items():
                shape, constraint = bundled[index]
                path = of_kind(shape.path, NamedNode)
                least, most = (1, None) if constraint.parameter == "minCount" else (0, constraint.count)
                self._add([bundled[index]], "", text, Screen(counted=(path, least, most)))
            if rest:
                self._add(rest, "", self._bundle(rest, context))

    def _bundle(self, pairs: list[tuple[Shape, Constraint]], context: _Context) -> str:
        written = [self._to.focus_test(constraint, shape, "?this") for shape, constraint in pairs]
        head = self._head(context, written)
        return f"{head} WHERE {{ {self._source(context)} FILTER(!({' && '.join(written)})) }}"

    def _counted(self, shape: Shape, constraint: Constraint, context: _Context) -> str | None:
        if context.hops or not isinstance(shape.path, NamedNode):
            return None
        step = f"?this {shape.path} ?value ."
        if constraint.parameter == "minCount" and constraint.count == 1:
            return f"SELECT DISTINCT ?this WHERE {{ {self._source(context)} MINUS {{ {step} }} }}"
        if constraint.parameter == "maxCount":
            having = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {constraint.count})"
            counted = f"{{ SELECT ?this WHERE {{ {step} }} {having} }}"
            return f"SELECT DISTINCT ?this WHERE {{ {counted} LATERAL {{ {self._back(context)} }} }}"
        return None

    def _rows(self, shape: Shape, constraint: Constraint, context: _Context) -> None:
        rows = self._to.rows(constraint, shape, "?this", "?value", "?other", "?node")
        columns = _ROW_COLUMNS.get(constraint.parameter, ("?value", "?other"))
        head = f"SELECT DISTINCT {' '.join((*context.variables, *columns))}"
        few = f"{head} WHERE {{ {self._source(context)} LATERAL {{ {rows} }} }}"
        many = few
        simple = isinstance(shape.path, NamedNode)
        if simple and constraint.parameter in _SCANNED and self._back(context):
            if constraint.parameter != "uniqueLang":
                rows = rows.replace(" LATERAL { ", " ", 1).removesuffix(" }")  # free to join in any order
            many = f"{head} WHERE {{ {{ {rows} }} LATERAL {{ {self._back(context)} }} }}"
        is_scan = constraint.parameter == "equals" or (constraint.parameter in _SCANNED and is_open(shape.path))
        screen = open_screen(rows) if is_scan else NO_SCREEN
        self._add([(shape, constraint)], few, many, screen)

    def _query(self, shape: Shape, constraint: Constraint, context: _Context) -> None:
        with self._store_for([constraint]):
            self._query_of(shape, constraint, context)

    def _query_of(self, shape: Shape, constraint: Constraint, context: _Context) -> None:
        validator = constraint.own_validator
        bound = bindings(validator, self._to.shapes_graph)
        if context.hops or validator.body.needs_lateral:
            values = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in bound.items())
            inner = validator.body.inside_lateral(str, ("this", *bound))
            text = f"SELECT * WHERE {{ {self._source(context)} {values} LATERAL {{ {inner} }} }}"
        else:
            patterns = {"this": self._source(context)}
            patterns |= {name: f"VALUES ?{name} {{ {term} }}" for name, term in bound.items()}
            text = validator.body.inject(patterns, {name: str(term) for name, term in bound.items()})
        try:
            _EMPTY.query(text, use_default_graph_as_union=True)
        except (SyntaxError, ValueError) as error:
            raise ShapesError(f"{validator.body.place}: no valid SPARQL: {error}") from error
        screen = NO_SCREEN if bound else Screen(open_query=validator.body.open_query("this"))
        self._checks.append(Check(((shape, constraint),), text, text, is_query=True, is_plain=True, screen=screen))

    def _add(self, tests: Iterable[tuple[Shape, Constraint]], few: str, many: str, screen: Screen = NO_SCREEN) -> None:
        self._checks.append(Check(tuple(tests), few, many, is_plain=self._plain, screen=screen))

    @contextmanager
    def _store_for(self, tests: list[Constraint]) -> Iterator[None]:
        """Write for an ordinary store while one of the constraints runs a query of the shapes' own."""
        exact, self._plain = self._to.exact, any(map(self._to.runs_query, tests))
        self._to.exact = exact and not self._plain
        yield
        self._to.exact, self._plain = exact, False

    def _head(self, context: _Context, written: list[str], *more: str) -> str:
        columns = [*context.variables, *more]
        if len(written) > 1:
            columns += [f"({test} AS ?k{index})" for index, test in enumerate(written)]
        return f"SELECT DISTINCT {' '.join(columns)}"

    def _scanned(self, head: str, path: Path, context: _Context, wrong: str) -> str | None:
        """Scan a predicate for wrong values and only then see whose they are."""
        back = self._back(context)
        if not isinstance(path, NamedNode) or not back:
            return None
        return f"{head} WHERE {{ {{ ?this {path} ?value {wrong} }} LATERAL {{ {back} }} }}"

    def _source(self, context: _Context) -> str:
        """The pattern that binds the variables of a context, each target once."""
        variables = context.variables
        pattern = self._targets(context.targets, variables[0])
        for path, start, end in zip(context.hops, variables, variables[1:], strict=False):
            pattern += f" LATERAL {{ {self._to.steps(path, start, end)} }}"
        return pattern

    def _back(self, context: _Context) -> str:
        """The pattern from a bound ?this back to the targets, or nothing where a hop is no plain predicate."""
        variables = context.variables
        pattern = ""
        for path, start, end in reversed(list(zip(context.hops, variables, variables[1:], strict=False))):
            if not isinstance(path, NamedNode):
                return ""
            pattern += f"{start} {path} {end} LATERAL {{ "
        return pattern + self._union(context.targets, variables[0], bound=True) + " }" * len(context.hops)

    def _options(self, targets: Targets, var: str, bound: bool) -> list[str]:
        classes: dict[Term, None] = {}
        for cls in targets.classes:
            classes |= dict.fromkeys(self._to.subclasses(cls))
        options = [f"{var} a {cls} ." for cls in classes]
        if targets.nodes and bound:  # LATERAL forbids VALUES for a bound variable
            options.append(f"FILTER({' || '.join(f'sameTerm({var}, {self._to.term(n)})' for n in targets.nodes)})")
        elif targets.nodes:
            options.append(f"VALUES {var} {{ {' '.join(map(self._to.term, targets.nodes))} }}")
        options += [f"{var} {predicate} {self._to.fresh()} ." for predicate in targets.subjects_of]
        options += [f"{self._to.fresh()} {predicate} {var} ." for predicate in targets.objects_of]
        return options

    def _union(self, targets: Targets, var: str, bound: bool = False) -> str:
        options = self._options(targets, var, bound)
        return options[0] if len(options) == 1 else " UNION ".join(f"{{ {option} }}" for option in options)

    def _targets(self, targets: Targets, var: str) -> str:
        options = self._options(targets, var, False)
        if len(options) == 1 and not (targets.subjects_of or targets.objects_of):
            return options[0]
        return f"{{ SELECT DISTINCT {var} WHERE {{ {self._union(targets, var)} }} }}"


_SCANNED = ("uniqueLang", "lessThan", "lessThanOrEquals")
_ROW_COLUMNS = {"uniqueLang": ("?other",), "closed": ("?node", "?value", "?other")}
_Item = TypeVar("_Item")


def _apart(items: list[_Item], is_apart: Callable[[_Item], bool]) -> list[list[_Item]]:
    """The items in two lists, empty ones left out."""
    parts = [[item for item in items if not is_apart(item)], [item for item in items if is_apart(item)]]
    return [part for part in parts if part]


_EMPTY = Store()
