"""Screening: cheap questions over a whole store whose answer clears many constraints at once.

Conforming data is the normal case, so the exact query of a check runs only where its screen does not clear it. A screen
may raise a false alarm, never miss a violation:

- counts: one scan of a target's nodes tells, predicate by predicate, how many of them have it and how often;
- the open query of a check, which leaves the targets out and so ranges over all nodes; shapes of several classes that
  want the same of a property share it;
- a test of values: each distinct value is looked at once, first those of all properties with the same test together.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from furat.graph.shacl.expressions import FOCUS_PARAMETERS, is_value_test
from furat.graph.shacl.paths import Alternative, Inverse, Path, Sequence
from furat.graph.shacl.shapes import Constraint, Shape, Shapes
from furat.graph.shacl.vocabulary import Term

SCREENED = 1_000_000  # focus nodes up to which screens may keep sets of nodes and values in memory
_NUMBERED = re.compile(r"\?_(\d+)")


@dataclass(frozen=True, slots=True)
class Screen:
    """What clears a check; nothing set: only its exact query tells."""

    counted: tuple[NamedNode, int, int | None] | None = None  # each focus node has at least and at most so many values
    open_query: str = ""  # without a row there is no violation
    values: str = ""  # a pattern that gives the values of all nodes as ?value
    wrong: str = ""  # a filter that lets through the values at fault


NO_SCREEN = Screen()


@dataclass(frozen=True, slots=True)
class _Profile:
    """How the focus nodes of a target use predicates."""

    nodes: dict[Term, int]  # focus nodes that have a value
    values: dict[Term, int]  # their values in all; a triple in two graphs may count twice


class Screening:
    """The screens of one run over one store, each asked once."""

    def __init__(self, run: Callable[[str], QuerySolutions], together: Mapping[str, str]) -> None:
        self._run = run
        self._together = together
        self._focus_nodes: dict[str, int] = {}
        self._profiles: dict[str, _Profile] = {}
        self._found: dict[str, bool] = {}

    def focus_nodes(self, source: str) -> int:
        """How many nodes a target pattern gives; never fewer than there are."""
        if source not in self._focus_nodes:
            (solution,) = self._run(f"SELECT (COUNT(*) AS ?count) WHERE {{ {source} }}")
            self._focus_nodes[source] = _number(solution["count"])
        return self._focus_nodes[source]

    def clears(self, screen: Screen, source: str) -> bool:
        """Whether a check of the targets certainly finds nothing."""
        if self.focus_nodes(source) > SCREENED:
            return False
        if screen.counted is not None:
            return self._within(*screen.counted, source)
        if screen.wrong and not self._finds(self._together[screen.wrong]):
            return True
        return bool(screen.open_query) and not self._finds(screen.open_query)

    def _within(self, predicate: NamedNode, least: int, most: int | None, source: str) -> bool:
        profile = self._profile(source)
        nodes, values = profile.nodes.get(predicate, 0), profile.values.get(predicate, 0)
        if least and not (least == 1 and nodes == self.focus_nodes(source)):
            return False
        return most is None or values == 0 or (most >= 1 and values == nodes)

    def _profile(self, source: str) -> _Profile:
        if source not in self._profiles:
            counts = "?predicate (COUNT(*) AS ?values) (COUNT(DISTINCT ?this) AS ?nodes)"
            scan = f"{source} LATERAL {{ ?this ?predicate ?value }}"
            found = list(self._run(f"SELECT {counts} WHERE {{ {scan} }} GROUP BY ?predicate"))
            nodes = {solution["predicate"]: _number(solution["nodes"]) for solution in found}
            values = {solution["predicate"]: _number(solution["values"]) for solution in found}
            self._profiles[source] = _Profile(nodes, values)
        return self._profiles[source]

    def _finds(self, query: str) -> bool:
        if query not in self._found:
            self._found[query] = next(self._run(query), None) is not None
        return self._found[query]


def _number(term: object) -> int:
    assert isinstance(term, Literal)
    return int(term.value)


def open_screen(pattern: str) -> Screen:
    """Cleared where the pattern has no solution."""
    return Screen(open_query=_any(_renumbered(pattern)))


def values_screen(values: str, wrong: str) -> Screen:
    """Cleared where no value of a pattern is at fault."""
    values, wrong = _renumbered(values), _renumbered(wrong)
    return Screen(open_query=_any(f"{_each_once(values)} {wrong}"), values=values, wrong=wrong)


def together(screens: Iterable[Screen]) -> dict[str, str]:
    """For each test of values, the query over all properties that have it."""
    values: dict[str, dict[str, None]] = {}
    for screen in screens:
        if screen.wrong:
            values.setdefault(screen.wrong, {})[screen.values] = None
    unions = {wrong: " UNION ".join(f"{{ {each} }}" for each in found) for wrong, found in values.items()}
    return {wrong: _any(f"{_each_once(union)} {wrong}") for wrong, union in unions.items()}


def _each_once(values: str) -> str:
    return f"{{ SELECT ?value WHERE {{ {values} }} GROUP BY ?value }}"


def _any(pattern: str) -> str:
    return f"SELECT (1 AS ?found) WHERE {{ {pattern} }} LIMIT 1"


def _renumbered(text: str) -> str:
    """The text with its fresh variables numbered anew, so that one question reads the same in every shape."""
    numbers: dict[str, str] = {}
    return _NUMBERED.sub(lambda match: f"?_{numbers.setdefault(match[1], str(len(numbers)))}", text)


def is_open(path: Path | None) -> bool:
    """Whether the pattern of a path also finds the nodes that it starts from."""
    match path:
        case NamedNode() | Inverse(NamedNode()):
            return True
        case Sequence((first, *_)):
            return is_open(first)
        case Alternative(choices):
            return all(map(is_open, choices))
    return False


def needed(shapes: Shapes, constraint: Constraint) -> frozenset[NamedNode] | None:
    """Predicates of which a node has one if it violates a node shape's constraint; none where nothing is known."""
    if constraint.parameter not in ("and", "node", "or"):
        return None
    nodes = [term for term in constraint.terms if isinstance(term, NamedNode | BlankNode)]
    parts = [_needed_by(shapes, shapes.by_node[node]) for node in nodes]
    if constraint.parameter == "or":  # every member is violated: the strictest need holds
        return min((part for part in parts if part is not None), key=len, default=None)
    return _any_of(parts)


def _needed_by(shapes: Shapes, shape: Shape) -> frozenset[NamedNode] | None:
    if shape.deactivated:
        return frozenset()
    if shape.path is None:
        own = [needed(shapes, each) for each in shape.constraints]
        return _any_of(own + [_needed_by(shapes, shapes.by_node[each]) for each in shape.properties])
    first = _first_steps(shape.path)
    if first is None:
        return None
    return _any_of([_needed_with(first, each) for each in shape.constraints] + [first] * bool(shape.properties))


def _needed_with(first: frozenset[NamedNode], constraint: Constraint) -> frozenset[NamedNode] | None:
    """What a violation of a property shape's constraint needs, where a value needs one of the first steps."""
    name, terms = constraint.parameter, constraint.terms
    if name == "equals":
        return first | {term for term in terms if isinstance(term, NamedNode)}
    if name in ("maxCount", "qualifiedMaxCount", "lessThan", "lessThanOrEquals", "uniqueLang", "closed"):
        return first
    if name in FOCUS_PARAMETERS:  # a value may be missing
        return first if name == "minCount" and constraint.count == 0 else None
    return first if is_value_test(constraint) else None


def _any_of(parts: list[frozenset[NamedNode] | None]) -> frozenset[NamedNode] | None:
    found: frozenset[NamedNode] = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _first_steps(path: Path) -> frozenset[NamedNode] | None:
    match path:
        case NamedNode():
            return frozenset({path})
        case Sequence((first, *_)):
            return _first_steps(first)
        case Alternative(choices):
            return _any_of([_first_steps(choice) for choice in choices])
    return None
