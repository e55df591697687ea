"""What else belongs to an event: its time, its numbers of people, and which of its places are the most specific."""

from collections.abc import Mapping, Sequence

from furat.extract.events.drafts import Draft, Number, Part
from furat.extract.events.line import Line

_STRIKES = frozenset(("bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack", "clash"))
_COUNTED_BY = {"killing": "killed", "injury": "injured", "abduction": "captured", "arrest": "captured"}


def places(draft: Draft, within: Mapping[str, str]) -> None:
    """Keep the most specific places: what contains another place of the event goes."""
    located = draft.of("location")
    if len(located) < 2:
        return
    dropped: list[Part] = []
    for part in located:
        for other in located:
            if (
                other is not part
                and part.key is not None
                and other.key is not None
                and _lies_in(other.key, part.key, within)
            ):
                dropped.append(part)
                break
    kept = [p for p in located if p not in dropped]
    first: Part | None = None
    for part in kept:  # «بلدة الشعفة بريف دير الزور»: what follows behind a preposition contains the first
        if first is not None and not _coordinated(draft.line, first, part):
            dropped.append(part)
        else:
            first = part
    draft.parts = [p for p in draft.parts if p not in dropped]


def _lies_in(inner: str, outer: str, within: Mapping[str, str]) -> bool:
    for _ in range(8):
        inner = within.get(inner, "")
        if not inner:
            return False
        if inner == outer:
            return True
    return False


def _coordinated(line: Line, first: Part, second: Part) -> bool:
    """Whether و or a comma joins two places, not a preposition."""
    for index, name in enumerate(line.names):
        if name.start == second.start:
            if name.conjunct is not None:
                return True
            return any(line.words[k].conjunction for k in range(name.head, name.first + 1)) and index > 0
    return False


def time(draft: Draft, first: int, last: int, told: Sequence[tuple[int, int]]) -> None:
    """The time expression nearest to the trigger between two token positions, outside the words of saying."""
    at = draft.trigger.position
    best = None
    for expression in draft.line.times:
        if not first <= expression.first < last:
            continue
        if any(start <= expression.start < end for start, end in told):
            continue
        distance = expression.first - at if expression.first > at else (at - expression.last) * 1.2
        if best is None or distance < best[0]:
            best = (distance, expression)
    if best is not None:
        draft.time, draft.time_why = best[1], best[1].why


def numbers(draft: Draft, first: int, last: int) -> None:
    """The number of people of a killing, wounding, abduction or arrest: the quantity of its victims."""
    field = _COUNTED_BY.get(draft.type)
    if field is None:
        return
    line, at = draft.line, draft.trigger.position
    candidates = []
    for quantity in line.quantities:
        if quantity.first <= at < quantity.last:
            candidates.append((0, quantity))
        elif first <= quantity.first < last and quantity.counts in (field, "people", "killed", "injured", "captured"):
            if quantity.counts in ("killed", "injured", "captured") and quantity.counts != field:
                continue
            candidates.append((quantity.first - at if quantity.first > at else (at - quantity.last) * 2 + 2, quantity))
    if candidates:
        _, quantity = min(candidates, key=lambda c: c[0])
        if not quantity.vague and (quantity.minimum is not None or quantity.maximum is not None):
            setattr(draft, field, Number.of(quantity, f"{quantity.why}; next to «{line.sentence.tokens[at].surface}»"))
