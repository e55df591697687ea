"""The actor network, as the queries `network-*` tell it: who acts, on whom, how often, from when to when."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from furat.graph.query import BASE, bind, named_query, rows

if TYPE_CHECKING:
    from pyoxigraph import Store

RunQuery = Callable[
    [str, Mapping[str, str]], Iterable[tuple[Any, ...]]
]  # query name, parameters: rows of terms or None


@dataclass(frozen=True, slots=True)
class Node:
    """An actor that takes part in some report."""

    iri: str
    cls: str  # local name, "ArmedGroup"; "" when nothing describes the actor
    arabic: str | None
    english: str | None
    curated: bool
    reports: int
    documents: int
    first: str | None  # earliest day of its reports, ISO 8601
    last: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """What one actor does to another, or with it: all events of one type."""

    source: str  # IRI
    target: str
    type: str  # local name of the event type
    mutual: bool  # parties of clashes, agreements, meetings: an edge in each direction
    events: int
    reports: int
    first: str | None
    last: str | None


def on_store(store: "Store", base: str = BASE) -> RunQuery:
    """Answers queries of the library on a store of this base."""
    return lambda name, values: rows(store, bind(named_query(name), values, base))


def nodes(run: RunQuery) -> Iterator[Node]:
    """Every actor once, by IRI."""
    last = None
    for row in _records(run, "network-actors"):
        iri = row["actor"].value
        if iri != last:  # a name that documents spell or class differently has several rows: the first is taken
            yield Node(
                iri,
                _local(row["class"].value),
                _value(row["arabic"]),
                _value(row["english"]),
                row["curated"].value == "true",
                int(row["reports"].value),
                int(row["documents"].value),
                _value(row["first"]),
                _value(row["last"]),
            )
        last = iri


def edges(run: RunQuery) -> list[Edge]:
    """Every pair of actors and type of event once, by source, target and type."""
    found: dict[tuple[str, str, str], Edge] = {}
    for name, mutual in (("network-actions", False), ("network-encounters", True)):
        for row in _records(run, name):
            edge = Edge(
                row["source"].value,
                row["target"].value,
                _local(row["type"].value),
                mutual,
                int(row["events"].value),
                int(row["reports"].value),
                _value(row["first"]),
                _value(row["last"]),
            )
            _gather(found, edge)
            if mutual:
                _gather(found, replace(edge, source=edge.target, target=edge.source))
    return [found[key] for key in sorted(found)]


def _gather(found: dict[tuple[str, str, str], Edge], edge: Edge) -> None:
    """Adds an edge; one that stands already (a clash told once as an attack, once as an encounter) grows."""
    key = (edge.source, edge.target, edge.type)
    known = found.get(key)
    if known is not None:
        edge = replace(
            edge,
            mutual=known.mutual or edge.mutual,
            events=known.events + edge.events,
            reports=known.reports + edge.reports,
            first=min(filter(None, (known.first, edge.first)), default=None),
            last=max(filter(None, (known.last, edge.last)), default=None),
        )
    found[key] = edge


def _records(run: RunQuery, name: str) -> Iterator[dict[str, Any]]:
    columns = named_query(name).columns
    for row in run(name, {}):
        yield dict(zip(columns, row, strict=True))


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
