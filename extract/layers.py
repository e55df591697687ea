"""What the steps of the extractor hand to each other inside one sentence, before it becomes records.

`start`/`end` are code points of Document.text; `first`/`last` are positions in Sentence.tokens, `last` exclusive.

Nothing changes them once they are made. What is made dozens of times a document, here and inside the steps, is slotted
but not frozen: freezing would treble what making one costs, a twentieth of reading a document.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from furat.extract.records import Kind, Stance, Status

Counted = Literal["killed", "injured", "captured", "people", "weapon", "place", "money", "other"]


@dataclass(slots=True)
class Name:
    """A linked mention of an actor or place."""

    start: int
    end: int
    first: int
    last: int
    head: int  # opens the noun phrase: طائرات in «طائرات التحالف», مدينة in «مدينة حلب»; == first without one
    kind: Kind
    key: str
    cls: str  # class of the entity: ArmedGroup, State, MediaOutlet ...; city, governorate ...
    preposition: str  # folded, in front of the phrase, glued or free: "ل" "ب" "من" "علي" "في" "الي" "قرب"; "" without
    conjunct: int | None  # position, in the sentence's names, of the name this one is joined to by و, أو or a comma
    nisba: bool  # an adjective that names the acting side: غارات «أميركية»
    framing: tuple[str, ...]
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time in a sentence, resolved on the publication date."""

    start: int
    end: int
    first: int
    last: int
    edtf: str
    earliest: date | None
    latest: date | None
    relative: bool  # resolved with the publication date, or with a day told before it
    why: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence and what it counts."""

    start: int  # of the whole phrase with its noun: «18 شخصا», «أكثر من ثلاثين مسكنا»
    end: int
    first: int
    last: int
    minimum: int | None  # None: not given (vague: عشرات; or only a maximum)
    maximum: int | None  # None: open («at least») or vague
    vague: bool  # عشرات, مئات, عدد من, بضعة: people are counted but no number is given
    counts: Counted
    noun: int | None  # token of the counted noun
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source named or described in the text."""

    key: str | None  # actor
    description: str | None  # anonymous: «مصادر أهلية»
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who tells a stretch of text: the original source first, then those who relay it."""

    start: int  # scope of what is told, code points
    end: int
    speakers: tuple[Source, ...]
    stance: Stance
    status: Status | None  # what the way of telling makes of the events told: alleged, denied, planned; None: nothing
    cue_start: int  # the words that say so
    cue_end: int
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an event is told as fact, alleged, denied or planned."""

    status: Status
    why: str
