"""Finds the quantities of a sentence and what they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from furat.extract.annotations import Counted, Quantity
from furat.extract.numbers.amounts import Amount, AmountReader
from furat.extract.numbers.context import Context
from furat.extract.numbers.lexicon import NounHit, NumberLexicon
from furat.extract.numbers.words import PROCLITICS, NumberReader
from furat.extract.sentences import Sentence
from furat.extract.text import Token

_PEOPLE = frozenset({"killed", "injured", "captured", "people"})


@dataclass(frozen=True, slots=True)
class _Object:
    """What an amount counts: where it ends and its noun, if there is one."""

    counts: str
    last: int
    noun: int | None
    why: str
    listed: bool = True  # the noun stands in the table


class QuantityFinder:
    """Quantities by the tables `numbers_*.tsv`; built once, used for many sentences."""

    def __init__(self, lexicons: Sequence[Path] = ()) -> None:
        self.numbers = NumberReader(lexicons)
        self._lexicon = NumberLexicon(lexicons)
        self._amounts = AmountReader(self.numbers, self._lexicon)
        self._context = Context(self._lexicon)
        self._opens = lru_cache(maxsize=50_000)(self._can_open)

    def _can_open(self, form: str) -> bool:
        """Whether a folded word can begin a quantity; asked once a word, so that most words cost one look-up."""
        if form in PROCLITICS or self.numbers.word(form) is not None or self._lexicon.leads(form):
            return True
        return any(noun.counts != "none" for noun in self._lexicon.nouns_of(form)[0])

    def find(self, sentence: Sentence) -> list[Quantity]:
        """The quantities in order, none inside another; measures, dates, percentages and names are none."""
        tokens = sentence.tokens
        found: list[Quantity] = []
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.kind == "mark" or (token.kind == "word" and not self._opens(token.form)):
                i += 1
                continue
            before = found[-1] if found else None
            amount = self._amounts.read(tokens, i)
            if amount is not None:
                quantity = self._counted(tokens, amount, before)
                if quantity is not None:
                    found.append(quantity)
                i = quantity.last if quantity is not None else amount.last
                continue
            quantity = self._noun_alone(tokens, i, before)
            if quantity is not None:
                found.append(quantity)
            i = quantity.last if quantity is not None else i + 1
        return found

    def _counted(self, tokens: Sequence[Token], amount: Amount, before: Quantity | None) -> Quantity | None:
        """The quantity of an amount with the noun behind it, or with the verb or noun that stands for it."""
        what = self._object(tokens, amount)
        has_noun = what is not None and what.noun is not None
        if what is not None and what.counts == "none":
            return None
        if self._context.excluded(tokens, amount, has_noun, what is not None and what.listed):
            return None
        last = what.last if what is not None else amount.last
        governor = self._context.governor(tokens, amount.first, last, before)
        if what is None and (tally := self._context.tally(tokens, amount.first)) is not None:
            what = _Object(tally, amount.last, None, "told of the number of those")
        if what is None:
            if governor is None and amount.joined and before is not None and before.last == amount.first:
                governor = (before.counts, before.first) if before.counts in _PEOPLE else None
            if governor is None or (amount.article and not amount.vague):
                return None
            what = _Object("people", amount.last, None, "noun left out")
        return self._made(tokens, amount, what, governor, before)

    def _object(self, tokens: Sequence[Token], amount: Amount) -> _Object | None:
        """The noun behind an amount, «آخرين», or «من» with a noun."""
        at = amount.last
        hit = self._lexicon.noun(tokens, at)
        if hit is not None and hit.prefix == "":
            if hit.article and not (amount.vague or amount.article):
                return None
            return _Object(hit.noun.counts, hit.last, at, "counted noun")
        if self._lexicon.phrase(tokens, at, "others") is not None:
            return _Object("people", at + 1, None, "others, of those told before")
        if at < len(tokens) and self._lexicon.phrase(tokens, at, "from") is not None:
            hit = self._lexicon.noun(tokens, at + 1)
            if hit is not None and hit.prefix == "" and hit.noun.form == "plural":
                return _Object(hit.noun.counts, hit.last, at + 1, "noun behind من")
            return _Object("people", at, None, "some of a group") if amount.digits is False else None
        return self._unknown(tokens, amount)

    def _unknown(self, tokens: Sequence[Token], amount: Amount) -> _Object | None:
        """A noun that no table holds: right behind the number and no particle, verb or name."""
        at = amount.last
        if at >= len(tokens) or tokens[at].kind != "word" or amount.article:
            return None
        form = tokens[at].form
        definite = form.startswith("ال")
        if len(form) < 3 or definite != amount.vague or form.startswith(("و", "ب", "لل")):
            return None
        if self._lexicon.phrase(tokens, at, "stop", "part", "barrier", "killed", "injured", "captured") is not None:
            return None
        if self.numbers.word(form) is not None:
            return None
        return _Object("other", at + 1, at, "noun behind the number", listed=False)

    def _made(
        self,
        tokens: Sequence[Token],
        amount: Amount,
        what: _Object,
        governor: tuple[Counted, int] | None,
        before: Quantity | None,
    ) -> Quantity:
        """The quantity, with «على الأقل» behind it and with what became of the people."""
        minimum, maximum, last, why = amount.minimum, amount.maximum, what.last, [amount.why, what.why]
        bound = None if amount.vague else self._context.bound(tokens, last)
        if bound is not None and amount.why == "number":
            minimum, maximum, word = {
                "after-min": (minimum, None, "at least"),
                "after-max": (None, maximum, "at most"),
                "after-about": (minimum, maximum, "about"),
            }[bound[0]]
            why.append(f"{word}, by the words behind")
        counts: str = what.counts
        if counts in ("people", "other") and governor is not None and not self._context.part(tokens, amount.first):
            if counts == "people" or not what.listed:
                counts = governor[0]
                why.append(f"{counts} by «{tokens[governor[1]].surface}»")
        elif counts == "people" and amount.joined and before is not None and before.last == amount.first:
            counts = before.counts if before.counts in _PEOPLE else counts
            why.append("joined to the number before")
        if self._context.part(tokens, amount.first):
            why.append("part of those told before")
        end = tokens[last - 1].end
        return Quantity(
            amount.start, end, amount.first, last, minimum, maximum, amount.vague,
            counts, what.noun, "; ".join(why),  # type: ignore[arg-type]
        )  # fmt: skip

    def _noun_alone(self, tokens: Sequence[Token], i: int, before: Quantity | None) -> Quantity | None:
        """A dual (جنديين), a noun with its number behind (الجنود الثلاثة), or one killed (مقتل ضابط)."""
        hit = self._lexicon.noun(tokens, i)
        if hit is None:
            return self._one_of(tokens, i)
        if hit.noun.counts == "none":
            return None
        behind = self.numbers.read(tokens, hit.last) if hit.last < len(tokens) else None
        value, last, why = None, hit.last, ""
        if behind is not None and not behind.prefix and behind.value <= 2 and not behind.digits and not behind.article:
            fits = behind.value == 2 or hit.noun.form in ("singular", "accusative")
            value, last, why = (behind.value, behind.last, "number behind its noun") if fits else (None, last, "")
        elif behind is not None and behind.article and hit.article and hit.noun.form == "plural":
            value, last, why = behind.value, behind.last, "number behind its noun"
        if value is None and hit.noun.form == "dual":
            value, why = 2, "dual noun"
        if value is None:
            return self._single(tokens, hit)
        start = tokens[i].offset(hit.cut)
        amount = Amount(i, last, start, value, value, False, False, False, hit.prefix[:1] == "و", "number")
        governor = self._context.governor(tokens, i, last, before)
        return self._made(tokens, amount, _Object(hit.noun.counts, last, i, why), governor, before)

    def _single(self, tokens: Sequence[Token], hit: NounHit) -> Quantity | None:
        """One person: a singular right behind the word that says what became of them, or قتيل and its like alone."""
        if hit.noun.form not in ("singular", "accusative") or hit.noun.counts not in _PEOPLE:
            return None
        verb = self._lexicon.behind(tokens, hit.first, "killed", "injured", "captured") if not hit.prefix else None
        own = hit.noun.counts in ("killed", "injured") and not hit.article and hit.prefix in ("", "و")
        if self._lexicon.phrase(tokens, hit.first, "injured", "killed") is not None:
            return None  # إصابة: what happened, not whom it happened to
        if verb is None and not own:
            return None
        counts = hit.noun.counts if verb is None or hit.noun.counts != "people" else verb.cls
        return self._one(tokens, hit.first, hit.last, hit.first, hit.cut, counts, "one person")

    def _one_of(self, tokens: Sequence[Token], i: int) -> Quantity | None:
        """مقتل أحد العناصر, وإصابة آخر: one person."""
        verb = self._lexicon.behind(tokens, i, "killed", "injured", "captured")
        if verb is None:
            return None
        one_of = self._lexicon.phrase(tokens, i, "one-of")
        noun = self._lexicon.noun(tokens, one_of.last) if one_of is not None else None
        if noun is not None and noun.noun.counts in _PEOPLE and noun.noun.form == "plural":
            return self._one(tokens, i, noun.last, noun.first, 0, verb.cls, "one of several")
        other = self._lexicon.phrase(tokens, i, "other-one")
        return self._one(tokens, i, other.last, None, 0, verb.cls, "one more") if other is not None else None

    def _one(
        self, tokens: Sequence[Token], i: int, last: int, noun: int | None, cut: int, counts: str, why: str
    ) -> Quantity:
        start, end = tokens[i].offset(cut), tokens[last - 1].end
        return Quantity(start, end, i, last, 1, 1, False, counts, noun, why)  # type: ignore[arg-type]
