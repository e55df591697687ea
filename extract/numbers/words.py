"""Whole numbers written in Arabic: digits of any kind and number words, put together with و."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from furat.extract.tables import read_tables
from furat.extract.text.clitics import readings
from furat.extract.text.tokens import Token, fold

COLUMNS = ("words", "kind", "value", "example")
KINDS = frozenset(
    {"unit", "teen-unit", "ten", "hundred", "hundreds", "fraction"}
    | {"scale", "scale-accusative", "scale-dual", "scale-plural"}
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,٬٫]\d{3})+")
_DECIMAL = re.compile(r"(\d+)[.,٫](\d{1,2})")
_LARGEST = 10**12  # a scale beyond which no further one is read
# Proclitics and article as a token of their own, glued to digits: «و12», «الـ24», «بالـ30».
PROCLITICS = frozenset({"و", "ف", "ب", "ل", "ال", "وال", "بال", "فال", "لل", "وب", "ول", "ك"})


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word as it stands: its kind and value, what is glued in front of it."""

    kind: str
    value: Fraction
    prefix: str  # proclitics: "" "و" "ب" "ول" ...
    cut: int  # letters of the folded form before the word itself
    article: bool


@dataclass(slots=True)
class Numeral:
    """A number that was read; `value` is whole unless a scale still has to follow (10,5 مليون)."""

    value: int
    first: int  # tokens
    last: int  # exclusive
    start: int  # code point where it begins, behind proclitics
    scale: int  # of its last part: 1000 in «ثلاثة آلاف», 1 without
    article: bool  # العشرين
    prefix: str  # proclitics of its first word, or the word glued before digits
    digits: bool  # written with digits only


def digits(form: str) -> Fraction | None:
    """The value of a folded number token, with . or , as separator of thousands or decimals; None for other shapes.

    >>> digits("600.000"), digits("10,5"), digits("12/10/2014")
    (Fraction(600000, 1), Fraction(21, 2), None)
    """
    if form.isdecimal():
        return Fraction(int(form)) if len(form) <= 15 else None
    if _GROUPED.fullmatch(form) and not form.startswith("0"):
        return Fraction(int(re.sub(r"\D", "", form)))
    if match := _DECIMAL.fullmatch(form):
        return Fraction(f"{match[1]}.{match[2]}") if len(form) <= 15 else None
    return None


class NumberReader:
    """Reads a number at a position of a sentence; built once from `numbers_words.tsv`."""

    def __init__(self, lexicons: Sequence[Path] = ()) -> None:
        self._words: dict[str, tuple[str, Fraction]] = {}
        for row in read_tables("numbers_words.tsv", COLUMNS, lexicons):
            kind = row.one_of("kind", KINDS)
            for word in row.many("words"):
                self._words[fold(word)] = (kind, Fraction(row["value"]))
        self.word = lru_cache(maxsize=50_000)(self._word)

    def _word(self, form: str) -> NumberWord | None:
        """The number word that a folded form is, with or without proclitics and article."""
        for reading in readings(form):
            for stem, article in ((reading.stem, False), (reading.stem.removeprefix("ال"), True)):
                if stem in self._words and (not article or reading.stem != stem):
                    kind, value = self._words[stem]
                    return NumberWord(kind, value, reading.prefix, reading.length, article)
        return None

    def read(self, tokens: Sequence[Token], i: int, end: int | None = None) -> Numeral | None:
        """The longest number that begins at token `i` and ends before `end`, or None."""
        stop = len(tokens) if end is None else end
        if i >= stop or (tokens[i].kind != "number" and not self._begins(tokens[i].form)):
            return None
        at = i
        prefix = ""
        if i + 1 < stop and tokens[i].form in PROCLITICS and tokens[i + 1].kind == "number" and tokens[i + 1].glued:
            prefix, at = tokens[i].form, i + 1
        term = self._term(tokens, at, stop)
        if term is None:
            return None
        value, scale, last = term
        order = scale
        head = self._at(tokens, at, stop)
        while (follow := self._and(tokens, last, stop)) is not None:
            half = self._at(tokens, follow, stop) if follow == last else None
            if half is not None and half.kind == "fraction" and scale > 1:
                value, last = value + half.value * scale, last + 1
                again = self._at(tokens, last, stop)  # مليون ونصف مليون, مليون ونصف المليون
                if again is not None and not again.prefix and again.kind == "scale" and again.value == scale:
                    last += 1
                break
            more = self._term(tokens, follow, stop)
            if more is None or more[1] >= order or more[0] >= order:
                break
            value, order, last = value + more[0], more[1], more[2]
            scale = max(more[1], 1)
        if value.denominator != 1 or (value == 2 and last == at + 1 and head is not None and head.article):
            return None  # 10,5 of something; الاثنين is a weekday
        start = tokens[at].start if head is None else tokens[at].offset(head.cut)
        article = head.article if head is not None else prefix.endswith(("ال", "لل"))
        only_digits = all(t.kind == "number" for t in tokens[at:last])
        return Numeral(int(value), i, last, start, order, article, head.prefix if head else prefix, only_digits)

    def _begins(self, form: str) -> bool:
        """Whether a number may begin with a folded word, so that most words cost one look-up."""
        return self.word(form) is not None or form in PROCLITICS

    def _and(self, tokens: Sequence[Token], i: int, stop: int) -> int | None:
        """Where a further part joined by و begins: the word it is glued to, or the digits after it."""
        if i >= stop:
            return None
        if tokens[i].form == "و" and i + 1 < stop and tokens[i + 1].kind == "number":
            return i + 1
        word = self._at(tokens, i, stop)
        return i if word is not None and word.prefix == "و" else None

    def _at(self, tokens: Sequence[Token], i: int, stop: int) -> NumberWord | None:
        """The number word at token `i`. Before عشر, واحد is وأحد: folding makes both the same."""
        if i >= stop or tokens[i].kind != "word":
            return None
        word = self.word(tokens[i].form)
        if word is not None and word.kind == "unit" and word.value == 1 and not word.prefix and i + 1 < stop:
            after = self.word(tokens[i + 1].form)
            if after is not None and after.kind == "unit" and after.value == 10 and not after.prefix:
                return NumberWord("teen-unit", word.value, "و", 1, False)
        return word

    def _term(self, tokens: Sequence[Token], i: int, stop: int) -> tuple[Fraction, int, int] | None:
        """A number below 1000 with its scale, or a scale alone: (value, scale, next token)."""
        small = self._below_thousand(tokens, i, stop)
        if small is None:
            word = self._at(tokens, i, stop)
            if word is None:
                return None
            if word.kind == "fraction":  # نصف مليون
                after = self._at(tokens, i + 1, stop)
                if after is None or after.kind != "scale" or after.prefix:
                    return None
                return word.value * after.value, 1, i + 2
            factor = {"scale": 1, "scale-accusative": 2, "scale-dual": 2}.get(word.kind)
            return None if factor is None else (factor * word.value, int(word.value), i + 1)
        value, last = small
        scale = 1
        while last < stop and tokens[last].kind == "word" and scale < _LARGEST:
            word = self.word(tokens[last].form)
            if word is None or word.prefix or word.kind not in ("scale", "scale-accusative", "scale-plural"):
                break
            value, scale, last = value * word.value, scale * int(word.value), last + 1
        return value, scale, last

    def _below_thousand(self, tokens: Sequence[Token], i: int, stop: int) -> tuple[Fraction, int] | None:
        """Digits of any size, or number words below 1000: (value, next token)."""
        if i >= stop:
            return None
        if tokens[i].kind == "number":
            value = digits(tokens[i].form)
            return None if value is None else (value, i + 1)
        word = self._at(tokens, i, stop)
        if word is None:
            return None
        if word.kind in ("hundred", "hundreds"):
            return self._and_below_hundred(tokens, word.value, i + 1, stop)
        below = self._below_hundred(tokens, i, stop)
        if below is None:
            return None
        if below[0] < 10 and below[1] == i + 1 < stop:
            after = self._at(tokens, i + 1, stop)
            if after is not None and after.kind == "hundred" and not after.prefix:
                return self._and_below_hundred(tokens, below[0] * 100, i + 2, stop)
        return below

    def _and_below_hundred(
        self, tokens: Sequence[Token], hundreds: Fraction, i: int, stop: int
    ) -> tuple[Fraction, int]:
        """Hundreds with what follows them by و."""
        word = self._at(tokens, i, stop)
        below = self._below_hundred(tokens, i, stop) if word is not None and word.prefix == "و" else None
        return (hundreds, i) if below is None else (hundreds + below[0], below[1])

    def _below_hundred(self, tokens: Sequence[Token], i: int, stop: int) -> tuple[Fraction, int] | None:
        """ثلاثة, سبعة عشر, عشرون, خمسة وعشرون: (value, next token)."""
        word = self._at(tokens, i, stop)
        if word is None or word.kind not in ("unit", "teen-unit", "ten"):
            return None
        after = self._at(tokens, i + 1, stop)
        if word.kind != "ten" and word.value < 10 and after is not None:
            if after.kind == "unit" and after.value == 10 and not after.prefix and not after.article:
                return word.value + 10, i + 2
            if after.kind == "ten" and after.prefix == "و":
                return word.value + after.value, i + 2
        return None if word.kind == "teen-unit" else (word.value, i + 1)
