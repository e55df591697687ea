"""Screens of checks: what clears a constraint of violations without its exact query.

- Counts: one scan of a target's nodes tells, predicate by predicate, how many of them have it and how often.
- The open query of a check, which leaves the targets out and so ranges over all nodes; shapes of several classes that
  want the same of a property share it.
- A test of values: each distinct value is looked at once, first those of all properties with the same test together.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode

from furat.graph.shacl.expressions import FOCUS_PARAMETERS, Expressions, is_value_test
from furat.graph.shacl.paths import Alternative, Inverse, Path, Sequence
from furat.graph.shacl.shapes import Constraint, Shape, Shapes

_NUMBERED = re.compile(r"\?_(\d+)")
_OF_FOCUS = ("equals", "disjoint", "validator")  # value tests that look at the focus node, too


@dataclass(frozen=True, slots=True)
class Screen:
    """What clears a check; nothing set: only its exact query tells."""

    counted: tuple[NamedNode, int, int | None] | None = None  # each focus node has at least and at most so many values
    open_query: str = ""  # without a row there is no violation
    values: str = ""  # a pattern that gives the values of all nodes as ?value
    wrong: str = ""  # a filter that lets through the values at fault


NO_SCREEN = Screen()


def open_screen(pattern: str) -> Screen:
    """Cleared where the pattern has no solution."""
    return Screen(open_query=_any(_renumbered(pattern)))


def values_screen(to: Expressions, shape: Shape, tests: list[Constraint], wrong: str) -> Screen:
    """The same question of all nodes that have the path, or that have what a violation of a node shape needs."""
    if shape.path is None:
        predicates = [_needed(to.shapes, constraint) for constraint in tests]
        if not all(predicates):
            return NO_SCREEN
        named = {predicate for found in predicates for predicate in found or ()}
        options = [f"{{ ?this {each} {to.fresh()} }}" for each in sorted(named, key=str)]
        return open_screen(f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(options)} }} }} {wrong}")
    if not is_open(shape.path):
        return NO_SCREEN
    values = to.steps(shape.path, "?this", "?value")
    if any(constraint.parameter in _OF_FOCUS for constraint in tests):
        return open_screen(f"{values} {wrong}")
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


def _needed(shapes: Shapes, constraint: Constraint) -> frozenset[NamedNode] | None:
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
        own = [_needed(shapes, each) for each in shape.constraints]
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
