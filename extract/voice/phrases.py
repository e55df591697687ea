"""Voices from fixed phrases: «بحسب ناشطين», «كما قالت مصادر», «تفجير تبناه التنظيم», «المتحدث: ...»."""

from furat.extract.voice.complement import complement, limit
from furat.extract.voice.lexicon import Cue, Phrase
from furat.extract.voice.line import COMMAS, DASHES, bare
from furat.extract.voice.scene import Scene, Turn, words
from furat.extract.voice.sources import Source, skip, source_in

_THEREOF = frozenset({"به", "عنه", "عنها", "فيه", "بها", "اليه", "له"})
_CLAUSE_MARKS = COMMAS | DASHES | frozenset(".()[]:!?؟")


def source_phrase(scene: Scene, phrase: Phrase, i: int) -> None:
    """«بحسب المرصد»: the source behind it tells the sentence around it, or what follows when it opens the sentence."""
    line = scene.line
    begin = i + len(phrase.words)
    end = limit(line, i)
    if begin >= end:
        return
    source = source_in(scene.lexicon, line, begin, _clause_end(scene, begin, end), False, governed=True)
    _place(scene, i, begin, end, source, "", original=phrase.words[0] == "نقلا")


def as_phrase(scene: Scene, phrase: Phrase, i: int) -> bool:
    """«كما قالت مصادر», «وفق ما أعلن الجيش»; False when the verb behind has a complement of its own."""
    line, lexicon = scene.line, scene.lexicon
    at = i + len(phrase.words)
    end = limit(line, i)
    if at < end and line.forms[at] == "قد":
        at += 1
    cue = lexicon.cues.get(line.forms[at]) if at < end else None
    if cue is None or cue.inflected.tense not in ("perfect", "imperfect"):
        return False
    if phrase.words == ("كما",) and not cue.inflected.pronoun:
        told = complement(lexicon, line, cue, at)
        if told is not None and not (told.kind == "object" and told.stop > at + 8):
            return False
    begin = at + 1
    while begin < end and line.forms[begin] in _THEREOF:
        begin += 1
    stop = _clause_end(scene, begin, end)
    about = (
        next((k for k in range(begin, stop) if line.forms[k] == "عن"), None)
        if "relay" in cue.verb.complements
        else None
    )
    source = source_in(lexicon, line, begin, about or stop, False)
    if about is not None:
        original = source_in(lexicon, line, about + 1, stop, False, governed=True)
        source = Source(original.speakers + source.speakers, (), source.gender, False, max(original.last, source.last))
    scene.used.add(at)
    _place(scene, i, begin, end, source, cue.inflected.gender, cue=cue)
    return True


def _clause_end(scene: Scene, begin: int, end: int) -> int:
    """Where the words for a source end at the latest."""
    line = scene.line
    depth = 0
    for k in range(begin, min(end, begin + 16)):
        form = line.forms[k]
        if form in '«"“”»':
            depth ^= form in '"' or form in "«“"
            continue
        if k > begin and form in _CLAUSE_MARKS and k not in line.name_at:
            return k
        if k > begin and form in scene.lexicon.sets["that"]:
            return k
        if k > begin and line.phrase(k, "break", "backbreak", "relative"):
            return k
    return min(end, begin + 16)


def _place(
    scene: Scene,
    i: int,
    begin: int,
    end: int,
    source: Source,
    gender: str,
    original: bool = False,
    cue: Cue | None = None,
) -> None:
    """Attach a source phrase at i, whose source ends at source.last, to the words that it tells."""
    line = scene.line
    speakers = source.speakers
    if not speakers and source.anaphor and (turn := scene.earlier("", False)) is not None:
        speakers = turn.speakers
    if not speakers:
        return
    speakers = tuple(s for s in speakers if s.key is None or s.key != scene.publisher) or speakers
    after = max(source.last, begin)
    why = f"source phrase: {words(line, i, after)}"
    if original and (told := [d for d in scene.drafts if d.cue < i]):
        told[-1].speakers = speakers + tuple(s for s in told[-1].speakers if s not in speakers)
        told[-1].why = f"relayed: {told[-1].why}; {words(line, i, after)}"
        return
    segment = _segment(scene, i)
    stance = cue.verb.stance if cue else "says"
    status = cue.verb.status if cue else None
    if stance == "says" and any(w in ("زعم", "مزاعم") for w in line.forms[i:begin]):
        stance, status = "alleges", "alleged"
    opens = not any(
        line.tokens[k].kind != "mark" and bare(line.forms[k]) not in scene.lexicon.sets["starter"]
        for k in range(segment, i)
    )
    joins = (
        i > 0
        and line.forms[i][0] == "و"
        and line.phrases[i].words[0] != line.forms[i]
        and line.tokens[i - 1].kind == "mark"
    )
    if opens or joins:
        if joins:
            scene.cut(i)
        first = skip(line, after, end)
        scene.add(speakers, stance, status, after, scene.scope_end(first, end), i, after, why)
        scene.history.append(Turn(speakers, "", line.sentence.paragraph))
        return
    dashed = line.forms[i - 1] in DASHES or line.forms[i - 1] == "("
    if dashed:
        comma = next((k for k in range(i - 2, segment - 1, -1) if line.forms[k] in COMMAS), None)
        segment = segment if comma is None else comma + 1
    last = scene.scope_end(after, end) if _goes_on(scene, after, end, dashed) else i
    scene.add(speakers, stance, status, segment, last, i, after, why)
    scene.history.append(Turn(speakers, "", line.sentence.paragraph))


def _segment(scene: Scene, i: int) -> int:
    """Where the clause that a source phrase closes begins: the sentence, or behind «فيما», «في حين»."""
    line = scene.line
    for k in range(i - 1, 0, -1):
        phrase = line.phrases.get(k)
        if phrase is not None and phrase.kind in ("break", "backbreak") and line.speech(k) is None:
            return k
    return 0


def _goes_on(scene: Scene, after: int, end: int, dashed: bool) -> bool:
    """Whether the clause goes on behind a source phrase in its middle."""
    line = scene.line
    if after >= end - 1:
        return False
    if dashed:
        return True
    k = after + (line.forms[after] in COMMAS)
    if k >= end or line.tokens[k].kind == "mark" or line.phrase(k, "break", "backbreak", "as"):
        return False
    return not (line.forms[k][0] in "وف" and bare(line.forms[k]) != line.forms[k])


def joined(scene: Scene, i: int) -> None:
    """«تفجير نسبته الحكومة إلى التنظيم»: the side that claims an event, or lays it to somebody, tells it."""
    line = scene.line
    form = line.forms[i]
    end = limit(line, i)
    source = source_in(scene.lexicon, line, i + 1, _clause_end(scene, i + 1, end), False)
    if not source.speakers:
        return
    events = scene.lexicon.sets["event"]
    for k in range(i - 1, max(-1, i - 25), -1):
        noun = line.forms[k]
        for cut in (noun, noun[1:] if noun[0] in "وفبل" else "", "ال" + noun[2:] if noun.startswith("لل") else ""):
            if cut in events and _agrees(cut, form):
                why = f"claimed or attributed by: {words(line, i, source.last)}"
                scene.add(source.speakers, "says", None, k, i, i, source.last, why)
                return


def _agrees(noun: str, verb: str) -> bool:
    if verb.endswith("هما"):
        return noun.endswith(("ين", "ان"))
    if verb.endswith("ها"):
        return noun.endswith(("ه", "ات"))
    return not noun.endswith(("ه", "ات", "ين"))


def colon(scene: Scene) -> int:
    """«المتحدث باسم الجيش: ...» opening a sentence; returns the position behind the colon, or 0."""
    line = scene.line
    for k in range(1, min(len(line.forms) - 1, 10)):
        if line.forms[k] != ":":
            if line.forms[k] in _CLAUSE_MARKS or line.forms[k] in scene.lexicon.sets["that"]:
                return 0
            continue
        if any(
            scene.lexicon.cues.get(f) is not None and scene.lexicon.cues[f].inflected.tense != "masdar"
            for f in line.forms[:k]
        ):
            return 0
        first = line.name_at.get(0)
        source = source_in(scene.lexicon, line, 0, k, False)
        if not source.speakers or source.last < k - 1 or source.anaphor:
            return 0
        if first is not None and first.cls == "State" and first.last == k and k + 1 not in line.opens:
            return 0
        quotation = line.opens.get(k + 1)
        draft = scene.add(
            source.speakers, "says", None, k + 1, len(line.forms), 0, k, f"source and colon: {words(line, 0, k + 1)}"
        )
        if draft is not None and quotation is not None:
            draft.start, draft.end = quotation.start, max(quotation.end, quotation.start)
        scene.remember(source.speakers, "")
        return k + 1
    return 0
