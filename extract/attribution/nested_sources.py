"""Chains of sources: «ونقلت الوكالة عن مصدر قوله إن», the one who is quoted first, then the one who relays it."""

from furat.extract.attribution.content_span import Complement, limit
from furat.extract.attribution.cue_subjects import carries_on, coordinate, left_source
from furat.extract.attribution.lexicon import Cue, bare
from furat.extract.attribution.sources import source_in
from furat.extract.attribution.state import AttributionState, Utterance, unpublished, words
from furat.extract.attribution.verbal_cues import stretch

_PREPOSITION_REACH, _REACH = 14, 25  # words from the verb to its preposition; from there to what is told


def relay(scene: AttributionState, cue: Cue, i: int) -> None:
    """The voice of نقل with عن, نسب with إلى, and a source behind it; without one they tell of other things."""
    line, lexicon = scene.line, scene.lexicon
    end = limit(line, i)
    preposition = cue.verb.complements & {"عن", "الي"}
    at = next((k for k in range(i + 1, min(end, i + _PREPOSITION_REACH)) if line.forms[k] in preposition), None)
    told = relayed(scene, at, end) if at is not None else None
    if at is None or told is None:
        return
    original = source_in(lexicon, line, at + 1, told.stop, True, governed=True)
    relayer = source_in(lexicon, line, i + 1, at, True)
    left, start = (None, i) if cue.conjunction or relayer.speakers or relayer.pointer else left_source(scene, i)
    speakers = scene.resolve(relayer) or (left.speakers if left else ())
    if not speakers and carries_on(scene, cue, i):
        turn = scene.earlier(cue.inflected.gender, False)
        speakers = turn.speakers[-1:] if turn is not None and scene.relays(turn.speakers[-1]) else ()
    if "الي" in preposition and not original.speakers:
        return
    speakers = unpublished(speakers, scene.publisher)
    whole = original.speakers + tuple(s for s in speakers if s not in original.speakers)
    if not whole:
        return
    if coordinate(scene, cue, i, start):
        scene.cut(start)
    why = f"relayed: {words(line, start, min(told.first, start + 14))}"
    if scene.add(whole, cue.verb.stance, None, told.first, scene.scope_end(told.first, end), i, told.stop, why):
        stretch(scene, told)
    scene.subject = Utterance(speakers or whole, cue.inflected.gender, line.sentence.paragraph)
    scene.remember(whole, "" if original.speakers else cue.inflected.gender)


def relayed(scene: AttributionState, at: int, end: int) -> Complement | None:
    """What a source named behind `at` said: behind قوله إن, أن, a colon, or in a quotation."""
    line, lexicon = scene.line, scene.lexicon
    for j in range(at + 1, min(end, at + _REACH)):
        form = line.forms[j]
        quotation = line.opens.get(j)
        if quotation is not None:
            return Complement("quotation", j - (line.forms[j - 1] == ":"), j + 1, quotation)
        cue = lexicon.cues.get(form)
        if cue is not None and cue.inflected.tense == "masdar" and cue.inflected.pronoun:
            scene.used.add(j)
            first = j + 1
            if first < end and (
                line.forms[first] in lexicon.sets["that"]
                or line.forms[first] == ":"
                or line.forms[first] in lexicon.sets["preposition"]
            ):
                first += 1
            quotation = line.opens.get(first)
            return Complement("clause", j, first + (quotation is not None), quotation)
        if form in lexicon.sets["that"] and bare(line.forms[j - 1]) not in lexicon.sets["notthat"]:
            return Complement("clause", j, j + 1)
        if form == ":":
            return Complement("colon", j, j + 1)
    return None
