"""The forms under which a word is found: as spelled, without the article, and by its sound."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from furat.extract.tables import read_table
from furat.extract.text.tokens import fold

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f"  # parts of a word that are no letters
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+(?:['\u2019\u02bc\u02bf\u02be`](?:[^\W_]|[{_MARKS}])+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2019\u02bc\u02bf\u02be`"))
_FINAL_H = ("h", "\u062d", "\u0647")  # h, hah, heh
_FOLDER = files("furat").joinpath("graph", "search")


@dataclass(frozen=True, slots=True)
class WordForm:
    """One word of a name or of a question."""

    exact: str  # folded, without diacritics and article, lower case
    sound: str  # its consonants in classes that transliterations mix up; may be empty


@cache
def sounds() -> tuple[re.Pattern[str], dict[str, str]]:
    """Letters, longest first, and how each sounds."""
    rows = read_table(_FOLDER.joinpath("skeleton.tsv"), ("letters", "sound", "example"))
    table = {row["letters"]: row["sound"] for row in rows}
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table


@cache
def _articles() -> tuple[tuple[str, ...], frozenset[str]]:
    rows = list(read_table(_FOLDER.joinpath("articles.tsv"), ("letters", "where", "example")))
    starts = tuple(row["letters"] for row in rows if row["where"] == "start")
    return starts, frozenset(row["letters"] for row in rows if row["where"] == "word")


def plain(word: str) -> str:
    """A word in one spelling: folded, lower case, Latin letters without marks.

    >>> plain("Ḥasaka"), plain("Al")
    ('hasaka', 'al')
    """
    decomposed = unicodedata.normalize("NFKD", fold(word).translate(_APOSTROPHES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def sound(word: str) -> str:
    """What a plain word sounds like, roughly.

    >>> sound("hasakah"), sound("hasaka"), sound("qamishli")
    ('hsk', 'hsk', 'kmsl')
    """
    pattern, table = sounds()
    return pattern.sub(lambda m: table[m.group()], re.sub(r"(.)\1+", r"\1", unwritten_end(word)))


def unwritten_end(word: str) -> str:
    """The word without an h at its end: often the feminine ending, often left out."""
    return word[:-1] if len(word) > 2 and word[-1] in _FINAL_H else word


@lru_cache(maxsize=100_000)
def _form(word: str) -> WordForm | None:
    starts, words = _articles()
    text = plain(word)
    if text in words:
        return None
    for start in starts:
        if text.startswith(start) and len(text) - len(start) >= 3:
            text = text.removeprefix(start)
            break
    return WordForm(text, sound(text)) if text else None


def forms(text: str) -> list[WordForm]:
    """The words of a text in order, articles left out."""
    return [form for match in _WORD.finditer(text) if (form := _form(match.group())) is not None]


def matches(name: str, asked: str) -> bool:
    """Whether every word that is asked for stands in a name, in whatever spelling.

    >>> matches("Al-Hasakah", "Hasaka"), matches("Al-Hasakah", "Homs")
    (True, False)
    """
    known, wanted = forms(name), forms(asked)
    return bool(wanted) and all(
        any(word.exact == k.exact or (tells(word, wanted) and word.sound == k.sound) for k in known) for word in wanted
    )


def tells(word: WordForm, asked: list[WordForm]) -> bool:
    """Whether a word's sound says enough to look for it: one consonant does only beside other words."""
    return len(word.sound) > (0 if len(asked) > 1 else 1)
