"""What clustering sees of a report, and what it answers."""

import json
from collections.abc import Mapping, Sequence
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
    ancestors: Mapping[str, tuple[str, ...]]  # of each place in `places` and of what these lie within: what it lies in
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


def pack(reports: Sequence[ReportFact]) -> str:
    """Reports of one document as text, without what only comparing them needs: `ancestors` and `sides`."""
    document = reports[0].document
    rows = [
        [
            fact.iri, fact.publisher, fact.order, fact.type, fact.status, fact.participants, fact.places,
            _written(fact.earliest), _written(fact.latest), fact.edtf, fact.killed, fact.injured, fact.same_as,
            _written(fact.issued),
        ]
        for fact in reports
    ]  # fmt: skip
    written = _JSON.encode(rows)
    base = document.rpartition("document/")[0]
    return f"{document}\n{written.replace(document, _DOCUMENT).replace(base, _BASE) if base else written}"


def unpack(packed: str) -> tuple[ReportFact, ...]:
    """What `pack` packed."""
    document, _, written = packed.partition("\n")
    base = document.rpartition("document/")[0]
    rows = json.loads(written.replace(_BASE, base).replace(_DOCUMENT, document))
    return tuple(_fact(document, row) for row in rows)


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_DOCUMENT, _BASE = "\x01", "\x02"  # stand for what most IRIs begin with; JSON escapes them elsewhere


def _fact(document: str, row: Sequence) -> ReportFact:  # type: ignore[type-arg]
    """A report out of the row that `pack` made of it."""
    (iri, publisher, order, kind, status, people, places, earliest, latest, edtf, killed, injured, same, issued) = row
    return ReportFact(
        iri, document, publisher, order, kind, status, {role: tuple(who) for role, who in people.items()},
        tuple(places), {}, _read(earliest), _read(latest), edtf, killed and tuple(killed), injured and tuple(injured),
        same, _read(issued),
    )  # fmt: skip


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
