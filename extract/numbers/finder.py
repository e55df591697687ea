"""Finds the quantities of a sentence and what they count."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from furat.extract.layers import Counted, Quantity
from furat.extract.numbers.amounts import Amount, AmountReader
from furat.extract.numbers.context import AmountContext
from furat.extract.numbers.lexicon import OPENING, RANGING, SINGLING, NounHit, NumberLexicon
from furat.extract.numbers.objects import Object, ObjectReader
from furat.extract.numbers.words import PROCLITICS, NumberReader
from furat.extract.text.sentences import Sentence
from furat.extract.text.tokens import Token

_PEOPLE = frozenset({"killed", "injured", "captured", "people"})
_AMOUNT, _LED, _NOUN = 1, 2, 4  # roles of a word
_JOINED = 6  # tokens between numbers that و joins


class QuantityFinder:
    """Quantities by the tables `numbers_*.tsv`; built once, used for many sentences."""

    def __init__(self, lexicons: Sequence[Path] = ()) -> None:
        self.numbers = NumberReader(lexicons)
        self._lexicon = NumberLexicon(lexicons)
        self._amounts = AmountReader(self.numbers, self._lexicon)
        self._context = AmountContext(self._lexicon)
        self._objects = ObjectReader(self._lexicon, self.numbers)
        self._role = lru_cache(maxsize=50_000)(self._role_of)

    def _role_of(self, form: str) -> int:
        """What a folded word may begin, as bits; asked once a word, so that most words cost one look-up."""
        nouns = self._lexicon.nouns_of(form)[0]
        amount = self.numbers.word(form) is not None or self._lexicon.leads(form, OPENING)
        led = form in PROCLITICS or self._lexicon.leads(form, RANGING)
        one = self._lexicon.leads(form, SINGLING)
        return amount * _AMOUNT + led * _LED + (any(n.counts != "none" for n in nouns) or one) * _NOUN

    def _amount(self, tokens: Sequence[Token], i: int, role: int) -> Amount | None:
        """The amount at a token whose role allows one; من and proclitics lead one only before a number."""
        if role & _AMOUNT:
            return self._amounts.read(tokens, i)
        if role & _LED and i + 1 < len(tokens):
            behind = tokens[i + 1]
            if behind.kind == "number" or (behind.kind == "word" and self.numbers.word(behind.form) is not None):
                return self._amounts.read(tokens, i)
        return None

    def find(self, sentence: Sentence) -> list[Quantity]:
        """The quantities in order, none inside another; measures, dates, percentages and names are none."""
        tokens = sentence.tokens
        found: list[Quantity] = []
        behind = 0  # the token behind what was read last
        for i, token in enumerate(tokens):
            role = self._role(token.form) if token.kind == "word" else _AMOUNT * (token.kind == "number")
            if not role or i < behind:
                continue
            before = found[-1] if found else None
            amount = self._amount(tokens, i, role)
            if amount is not None:
                quantity = self._counted(tokens, amount, before)
                behind = amount.last
            else:
                quantity = self._noun_alone(tokens, i, before) if role & _NOUN else None
            if quantity is not None:
                found.append(quantity)
                behind = quantity.last
        return found

    def _counted(self, tokens: Sequence[Token], amount: Amount, before: Quantity | None) -> Quantity | None:
        """The quantity of an amount with the noun behind it, or with the verb or noun that stands for it."""
        what = self._objects.read(tokens, amount)
        if what is not None and what.counts == "none":
            return None
        has_noun = what is not None and what.noun is not None
        if self._context.excluded(tokens, amount, has_noun, what is not None and what.listed):
            return None
        governor = self._context.governor(tokens, amount.first, what.last if what else amount.last, before)
        if what is None and (tally := self._context.tally(tokens, amount.first)) is not None:
            what = Object(tally, amount.last, None, "told of the number of those")
        if what is None:
            governor = governor or self._inherited(tokens, amount, before)
            if governor is None or (amount.article and not amount.vague):
                return None
            what = Object("people", amount.last, None, "noun left out")
        return self._made(tokens, amount, what, governor, before)

    def _inherited(
        self, tokens: Sequence[Token], amount: Amount, before: Quantity | None
    ) -> tuple[Counted, int] | None:
        """What became of the people of the number before, when this one is joined to it by و: «35 عنصرا ... و18»."""
        if before is None or not amount.joined or before.counts not in _PEOPLE:
            return None
        noun = self._lexicon.noun(tokens, before.noun) if before.noun is not None else None
        if noun is not None and noun.noun.counts != "people":
            return None  # قتلى say it of themselves only
        near = amount.first - before.last <= _JOINED
        between = tokens[before.last : amount.first]
        return (before.counts, before.first) if near and all(t.kind == "word" for t in between) else None

    def _made(
        self,
        tokens: Sequence[Token],
        amount: Amount,
        what: Object,
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
        if counts == "captured" and governor is not None and governor[0] == "people":
            counts = "people"
            why.append("captives no longer")
        elif (
            counts in ("people", "other")
            and not what.together
            and governor is not None
            and not self._context.part(tokens, amount.first)
        ):
            if counts == "people" or not what.listed:
                counts = governor[0]
                why.append(f"{counts} by «{tokens[governor[1]].surface}»")
        elif (
            counts == "people"
            and not what.together
            and (inherited := self._inherited(tokens, amount, before)) is not None
        ):
            counts = inherited[0]
            why.append("joined to the number before")
        if self._context.part(tokens, amount.first):
            why.append("part of those told before")
            counts = "other" if counts == "people" else counts  # not the number of the event
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
        follows = hit.last < len(tokens) and tokens[hit.last].kind == "word"
        behind = self.numbers.read(tokens, hit.last) if follows else None
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
        return self._made(tokens, amount, Object(hit.noun.counts, last, i, why), governor, before)

    def _single(self, tokens: Sequence[Token], hit: NounHit) -> Quantity | None:
        """One person: a singular right behind the word that says what became of them, or قتيل and its like alone."""
        if hit.noun.form not in ("singular", "accusative") or hit.noun.counts not in _PEOPLE:
            return None
        if self._context.among(tokens, hit.first):
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
