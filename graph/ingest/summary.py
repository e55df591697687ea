"""What a build tells while it runs, and says at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from furat.graph.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """A document, or an input that gave none, that was set aside."""

    where: str  # document identifier, or place of the input
    reason: str  # class of reasons, such as "shapes", "time limit", "no Arabic"
    message: str  # one line


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did; `read` = unchanged + withdrawn + new + replaced + refused."""

    read: int
    unchanged: int
    withdrawn: int  # documents met in the input that were withdrawn, and stay so
    new: int
    replaced: int
    kept: int  # documents in the store now
    refused: Mapping[str, int]  # by reason
    refusals: Sequence[RefusedItem]  # the first hundred of them
    reports: int  # in the documents taken in
    quads: int  # in the store now
    events: int
    published: Snapshot | None  # None: nothing changed
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage; for benchmarks
