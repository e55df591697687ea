"""A sentence prepared for the search of voices: its folded words, names by word, cues, phrases and quotations."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.attribution.lexicon import AttributionLexicon, Cue, FixedPhrase, PhraseKind, Phrases
from furat.extract.attribution.quotations import Quotation
from furat.extract.layers import Name
from furat.extract.text import punctuation
from furat.extract.text.sentences import Sentence
from furat.extract.text.tokens import Token

DASHES = punctuation.DASHES | {"ـ"}


@dataclass(slots=True)
class CuedSentence:
    """Positions are those of `Sentence.tokens`."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    forms: list[str]
    names: Sequence[Name]
    name_at: dict[int, Name]  # every word inside an actor's name
    opens: dict[int, Quotation]  # by the position of the opening mark: speech, not quoted names
    inside: list[tuple[int, int, Quotation]]  # speech in this sentence: first, last (exclusive), quotation
    phrases: dict[int, FixedPhrase]  # by the position of their first word
    stems: dict[int, str]  # words that open a source behind و, ف, ل, ب: without it
    cues: dict[int, Cue]  # forms of verbs of saying, those inside an actor's name aside

    def phrase(self, i: int, *kinds: PhraseKind) -> FixedPhrase | None:
        """The fixed phrase of one of these kinds that begins at a position."""
        found = self.phrases.get(i)
        return found if found is not None and found.kind in kinds else None

    def speech(self, i: int) -> tuple[int, int, Quotation] | None:
        """The quotation around a position."""
        for span in self.inside:
            if span[0] < i < span[1]:
                return span
        return None

    def stem_of_source(self, i: int) -> str:
        """The word that opens a described source, without what is glued in front: «ناشطون» of «وناشطون»."""
        return self.stems.get(i, self.forms[i])

    def name_from(self, i: int) -> Name | None:
        """The actor's name that begins at a position or whose noun phrase does."""
        for name in self.names:
            if name.kind == "actor" and (name.first == i or name.head == i):
                return name
        return None


def prepare(
    lexicon: AttributionLexicon, sentence: Sentence, names: Sequence[Name], quotations: Sequence[Quotation]
) -> CuedSentence:
    """A sentence with everything that the rules look up, found in one pass over its words."""
    tokens = sentence.tokens
    forms = [t.form for t in tokens]
    name_at = {i: n for n in names if n.kind == "actor" for i in range(n.first, n.last)}
    for i in [n.first for n in names if n.last == n.first + 1 and n.first in name_at]:
        cue = lexicon.cues.get(forms[i])
        if cue is not None and cue.sure and cue.inflected.tense == "perfect" and i + 1 in name_at:
            del name_at[i]  # a verb of the same letters as a short name: «أفاد المرصد»
    opens: dict[int, Quotation] = {}
    inside: list[tuple[int, int, Quotation]] = []
    for q in quotations:
        if q.last_sentence < sentence.index or q.first_sentence > sentence.index:
            continue
        first = q.first if q.first_sentence == sentence.index else -1
        last = q.last if q.last_sentence == sentence.index else len(forms)
        inside.append((first, last, q))
        if first >= 0:
            opens[first] = q
    phrases: dict[int, FixedPhrase] = {}
    stems: dict[int, str] = {}
    cues: dict[int, Cue] = {}
    for i, form in enumerate(forms):
        opening = lexicon.opening(form)
        if opening is None:
            continue
        if opening.stem is not None:
            stems[i] = opening.stem
        if opening.cue is not None and i not in name_at:
            cues[i] = opening.cue
        match = next(filter(None, (_phrase(forms, i, found) for found in opening.phrases)), None)
        if match is not None:
            phrases[i] = match
    return CuedSentence(sentence, tokens, forms, names, name_at, opens, inside, phrases, stems, cues)


def _phrase(forms: list[str], i: int, found: Phrases) -> FixedPhrase | None:
    """The longest of these phrases that stands at a position."""
    second = forms[i + 1] if i + 1 < len(forms) else ""
    candidates = (*found.get(second, ()), *found.get("", ()))
    return next((phrase for phrase in candidates if _follows(forms, i, phrase)), None)


def _follows(forms: list[str], i: int, phrase: FixedPhrase) -> bool:
    """Whether the rest of a phrase, and its glued preposition, stand behind its first word."""
    end = i + len(phrase.words)
    if len(phrase.words) > 1 and tuple(forms[i + 1 : end]) != phrase.words[1:]:
        return False
    return not phrase.glued or (end < len(forms) and forms[end].startswith(phrase.glued))
