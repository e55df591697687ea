"""What a word of a question may stand for beside itself, and the expressions by which the index is asked for it."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from furat.extract.tables import read_table
from furat.graph.search.normalise import WordForm, forms, tells

_FOLDER = files("furat").joinpath("graph", "search")
_ARTICLE = "\u0627\u0644"
_SHORTEST = 2  # letters before and behind an article inside a word


@cache
def _proclitics() -> tuple[tuple[str, str, bool], ...]:
    rows = read_table(_FOLDER.joinpath("proclitics.tsv"), ("letters", "cut", "sure", "example"))
    return tuple((row["letters"], row["cut"], row["sure"] == "yes") for row in rows)


@cache
def _class_words() -> frozenset[str]:
    rows = read_table(_FOLDER.joinpath("class_words.tsv"), ("word", "example"))
    return frozenset(form.exact for row in rows for form in forms(row["word"]))


def without_class(words: tuple[WordForm, ...]) -> tuple[WordForm, ...]:
    """The words that name: those that only say what is named are left out, unless there are no others."""
    return tuple(word for word in words if word.exact not in _class_words()) or words


def readings(word: WordForm, *, unsure: bool) -> tuple[tuple[WordForm, ...], ...]:
    """The words that one word may be: itself, without what is written onto it, or two that were written together.

    Prepositions of one letter are cut only when `unsure`: names may begin like them.
    """
    found: list[tuple[WordForm, ...]] = [(word,)]
    for letters, cut, sure in _proclitics():
        if (sure or unsure) and word.exact.startswith(letters) and len(word.exact) - len(letters) >= _SHORTEST:
            rest = word.exact.removeprefix(cut)
            rest = _ARTICLE + rest[1:] if letters.endswith("\u0644\u0644") else rest  # lil- stands for li-al-
            found.append(tuple(forms(rest)))
    at = word.exact.find(_ARTICLE, _SHORTEST)
    if at > 0 and len(word.exact) - at - len(_ARTICLE) >= _SHORTEST:
        found.append((*forms(word.exact[:at]), *forms(word.exact[at:])))
    return tuple(dict.fromkeys(filter(None, found)))


def expressions(words: tuple[WordForm, ...]) -> Iterator[tuple[str, str]]:
    """FTS5 expressions with the way of matching, strict before loose; words hold letters and digits only, so nothing
    needs escaping.
    """
    exact = [_spelled(word, last=word is words[-1]) for word in words]
    sound = [_or((strict, *_sounded(word, words))) for strict, word in zip(exact, words, strict=True)]
    naming = without_class(words)
    loose = [_or(_read(reading, naming) for reading in readings(word, unsure=False)) for word in naming]
    together = "".join(word.sound for word in naming)
    found = {" AND ".join(exact): "spelling"}
    found.setdefault(" AND ".join(sound), "sound")
    joined = [f'sound : "{together}"'] if len(together) > 1 else []
    found.setdefault(_or([" AND ".join(loose), *joined]), "sound")
    yield from found.items()


def last_resort(words: tuple[WordForm, ...]) -> str:
    """The expression for names that begin with a preposition of one letter, as far as one can tell."""
    naming = without_class(words)
    return " AND ".join(
        _or(_read(reading, naming) for reading in readings(word, unsure=True)) for word in naming
    )  # fmt: skip


def _spelled(word: WordForm, *, last: bool) -> str:
    return f'exact : "{word.exact}"{"*" if last and len(word.exact) > 1 else ""}'


def _sounded(word: WordForm, among: tuple[WordForm, ...]) -> tuple[str, ...]:
    return (f'sound : "{word.sound}"',) if tells(word, list(among)) else ()


def _read(reading: tuple[WordForm, ...], among: tuple[WordForm, ...]) -> str:
    """All words of a reading, each by spelling or by sound."""
    around = reading if len(reading) > 1 else among
    parts = [_or((_spelled(word, last=False), *_sounded(word, around))) for word in reading]
    return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"


def _or(parts: Iterable[str]) -> str:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"
