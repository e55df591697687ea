"""What a verb of saying tells: the clause, quotation or verbal noun that completes it."""

from dataclasses import dataclass
from typing import Literal

from furat.extract.attribution.lexicon import AttributionLexicon, Cue, bare
from furat.extract.attribution.line import CuedSentence
from furat.extract.attribution.quotations import Quotation
from furat.extract.attribution.source_description import source_word
from furat.extract.attribution.sources import skip, source_in
from furat.extract.text.punctuation import PAUSES

ComplementKind = Literal["clause", "quotation", "colon", "preposition", "object"]
_FREE = frozenset({"عن", "الي", "علي", "من"})  # prepositions of the column `complements` that stand free
_CLAUSE_MARKS = PAUSES | frozenset(":.!?؟()")
_REACH, _NEAR = 45, 6  # words between a verb and its complement; for homographs
_SOURCE = 15  # words between a verb and a verbal noun it tells
_STRANGER = 9  # words of a source that no list knows
_APPOSITION = 7  # words between a source and its أن that may still describe the source


@dataclass(frozen=True, slots=True)
class Complement:
    """What is told."""

    kind: ComplementKind
    stop: int  # where the words between verb and complement end: the source stands before it
    first: int  # first word of what is told
    quotation: Quotation | None = None


def limit(line: CuedSentence, i: int) -> int:
    """Where what begins at a position must end: the end of the quotation around it, or of the sentence."""
    speech = line.speech(i)
    return speech[1] if speech else len(line.forms)


def complement(lexicon: AttributionLexicon, line: CuedSentence, cue: Cue, i: int) -> Complement | None:
    """The complement of the verb at a position; None when it has none that tells anything."""
    needs = cue.verb.complements
    end = limit(line, i)
    subject = i + 1 in line.name_at or (i + 1 < end and source_word(lexicon, line.forms[i + 1]) is not None)
    reach = _REACH if subject or "near" not in needs else _NEAR
    clause = _clause(lexicon, line, cue, i, min(end, i + reach))
    if clause is not None and clause.stop <= i + 2:
        return clause
    source = source_in(lexicon, line, i + 1, clause.stop if clause else min(end, i + _SOURCE), False)
    spoken = bool(source.speakers) or source.pointer is not None
    after = skip(line, source.last if spoken else i + 1, end)
    if after >= end or (clause is not None and after >= clause.stop):
        return clause
    form = line.forms[after]
    if form in _FREE and form in needs:
        return Complement("preposition", after, after + 1)
    if "ب" in needs and form[0] == "ب" and len(form) > 3 and after not in line.name_at:
        return Complement("preposition", after, after)
    if clause is not None and (clause.stop - after <= _APPOSITION or "object" not in needs):
        return clause
    tells = line.tokens[after].kind == "word" and not line.phrase(after, "relative")
    if "object" in needs and tells:
        return Complement("object", after, after)
    return clause or _behind_stranger(lexicon, line, needs, after, end)


def _behind_stranger(
    lexicon: AttributionLexicon, line: CuedSentence, needs: frozenset[str], after: int, end: int
) -> Complement | None:
    """The preposition of a verb behind a source that no list knows: «أقرت الفصائل المسلحة بمقتل»."""
    for k in range(after + 1, min(end, after + _STRANGER)):
        form = line.forms[k]
        if form in _CLAUSE_MARKS or form in lexicon.cues or line.phrase(k, "break", "backbreak", "relative"):
            return None
        if form in needs:
            return Complement("preposition", k, k + 1)
        if "ب" in needs and form[0] == "ب" and len(form) > 3 and k not in line.name_at:
            return Complement("preposition", k, k)
        if form in lexicon.sets["preposition"] and "ب" not in needs:
            return None
    return None


def _clause(lexicon: AttributionLexicon, line: CuedSentence, cue: Cue, i: int, end: int) -> Complement | None:
    """The first أن clause, quotation or colon behind the verb that belongs to it."""
    forms, others = line.forms, lexicon.cues
    opens, conjunctions = lexicon.sets["that"], lexicon.sets["notthat"]
    quotes = "quote" in cue.verb.complements
    aside = False  # inside a clause about the source
    for j in range(i + 1, end):
        form = forms[j]
        if quotes:
            quotation = line.opens.get(j)
            colon = forms[j - 1] == ":"
            if quotation is not None and (colon or not aside):
                return Complement("quotation", j - colon, j + 1, quotation)
            if form == ":" and j + 1 < end and j + 1 not in line.opens:
                return Complement("colon", j, j + 1)
        if form in PAUSES:
            aside = False
        elif form in opens and "that" in cue.verb.complements:
            if bare(forms[j - 1]) in conjunctions or (aside and forms[j - 1] in others):
                continue
            return Complement("clause", j - (forms[j - 1] in _FREE), j + 1)
        elif aside:
            continue
        elif line.phrase(j, "relative"):
            aside = True
        elif line.phrase(j, "break", "backbreak") or (
            j > i + 1 and (other := others.get(form)) is not None and other.sure
        ):
            return None
    return None
