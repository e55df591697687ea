"""What a text says about itself: headline, datelines, publisher, date; and that body sentences stay body."""

from datetime import date
from pathlib import Path

import pytest

from furat.extract.documents import read_inputs
from furat.extract.documents.layout import Layout, layout
from furat.extract.records import Document
from furat.extract.text.sentences import sentences

BODY = "قتل خمسة مدنيين في قصف على أطراف المدينة أمس."
ROOT = Path(__file__).parents[2]


def lay(text: str, **known: object) -> Layout:
    document = Document("d", text, **known)  # type: ignore[arg-type]
    return layout(document, sentences(text))


def parts(text: str, **known: object) -> list[tuple[str, str]]:
    return [(s.part, text[s.start : s.end]) for s in lay(text, **known).sentences]


def test_the_first_short_line_is_the_headline() -> None:
    """A first line without full stop is the headline, and the title when none is given."""
    found = lay(f"مقتل خمسة مدنيين في قصف\n{BODY}")
    assert [s.part for s in found.sentences] == ["headline", "body"]
    assert found.title == "مقتل خمسة مدنيين في قصف"
    assert found.headline is not None and (found.headline.start, found.headline.end) == (0, 23)


def test_a_headline_of_two_sentences_and_a_sub_headline() -> None:
    """All of the first line is headline, and a short second line before the text is too."""
    head = "قصف على المدينة.. ومقتل خمسة\nاشتباكات بين الطرفين"
    text = f"{head}\n{BODY} {BODY} وقال ناشطون إن القصف مستمر منذ الصباح.\n{BODY}"
    assert [p for p, _ in parts(text)] == ["headline"] * 3 + ["body"] * 4


def test_a_given_title_marks_its_line_only_where_the_text_repeats_it() -> None:
    """With a title from the container, the first line is a headline only when it says the same."""
    assert parts(f"مقتل خمسةٍ في المدينه\n{BODY}", title="مقتل خمسة في المدينة")[0][0] == "headline"
    found = lay(f"سطر آخر قصير\n{BODY}", title="عنوان")
    assert [s.part for s in found.sentences] == ["body", "body"]
    assert (found.title, found.headline) == ("عنوان", None)


@pytest.mark.parametrize("text", [BODY, f"{BODY}\n{BODY}"])
def test_no_headline(text: str) -> None:
    """A text of one line, or whose first line is a sentence with full stop, has none."""
    assert {p for p, _ in parts(text)} == {"body"}


STAMPS = [
    ("الجمعة ٣٠ نوفمبر ٢٠١٨ - ٠٧:٠٧ بتوقيت غرينتش", date(2018, 11, 30), None),
    ("18 نوفمبر, 2018", date(2018, 11, 18), None),
    ("نشر في: 12/10/2014", date(2014, 10, 12), None),
    ("آخر تحديث: 2014-10-12 الساعة 18:30", date(2014, 10, 12), None),
    ("الأحد 10 شوال 1436هـ - 26 يوليو 2015م", date(2015, 7, 26), None),
    ("العالم - خاص بالعالم", None, "العالم"),
    ("حماة-إدلب-سانا", None, "سانا"),
    ("دمشق ـ سانا", None, "سانا"),
    ("واشنطن - (أ ف ب)", None, "أ ف ب"),
    ("دمشق- أ ش أ", None, "أ ش أ"),
    ("بيروت: «الشرق الأوسط»", None, "الشرق الأوسط"),
    ("دمشق - سانا - 12 تشرين الأول 2014", date(2014, 10, 12), "سانا"),
    ("كتب: محمد العلي", None, None),
]


@pytest.mark.parametrize(("line", "published", "publisher"), STAMPS, ids=[s[0] for s in STAMPS])
def test_a_line_of_its_own(line: str, published: date | None, publisher: str | None) -> None:
    """Stamps, datelines and bylines are datelines; they give date and publisher, never a body sentence."""
    text = f"مقتل خمسة مدنيين في قصف\n{line}\n{BODY}"
    found = lay(text)
    assert found.sentences[0].part == "headline" and parts(text)[-1] == ("body", BODY)
    assert {s.part for s in found.sentences[1:-1]} == {"dateline"}
    assert (found.published, found.publisher) == (published, publisher)
    if publisher is not None:
        assert found.publisher_span is not None
        assert text[found.publisher_span.start : found.publisher_span.end] == publisher


@pytest.mark.parametrize(
    ("dateline", "publisher"),
    [
        ("دمشق-سانا", "سانا"),
        ("دمشق - سانا:", "سانا"),
        ("واشنطن - (أ ف ب):", "أ ف ب"),
        ("بغداد (رويترز) -", "رويترز"),
        ("لندن: «الشرق الأوسط»", "الشرق الأوسط"),
        ("(أ.ف.ب) -", "أ.ف.ب"),
        ("دمشق - وكالات:", None),
    ],
)
def test_a_dateline_in_front_of_a_sentence(dateline: str, publisher: str | None) -> None:
    """It is cut off as a sentence of its own; what follows is body, and the indexes run on."""
    text = f"خبر عن القصف\n{dateline} أعلن مصدر عسكري مقتل خمسة مسلحين. {BODY}"
    found = lay(text)
    printed = [(s.part, text[s.start : s.end]) for s in found.sentences]
    assert printed[1:] == [
        ("dateline", dateline),
        ("body", "أعلن مصدر عسكري مقتل خمسة مسلحين."),
        ("body", BODY),
    ]
    assert found.publisher == publisher
    assert [s.index for s in found.sentences] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "line",
    [
        "سانا وثقت ذلك عبر عشرات الأخبار",
        "وقالت شبكة «الدرر الشامية» إن عددا من العناصر قتلوا",
        "ونقلت وكالة سانا عن مصدر عسكري قوله إن القصف توقف",
        "قال المرصد السوري لحقوق الإنسان إن خمسة قتلوا",
        "أمس قصفت الطائرات المدينة",
        "وفي دمشق - العاصمة - سقطت قذيفة قرب السوق",
        "«لن ننسحب» قال القائد في بيان نشرته العربية",
        "في العالم كله تتراجع الحرب",
    ],
)
def test_body_sentences_stay_body(line: str) -> None:
    """Sentences that name a medium or a date are no datelines."""
    assert parts(f"خبر عن القصف\n{line}.\n{BODY}\n{BODY}\n{BODY}")[1] == ("body", f"{line}.")


def test_what_the_container_says_is_kept() -> None:
    """Date, publisher and title of the container win over those of the text."""
    found = lay(
        f"عنوان\nدمشق - سانا - 12 تشرين الأول 2014\n{BODY}",
        title="آخر", published=date(2014, 10, 13), publisher="جريدة",
    )  # fmt: skip
    assert (found.title, found.published, found.publisher) == ("آخر", date(2014, 10, 13), "جريدة")


def test_an_empty_text_has_no_layout() -> None:
    """No sentences, nothing found."""
    assert lay("") == Layout((), None, None, None, None, None)


def test_the_seeds() -> None:
    """The seed that prints a stamp and a byline gives them; the other has a headline only."""
    first, second = (lay_of for d in read_inputs([str(ROOT / "seeds")]) for lay_of in [layout(d, sentences(d.text))])  # type: ignore[union-attr, arg-type]
    assert (first.published, first.publisher) == (None, None)
    assert [s.part for s in first.sentences].count("dateline") == 0
    assert (second.published, second.publisher) == (date(2018, 11, 30), "العالم")
    assert [s.part for s in second.sentences][:4] == ["headline", "dateline", "body", "body"]
