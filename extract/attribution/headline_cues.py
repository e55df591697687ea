"""Voices without a verb of saying: «تفجير تبناه التنظيم», and «المتحدث باسم الجيش: ...» at the head of a sentence."""

from furat.extract.attribution.content_span import limit
from furat.extract.attribution.line import DASHES
from furat.extract.attribution.source_phrases import source_end
from furat.extract.attribution.sources import source_in
from furat.extract.attribution.state import AttributionState, words
from furat.extract.text.punctuation import PAUSES

_BEFORE = 25  # words between an event and the verb that joins it with a side
_COLON = 10  # words of a source before its colon
_NO_SOURCE = PAUSES | DASHES | frozenset(".([!?؟")


def joined(scene: AttributionState, i: int) -> None:
    """«تفجير نسبته الحكومة إلى التنظيم»: the side that claims an event, or lays it to somebody, tells it."""
    line = scene.line
    source = source_in(scene.lexicon, line, i + 1, source_end(scene, i + 1, limit(line, i)), False)
    speakers = scene.resolve(source)
    if not speakers:
        return
    events = scene.lexicon.sets["event"]
    for k in range(i - 1, max(-1, i - _BEFORE), -1):
        noun = line.forms[k]
        cuts = (noun, noun[1:] if noun[0] in "وفبل" else noun, "ال" + noun[2:] if noun.startswith("لل") else noun)
        found = next((c for c in cuts if c in events), None)
        if found is not None and _agrees(found, line.forms[i]):
            why = f"claimed or attributed by: {words(line, i, max(i + 1, source.last))}"
            scene.add(speakers, "says", None, k, i, i, max(i + 1, source.last), why)
            return


def _agrees(noun: str, verb: str) -> bool:
    """Whether the pronoun of a verb such as تبناها can mean a noun."""
    if verb.endswith("هما"):
        return noun.endswith(("ين", "ان"))
    if verb.endswith("ها"):
        return noun.endswith(("ه", "ات"))
    return not noun.endswith(("ه", "ات", "ين"))


def colon(scene: AttributionState) -> int:
    """A source and a colon that open a sentence; returns the position behind the colon, or 0."""
    line, lexicon = scene.line, scene.lexicon
    k = next((k for k in range(min(len(line.forms) - 1, _COLON)) if line.forms[k] == ":"), 0)
    if not k or any(f in _NO_SOURCE or f in lexicon.sets["that"] for f in line.forms[:k]):
        return 0
    if any((cue := lexicon.cues.get(f)) is not None and cue.inflected.tense != "masdar" for f in line.forms[:k]):
        return 0
    about = next((j for j in range(1, k) if line.forms[j] in lexicon.sets["from"]), None)  # «رويترز عن مسؤول: ...»
    source = source_in(lexicon, line, 0, about or k, False)
    if not source.speakers or source.last < (about or k) - 1:
        return 0
    speakers = source.speakers
    if about is not None:
        speakers = source_in(lexicon, line, about + 1, k, True, governed=True).speakers + speakers
    first = line.name_at.get(0)
    quotation = line.opens.get(k + 1)
    if first is not None and first.cls == "State" and line.tokens[k + 1].kind == "number":
        return 0  # «سورية: 12 قتيلا» is where, not who
    why = f"source and colon: {words(line, 0, k + 1)}"
    draft = scene.add(speakers, "says", None, k + 1, len(line.forms), 0, k, why)
    if draft is not None and quotation is not None:
        draft.start, draft.end = quotation.start, quotation.end
    scene.remember(speakers, "")
    return k + 1
