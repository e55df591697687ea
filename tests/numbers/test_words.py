"""Numbers in words and digits."""

import importlib.util
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from furat.extract.numbers.words import NumberReader, digits
from furat.extract.text.tokens import tokens

_spec = importlib.util.spec_from_file_location("in_words", Path(__file__).with_name("in_words.py"))
assert _spec is not None and _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
in_words = _module.in_words

READER = NumberReader()


def read(text: str) -> tuple[int, int] | None:
    """The number that the text begins with, and how many tokens it takes."""
    numeral = READER.read(tokens(text), 0)
    return None if numeral is None else (numeral.value, numeral.last)


@settings(max_examples=1500, deadline=None)
@given(st.integers(1, 999_999_999), st.booleans(), st.booleans(), st.booleans())
def test_numbers_in_words_are_read_back(number: int, feminine: bool, oblique: bool, apart: bool) -> None:
    """Whatever number is written in words, in any gender and case, is read back, all of its words."""
    text = in_words(number, feminine=feminine, oblique=oblique, apart=apart)
    assert read(text) == (number, len(tokens(text))), text


def test_all_numbers_to_two_thousand_are_read_back() -> None:
    """No gap among the small numbers, in either gender."""
    for number in range(1, 2001):
        for feminine in (False, True):
            text = in_words(number, feminine=feminine)
            assert read(text) == (number, len(tokens(text))), text


@given(st.integers(0, 10**9), st.sampled_from(",.٬"))
def test_digits_with_separators_of_thousands(number: int, separator: str) -> None:
    """600.000 and 600,000 are six hundred thousand, in digits of both kinds."""
    text = f"{number:,}".replace(",", separator)
    assert digits(text) == number
    eastern = text.translate({ord("0") + d: chr(0x0660 + d) for d in range(10)})
    numeral = READER.read(tokens(eastern), 0)
    assert numeral is not None and numeral.value == number


@pytest.mark.parametrize(
    ("form", "value"),
    [("10,5", Fraction(21, 2)), ("10.5", Fraction(21, 2)), ("04,00", Fraction(4)), ("007", Fraction(7))],
)
def test_decimals(form: str, value: Fraction) -> None:
    """One or two digits behind a separator are decimals."""
    assert digits(form) == value


@pytest.mark.parametrize("form", ["12/10/2014", "1.2.3", "10,55,5", "0.123", "1" * 16])
def test_other_rows_of_digits_are_no_number(form: str) -> None:
    """Dates, versions and endless rows are none."""
    assert digits(form) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 آلاف شخص", 3000),
        ("10,5 ملايين دولار", 10_500_000),
        ("مليون ونصف لاجئ", 1_500_000),
        ("مليون ونصف مليون لاجئ", 1_500_000),
        ("نصف مليون نازح", 500_000),
        ("3 ملايين و200 ألف", 3_200_000),
        ("ألفا مقاتل", 2000),
        ("عشرين ألفا", 20_000),
        ("وأحد عشر طفلا", 11),
        ("واحد وعشرون", 21),
        ("ثلاثمائة", 300),
        ("العشرين الفا", 20_000),
        ("ثمان وأربعين", 48),
        ("وخمسمئة", 500),
        ("الـ24 ساعة", 24),
    ],
)
def test_mixed_and_spelled_variants(text: str, value: int) -> None:
    """Digits with scale words, halves, duals, spellings without hamza, proclitics and article."""
    result = read(text)
    assert result is not None and result[0] == value


@pytest.mark.parametrize("text", ["قتل", "الاثنين", "آلاف", "نصف القوات", "أحد القادة", "10,5 شخص", "وقال"])
def test_what_is_no_number(text: str) -> None:
    """Monday, «one of», vague plurals and other words are none."""
    assert read(text) is None


def test_an_endless_row_of_thousands_ends() -> None:
    """Scales are multiplied twice or so, not a thousand times."""
    result = read("ألف " * 1000)
    assert result is not None and result[1] < 10


@pytest.mark.parametrize(
    ("text", "value"),
    [("خمسة وعشرة", 5), ("ثلاثين وعشرين", 30), ("مئة وألف", 100), ("25 و30", 25), ("مئة ومئتين", 100)],
)
def test_numbers_joined_by_and_stay_apart(text: str, value: int) -> None:
    """و joins only what descends in size."""
    result = read(text)
    assert result is not None and result[0] == value
