"""Proclitics: every way to read a word, the bare one first."""

import pytest

from furat.extract.text.clitics import readings
from furat.extract.text.tokens import fold


@pytest.mark.parametrize(
    ("word", "stem", "printed_from"),
    [
        ("للتحالف", "التحالف", 1),
        ("وللتحالف", "التحالف", 2),
        ("بالحسكة", "الحسكة", 1),
        ("وبحلب", "حلب", 2),
        ("فسيطر", "سيطر", 1),
        ("وسيقصف", "يقصف", 2),
        ("للبنان", "لبنان", 1),
        ("لداعش", "داعش", 1),
        ("كوباني", "كوباني", 0),
    ],
)
def test_a_reading_gives_the_stem_and_where_it_is_printed(word: str, stem: str, printed_from: int) -> None:
    """The article after ل is restored in the stem, and the span starts right behind the preposition."""
    assert (fold(stem), printed_from) in [(r.stem, r.length) for r in readings(fold(word))]


@pytest.mark.parametrize("word", ["واشنطن", "بغداد", "لبنان", "كوباني"])
def test_the_bare_word_comes_first(word: str) -> None:
    """A lexicon that takes the first reading it knows never cuts a letter off a name it holds whole."""
    assert readings(fold(word))[0].stem == fold(word)
