"""The seam between `extract` and `graph`: what was read from one document, as frozen records.

Every offset is in Unicode code points of `Document.text` exactly as it was given, 0-based, end exclusive.
Every decision carries `why`: the rule and the words behind it, in English, one line.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["actor", "place"]
Role = Literal["agent", "patient", "recipient", "location", "origin", "destination"]
Status = Literal["asserted", "alleged", "denied", "planned"]
Stance = Literal["says", "confirms", "admits", "alleges", "denies", "warns"]

ROLES: tuple[Role, ...] = ("agent", "patient", "recipient", "location", "origin", "destination")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Document.text`."""

    start: int  # code points
    end: int  # exclusive


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was given, with what its container (file name, JSON, HTML) said about it."""

    id: str  # dct:identifier; unique in a build
    text: str  # never changed: all offsets point into it
    title: str | None = None
    published: date | None = None
    publisher: str | None = None  # the name as given
    url: str | None = None
    language: str = "ar"
    origin: str = ""  # where it came from, for messages: path, or path:line


@dataclass(frozen=True, slots=True)
class Label:
    """A name of an entity; `loaded` names are hostile or partisan and never preferred."""

    text: str
    language: str  # BCP 47
    status: Literal["preferred", "alternative", "loaded"] = "alternative"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or place that no gazetteer holds: found by the words that introduce it, not curated by anybody."""

    key: str  # last part of its IRI; a function of kind, class and folded name
    kind: Kind
    cls: str  # class of actors.tsv / places.tsv, such as ArmedGroup or village
    labels: tuple[Label, ...]
    within: str | None = None  # key of the place it lies in, when the text says so


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an actor or a place."""

    span: Span
    kind: Kind
    entity: str  # key of the gazetteer or of Reading.entities
    confidence: float  # 0..1
    why: str
    framing: tuple[str, ...] = ()  # epithets around the name as printed: "الإرهابي", "ما تسمى بـ"


@dataclass(frozen=True, slots=True)
class Time:
    """When, as EDTF (Library of Congress, 2019), with the bounds that follow from it."""

    edtf: str  # "2015-07-21", "2018-09-08/2018-09-12", "XXXX-11"
    earliest: date | None
    latest: date | None
    evidence: Span
    why: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people; a bound that the text does not give is None."""

    minimum: int | None
    maximum: int | None
    evidence: Span
    why: str


@dataclass(frozen=True, slots=True)
class Participation:
    """One role of one report: a known entity, or the words for an anonymous one. Exactly one of both is given."""

    role: Role
    entity: str | None
    description: str | None  # as printed, "18 شخصا"
    evidence: Span
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Who tells a report: a claimer or a description of one, or neither for the publisher's own voice."""

    claimer: str | None  # key of an actor
    description: str | None  # as printed, "مصادر أهلية"
    stance: Stance
    evidence: Span | None  # None: the publisher's own voice, no words name it
    relayed_by: int | None  # index in Report.claims of the claim that quotes this one
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """One event as one passage tells it."""

    trigger: Span
    type: str  # local name of a type: concept, "airstrike"
    sentence: Span
    status: Status
    status_why: str
    participations: tuple[Participation, ...]
    claims: tuple[Claim, ...]
    time: Time | None
    killed: Count | None
    injured: Count | None
    captured: Count | None
    confidence: float
    why: str
    same_as: int | None = None  # index in Reading.reports of an earlier report of the same event in this document


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document."""

    document: Document  # `published`, `publisher`, `title` completed from the text where its container was silent
    publisher: str | None  # key of the actor that publishes it
    headline: Span | None
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    reports: tuple[Report, ...]
