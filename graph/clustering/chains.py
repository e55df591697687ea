"""Chains: the reports of one document that tell of one event, and the profile by which they are compared."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from furat.graph.clustering.facts import ReportFact

LAG = 2  # days: news tells undated events of the day it appears, or of the two days before
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)
LONG = 31  # days: a time longer than that is a period, not an occurrence


@dataclass(frozen=True, slots=True)
class Profile:
    """What the reports of a chain say together; nothing is averaged, every value is kept.

    Places and sides are numbers that stand for IRIs (48 bits of a hash): profiles are only compared, never shown.
    """

    types: frozenset[str]
    planned: bool
    window: tuple[int, int] | None  # first and last day (proleptic ordinals) of when it happened: stated, or the days
    # up to the publication
    dated: bool  # the window was stated
    places: frozenset[int]
    regions: frozenset[int]  # the places and all that they lie within
    local: frozenset[int]  # places that are not the outermost of their hierarchy: below a country
    above: frozenset[int]  # what the local ones lie within, again below a country
    agents: frozenset[int]  # sides
    patients: frozenset[int]  # sides
    killed: frozenset[tuple[int | None, int | None]]

    @property
    def period(self) -> bool:
        """Whether it stretches over more than a month."""
        return self.window is not None and self.window[1] - self.window[0] > LONG

    def pack(self) -> str:
        """The profile as text, equal for equal profiles."""
        numbers = (self.places, self.regions, self.local, self.above, self.agents, self.patients)
        tolls = sorted(self.killed, key=lambda toll: (toll[0] or 0, toll[1] or 0, toll[0] is None, toll[1] is None))
        parts = [sorted(self.types), self.planned, self.window, self.dated, *map(sorted, numbers), tolls]
        return _JSON.encode(parts)

    @classmethod
    def unpack(cls, packed: str) -> "Profile":
        """What `pack` packed."""
        types, planned, window, dated, *sets, killed = json.loads(packed)
        places, regions, local, above, agents, patients = map(frozenset, sets)
        days = None if window is None else (window[0], window[1])
        tolls = frozenset((low, high) for low, high in killed)
        return cls(frozenset(types), planned, days, dated, places, regions, local, above, agents, patients, tolls)


@dataclass(frozen=True, slots=True)
class Chain:
    """The reports in the order of their triggers, and what they say together."""

    reports: tuple[ReportFact, ...]
    profile: Profile

    @property
    def key(self) -> str:
        """The IRI of its first report: chains are ordered by it."""
        return self.reports[0].iri


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
    for group in groups.values():
        group.sort(key=lambda f: (f.order, f.iri))
    return sorted((Chain(tuple(group), _profile(group)) for group in groups.values()), key=lambda chain: chain.key)


@lru_cache(maxsize=100_000)
def number(iri: str) -> int:
    """48 bits that stand for an IRI."""
    return int.from_bytes(blake2b(iri.encode(), digest_size=6).digest(), "big")


def _numbers(iris: Iterable[str]) -> frozenset[int]:
    return frozenset(map(number, iris))


def _profile(reports: list[ReportFact]) -> Profile:
    within = {place: above for report in reports for place, above in report.ancestors.items()}
    places = {place for report in reports for place in report.places}
    regions = places.union(*(within.get(place, ()) for place in places))
    local = {place for place in places if within.get(place)}
    above = {region for place in local for region in within[place] if region not in places and within.get(region)}
    window, dated = _window(reports)
    return Profile(
        frozenset(report.type for report in reports),
        any(report.status == "planned" for report in reports),
        window,
        dated,
        _numbers(places),
        _numbers(regions),
        _numbers(local),
        _numbers(above),
        _numbers(_sides(reports, "agent")),
        _numbers(_sides(reports, "patient")),
        frozenset(report.killed for report in reports if report.killed is not None),
    )


def _sides(reports: list[ReportFact], role: str) -> Iterator[str]:
    return (r.sides.get(p, p) for r in reports for p in r.participants.get(role, ()))  # type: ignore[call-overload]


def _window(reports: list[ReportFact]) -> tuple[tuple[int, int] | None, bool]:
    """The narrowest stated time of a chain; without one, the days up to publication."""
    stated = [
        (report.earliest.toordinal(), report.latest.toordinal())
        for report in reports
        if report.earliest is not None and report.latest is not None
    ]
    if stated:
        return min(stated, key=lambda w: (w[1] - w[0], w)), True
    issued = next((report.issued.toordinal() for report in reports if report.issued is not None), None)
    return (None if issued is None else (issued - LAG, issued)), False
