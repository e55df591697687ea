"""What linked events have in common: a strike and the deaths it causes share agent, place, time and numbers."""

from collections.abc import Sequence

from furat.extract.events.causal_links import STRIKES, CausalLink
from furat.extract.events.drafts import EventDraft


def share(drafts: Sequence[EventDraft], found: Sequence[CausalLink]) -> None:
    """Complete the events of a sentence by what is told of the one linked with them; twice, for chains."""
    for _ in range(2):
        for link in found:
            _share(drafts[link.cause], drafts[link.result], link.why)


def _share(cause: EventDraft, result: EventDraft, why: str) -> None:
    if (cause.status == "denied") != (result.status == "denied"):  # لم يقتل أحد في الانفجار: the blast has no victims
        _where_and_when(cause, result, why)
        return
    _agents(cause, result, why)
    if result.type in ("killing", "injury") and cause.type not in ("clash",):
        _copy(result, cause, "patient", why)
    if result.of_them and any(p.key for p in cause.of("patient")):
        result.parts = [p for p in result.parts if p.role != "patient"]
        _copy(cause, result, "patient", f"{why}; of those told of before")
    if cause.type == result.type == "killing":
        _copy(cause, result, "patient", why)
    _where_and_when(cause, result, why)
    for one, other in ((cause, result), (result, cause)):
        if other.type not in ("destruction", "displacement"):
            other.killed = one.killed if other.killed is None else other.killed
            other.injured = one.injured if other.injured is None else other.injured


def _where_and_when(cause: EventDraft, result: EventDraft, why: str) -> None:
    """Place and time of one are those of the other."""
    for one, other in ((cause, result), (result, cause)):
        _copy(one, other, "location", why)
        if other.time is None and one.time is not None:
            other.time, other.time_why = one.time, f"{one.time_why}; shared: {why}"


def _agents(cause: EventDraft, result: EventDraft, why: str) -> None:
    """The agent of a strike is that of its deaths; in a clash it is the other side."""
    if cause.type == "clash":
        sides = cause.of("agent")
        victims = {p.key for p in result.of("patient") if p.key}
        others = [p for p in sides if p.key not in victims]
        if victims and not result.of("agent") and result.type == "killing":
            for part in others:
                result.add(part.shared("agent", f"the other side of the clash: {why}"))
        if others and len(sides) == len(others):
            for part in result.of("patient"):
                if part.key:
                    cause.add(part.shared("agent", f"its dead fought in the clash: {why}"))
        return
    victims = {p.key for p in result.of("patient") if p.key}
    if not result.of("agent"):
        for part in cause.of("agent"):
            if part.key is None or part.key not in victims:
                result.add(part.shared("agent", f"agent of what caused it: {why}"))
    elif not cause.of("agent") and cause.type in STRIKES | {"killing"}:
        for part in result.of("agent"):
            cause.add(part.shared("agent", f"agent of its result: {why}"))


def _copy(one: EventDraft, other: EventDraft, role: str, why: str) -> None:
    """Give the other's empty role what this one has."""
    if other.of(role):  # type: ignore[arg-type]
        return
    for part in one.of(role):  # type: ignore[arg-type]
        other.add(part.shared(part.role, f"shared: {why}"))
