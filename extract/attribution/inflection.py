"""The forms of a verb of saying as they stand in unvocalised text, with what each form says of its subject."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from furat.extract.text.tokens import fold

Tense = Literal["perfect", "imperfect", "participle", "masdar"]
Gender = Literal["m", "f", ""]
_PRONOUNS = ("ه", "ها", "هم", "هما")


@dataclass(frozen=True, slots=True)
class Inflected:
    """A folded form; `gender` of the subject, empty when the form leaves it open."""

    form: str
    tense: Tense
    gender: Gender
    plural: bool  # dual or plural
    pronoun: bool  # an attached pronoun: the object of a verb, the subject of a masdar


def perfect(lemma: str) -> Iterator[Inflected]:
    """Forms of a perfect given as 3rd person masculine singular: قال, نفى, شكا."""
    base = fold(lemma)
    weak = base[-1] in "يا"
    stem = base[:-1] if weak else base
    yield Inflected(base, "perfect", "m", False, False)
    yield Inflected(stem + "ت", "perfect", "f", False, False)
    yield Inflected(stem + "وا", "perfect", "m", True, False)
    yield Inflected(stem + "تا", "perfect", "f", True, False)
    if not weak or base[-1] == "ي":
        yield Inflected(base + "ا", "perfect", "m", True, False)
    for pronoun in _PRONOUNS:
        yield Inflected((stem + "ا" if weak else base) + pronoun, "perfect", "m", False, True)
        yield Inflected(stem + "ت" + pronoun, "perfect", "f", False, True)


def imperfect(lemma: str) -> Iterator[Inflected]:
    """Forms of an imperfect given as 3rd person masculine singular: يقول, ينفي, يشكو."""
    stem = fold(lemma)[1:]
    short = stem[:-1] if stem[-1] in "يو" else stem
    yield Inflected("ي" + stem, "imperfect", "m", False, False)
    yield Inflected("ت" + stem, "imperfect", "f", False, False)
    yield Inflected("ي" + short + "ون", "imperfect", "m", True, False)
    yield Inflected("ي" + stem + "ان", "imperfect", "m", True, False)
    yield Inflected("ت" + stem + "ان", "imperfect", "f", True, False)
    for pronoun in _PRONOUNS:
        yield Inflected("ي" + stem + pronoun, "imperfect", "m", False, True)
        yield Inflected("ت" + stem + pronoun, "imperfect", "f", False, True)


def participle(lemma: str) -> Iterator[Inflected]:
    """The accusative forms that go with a verb of saying: مشيرا, مضيفة, مؤكدين."""
    base = fold(lemma)
    short = base[:-1] if base[-1] == "ي" else base
    yield Inflected(base + "ا", "participle", "m", False, False)
    yield Inflected(base + "ه", "participle", "f", False, False)
    yield Inflected(short + "ين", "participle", "m", True, False)
    yield Inflected(base + "تين", "participle", "f", True, False)


def masdar(lemma: str) -> Iterator[Inflected]:
    """A verbal noun, bare (before its subject) and with the pronoun of its subject: إعلان, قوله, إفادتها."""
    base = fold(lemma)
    stem = base[:-1] + "ت" if base.endswith("ه") else base
    yield Inflected(base, "masdar", "", False, False)
    for pronoun in _PRONOUNS:
        yield Inflected(stem + pronoun, "masdar", "f" if pronoun == "ها" else "m", pronoun in ("هم", "هما"), True)
