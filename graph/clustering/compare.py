"""How much speaks for one event behind two chains of different documents, feature by feature, each with its words.

Symmetric: it does not matter which of the two comes first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from furat.extract.coreference.families import FAMILIES, WEAPONS
from furat.graph.clustering.chains import Profile

_IN_FAMILIES = frozenset[str]().union(*FAMILIES.values())
THRESHOLD = 3.3
MOST = 7.0  # points that make a merge certain
SLACK = 1  # days by which two stated days of one event may differ, for news of the night


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome: points, the features behind them, and whether a contradiction forbids a merge."""

    score: float
    why: str
    forbidden: bool = False

    @property
    def confidence(self) -> float:
        """The points on a scale from 0 to 1."""
        return round(min(1.0, self.score / MOST), 2)


def family(profile: Profile) -> list[str]:
    """The groups of types in which a chain looks for its like."""
    families = [name for name, types in FAMILIES.items() if types & profile.types]
    return families + sorted(profile.types - _IN_FAMILIES)


def compare(one: Profile, other: Profile) -> Comparison:
    """The points for one event behind two chains."""
    contradiction = contradicts(one, other)
    if contradiction:
        return Comparison(0.0, contradiction, forbidden=True)
    features = list(_features(one, other))
    return Comparison(round(sum(points for points, _ in features), 3), "; ".join(why for _, why in features))


def contradicts(one: Profile, other: Profile) -> str | None:
    """What forbids that two chains are of one event, if anything does."""
    if not one.types & other.types:
        if not any(one.types & types and other.types & types for types in FAMILIES.values()):
            return "other types"
        if one.types & WEAPONS and other.types & WEAPONS:
            return "other weapons"
    if one.planned != other.planned:
        return "one is planned"
    if one.window and other.window and not _meet(one, other):
        return "other days"
    if one.places and other.places and not (one.places & other.regions or other.places & one.regions):
        return "other places"
    if _tolls_clash(one, other) and not (one.dated and other.dated and one.local & other.local):
        return "other tolls, and nothing else that ties them"
    return None


def _meet(one: Profile, other: Profile) -> bool:
    """Whether the windows overlap, or nearly do where both were stated."""
    if one.window is None or other.window is None:
        return True
    if one.period != other.period:
        return False
    slack = SLACK if one.dated and other.dated else 0
    return one.window[0] <= other.window[1] + slack and other.window[0] <= one.window[1] + slack


def _features(one: Profile, other: Profile) -> Iterator[tuple[float, str]]:
    yield (1.0, "same type") if one.types & other.types else (0.5, "types of one family")
    dated = one.dated and other.dated
    if one.local & other.local:
        yield (1.4 if dated else 1.1), "same place"
    elif one.local and other.local:
        yield 0.7, "one place within the other"
    elif one.places and other.places:
        yield 0.2, "same country"
    if one.window and other.window:
        if one.period:
            yield 0.8, "same period"
        elif dated:
            yield (1.0, "same day") if one.window == other.window else (0.5, "days overlap")
        else:
            yield 0.1, "published within days"
    if one.killed and other.killed:
        yield _toll(one, other)
    for role, left, right in (("agent", one.agents, other.agents), ("patient", one.patients, other.patients)):
        if left & right:
            yield 1.0, f"same {role}"
        elif left and right:
            yield -1.5, f"other {role}"


def _toll(one: Profile, other: Profile) -> tuple[float, str]:
    """Death tolls: equal ones speak for one event the more the larger they are, others against."""
    equal = one.killed & other.killed
    if equal:
        largest = max(low or high or 0 for low, high in equal)
        return (1.6 if largest > 4 else 0.8), "same toll"
    return (-0.8, "other toll") if _tolls_clash(one, other) else (0.6, "tolls agree")


def _tolls_clash(one: Profile, other: Profile) -> bool:
    """Whether both chains give tolls and no two of them can be the same number."""
    return bool(one.killed and other.killed) and not any(
        max(low or 0, low2 or 0) <= min(high or 10**9, high2 or 10**9)
        for low, high in one.killed
        for low2, high2 in other.killed
    )
