"""Voices from what goes with another verb: participles «مشيرا إلى أن», verbal nouns «قوله إن», «إعلان الجيش مقتل»."""

from furat.extract.attribution.content_span import complement, limit
from furat.extract.attribution.cue_subjects import acting
from furat.extract.attribution.lexicon import Cue
from furat.extract.attribution.sources import named, skip, source_in
from furat.extract.attribution.state import AttributionState, Utterance, words
from furat.extract.attribution.verbal_cues import accuse, stretch
from furat.extract.text.punctuation import PAUSES

_FAR = 6  # words between a participle and its complement that may describe when and where


def participle(scene: AttributionState, cue: Cue, i: int) -> None:
    """«مشيرا إلى أن»: told by the subject of the verb that it goes with."""
    line = scene.line
    actor = acting(line, i) if scene.subject is None else None
    if actor is not None:
        turn: Utterance | None = Utterance((named(actor),), "", line.sentence.paragraph)
    else:
        turn = scene.subject or scene.earlier(cue.inflected.gender, cue.inflected.plural)
    if turn is None:
        return
    if cue.verb.complements & {"accuse", "blame"}:
        accuse(scene, cue, i, turn.speakers)
        return
    told = complement(scene.lexicon, line, cue, i)
    if told is None or (told.kind == "object" and (cue.inflected.gender == "f" or told.stop > i + 1)):
        return
    if skip(line, i + 1, told.stop) < told.stop and told.stop > i + _FAR:
        return
    scene.cut(i, spoken_only=True)
    why = f"participle of saying with the subject of its sentence: {words(line, i, told.first)}"
    end = scene.scope_end(told.first, limit(line, i))
    if scene.add(turn.speakers, cue.verb.stance, cue.verb.status, told.first, end, i, i + 1, why):
        stretch(scene, told)
        if scene.subject is None:
            scene.remember(turn.speakers, cue.inflected.gender)


def noun(scene: AttributionState, cue: Cue, i: int) -> None:
    """«إعلان الجيش مقتل», «مزاعم النظام», «بقوله إن»."""
    line = scene.line
    end = limit(line, i)
    if cue.inflected.pronoun:
        told = complement(scene.lexicon, line, cue, i)
        turn = scene.subject or scene.earlier(cue.inflected.gender, cue.inflected.plural)
        if told is None or told.stop > i + 2 or told.kind == "object" or turn is None:
            return
        first, speakers = told.first, turn.speakers
    else:
        name = line.name_from(i + 1)
        if name is None and _strangers_word(scene, cue, i):
            return
        if name is None and cue.verb.stance == "alleges" and "accuse" not in cue.verb.complements and i + 1 < end:
            last = next((k for k in range(i + 1, end) if line.forms[k] in PAUSES), end)
            why = f"noun of saying with doubt: {words(line, i, i + 2)}"
            scene.add((), cue.verb.stance, cue.verb.status, i + 1, last, i, i + 1, why, nobody=True)
            return
        if name is None or name.nisba or name.preposition or name.last >= end or "near" in cue.verb.complements:
            return
        if line.tokens[name.last].kind == "mark":
            return
        first, speakers = name.last, (named(name),)
        needs, form = cue.verb.complements, line.forms[first]
        if needs & {"accuse", "blame"} or ("monitor" in needs and not scene.watches(speakers[0])):
            return  # «اتهام روسيا»: the name is the accused
        tells = form in scene.lexicon.sets["that"] or form in needs or (form[0] in needs and len(form) > 2)
        if not tells and not ("object" in needs and form not in scene.lexicon.sets["preposition"]):
            return
    why = f"noun of saying: {words(line, i, first)}"
    scene.add(speakers, cue.verb.stance, cue.verb.status, first, scene.scope_end(first, end), i, first, why)


def _strangers_word(scene: AttributionState, cue: Cue, i: int) -> bool:
    """«إفادات مصادر أهلية بأن»: a noun of saying, a source that is described and not named, and what it tells."""
    line, told = scene.line, complement(scene.lexicon, scene.line, cue, i)
    if told is None or told.kind == "object":
        return False
    source = source_in(scene.lexicon, line, i + 1, told.stop, False)
    if not source.speakers or any(speaker.key for speaker in source.speakers):
        return False
    end = scene.scope_end(told.first, limit(line, i))
    why = f"noun of saying and its source: {words(line, i, told.first)}"
    return scene.add(source.speakers, cue.verb.stance, cue.verb.status, told.first, end, i, i + 1, why) is not None
