"""What a verb of saying tells: the clause, quotation or verbal noun that completes it."""

from dataclasses import dataclass
from typing import Literal

from furat.extract.voice.lexicon import Cue, VoiceLexicon
from furat.extract.voice.line import COMMAS, Line, bare
from furat.extract.voice.quotation import Quotation
from furat.extract.voice.sources import skip, source_in

ComplementKind = Literal["clause", "quotation", "colon", "preposition", "object"]
_FREE = {"عن", "الي", "علي", "من"}
_REACH, _NEAR = 45, 6  # words between a verb and its complement; for homographs
_APPOSITION = 7  # words between a source and its أن that may still describe the source


@dataclass(frozen=True, slots=True)
class Complement:
    """What is told."""

    kind: ComplementKind
    stop: int  # where the words between verb and complement end: the source stands before it
    first: int  # first word of what is told
    quotation: Quotation | None = None


def limit(line: Line, i: int) -> int:
    """Where what begins at a position must end: the end of the quotation around it, or of the sentence."""
    speech = line.speech(i)
    return speech[1] if speech else len(line.forms)


def complement(lexicon: VoiceLexicon, line: Line, cue: Cue, i: int) -> Complement | None:
    """The complement of the verb at a position; None when it has none that tells anything."""
    needs = cue.verb.complements
    if "relay" in needs or "accuse" in needs or "blame" in needs:
        return None
    end = limit(line, i)
    clause = _clause(lexicon, line, cue, i, min(end, i + (_NEAR if "near" in needs else _REACH)))
    if clause is not None and clause.stop <= i + 2:
        return clause
    near = source_in(lexicon, line, i + 1, clause.stop if clause else min(end, i + 15), False)
    spoken = bool(near.speakers or near.anaphor)
    after = skip(line, near.last, end) if spoken else skip(line, i + 1, end)
    if after >= end or (clause is not None and after >= clause.stop):
        return clause
    form = line.forms[after]
    if (form in _FREE and form in needs) or (
        "ب" in needs and form[0] == "ب" and len(form) > 3 and after not in line.name_at
    ):
        return Complement("preposition", after, after + (form in _FREE))
    if clause is not None and (clause.stop - after <= _APPOSITION or "object" not in needs):
        return clause
    if (
        "object" in needs
        and spoken
        and line.tokens[after].kind == "word"
        and not line.phrase(after, "relative", "that")
    ):
        return Complement("object", after, after)
    if "object" in needs and not spoken and after == i + 1 and line.tokens[after].kind == "word":
        return Complement("object", after, after)
    return clause


def _clause(lexicon: VoiceLexicon, line: Line, cue: Cue, i: int, end: int) -> Complement | None:
    """The first أن clause, quotation or colon behind the verb that belongs to it."""
    forms = line.forms
    opens, conjunctions, others = lexicon.sets["that"], lexicon.sets["notthat"], lexicon.cues
    aside = False  # inside a clause about the source
    for j in range(i + 1, end):
        form = forms[j]
        if "quote" in cue.verb.complements:
            quotation = line.opens.get(j)
            if quotation is not None and (not aside or forms[j - 1] == ":"):
                return Complement("quotation", j - (forms[j - 1] == ":"), j + 1, quotation)
            if form == ":" and not (j + 1 < end and j + 1 in line.opens) and j + 1 < end:
                return Complement("colon", j, j + 1)
        if form in COMMAS:
            aside = False
        elif aside:
            continue
        elif form in opens:
            if bare(forms[j - 1]) in conjunctions:
                continue
            return Complement("clause", j - (forms[j - 1] in _FREE), j + 1)
        elif line.phrase(j, "relative"):
            aside = True
        elif line.phrase(j, "break", "backbreak") or (
            j > i + 1 and (other := others.get(form)) is not None and _speaks(other)
        ):
            return None
    return None


def _speaks(cue: Cue) -> bool:
    """Whether another word of saying is one for sure, so that what follows is told by it."""
    if cue.inflected.tense == "masdar" or "near" in cue.verb.complements:
        return False
    return "that" in cue.verb.complements and not (
        cue.inflected.tense == "perfect" and cue.inflected.form in ("ذكر", "كشف")
    )
