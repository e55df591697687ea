"""Voices from source phrases: «بحسب ناشطين», «كما قالت مصادر», «وجاء في بيان للجيش أن»."""

from furat.extract.attribution.content_span import complement, limit
from furat.extract.attribution.cue_subjects import acting
from furat.extract.attribution.lexicon import FixedPhrase, bare
from furat.extract.attribution.line import DASHES
from furat.extract.attribution.nested_sources import relayed
from furat.extract.attribution.source_description import source_word
from furat.extract.attribution.sources import FoundSource, named, source_in
from furat.extract.attribution.state import AttributionState, unpublished, words
from furat.extract.attribution.verbal_cues import stretch
from furat.extract.layers import Source
from furat.extract.records import Stance, Status
from furat.extract.text.punctuation import COMMAS, PAUSES

_CLAUSE_MARKS = PAUSES | DASHES | frozenset(".()[]:!?؟")
_SOURCE = 16  # words


def source_phrase(scene: AttributionState, phrase: FixedPhrase, i: int) -> None:
    """«بحسب المرصد»: the source behind it tells the sentence around it, or what follows when it opens the sentence."""
    begin = i + len(phrase.words)
    end = limit(scene.line, i)
    source = source_in(scene.lexicon, scene.line, begin, source_end(scene, begin, end), False, governed=True)
    speakers = _speakers(scene, source)
    if not speakers:
        return
    if phrase.kind == "original" and (told := [d for d in scene.drafts if d.cue < i]):
        last = told[-1]
        last.speakers = speakers + tuple(s for s in last.speakers if s not in speakers)
        last.why = f"relayed: {words(scene.line, i, source.last)}; {last.why}"
        return
    stance, status = ("alleges", "alleged") if phrase.kind == "claimed" else ("says", None)
    _place(scene, i, max(source.last, begin), end, speakers, stance, status)  # type: ignore[arg-type]


def as_phrase(scene: AttributionState, phrase: FixedPhrase, i: int) -> bool:
    """«كما قالت مصادر», «وفق ما أعلن الجيش»; False when the verb behind has a complement of its own."""
    line, lexicon = scene.line, scene.lexicon
    at = i + len(phrase.words)
    end = limit(line, i)
    if at < end and line.forms[at] in lexicon.sets["auxiliary"]:
        at += 1
    cue = lexicon.cues.get(line.forms[at]) if at < end else None
    if cue is None or cue.inflected.tense not in ("perfect", "imperfect"):
        return False
    if cue.verb.complements & {"accuse", "blame"}:  # «كما اتهمت», a new statement
        return False
    if bare(line.forms[i]) in lexicon.sets["starter"] and not cue.inflected.pronoun:  # «كما أفاد المرصد عن مقتل»
        told = complement(lexicon, line, cue, at)
        opens = all(token.kind == "mark" for token in line.tokens[:i])
        if told is not None and (told.kind != "object" or opens):
            return False
    begin = at + 1
    while begin < end and line.forms[begin] in lexicon.sets["thereof"]:
        begin += 1
    stop = source_end(scene, begin, end)
    original = None
    if "relay" in cue.verb.complements:
        about = next((k for k in range(begin, stop) if line.forms[k] in cue.verb.complements), stop)
        original = source_in(lexicon, line, about + 1, stop, False, governed=True) if about < stop else None
        stop = about
    source = source_in(lexicon, line, begin, stop, False)
    speakers = _speakers(scene, source)
    after = max(begin, source.last)
    if original is not None:
        speakers = original.speakers + tuple(s for s in speakers if s not in original.speakers)
        after = max(after, original.last)
    scene.used.add(at)
    actor = acting(line, i)
    if not speakers and actor is not None and original is None and i and line.forms[i - 1] in COMMAS:
        speakers = (named(actor),)  # هاجم التنظيم الحاجز ردا، كما قال، على قصف
        closing = next((k for k in range(after, end) if line.forms[k] in COMMAS), None)
        if closing is not None:
            why = f"said by the subject of its sentence: {words(line, i, after)}"
            scene.add(speakers, cue.verb.stance, cue.verb.status, closing + 1, end, i, after, why)
        return True
    if speakers:
        _place(scene, i, after, end, speakers, cue.verb.stance, cue.verb.status)
    return True


def stated(scene: AttributionState, phrase: FixedPhrase, i: int) -> None:
    """«وجاء في بيان للجيش أن»: a document tells what follows, or the clause before it."""
    line = scene.line
    begin = i + len(phrase.words)
    end = limit(line, i)
    if not _document(scene, begin):  # «جاء في سياق مساعي واشنطن» tells nothing
        return
    told = relayed(scene, begin - 1, end)
    stop = told.stop if told is not None else source_end(scene, begin, end)
    source = source_in(scene.lexicon, line, begin, stop, told is not None, governed=True)
    speakers = _speakers(scene, source)
    if not speakers:
        return
    if told is None:
        _place(scene, i, max(begin, source.last), end, speakers, "says", None)
        return
    if i == 0 or line.tokens[i - 1].kind == "mark" or line.forms[i] != phrase.words[0]:
        scene.cut(i)
    why = f"document that tells: {words(line, i, min(told.first, i + 14))}"
    if scene.add(speakers, "says", None, told.first, scene.scope_end(told.first, end), i, told.stop, why):
        stretch(scene, told)
        scene.remember(speakers, source.gender)


def _document(scene: AttributionState, at: int) -> bool:
    """Whether a word that holds statements stands at a position, or the name of a medium."""
    line = scene.line
    if at >= len(line.forms):
        return False
    name = line.name_at.get(at)
    if name is not None and name.cls == "MediaOutlet":
        return True
    word = source_word(scene.lexicon, line.forms[at])
    return word is not None and word.kind not in ("title", "modifier")


def therein(scene: AttributionState, phrase: FixedPhrase, i: int) -> None:
    """«بث التنظيم بيانا جاء فيه أن»: told by the acting subject of the sentence."""
    line = scene.line
    begin = i + len(phrase.words)
    end = limit(line, i)
    told = relayed(scene, begin - 1, end)
    actor = acting(line, i)
    if told is None or actor is None or told.stop > begin + 1:
        return
    why = f"document that tells: {words(line, actor.first, told.first)}"
    if scene.add((named(actor),), "says", None, told.first, scene.scope_end(told.first, end), i, told.stop, why):
        stretch(scene, told)
        scene.remember((named(actor),), "")


def source_end(scene: AttributionState, begin: int, end: int) -> int:
    """Where the words for a source end at the latest: at a mark that is no part of a name, أن, or another clause."""
    line, sets = scene.line, scene.lexicon.sets
    for k in range(begin + 1, min(end, begin + _SOURCE)):
        form = line.forms[k]
        if form in _CLAUSE_MARKS and k not in line.name_at:
            return k
        if bare(form) in sets["that"] or line.phrase(k, "break", "backbreak", "relative", "source", "original"):
            return k
    return min(end, begin + _SOURCE)


def _speakers(scene: AttributionState, source: FoundSource) -> tuple[Source, ...]:
    """The speakers of a phrase, also those it points back to; the outlet itself relays nothing."""
    speakers = scene.resolve(source)
    return unpublished(speakers, scene.publisher) or speakers


def _place(
    scene: AttributionState,
    i: int,
    after: int,
    end: int,
    speakers: tuple[Source, ...],
    stance: Stance,
    status: Status | None,
) -> None:
    """Let a source phrase over [i, after) tell what follows when it opens its clause, else the clause around it."""
    line, sets = scene.line, scene.lexicon.sets
    why = f"source phrase: {words(line, i, after)}"
    segment = _segment(scene, i)
    before = line.forms[i - 1] if i else ""
    opens = all(line.tokens[k].kind == "mark" or bare(line.forms[k]) in sets["starter"] for k in range(segment, i))
    joins = line.forms[i] != line.phrases[i].words[0] and before in PAUSES
    if opens or joins:
        if joins:
            scene.cut(i)
        first, last = after, scene.scope_end(after, end)
    else:
        aside = before in DASHES or before == "("
        if aside:
            commas = (k + 1 for k in range(i - 2, segment - 1, -1) if line.forms[k] in PAUSES)
            segment = next(commas, segment)
        first = segment
        last = scene.scope_end(after, end) if aside or _goes_on(scene, after, end) else i
    draft = scene.add(speakers, stance, status, first, last, i, after, why)
    if draft is not None:
        draft.relays = True
    scene.remember(speakers, "")


def _segment(scene: AttributionState, i: int) -> int:
    """Where the clause that a source phrase closes begins: the sentence, or behind «فيما», «في حين»."""
    line = scene.line
    for k in range(i - 1, 0, -1):
        phrase = line.phrase(k, "break", "backbreak")
        if phrase is not None and line.speech(k) is None:
            return k + len(phrase.words)
    return 0


def _goes_on(scene: AttributionState, after: int, end: int) -> bool:
    """Whether the clause goes on behind a source phrase in its middle."""
    line = scene.line
    if after >= end - 1:
        return False
    k = after + (line.forms[after] in PAUSES)
    if k >= end or line.tokens[k].kind == "mark" or line.phrase(k, "break", "backbreak", "as"):
        return False
    return bare(line.forms[k]) == line.forms[k]
