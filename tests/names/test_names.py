"""What a found name carries: phrase, preposition, coordination, framing, reasons; and identity by date."""

from datetime import date
from itertools import pairwise

import pytest

from furat.extract.layers import Name
from furat.extract.names import NameFinder, NamesFound
from furat.extract.names.gazetteer import load_gazetteer
from furat.extract.text.sentences import sentences
from furat.extract.text.transliteration import transliterate


@pytest.fixture(scope="session")
def finder() -> NameFinder:
    return NameFinder(load_gazetteer())


def names(finder: NameFinder, text: str, published: date | None = None) -> list[Name]:
    """All names of a text."""
    return [name for found in finder.find(sentences(text), published).names for name in found]


@pytest.mark.parametrize(
    ("published", "key"),
    [(None, "nusra"), (date(2015, 5, 1), "nusra"), (date(2018, 5, 1), "hts")],
)
def test_a_renamed_group_is_who_bore_the_name_at_the_time(finder: NameFinder, published: date | None, key: str) -> None:
    """جبهة النصرة in a text of 2018 is Hay'at Tahrir al-Sham, and the reason says since when."""
    (name,) = names(finder, "هاجمت جبهة النصرة الحاجز.", published)
    assert name.key == key
    assert ("successor" in name.why) == (key == "hts")


def test_the_head_opens_the_noun_phrase(finder: NameFinder) -> None:
    """The head of a name is the noun that the name belongs to, and the preposition stands in front of the head."""
    text = "سقط قتلى في غارات لطائرات التحالف الدولي على ريف مدينة حلب."
    coalition, aleppo = names(finder, text)
    tokens = sentences(text)[0].tokens
    assert tokens[coalition.head].form == "لطائرات" and coalition.preposition == "ل"
    assert tokens[aleppo.head].form == "ريف" and aleppo.preposition == "علي"


def test_a_nisba_is_marked_and_its_head_is_the_noun(finder: NameFinder) -> None:
    """غارة جوية أميركية: the adjective is the mention, the raid the head."""
    text = "نفذت غارة جوية أميركية."
    (name,) = names(finder, text)
    assert name.nisba and text[name.start : name.end] == "أميركية"
    assert sentences(text)[0].tokens[name.head].form == "غاره"


def test_joined_names_know_what_they_are_joined_to(finder: NameFinder) -> None:
    """Names joined by و or a comma point to the one before them, others to none."""
    found = names(finder, "سيطر داعش على تدمر والسخنة، والقريتين. وانسحب من هجين")
    assert [n.conjunct for n in found] == [None, None, 1, 2, None]


@pytest.mark.parametrize(
    ("text", "framing"),
    [
        ("قصفت ما تسمى بقوات سوريا الديمقراطية القرية.", ("ما تسمى",)),
        ("استسلم إرهابيو تنظيم «داعش» المتطرف.", ("إرهابيو", "المتطرف")),
        ("هاجمت ميليشيا قسد الحي.", ("ميليشيا",)),
        ("قصفت قوات الأسد الحي.", ("قوات الأسد",)),
        ("قصف الجيش السوري الحي.", ()),
    ],
)
def test_framing_is_kept_as_printed(finder: NameFinder, text: str, framing: tuple[str, ...]) -> None:
    """The epithets around a name, and loaded names themselves, stand on the mention."""
    assert names(finder, text)[0].framing == framing


def test_an_epithet_does_not_reach_the_next_name(finder: NameFinder) -> None:
    """إرهابيي داعش في قرية X frames داعش only."""
    found = names(finder, "قتل إرهابيي داعش في قرية هجين.")
    assert [n.framing for n in found] == [("إرهابيي",), ()]


def test_an_unlisted_name_is_the_same_entity_wherever_it_stands(finder: NameFinder) -> None:
    """Key and labels of a new name depend on its kind, class and letters only; later mentions share it."""
    one = finder.find(sentences("دخلوا قرية كفرمرزا. ثم غادروا كفرمرزا."))
    two = finder.find(sentences("في قرية كَفرمرزا"))
    assert len(one.entities) == len(two.entities) == 1
    assert {n.key for s in one.names for n in s} == {n.key for s in two.names for n in s} == {one.entities[0].key}
    assert one.entities[0].key.startswith("village_")
    assert [label.language for label in one.entities[0].labels] == ["ar", "en"]


def test_a_new_facility_lies_where_its_name_says(finder: NameFinder) -> None:
    """مطار before a listed place that has none is a new place within it."""
    found: NamesFound = finder.find(sentences("قصفوا مطار سراقب العسكري."))
    assert [(e.cls, e.within) for e in found.entities] == [("airport", "saraqib")]
    assert found.entities[0].labels[0].text == "مطار سراقب العسكري"


def test_every_name_has_a_reason_and_a_confidence(finder: NameFinder) -> None:
    """No name without why; confidence within 0..1; names in order, not overlapping."""
    text = "قصفت طائرات روسية قرية كفرمرزا وقال العقيد مالك الكردعي إن داعش انسحب إلى دمشق من حلب."
    found = names(finder, text)
    assert len(found) == 6
    assert all(n.why and 0 < n.confidence <= 1 for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("text", ["", "كم", "«»" * 500, "مدينة " * 300, "الرئيس " * 300, "و" * 5000, "في مطار"])
def test_odd_text_gives_no_names_and_no_error(finder: NameFinder, text: str) -> None:
    """Empty, repeated and cut-off text holds no names."""
    assert names(finder, text) == []


@pytest.mark.parametrize(("arabic", "latin"), [("قصر البريج", "Qasr al-Barij"), ("أبو دالي", "Abu Dali")])
def test_labels_of_new_names_can_be_read(arabic: str, latin: str) -> None:
    """The English label is a transliteration."""
    assert transliterate(arabic) == latin


def test_an_analyst_adds_words(tmp_path, finder: NameFinder) -> None:  # type: ignore[no-untyped-def]
    """A folder with a table of the same name adds introducing words."""
    table = "forms\tkind\tclass\tspan\tnew\texample\nشعبة\tplace\tneighbourhood\tout\tany\tشعبة الورد\n"
    (tmp_path / "names_class_words.tsv").write_text(table, encoding="utf-8")
    text = "دخلوا شعبة كفرمرزا."
    assert names(finder, text) == []
    assert [n.cls for n in names(NameFinder(load_gazetteer(), [tmp_path]), text)] == ["neighbourhood"]
