"""Agents by responsibility: who tells of its own deed, claims one, or is accused of one, did it."""

from collections.abc import Sequence

from furat.extract.events.causal_links import STRIKES
from furat.extract.events.drafts import EventDraft, Part
from furat.extract.layers import Attribution
from furat.extract.syntax.clauses import CLAUSE_BREAKS_AND_RELATIVES
from furat.extract.syntax.noun_phrases import glued

SPOKEN = frozenset(("demand", "accusation", "threat"))  # done by speaking
_FORCES = frozenset(("ArmedForce", "ArmedGroup", "Coalition"))
_OWN_DEEDS = STRIKES | {"capture", "withdrawal", "deployment", "siege", "arrest"}
ACTING = frozenset(("ArmedForce", "ArmedGroup", "Coalition", "State", "GovernmentBody"))


def declared(draft: EventDraft, voices: Sequence[Attribution]) -> None:
    """أعلنت قسد السيطرة على البلدة: a force that tells of a deed right behind its name is the one that did it."""
    if draft.trigger.verbal or draft.of("agent") or draft.type not in _OWN_DEEDS:
        return
    for name in draft.line.names:
        if name.kind != "actor" or name.cls not in _FORCES or not 0 <= draft.trigger.position - name.last <= 3:
            continue
        between = draft.line.tags[name.last : draft.trigger.position]
        responsible = any("light:own" in draft.line.classes(k) for k in range(name.last, draft.trigger.position))
        if responsible and any("denies" in draft.line.classes(k) for k in range(max(0, name.head - 2), name.head)):
            return  # نفى التنظيم مسؤوليته عن التفجير
        speaks = any(s.start == name.start for v in voices for s in v.speakers)
        if speaks and all(tag in ("prep", "light", "time", "nominal") for tag in between):
            joined = next(v.speakers for v in voices if any(s.start == name.start for s in v.speakers))
            together = [n for n in draft.line.names if n.cls in _FORCES and n.start in {s.start for s in joined}]
            for teller in together:  # أعلن الجيش وحزب الله السيطرة على البلدة
                why = "tells of its own deed"
                draft.add(Part("agent", teller.key, "actor", None, teller.start, teller.end, why))
            return


def announced(draft: EventDraft, here: Sequence[EventDraft]) -> None:
    """هاجم التنظيم البلدة وأعلن السيطرة عليها: who goes on to announce a deed is the one told of before."""
    line, at = draft.line, draft.trigger.position
    if draft.trigger.verbal or draft.of("agent") or draft.type not in _OWN_DEEDS or not here or at < 1:
        return
    if line.tags[at - 1] == "report" and line.words[at - 1].conjunction and not glued(line, at):
        for part in here[-1].of("agent"):
            draft.add(part.shared("agent", "announced by the subject of the event before"))


def adopted(draft: EventDraft) -> None:
    """تفجيرات ببغداد وداعش يتبنى: who claims an attack in its own sentence did it."""
    line = draft.line
    if draft.of("agent") or draft.type not in STRIKES | {"killing"}:
        return
    for k in range(draft.trigger.position + 1, len(line.words)):
        if "adopt" not in line.classes(k) or line.tags[k - 1] == "aux":
            continue
        names = [n for n in line.names if n.kind == "actor" and n.cls in ACTING]
        who = next((n for n in names if n.head == k + 1 and not n.preposition), None)
        who = who or next((n for n in names if n.last == k), None)
        if who is not None:
            draft.add(Part("agent", who.key, "actor", None, who.start, who.end, "claims the event"))
        return


def accused(draft: EventDraft, here: Sequence[EventDraft]) -> None:
    """هجوم نسبته الحكومة إلى التنظيم: whom it is put down to is its agent."""
    if draft.trigger.frame != "attribute" or not here:
        return
    event = here[-1]
    if not event.of("agent") and event.type in STRIKES | {"killing"}:
        for part in draft.of("patient"):
            event.add(part.shared("agent", "the event is put down to it"))


def blamed(draft: EventDraft, here: Sequence[EventDraft]) -> None:
    """نسب الوزير الهجوم إلى التنظيم: the event between the verb and whom it blames."""
    if not here or here[-1].trigger.frame != "attribute" or draft.trigger.verbal or here[-1].of("patient"):
        return
    for part in draft.of("agent"):
        if part.why.startswith("doer"):
            here[-1].add(part.shared("patient", "whom the event is put down to"))


def charged(draft: EventDraft, here: Sequence[EventDraft]) -> None:
    """اتهمت دمشق التحالف بقصف القرية, هدد القائد الفصيل بهجوم: who is accused, or who threatens, is its agent."""
    if draft.of("agent") or draft.type in SPOKEN or not here:
        return
    main, line, at = here[-1], draft.line, draft.trigger.position
    if main.type not in ("accusation", "threat") or main.trigger.frame not in ("accuse", "accuse_noun"):
        return
    behind = range(main.trigger.position + 1, at + 1)
    if any(line.tags[k] in CLAUSE_BREAKS_AND_RELATIVES for k in behind):
        return
    charges = (k for k in behind if line.name_at[k] is None and (glued(line, k) == "at" or "guilt" in line.classes(k)))
    opening = next(charges, None)
    if opening is None or any(line.tags[k] not in ("light", "nominal") for k in range(opening, at)):
        return
    struck = {p.key for p in draft.of("patient") if p.key}
    for part in main.of("patient" if main.type == "accusation" else "agent"):
        if part.key is not None and part.key not in struck:
            why = "whom the accusation names" if main.type == "accusation" else "who threatens with it"
            draft.add(part.shared("agent", why))
