"""Words of Arabic text in a folded form that ignores spelling variants, with a way back to the printed characters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

# Dropped: tatweel, harakat and other marks above or below, superscript alef, and the invisible format characters.
DAMMA = "\u064f"  # the u of the passive
_DROPPED = "\u0640\u0670" + "".join(map(chr, range(0x0610, 0x061B))) + "".join(map(chr, range(0x064B, 0x0660)))
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# Folded one to one: alef forms, alef maqsura and Farsi yeh, teh marbuta, digits; letters of Farsi, Urdu, Kurdish and
# of Arabic for foreign sounds, each to the letter that Arabic itself writes for it.
_FOLDED = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ۀ": "ه", "ە": "ه",
    "ے": "ي", "ێ": "ي", "ک": "ك", "ڪ": "ك", "گ": "ك", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ۂ": "ه", "ۆ": "و", "ۇ": "و",
    "پ": "ب", "ڤ": "ف", "چ": "ج", "ژ": "ز", "ڵ": "ل", "ڕ": "ر", "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ں": "ن",
    **{chr(0x0660 + d): str(d) for d in range(10)}, **{chr(0x06F0 + d): str(d) for d in range(10)},
}  # fmt: skip
_TABLE = str.maketrans({**dict.fromkeys(_DROPPED + _INVISIBLE), **_FOLDED})
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")

_LETTERS = rf"[^\W\d_]+|[{_DROPPED}{_INVISIBLE}]+"  # runs: one step of the regex engine each, not one a letter
_IN = f"[{_INVISIBLE}]*"  # a direction mark may stand beside each separator of a number
# A number: thousands apart by a space or an Arabic comma, a date with tatweel or backslashes, or digits with the
# usual separators. An Arabic comma between other numbers is that of a list.
_NUMBER = (
    rf"(?<!\d)[1-9]\d{{0,2}}(?:[ \u00a0\u2009\u202f،]\d{{3}})+(?![\d.,٫٬/])"
    r"|(?<=[كتن])[12١٢](?=/\d{4})"  # ك2/2019
    rf"|\d{{1,4}}(?P<apart>[\u0640\\]){_IN}\d{{1,2}}(?P=apart){_IN}\d{{1,4}}"
    rf"|\d+(?:{_IN}[.,٫٬/]{_IN}\d+)*"
)
_TOKEN = re.compile(rf"(?P<word>(?:{_LETTERS})+)|(?P<number>{_NUMBER})|(?P<mark>[^\s\w]|_)")
# One separator of thousands and one of dates, so that all spellings of a number are read alike.
_SEPARATORS = str.maketrans({**dict.fromkeys(" \u00a0\u2009\u202f،", ","), "\\": "/", "\u0640": "/"})

TokenKind = Literal["word", "number", "mark"]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The form that spelling variants share: no diacritics, one alef, ي for ى, ه for ة, ASCII digits.

    >>> fold("الحَسَكـــة") == fold("الحسكه")
    True
    """
    if _PRESENTATION.search(word):
        word = unicodedata.normalize("NFKC", word)
    return word.translate(_TABLE)


@dataclass(slots=True)
class Token:
    """A word, a number or a single mark, as printed and folded.

    Nothing changes a token; it is not frozen because making hundreds a document would cost five times as much.
    """

    start: int  # code points of Document.text
    end: int
    surface: str
    form: str  # folded; for marks the mark itself
    kind: TokenKind
    glued: bool  # no white space between the token before and this one

    def offset(self, letters: int) -> int:
        """Where in the text the folded form's letter number `letters` is printed (to cut a proclitic off)."""
        if letters == 0:
            return self.start
        if len(self.form) == len(self.surface):
            return self.start + letters
        seen = 0
        for i, char in enumerate(self.surface):
            if seen == letters and fold(char):
                return self.start + i
            seen += len(fold(char))
        return self.end


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words, numbers and marks of `text[start:end]` in order, with offsets into `text`; linear in its length."""
    found: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        surface = match.group()
        kind = "word" if match["word"] else "number" if match["number"] else "mark"
        form = surface if kind == "mark" else fold(surface.translate(_SEPARATORS) if kind == "number" else surface)
        if not form:  # only marks that are dropped, such as a lone direction mark
            continue
        begin, stop = match.span()
        found.append(Token(begin, stop, surface, form, kind, begin == last))  # type: ignore[arg-type]
        last = stop
    return found
