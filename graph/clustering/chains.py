"""Chains: the reports of one document that tell of one event, as one bundle of facts to compare across documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from furat.graph.clustering.facts import ReportFact

DAY = timedelta(days=1)
LAG = 2 * DAY  # news tells undated events of the day it appears, or of the two days before
LONG = 31 * DAY  # a time longer than that is a period, not an occurrence


@dataclass(frozen=True, slots=True)
class Chain:
    """What the reports of a chain say together. Sets are of IRIs; nothing is averaged, every value is kept."""

    reports: tuple[ReportFact, ...]  # in the order of their triggers
    types: frozenset[str]
    planned: bool
    window: tuple[date, date] | None  # when it happened: stated, or the days up to the publication
    dated: bool  # the window was stated
    places: frozenset[str]
    regions: frozenset[str]  # the places and all that they lie within
    local: frozenset[str]  # places that are not the outermost of their hierarchy: below a country
    agents: frozenset[str]  # sides
    patients: frozenset[str]  # sides
    killed: frozenset[tuple[int | None, int | None]]

    @property
    def key(self) -> str:
        """The IRI of its first report: chains are ordered by it."""
        return self.reports[0].iri

    @property
    def period(self) -> bool:
        """Whether it stretches over more than a month."""
        return self.window is not None and self.window[1] - self.window[0] > LONG


def chains(facts: Iterable[ReportFact]) -> list[Chain]:
    """The chains of all documents, in the order of their first reports' IRIs."""
    known = {fact.iri: fact for fact in facts}
    groups: dict[str, list[ReportFact]] = {}
    for fact in known.values():
        root, seen = fact, {fact.iri}
        while root.same_as in known and root.same_as not in seen:
            root = known[root.same_as]
            seen.add(root.iri)
        groups.setdefault(root.iri, []).append(fact)
    bundles = (_bundle(sorted(group, key=lambda f: (f.order, f.iri))) for group in groups.values())
    return sorted(bundles, key=lambda chain: chain.key)


def _bundle(reports: list[ReportFact]) -> Chain:
    places = frozenset(p for r in reports for p in r.places)
    ancestors = {p: r.ancestors.get(p, ()) for r in reports for p in r.places}
    window, dated = _window(reports)
    return Chain(
        tuple(reports),
        frozenset(r.type for r in reports),
        any(r.status == "planned" for r in reports),
        window,
        dated,
        places,
        places | {a for above in ancestors.values() for a in above},
        frozenset(p for p in places if ancestors[p]),
        _sides(reports, "agent"),
        _sides(reports, "patient"),
        frozenset(r.killed for r in reports if r.killed is not None),
    )


def _sides(reports: list[ReportFact], role: str) -> frozenset[str]:
    return frozenset(r.sides.get(p, p) for r in reports for p in r.participants.get(role, ()))  # type: ignore[call-overload]


def _window(reports: list[ReportFact]) -> tuple[tuple[date, date] | None, bool]:
    """The narrowest stated time of a chain; without one, the days up to publication."""
    stated = [(r.earliest, r.latest) for r in reports if r.earliest is not None and r.latest is not None]
    if stated:
        return min(stated, key=lambda w: (w[1] - w[0], w)), True
    issued = next((r.issued for r in reports if r.issued is not None), None)
    return (None if issued is None else (issued - LAG, issued)), False
