"""How near a name comes to what was asked for: by its letters, so that the much mentioned does not win."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from furat.extract.tables import read_table
from furat.graph.search.normalise import WordForm, forms, sounds, unwritten_end

_FOLDER = files("furat").joinpath("graph", "search")
_VOWELS = frozenset("aiu")
_CONSONANT, _VOWEL = 1.0, 0.4  # what a letter costs that is not the same
_SHORT_VOWEL = 0.25  # across scripts: Arabic does not write them
_GLUED_ARTICLE = re.compile(r"^[ae]([zrnsdt])(?=\1)")  # Ezzor, Arraqqa
_NEAR = 0.97  # a word that only sounds as if it were spelled the same


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near the nearest of an entry's names is, from 0 to 1."""

    words: float  # how much the words asked for resemble those of the name
    covered: float  # how much of the name was asked for

    @property
    def value(self) -> float:
        """Both in one figure: a name with words that nobody asked for is another name."""
        return self.words**2 * (0.4 + 0.6 * self.covered)


NONE = Closeness(0.0, 0.0)


def closest(names: str, asked: tuple[WordForm, ...]) -> Closeness:
    """The closeness of the nearest of these names, one a line."""
    found = (closeness(words, asked) for name in names.split("\n") if (words := words_of(name)))
    return max(found, key=lambda c: c.value, default=NONE)


@lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[WordForm, ...]:
    """The words of a name; few names make up those of all events."""
    return tuple(forms(name))


def closeness(name: tuple[WordForm, ...], asked: tuple[WordForm, ...]) -> Closeness:
    """How near these words come to those asked for; written together or apart is nearly the same.

    >>> round(closeness(words_of("Kobani"), words_of("Kobane")).value, 2)
    0.94
    >>> round(closeness(words_of("Kabani"), words_of("Kobane")).value, 2)
    0.82
    """
    matched = [max((likeness(word.exact, known.exact), known.exact) for known in name) for word in asked]
    covered = min(1.0, len({known for likeness_, known in matched if likeness_ > 0.5}) / len(name))
    apart = Closeness(sum(value for value, _ in matched) / len(asked), covered)
    if len(name) == len(asked):
        return apart
    joined = likeness("".join(w.exact for w in asked), "".join(w.exact for w in name))
    together = Closeness(_NEAR * joined, 1.0)
    return max(apart, together, key=lambda c: c.value)


@lru_cache(maxsize=100_000)
def likeness(asked: str, known: str) -> float:
    """How much two plain words resemble each other, from 0 to 1, in one script or across.

    >>> likeness("raqqa", "raqqa"), likeness("rakka", "raqqah"), round(likeness("rakka", "iraq"), 2)
    (1.0, 0.97, 0.78)
    """
    if asked == known:
        return 1.0
    vowel = _VOWEL if asked.isascii() == known.isascii() else _SHORT_VOWEL
    best = max(
        1 - _distance(one, other, vowel) / max(len(one), len(other), 1)
        for one in _roughs(asked) for other in _roughs(known)
    )  # fmt: skip
    return _NEAR * max(0.0, best)


def _roughs(word: str) -> tuple[str, ...]:
    """A word's rough spellings: with what may be an article, and without."""
    bare = _GLUED_ARTICLE.sub("", word)
    return (rough(word),) if bare == word else (rough(word), rough(bare))


@lru_cache(maxsize=100_000)
def rough(word: str) -> str:
    """A plain word in one spelling for all: consonants by their sound, three vowels, nothing doubled.

    >>> rough("raqqah"), rough("kobane"), rough("\\u0643\\u0648\\u0628\\u0627\\u0646\\u064a")
    ('raka', 'kubani', 'kubani')
    """
    pattern, table = _letters()
    return re.sub(r"(.)\1+", r"\1", pattern.sub(lambda m: table[m.group()], unwritten_end(word)))


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(_FOLDER.joinpath("vowels.tsv"), ("letters", "vowel", "example"))
    table = sounds()[1] | {row["letters"]: row["vowel"] for row in rows}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


def _distance(one: str, other: str, vowel: float) -> float:
    """The cost of making one word of the other; vowels are cheap."""
    before = [0.0]
    for letter in other:
        before.append(before[-1] + _cost(letter, vowel))
    for letter in one:
        row = [before[0] + _cost(letter, vowel)]
        for at, against in enumerate(other):
            change = 0.0 if letter == against else max(_cost(letter, vowel), _cost(against, vowel))
            row.append(min(before[at] + change, before[at + 1] + _cost(letter, vowel), row[at] + _cost(against, vowel)))
        before = row
    return before[-1]


def _cost(letter: str, vowel: float) -> float:
    return vowel if letter in _VOWELS else _CONSONANT
