"""Which reports tell of one event.

Within a document the extractor has said so (`same_as`). Across documents two reports meet when they have one type, one
most specific place, dates at most a day apart, and the same number of dead or a party in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256

from furat.graph.clustering.facts import Cluster, Membership, ReportFact

_SLACK = timedelta(days=1)


def cluster(facts: Iterable[ReportFact]) -> Iterator[Cluster]:
    """The events of all reports: each report in exactly one, in the order of their first members."""
    reports = sorted(facts, key=lambda fact: (fact.document, fact.order, fact.iri))
    groups = _Groups(reports)
    by_iri = {fact.iri: fact for fact in reports}
    for fact in reports:
        if fact.same_as in by_iri:
            groups.join(fact.iri, by_iri[fact.same_as].iri, 0.9, "told as the same event in the document")
    blocks: dict[tuple[str, str], list[ReportFact]] = defaultdict(list)
    for fact in reports:
        if fact.earliest and fact.latest and fact.status != "planned":
            for place in most_specific(fact):
                blocks[fact.type, place].append(fact)
    for (_, place), block in sorted(blocks.items()):
        _join_block(groups, place, sorted(block, key=lambda fact: (fact.earliest or date.min, fact.iri)))
    yield from groups.clusters()


def most_specific(fact: ReportFact) -> tuple[str, ...]:
    """The places of a report that hold none of its other places."""
    holding = {outer for place in fact.places for outer in fact.ancestors.get(place, ())}
    return tuple(place for place in fact.places if place not in holding)


def _join_block(groups: "_Groups", place: str, block: list[ReportFact]) -> None:
    for i, one in enumerate(block):
        for other in block[i + 1 :]:
            if (other.earliest or date.min) > (one.latest or date.max) + _SLACK:
                break
            if one.document != other.document and (why := _alike(one, other)):
                groups.join(one.iri, other.iri, 0.8, f"same type, place {place} and day; {why}")


def _alike(one: ReportFact, other: ReportFact) -> str:
    if one.killed and other.killed and one.killed[0] is not None and one.killed == other.killed:
        return f"{one.killed[0]} killed in both"
    for role in ("agent", "patient"):
        shared = set(one.participants.get(role, ())) & set(other.participants.get(role, ()))
        if shared:
            return f"{role} {min(shared)} in both"
    return ""


class _Groups:
    """Reports joined so far; the first report of a group stands for it."""

    def __init__(self, reports: list[ReportFact]) -> None:
        self._rank = {fact.iri: n for n, fact in enumerate(reports)}
        self._parent = {fact.iri: fact.iri for fact in reports}
        self._reason: dict[str, tuple[float, str]] = {}

    def first(self, iri: str) -> str:
        """The first report of the group that a report is in."""
        while self._parent[iri] != iri:
            self._parent[iri] = self._parent[self._parent[iri]]
            iri = self._parent[iri]
        return iri

    def join(self, one: str, other: str, score: float, why: str) -> None:
        """Puts two reports into one group; the later one carries the reason."""
        early, late = sorted((self.first(one), self.first(other)), key=self._rank.__getitem__)
        if early != late:
            self._parent[late] = early
            self._reason.setdefault(max((one, other), key=self._rank.__getitem__), (score, why))
            self._reason.setdefault(late, (score, why))

    def clusters(self) -> Iterator[Cluster]:
        """The groups, in the order of their first reports."""
        members: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self._rank, key=self._rank.__getitem__):
            members[self.first(iri)].append(iri)
        for first, group in members.items():
            key = sha256(first.encode()).hexdigest()[:20]
            found = [Membership(iri, *self._reason.get(iri, (1.0, "the first report of it"))) for iri in group]
            yield Cluster(key, tuple(sorted(found, key=lambda member: member.report)))
