"""Events derived from the reports of all documents: facts out of the store, clusters, lines of the events graph."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from furat.extract.records import ROLES, Status
from furat.graph.clustering.cluster import cluster
from furat.graph.clustering.facts import ReportFact
from furat.graph.iris import Iris, trigger_of
from furat.graph.mapping.events import event_lines
from furat.graph.namespaces import FURAT, TYPE, iri

if TYPE_CHECKING:
    from pyoxigraph import Store as Engine

_EARLIEST, _LATEST = "hasEarliestBeginTimeStamp", "hasLatestEndTimeStamp"
_SAID = (  # the first one tells what is a report
    *("furat:inDocument", "furat:eventType", "furat:status", "furat:sentence", "furat:edtf", "furat:sameEventAs"),
    *("furat:killedMin", "furat:killedMax", "furat:injuredMin", "furat:injuredMax"),
    *(f"sem:{_EARLIEST}", f"sem:{_LATEST}", *(f"furat:{role}" for role in ROLES)),
)


def events(engine: "Engine", iris: Iris) -> Iterator[tuple[str, list[str]]]:
    """Key and lines of each event, in the order of the keys."""
    facts = {fact.iri: fact for fact in report_facts(engine)}
    found = {made.key: made for made in cluster(facts.values())}
    for key in sorted(found):
        yield key, list(event_lines(iris, found[key], facts))


def report_facts(engine: "Engine") -> Iterator[ReportFact]:
    """What clustering sees of each report in the store, in the order of their IRIs."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in _SAID:  # one predicate at a time: twice as fast as a filter over all that reports say
        for report, _, value in _rows(engine, "facts.rq", iri(name)):
            if name == "furat:inDocument" or report in said:
                said[report][name.partition(":")[2]].append(value)
    publishers = {row[0]: row[1] for row in _rows(engine, "publishers.rq")}
    within: dict[str, set[str]] = defaultdict(set)
    for place, larger in _rows(engine, "places.rq"):
        within[place].add(larger)
    issued = {document: date.fromisoformat(day) for document, day in _rows(engine, "issued.rq")}
    sides = {row[0]: row[1] for row in sorted(_rows(engine, "sides.rq"), reverse=True)}  # the first by name, of several
    for report in sorted(said):
        fact = _fact(report, said.pop(report), publishers, within)
        yield replace(fact, issued=issued.get(fact.document), sides=_sides(fact, sides))


def _fact(
    report: str, said: Mapping[str, list[str]], publishers: Mapping[str, str], within: Mapping[str, set[str]]
) -> ReportFact:
    document = said["inDocument"][0]
    places = tuple(sorted(said["location"])) if "location" in said else ()
    return ReportFact(
        iri=report,
        document=document,
        publisher=publishers.get(document, document),
        order=trigger_of(report).start,
        type=said["eventType"][0].removeprefix(TYPE),
        status=cast(Status, said["status"][0].removeprefix(FURAT).lower()),
        participants={role: tuple(sorted(said[role])) for role in ROLES if role in said},
        places=places,
        ancestors={place: _above(place, within) for place in places},
        earliest=_day(said, _EARLIEST),
        latest=_day(said, _LATEST),
        edtf=said["edtf"][0] if "edtf" in said else None,
        killed=_bounds(said, "killed"),
        injured=_bounds(said, "injured"),
        sentence=said["sentence"][0],
        same_as=said["sameEventAs"][0] if "sameEventAs" in said else None,
    )


def _sides(fact: ReportFact, sides: Mapping[str, str]) -> dict[str, str]:
    return {actor: sides[actor] for named in fact.participants.values() for actor in named if actor in sides}


def _day(said: Mapping[str, list[str]], name: str) -> date | None:
    return date.fromisoformat(said[name][0]) if name in said else None


def _bounds(said: Mapping[str, list[str]], counted: str) -> tuple[int | None, int | None] | None:
    low, high = (int(said[name][0]) if name in said else None for name in (f"{counted}Min", f"{counted}Max"))
    return None if low is None and high is None else (low, high)


def _above(place: str, within: Mapping[str, set[str]]) -> tuple[str, ...]:
    """All that a place lies in, at any distance."""
    found: set[str] = set()
    ahead = [place]
    while ahead:
        for larger in within.get(ahead.pop(), ()):
            if larger not in found:
                found.add(larger)
                ahead.append(larger)
    return tuple(sorted(found))


def _rows(engine: "Engine", name: str, property: str | None = None) -> Iterator[tuple[str, ...]]:
    """The rows of a query, as values; `property` stands for its variable of that name."""
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple, Variable

    bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {}
    if property:
        bound[Variable("property")] = NamedNode(property)
    for row in engine.query(_query(name), substitutions=bound or None):  # type: ignore[union-attr]
        yield tuple(term.value for term in row)


@cache
def _query(name: str) -> str:
    return files("furat").joinpath("graph", "build", name).read_text(encoding="utf-8")
