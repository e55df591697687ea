"""What a folded word may be, whatever stands around it: looked up once a process for each form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Literal, Protocol, TypeVar, cast

from furat.extract.text.clitics import CliticSplit, readings
from furat.extract.text.morphology import Form
from furat.extract.text.tokens import Token

Tag = Literal[
    "mark",
    "name",
    "quantity",
    "time",
    "prep",
    "rel",
    "comp",
    "sub",
    "aux",
    "among",
    "light",
    "report",
    "verb",
    "nominal",
]
# What follows the first word of a phrase of several: the other words, its tag, the slot it opens, its class.
Rest = tuple[tuple[str, ...], Tag, str, str]
_GRAMMAR = ("prep", "rel", "comp", "sub", "aux", "among")
_POINTS = "points:"  # class of prepositions with a pronoun; behind the colon, the slot
AGAIN_BARE = "again-bare:"  # only without an adjective: «المنطقة», not «المنطقة الحدودية», which is another place
AGAIN = ("again:", AGAIN_BARE)  # classes of words that point back: «التنظيم»; behind the colon, to what classes


@dataclass(frozen=True, slots=True)
class WordClass:
    """A class that a folded form belongs to, with the number the form shows."""

    name: str
    plural: bool
    dual: bool
    pronoun: bool
    verbal: bool  # the form is one of a verb


class ListedTrigger(Protocol):
    """A line of a list of triggers, as far as the analysis asks."""

    @property
    def kind(self) -> str:
        """`verb`, or a kind of noun."""


class PossibleTrigger(Protocol):
    """A word that may be a trigger: its line of the list and its form."""

    @property
    def entry(self) -> ListedTrigger:
        """The line of the list."""

    @property
    def form(self) -> Form:
        """The inflected form."""


class Vocabulary(Protocol):
    """The words that an analysis knows, by folded form; `events.lexicon.Lexicon` is one."""

    @property
    def triggers(self) -> Mapping[str, Sequence[PossibleTrigger]]:
        """What a form may trigger."""

    @property
    def words(self) -> Mapping[str, tuple[WordClass, ...]]:
        """The classes of a form."""

    @property
    def phrases(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """First word -> (words, class), longest first."""


V = TypeVar("V", bound=Vocabulary)


@dataclass(frozen=True, slots=True)
class WordAnalysis:
    """What a folded form may be, whatever stands around it."""

    form: str
    stem: str  # without proclitics
    length: int  # letters of the proclitics
    conjunction: str  # و, ف or nothing
    preposition: str  # glued: ب, ك, ل or nothing
    classes: tuple[WordClass, ...]
    names: frozenset[str]  # of the classes
    said: frozenset[str]  # the names, and the word's form, stem and preposition: what a condition may ask for
    hits: tuple[PossibleTrigger, ...]
    definite: bool
    tag: Tag  # where no name, number or time covers it
    slot: str  # that it opens, of a preposition
    phrases: Mapping[str, Sequence[Rest]]  # that it may open, by their second word; longest first
    again: tuple[str, ...]  # those of its classes by which it may point back to somebody named before
    points: str | None  # the slot that it opens as a preposition with a pronoun: «عليها», «منهم»


class WordAnalyser(Generic[V]):
    """Words by form, looked up once a process."""

    def __init__(self, lexicon: V) -> None:
        self.lexicon = lexicon
        self._of = lru_cache(maxsize=100_000)(self._analyse)

    def of(self, tokens: Iterable[Token]) -> list[WordAnalysis]:
        """What each token may be; a printed ة is no attached pronoun and ends no verb."""
        look_up = self._of
        return [look_up(token.form, token.surface[-1] == "ة") for token in tokens]

    def _analyse(self, form: str, closed: bool) -> WordAnalysis:
        best = None
        for reading in readings(form):
            hits = tuple(self.lexicon.triggers.get(reading.stem, ()))
            if closed:
                hits = tuple(hit for hit in hits if hit.entry.kind != "verb" and not hit.form.pronoun)
            if "س" in reading.prefix:
                hits = tuple(hit for hit in hits if hit.entry.kind == "verb" and not hit.form.perfect)
            elif reading.preposition:
                hits = tuple(hit for hit in hits if hit.entry.kind != "verb" or reading.preposition == "ل")
            classes = self.lexicon.words.get(reading.stem, ())
            if closed:
                classes = tuple(c for c in classes if not c.verbal and not c.pronoun)
            if hits or classes:
                best = reading, hits, classes
                break
        if best is None:
            best = _unknown(form), (), ()
        reading, hits, classes = best
        names = frozenset(c.name for c in classes)
        definite = reading.stem.startswith("ال") and len(reading.stem) > 4
        tag, slot = _tag(reading, classes, hits, definite, closed)
        return WordAnalysis(
            form=form,
            stem=reading.stem,
            length=reading.length,
            conjunction=reading.conjunction,
            preposition=reading.preposition,
            classes=classes,
            names=names,
            said=names | {form, reading.stem, reading.preposition},
            hits=hits,
            definite=definite,
            tag=tag,
            slot=slot,
            phrases=self._phrases(form, reading.stem),
            again=tuple(c.name for c in classes if c.name.startswith(AGAIN)),
            points=next((c.name.removeprefix(_POINTS) for c in classes if c.name.startswith(_POINTS)), None),
        )

    def _phrases(self, form: str, stem: str) -> dict[str, list[Rest]]:
        """The phrases that a word may open, bare or behind its proclitics, by their second word."""
        found: list[Rest] = []
        for first in dict.fromkeys((form, stem, form[1:] if form[0] in "وف" else form)):
            for parts, name in self.lexicon.phrases.get(first, ()):
                head, _, slot = name.partition(":")
                if head in _GRAMMAR or head == "light":
                    found.append((parts[1:], cast(Tag, head), slot if head == "prep" else "", name))
        by_second: dict[str, list[Rest]] = {}
        for rest in sorted(found, key=lambda rest: -len(rest[0])):
            by_second.setdefault(rest[0][0], []).append(rest)
        return by_second


def _unknown(form: str) -> CliticSplit:
    """The split of a word that no table holds: only what its article makes sure."""
    found = readings(form)
    for reading in found[1:]:
        if reading.stem.startswith("ال") and len(reading.stem) > 4:
            return reading
    if form[0] == "و" and len(form) > 4:
        return found[1]
    return found[0]


def _tag(
    reading: CliticSplit,
    classes: tuple[WordClass, ...],
    hits: tuple[PossibleTrigger, ...],
    definite: bool,
    closed: bool,
) -> tuple[Tag, str]:
    """What a word is by itself, and the slot that it opens as a preposition."""
    for name in (c.name for c in classes):
        head, _, slot = name.partition(":")
        if head == "prep" and reading.preposition:  # لشمال: the glued one rules
            continue
        if head in _GRAMMAR:
            return cast(Tag, head), slot if head == "prep" else ""
    if any(c.name.startswith("light") for c in classes):
        return "light", ""
    if any(c.name == "report" for c in classes):
        return "report", ""
    if any(c.name == "plants_it" or (c.name == "plant" and c.verbal) for c in classes):
        return "verb", ""
    if not definite and any(hit.entry.kind == "verb" for hit in hits):
        return "verb", ""  # a noun after all, when triggers.py reads it so
    unknown = not classes and not hits and not reading.preposition and not closed
    if unknown and reading.stem.startswith("ي") and len(reading.stem) > 3 and not reading.stem.endswith("ا"):
        return "verb", ""  # the imperfect's يـ
    return "nominal", ""
