"""Which reports, across documents, tell of one event.

Deterministic: a function of the set of facts, whatever their order. Chains (reports of one document, already linked)
are compared only where a block brings them together, so that the work grows with the number of near duplicates and not
with the square of the collection. Pairs are merged best first, never across a contradiction of time or place. Other
numbers and other agents do not forbid a merge when place, day and type agree: they stay visible on the reports.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

from furat.graph.clustering.blocks import pairs, rows
from furat.graph.clustering.chains import Chain, Profile, chains
from furat.graph.clustering.compare import THRESHOLD, Comparison, compare, contradicts
from furat.graph.clustering.facts import Cluster, Membership, ReportFact

_HASH = 43  # bits; a day (a proleptic ordinal) has the other 20
_LAST_DAY = (1 << 20) - 1  # in the year 2871: days beyond it stand together at the end


@dataclass(frozen=True, slots=True)
class Group:
    """Chains that say the same (copies of one another), each as its reports; compared as one."""

    profile: Profile
    chains: Sequence[Sequence[ReportFact]]  # in the order of the IRIs of their first reports

    @property
    def key(self) -> str:
        """The IRI of its first report: groups are ordered by it."""
        return self.chains[0][0].iri

    @property
    def documents(self) -> frozenset[str]:
        """Where its chains stand."""
        return frozenset(reports[0].document for reports in self.chains)


def cluster(facts: Iterable[ReportFact]) -> list[Cluster]:
    """The clusters of all reports, each report in exactly one, ordered by their first report's IRI."""
    alike: dict[int, list[Chain]] = defaultdict(list)
    for chain in chains(facts):
        alike[signature(chain)].append(chain)
    nodes = sorted(alike, key=lambda node: alike[node][0].key)
    groups = [Group(alike[node][0].profile, [chain.reports for chain in alike[node]]) for node in nodes]
    at = {node: place for place, node in enumerate(nodes)}
    standing = sorted(row for node in nodes for row in rows(alike[node][0].profile, node))
    candidates = {tuple(sorted((at[one.node], at[other.node]))) for one, other in pairs(standing)}
    linked = [
        (one, other)
        for one, other in sorted(candidates)
        if are_alike(groups[one].profile, groups[other].profile) and not groups[one].documents & groups[other].documents
    ]
    return merge(groups, linked)


def signature(chain: Chain) -> int:
    """63 bits, equal for chains that are copies of one another; of its own for one that says too little for that.

    They begin with the day: what may be of one event has numbers near to one another.
    """
    profile = chain.profile
    said = profile.pack()
    if not are_alike(profile, profile):
        said += chain.key
    day = profile.window[0] if profile.window else 0
    return (
        min(day, _LAST_DAY) << _HASH
        | int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big") >> 64 - _HASH
    )


def are_alike(one: Profile, other: Profile) -> bool:
    """Whether two chains of different documents say enough to be of one event."""
    return compare(one, other).score >= THRESHOLD


def merge(groups: Sequence[Group], linked: Iterable[tuple[int, int]]) -> list[Cluster]:
    """The clusters of groups in the order of their keys; `linked` are pairs of their positions that are alike."""
    joins = _join([group.profile for group in groups], linked)
    together: dict[int, list[tuple[Sequence[ReportFact], Comparison | None]]] = defaultdict(list)
    for group, (root, comparison) in zip(groups, joins, strict=True):
        copies = compare(group.profile, group.profile) if len(group.chains) > 1 else None
        first, *others = group.chains
        together[root] += [(first, comparison or copies), *((reports, copies) for reports in others)]
    return sorted((_cluster(found) for found in together.values()), key=lambda made: made.members[0].report)


def alone(reports: Sequence[ReportFact]) -> Cluster:
    """The cluster of a chain that is like no other one."""
    return _cluster([(reports, None)])


def _join(profiles: Sequence[Profile], linked: Iterable[tuple[int, int]]) -> list[tuple[int, Comparison | None]]:
    """For each group the first one of its cluster, and the comparison that brought it there."""
    parent = list(range(len(profiles)))
    members: dict[int, list[int]] = {i: [i] for i in parent}
    why: dict[int, Comparison] = {}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    compared = ((compare(profiles[a], profiles[b]), a, b) for a, b in linked)
    for comparison, a, b in sorted(compared, key=lambda c: (-c[0].score, c[1], c[2])):
        one, other = sorted((root(a), root(b)))
        if one == other or any(contradicts(profiles[x], profiles[y]) for x in members[one] for y in members[other]):
            continue
        parent[other] = one
        members[one] += members.pop(other)
        for i in (a, b):
            why.setdefault(i, comparison)
    return [(root(i), why.get(i)) for i in range(len(profiles))]


def _cluster(found: Sequence[tuple[Sequence[ReportFact], Comparison | None]]) -> Cluster:
    """A cluster with the reason and score of each membership."""
    memberships = sorted(_memberships(found), key=lambda m: m.report)
    first = memberships[0].report.rsplit("document/", 1)[-1]  # without the base, which may change
    return Cluster(sha256(first.encode()).hexdigest()[:20], tuple(memberships))


def _memberships(found: Sequence[tuple[Sequence[ReportFact], Comparison | None]]) -> Iterator[Membership]:
    for (first, *others), comparison in found:
        if comparison is None:
            yield Membership(first.iri, 1.0, "the first report of this event")
        else:
            yield Membership(first.iri, comparison.confidence, comparison.why)
        for report in others:
            yield Membership(report.iri, 0.8, "the same document tells of it again")
