"""Places and sides that a trigger takes up by a pronoun only: «سيطرة داعش عليها», «انسحابهم منها», «تقدم لهم»."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from furat.extract.events.drafts import EventDraft, Part
from furat.extract.events.lexicon import Slot
from furat.extract.layers import Name
from furat.extract.records import Role
from furat.extract.syntax.clauses import CLAUSE_BREAKS_AND_RELATIVES
from furat.extract.syntax.noun_phrases import conjoined

_NEAR = 6  # words behind the trigger that may hold the pronoun
_PLACED = frozenset(("location", "origin", "destination"))


def point(draft: EventDraft, earlier: Sequence[EventDraft], frames: Mapping[tuple[str, str], Slot]) -> None:
    """Give an event the place or side that a pronoun behind its trigger points back to."""
    line, at = draft.line, draft.trigger.position
    for k in range(max(draft.first + 1, at - _NEAR), at):  # تقدم لهم واشنطن الدعم
        if line.tags[k - 1] == "light" and _taken(draft, earlier, frames, k):
            return
    for k in range(at + 1, min(at + 1 + _NEAR, draft.last)):
        if line.tags[k] in CLAUSE_BREAKS_AND_RELATIVES or line.tags[k] == "mark" or conjoined(line, k):
            return
        if _taken(draft, earlier, frames, k):
            return


def _taken(draft: EventDraft, earlier: Sequence[EventDraft], frames: Mapping[tuple[str, str], Slot], at: int) -> bool:
    """Whether the word is a preposition with a pronoun; if the frame has its slot, that is filled."""
    points = draft.line.words[at].points
    if points is None:
        return False
    slot = frames.get((draft.trigger.frame, points))
    if slot is not None:
        _fill(draft, earlier, slot, at)
    return True


def _fill(draft: EventDraft, earlier: Sequence[EventDraft], slot: Slot, at: int) -> None:
    """The nearest name before that fits: a place where the slot holds one, a side where people are pointed to."""
    surface = draft.line.sentence.tokens[at].surface
    people = surface.endswith("هم")
    here = {p.key for p in draft.parts}
    role = cast(Role, slot.place)
    relative = "rel" in draft.line.tags[max(0, draft.trigger.position - 2) : draft.trigger.position]
    if not people and role in _PLACED and not draft.of(role) and not relative:
        for other in reversed([d for d in earlier if d.line is draft.line]):
            if places := [p for p in other.of("location") if p.key not in here]:
                for part in places:
                    draft.add(part.shared(role, f"«{surface}» points back to it"))
                return
    for name in _before(draft, earlier):
        if name.key in here:
            continue
        role = cast(Role, slot.place if name.kind == "place" else slot.actor)
        if name.kind == "place" and (people or role not in _PLACED):
            continue
        if name.kind == "actor" and (role not in ("patient", "recipient") or not (people or slot.place not in _PLACED)):
            continue
        if not draft.of(role):
            why = f"«{surface}» points back to it"
            draft.add(Part(role, name.key, name.kind, None, name.start, name.end, why))
        return


def _before(draft: EventDraft, earlier: Sequence[EventDraft]) -> Iterator[Name]:
    """The names in front of the trigger, nearest first, then those of the sentence before."""
    yield from (n for n in reversed(draft.line.names) if n.last <= draft.trigger.position)
    index = draft.line.sentence.index
    line = next((d.line for d in reversed(earlier) if index - 1 <= d.line.sentence.index < index), None)
    if line is not None:
        yield from reversed(line.names)
