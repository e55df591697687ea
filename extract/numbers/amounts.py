"""Amounts as phrases give them: «ما لا يقل عن 20», «بين 20 و30 ألفا», «ثلاثة أو أربعة», «عشرات»."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.numbers.lexicon import NumberLexicon
from furat.extract.numbers.words import NumberReader, Numeral
from furat.extract.text.tokens import Token

_DASHES = frozenset("-–—‑")


@dataclass(slots=True)
class Amount:
    """A number or a range with what is said of its bounds, without its noun."""

    first: int  # tokens
    last: int
    start: int  # code points, behind proclitics
    minimum: int | None
    maximum: int | None
    vague: bool
    article: bool  # العشرين, الـ12
    digits: bool  # a plain number in digits with nothing said of its bounds: it may be part of a name
    joined: bool  # glued و in front: «قتيلا و30 جريحا»
    why: str


class AmountReader:
    """Reads an amount at a token."""

    def __init__(self, numbers: NumberReader, lexicon: NumberLexicon) -> None:
        self._numbers = numbers
        self._lexicon = lexicon

    def read(self, tokens: Sequence[Token], i: int) -> Amount | None:
        """The amount that begins at token `i`, with the words that bound it."""
        token = tokens[i]
        if token.kind == "mark":
            return None
        lead = self._lexicon.phrase(tokens, i, "between", "about", "min", "max", "vague", "from")
        if lead is None:
            return self._plain(tokens, i)
        start, joined = token.offset(lead.cut), lead.prefix[:1] == "و"
        if lead.cls == "vague":
            return self._vague(tokens, i, lead.last, start, joined)
        if lead.cls in ("between", "from"):
            pair = self._between(tokens, lead.last) if lead.cls == "between" else self._from(tokens, lead.last)
            if pair is None:
                return None
            low, high = pair
            return Amount(i, high.last, start, low.value, high.value, False, False, False, joined, "range")
        inner = self._lexicon.phrase(tokens, lead.last, "about")
        at = inner.last if inner is not None else lead.last
        if at >= len(tokens):
            return None
        plain = self._plain(tokens, at)
        if plain is None:
            scaled = self._lexicon.phrase(tokens, at, "vague")
            return self._vague(tokens, i, scaled.last, start, joined) if scaled is not None else None
        low_value: int | None = plain.minimum
        high_value: int | None = plain.maximum
        if lead.cls == "min":
            high_value, why = None, "at least, by the words before the number"
        elif lead.cls == "max":
            low_value, why = None, "at most, by the words before the number"
        else:
            why = "about"
        return Amount(i, plain.last, start, low_value, high_value, False, plain.article, False, joined, why)

    def _plain(self, tokens: Sequence[Token], i: int) -> Amount | None:
        """A number, or two joined by a dash, إلى or أو."""
        low = self._numbers.read(tokens, i)
        if low is None:
            return None
        joined = low.prefix[:1] == "و"
        high = self._second(tokens, low)
        if high is not None:
            low_value = _scaled(low, high)
            return Amount(i, high.last, low.start, low_value, high.value, False, False, False, joined, "range")
        value = low.value
        return Amount(i, low.last, low.start, value, value, False, low.article, low.digits, joined, "number")

    def _second(self, tokens: Sequence[Token], low: Numeral) -> Numeral | None:
        """The greater number of «20-30», «20 إلى 30», «ثلاثة أو أربعة»."""
        at = low.last
        if at + 1 >= len(tokens):
            return None
        dash = tokens[at].form in _DASHES and tokens[at + 1].kind == "number"
        if dash and at + 2 < len(tokens) and tokens[at + 2].form in _DASHES and tokens[at + 2].glued:
            return None  # 2014-10-12
        if not dash and self._lexicon.phrase(tokens, at, "to") is None:
            return None
        high = self._numbers.read(tokens, at + 1)
        if high is None or high.article or high.prefix:
            return None
        return high if _scaled(low, high) < high.value else None

    def _from(self, tokens: Sequence[Token], i: int) -> tuple[Numeral, Numeral] | None:
        """20 إلى 30 behind من."""
        low = self._numbers.read(tokens, i) if i < len(tokens) else None
        high = self._second(tokens, low) if low is not None else None
        return None if low is None or high is None else (_with(low, _scaled(low, high)), high)

    def _between(self, tokens: Sequence[Token], i: int) -> tuple[Numeral, Numeral] | None:
        """A و B behind بين: split at the و that gives the longest fit, «خمسة وعشرين وثلاثين» = 25 to 30."""
        best: tuple[Numeral, Numeral] | None = None
        for split in range(i + 1, min(i + 12, len(tokens))):
            if not tokens[split].form.startswith("و"):
                continue
            low = self._numbers.read(tokens, i, split)
            high = self._numbers.read(tokens, split)
            if low is None or high is None or low.last != split or high.prefix[:1] != "و":
                continue
            low = _with(low, _scaled(low, high))
            if low.value < high.value and (best is None or high.last >= best[1].last):
                best = (low, high)
        return best

    def _vague(self, tokens: Sequence[Token], i: int, last: int, start: int, joined: bool) -> Amount:
        """عشرات, مئات الآلاف: counted without a number."""
        more = self._lexicon.phrase(tokens, last, "vague")
        end = more.last if more is not None and not more.prefix else last
        of = self._lexicon.phrase(tokens, end, "from")
        end = of.last if of is not None and not of.prefix else end
        return Amount(i, end, start, None, None, True, False, False, joined, "counted without a number")


def _scaled(low: Numeral, high: Numeral) -> int:
    """The smaller number with the scale that stands behind the greater one only: «بين العشرين والثلاثين ألفا»."""
    if high.scale > 1 and low.scale == 1 and low.value <= high.value // high.scale:
        return low.value * high.scale
    return low.value


def _with(numeral: Numeral, value: int) -> Numeral:
    return Numeral(
        value,
        numeral.first,
        numeral.last,
        numeral.start,
        numeral.scale,
        numeral.article,
        numeral.prefix,
        numeral.digits,
    )
