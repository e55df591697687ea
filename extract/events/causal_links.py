"""Which event of a sentence results from which: «قصف أدى إلى مقتل», «قتل في غارة», «هجوم أوقع قتلى»."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.events.drafts import EventDraft
from furat.extract.syntax.clauses import CLAUSE_OPENERS
from furat.extract.syntax.noun_phrases import glued
from furat.extract.syntax.sentence import TaggedSentence, is_quote

STRIKES = frozenset(("bombardment", "airstrike", "shelling", "attack", "explosion", "chemical-attack"))
CAUSES = STRIKES | {"clash", "capture", "siege"}
RESULTS = frozenset(("killing", "injury", "destruction", "displacement"))
_INTO = frozenset(("in", "at", "cause", "while", "doer"))


@dataclass(frozen=True, slots=True)
class CausalLink:
    """Two events of a sentence, by position: the second results from the first."""

    cause: int
    result: int
    why: str


def links(drafts: Sequence[EventDraft]) -> list[CausalLink]:
    """The links of one sentence's events."""
    found = []
    for i in range(len(drafts) - 1):
        for j in range(i + 1, min(i + 4, len(drafts))):
            link = _between(drafts, i, j)
            if link is not None:
                found.append(link)
                if drafts[j].type not in ("killing", "injury") or drafts[i].type not in CAUSES:
                    break
    return found


def _between(drafts: Sequence[EventDraft], i: int, j: int) -> CausalLink | None:
    one, other, line = drafts[i], drafts[j], drafts[i].line
    first, last = one.trigger.position, other.trigger.position
    if one.type in CAUSES and other.type in RESULTS:
        word = _result_word(line, first, last) or _resulting_in(line, first, other)
        if word is not None and not _nearer(drafts, i, j):
            return CausalLink(i, j, f"«{word}» makes it a result")
        if j == i + 1 and _follows_by_and(one, other):
            return CausalLink(i, j, "told on by و with the same subject")
        if j == i + 1 and _kills(one, other):
            return CausalLink(i, j, "the event is the subject of the verb")
    if one.type in RESULTS and other.type in CAUSES | {"killing"}:
        if any(_stronger(drafts[k], other) for k in range(i + 1, j)):
            return None
        word = _cause_word(line, first, last)
        if word is not None:
            return CausalLink(j, i, f"«{word}» makes the other its cause")
        if one.trigger.verbal and not other.trigger.verbal and _is_subject(line, first, last):
            return CausalLink(j, i, "subject of the verb")
    if one.type == other.type == "killing" and (word := _result_word(line, first, last)) is not None:
        return CausalLink(i, j, f"«{word}» makes it a result")
    return None


def _kills(one: EventDraft, other: EventDraft) -> bool:
    """غارة جوية تقتل قياديا: a verb right behind an event noun and its adjectives."""
    line, first, last = one.line, one.trigger.position, other.trigger.position
    if one.trigger.verbal or not other.trigger.verbal or line.words[last].conjunction or other.of("agent"):
        return False
    return last - first <= 4 and all(line.tags[k] in ("nominal", "name") for k in range(first + 1, last))


def _is_subject(line: TaggedSentence, first: int, last: int) -> bool:
    """حصد القصف: an event noun right behind a verb."""
    return last - first <= 2 and not glued(line, last) and line.tags[last - 1] != "prep"


def _stronger(between: EventDraft, cause: EventDraft) -> bool:
    """Whether an event between two is the nearer cause."""
    return between.type in CAUSES


def _result_word(line: TaggedSentence, first: int, last: int) -> str | None:
    """The verb of result between two triggers of one clause."""
    for k in range(last - 1, first, -1):
        if "light:result" in line.classes(k):
            return line.sentence.tokens[k].surface
        if line.tags[k] in CLAUSE_OPENERS:
            return None
    return None


def _nearer(drafts: Sequence[EventDraft], i: int, j: int) -> bool:
    """Whether another event stands nearer to the verb of result: «غارات غداة مجزرة أسفرت عن مقتل»."""
    line = drafts[i].line
    for between in reversed(drafts[i + 1 : j]):
        deed = between.type == "killing" and between.trigger.frame == "deed"
        if not (between.type in CAUSES or deed):
            continue
        again = line.words[between.trigger.position].definite  # قصفت طائرات ... وأسفر القصف: the same one again
        return not (again and drafts[i].type in STRIKES and between.type in STRIKES)
    return False


def _resulting_in(line: TaggedSentence, first: int, result: EventDraft) -> str | None:
    """The verb of result in front of its cause: «أدت غارات على البلدة إلى مقتل», «أوقع الهجوم قتلى»."""
    last = result.trigger.position
    if any(line.tags[k] in CLAUSE_OPENERS for k in range(first, last)):
        return None
    for k in range(first - 1, max(-1, first - 7), -1):
        if line.tags[k] not in ("nominal", "name", "light", "aux", "time"):
            return None
        governed = line.tags[last - 1] == "prep" or glued(line, last) or result.trigger.entry.kind == "toll"
        governed = governed or (result.type == "destruction" and not result.trigger.verbal)  # ألحق الانفجار دمارا
        if "light:result" in line.classes(k) and governed:
            return line.sentence.tokens[k].surface
    return None


def _cause_word(line: TaggedSentence, first: int, last: int) -> str | None:
    """The preposition that puts the second trigger behind the first: في قصف, إثر سقوط, بغارة, خلال معارك."""
    if any(line.tags[k] in CLAUSE_OPENERS for k in range(first + 1, last)):
        return None
    k = last
    own = glued(line, k)
    if own == "at":
        return line.sentence.tokens[k].surface
    for _ in range(4):
        k -= 1
        while k > first and is_quote(line, k):
            k -= 1
        if k <= first:
            return None
        if line.tags[k] == "prep":
            return line.sentence.tokens[k].surface if line.relation.get(k) in _INTO else None
        if line.tags[k] not in ("nominal", "quantity", "light") or line.words[k].conjunction:
            return None
        if glued(line, k) == "at":
            return line.sentence.tokens[k].surface
    return None


def _follows_by_and(one: EventDraft, other: EventDraft) -> bool:
    """تقصف مواقع وتقتل تسعة: a second verb joined by و that has no subject of its own."""
    return (
        one.trigger.verbal
        and other.trigger.verbal
        and other.prodrop
        and other.line.words[other.trigger.position].conjunction != ""
    )
