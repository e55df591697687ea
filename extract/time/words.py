"""The words of time expressions: `time_words.tsv` and `time_months.tsv`, found at a position of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from furat.extract.tables import read_tables
from furat.extract.text.clitics import readings
from furat.extract.text.tokens import Token, fold

WORDS = ("words", "class", "value", "example")
MONTHS = ("words", "calendar", "month", "cue", "example")
CLASSES = frozenset(
    {"weekday", "deictic", "part", "night", "season", "season-definite", "edge", "tense", "this", "unit"}
    | {"unit-definite", "month-word", "year-word", "era", "equals", "days-word", "between", "from", "to", "since"}
    | {"now", "ago", "after", "after-what", "morrow", "next-day", "about", "less", "more", "few", "cue", "year-cue"}
    | {"before", "in-a-row", "date-cue"}
    | {"name", "planned", "ordinal", "teen", "habit", "not-today", "latest", "until", "year-words", "title", "market"}
)
# Classes that can begin or hold an expression: a sentence without any of them, and without a year, has none.
STARTERS = frozenset(
    {
        "gregorian",
        "hijri",
        "weekday",
        "deictic",
        "tense",
        "season",
        "season-definite",
        "unit",
        "unit-definite",
        "morrow",
    }
    | {"next-day", "year-word"}
)
# Classes of which one must open an expression that begins with a word.
OPENERS = STARTERS | {"part", "night", "edge", "month-word", "year-words", "ordinal", "this", "days-word"}
# Words that open one only when a time word or number stands right behind them.
LEADERS = frozenset({"between", "from", "until", "ago", "since", "after"})


@dataclass(frozen=True, slots=True)
class TimeWord:
    """An entry: its words folded, its class, its value as the table gives it."""

    forms: tuple[str, ...]
    cls: str  # one of CLASSES, or "gregorian" / "hijri" for months
    value: str
    cue: str = ""  # months: "", "any", "strict"


@dataclass(slots=True)
class TimeWordMatch:
    """An entry found in a sentence."""

    word: TimeWord
    last: int  # token behind it
    cut: int  # letters of the first token's folded form before the entry
    prefix: str  # its proclitics

    @property
    def value(self) -> int:
        """The value of a month, weekday, season, ordinal."""
        return int(self.word.value)


class TimeWords:
    """The entries by their first word."""

    def __init__(self, lexicons: Sequence[Path] = ()) -> None:
        self._first: dict[str, tuple[TimeWord, ...]] = {}
        for row in read_tables("time_months.tsv", MONTHS, lexicons):
            calendar = row.one_of("calendar", frozenset({"gregorian", "hijri"}))
            cue = row.one_of("cue", frozenset({"", "any", "strict"}))
            for words in row.many("words"):
                self._add(TimeWord(tuple(fold(words).split()), calendar, row["month"], cue))
        for row in read_tables("time_words.tsv", WORDS, lexicons):
            cls = row.one_of("class", CLASSES)
            for words in row.many("words"):
                self._add(TimeWord(tuple(fold(words).split()), cls, row["value"]))
        self.entries = lru_cache(maxsize=50_000)(self._entries)
        self.role = lru_cache(maxsize=50_000)(self._role)
        self.classes = lru_cache(maxsize=50_000)(self._classes)

    def _add(self, word: TimeWord) -> None:
        known = self._first.get(word.forms[0], ())
        self._first[word.forms[0]] = tuple(sorted((*known, word), key=lambda w: -len(w.forms)))

    def _entries(self, form: str) -> tuple[tuple[TimeWord, ...], int, str]:
        """The entries that begin with a folded word, with or without its proclitics, the bare word preferred."""
        for reading in readings(form):
            if reading.stem in self._first and (len(reading.stem) > 2 or reading.prefix in ("", "و")):
                return self._first[reading.stem], reading.length, reading.prefix
        return (), 0, ""

    def _classes(self, form: str) -> frozenset[str]:
        return frozenset(word.cls for word in self.entries(form)[0])

    def _role(self, form: str) -> int:
        """What a folded word can do: 3 make a sentence worth reading, 2 open an expression, 1 lead one, 0 nothing."""
        classes = self.classes(form)
        if classes & STARTERS - {"tense"}:
            return 3
        return 2 if classes & OPENERS else 1 if classes & LEADERS else 0

    def at(self, tokens: Sequence[Token], i: int, *classes: str) -> TimeWordMatch | None:
        """The longest entry of one of the classes that begins at token `i`."""
        if not 0 <= i < len(tokens) or tokens[i].kind != "word":
            return None
        words, cut, prefix = self.entries(tokens[i].form)
        for word in words:
            if word.cls not in classes:
                continue
            if len(word.forms) == 1:
                return TimeWordMatch(word, i + 1, cut, prefix)
            last = i + len(word.forms)
            if last <= len(tokens) and all(tokens[i + n].form == form for n, form in enumerate(word.forms) if n):
                return TimeWordMatch(word, last, cut, prefix)
        return None
