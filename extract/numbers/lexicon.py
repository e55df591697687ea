"""The words around numbers: counted nouns with their forms, and phrases such as «ما لا يقل عن»."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from furat.extract.tables import read_tables
from furat.extract.text.clitics import readings
from furat.extract.text.tokens import Token, fold

NOUNS = ("singular", "plural", "counts", "example")
PHRASES = ("words", "class", "example")
COUNTS = frozenset({"killed", "injured", "captured", "people", "weapon", "place", "money", "other", "none"})
CLASSES = frozenset(
    {"about", "min", "max", "after-min", "after-max", "after-about", "between", "to", "from", "vague", "part"}
    | {
        "percent",
        "others",
        "other-one",
        "one-of",
        "name",
        "model",
        "stop",
        "killed",
        "injured",
        "captured",
        "barrier",
        "tally",
        "killed-behind",
        "freed",
    }
)
# Classes that open an amount: «نحو», «بين», «عشرات»; a range before a number: «من»; one person: «أحد», «آخر».
OPENING = frozenset({"between", "about", "min", "max", "vague"})
RANGING = frozenset({"from"})
SINGLING = frozenset({"one-of", "other-one"})
Form = Literal["singular", "accusative", "dual", "plural"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A form of a counted noun."""

    counts: str  # one of COUNTS
    form: Form
    words: tuple[str, ...]  # folded


@dataclass(slots=True)
class NounHit:
    """A counted noun in a sentence."""

    noun: Noun
    first: int
    last: int
    cut: int  # letters of proclitics in front of it
    article: bool
    prefix: str


@dataclass(slots=True)
class PhraseHit:
    """A phrase in a sentence."""

    cls: str
    last: int
    cut: int
    prefix: str


def noun_forms(singular: str) -> dict[str, Form]:
    """The accusative and the duals of a singular, unfolded: طفل -> طفلا, طفلان, طفلين; بلدة -> بلدتان, بلدتين, بلدتي.

    >>> sorted(noun_forms("جندي").values())
    ['accusative', 'dual', 'dual']
    """
    head, _, rest = singular.partition(" ")
    tail = f" {rest}" if rest else ""
    if head.endswith("ة"):
        stem = head[:-1] + "ت"
        return {stem + end + tail: "dual" for end in ("ان", "ين", "ي")}
    if head.endswith(("ى", "ا")):
        return {head[:-1] + "ي" + end + tail: "dual" for end in ("ان", "ين")}
    return {head + "ا" + tail: "accusative", head + "ان" + tail: "dual", head + "ين" + tail: "dual"}


class NumberLexicon:
    """Nouns and phrases by their first folded word; looked up once a word."""

    def __init__(self, lexicons: Sequence[Path] = ()) -> None:
        self._nouns: dict[str, list[Noun]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in read_tables("numbers_nouns.tsv", NOUNS, lexicons):
            counts = row.one_of("counts", COUNTS)
            plurals: dict[str, Form] = dict.fromkeys(row.many("plural"), "plural")
            for singular in row.many("singular"):
                self._add(counts, {**noun_forms(singular), singular: "singular", **plurals})
        for row in read_tables("numbers_phrases.tsv", PHRASES, lexicons):
            cls = row.one_of("class", CLASSES)
            for words in row.many("words"):
                forms = tuple(fold(words).split())
                self._phrases.setdefault(forms[0], []).append((forms, cls))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        for nouns in self._nouns.values():
            nouns.sort(key=lambda noun: -len(noun.words))
        self.nouns_of = lru_cache(maxsize=50_000)(self._nouns_of)
        self.known = lru_cache(maxsize=50_000)(lambda form: bool(self._phrases_of(form)[0]))
        self.phrases_of = lru_cache(maxsize=50_000)(self._phrases_of)
        self._classes_of = lru_cache(maxsize=50_000)(lambda form: frozenset(c for _, c in self._phrases_of(form)[0]))

    def _add(self, counts: str, forms: dict[str, Form]) -> None:
        for text, form in forms.items():
            words = tuple(fold(text).split())
            known = self._nouns.setdefault(words[0], [])
            same = [n for n in known if n.words == words]
            if not same or (same[0].form == "dual" and form == "plural"):
                known[:] = [n for n in known if n.words != words] + [Noun(counts, form, words)]

    def _nouns_of(self, form: str) -> tuple[tuple[Noun, ...], int, bool, str]:
        """Nouns that begin with a folded word: bare, with the article, behind proclitics."""
        for reading in readings(form):
            for stem, article in ((reading.stem, False), (reading.stem.removeprefix("ال"), True)):
                if stem in self._nouns and (not article or stem != reading.stem):
                    return tuple(self._nouns[stem]), reading.length, article, reading.prefix
        return (), 0, False, ""

    def _phrases_of(self, form: str) -> tuple[tuple[tuple[tuple[str, ...], str], ...], int, str]:
        """Phrases that begin with a folded word; العشرات is عشرات too."""
        for reading in readings(form):
            for stem in (reading.stem, reading.stem.removeprefix("ال")):
                if stem in self._phrases and (stem == reading.stem or self._vague(stem)):
                    return tuple(self._phrases[stem]), reading.length, reading.prefix
        return (), 0, ""

    def _vague(self, stem: str) -> bool:
        return all(cls == "vague" for _, cls in self._phrases[stem])

    def leads(self, form: str, classes: frozenset[str]) -> bool:
        """Whether a folded word begins a phrase of one of the classes."""
        return not self._classes_of(form).isdisjoint(classes)

    def noun(self, tokens: Sequence[Token], i: int) -> NounHit | None:
        """The longest counted noun at token `i`."""
        if not 0 <= i < len(tokens) or tokens[i].kind != "word":
            return None
        nouns, cut, article, prefix = self.nouns_of(tokens[i].form)
        for noun in nouns:
            if _follows(tokens, i, noun.words):
                return NounHit(noun, i, i + len(noun.words), cut, article, prefix)
        return None

    def phrase(self, tokens: Sequence[Token], i: int, *classes: str) -> PhraseHit | None:
        """The longest phrase of these classes at token `i`."""
        if not 0 <= i < len(tokens) or tokens[i].kind != "word":
            return None
        form = tokens[i].form
        if self._classes_of(form).isdisjoint(classes):
            return None
        phrases, cut, prefix = self.phrases_of(form)
        for words, cls in phrases:
            if cls in classes and _follows(tokens, i, words):
                return PhraseHit(cls, i + len(words), cut, prefix)
        return None

    def behind(self, tokens: Sequence[Token], i: int, *classes: str) -> PhraseHit | None:
        """The phrase of these classes that ends right before token `i` (up to three words)."""
        for first in (i - 3, i - 2, i - 1):
            if first < 0 or not self.known(tokens[first].form):
                continue
            hit = self.phrase(tokens, first, *classes)
            if hit is not None and hit.last == i:
                return hit
        return None


def _follows(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> bool:
    """Whether the words after the first stand at `i` + 1 and on."""
    if len(words) == 1:
        return True
    if i + len(words) > len(tokens):
        return False
    return all(tokens[i + n].form == word for n, word in enumerate(words) if n)
