"""Tokens: folded forms with offsets that lead back to what is printed."""

from itertools import pairwise

import pytest
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar
from hypothesis import given
from hypothesis import strategies as st

from furat.extract.text.tokens import fold, tokens

ARABIC = st.text(
    st.sampled_from(
        'ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآىةؤئءٱپچگک\u0640\u064b\u0651\u0652\u0670\u200f\u202b\ufeff «»"،.٠١۲3/\nﻻﷲ'
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الحسكة", "الحسكه"),
        ("أمريكا", "امريكا"),
        ("إدلب", "ادلب"),
        ("مُحافَظَةُ", "محافظه"),
        ("الرقـــــة", "الرقة"),
        ("على", "علي"),
        ("ﻻجئون", "لاجئون"),
        ("٢٠١٨", "2018"),
        ("۲۰۱۸", "2018"),
        ("دير\u200fالزور", "ديرالزور"),
        ("کوبانی", "كوباني"),
    ],
)
def test_spelling_variants_share_a_form(one: str, other: str) -> None:
    """Hamza seats, teh marbuta, harakat, tatweel, ligatures, digits and invisible marks do not tell words apart."""
    assert fold(one) == fold(other)


@given(ARABIC)
def test_offsets_always_lead_back_to_the_printed_characters(text: str) -> None:
    """A token is the stretch of text between its offsets, and tokens come in order without overlap."""
    found = tokens(text)
    assert all(text[t.start : t.end] == t.surface and (t.kind == "mark" or fold(t.surface) == t.form) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text("ابتأإآىة\u064b\u064e\u0651 ", max_size=40))
def test_folding_agrees_with_camel_tools(text: str) -> None:
    """camel-tools' normalisers, which this module reimplements with offsets kept, are the judge."""
    judged = normalize_alef_ar(normalize_alef_maksura_ar(normalize_teh_marbuta_ar(dediac_ar(text))))
    assert fold(text) == judged


def test_a_proclitic_is_cut_off_where_it_is_printed() -> None:
    """Harakat between the letters of a proclitic and its word do not shift the offset."""
    (token,) = tokens("وَبِالحسكة")
    assert token.form == "وبالحسكه"
    assert token.surface[token.offset(2) :] == "الحسكة"


def test_numbers_keep_their_separators_and_leave_a_glued_letter() -> None:
    """10.5, 600.000 and 12/10/2014 are one token each; the و before a number is its own."""
    assert [(t.form, t.kind) for t in tokens("و12 بلغت 10.5 من 600.000 في 12/10/2014.")] == [
        ("و", "word"), ("12", "number"), ("بلغت", "word"), ("10.5", "number"), ("من", "word"), ("600.000", "number"),
        ("في", "word"), ("12/10/2014", "number"), (".", "mark"),
    ]  # fmt: skip


def test_a_lone_direction_mark_is_no_token() -> None:
    """What is invisible makes no token of its own."""
    assert [t.surface for t in tokens("قسد \u200f \ufeff داعش")] == ["قسد", "داعش"]
