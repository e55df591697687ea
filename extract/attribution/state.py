"""The state of the search while it goes through a document: who spoke last, and the voices of the sentence at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from furat.extract.attribution.inflection import Gender
from furat.extract.attribution.lexicon import AttributionLexicon, bare
from furat.extract.attribution.line import CuedSentence
from furat.extract.attribution.sources import FoundSource
from furat.extract.layers import Attribution, Source
from furat.extract.records import Stance, Status

_RECENT = 6  # sources that a verb without a subject, or a word that points back, can mean
_RELAYING = frozenset({"MediaOutlet", "CivilOrganization"})
_WATCHING = _RELAYING | {"IntergovernmentalOrganization", "Person"}


@dataclass(slots=True)
class Utterance:
    """Who spoke: the original source first, then those who relay it."""

    speakers: tuple[Source, ...]
    gender: Gender
    paragraph: int


@dataclass(slots=True)
class OpenAttribution:
    """A voice whose scope may still be cut by what follows; positions are words of the sentence."""

    speakers: tuple[Source, ...]
    stance: Stance
    status: Status | None
    first: int
    last: int  # exclusive
    cue: int
    cue_last: int  # exclusive
    why: str
    start: int  # code points
    end: int
    relays: bool = False  # a source phrase around what others say

    def voice(self, line: CuedSentence) -> Attribution:
        """The finished voice."""
        cue = (line.tokens[self.cue].start, line.tokens[self.cue_last - 1].end)
        return Attribution(self.start, self.end, self.speakers, self.stance, self.status, *cue, self.why)


@dataclass(slots=True)
class AttributionState:
    """One sentence, and what is remembered from those before."""

    lexicon: AttributionLexicon
    line: CuedSentence
    publisher: str | None
    addressees: bool  # «قال لوكالة ...» makes the agency a relayer
    history: list[Utterance]
    seen: list[tuple[str, Source]]  # the actors named in the sentences before, with their classes
    drafts: list[OpenAttribution] = field(default_factory=list)
    used: set[int] = field(default_factory=set)  # words that are spoken for
    subject: Utterance | None = None  # of the last verb of saying in this sentence: the subject of participles

    def earlier(self, gender: Gender, plural: bool) -> Utterance | None:
        """The last source that a verb without a subject can mean."""
        recent = self.history[-_RECENT:][::-1]
        for turn in recent:
            if not gender or not turn.gender or turn.gender == gender or plural:
                return turn
        return recent[0] if recent and gender == "m" else None

    def resolve(self, source: FoundSource, plural: bool = False) -> tuple[Source, ...]:
        """The speakers of a source, also when it only points back.

        المصدر ذاته and البيان mean the last source, الوكالة and التنظيم the last actor of their classes.
        """
        if source.speakers or source.pointer is None:
            return source.speakers
        if "described" in source.classes:
            without = (t.speakers for t in reversed(self.history[-_RECENT:]) if t.speakers[0].key is None)
            return next(without, (source.pointer,))
        if source.classes:
            found = next((speaker for cls, speaker in reversed(self.seen) if cls in source.classes), None)
            return (found or source.pointer,)
        turn = self.earlier(source.gender, plural)
        return turn.speakers if turn is not None else (source.pointer,)

    def relays(self, speaker: Source) -> bool:
        """Whether a speaker is of the kind that quotes others: a medium or a monitor."""
        return speaker.key is not None and bool(self._classes(speaker) & _RELAYING)

    def watches(self, speaker: Source) -> bool:
        """Whether a speaker is of the kind that counts and reports events: no army, group or state."""
        return speaker.key is None or bool(self._classes(speaker) & _WATCHING)

    def _classes(self, speaker: Source) -> set[str]:
        here = {n.cls for n in self.line.names if n.key == speaker.key}
        return here or {cls for cls, seen in self.seen if seen.key == speaker.key}

    def relayers(self, i: int, speakers: tuple[Source, ...]) -> tuple[Source, ...]:
        """Who relays what a verb at a position tells: the source phrases around it."""
        around = (d for d in self.drafts if d.relays and d.first <= i < d.last)
        return tuple(s for d in around for s in d.speakers if s not in speakers)

    def remember(self, speakers: tuple[Source, ...], gender: Gender) -> None:
        """These spoke last."""
        self.history.append(Utterance(speakers, gender, self.line.sentence.paragraph))

    def whole(self, speakers: tuple[Source, ...]) -> tuple[Source, ...]:
        """A speaker who was just relayed by somebody in this paragraph still is."""
        if len(speakers) == 1 and speakers[0].key and self.history:
            turn = self.history[-1]
            if turn.paragraph == self.line.sentence.paragraph and turn.speakers[0].key == speakers[0].key:
                return speakers + turn.speakers[1:]
        return speakers

    def add(
        self, speakers: tuple[Source, ...], stance: Stance, status: Status | None, first: int, last: int,
        cue: int, cue_last: int, why: str, nobody: bool = False,
    ) -> OpenAttribution | None:  # fmt: skip
        """A voice over the words [first, last)."""
        tokens = self.line.tokens
        if first >= last or not (speakers or nobody):
            return None
        draft = OpenAttribution(
            speakers, stance, status, first, last, cue, cue_last, why, tokens[first].start, tokens[last - 1].end
        )
        self.drafts.append(draft)
        return draft

    def cut(self, at: int, spoken_only: bool = False) -> None:
        """End what was told before: another statement is joined; `spoken_only` leaves source phrases alone."""
        tokens = self.line.tokens
        if (
            self.line.phrase(at - 1, "backbreak", "break")
            or bare(self.line.forms[at - 1]) in self.lexicon.sets["starter"]
        ):
            at -= 1
        for draft in self.drafts:
            if (spoken_only and draft.relays) or not draft.first < at < draft.last:
                continue
            if any(t.kind != "mark" for t in tokens[draft.first : at]):
                draft.last = at
                draft.end = tokens[at - 1].end

    def scope_end(self, first: int, last: int) -> int:
        """Where the outlet takes over again: «في وقت», «في حين»; not inside a quotation."""
        line = self.line
        for i, phrase in line.phrases.items():  # in the order of the text
            if first <= i < last and phrase.kind == "break" and line.speech(i) is None:
                return i
        return last


def words(line: CuedSentence, first: int, last: int) -> str:
    """Printed words, for reasons."""
    text = "".join(t.surface if t.glued else " " + t.surface for t in line.tokens[first:last])
    return text.strip()


def unpublished(speakers: Sequence[Source], publisher: str | None) -> tuple[Source, ...]:
    """Those who relay without the outlet itself: «قال المصدر لـ«الشرق الأوسط»» in that very paper."""
    return tuple(s for s in speakers if s.key is None or s.key != publisher)
