"""The written forms of an Arabic verb or noun, from the few stems that a lexicon line gives.

Verbs are given as `perfect/imperfect` (stems without prefix: «قصف/قصف», «استعاد/ستعيد»), nouns as `singular/plural`
(«غارة/غارات»); several stems of one kind are separated by `;`, either side may be empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from furat.extract.text.tokens import fold

_OBJECTS = ("ه", "ها", "هم", "هما", "هن", "نا")
_OWNERS = ("ه", "ها", "هم", "هما", "هن", "نا", "كم")
_PERFECT = ("", "ت", "وا", "ا", "تا", "ن", "نا", "تم")
_IMPERFECT = ("", "ون", "وا", "ان", "ا", "ن")
_PLURAL = frozenset(_IMPERFECT[1:])


@dataclass(frozen=True, slots=True)
class Form:
    """One written form, folded, with what its ending says."""

    text: str
    perfect: bool = False  # a verb in the perfect
    plural: bool = False  # a verb that agrees with persons named before it, or a plural noun
    dual: bool = False
    definite: bool = False  # the article is part of the form
    first_person: bool = False  # a verb of I or we
    pronoun: str = ""  # attached: object of a verb, owner of a noun


def verb_forms(cell: str) -> Iterator[Form]:
    """All forms of a verb.

    >>> sorted(f.text for f in verb_forms("شن/شن"))[:3]
    ['اشن', 'اشنا', 'اشنان']
    """
    perfect, _, imperfect = cell.partition("/")
    for stem in filter(None, perfect.split(";")):
        yield from _perfect(stem.strip())
    for stem in filter(None, imperfect.split(";")):
        yield from _imperfect(stem.strip())


def _perfect(printed: str) -> Iterator[Form]:
    stem = fold(printed)
    short = stem[:-1] if printed[-1] in "ىا" else stem  # تبنى: تبنت، تبنوا; دعا: دعت، دعوا
    weak = short != stem
    for ending in _PERFECT:
        base = short if weak and ending and ending not in ("نا", "تم", "ا") else stem
        yield Form(base + ending, perfect=True, plural=ending in ("وا", "ا", "تا", "ن"), first_person=ending == "نا")
    for pronoun in _OBJECTS:
        yield Form((short + "ا" if weak else stem) + pronoun, perfect=True, pronoun=pronoun)
        yield Form(short + "ت" + pronoun, perfect=True, pronoun=pronoun)
        yield Form(short + "و" + pronoun, perfect=True, plural=True, pronoun=pronoun)


def _imperfect(printed: str) -> Iterator[Form]:
    stem = fold(printed)
    weak = printed[-1] in "ىيو" and len(stem) > 2  # يتبنى: يتبنون; ينفي: ينفون, لم ينف
    short = stem[:-1] if weak else stem
    for prefix in "يتنا":
        for ending in _IMPERFECT:
            base = short if weak and ending.startswith("و") else stem
            yield Form(prefix + base + ending, plural=ending in _PLURAL, first_person=prefix in "ان" and not ending)
        if weak:
            yield Form(prefix + short)
        joined = short + "ا" if printed[-1] == "ى" else stem
        for pronoun in _OBJECTS:
            yield Form(prefix + joined + pronoun, pronoun=pronoun)
            yield Form(prefix + short + "ون" + pronoun, plural=True, pronoun=pronoun)
            yield Form(prefix + short + "و" + pronoun, plural=True, pronoun=pronoun)


def noun_forms(cell: str) -> Iterator[Form]:
    """All forms of a noun: with article, dual, accusative, attached pronouns.

    >>> {"غارتين", "الغاره", "غاراتهم"} <= {form.text for form in noun_forms("غارة/غارات")}
    True
    """
    singular, _, plural = cell.partition("/")
    for stem in filter(None, singular.split(";")):
        yield from _noun(fold(stem.strip()), plural=False)
    for stem in filter(None, plural.split(";")):
        yield from _noun(fold(stem.strip()), plural=True)


def _noun(stem: str, plural: bool) -> Iterator[Form]:
    yield Form(stem, plural=plural)
    yield Form("ال" + stem, plural=plural, definite=True)
    people = plural and stem.endswith("ون")
    if people:
        short = stem[:-2]
        yield Form(short + "ين", plural=True)
        yield Form("ال" + short + "ين", plural=True, definite=True)
        for ending in ("ي", "و"):
            yield Form(short + ending, plural=True)
            for pronoun in _OWNERS:
                yield Form(short + ending + pronoun, plural=True, pronoun=pronoun)
        return
    feminine = stem.endswith("ه")
    joined = stem[:-1] + "ت" if feminine else stem
    for pronoun in _OWNERS:
        yield Form(joined + pronoun, plural=plural, pronoun=pronoun)
    if stem.endswith("اء"):
        for seat in "ئؤ":
            for pronoun in _OWNERS:
                yield Form(stem[:-1] + seat + pronoun, plural=plural, pronoun=pronoun)
    elif not feminine and not stem.endswith(("ات", "ا")) and not (plural and stem.endswith("ي")):
        yield Form(stem + "ا", plural=plural)
    if not plural:
        for ending in ("ان", "ين"):
            yield Form(joined + ending, dual=True)
            yield Form("ال" + joined + ending, dual=True, definite=True)
        if feminine:
            yield Form(joined + "ا", dual=True)
            yield Form(joined + "ي", dual=True)
