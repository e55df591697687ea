"""What an event takes over from those told before it, where the text plainly goes on with them."""

from collections.abc import Mapping, Sequence

from furat.extract.events.attach import lies_in
from furat.extract.events.causal_links import STRIKES
from furat.extract.events.drafts import EventDraft
from furat.extract.events.implicit_arguments import fill
from furat.extract.events.lexicon import Slot
from furat.extract.events.responsibility import SPOKEN
from furat.extract.layers import Attribution
from furat.extract.records import Role

_ELSEWHERE = SPOKEN | {"agreement", "meeting", "sanction", "judicial", "support", "aid"}  # have no place of their own
_LEAVING = frozenset(("transfer", "displacement", "withdrawal"))
_VIOLENT = STRIKES | {"clash", "killing", "destruction"}
_FAMILIES = (STRIKES, frozenset(("transfer", "displacement", "withdrawal")))
_REACH = 4  # sentences back
_LOOK_BACK = 200  # events back: bounds the work on texts that are no news
_DAY = len("2015-07-21")
_LEAD = 4  # sentences behind the headline that tell its news
_TAKEN: tuple[Role, ...] = ("agent", "patient", "location")


def complete(
    drafts: Sequence[EventDraft],
    frames: Mapping[tuple[str, str], Slot],
    within: Mapping[str, str],
    voices: Sequence[Attribution],
) -> None:
    """Complete the events of a document, in the order of its text."""
    for index, draft in enumerate(drafts):
        earlier = drafts[max(0, index - _LOOK_BACK) : index]
        fill(draft, earlier, frames, voices)
        antecedent = _antecedent(draft, earlier, within)
        if antecedent is not None:
            _take(draft, antecedent)
        _place_of_sentence(draft, earlier)
        _time_of_story(draft, earlier, within)
    _time_of_headline(drafts, within)


def _time_of_headline(drafts: Sequence[EventDraft], within: Mapping[str, str]) -> None:
    """A headline's undated event has the time of the lead's event of its kind that goes together with it."""
    headline = [d for d in drafts if d.line.sentence.part == "headline"]
    lead = [d for d in drafts if d.line.sentence.part != "headline"]
    for draft in headline:
        if draft.time is not None:
            continue
        found: list[tuple[bool, bool, int, EventDraft]] = []
        for order, other in enumerate(lead):
            if other.line.sentence.index - draft.line.sentence.index > _LEAD:
                break
            if not _of_a_day(other) or not _alike(draft, other) or _differ(draft, other, within):
                continue
            found.append((_same_number(draft, other), draft.type == other.type, -order, other))
        if found:
            other = max(found, key=lambda f: f[:3])[3]
            word = other.line.sentence.tokens[other.trigger.position].surface
            draft.time, draft.time_why = other.time, f"{other.time_why}; the lead tells it as «{word}»"


def _of_a_day(draft: EventDraft) -> bool:
    """Whether the event is dated to a day or to days that begin on a known one."""
    return draft.time is not None and draft.time.earliest is not None and len(draft.time.edtf) >= _DAY


def _antecedent(draft: EventDraft, earlier: Sequence[EventDraft], within: Mapping[str, str]) -> EventDraft | None:
    """The event told before that this one speaks of again: the same noun first, then the same type, then the family."""
    definite = not draft.trigger.verbal and (_definite(draft) or _pointed(draft)) and draft.type != "killing"
    if not definite and not _several_dead(draft):
        return None
    found: list[tuple[int, int, EventDraft]] = []
    for order, other in enumerate(earlier):
        if draft.line.sentence.index - other.line.sentence.index > _REACH:
            continue
        if not _alike(draft, other) or _differ(draft, other, within):
            continue
        same = draft.trigger.entry.lemma == other.trigger.entry.lemma
        if definite:
            found.append((2 * same + (draft.type == other.type), order, other))
        elif _same_number(draft, other):
            found.append((4, order, other))
    return max(found, key=lambda f: f[:2])[2] if found else None


def _definite(draft: EventDraft) -> bool:
    return draft.line.words[draft.trigger.position].definite or draft.trigger.hit.form.definite


def _pointed(draft: EventDraft) -> bool:
    at = draft.trigger.position
    return at > 0 and "this" in draft.line.classes(at - 1)


def _same_number(draft: EventDraft, other: EventDraft) -> bool:
    """Whether both tell of the same number of dead, larger than one."""
    return draft.type == other.type and _several_dead(draft) and _bounds(draft) == _bounds(other)


def _several_dead(draft: EventDraft) -> bool:
    return draft.killed is not None and draft.killed.minimum != 1


def _bounds(draft: EventDraft) -> tuple[int | None, int | None] | None:
    return (draft.killed.minimum, draft.killed.maximum) if draft.killed else None


def _alike(draft: EventDraft, other: EventDraft) -> bool:
    return draft.type == other.type or any(draft.type in f and other.type in f for f in _FAMILIES)


def _differ(draft: EventDraft, other: EventDraft, within: Mapping[str, str]) -> bool:
    """Whether both name agents, places, numbers or times that do not go together."""
    one, two = _keys(draft, "agent"), _keys(other, "agent")
    if one and two and not one & two:
        return True
    if _keys(draft, "location") and _keys(other, "location") and not _near(draft, other, within):
        return True
    if draft.killed and other.killed and _bounds(draft) != _bounds(other):
        return True
    return draft.time is not None and other.time is not None and draft.time.edtf != other.time.edtf


def _keys(draft: EventDraft, role: Role) -> set[str]:
    return {p.key for p in draft.of(role) if p.key}


def _near(draft: EventDraft, other: EventDraft, within: Mapping[str, str]) -> bool:
    """Whether a place of one is, or lies in, or holds a place of the other."""
    return any(
        a == b or lies_in(a, b, within) or lies_in(b, a, within)
        for a in _keys(draft, "location")
        for b in _keys(other, "location")
    )


def _take(draft: EventDraft, other: EventDraft) -> None:
    """Fill what is empty, and make the type as exact as the antecedent's."""
    word = other.line.sentence.tokens[other.trigger.position].surface
    why = f"speaks again of «{word}»"
    sure = draft.trigger.entry.lemma == other.trigger.entry.lemma or draft.type == other.type
    for role in _TAKEN:
        if role == "agent" and not sure:  # a strike of another kind may be another side's
            continue
        if draft.of(role) or (role != "location" and (draft.type == "clash") != (other.type == "clash")):
            continue
        for part in other.of(role):
            if part.key is not None:
                draft.add(part.shared(role, why))
    if draft.time is None and other.time is not None:
        draft.time, draft.time_why = other.time, f"{other.time_why}; {why}"


def _place_of_sentence(draft: EventDraft, earlier: Sequence[EventDraft]) -> None:
    """An event without a place lies where the one before it in the sentence does; who moves leaves that place."""
    if draft.type in _ELSEWHERE or draft.of("location") or draft.of("origin"):
        return
    leaves = draft.type in _LEAVING
    if draft.of("destination") and not leaves:
        return
    role: Role = "origin" if leaves else "location"
    here = {p.key for p in draft.parts}
    for other in reversed(earlier):
        if other.line is not draft.line:
            return
        if other.type in _ELSEWHERE or not other.of("location"):
            continue
        for part in other.of("location"):
            if part.key not in here:
                draft.add(part.shared(role, "place of the event before it in the sentence"))
        return


def _time_of_story(draft: EventDraft, earlier: Sequence[EventDraft], within: Mapping[str, str]) -> None:
    """An undated attack at or within the place of a dated one just told goes on with its day."""
    if draft.time is not None or draft.type not in _VIOLENT or not draft.of("location"):
        return
    if draft.trigger.verbal and not draft.trigger.hit.form.perfect and draft.trigger.entry.kind == "verb":
        return  # يقصف النظام المدينة بانتظام
    found: list[tuple[bool, int, int, EventDraft]] = []
    for order, other in enumerate(earlier):
        sentence = other.line.sentence
        if draft.line.sentence.index - sentence.index > _REACH or sentence.part == "headline":
            continue
        if other.type not in _VIOLENT or other.time is None or other.time.earliest != other.time.latest:
            continue
        if other.time.earliest is not None and _near(draft, other, within):
            found.append((draft.type == other.type, sentence.index, -order, other))
    if found:
        other = max(found, key=lambda f: f[:3])[3]
        draft.time, draft.time_why = other.time, f"{other.time_why}; goes on with what was told of that place"
