"""Which reports, across documents, tell of one event.

Deterministic: a function of the set of facts, whatever their order. Chains (reports of one document, already linked)
are compared only when they share an anchor (type family and place, sides, or death toll, in the same days), so the
work grows with the number of near duplicates and not with the square of the collection. Pairs are merged best first,
never across a contradiction of time or place. Other numbers and other agents do not forbid a merge when place, day and
type agree: they stay visible on the reports.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

from furat.graph.clustering.chains import DAY, Chain, chains
from furat.graph.clustering.compare import THRESHOLD, Comparison, compare, family
from furat.graph.clustering.facts import Cluster, Membership, ReportFact

CROWD = 60  # chains behind one anchor; a larger crowd says that the anchor is too common to tell anything


def cluster(facts: Iterable[ReportFact], linked: Iterable[tuple[str, str]] | None = None) -> list[Cluster]:
    """The clusters of all reports, each report in exactly one, ordered by their first report's IRI.

    `linked`, where it is known already, gives the keys of the chains that anchors bring together, each pair once.
    """
    alike: dict[tuple[object, ...], list[Chain]] = defaultdict(list)  # copies of one another, compared once
    for chain in chains(facts):
        alike[signature(chain)].append(chain)
    found = [group[0] for group in alike.values()]
    joins = _join(found, _candidates(found) if linked is None else _linked(found, linked))
    clusters: dict[int, list[tuple[Chain, Comparison | None]]] = defaultdict(list)
    for i, group in enumerate(alike.values()):
        root, comparison = joins[i]
        copies = compare(group[0], group[-1]) if len(group) > 1 else None
        clusters[root] += [(group[0], comparison or copies), *((chain, copies) for chain in group[1:])]
    return sorted((_cluster(group) for group in clusters.values()), key=lambda c: c.members[0].report)


def signature(chain: Chain) -> tuple[object, ...]:
    """What makes two chains copies of one another; with its key where that would not make them one event."""
    said = (
        chain.types,
        chain.planned,
        chain.window,
        chain.dated,
        chain.places,
        chain.agents,
        chain.patients,
        chain.killed,
    )
    return said if compare(chain, chain).score >= THRESHOLD else (*said, chain.key)


def alone(chain: Chain) -> Cluster:
    """The cluster of a chain that is like no other one."""
    return _cluster([(chain, None)])


def _linked(found: list[Chain], linked: Iterable[tuple[str, str]]) -> Iterator[tuple[int, int]]:
    at = {chain.key: i for i, chain in enumerate(found)}
    yield from sorted((at[a], at[b]) if at[a] < at[b] else (at[b], at[a]) for a, b in linked)


def _join(found: list[Chain], candidates: Iterable[tuple[int, int]]) -> list[tuple[int, Comparison | None]]:
    """For each chain the first chain of its cluster, and the comparison that brought it there."""
    parent = list(range(len(found)))
    members: dict[int, list[int]] = {i: [i] for i in parent}
    why: dict[int, Comparison] = {}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    likely = ((compare(found[a], found[b]), a, b) for a, b in candidates)
    ranked = sorted((c for c in likely if c[0].score >= THRESHOLD), key=lambda c: (-c[0].score, c[1], c[2]))
    for comparison, a, b in ranked:
        one, other = sorted((root(a), root(b)))
        if one == other or any(compare(found[x], found[y]).forbidden for x in members[one] for y in members[other]):
            continue
        parent[other] = one
        members[one] += members.pop(other)
        for i in (a, b):
            why.setdefault(i, comparison)
    return [(root(i), why.get(i)) for i in range(len(found))]


def _candidates(found: list[Chain]) -> Iterator[tuple[int, int]]:
    """Pairs of chains of different documents that share an anchor, each once, the smaller position first."""
    anchored: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, chain in enumerate(found):
        for anchor in set(anchors(chain)):
            anchored[anchor].append(i)
    seen: set[tuple[int, int]] = set()
    for crowd in anchored.values():
        if len(crowd) > CROWD:
            continue
        for n, a in enumerate(crowd):
            for b in crowd[n + 1 :]:
                if (a, b) not in seen and found[a].reports[0].document != found[b].reports[0].document:
                    seen.add((a, b))
    yield from sorted(seen)


def anchors(chain: Chain) -> Iterator[tuple[str, ...]]:
    """What a chain must share with another to be compared with it at all."""
    if chain.window is None:
        return
    if chain.period:
        times = [f"{year}" for year in range(chain.window[0].year, chain.window[1].year + 1)]
    else:
        days = (chain.window[1] - chain.window[0]).days
        times = [(chain.window[0] + DAY * n).isoformat() for n in range(days + 2)]
    for time in times:
        for group in family(chain):
            for place in chain.local:
                yield group, time, place
                yield from ((group, time, above) for above in chain.regions - chain.places)
            for agent in chain.agents:
                yield from ((group, time, agent, patient) for patient in chain.patients)
            yield from ((group, time, str(low), str(high)) for low, high in chain.killed if (low or high or 0) > 4)


def _cluster(group: list[tuple[Chain, Comparison | None]]) -> Cluster:
    """A cluster with the reason and score of each membership."""
    memberships: list[Membership] = []
    for chain, comparison in group:
        for n, report in enumerate(chain.reports):
            if n > 0:
                memberships.append(Membership(report.iri, 0.8, "the same document tells of it again"))
            elif comparison is not None:
                memberships.append(Membership(report.iri, comparison.confidence, comparison.why))
            else:
                memberships.append(Membership(report.iri, 1.0, "the first report of this event"))
    memberships.sort(key=lambda m: m.report)
    first = memberships[0].report.rsplit("document/", 1)[-1]  # without the base, which may change
    return Cluster(hashlib.sha256(first.encode()).hexdigest()[:20], tuple(memberships))
