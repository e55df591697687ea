"""What stands around an amount: numbers that count nothing, and the word that says the counted were killed or hurt."""

import re
from collections.abc import Sequence

from furat.extract.layers import Counted, Quantity
from furat.extract.numbers.amounts import Amount
from furat.extract.numbers.lexicon import NumberLexicon
from furat.extract.tables import read_tables
from furat.extract.text.punctuation import COMMAS, DASHES
from furat.extract.text.tokens import Token, fold

_LATIN = re.compile(r"[A-Za-z]+")
_DASHES = DASHES | {"‑"}
_STRONG = frozenset(".؛;:!؟?…")
_BACK, _FORTH, _PART, _BOUND = 7, 12, 9, 8  # tokens


class AmountContext:
    """Reads what surrounds an amount."""

    def __init__(self, lexicon: NumberLexicon) -> None:
        self._lexicon = lexicon
        columns = ("words", "calendar", "month", "cue", "example")
        self._months = {
            fold(w).split()[0] for row in read_tables("time_months.tsv", columns) for w in row.many("words")
        }

    def excluded(self, tokens: Sequence[Token], amount: Amount, noun: bool, listed: bool) -> bool:
        """Whether the amount is no quantity: a percentage, a model, part of a name, a time, a date, a list number."""
        first, last = amount.first, amount.last
        after = tokens[last].form if last < len(tokens) else ""
        if after in ("%", "٪", "°") or self._lexicon.phrase(tokens, last, "percent") is not None:
            return True
        if after == "/" or (after == ":" and last + 1 < len(tokens) and tokens[last + 1].kind == "number"):
            return True
        of = self._lexicon.phrase(tokens, last, "from")
        month = of.last if of is not None else last
        if month < len(tokens) and tokens[month].form in self._months:
            return True
        return amount.digits and (self._named(tokens, first, noun) or self._shaped(tokens, amount, noun, listed))

    def _named(self, tokens: Sequence[Token], first: int, noun: bool) -> bool:
        """سو-24, F-16, الفرقة 25, القرار 2254."""
        before = tokens[first - 1] if first else None
        if before is None:
            return False
        at = first - 1 if before.form in _DASHES else first
        if at and (_LATIN.fullmatch(tokens[at - 1].form) or self._lexicon.behind(tokens, at, "model") is not None):
            return True
        if before.form in (":", "/") and before.glued and tokens[first].glued:
            return True
        return not noun and self._lexicon.behind(tokens, first, "name") is not None

    def _shaped(self, tokens: Sequence[Token], amount: Amount, noun: bool, listed: bool) -> bool:
        """A year, a telephone number, the number of a list's entry, a clock time."""
        form = tokens[amount.last - 1].form
        if len(form) > 7 and form.isdecimal():
            return True
        if form.startswith("0"):
            return True
        if noun and listed:
            return False
        if len(form) == 4 and form.isdecimal() and 1900 <= int(form) <= 2035:
            return True
        return (
            not noun
            and amount.first == 0
            and amount.last < len(tokens)
            and tokens[amount.last].form in ("-", ".", ")", "–")
        )

    def among(self, tokens: Sequence[Token], first: int) -> bool:
        """Whether a singular stands in «بين قتيل وجريح», which counts dead and wounded together."""
        if self._lexicon.behind(tokens, first, "between") is not None:
            return True
        return first >= 2 and self._lexicon.behind(tokens, first - 1, "between") is not None

    def part(self, tokens: Sequence[Token], first: int) -> bool:
        """Whether the amount is a part of one told before: «12 شخصا بينهم أربعة أطفال»."""
        for i in range(first - 1, max(-1, first - _PART), -1):
            if tokens[i].form in _STRONG or tokens[i].form in COMMAS:
                return False
            if not self._lexicon.known(tokens[i].form):
                continue
            if self._lexicon.phrase(tokens, i, "killed", "injured", "captured") is not None:
                return False
            if self._lexicon.phrase(tokens, i, "part") is not None:
                return True
        return False

    def governor(
        self, tokens: Sequence[Token], first: int, last: int, before: Quantity | None
    ) -> tuple[Counted, int] | None:
        """The word that says what became of the counted: the nearest one before, else a verb behind; and its token."""
        floor = before.last if before is not None else 0
        for i in range(first - 1, max(floor, first - _BACK) - 1, -1):
            if tokens[i].form in _STRONG:
                break
            if not self._lexicon.known(tokens[i].form):
                continue
            hit = self._lexicon.phrase(tokens, i, "killed", "injured", "captured")
            if hit is not None:
                other = self._lexicon.behind(tokens, i, "killed", "injured", "captured")
                both = hit.prefix == "و" and other is not None and other.cls != hit.cls
                return ("people" if both else _counted(hit.cls)), i
            if self._lexicon.phrase(tokens, i, "freed") is not None:
                return "people", i
            if self._lexicon.phrase(tokens, i, "barrier") is not None:
                break
        for i in range(last, min(len(tokens), last + _FORTH)):
            if tokens[i].form in _STRONG or tokens[i].kind == "number" or tokens[i].form in COMMAS:
                break
            if not self._lexicon.known(tokens[i].form):
                continue
            if self._lexicon.phrase(tokens, i, "killed-behind") is not None:
                return "killed", i
            hit = self._lexicon.phrase(tokens, i, "killed", "injured", "captured")
            if hit is not None and hit.prefix == "" and tokens[i].form.endswith("وا"):
                return _counted(hit.cls), i
            if hit is not None or self._lexicon.phrase(tokens, i, "barrier") is not None:
                break
        return None

    def tally(self, tokens: Sequence[Token], first: int) -> str | None:
        """What «عدد القتلى», «حصيلة الضحايا» shortly before an amount says is counted."""
        for i in range(first - 1, max(-1, first - _BACK), -1):
            if tokens[i].form in _STRONG:
                return None
            if not self._lexicon.known(tokens[i].form):
                continue
            hit = self._lexicon.phrase(tokens, i, "tally")
            if hit is not None:
                noun = self._lexicon.noun(tokens, hit.last)
                return noun.noun.counts if noun is not None and noun.noun.counts != "none" else None
        return None

    def bound(self, tokens: Sequence[Token], last: int) -> tuple[str, int] | None:
        """على الأقل and its like behind the noun, in the same clause: (class, token behind it)."""
        for i in range(last, min(len(tokens), last + _BOUND)):
            token = tokens[i]
            if token.kind == "number" or token.form in _STRONG or token.form in COMMAS:
                return None
            if not self._lexicon.known(token.form):
                continue
            hit = self._lexicon.phrase(tokens, i, "after-min", "after-max", "after-about")
            if hit is not None:
                return hit.cls, hit.last
            if self._lexicon.phrase(tokens, i, "killed", "injured", "captured", "barrier") is not None:
                return None
        return None


def _counted(cls: str) -> Counted:
    return {"killed": "killed", "injured": "injured"}.get(cls, "captured")  # type: ignore[return-value]
