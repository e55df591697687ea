"""Who plays which role: the arguments of a trigger, read by the trigger's frame."""

from collections.abc import Mapping, Sequence
from typing import cast

from furat.extract.events.causal_links import STRIKES
from furat.extract.events.drafts import EventDraft, Part
from furat.extract.events.lexicon import Slot
from furat.extract.layers import Name
from furat.extract.records import Role
from furat.extract.syntax.argument_scanner import Argument
from furat.extract.syntax.noun_phrases import NounPhrase
from furat.extract.syntax.sentence import TaggedSentence

_HOLDERS = frozenset(("people", "armed_people", "holding", "building", "force", "toll", "weapon", "aircraft"))
_ACTING = frozenset(("people", "armed_people", "force", "air", "military"))
_FORCES = frozenset(("ArmedForce", "ArmedGroup", "Coalition"))
_OF_WAR = STRIKES | {"clash", "killing", "injury", "destruction", "capture", "siege"}
_ACTING_THINGS = frozenset(("armed_people", "force", "air", "aircraft", "ground", "weapon_system", "military"))
_NONE = Slot("-", "-", "-")
_PLACE_ONLY = Slot("-", "location", "-")
_EVERYWHERE = {
    "in": _PLACE_ONLY,
    "at": _PLACE_ONLY,
    "doer": Slot("agent", "-", "agent"),
    "hands": Slot("agent", "-", "agent"),
    "between": _PLACE_ONLY,
    "undergo": Slot("patient", "location", "patient"),
    "witness": _PLACE_ONLY,
}


def assign(draft: EventDraft, found: Sequence[Argument], frames: Mapping[tuple[str, str], Slot], document: str) -> None:
    """Give the participants of an event their roles."""
    slots = {a.slot for a in found if a.phrase.names or a.phrase.classes & _HOLDERS}
    for argument in found:
        slot = frames.get((draft.trigger.frame, argument.slot)) or _EVERYWHERE.get(argument.slot, _NONE)
        _fill(draft, argument, slot, slots, frames, document)


def _fill_named(
    draft: EventDraft,
    argument: Argument,
    slot: Slot,
    slots: set[str],
    frames: Mapping[tuple[str, str], Slot],
    target: bool,
    why: str,
) -> bool:
    """The roles of whom and what a phrase names; whether it gave a role to an actor."""
    line, phrase = draft.line, argument.phrase
    told = bool(draft.of("agent"))  # before this phrase: all that و joins in it play one role
    named = False
    for index in phrase.names:
        name = line.names[index]
        acts = name.kind == "actor"
        if acts and argument.slot == "doer" and "filmer" in phrase.classes and draft.type in _OF_WAR:
            continue  # يظهر الهجوم من قبل المصور فلان
        role = _actor_role(draft, argument, slot.actor, name, slots, frames, told) if acts else slot.place
        if acts and target and role == "agent":
            role = "patient"
        if role == "-":
            continue
        if acts and role == "agent" and (name.cls == "MediaOutlet" or _watches(draft, name)):
            continue
        draft.add(Part(cast(Role, role), name.key, name.kind, None, name.start, name.end, why))
        named = named or acts
    return named


def _fill(
    draft: EventDraft,
    argument: Argument,
    slot: Slot,
    slots: set[str],
    frames: Mapping[tuple[str, str], Slot],
    document: str,
) -> None:
    line, phrase = draft.line, argument.phrase
    why = _why(draft, argument)
    target = _is_target(draft, argument)
    if argument.slot == "object":
        draft.struck = range(phrase.first, phrase.last)
    named = _fill_named(draft, argument, slot, slots, frames, target, why)
    if named or slot.other == "-" or (argument.slot == "genitive" and _describes(draft, phrase)):
        return
    role = "patient" if target else slot.other
    if role in ("of", "of_blast"):
        if phrase.classes & {"aircraft"} and not phrase.classes & {"armed_people"}:
            return  # قصف لطائرات مروحية
        role = "patient" if role == "of_blast" else "of"
    if role == "of":
        role = "agent" if phrase.classes & {"armed_people"} and not draft.of("agent") else "patient"
    front = argument.slot == "subject" and phrase.first < draft.trigger.position
    if role == "agent" and front and phrase.core == phrase.first + 1 and "kind" in line.classes(phrase.first):
        return  # غارة أخرى قتلت طفلا
    crowd = draft.type == "protest" and (phrase.classes & {"people"} or phrase.quantities)
    if role == "agent" and not phrase.classes & _ACTING and not crowd:
        return
    if role == "agent" and argument.slot == "subject" and _own_forces(line, phrase):
        draft.own_forces = phrase
        return
    if role == "agent" and "filmer" in phrase.classes and argument.slot == "doer":
        return
    counted = argument.slot != "genitive" or draft.trigger.entry.kind != "toll"  # 20 قتيلا و60 جريحا: no owner
    counted = counted and any(
        line.quantities[q].counts in ("people", "killed", "injured", "captured") for q in phrase.quantities
    )
    things = phrase.classes & (_HOLDERS | {"title"}) or (phrase.classes & {"placeword"} and not phrase.names)
    if not counted and not things and role != "agent":
        return
    first = phrase.first + ("lives" in line.classes(phrase.first) and phrase.core > phrase.first + 1)
    start, end = line.start(first), line.sentence.tokens[phrase.core - 1].end
    for index in phrase.quantities:
        start = min(start, line.quantities[index].start)
    if role == "patient" and "of_them" in line.classes(phrase.last - 1) | line.classes(phrase.last):
        draft.of_them = True
    draft.add(Part(cast(Role, role), None, "", document[start:end], start, end, why))


def _is_target(draft: EventDraft, argument: Argument) -> bool:
    """قصف مواقع للتنظيم, قصف المدنيين: behind the noun of a strike stands what is hit, where it cannot strike."""
    if draft.trigger.frame != "strike" or argument.slot != "genitive":
        return False
    head = draft.line.classes(argument.phrase.first)
    return bool(head & {"holding", "building", "people"}) and not head & (_ACTING_THINGS | {"kind"})


def _own_forces(line: TaggedSentence, phrase: NounPhrase) -> bool:
    """قواته, طائراتها: forces of somebody whom only the attached pronoun names."""
    return any(c.pronoun and c.name in _ACTING | {"aircraft"} for c in line.words[phrase.first].classes)


def _watches(draft: EventDraft, name: Name) -> bool:
    """Whether an act of war would be put down to a monitor or rescuers, who only tell of it or help."""
    return name.cls == "CivilOrganization" and draft.type in _OF_WAR


def _describes(draft: EventDraft, phrase: NounPhrase) -> bool:
    """Whether a phrase behind a noun says of what kind it is: «هجوم انتحاري», «تفجير سيارة مفخخة», «هجوما مسلحا»."""
    line, word = draft.line, draft.line.words[draft.trigger.position]
    if word.definite or (word.stem.endswith("ا") and line.words[phrase.first].stem.endswith("ا")):
        return not phrase.quantities and draft.trigger.entry.kind == "noun"  # such a noun has no genitive: an adjective
    return "bomb" in phrase.classes or bool(line.classes(phrase.first) & {"kind", "chemical", "military_adj"})


def _actor_role(
    draft: EventDraft,
    argument: Argument,
    role: str,
    name: Name,
    slots: set[str],
    frames: Mapping[tuple[str, str], Slot],
    told: bool,
) -> str:
    """The role of a named actor, where it depends on what else is named."""
    if name.nisba and argument.slot == "genitive" and not argument.phrase.classes & _HOLDERS:
        subject = frames.get((draft.trigger.frame, "subject"))
        return subject.actor if subject else "-"
    if role == "of":
        return "patient" if told else "agent"
    if role == "of_blast":  # تفجير لداعش; but تفجير لمقر الوزارة
        bare = name.head <= argument.phrase.first and name.cls in _FORCES
        return "agent" if bare and not told else "patient"
    if role == "of_support":
        return "agent" if slots & {"for", "to"} and not draft.of("agent") else "recipient"
    if role == "of_target":
        for part in draft.of("patient"):  # استهداف التنظيم لمقر القوات
            if part.kind == "actor":
                draft.parts.remove(part)
                draft.add(part.shared("agent", "subject of a verbal noun whose object has ل"))
        return "patient"
    return role


def _why(draft: EventDraft, argument: Argument) -> str:
    word = draft.line.sentence.tokens[draft.trigger.position].surface
    return (
        f"{argument.slot} of «{word}» ({argument.why})"
        if argument.why != argument.slot
        else f"{argument.slot} of «{word}»"
    )
