"""Which kind of attack: a general type made exact by the words for weapons and actors in its clause."""

from furat.extract.events.drafts import EventDraft
from furat.extract.syntax.clauses import CLAUSE_OPENERS
from furat.extract.syntax.sentence import TaggedSentence
from furat.extract.text.punctuation import FULL_STOPS

_GENERAL = frozenset(("bombardment", "attack", "airstrike", "shelling"))
_AFTER = 7
_BEFORE = 4
_KINDS = (("chemical", "chemical-attack"), ("bomb", "explosion"), ("air", "airstrike"), ("ground", "shelling"))


def refine(draft: EventDraft, first: int, last: int) -> None:
    """Make the type exact, looking at tokens between the triggers before and after."""
    if draft.type not in _GENERAL or draft.trigger.frame == "move":  # توغلت دبابات
        return
    line, at = draft.line, draft.trigger.position
    best: tuple[int, str, int] | None = None
    for k in range(max(first, at - _BEFORE), min(last, at + _AFTER + 1)):
        if k in draft.struck:
            continue  # أسقط طائرة: what is hit, not what hits
        if k == at or (k > at and _ends(line, k)):
            if k != at:
                break
            continue
        if "anti_air" in line.classes(k - 1):
            continue
        for rank, (name, kind) in enumerate(_KINDS):
            if name in line.classes(k) and _allowed(draft, kind):
                weight = (k - at if k > at else (at - k) * 2) + (0 if rank == 0 else 1)
                if best is None or weight < best[0]:
                    best = (weight, kind, k)
    if best is not None:
        draft.why.append(f"{best[1]}, not {draft.type}: «{line.sentence.tokens[best[2]].surface}» next to it")
        draft.type = best[1]


def _allowed(draft: EventDraft, kind: str) -> bool:
    if draft.type == "airstrike":
        return kind == "chemical-attack"
    if draft.type == "shelling":
        return kind in ("chemical-attack", "airstrike")
    if draft.type == "bombardment":
        return kind != "explosion"
    return True


def _ends(line: TaggedSentence, k: int) -> bool:
    return line.tags[k] in CLAUSE_OPENERS or (line.tags[k] == "mark" and line.sentence.tokens[k].form in FULL_STOPS)
