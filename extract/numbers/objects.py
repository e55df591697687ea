"""What an amount counts: the noun behind it, «آخرين», «من» with a group, or a tally's noun."""

from collections.abc import Sequence
from dataclasses import dataclass

from furat.extract.numbers.amounts import Amount
from furat.extract.numbers.lexicon import NumberLexicon
from furat.extract.numbers.words import NumberReader
from furat.extract.text.tokens import Token

_GLUED = ("و", "ب", "لل")  # a word that begins so is rather no bare noun


@dataclass(frozen=True, slots=True)
class Object:
    """What an amount counts; "none" for measures."""

    counts: str
    last: int  # token behind the phrase
    noun: int | None
    why: str
    listed: bool = True  # the noun stands in the table
    together: bool = False  # dead and wounded in one number: what became of each is not told


class ObjectReader:
    """Reads what stands behind an amount."""

    def __init__(self, lexicon: NumberLexicon, numbers: NumberReader) -> None:
        self._lexicon = lexicon
        self._numbers = numbers

    def read(self, tokens: Sequence[Token], amount: Amount) -> Object | None:
        """What the amount counts by the words behind it, or None."""
        at = amount.last
        hit = self._lexicon.noun(tokens, at)
        if hit is not None and not hit.prefix:
            if hit.article and not (amount.vague or amount.article):
                return None
            return self._together(tokens, Object(hit.noun.counts, hit.last, at, "counted noun"))
        if self._lexicon.phrase(tokens, at, "others") is not None:
            return Object("people", at + 1, None, "others, of those told before")
        if (tally := self._lexicon.phrase(tokens, at, "tally")) is not None:  # ارتفع إلى 12 عدد القتلى
            hit = self._lexicon.noun(tokens, tally.last)
            return Object(hit.noun.counts, hit.last, hit.first, "noun of the tally") if hit is not None else None
        if self._lexicon.phrase(tokens, at, "between") is not None:
            together = self._together(tokens, Object("people", at, None, "noun left out"))
            return together if together.together else None
        if self._lexicon.phrase(tokens, at, "from") is not None:
            return self._of(tokens, amount)
        return self._unknown(tokens, amount)

    def _together(self, tokens: Sequence[Token], what: Object) -> Object:
        """The object; «بين قتيل وجريح» behind it says that dead and wounded are counted together."""
        between = self._lexicon.phrase(tokens, what.last, "between")
        fate = self._lexicon.noun(tokens, between.last) if between is not None else None
        if fate is None or fate.noun.counts not in ("killed", "injured"):
            return what
        return Object("people", what.last, what.noun, "dead and wounded together", together=True)

    def _of(self, tokens: Sequence[Token], amount: Amount) -> Object | None:
        """«تسعة من عناصر»: the noun behind من; «تسعة من قوات النظام»: some of a group."""
        hit = self._lexicon.noun(tokens, amount.last + 1)
        if hit is not None and not hit.prefix and hit.noun.form == "plural" and hit.noun.counts != "other":
            return Object(hit.noun.counts, hit.last, amount.last + 1, "noun behind من")
        return None if amount.digits and hit is None else Object("people", amount.last, None, "some of a group")

    def _unknown(self, tokens: Sequence[Token], amount: Amount) -> Object | None:
        """A noun that no table holds: right behind the number and no particle, verb or name."""
        at = amount.last
        if at >= len(tokens) or tokens[at].kind != "word" or amount.article:
            return None
        form = tokens[at].form
        if len(form) < 3 or form.startswith("ال") != amount.vague or form.startswith(_GLUED):
            return None
        if self._lexicon.phrase(tokens, at, "stop", "part", "barrier", "killed", "injured", "captured") is not None:
            return None
        if self._numbers.word(form) is not None:
            return None
        return Object("other", at + 1, at, "noun behind the number", listed=False)
