"""One sentence as the event steps see it: each token's word class, what it is part of, what it may trigger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from furat.extract.annotations import Name, Quantity, TimeExpression
from furat.extract.clitics import readings
from furat.extract.events.lexicon import Hit, Lexicon, WordClass
from furat.extract.sentences import Sentence
from furat.extract.text import Token

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
_OPEN = frozenset("«“(")
_QUOTES = frozenset("«»“”\"'")
_GRAMMAR = ("prep", "rel", "comp", "sub", "aux", "among")


@dataclass(frozen=True, slots=True)
class Word:
    """What a folded form may be, whatever stands around it."""

    form: str
    stem: str  # without proclitics
    length: int  # letters of the proclitics
    conjunction: str  # و, ف or nothing
    preposition: str  # glued: ب, ك, ل or nothing
    classes: tuple[WordClass, ...]
    names: frozenset[str]  # of the classes
    hits: tuple[Hit, ...]
    definite: bool


class Words:
    """Words by form, looked up once a process."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._of = lru_cache(maxsize=100_000)(self._analyse)

    def of(self, token: Token) -> Word:
        """What a token may be; a printed ة is no attached pronoun and ends no verb."""
        return self._of(token.form, token.surface[-1] == "ة")

    def _analyse(self, form: str, closed: bool) -> Word:
        best = None
        for reading in readings(form):
            hits = self.lexicon.triggers.get(reading.stem, ())
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
        return Word(
            form=form,
            stem=reading.stem,
            length=reading.length,
            conjunction=reading.conjunction,
            preposition=reading.preposition,
            classes=classes,
            names=frozenset(c.name for c in classes),
            hits=hits,
            definite=reading.stem.startswith("ال") and len(reading.stem) > 4,
        )


def _unknown(form: str):  # type: ignore[no-untyped-def]
    """The split of a word that no table holds: only what its article makes sure."""
    found = readings(form)
    for reading in found[1:]:
        if reading.stem.startswith("ال") and len(reading.stem) > 4:
            return reading
    if form[0] == "و" and len(form) > 4:
        return found[1]
    return found[0]


@dataclass(slots=True)
class Line:
    """A sentence with the layers that earlier steps laid over it; positions are those of its tokens."""

    sentence: Sentence
    names: Sequence[Name]
    times: Sequence[TimeExpression]
    quantities: Sequence[Quantity]
    words: list[Word]
    tags: list[Tag]
    name_at: list[int | None]  # index in names
    quantity_at: list[int | None]
    time_at: list[int | None]
    relation: dict[int, str] = field(default_factory=dict)  # preposition token -> the slot it opens
    skip: set[int] = field(default_factory=set)  # inside parentheses
    ends: list[int] = field(default_factory=list)  # by token: one past the phrase that a preposition token opens

    def text(self, first: int, last: int, document: str) -> str:
        """The printed text of tokens first to last (exclusive), without the proclitics of the first."""
        return document[self.start(first) : self.sentence.tokens[last - 1].end]

    def start(self, position: int) -> int:
        """Where the word at a position starts in the text, behind its proclitics."""
        name = self.name_at[position]
        if name is not None and self.names[name].first == position:
            return self.names[name].start
        word, token = self.words[position], self.sentence.tokens[position]
        article = word.preposition == "ل" and word.stem.startswith("ال") and token.form[word.length :].startswith("ل")
        return token.offset(word.length + article)  # للنازحين: نازحين

    def classes(self, position: int) -> frozenset[str]:
        """The class names of the word at a position; none outside the sentence."""
        return self.words[position].names if 0 <= position < len(self.words) else frozenset()


def read_line(
    words: Words,
    sentence: Sentence,
    names: Sequence[Name],
    times: Sequence[TimeExpression],
    quantities: Sequence[Quantity],
) -> Line:
    """Tag every token of a sentence."""
    tokens = sentence.tokens
    found = [words.of(token) for token in tokens]
    count = len(tokens)
    line = Line(
        sentence, names, times, quantities, found, ["nominal"] * count, [None] * count, [None] * count, [None] * count
    )
    for index, name in enumerate(names):
        for i in range(name.first, name.last):
            line.name_at[i] = index
    for index, time in enumerate(times):
        for i in range(time.first, time.last):
            line.time_at[i] = index
    for index, quantity in enumerate(quantities):
        for i in range(quantity.first, quantity.last):
            line.quantity_at[i] = index
    depth = 0
    i = 0
    while i < count:
        if tokens[i].kind == "mark":
            line.tags[i] = "mark" if not _inside(line, i) else "nominal"
            depth += tokens[i].form == "("
            if depth:
                line.skip.add(i)
            depth = max(0, depth - (tokens[i].form == ")"))
        elif line.name_at[i] is not None:
            line.tags[i] = "name"
        elif line.quantity_at[i] is None and (length := _phrase(line, words.lexicon, i)) > 1:
            i += length
            continue
        elif line.time_at[i] is not None:
            line.tags[i] = "time"
        else:
            line.tags[i] = _tag(line, i)
        if depth:
            line.skip.add(i)
        i += 1
    return line


def _inside(line: Line, i: int) -> bool:
    """Whether a mark stands inside a word: اف-16."""
    tokens = line.sentence.tokens
    return 0 < i < len(tokens) - 1 and tokens[i].glued and tokens[i + 1].glued and tokens[i].form in "-/."


def _phrase(line: Line, lexicon: Lexicon, i: int) -> int:
    """Tag a phrase of several words that starts here; its length, or 0."""
    word = line.words[i]
    openings = (word.form, word.stem, word.form[1:] if word.form[0] in "وف" else word.form)
    for first in dict.fromkeys(openings):
        for parts, name in lexicon.phrases.get(first, ()):
            if i + len(parts) > len(line.words):
                continue
            if any(line.words[i + k].form != part for k, part in enumerate(parts) if k):
                continue
            if any(line.name_at[i + k] is not None for k in range(len(parts))):
                continue
            head, _, slot = name.partition(":")
            if head not in (*_GRAMMAR, "light"):
                continue
            for k in range(len(parts)):
                line.tags[i + k] = head  # type: ignore[call-overload]
                if head == "prep":
                    line.relation[i + k] = slot
            return len(parts)
    return 0


def _tag(line: Line, i: int) -> Tag:
    word = line.words[i]
    if line.quantity_at[i] is not None:
        return "quantity"
    for name in (c.name for c in word.classes):
        head, _, slot = name.partition(":")
        if head in _GRAMMAR:
            if head == "prep":
                if word.preposition:  # لشمال: the glued one rules
                    continue
                line.relation[i] = slot
            return head  # type: ignore[return-value]
    if any(name.startswith("light") for name in word.names):
        return "light"
    if "report" in word.names:
        return "report"
    if any(hit.entry.kind == "verb" for hit in word.hits) and not word.definite:
        return "verb"  # a noun after all, when triggers.py reads it so
    if not word.classes and not word.hits and _verbal(word, line.sentence.tokens[i].surface):
        return "verb"
    return "nominal"


def _verbal(word: Word, surface: str) -> bool:
    """Whether an unknown word looks like a verb of the imperfect: يـ and at least three letters more."""
    return word.stem.startswith("ي") and len(word.stem) > 3 and not word.preposition and surface[-1] not in "ةا"


def is_quote(line: Line, i: int) -> bool:
    """Whether the token is a quotation mark."""
    return line.sentence.tokens[i].form in _QUOTES
