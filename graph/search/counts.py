"""How much of what a store holds."""

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Store


@dataclass(frozen=True, slots=True)
class Counts:
    """Triples by class and by property; a triple in two graphs counts twice."""

    triples: int
    graphs: int
    classes: dict[str, int]
    properties: dict[str, int]


def query_text(name: str) -> str:
    """The text of a query of this folder."""
    return files("furat").joinpath("graph", "search", name).read_text(encoding="utf-8")


def count(store: "Store") -> Counts:
    """The counts of a store, by one pass of the engine."""
    from pyoxigraph import Literal, NamedNode

    rows = store.query(query_text("counts.rq"))
    found: dict[str, dict[str, int]] = {"class": {}, "property": {}}
    for row in rows:  # type: ignore[union-attr]
        kind, term, n = row["kind"], row["term"], row["n"]
        if isinstance(kind, Literal) and isinstance(term, NamedNode) and isinstance(n, Literal):
            found[kind.value][term.value] = int(n.value)
    triples = sum(found["property"].values())
    return Counts(triples, sum(1 for _ in store.named_graphs()), found["class"], found["property"])
