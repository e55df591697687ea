"""The facts about reports that clustering compares: what documents tell, and what the gazetteer adds to it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from furat.extract.records import ROLES, Status
from furat.graph.clustering.facts import ReportFact
from furat.graph.ingest.derivation.facts_codec import EARLIEST, LATEST, Said, Told
from furat.graph.vocab.iris import Iris, trigger_of
from furat.graph.vocab.namespaces import FURAT, TYPE, node

if TYPE_CHECKING:
    from pyoxigraph import NamedNode
    from pyoxigraph import Store as Engine

_OF_SIDES = (
    "rdf:type", "furat:countryCode", "furat:affiliationType", "furat:ofActor", "furat:withActor", "furat:until",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the gazetteer knows; IRIs."""

    within: Mapping[str, set[str]]  # place -> the places it lies in directly
    sides: Mapping[str, str]  # actor -> the state or group it acts for


def surroundings(engine: "Engine", iris: Iris) -> Surroundings:
    """What the gazetteer in the store knows."""
    from pyoxigraph import NamedNode

    graph = NamedNode(iris.graph("gazetteer"))
    within: dict[str, set[str]] = defaultdict(set)
    for quad in engine.quads_for_pattern(None, node("furat:within"), None, graph):
        within[_text(quad.subject)].add(_text(quad.object))
    rows = _aside(engine, graph).query(_query("sides.rq"))
    found = sorted(((row[0].value, row[1].value) for row in rows), reverse=True)  # type: ignore[union-attr]
    return Surroundings(within, dict(found))  # of several sides the first by name


def _aside(engine: "Engine", graph: "NamedNode") -> "Engine":
    """What the query of sides needs of a graph, by itself: in the whole store it would look through all documents."""
    from pyoxigraph import Quad
    from pyoxigraph import Store as Engine

    found = Engine()
    for name in _OF_SIDES:
        quads = engine.quads_for_pattern(None, node(name), None, graph)
        found.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return found


def report_facts(told: Told, known: Surroundings) -> Iterator[ReportFact]:
    """What clustering sees of each report of a document, in the order of their IRIs."""
    issued = date.fromisoformat(told.issued) if told.issued else None
    for report in sorted(told.reports):
        yield _fact(report, told, issued, known)


def _fact(report: str, told: Told, issued: date | None, known: Surroundings) -> ReportFact:
    said = told.reports[report]
    document = said["inDocument"][0]
    places = tuple(said.get("location", ()))
    participants = {role: tuple(said[role]) for role in ROLES if role in said}
    return ReportFact(
        iri=report,
        document=document,
        publisher=told.publisher or document,
        order=trigger_of(report).start,
        type=said["eventType"][0].removeprefix(TYPE),
        status=cast(Status, said["status"][0].removeprefix(FURAT).lower()),
        participants=participants,
        places=places,
        ancestors=_above(places, told.within, known.within) if places else {},
        earliest=_day(said, EARLIEST),
        latest=_day(said, LATEST),
        edtf=said["edtf"][0] if "edtf" in said else None,
        killed=_bounds(said, "killed"),
        injured=_bounds(said, "injured"),
        same_as=said["sameEventAs"][0] if "sameEventAs" in said else None,
        issued=issued,
        sides={a: known.sides[a] for named in participants.values() for a in named if a in known.sides},
    )


def _day(said: Said, name: str) -> date | None:
    return date.fromisoformat(said[name][0]) if name in said else None


def _bounds(said: Said, counted: str) -> tuple[int | None, int | None] | None:
    low, high = (int(said[name][0]) if name in said else None for name in (f"{counted}Min", f"{counted}Max"))
    return None if low is None and high is None else (low, high)


def _above(
    places: tuple[str, ...], own: Mapping[str, list[str]], curated: Mapping[str, set[str]]
) -> dict[str, tuple[str, ...]]:
    """All that places lie in, at any distance; and the same of what they lie in."""
    found: dict[str, tuple[str, ...]] = {}
    ahead = list(places)
    while ahead:
        place = ahead.pop()
        if place not in found:
            found[place] = tuple(sorted(_beyond(place, own, curated)))
            ahead += found[place]
    return found


def _beyond(place: str, own: Mapping[str, list[str]], curated: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    ahead = [place]
    while ahead:
        inner = ahead.pop()
        for larger in (*own.get(inner, ()), *curated.get(inner, ())):
            if larger not in found:
                found.add(larger)
                ahead.append(larger)
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


@cache
def _query(name: str) -> str:
    return files("furat").joinpath("graph", "ingest", "derivation", name).read_text(encoding="utf-8")
