"""Time expressions in sentences: what is found, where, and what it means on the publication date."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from furat.extract.layers import TimeExpression
from furat.extract.text.sentences import sentences
from furat.extract.time import TimeFinder
from furat.extract.time import edtf as values

FINDER = TimeFinder()
WEDNESDAY = date(2018, 12, 5)  # publication in all tables


def find(text: str, published: date | None = WEDNESDAY, anchor: date | None = None) -> list[TimeExpression]:
    return [t for s in sentences(text) for t in FINDER.find(s, published, anchor)]


def found(text: str, published: date | None = WEDNESDAY, anchor: date | None = None) -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.edtf) for t in find(text, published, anchor)]


DATES = [
    ("دخل الرتل في السادس عشر من تشرين الثاني 2018", "السادس عشر من تشرين الثاني 2018", "2018-11-16"),
    ("في الحادي والثلاثين من آب", "الحادي والثلاثين من آب", "2018-08-31"),
    ("في الخامس والعشرين من كانون الأول/ديسمبر 2016", "الخامس والعشرين من كانون الأول/ديسمبر 2016", "2016-12-25"),
    ("قتلوا في 8 يوليو قرب البلدة", "8 يوليو", "2018-07-08"),
    ("في الـ30 من تشرين الثاني الماضي", "الـ30 من تشرين الثاني الماضي", "2018-11-30"),
    ("٣٠ نوفمبر ٢٠١٨ - ٠٧:٠٧", "٣٠ نوفمبر ٢٠١٨", "2018-11-30"),
    ("نشر في 18 نوفمبر, 2018", "18 نوفمبر, 2018", "2018-11-18"),
    ("في 21 أغسطس/آب 2013", "21 أغسطس/آب 2013", "2013-08-21"),
    ("طردوا منها في يناير (كانون الثاني) الماضي", "يناير (كانون الثاني) الماضي", "2018-01"),
    ("منتصف نيسان - أبريل 2016", "منتصف نيسان - أبريل 2016", "2016-04"),
    ("في 4 شباط- فبراير", "4 شباط- فبراير", "2018-02-04"),
    ("في 30 يونيو / حزيران قصفت", "30 يونيو / حزيران", "2018-06-30"),
    ("في 5 جويلية 2014", "5 جويلية 2014", "2014-07-05"),
    ("بتاريخ 12/10/2014 وقع", "12/10/2014", "2014-10-12"),
    ("بتاريخ 2014-10-12 وقع", "2014-10-12", "2014-10-12"),
    ("بتاريخ 5-12-2018 وقع", "5-12-2018", "2018-12-05"),
    ("في أيلول/سبتمبر من العام الماضي", "أيلول/سبتمبر من العام الماضي", "2017-09"),
    ("في سبتمبر من عام 2015", "سبتمبر من عام 2015", "2015-09"),
    ("في 12 من الشهر الماضي", "12 من الشهر الماضي", "2018-11-12"),
    ("في 3 الجاري عقد الاجتماع", "3 الجاري", "2018-12-03"),
    ("في مطلع يوليو قتل", "مطلع يوليو", "2018-07"),
    ("أواخر العام الماضي", "أواخر العام الماضي", "2017"),
    ("بدأت في صيف 2012", "صيف 2012", "2012-22"),
    ("خريف العام الماضي", "خريف العام الماضي", "2017-23"),
    ("منذ كذا، والشتاء الماضي", "الشتاء الماضي", "2017-24"),
    ("سيطر عليها عام 2014 بالكامل", "عام 2014", "2014"),
    ("سيطر عليها في 2014 بالكامل", "2014", "2014"),
    ("هاجموها في كانون الثاني المقبل", "كانون الثاني المقبل", "2019-01"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), DATES, ids=[d[1] for d in DATES])
def test_dates(text: str, words: str, edtf: str) -> None:
    """Days, months, seasons and years in every spelling of the press; two names of one month are one date."""
    assert found(text) == [(words, edtf)]


RELATIVE = [
    ("قصف أمس", "أمس", "2018-12-04"),
    ("قصف بالأمس", "الأمس", "2018-12-04"),
    ("مساء أمس الثلاثاء", "مساء أمس الثلاثاء", "2018-12-04"),
    ("قتل أمس الأول", "أمس الأول", "2018-12-03"),
    ("قتل أول من أمس", "أول من أمس", "2018-12-03"),
    ("صباح اليوم", "صباح اليوم", "2018-12-05"),
    ("تبدأ غدا", "غدا", "2018-12-06"),
    ("الليلة الماضية", "الليلة الماضية", "2018-12-04"),
    ("شن الجمعة غارات", "الجمعة", "2018-11-30"),
    ("شن الأربعاء غارات", "الأربعاء", "2018-12-05"),
    ("يوم الأربعاء الماضي", "يوم الأربعاء الماضي", "2018-11-28"),
    ("فجر الأحد المقبل", "فجر الأحد المقبل", "2018-12-09"),
    ("ستعقد المحادثات الاثنين في جنيف", "الاثنين", "2018-12-10"),
    ("في وقت متأخر من يوم الجمعة", "في وقت متأخر من يوم الجمعة", "2018-11-30"),
    ("قبل يومين هاجم", "قبل يومين", "2018-12-03"),
    ("قبل ثلاثة أشهر", "قبل ثلاثة أشهر", "2018-09"),
    ("قبل عامين", "قبل عامين", "2016"),
    ("الشهر الماضي", "الشهر الماضي", "2018-11"),
    ("العام المقبل", "العام المقبل", "2019"),
    ("الأسبوع الماضي", "الأسبوع الماضي", "2018-11-26/2018-12-02"),
    ("خلال الـ24 ساعة الماضية", "الـ24 ساعة الماضية", "2018-12-04/2018-12-05"),
    ("خلال الساعات الـ48 الماضية", "الساعات الـ48 الماضية", "2018-12-03/2018-12-05"),
    ("خلال الأيام الثلاثة الماضية", "الأيام الثلاثة الماضية", "2018-12-02/2018-12-05"),
    ("منذ أقل من أسبوع", "منذ أقل من أسبوع", "2018-11-28/2018-12-05"),
    ("منذ ثلاثة أسابيع", "منذ ثلاثة أسابيع", "2018-11-14/2018-12-05"),
    ("منذ 11 يوليو حملة", "منذ 11 يوليو", "2018-07-11/2018-12-05"),
    ("منذ 2012 كلما أطلقت النار", "منذ 2012", "2012/2018-12-05"),
    ("منذ صباح أمس", "منذ صباح أمس", "2018-12-04"),
    ("ليل الجمعة - السبت", "ليل الجمعة - السبت", "2018-11-30/2018-12-01"),
    ("ليل الجمعة السبت", "ليل الجمعة السبت", "2018-11-30/2018-12-01"),
    ("ما بين السبت والاثنين", "ما بين السبت والاثنين", "2018-12-01/2018-12-03"),
    ("ما بين 8 و12 أيلول الماضي", "ما بين 8 و12 أيلول الماضي", "2018-09-08/2018-09-12"),
    ("في 7 و8 نيسان", "7 و8 نيسان", "2018-04-07/2018-04-08"),
]


@pytest.mark.parametrize(("text", "words", "edtf"), RELATIVE, ids=[r[1] for r in RELATIVE])
def test_relative_times(text: str, words: str, edtf: str) -> None:
    """What is told from the publication date is resolved on it, and says so."""
    (time,) = find(text)
    assert (text[time.start : time.end], time.edtf, time.relative) == (words, edtf, True)
    assert time.why


@pytest.mark.parametrize("text", [r[0] for r in RELATIVE if "2012" not in r[0]])
def test_without_publication_nothing_is_resolved_on_it(text: str) -> None:
    """With no publication date no expression is marked relative, and a month has an unknown year."""
    for time in find(text, None):
        assert not time.relative
        assert time.edtf.startswith("XXXX") and time.earliest is time.latest is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("من 3 إلى 9 تموز 2015", "2015-07-03/2015-07-09"),
        ("بين 28 آب و3 أيلول 2015", "2015-08-28/2015-09-03"),
        ("من كانون الثاني إلى آذار 2014", "2014-01/2014-03"),
        ("بين عامي 2012 و2014", "2012/2014"),
        ("منذ عام 2011 حتى 2014", "2011/2014"),
        ("منذ كانون الأول 2016 وحتى آذار 2017", "2016-12/2017-03"),
        ("حتى نهاية 2019", "../2019"),
        ("من تشرين الثاني إلى شباط 2015", "2014-11/2015-02"),
    ],
)
def test_ranges(text: str, edtf: str) -> None:
    """A range is one interval; its first end takes month and year from the second."""
    assert [t.edtf for t in find(text)] == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("في تشرين الثاني الماضي", "XXXX-11"),
        ("في السادس عشر من تشرين الثاني", "XXXX-11-16"),
        ("بين 8 و12 أيلول", "XXXX-09-08/XXXX-09-12"),
        ("منذ 2012 وهم هناك", "2012/.."),
    ],
)
def test_unknown_publication(text: str, edtf: str) -> None:
    """Without a publication date a month has an unknown year, and since a year is open."""
    assert [t.edtf for t in find(text, None)] == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("12 رمضان 1436هـ", "2015-06-29"),
        ("12 رمضان 1436 هـ الموافق 29 يونيو 2015 م", "2015-06-29"),
        ("26 يوليو 2015 (10 شوال 1436هـ)", "2015-07-26"),
        ("27/3/1440هـ", "2018-12-05"),
        ("السبت 24 ربيع الأول 1440هـ", "2018-12-01"),
        ("خلال شهر رمضان", "2018-05-16/2018-06-14"),
    ],
)
def test_hijri_dates(text: str, edtf: str) -> None:
    """Hijri dates are converted; printed beside a Gregorian one they are the same date; a weekday corrects by a day."""
    assert [t.edtf for t in find(text)] == [edtf]


@pytest.mark.parametrize(
    "text",
    [
        "استمرت المعارك أربعة أشهر",
        "مارس ضغوطا على الحكومة",
        "الباب مفتوح وباب البيت",
        "قال محمد رمضان إن شعبان ورجب وصلا",
        "قال الأمين العام الحالي",
        "ثورة 25 يناير وحرب أكتوبر",
        "نقلت روسيا اليوم عن مصدر",
        "في اليوم الثاني من المعركة",
        "صحيفة «اليوم» السعودية",
        "يصلون أيام الجمعة",
        "الجنديين الاثنين",
        "قتل 2015 شخصا",
        "في 2000 موقع",
        "قرار مجلس الأمن 2254",
        "قبل أيام",
        "خلال الأيام القليلة الماضية",
        "قبل يومين من الانتخابات",
        "حتى اليوم",
        "العقد الماضي",
        "عاد الأب إلى بلدته",
        "سوق الأحد",
    ],
)
def test_what_is_no_time(text: str) -> None:
    """Durations, names, vague times and other readings of the same words give nothing."""
    assert found(text) == []


def test_a_bare_month_that_is_also_a_word_needs_a_cue() -> None:
    """آب behind في is August, elsewhere it is not."""
    assert found("في آب عاد آب إلى بلدته") == [("آب", "2018-08")]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("شن الجمعة غارات بعد أربعة أيام على هجوم", ["2018-11-30", "2018-11-26"]),
        ("قصف أمس، غداة مقتل جنديين", ["2018-12-04", "2018-12-03"]),
        ("وقع في 2 أيلول 2015 وفي اليوم التالي انسحبوا", ["2015-09-02", "2015-09-03"]),
    ],
)
def test_times_told_from_a_day_told_before(text: str, edtf: list[str]) -> None:
    """غداة and «بعد … على» count from the day before them in the text."""
    assert [t.edtf for t in find(text)] == edtf


def test_the_day_told_before_may_come_from_an_earlier_sentence() -> None:
    """The caller hands the last day on; without one, غداة gives nothing."""
    assert [t.edtf for t in find("غداة مقتل ثلاثة", anchor=date(2018, 12, 4))] == ["2018-12-03"]
    assert find("غداة مقتل ثلاثة") == []


PIECES = """
في من إلى حتى بين و12 3 8 31 2012 2018 أمس اليوم الجمعة - السبت ليل الماضي المقبل تموز آب/أغسطس شباط منذ قبل بعد يومين
أسبوع العام عام الشهر هذا صيف رمضان 1436 هـ ( ) ، أيام ثلاثة غداة مطلع السادس عشر والعشرين الموافق الـ24 ساعة الماضية
"""
WORDS = st.sampled_from(PIECES.split())


@settings(max_examples=1000, deadline=None)
@given(st.lists(WORDS, max_size=14), st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.dates()))
def test_any_row_of_words_gives_sound_expressions(words: list[str], published: date | None) -> None:
    """Expressions are in order, do not overlap, lie in the text, and mean valid EDTF with bounds in order."""
    text = " ".join(words)
    for sentence in sentences(text):
        last = 0
        for time in FINDER.find(sentence, published):
            assert last <= time.first < time.last <= len(sentence.tokens)
            assert sentence.start <= time.start < time.end <= sentence.end
            last = time.last
            assert values.parse(time.edtf).edtf == time.edtf
            if time.earliest is not None and time.latest is not None:
                assert time.earliest <= time.latest
            if published is None and time.relative:
                assert "told before" in time.why
