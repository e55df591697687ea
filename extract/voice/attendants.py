"""Voices from what goes with another verb: participles «مشيرا إلى أن», verbal nouns «قوله إن», «إعلان الجيش مقتل»."""

from furat.extract.voice.complement import complement, limit
from furat.extract.voice.lexicon import Cue
from furat.extract.voice.line import Line
from furat.extract.voice.scene import Scene, Turn, words
from furat.extract.voice.sources import named, skip
from furat.extract.voice.verbs import stretch

_FAR = 6  # words between a participle and its complement that may describe when and where
_SUBJECT = 6  # words of a sentence within which its acting subject begins


def participle(scene: Scene, cue: Cue, i: int) -> None:
    """«مشيرا إلى أن»: told by the subject of the verb that it goes with."""
    line = scene.line
    told = complement(scene.lexicon, line, cue, i)
    if told is None or (told.kind == "object" and (cue.inflected.gender == "f" or told.stop > i + 1)):
        return
    if skip(line, i + 1, told.stop) < told.stop and told.stop > i + _FAR:
        return
    turn = scene.subject or _actor_before(line, i) or scene.earlier(cue.inflected.gender, cue.inflected.plural)
    if turn is None:
        return
    scene.cut(i, spoken_only=True)
    why = f"participle of saying with the subject of its sentence: {words(line, i, told.first)}"
    end = scene.scope_end(told.first, limit(line, i))
    if scene.add(turn.speakers, cue.verb.stance, cue.verb.status, told.first, end, i, i + 1, why):
        stretch(scene, told)
        if scene.subject is None:
            scene.remember(turn.speakers, cue.inflected.gender)


def _actor_before(line: Line, i: int) -> Turn | None:
    """The acting subject of a sentence without a verb of saying: «طالب الوزير بـ ...، مشيرا إلى»."""
    before = [
        n
        for n in line.names
        if n.kind == "actor" and n.last <= i and not n.preposition and not n.nisba and n.head <= _SUBJECT
    ]
    chosen = next((n for n in before if n.cls == "Person"), before[0] if before else None)
    return Turn((named(chosen),), "", line.sentence.paragraph) if chosen else None


def noun(scene: Scene, cue: Cue, i: int) -> None:
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
        if name is None or name.nisba or name.preposition or name.last >= end or "near" in cue.verb.complements:
            return
        if line.tokens[name.last].kind == "mark":
            return
        first, speakers = name.last, (named(name),)
    why = f"noun of saying: {words(line, i, first)}"
    scene.add(speakers, cue.verb.stance, cue.verb.status, first, scene.scope_end(first, end), i, first, why)
