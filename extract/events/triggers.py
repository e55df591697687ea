"""Which words of a sentence tell of an event: candidates of the lexicon, tested on the words around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from furat.extract.events.condition_tests import following, holds, previous
from furat.extract.events.lexicon import TriggerEntry, TriggerForm
from furat.extract.syntax.clauses import CLAUSE_HEADS, PREDICATES
from furat.extract.syntax.sentence import TaggedSentence, is_quote

_ARMS = frozenset(("aircraft", "force", "weapon_system", "holding"))
_STRIKES = frozenset(("bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack", "clash"))


@dataclass(slots=True)
class Trigger:
    """A word that tells of an event, read as verb or noun."""

    position: int  # token of the sentence
    hit: TriggerForm
    verbal: bool  # a verb or a participle that tells like one
    type: str  # refined later by the words around; injury for the wounded
    why: str

    @property
    def entry(self) -> TriggerEntry:
        """Its line of the lexicon."""
        return self.hit.entry

    @property
    def frame(self) -> str:
        """The row of events_frames.tsv that gives the roles."""
        return self.hit.entry.frame


def find_triggers(line: TaggedSentence) -> tuple[list[Trigger], TaggedSentence]:
    """The triggers of a sentence in order, at most one a token, and the sentence with the tags that follow from them.

    A word that might be a verb is tagged as the noun that it triggers as, a verb that carries an event noun as light.
    """
    line = line.own_tags()
    found = []
    for i, word in enumerate(line.words):
        if not word.hits or line.tags[i] in ("name", "prep", "comp", "rel", "sub", "aux", "mark", "time"):
            continue
        listed = cast("tuple[TriggerForm, ...]", word.hits)  # the analysis was built on the event lexicon
        hits = [hit for hit in listed if all(holds(line, i, c) for c in hit.entry.needs)]
        if not hits:
            continue
        nominal = _nominal(line, i, hits)
        if nominal and line.tags[i] == "verb":
            line.tags[i] = "nominal"
        hits = [h for h in hits if (h.entry.kind in ("verb", "hal")) != nominal] or hits
        hit = hits[0]
        if hit.entry.kind == "verb" and nominal:
            continue
        verbal = hit.entry.kind in ("verb", "hal")
        why = f"{'verb' if verbal else 'noun'} «{hit.entry.lemma}» tells of {hit.entry.type}"
        found.append(Trigger(i, hit, verbal, hit.entry.type, why))
    return list(_strong(_without_carriers(line, found))), line


def _without_carriers(line: TaggedSentence, found: list[Trigger]) -> list[Trigger]:
    """Without verbs such as استهدف whose subject is itself an event noun: they only say what that event hit."""
    kept: list[Trigger] = []
    for index, trigger in enumerate(found):
        if trigger.verbal and "light:hit" in line.classes(trigger.position):
            after = found[index + 1] if index + 1 < len(found) else None
            if (kept and _carried_by(line, kept[-1], trigger)) or (after and _carries(line, trigger, after)):
                line.tags[trigger.position] = "light"
                continue
        if trigger.verbal and trigger.type == "capture" and _of_control(line, trigger, found[index + 1 :]):
            continue
        kept.append(trigger)
    return kept


def _of_control(line: TaggedSentence, verb: Trigger, later: list[Trigger]) -> bool:
    """استعادت وحدات من الجيش اليوم السيطرة: the noun behind the subject tells what the verb begins."""
    noun = later[0] if later else None
    if noun is None or "control_word" not in line.classes(noun.position) or "retake" not in verb.frame:
        return False
    gap = range(verb.position + 1, noun.position)
    breaks = CLAUSE_HEADS | {"mark", "rel"}
    return not line.words[noun.position].preposition and not any(
        line.tags[k] in breaks and not is_quote(line, k) for k in gap
    )


def _carried_by(line: TaggedSentence, noun: Trigger, verb: Trigger) -> bool:
    """هجوم انتحاري استهدف، الغارات التي استهدفت: nothing but adjectives and phrases of the noun in between."""
    if noun.verbal or noun.entry.kind == "toll" or verb.position - noun.position > 8:
        return False
    return not line.words[verb.position].conjunction and all(
        line.tags[k] not in CLAUSE_HEADS | {"mark"} or is_quote(line, k) or k in line.skip
        for k in range(noun.position + 1, verb.position)
    )


def _carries(line: TaggedSentence, verb: Trigger, noun: Trigger) -> bool:
    """واستهدفت الغارات مستشفى، استهدف أكثر التفجيرات: the event noun follows as the subject."""
    gap = range(verb.position + 1, noun.position)
    return (
        not noun.verbal
        and noun.entry.kind == "noun"
        and len(gap) <= 1
        and not line.words[noun.position].preposition
        and all(line.tags[k] == "nominal" and not line.words[k].preposition for k in gap)
    )


def _strong(found: list[Trigger]) -> Iterator[Trigger]:
    """Without the weak ones that stand near a trigger of the same family, and tolls whose deaths a verb tells."""
    strong = [t for t in found if not t.entry.weak]
    for trigger in found:
        if trigger.entry.kind == "toll" and any(_tells_toll(other, trigger) for other in found):
            continue
        if not trigger.entry.weak:
            yield trigger
        elif not any(abs(o.position - trigger.position) <= 8 and _same_family(o, trigger) for o in strong):
            strong.append(trigger)
            yield trigger


def _same_family(one: Trigger, other: Trigger) -> bool:
    return one.type == other.type or (one.type in _STRIKES and other.type in _STRIKES)


def _tells_toll(other: Trigger, toll: Trigger) -> bool:
    """قتل ... بين القتلى, حصد آلاف القتلى, معظم القتلى قضوا: one killing, told by the verb."""
    return other.verbal and other.type in ("killing", "injury") and -4 <= other.position - toll.position <= 3


def _nominal(line: TaggedSentence, i: int, hits: list[TriggerForm]) -> bool:
    """Whether a word that may be verb and noun is a noun here."""
    kinds = {h.entry.kind for h in hits}
    if not kinds & {"verb", "hal"}:
        return True
    if kinds <= {"verb", "hal"}:
        return False
    word = line.words[i]
    if word.definite or word.preposition in ("ب", "ل", "ك"):
        return True
    before = previous(line, i)
    if before is not None and line.tags[before] == "comp" and word.stem.endswith("ا"):
        return True  # أن قصفا استهدف: behind أن stands an accusative, not the dual «they both shelled»
    if before is not None and not word.conjunction:
        if line.tags[before] in ("prep", "quantity", "light", "report") or "launching" in line.classes(before):
            return True
        if line.tags[before] == "name":  # محسن الفضلي قتل; but استنكرت الرياض قصف المشافي
            first = line.names[line.name_at[before]].first  # type: ignore[index]
            return first > 0 and line.tags[first - 1] in PREDICATES
        other = line.words[before]
        if other.hits and other.hits[0].entry.kind != "verb" and not other.definite:
            return True  # محاولة خطف, عمليات قتل
        if line.tags[before] == "nominal" and not other.definite and line.name_at[before] is None:
            return not _opens_clause(line, i)
    after = following(line, i)
    if after is None:
        return True
    if line.tags[after] == "name":
        name = line.names[line.name_at[after]]  # type: ignore[index]
        return name.nisba or name.preposition != ""
    if line.tags[after] == "prep" or line.words[after].preposition:
        return True
    classes = line.classes(after)  # قصف جوي; but قتل طيران التحالف قياديا
    manner = bool(classes & {"kind", "chemical"}) or bool(classes & {"air", "ground"} and not classes & _ARMS)
    return manner and not line.words[after].definite


def _opens_clause(line: TaggedSentence, i: int) -> bool:
    before = previous(line, i)
    return before is None or line.tags[before] in ("mark", "comp", "sub", "rel", "aux", "time")
