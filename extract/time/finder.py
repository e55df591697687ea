"""Finds the time expressions of a sentence and resolves them on the publication date."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from furat.extract.layers import TimeExpression
from furat.extract.numbers.words import PROCLITICS, NumberReader
from furat.extract.text.sentences import Sentence
from furat.extract.text.tokens import Token
from furat.extract.time.dates import read_point
from furat.extract.time.partial_date import FIRST_YEAR, LAST_YEAR, Point
from furat.extract.time.ranges import RANGING, Resolve, TimeMatch, read_range
from furat.extract.time.relative import RELATIVE, read_relative
from furat.extract.time.resolve import Resolved, resolve
from furat.extract.time.token_view import TokenView
from furat.extract.time.words import TimeWords
from furat.extract.time.writing_day import writing_day

_REACH = 8  # tokens that a word such as ستعقد speaks for


class TimeFinder:
    """Time expressions by the tables `time_words.tsv` and `time_months.tsv`; built once, used for many sentences."""

    def __init__(self, lexicons: Sequence[Path] = (), numbers: NumberReader | None = None) -> None:
        self.words = TimeWords(lexicons)
        self._numbers = numbers or NumberReader(lexicons)

    def find(self, sentence: Sentence, published: date | None, anchor: date | None = None) -> list[TimeExpression]:
        """The expressions in order, none inside another.

        `anchor` is the day told last before this sentence, for «غداة» and «بعد يومين على»; a day told earlier in the
        sentence takes its place. Without `published`, what depends on it is left out, and a month has an unknown year.
        """
        if not self._promising(sentence):
            return []
        if published is not None and not FIRST_YEAR <= published.year <= LAST_YEAR:
            published = None  # a placeholder such as 0001-01-01
        line = TokenView(sentence.tokens, self.words, self._numbers)
        found: list[TimeExpression] = []
        behind = 0  # the token behind what was read last
        for i in range(len(line)):
            if i < behind or not self._opens(line.tokens, i):
                continue
            read = self._read(line, i, published, anchor)
            if read is None:
                continue
            start = line.start(i)
            last, moment = read.last, read.moment
            end = line.tokens[last - 1].end
            found.append(
                TimeExpression(
                    start, end, i, last, moment.edtf, moment.earliest, moment.latest, read.relative, read.why
                )
            )
            if moment.earliest is not None and moment.earliest == moment.latest:
                anchor = moment.earliest
            behind = last
        return found

    def written(self, sentences: Sequence[Sentence], published: date | None) -> date | None:
        """The day on which the text was written: that of publication, unless its own words correct it."""
        return writing_day(self.words, sentences, published)

    def _promising(self, sentence: Sentence) -> bool:
        """Whether any word can be the heart of a time, or a number be a year, a date or a day with الجاري."""
        role = self.words.role
        numbers = []
        for i, token in enumerate(sentence.tokens):
            if token.kind == "number":
                if len(token.form) >= 4:
                    return True
                numbers.append(i)
            elif token.kind == "word" and role(token.form) == 3:
                return True
        return any(self.words.at(sentence.tokens, i + 1, "tense") is not None for i in numbers)

    def _opens(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether an expression can begin at token `i`."""
        token = tokens[i]
        if token.kind != "word":
            return token.kind == "number" and not self._alone(tokens, i)
        role = self.words.role(token.form)
        if role >= 2:
            return True
        behind = tokens[i + 1] if i + 1 < len(tokens) else None
        if behind is None or behind.kind == "mark":
            return False
        if role == 1:
            return behind.kind == "number" or bool(self.words.entries(behind.form)[0]) or self._number(behind.form)
        return behind.kind == "number" and behind.glued and token.form in PROCLITICS

    def _alone(self, tokens: Sequence[Token], i: int) -> bool:
        """Whether a number of digits is no year, and what stands behind it cannot make it a time: «43 قتيلا»."""
        form = tokens[i].form
        if not form.isdecimal() or (len(form) == 4 and FIRST_YEAR <= int(form) <= LAST_YEAR):
            return False
        if i + 1 == len(tokens):
            return True
        behind = tokens[i + 1]
        if behind.kind != "word" or behind.form == "و":
            return False
        return not self.words.entries(behind.form)[0] and not self._number(behind.form)

    def _number(self, form: str) -> bool:
        return self._numbers.word(form) is not None

    def _read(self, line: TokenView, i: int, published: date | None, anchor: date | None) -> TimeMatch | None:
        """The time that begins at token `i`: with two ends, told from another time, or a single date."""
        resolver = partial(self._resolve, line, i, published)
        token = line.tokens[i]
        classes = self.words.classes(token.form) if token.kind == "word" else None
        found = None
        if not classes or classes & RELATIVE:
            found = read_relative(line, i, published, anchor)
        if found is None and (not classes or classes & RANGING):
            found = read_range(line, i, resolver, published)
        return found or _single(line, i, resolver)

    def _resolve(self, line: TokenView, i: int, published: date | None, point: Point) -> Resolved | None:
        """A point's moment; a word before it in the sentence may say that it is still to come."""
        undecided = point.year is None and not point.tense and (point.month is not None or point.weekday is not None)
        planned = undecided and any(line.hit(n, "planned") for n in range(max(0, i - _REACH), i))
        return resolve(point, published, planned)


def _single(line: TokenView, i: int, resolver: Resolve) -> TimeMatch | None:
    """A single date at token `i`."""
    read = read_point(line, i)
    resolved = resolver(read[0]) if read is not None else None
    if read is None or resolved is None:
        return None
    return TimeMatch(read[1], resolved.moment, resolved.relative, resolved.why)
