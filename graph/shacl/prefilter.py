"""Screening: cheap questions over a whole store whose answer clears many constraints at once.

Conforming data is the normal case, so the exact query of a check runs only where its screen does not clear it. A screen
may raise a false alarm, never miss a violation. Here screens are asked; `screens.py` writes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from furat.graph.shacl.errors import of_kind
from furat.graph.shacl.prefilter_queries import Screen
from furat.graph.shacl.vocabulary import Term

SCREENED = 1_000_000  # focus nodes up to which screens may keep sets of nodes and values in memory


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
    return int(of_kind(term, Literal).value)
