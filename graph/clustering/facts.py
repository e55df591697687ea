"""What clustering sees of a report, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from furat.extract.records import Role, Status


@dataclass(frozen=True, slots=True)
class ReportFact:
    """One report as the store holds it; strings are IRIs unless said otherwise."""

    iri: str
    document: str
    publisher: str  # the publisher's IRI or name, or the document's IRI where neither is known
    order: int  # of the trigger in its document: code points from its beginning
    type: str  # local name of the event type, "airstrike"
    status: Status
    participants: Mapping[Role, tuple[str, ...]]  # named ones, sorted
    places: tuple[str, ...]  # where it happened, sorted
    ancestors: Mapping[str, tuple[str, ...]]  # of each place in `places`: what it lies within, sorted
    earliest: date | None
    latest: date | None
    edtf: str | None
    killed: tuple[int | None, int | None] | None  # minimum, maximum
    injured: tuple[int | None, int | None] | None
    same_as: str | None  # an earlier report of the same document that tells of the same event
    issued: date | None = None  # when its document was published
    sides: Mapping[str, str] = field(default_factory=dict)  # participant -> the state or group whose organ it is


@dataclass(frozen=True, slots=True)
class Membership:
    """That a report belongs to an event."""

    report: str  # IRI
    score: float  # 0..1
    why: str  # English, one line


@dataclass(frozen=True, slots=True)
class Cluster:
    """The reports of one event."""

    key: str  # last part of the event's IRI; a function of the members
    members: tuple[Membership, ...]  # in the order of their IRIs, at least one
