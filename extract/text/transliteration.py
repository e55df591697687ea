"""Readable English labels for Arabic names that no list gives one."""

from functools import lru_cache

from furat.extract.tables import read_tables
from furat.extract.text.tokens import fold

_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "", "ؤ": "u", "ئ": "i", "پ": "p", "چ": "ch", "ڤ": "v", "ژ": "zh",
}  # fmt: skip
_SHORT_VOWELS = "aiu"


def transliterate(name: str) -> str:
    """The name in Latin letters, a guess at its vowels included.

    >>> transliterate("قصر البريج")
    'Qasr al-Barij'
    """
    return " ".join(_word(fold(word)) for word in name.replace("«", " ").replace("»", " ").split())


@lru_cache(maxsize=1)
def _settled() -> dict[str, str]:
    return {fold(row["word"]): row["latin"] for row in read_tables("names_latin.tsv", ("word", "latin"))}


def _word(form: str) -> str:
    if form in _settled():
        return _settled()[form]
    if form.startswith("ال") and len(form) > 4:
        return "al-" + _letters(form[2:])
    return _letters(form)


def _letters(form: str) -> str:
    out = ""
    vowel = True  # the letter before is a vowel, or there is none
    last = len(form) - 1
    for i, letter in enumerate(form):
        if letter == "ه" and i == last and i > 1:
            out += "" if vowel else "a"
            continue
        if letter in "وي":
            glide = i == 0 or (i < last and form[i + 1] == "ا")
            latin, is_vowel = ("w" if letter == "و" else "y", False) if glide else ("u" if letter == "و" else "i", True)
            if is_vowel and vowel and i:
                latin, is_vowel = ("w", False) if letter == "و" else ("y", False)
        else:
            latin = _LETTERS.get(letter, letter if letter.isascii() else "")
            is_vowel = letter in "اؤئع"
        if not is_vowel and not vowel and latin and out[-1:] not in _SHORT_VOWELS and i < last:
            out += "a"
        out += latin
        vowel = is_vowel
    return out[:1].upper() + out[1:]
