"""A sentence as the readers of time expressions see it: its tokens with the time words and numbers that stand there."""

from collections.abc import Sequence

from furat.extract.numbers.words import PROCLITICS, NumberReader
from furat.extract.text.quotation_marks import MARKS
from furat.extract.text.tokens import Token
from furat.extract.time.words import TimeWordMatch, TimeWords

_NONE: frozenset[str] = frozenset()


class TokenView:
    """Look-ups at a token; every reader takes a line and a position and gives what it read and the token behind it."""

    def __init__(self, tokens: Sequence[Token], words: TimeWords, numbers: NumberReader) -> None:
        self.tokens = tokens
        self._words = words
        self._classes = [words.classes(token.form) if token.kind == "word" else _NONE for token in tokens]
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self.tokens)

    def form(self, i: int) -> str:
        """The folded token, "" outside the sentence."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def surface(self, i: int) -> str:
        """The token as printed, "" outside the sentence."""
        return self.tokens[i].surface if 0 <= i < len(self.tokens) else ""

    def glued_digits(self, i: int) -> bool:
        """Whether token `i` is an article or proclitic glued to digits: الـ24."""
        return i + 1 < len(self.tokens) and self.tokens[i + 1].kind == "number" and self.tokens[i + 1].glued

    def hit(self, i: int, *classes: str) -> TimeWordMatch | None:
        """The longest time word of these classes that begins at `i`."""
        if not 0 <= i < len(self._classes) or self._classes[i].isdisjoint(classes):
            return None
        return self._words.at(self.tokens, i, *classes)

    def behind(self, i: int, *classes: str) -> TimeWordMatch | None:
        """The time word of these classes that ends right before `i` (of one or two words)."""
        for first in (i - 2, i - 1):
            found = self.hit(first, *classes)
            if found is not None and found.last == i:
                return found
        return None

    def whole(self, i: int, low: int, high: int) -> int | None:
        """A plain number of digits between `low` and `high`."""
        form = self.form(i)
        if not form.isdecimal() or self.tokens[i].kind != "number" or len(form) > 4:
            return None
        return int(form) if low <= int(form) <= high else None

    def prefixed(self, i: int) -> bool:
        """Whether a proclitic is glued to the time word at `i`."""
        return self._words.entries(self.form(i))[2] != ""

    def proclitic(self, i: int) -> bool:
        """Whether the token at `i` is only an article or proclitics, as in front of digits: الـ, و, بالـ."""
        return self.form(i) in PROCLITICS

    def bare(self, i: int, *classes: str) -> bool:
        """Whether a time word of these classes stands at `i` with nothing glued to it."""
        hit = self.hit(i, *classes)
        return hit is not None and not hit.prefix

    def amount(self, i: int) -> tuple[int, int] | None:
        """A number in digits or words and the token behind it."""
        read = self._numbers.read(self.tokens, i) if i < len(self.tokens) else None
        return None if read is None else (read.value, read.last)

    def start(self, i: int, hit: TimeWordMatch | None = None) -> int:
        """The code point where an expression that begins at token `i` starts, behind proclitics."""
        if hit is None and self.tokens[i].kind == "word":
            _, cut, _ = self._words.entries(self.tokens[i].form)
            return self.tokens[i].offset(cut)
        return self.tokens[i].start if hit is None else self.tokens[i].offset(hit.cut)

    def quoted(self, first: int, last: int) -> bool:
        """Whether quotation marks or brackets stand on both sides: a title, such as a newspaper's name."""
        return self.form(first - 1) in MARKS and self.form(last) in MARKS
