"""Who tells which stretch of a document."""

from collections.abc import Sequence
from pathlib import Path

from furat.extract.attribution import headline_cues as appositions
from furat.extract.attribution import nested_sources as relays
from furat.extract.attribution import nominal_cues as attendants
from furat.extract.attribution import source_phrases as phrases
from furat.extract.attribution import verbal_cues as verbs
from furat.extract.attribution.lexicon import AttributionLexicon, load
from furat.extract.attribution.line import prepare
from furat.extract.attribution.quotations import quotations
from furat.extract.attribution.sources import named
from furat.extract.attribution.state import AttributionState, Utterance
from furat.extract.layers import Attribution, Name, Source
from furat.extract.text.sentences import Sentence


class AttributionFinder:
    """Finds the voices of documents; built once from the lexicon."""

    def __init__(self, extra: Sequence[Path] = (), *, addressees: bool = False) -> None:
        """`addressees`: an agency that a source spoke to, «قال لوكالة ...», counts as one that relays it.

        The annotators of the gold documents did not count it, so it is off.
        """
        self.lexicon: AttributionLexicon = load(extra)
        self.addressees = addressees

    def voices(
        self, sentences: Sequence[Sentence], names: Sequence[Sequence[Name]], publisher: str | None
    ) -> list[Attribution]:
        """The voices of a document in the order of their scopes; `names` holds the names of each sentence.

        `publisher` is the key of the outlet itself: told to it is told to the reader, no relay.
        """
        quoted = quotations(self.lexicon, sentences)
        history: list[Utterance] = []
        seen: list[tuple[str, Source]] = []
        found: list[Attribution] = []
        for sentence, here in zip(sentences, names, strict=True):
            line = prepare(self.lexicon, sentence, here, quoted)
            scene = AttributionState(self.lexicon, line, publisher, self.addressees, history, seen)
            self._sentence(scene)
            self._quoted_on(scene, found)
            seen += [(n.cls, named(n)) for n in here if n.kind == "actor"]
            found += [d.voice(line) for d in scene.drafts if d.start < d.end]
        return sorted(found, key=lambda v: (v.start, v.end, v.cue_start))

    def _sentence(self, scene: AttributionState) -> None:
        """All cues of a sentence, from its beginning."""
        line = scene.line
        behind = appositions.colon(scene) if ":" in line.forms else 0
        for i in sorted(line.phrases.keys() | line.cues.keys()):
            if i < behind or i in scene.used:
                continue
            if i in line.phrases and self._phrase(scene, i):
                continue
            cue = line.cues.get(i)
            if cue is None:
                continue
            tense = cue.inflected.tense
            if tense == "participle":
                attendants.participle(scene, cue, i)
            elif tense == "masdar":
                attendants.noun(scene, cue, i)
            elif "relay" in cue.verb.complements:
                relays.relay(scene, cue, i)
            elif cue.verb.complements & {"accuse", "blame"}:
                verbs.accuse(scene, cue, i)
            else:
                verbs.verb(scene, cue, i)

    def _phrase(self, scene: AttributionState, i: int) -> bool:
        """The voice of a fixed phrase; False when its words may still be a verb of saying."""
        phrase = scene.line.phrases[i]
        if phrase.kind in ("source", "original", "claimed"):
            phrases.source_phrase(scene, phrase, i)
        elif phrase.kind == "as":
            return phrases.as_phrase(scene, phrase, i)
        elif phrase.kind == "stated":
            phrases.stated(scene, phrase, i)
        elif phrase.kind == "therein":
            phrases.therein(scene, phrase, i)
        elif phrase.kind == "joined":
            appositions.joined(scene, i)
        else:
            return phrase.kind == "break"
        return True

    def _quoted_on(self, scene: AttributionState, found: list[Attribution]) -> None:
        """A sentence that opens with a quotation and names nobody goes on with the source before it."""
        line = scene.line
        first = min(line.opens, default=None)
        if first is None or first > 1 or scene.drafts or not scene.history:
            return
        turn, quotation = scene.history[-1], line.opens[first]
        if turn.paragraph != line.sentence.paragraph or any(v.start <= quotation.start < v.end for v in found):
            return
        draft = scene.add(turn.speakers, "says", None, first, len(line.forms), first, first + 1, "")
        if draft is not None:
            draft.start, draft.end = quotation.start, quotation.end
            draft.why = "quotation that goes on with the source before it"
