"""The phrases that hang on a trigger, each with its grammatical slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.events.line import Line, is_quote
from furat.extract.events.phrases import Phrase, conjoined, glued, read_phrase
from furat.extract.events.triggers import Trigger

_NOMINAL = frozenset(("nominal", "name", "quantity"))
_BREAKS = frozenset(("comp", "sub", "report", "verb"))
_DOERS = frozenset(("light:do", "light:prevent", "light:undergo", "light:suffer", "light:witness"))


@dataclass(frozen=True, slots=True)
class Argument:
    """A phrase in a slot: subject, object, genitive, or a preposition."""

    slot: str
    phrase: Phrase
    why: str


def arguments(line: Line, triggers: Sequence[Trigger], index: int) -> list[Argument]:
    """The arguments of one trigger of the sentence, in the order of the text."""
    trigger = triggers[index]
    left = triggers[index - 1].position + 1 if index else 0
    right = triggers[index + 1].position if index + 1 < len(triggers) else len(line.words)
    stops = frozenset(t.position for t in triggers)
    after = _after(line, trigger.position + 1, right, "bare" if trigger.verbal else "genitive", stops, trigger.verbal)
    if trigger.verbal:
        return _verb_slots(line, trigger, left, after, stops)
    before = _carrier(line, trigger, left, stops)
    return [*before, *_noun_slots(after)]


def _noun_slots(found: list[Argument]) -> list[Argument]:
    """A second bare phrase behind a verbal noun is its object («قصف الطيران مناطق»)."""
    return [Argument("object", a.phrase, a.why) if a.slot == "bare" else a for a in found]


def _after(
    line: Line, start: int, limit: int, slot: str, stops: frozenset[int], verbal: bool, comma: bool = False
) -> list[Argument]:
    """Phrases from `start` on, to the end of the clause or the next trigger."""
    found: list[Argument] = []
    pending = slot
    i = start
    while i < limit:
        tag = line.tags[i]
        if i in line.skip or is_quote(line, i) or tag in ("time", "aux"):
            i += 1
            continue
        if tag == "mark":
            mark = line.sentence.tokens[i].form
            if mark in ".:؛;!?؟" or i + 1 >= limit:
                break
            if mark in "،," and (line.tags[i + 1] in _BREAKS | {"light", "rel"} or conjoined(line, i + 1)):
                break
            pending = "apposition"
            i += 1
            continue
        if tag in _BREAKS:
            break
        if tag == "rel":
            if i + 1 < limit and line.tags[i + 1] == "light":
                i += 1
                continue
            i = _skip_clause(line, i, limit)
            pending = "apposition"
            continue
        if tag == "light":
            classes = line.classes(i)
            if verbal or line.words[i].conjunction or "light:result" in classes:
                break
            if "light:hit" in classes:
                pending = "on"
            elif classes & _DOERS:
                pending = "subject"
            else:
                pending = "apposition"
            i += 1
            continue
        if tag == "prep":
            pending = line.relation.get(i, "")
            i += 1
            continue
        own = glued(line, i)
        if own:
            pending = own
        elif conjoined(line, i) and found and pending == "bare":
            pending = found[-1].slot if line.words[i].classes or line.name_at[i] is not None else "apposition"
        phrase = read_phrase(line, i, limit, stops)
        found.append(Argument(pending, phrase, pending))
        pending = "bare"
        i = phrase.last
    return found


def _skip_clause(line: Line, i: int, limit: int) -> int:
    """Past a relative clause that says no more than a state («التي يسيطر عليها التنظيم»)."""
    i += 1
    while i < limit and line.tags[i] in ("verb", "aux", "light"):
        i += 1
    while i < limit and line.classes(i) & {"on_it", "pronoun"}:
        i += 1
    if i < limit and line.tags[i] in _NOMINAL and not glued(line, i):
        i = read_phrase(line, i, limit).last
    return i


def _carrier(line: Line, trigger: Trigger, left: int, stops: frozenset[int]) -> list[Argument]:
    """The arguments that a carrying verb before an event noun gives it: «شن الجيش هجوما», «تعرضت القاعدة لهجوم»."""
    for j in range(trigger.position - 1, left - 1, -1):
        tag = line.tags[j]
        if tag in ("comp", "sub", "report") or (tag == "verb" and j not in stops):
            return _fronted(line, j + 1, trigger.position, stops)
        if tag == "mark" and not is_quote(line, j) and line.sentence.tokens[j].form in ".:؛;!?؟":
            return _fronted(line, j + 1, trigger.position, stops)
        if tag != "light":
            continue
        classes = line.classes(j)
        if "light:result" in classes:
            return []
        inner = _after(line, j + 1, trigger.position, "bare", stops, verbal=True)
        slot = _carried_slot(classes)
        found = []
        if slot:
            subject = next((a for a in inner if a.slot == "bare"), None)
            if subject is None:
                subject = _subject_before(line, j, left, stops)
            if subject is not None:
                found.append(Argument(slot, subject.phrase, f"subject of the carrying verb «{line.words[j].form}»"))
        found += [a for a in inner if a.slot not in ("bare", "apposition")]
        return [*_fronted(line, left, j, stops), *found]
    return _fronted(line, left, trigger.position, stops)


def _carried_slot(classes: frozenset[str]) -> str:
    if classes & {"light:do", "light:suffer"}:
        return "subject"
    if classes & {"light:undergo", "light:prevent", "light:hit"}:
        return "undergo"
    if "light:witness" in classes:
        return "witness"
    return ""


def _fronted(line: Line, first: int, last: int, stops: frozenset[int]) -> list[Argument]:
    """Phrases of place in front: «وفي شرق حلب، اندلعت اشتباكات»."""
    found = _after(line, first, last, "apposition", stops, verbal=True)
    return [a for a in found if a.slot in ("in", "at", "doer")]


def _subject_before(line: Line, i: int, left: int, stops: frozenset[int]) -> Argument | None:
    """The noun phrase in front of a verb that is its subject: «طائرات روسية تستهدف», «الجيش الذي شن»."""
    j = i - 1
    while j >= left and (
        line.tags[j] in ("aux", "time", "rel")
        or is_quote(line, j)
        or j in line.skip
        or line.sentence.tokens[j].form in "،,"
    ):
        if line.tags[j] == "rel" or line.sentence.tokens[j].form in "،,":
            pass
        j -= 1
    if j < left or line.tags[j] not in _NOMINAL:
        return None
    start = _phrase_start(line, j, left, stops)
    phrase = read_phrase(line, start, i, stops)
    hop = 0
    while hop < 2 and (glued(line, start) or (start > left and line.tags[start - 1] == "prep")):
        k = start - 1
        while k >= left and (line.tags[k] == "prep" or is_quote(line, k)):
            k -= 1
        if k < left or line.tags[k] not in _NOMINAL:
            return None
        start = _phrase_start(line, k, left, stops)
        phrase = read_phrase(line, start, i, stops)
        hop += 1
    if glued(line, start) or (start > left and line.tags[start - 1] == "prep"):
        return None
    return Argument("subject", phrase, "in front of the verb")


def _phrase_start(line: Line, j: int, left: int, stops: frozenset[int]) -> int:
    """The first token of the noun phrase that ends at `j`: the leftmost start whose phrase reaches it."""
    start = j
    while start - 1 >= left and start - 1 not in stops:
        k = start - 1
        if is_quote(line, k):
            start = k
            continue
        if line.tags[k] not in _NOMINAL or glued(line, start):
            break
        if conjoined(line, start) and line.name_at[start] is None:
            break
        if read_phrase(line, k, j + 1, stops).core <= j:
            break
        start = k
    while is_quote(line, start):
        start += 1
    return start


def _verb_slots(
    line: Line, trigger: Trigger, left: int, after: list[Argument], stops: frozenset[int]
) -> list[Argument]:
    """Subject and object of a verb among its bare phrases."""
    bare = [a for a in after if a.slot == "bare"]
    rest = [a for a in after if a.slot != "bare"]
    front = _subject_before(line, trigger.position, left, stops)
    if front is not None and line.words[trigger.position].conjunction:
        front = None
    fronted = _fronted(line, left, trigger.position, stops)
    found: list[Argument] = []
    if trigger.frame in ("die", "fall", "collapse", "depart", "toll"):
        subject = front if front is not None and not bare else (bare[0] if bare else front)
        if subject is not None:
            found.append(Argument("subject", subject.phrase, "subject of the verb"))
    elif trigger.frame == "kill" and _passive(line, trigger, front, bare):
        patient = bare[0] if bare else front
        if patient is not None:
            found.append(Argument("object", patient.phrase, "victim of a passive verb"))
    else:
        pronoun = trigger.hit.form.pronoun != ""
        if front is not None and pronoun and bare:  # قرية قصفها الطيران
            found += [
                Argument("subject", bare[0].phrase, "subject"),
                Argument("object", front.phrase, "taken up by a pronoun"),
            ]
        elif front is not None:
            found.append(Argument("subject", front.phrase, "in front of the verb"))
            found += [Argument("object", a.phrase, "object of the verb") for a in bare[:1]]
        elif len(bare) >= 2:
            found += [
                Argument("subject", bare[0].phrase, "behind the verb"),
                Argument("object", bare[1].phrase, "second phrase behind the verb"),
            ]
        elif bare:
            slot = (
                "subject"
                if pronoun
                or _can_act(line, bare[0].phrase)
                or (trigger.entry.kind == "verb" and not _thing(line, bare[0].phrase))
                else "object"
            )
            if trigger.entry.kind == "hal":
                slot = "object"
            found.append(Argument(slot, bare[0].phrase, "only phrase behind the verb"))
    return [*fronted, *found, *rest]


def _can_act(line: Line, phrase: Phrase) -> bool:
    return any(line.names[n].kind == "actor" for n in phrase.names) or bool(phrase.classes & {"armed_people", "force"})


def _thing(line: Line, phrase: Phrase) -> bool:
    if phrase.names and all(line.names[n].kind == "place" for n in phrase.names):
        return True
    return bool(phrase.classes & {"holding", "building", "people", "placeword"})


def _passive(line: Line, trigger: Trigger, front: Argument | None, bare: list[Argument]) -> bool:
    """Whether an unvocalised verb of killing is a passive here: its one noun phrase is the victim."""
    if len(bare) >= 2:
        return False
    form = trigger.hit.form
    if front is not None and bare:
        return False
    if bare:
        feminine = form.text.startswith("ت") or form.text.endswith("ت")
        counted = bool(bare[0].phrase.quantities)
        women = any(line.words[k].stem.endswith("ه") for k in range(bare[0].phrase.first, bare[0].phrase.core))
        return not (form.pronoun or (feminine and counted and not women))
    return True
