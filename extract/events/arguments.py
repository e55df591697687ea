"""The phrases that hang on a trigger, each with its grammatical slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.events.carrying_verbs import carried, fronted, in_time_phrase
from furat.extract.events.subjects import subject_before
from furat.extract.events.triggers import Trigger
from furat.extract.syntax.argument_scanner import Argument, ArgumentScanner
from furat.extract.syntax.clauses import CLAUSE_OPENERS
from furat.extract.syntax.noun_phrases import NounPhrase, glued
from furat.extract.syntax.sentence import TaggedSentence
from furat.extract.text.punctuation import COMMAS, FULL_STOPS
from furat.extract.text.tokens import DAMMA

_LONGEST = 10  # words of an insertion behind its event
_INTRANSITIVE = frozenset(("protest", "die", "fall", "fell", "collapse", "depart", "toll"))
_DONE_TO = frozenset(("target", "blast", "destroy_noun", "expel_noun", "transfer_noun", "on_person"))
_OFFICES = frozenset(("people", "armed_people", "title"))
_STRUCK = frozenset(("people", "armed_people", "holding", "building", "force", "placeword", "toll"))
_KILLING = frozenset(("kill", "expel", "destroy"))  # one unvocalised form for active and passive


@dataclass(frozen=True, slots=True)
class Arguments:
    """What hangs on a trigger, and whether its subject is left out or taken up by a pronoun."""

    found: tuple[Argument, ...]
    prodrop: bool = False  # a verb, or the verb that carries it, has no subject of its own


def arguments(line: TaggedSentence, triggers: Sequence[Trigger], index: int) -> Arguments:
    """The arguments of one trigger of the sentence, in the order of the text."""
    trigger = triggers[index]
    left = triggers[index - 1].position + 1 if index else 0
    right = triggers[index + 1].position if index + 1 < len(triggers) else len(line.words)
    if index and (end := _insertion(line, triggers, index - 1)) is not None and end > trigger.position:
        right = min(right, end)
    stops = frozenset(t.position for t in triggers)
    walk = ArgumentScanner(line, right, stops, trigger.verbal)
    start = trigger.position + 1
    quantity = line.quantity_at[trigger.position]
    while start < right and quantity is not None and line.quantity_at[start] == quantity:
        start += 1  # 20 قتيلا على الأقل
    after = walk.phrases(start, "bare" if trigger.verbal else "genitive")
    if trigger.verbal and (gap := _insertion(line, triggers, index)) is not None:
        limit = next((t.position for t in triggers[index + 1 :] if t.position > gap), len(line.words))
        after = [*after, *ArgumentScanner(line, limit, stops, trigger.verbal).phrases(gap + 1, "bare")]
    if trigger.verbal:
        return _verb_slots(line, trigger, left, after, stops)
    over = index - 1
    while over >= 0 and not triggers[over].verbal and in_time_phrase(line, triggers[over].position, 0):
        left = triggers[over - 1].position + 1 if over else 0  # نفذت عقب هذا التفجير إنزالا
        over -= 1
    if index and triggers[index - 1].frame == "attribute":  # نسب الوزير الهجوم إلى التنظيم
        after = [Argument("doer", a.phrase, "doer: put down to") if a.slot == "to" else a for a in after]
    before, prodrop = carried(line, trigger, left, stops)
    if trigger.frame == "depart" and any(a.slot == "genitive" for a in after):  # أمن الجيش خروج المدنيين
        before = [a for a in before if a.slot != "subject"]
    behind = _masdar_slots(line, trigger, after)
    return Arguments((*before, *behind), prodrop or walk.prodrop)


def _masdar_slots(line: TaggedSentence, trigger: Trigger, after: list[Argument]) -> list[Argument]:
    """The phrases behind an event noun; with an object behind it the genitive is who does it."""
    found = [Argument("object", a.phrase, a.why) if a.slot == "bare" else a for a in after]
    if found and found[0].slot == "genitive" and any(line.names[n].cls == "Person" for n in found[0].phrase.names):
        last = found[0].phrase.last
        for k, argument in enumerate(found[1:], 1):  # مقتل فلان زعيم الجماعة: who he is, no other victim
            if argument.slot != "object" or argument.phrase.first != last or argument.phrase.quantities:
                break
            found[k], last = Argument("apposition", argument.phrase, argument.why), argument.phrase.last
    if trigger.frame not in _DONE_TO or len(found) < 2 or found[0].slot != "genitive" or found[1].slot != "object":
        return found
    doer, victim = found[0].phrase, found[1].phrase
    person = any(line.names[n].cls == "Person" for n in doer.names)  # إعدام فلان بن فلان: an apposition
    close = victim.first == doer.last and not person and _can_act(line, doer)
    word = line.words[victim.first]
    adjective = word.definite and not victim.names and not any(c.plural for c in word.classes)  # القوات المتهمة بكذا
    struck = victim.names or victim.quantities or victim.classes & _STRUCK
    if close and struck and not adjective:
        found[0] = Argument("subject", doer, "genitive of a verbal noun that has an object")  # إعدام التنظيم رجلين
    return found


def _insertion(line: TaggedSentence, triggers: Sequence[Trigger], index: int) -> int | None:
    """The comma that closes an insertion with an event of its own: «سيطر التنظيم، بعد معارك دامت يومين، على البلدة»."""
    if index + 1 >= len(triggers) or not triggers[index].verbal:
        return None
    tokens, inner = line.sentence.tokens, triggers[index + 1].position
    between = range(triggers[index].position + 1, inner)
    opening = next((k for k in reversed(between) if tokens[k].form in COMMAS), None)
    if opening is None or not (line.tags[opening + 1] == "prep" or glued(line, opening + 1)):
        return None
    if any(line.tags[k] in CLAUSE_OPENERS for k in between):
        return None
    for k in range(inner + 1, min(inner + _LONGEST, len(tokens) - 1)):
        if tokens[k].form in FULL_STOPS or line.tags[k] in CLAUSE_OPENERS:
            return None
        if tokens[k].form in COMMAS:
            return k if line.tags[k + 1] == "prep" or glued(line, k + 1) else None
    return None


def _verb_slots(
    line: TaggedSentence, trigger: Trigger, left: int, after: list[Argument], stops: frozenset[int]
) -> Arguments:
    """Subject and object of a verb among its bare phrases."""
    bare = _without_office(line, [a.phrase for a in after if a.slot == "bare"])
    rest = [a for a in after if a.slot != "bare"]
    front = None
    if not line.words[trigger.position].conjunction and line.words[trigger.position].preposition != "ل":
        front = subject_before(line, trigger.position, left, stops)
    rest = [*fronted(line, left, trigger.position, stops), *rest]
    relative = trigger.position > 0 and line.tags[trigger.position - 1] == "rel"
    if relative and front is not None and all(line.names[n].kind == "place" for n in front.names) and front.names:
        rest.append(Argument("in", front, "place that the relative clause tells of"))
        if trigger.frame != "destroy" or bare:
            front = None
    found, prodrop = _core(line, trigger, front, bare)
    return Arguments((*found, *rest), prodrop)


def _without_office(line: TaggedSentence, bare: list[NounPhrase]) -> list[NounPhrase]:
    """القيادي في التنظيم أبو علي: the office in front of a person's name is no phrase of its own."""
    if len(bare) < 2 or bare[1].first != bare[0].last:
        return bare
    office, name = bare[0], line.name_at[bare[1].first]
    word = line.words[office.first]
    single = any(c.name in _OFFICES and not c.plural for c in word.classes) and line.name_at[office.first] is None
    if name is None or line.names[name].cls != "Person" or not (single and word.definite):
        return bare
    return bare[1:]


def _core(
    line: TaggedSentence, trigger: Trigger, front: NounPhrase | None, bare: list[NounPhrase]
) -> tuple[list[Argument], bool]:
    """Subject and object, and whether the subject is left out."""
    if trigger.frame in _INTRANSITIVE:
        subject = bare[0] if bare else front
        found = [Argument("subject", subject, "subject of the verb")] if subject else []
        return found + [Argument("object", p, "second phrase behind the verb") for p in bare[1:2]], False
    if printed_passive(line, trigger):
        patient = bare[0] if bare else front
        return ([Argument("object", patient, "victim of a verb printed as passive")] if patient else []), False
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


def _is_object(line: TaggedSentence, phrase: NounPhrase) -> bool:
    """Whether a phrase's first word shows that it is no subject: «قواته», «قياديين», «مستودعا»."""
    word = line.words[phrase.first]
    if any(c.pronoun for c in word.classes) and not phrase.names:
        return True
    if line.quantity_at[phrase.first] is not None or line.name_at[phrase.first] is not None:
        return False
    return bool(word.classes) and (word.stem.endswith("ين") or (word.stem.endswith("ا") and not word.definite))


def _can_act(line: TaggedSentence, phrase: NounPhrase) -> bool:
    if any(line.names[n].kind == "actor" and line.names[n].head <= phrase.first for n in phrase.names):
        return True
    head = line.classes(phrase.first)
    if head & {"holding", "building", "placeword"} and not head & {"force", "air"}:  # مواقع لداعش
        return False
    return any(line.names[n].kind == "actor" for n in phrase.names) or bool(phrase.classes & {"armed_people", "force"})


def _thing(line: TaggedSentence, phrase: NounPhrase) -> bool:
    if not _can_act(line, phrase) and line.classes(phrase.first) & {"holding", "building", "placeword"}:
        return True
    if phrase.names and all(line.names[n].kind == "place" for n in phrase.names):
        return True
    return bool(phrase.classes & {"holding", "building", "people", "placeword"})


def printed_passive(line: TaggedSentence, trigger: Trigger) -> bool:
    """Whether a perfect shows the u of the passive: «قُتل», «استُهدف»; not that of the plural «قتلُوا»."""
    if not trigger.hit.form.perfect:
        return False
    letters = line.sentence.tokens[trigger.position].surface[line.words[trigger.position].length :]
    damma = letters.find(DAMMA)
    return 0 < damma < len(letters) - 1 and letters[damma + 1] != "و"


def _passive(line: TaggedSentence, trigger: Trigger, front: NounPhrase | None, bare: list[NounPhrase]) -> bool:
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
