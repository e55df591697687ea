"""What an event takes over from those told before it: who does it, where and when, if the text plainly goes on with them."""

from collections.abc import Mapping, Sequence

from furat.extract.annotations import Name
from furat.extract.events.drafts import Draft, Part
from furat.extract.events.lexicon import Slot
from furat.extract.events.links import STRIKES
from furat.extract.records import Role

_SPEECH = frozenset(
    ("demand", "accusation", "threat", "agreement", "meeting", "sanction", "judicial", "support", "aid")
)
_ACTING = frozenset(("ArmedForce", "ArmedGroup", "Coalition", "State", "GovernmentBody"))
_FAMILIES = (STRIKES, frozenset(("clash", "attack")), frozenset(("transfer", "displacement", "withdrawal")))
_REACH = 4  # sentences back


def complete(drafts: Sequence[Draft], frames: Mapping[tuple[str, str], Slot]) -> None:
    """Complete the events of a document, in the order of its text."""
    for index, draft in enumerate(drafts):
        earlier = drafts[:index]
        here = [d for d in earlier if d.line is draft.line]
        _owner(draft, frames)
        _subject(draft, here)
        _accused(draft, here)
        antecedent = _antecedent(draft, earlier)
        if antecedent is not None:
            _take(draft, antecedent)
        _place_of_sentence(draft, here)


def _owner(draft: Draft, frames: Mapping[tuple[str, str], Slot]) -> None:
    """غاراته, مقتله: the attached pronoun is the genitive of the event noun."""
    if draft.trigger.verbal or not draft.trigger.hit.form.pronoun or draft.of("agent"):
        return
    slot = frames.get((draft.trigger.frame, "genitive"))
    if slot is None or slot.actor in ("-", "of_support"):
        return
    role: Role = "patient" if slot.actor == "patient" else "agent"
    if draft.of(role):
        return
    owner = _actor_before(draft, person=role == "patient")
    if owner is not None:
        draft.add(Part(role, owner.key, "actor", None, owner.start, owner.end, "the attached pronoun points to it"))


def _actor_before(draft: Draft, person: bool = False) -> Name | None:
    """The nearest actor in front of the trigger."""
    at = draft.trigger.position
    for name in reversed(draft.line.names):
        if name.last <= at and name.kind == "actor" and (not person or name.cls == "Person" or name.cls in _ACTING):
            return name
    return None


def _subject(draft: Draft, here: Sequence[Draft]) -> None:
    """A verb without a subject goes on with the agent of the event before it in its sentence."""
    if draft.of("agent") or not (draft.prodrop or draft.trigger.entry.kind == "hal"):
        return
    if draft.trigger.hit.form.first_person:
        return
    for other in reversed(here):
        agents = other.of("agent")
        if agents:
            patients = {p.key for p in draft.of("patient") if p.key}
            for part in agents:
                if part.key is None or part.key not in patients:
                    draft.add(part.shared("agent", "subject left out: that of the event before"))
            return
    for name in draft.line.names:
        bare = name.preposition == "" and name.last <= draft.trigger.position
        if bare and name.kind == "actor" and name.cls in _ACTING:
            draft.add(
                Part("agent", name.key, "actor", None, name.start, name.end, "subject left out: first actor before")
            )
            return


def _accused(draft: Draft, here: Sequence[Draft]) -> None:
    """هجوم نسبته الحكومة إلى التنظيم: whom it is put down to is its agent."""
    if draft.trigger.frame != "attribute" or not here:
        return
    event = here[-1]
    if not event.of("agent") and event.type in STRIKES | {"killing"}:
        for part in draft.of("patient"):
            event.add(part.shared("agent", "the event is put down to it"))


def _antecedent(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """The event told before that this one speaks of again."""
    definite = not draft.trigger.verbal and (_definite(draft) or _pointed(draft))
    for other in reversed(earlier):
        if draft.line.sentence.index - other.line.sentence.index > _REACH:
            return None
        if not _alike(draft, other) or _differ(draft, other):
            continue
        same_number = draft.killed is not None and other.killed is not None and _bounds(draft) == _bounds(other)
        if definite and draft.type != "killing":
            return other
        if same_number and draft.type == other.type and draft.killed is not None and draft.killed.minimum != 1:
            return other
    return None


def _definite(draft: Draft) -> bool:
    return draft.line.words[draft.trigger.position].definite or draft.trigger.hit.form.definite


def _pointed(draft: Draft) -> bool:
    at = draft.trigger.position
    return at > 0 and "this" in draft.line.classes(at - 1)


def _bounds(draft: Draft) -> tuple[int | None, int | None] | None:
    return (draft.killed.minimum, draft.killed.maximum) if draft.killed else None


def _alike(draft: Draft, other: Draft) -> bool:
    return draft.type == other.type or any(draft.type in f and other.type in f for f in _FAMILIES)


def _differ(draft: Draft, other: Draft) -> bool:
    """Whether both name agents, places or times that have nothing in common."""
    for role in ("agent", "location"):
        one = {p.key for p in draft.parts if p.role == role and p.key}
        two = {p.key for p in other.parts if p.role == role and p.key}
        if one and two and not one & two:
            return True
    if draft.killed and other.killed and _bounds(draft) != _bounds(other):
        return True
    return draft.time is not None and other.time is not None and draft.time.edtf != other.time.edtf


def _take(draft: Draft, other: Draft) -> None:
    """Fill what is empty, and make the type as exact as the antecedent's."""
    word = other.line.sentence.tokens[other.trigger.position].surface
    why = f"speaks again of «{word}»"
    if draft.type in ("attack", "bombardment") and other.type in STRIKES - {"attack"} and not draft.trigger.verbal:
        draft.why.append(f"{other.type}, not {draft.type}: {why}")
        draft.type = other.type
    for role in ("agent", "patient", "location"):
        if not draft.of(role):  # type: ignore[arg-type]
            for part in other.of(role):  # type: ignore[arg-type]
                if part.key is not None or role == "location":
                    draft.add(part.shared(part.role, why))
    if draft.time is None and other.time is not None:
        draft.time, draft.time_why = other.time, f"{other.time_why}; {why}"


def _place_of_sentence(draft: Draft, here: Sequence[Draft]) -> None:
    """An event without a place lies where the one before it in the sentence does."""
    if draft.type in _SPEECH or draft.of("location") or draft.of("origin") or draft.of("destination"):
        return
    for other in reversed(here):
        if other.type in _SPEECH:
            continue
        for part in other.of("location"):
            draft.add(part.shared("location", "place of the event before it in the sentence"))
        return
