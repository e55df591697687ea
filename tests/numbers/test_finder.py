"""Quantities in sentences: how many, of what, and what became of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from furat.extract.layers import Quantity
from furat.extract.numbers import QuantityFinder
from furat.extract.text.sentences import sentences

FINDER = QuantityFinder()


def find(text: str) -> list[Quantity]:
    return [q for s in sentences(text) for q in FINDER.find(s)]


def found(text: str) -> list[tuple[str, int | None, int | None, str]]:
    return [(text[q.start : q.end], q.minimum, q.maximum, q.counts) for q in find(text)]


COUNTED = [
    ("قتل ثلاثة عناصر من قسد", ("ثلاثة عناصر", 3, 3, "killed")),
    ("قتل الجيش 13 عنصرا من داعش", ("13 عنصرا", 13, 13, "killed")),
    ("إن 41 عنصرا من القوات قتلوا ليلا", ("41 عنصرا", 41, 41, "killed")),
    ("ثلاثون مدنيا معظمهم من النساء استشهدوا", ("ثلاثون مدنيا", 30, 30, "killed")),
    ("راح ضحيتها 47 عنصرا", ("47 عنصرا", 47, 47, "killed")),
    ("أودى بحياة 47 في السوق", ("47", 47, 47, "killed")),
    ("وجرح 30 في تفجير", ("30", 30, 30, "injured")),
    ("وأصيب سبعة بجروح", ("سبعة", 7, 7, "injured")),
    ("واعتقال 12 شابا", ("12 شابا", 12, 12, "captured")),
    ("سقط 16 شهيدا", ("16 شهيدا", 16, 16, "killed")),
    ("أوقع مئة جريح", ("مئة جريح", 100, 100, "injured")),
    ("نزوح 600.000 شخص", ("600.000 شخص", 600_000, 600_000, "people")),
    ("أطلقت سبع عشرة قذيفة", ("سبع عشرة قذيفة", 17, 17, "weapon")),
    ("سيطرت على ثماني قرى", ("ثماني قرى", 8, 8, "place")),
    ("بقيمة 10,5 ملايين دولار", ("10,5 ملايين دولار", 10_500_000, 10_500_000, "money")),
    ("شن عشرين غارة", ("عشرين غارة", 20, 20, "other")),
    ("مقتل 12 تكفيريا", ("12 تكفيريا", 12, 12, "killed")),
    ("قتل تسعة من قوات النظام", ("تسعة", 9, 9, "killed")),
    ("مقتل تسعة من عناصر التنظيم", ("تسعة من عناصر", 9, 9, "killed")),
    ("وإصابة 12 آخرين بجروح", ("12 آخرين", 12, 12, "injured")),
    ("ارتفع عدد القتلى إلى 30", ("30", 30, 30, "killed")),
    ("ارتفع إلى 12 عدد القتلى", ("12 عدد القتلى", 12, 12, "killed")),
    ("لقي 20 شخصا مصرعهم", ("20 شخصا", 20, 20, "killed")),
    ("مقتل وإصابة 20 مسلحا", ("20 مسلحا", 20, 20, "people")),
    ("سقط 20 بين قتيل وجريح", ("20", 20, 20, "people")),
    ("الإفراج عن 50 أسيرا", ("50 أسيرا", 50, 50, "people")),
    ("هجوم نفذه ثلاثة انتحاريين", ("ثلاثة انتحاريين", 3, 3, "people")),
    ("الجنود الثلاثة قتلوا", ("الجنود الثلاثة", 3, 3, "killed")),
    ("إصابة عسكريين اثنين", ("عسكريين اثنين", 2, 2, "injured")),
    ("مقتل جنديين في التنف", ("جنديين", 2, 2, "killed")),
    ("قتل شخصان في المدينة", ("شخصان", 2, 2, "killed")),
    ("نفذت غارتان على المدينة", ("غارتان", 2, 2, "other")),
    ("سيطروا على بلدتي كذا وكذا", ("بلدتي", 2, 2, "place")),
    ("سقوط قتيل واحد", ("قتيل واحد", 1, 1, "killed")),
    ("مقتل ضابط صف", ("ضابط صف", 1, 1, "killed")),
    ("أدى لمقتل قيادي في الحزب", ("قيادي", 1, 1, "killed")),
    ("مقتل أحد عناصر التنظيم", ("أحد عناصر", 1, 1, "killed")),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED, ids=[c[0] for c in COUNTED])
def test_how_many_of_what(text: str, expected: tuple[str, int, int, str]) -> None:
    """The phrase with its noun, its number, and what is counted: by the noun, else by the word that rules it."""
    assert found(text) == [expected]


BOUNDS = [
    ("نقل نحو 400 مقاتل", ("نحو 400 مقاتل", 400, 400)),
    ("بنحو ثلاثين مقاتلا", ("نحو ثلاثين مقاتلا", 30, 30)),
    ("انهيار أكثر من ثلاثين مسكنا", ("أكثر من ثلاثين مسكنا", 30, None)),
    ("وما لا يقل عن 20 مدنيا", ("ما لا يقل عن 20 مدنيا", 20, None)),
    ("16 شخصا على الأقل", ("16 شخصا", 16, None)),
    ("قتل 25 مقاتلا من المعارضة على الأقل خلال الهجوم", ("25 مقاتلا", 25, None)),
    ("أقل من عشرين مقاتلا", ("أقل من عشرين مقاتلا", None, 20)),
    ("ما لا يزيد على مئة مقاتل", ("ما لا يزيد على مئة مقاتل", None, 100)),
    ("بين 20 و30 قتيلا", ("بين 20 و30 قتيلا", 20, 30)),
    ("20-30 قتيلا", ("20-30 قتيلا", 20, 30)),
    ("من 20 إلى 30 مسلحا", ("من 20 إلى 30 مسلحا", 20, 30)),
    ("ثلاثة أو أربعة جنود", ("ثلاثة أو أربعة جنود", 3, 4)),
    ("بين خمسة وعشرين وثلاثين قتيلا", ("بين خمسة وعشرين وثلاثين قتيلا", 25, 30)),
    ("بين خمسة وعشرين قتيلا", ("بين خمسة وعشرين قتيلا", 5, 20)),
    ("بين العشرين والثلاثين الف مقاتل", ("بين العشرين والثلاثين الف مقاتل", 20_000, 30_000)),
    ("مابين العشرين الفا والثلاثين الف مقاتل", ("مابين العشرين الفا والثلاثين الف مقاتل", 20_000, 30_000)),
    ("عدد مقاتليه: بين 20 و30 ألف مقاتل", ("بين 20 و30 ألف مقاتل", 20_000, 30_000)),
]


@pytest.mark.parametrize(("text", "expected"), BOUNDS, ids=[b[0] for b in BOUNDS])
def test_bounds(text: str, expected: tuple[str, int | None, int | None]) -> None:
    """About is the number itself, at least and at most leave a side open, ranges have both; the phrase begins there."""
    assert [row[:3] for row in found(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "words", "counts"),
    [
        ("سقط عشرات القتلى", "عشرات القتلى", "killed"),
        ("أصيب العشرات بصاروخ", "العشرات", "injured"),
        ("أصيب مئات آخرون", "مئات آخرون", "injured"),
        ("عدد من المدنيين نزحوا", "عدد من المدنيين", "people"),
        ("نزوح مئات الآلاف من المدنيين", "مئات الآلاف من المدنيين", "people"),
        ("أطلقوا بضعة صواريخ", "بضعة صواريخ", "weapon"),
    ],
)
def test_vague_numbers(text: str, words: str, counts: str) -> None:
    """Dozens and hundreds are counted without a number."""
    (quantity,) = find(text)
    assert (text[quantity.start : quantity.end], quantity.counts) == (words, counts)
    assert quantity.vague and quantity.minimum is quantity.maximum is None


def test_killed_and_injured_apart() -> None:
    """Each number of a sentence goes with its own verb; at least belongs to the one before it."""
    assert found("استشهد 16 شخصا على الأقل وجرح 30 في تفجير") == [
        ("16 شخصا", 16, None, "killed"),
        ("30", 30, 30, "injured"),
    ]
    assert found("قتل 18 ويصيب العشرات")[0] == ("18", 18, 18, "killed")


def test_numbers_joined_by_and_share_their_fate() -> None:
    """What is said of the first is said of those joined to it."""
    assert [row[3] for row in found("استشهد سبع عشرة امرأة وأحد عشر طفلا")] == ["killed", "killed"]
    assert [row[3] for row in found("قتل 35 عنصرا من القوات و18 من الفصائل")] == ["killed", "killed"]
    assert [row[3] for row in found("سقط 35 قتيلا و18 مدنيا نزحوا")] == ["killed", "people"]


def test_a_part_of_a_number_is_not_counted_again() -> None:
    """«Among them four children» is no number of the event: neither four more dead nor the number of its dead."""
    text = "قتل 12 شخصا على الأقل بينهم أربعة أطفال"
    assert found(text) == [("12 شخصا", 12, None, "killed"), ("أربعة أطفال", 4, 4, "other")]
    assert "part of those told before" in find(text)[1].why


@pytest.mark.parametrize(
    "text",
    [
        "شاب عمره 20 عاما",
        "على بعد 70 كيلومترا",
        "أكثر من ثلاثة أسابيع",
        "بنسبة 30 في المئة و20% من",
        "مقاتلات اف-16 وطائرة ميغ 21 وسو-24 وF-16",
        "من طراز إف ــ 16 الجمعة",
        "الفرقة 25 والقرار 2254",
        "قمة مجموعة العشرين",
        "في 11 سبتمبر 2001",
        "في 16 من تشرين الثاني",
        "الساعة 04,00 بتوقيت غرينتش",
        "عند 07:07 صباحا",
        "هاتف 0112345678",
        "منذ عام 2012",
        "بتاريخ 2014-10-12",
        "وصل الاثنين إلى المدينة",
        "في اليوم الثالث من الهجوم",
        "أحد المواقع العسكرية",
        "قصف عيار 57",
        "تصل حرارته إلى 40 درجة",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    """Ages, distances, durations, percentages, models, names, dates, clock times and telephone numbers."""
    assert find(text) == []


def test_the_noun_is_a_token_of_the_phrase() -> None:
    """`noun` points at the counted noun; without one it is None."""
    text = "مقتل نحو 30 مسلحا وجرح 5 في الهجوم"
    (sentence,) = sentences(text)
    first, second = FINDER.find(sentence)
    assert first.noun is not None and sentence.tokens[first.noun].surface == "مسلحا"
    assert second.noun is None


PIECES = """
قتل مقتل وإصابة 18 و30 شخصا مدنيين جنديين ثلاثة وعشرون ألف آلاف مليون ونصف نحو أكثر من بين ما لا يقل عن على الأقل عشرات
بينهم آخرين غارة 20-30 10,5 2014 تموز % ، . في الجنود الثلاثة واحد أو إلى عدد القتلى قتلوا عاما F-16
"""
WORDS = st.sampled_from(PIECES.split())


@settings(max_examples=1000, deadline=None)
@given(st.lists(WORDS, max_size=14))
def test_any_row_of_words_gives_sound_quantities(words: list[str]) -> None:
    """Quantities are in order, do not overlap, lie in the text, and have bounds in order."""
    text = " ".join(words)
    for sentence in sentences(text):
        last = 0
        for quantity in FINDER.find(sentence):
            assert last <= quantity.first < quantity.last <= len(sentence.tokens)
            assert sentence.start <= quantity.start < quantity.end <= sentence.end
            assert quantity.noun is None or quantity.first <= quantity.noun < quantity.last
            last = quantity.last
            assert quantity.why
            if quantity.vague:
                assert quantity.minimum is quantity.maximum is None
            elif quantity.minimum is not None and quantity.maximum is not None:
                assert quantity.minimum <= quantity.maximum
