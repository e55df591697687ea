"""The subject of a verb of saying: before it, carried on from the sentence before, or joined anew."""

from furat.extract.attribution.lexicon import Cue, bare
from furat.extract.attribution.line import CuedSentence
from furat.extract.attribution.sources import FoundSource, named, source_in
from furat.extract.attribution.state import AttributionState, Utterance
from furat.extract.layers import Name
from furat.extract.text.punctuation import PAUSES
from furat.extract.text.quotation_marks import MARKS

_QUOTES = MARKS | frozenset("()")
_OPENING = 6  # words of a sentence within which its acting subject begins
_LONGEST = 12  # words of a subject before its verb
_APPOSITION = 10  # words of an apposition between commas: «رامي عبد الرحمن، مدير المرصد، قال»


def left_source(scene: AttributionState, i: int) -> tuple[FoundSource | None, int]:
    """The subject before its verb, «الأمم المتحدة أكدت», «وكان المرصد قد أعلن», and where its words begin."""
    line, lexicon = scene.line, scene.lexicon
    forms, sets = line.forms, lexicon.sets
    tail = i
    while tail and (forms[tail - 1] in sets["auxiliary"] or line.phrase(tail - 1, "relative")):
        tail -= 1
    if tail and forms[tail - 1] in PAUSES:
        before = (k for k in range(tail - 2, max(-1, tail - _APPOSITION), -1) if forms[k] in PAUSES)
        tail = next(before, -1)
    if tail <= 0:
        return None, i
    begin = tail
    while begin and tail - begin < _LONGEST:
        mark = line.tokens[begin - 1].kind == "mark" and forms[begin - 1] not in _QUOTES
        if mark or bare(forms[begin - 1]) in sets["that"] or line.phrase(begin - 1, "break", "backbreak"):
            break
        begin -= 1
    first = begin
    while first < tail and (bare(forms[first]) in sets["auxiliary"] or bare(forms[first]) in sets["starter"]):
        first += 1
    if first >= tail:
        return None, i
    source = source_in(lexicon, line, first, tail, False)
    if source.speakers and source.last >= tail - 1 and not source.addressed:
        return source, begin
    return None, i


def carries_on(scene: AttributionState, cue: Cue, i: int) -> bool:
    """Whether a verb without a subject of its own can go on with the source before: it opens its clause."""
    line, sets = scene.line, scene.lexicon.sets
    if line.speech(i) is not None:
        return False
    if cue.conjunction or i == 0 or line.tokens[i - 1].kind == "mark":
        return True
    before = bare(line.forms[i - 1])
    return before in sets["starter"] or before in sets["auxiliary"] or _behind_phrase(scene, i)


def subject_before(scene: AttributionState, cue: Cue, i: int) -> Utterance | None:
    """Who a verb without a subject means: the person acting in its sentence, else the source before."""
    line, sets = scene.line, scene.lexicon.sets
    therein = i + 1 < len(line.forms) and line.forms[i + 1] in sets["thereof"]  # «نشر بيانا قال فيه»
    if not therein and not carries_on(scene, cue, i):
        return None
    if scene.subject is None and i and line.speech(i) is None:
        actor = acting(line, i)
        if actor is not None and (therein or actor.cls in ("Person", "IntergovernmentalOrganization")):
            return Utterance((named(actor),), "", line.sentence.paragraph)
    return scene.earlier(cue.inflected.gender, cue.inflected.plural)


def acting(line: CuedSentence, i: int) -> Name | None:
    """The acting subject of a sentence up to a position: «طالب الوزير بـ ...، مشيرا إلى»; a person before a side."""
    before = [
        n
        for n in line.names
        if n.kind == "actor" and n.last <= i and not n.preposition and not n.nisba and n.head <= _OPENING
    ]
    return next((n for n in before if n.cls == "Person"), before[0] if before else None)


def coordinate(scene: AttributionState, cue: Cue, i: int, start: int) -> bool:
    """Whether a statement whose words begin at `start` stands beside what was told before it, and not inside it."""
    line, sets = scene.line, scene.lexicon.sets
    if line.speech(i) is not None:
        return False
    if cue.conjunction or start == 0 or line.tokens[start - 1].kind == "mark":
        return True
    before = bare(line.forms[start - 1])
    if before in sets["that"]:
        return False
    joined = start != i and line.forms[start][0] == "و" and bare(line.forms[start]) != line.forms[start]
    return joined or before in sets["starter"] or _behind_phrase(scene, start)


def _behind_phrase(scene: AttributionState, i: int) -> bool:
    """Whether a phrase such as «من جهته» or «في المقابل» ends right before a position."""
    line = scene.line
    return any(
        (phrase := line.phrase(k, "skip", "break", "backbreak")) is not None and k + len(phrase.words) == i
        for k in range(max(0, i - 4), i)
    )
