"""An event while it is being read: what the steps of `events` add to it one after the other."""

from dataclasses import dataclass, field

from furat.extract.events.triggers import Trigger
from furat.extract.layers import Quantity, TimeExpression
from furat.extract.records import Role, Status
from furat.extract.syntax.noun_phrases import NounPhrase
from furat.extract.syntax.sentence import TaggedSentence


@dataclass(slots=True)
class Part:
    """Somebody or some place in a role, with the words for it."""

    role: Role
    key: str | None  # of an actor or place
    kind: str  # actor, place, or "" for a description
    description: str | None  # as printed, for the anonymous
    start: int  # code points
    end: int
    why: str

    def shared(self, role: Role, why: str) -> "Part":
        """The same participant in another event."""
        return Part(role, self.key, self.kind, self.description, self.start, self.end, why)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of people that an event struck."""

    minimum: int | None
    maximum: int | None
    start: int
    end: int
    why: str

    @classmethod
    def of(cls, quantity: Quantity, why: str) -> "Number":
        """The number that a quantity gives."""
        return cls(quantity.minimum, quantity.maximum, quantity.start, quantity.end, why)


@dataclass(slots=True)
class EventDraft:
    """One event of one sentence."""

    line: TaggedSentence
    trigger: Trigger
    type: str
    start: int  # of the trigger's word, without proclitics and attached pronoun
    end: int
    parts: list[Part] = field(default_factory=list)
    time: TimeExpression | None = None
    time_why: str = ""
    killed: Number | None = None
    injured: Number | None = None
    captured: Number | None = None
    why: list[str] = field(default_factory=list)
    struck: range = range(0)  # tokens of its object
    of_them: bool = False  # its victims are some of those told of before: «تسعة منهم»
    prodrop: bool = False  # its verb has no subject of its own
    own_forces: NounPhrase | None = None  # its subject is «قواته»: whose, is told elsewhere
    slots: frozenset[str] = frozenset()  # that its phrases stand in
    status: Status = "asserted"  # as its own sentence tells it
    first: int = 0  # tokens between the triggers before and after
    last: int = 0  # exclusive

    def of(self, role: Role) -> list[Part]:
        """Who or what has a role."""
        return [p for p in self.parts if p.role == role]

    def count(self, struck: str, number: Number) -> None:
        """The number of the killed, the injured or the captured."""
        if struck == "killed":
            self.killed = number
        elif struck == "injured":
            self.injured = number
        else:
            self.captured = number

    def add(self, part: Part) -> None:
        """Another participant, unless it has this role already."""
        same = (part.role, part.key, part.description)
        if all((p.role, p.key, p.description) != same for p in self.parts):
            self.parts.append(part)
