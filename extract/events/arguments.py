"""The phrases that hang on a trigger, each with its grammatical slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.events.subjects import subject_before
from furat.extract.events.triggers import Trigger
from furat.extract.syntax.argument_scanner import COMMAS, FULL_STOPS, Argument, Walk
from furat.extract.syntax.noun_phrases import Phrase, glued
from furat.extract.syntax.sentence import Line, is_quote

_LONGEST = 10  # words of an insertion behind its event
_INTRANSITIVE = frozenset(("die", "fall", "fell", "collapse", "depart", "toll"))
_KILLING = frozenset(("kill", "expel", "destroy"))  # one unvocalised form for active and passive


@dataclass(frozen=True, slots=True)
class Arguments:
    """What hangs on a trigger, and whether its subject is left out or taken up by a pronoun."""

    found: tuple[Argument, ...]
    prodrop: bool = False  # a verb, or the verb that carries it, has no subject of its own


def arguments(line: Line, triggers: Sequence[Trigger], index: int) -> Arguments:
    """The arguments of one trigger of the sentence, in the order of the text."""
    trigger = triggers[index]
    left = triggers[index - 1].position + 1 if index else 0
    right = triggers[index + 1].position if index + 1 < len(triggers) else len(line.words)
    if index and (end := _insertion(line, triggers, index - 1)) is not None and end > trigger.position:
        right = min(right, end)
    stops = frozenset(t.position for t in triggers)
    walk = Walk(line, right, stops, trigger.verbal)
    after = walk.phrases(trigger.position + 1, "bare" if trigger.verbal else "genitive")
    if trigger.verbal and (gap := _insertion(line, triggers, index)) is not None:
        limit = next((t.position for t in triggers[index + 1 :] if t.position > gap), len(line.words))
        after = [*after, *Walk(line, limit, stops, trigger.verbal).phrases(gap + 1, "bare")]
    if trigger.verbal:
        return _verb_slots(line, trigger, left, after, stops)
    before, prodrop = _carrier(line, trigger, left, stops)
    if trigger.frame == "depart" and any(a.slot == "genitive" for a in after):  # أمن الجيش خروج المدنيين
        before = [a for a in before if a.slot != "subject"]
    behind = [Argument("object", a.phrase, a.why) if a.slot == "bare" else a for a in after]
    return Arguments((*before, *behind), prodrop or walk.prodrop)


def _insertion(line: Line, triggers: Sequence[Trigger], index: int) -> int | None:
    """The comma that closes an insertion with an event of its own: «سيطر التنظيم، بعد معارك دامت يومين، على البلدة»."""
    if index + 1 >= len(triggers) or not triggers[index].verbal:
        return None
    tokens, inner = line.sentence.tokens, triggers[index + 1].position
    between = range(triggers[index].position + 1, inner)
    opening = next((k for k in reversed(between) if tokens[k].form in COMMAS), None)
    if opening is None or not (line.tags[opening + 1] == "prep" or glued(line, opening + 1)):
        return None
    if any(line.tags[k] in ("comp", "sub", "report") for k in between):
        return None
    for k in range(inner + 1, min(inner + _LONGEST, len(tokens) - 1)):
        if tokens[k].form in FULL_STOPS or line.tags[k] in ("comp", "sub", "report"):
            return None
        if tokens[k].form in COMMAS:
            return k if line.tags[k + 1] == "prep" or glued(line, k + 1) else None
    return None


def _carrier(line: Line, trigger: Trigger, left: int, stops: frozenset[int]) -> tuple[list[Argument], bool]:
    """What a carrying verb before an event noun gives it: «شن الجيش هجوما», «تعرضت القاعدة لهجوم»."""
    for j in range(trigger.position - 1, left - 1, -1):
        tag = line.tags[j]
        if tag in ("comp", "sub", "report") or (tag == "verb" and j not in stops) or _full_stop(line, j):
            return _fronted(line, j + 1, trigger.position, stops), False
        if tag != "light":
            continue
        classes = line.classes(j)
        if "light:result" in classes:
            return [], False
        inner = Walk(line, trigger.position, stops, verbal=True).phrases(j + 1, "bare")
        slot = _carried_slot(classes, trigger)
        found = []
        subject = None
        if slot:
            subject = next((a.phrase for a in inner if a.slot == "bare"), None)
            if subject is None and slot != "signed":
                subject = subject_before(line, j, left, stops)
            if subject is not None:
                slot = "subject" if slot == "signed" else slot
                found.append(Argument(slot, subject, f"subject of the carrying verb «{line.words[j].form}»"))
        found += [a for a in inner if a.slot not in ("bare", "apposition")]
        return [*_fronted(line, left, j, stops), *found], slot == "subject" and subject is None
    return _fronted(line, left, trigger.position, stops), False


def _clause_start(line: Line, first: int, last: int) -> int:
    """Where the clause begins that ends at `last`: behind the last comma, or before a phrase set off by two."""
    opening = [k for k in range(first, last) if _opens(line, k)]
    if not opening:
        return last
    if len(opening) > 1 and (line.tags[opening[-2] + 1] == "prep" or glued(line, opening[-2] + 1)):
        return opening[-2] + 1
    return opening[-1] + 1


def _opens(line: Line, k: int) -> bool:
    """Whether a clause opens behind this token."""
    if line.tags[k] == "mark":
        return not is_quote(line, k) and line.sentence.tokens[k].form in COMMAS + FULL_STOPS
    return line.tags[k] in ("comp", "sub", "report")


def _full_stop(line: Line, j: int) -> bool:
    return line.tags[j] == "mark" and line.sentence.tokens[j].form in FULL_STOPS


def _carried_slot(classes: frozenset[str], trigger: Trigger) -> str:
    if "light:prevent" in classes and trigger.frame != "strike":
        return ""  # أحبطت الشرطة تفجير سيارة: who prevents it is no party to it; but أحبط الجيش هجوما was attacked
    if classes & {"light:do", "light:suffer"}:
        return "subject"
    if classes & {"light:undergo", "light:prevent", "light:hit"}:
        return "undergo"
    if "light:witness" in classes:
        return "witness"
    return "signed" if "light:happen" in classes else ""  # وقعت روسيا اتفاقا: only with a subject behind it


def _fronted(line: Line, first: int, last: int, stops: frozenset[int]) -> list[Argument]:
    """Phrases of place in front, in the trigger's own clause: «وفي شرق حلب، اندلعت اشتباكات»."""
    if first > 0 and first - 1 in stops:
        first = _clause_start(line, first, last)
    found = Walk(line, last, stops, verbal=True).phrases(first, "apposition")
    return [a for a in found if a.slot in ("in", "at", "doer")]


def _verb_slots(line: Line, trigger: Trigger, left: int, after: list[Argument], stops: frozenset[int]) -> Arguments:
    """Subject and object of a verb among its bare phrases."""
    bare = [a.phrase for a in after if a.slot == "bare"]
    rest = [a for a in after if a.slot != "bare"]
    front = None
    if not line.words[trigger.position].conjunction and line.words[trigger.position].preposition != "ل":
        front = subject_before(line, trigger.position, left, stops)
    rest = [*_fronted(line, left, trigger.position, stops), *rest]
    relative = trigger.position > 0 and line.tags[trigger.position - 1] == "rel"
    if relative and front is not None and all(line.names[n].kind == "place" for n in front.names) and front.names:
        rest.append(Argument("in", front, "place that the relative clause tells of"))
        if trigger.frame != "destroy" or bare:
            front = None
    found, prodrop = _core(line, trigger, front, bare)
    return Arguments((*found, *rest), prodrop)


def _core(line: Line, trigger: Trigger, front: Phrase | None, bare: list[Phrase]) -> tuple[list[Argument], bool]:
    """Subject and object, and whether the subject is left out."""
    if trigger.frame in _INTRANSITIVE:
        subject = bare[0] if bare else front
        found = [Argument("subject", subject, "subject of the verb")] if subject else []
        return found + [Argument("object", p, "second phrase behind the verb") for p in bare[1:2]], False
    if trigger.frame in _KILLING and _passive(line, trigger, front, bare):
        patient = bare[0] if bare else front
        return ([Argument("object", patient, "victim of a passive verb")] if patient else []), False
    pronoun = trigger.hit.form.pronoun != ""
    if front is not None and pronoun and bare:  # قرية قصفها الطيران
        return [
            Argument("subject", bare[0], "behind the verb"),
            Argument("object", front, "taken up by a pronoun"),
        ], False
    if front is not None:
        objects = [Argument("object", p, "object of the verb") for p in bare[:1]]
        return [Argument("subject", front, "in front of the verb"), *objects], False
    if len(bare) >= 2:
        return [
            Argument("subject", bare[0], "behind the verb"),
            Argument("object", bare[1], "second phrase behind the verb"),
        ], False
    if not bare:
        return [], True
    acts = pronoun or _can_act(line, bare[0]) or not _thing(line, bare[0])
    if _is_object(line, bare[0]):
        acts = False
    if trigger.frame == "kill":  # وتقتل تسعة: a passive is taken care of, so this is the object
        acts = pronoun
    if trigger.entry.kind == "hal" or trigger.hit.form.first_person:
        acts = False
    return [Argument("subject" if acts else "object", bare[0], "only phrase behind the verb")], not acts


def _is_object(line: Line, phrase: Phrase) -> bool:
    """Whether a phrase's first word shows that it is no subject: «قواته», «قياديين», «مستودعا»."""
    word = line.words[phrase.first]
    if any(c.pronoun for c in word.classes) and not phrase.names:
        return True
    if line.quantity_at[phrase.first] is not None or line.name_at[phrase.first] is not None:
        return False
    return bool(word.classes) and (word.stem.endswith("ين") or (word.stem.endswith("ا") and not word.definite))


def _can_act(line: Line, phrase: Phrase) -> bool:
    if any(line.names[n].kind == "actor" and line.names[n].head <= phrase.first for n in phrase.names):
        return True
    head = line.classes(phrase.first)
    if head & {"holding", "building", "placeword"} and not head & {"force", "air"}:  # مواقع لداعش
        return False
    return any(line.names[n].kind == "actor" for n in phrase.names) or bool(phrase.classes & {"armed_people", "force"})


def _thing(line: Line, phrase: Phrase) -> bool:
    if not _can_act(line, phrase) and line.classes(phrase.first) & {"holding", "building", "placeword"}:
        return True
    if phrase.names and all(line.names[n].kind == "place" for n in phrase.names):
        return True
    return bool(phrase.classes & {"holding", "building", "people", "placeword"})


def _passive(line: Line, trigger: Trigger, front: Phrase | None, bare: list[Phrase]) -> bool:
    """Whether an unvocalised verb is a passive here: its one noun phrase is the victim."""
    if len(bare) >= 2 or (front is not None and bare):
        return False
    if trigger.hit.form.pronoun:
        return False
    if trigger.frame == "expel" or not bare:
        return True
    if trigger.frame == "destroy":
        return not _can_act(line, bare[0])
    form = trigger.hit.form
    feminine = form.text.startswith("ت") or form.text.endswith("ت")
    women = any(line.words[k].stem.endswith("ه") and line.words[k].classes for k in range(bare[0].first, bare[0].core))
    return not (feminine and bool(bare[0].quantities) and not women)
