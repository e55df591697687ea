"""Forms of verbs and nouns from the stems of a lexicon line."""

import pytest

from furat.extract.text.morphology import noun_forms, verb_forms
from furat.extract.text.tokens import fold


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("قصف/قصف", "قصف قصفت قصفوا يقصف تقصف يقصفون قصفها يقصفونها نقصف"),
        ("استعاد/ستعيد", "استعاد استعادت استعادوا استعادا يستعيد تستعيد يستعيدون"),
        ("نفى/نفي", "نفى نفت نفوا ينفي تنفي ينفون نفاها لم_ينف"),
        ("دعا/دعو", "دعا دعت دعوا يدعو تدعو يدعون"),
        ("تبنى/تبنى", "تبنى تبنت تبناها تبناهما يتبنى"),
    ],
)
def test_verbs_are_inflected_for_person_number_and_object(cell: str, words: str) -> None:
    """Strong, hollow and weak verbs give the forms that news texts use."""
    forms = {form.text for form in verb_forms(cell)}
    assert {fold(word.split("_")[-1]) for word in words.split()} <= forms


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("غارة/غارات", "غارة الغارة غارتان غارتين غارته غارات الغارات غاراتها"),
        ("هجوم/هجمات", "هجوم هجوما الهجوم هجومان هجومين هجومهم هجمات"),
        ("إجلاء", "إجلاء الإجلاء إجلائهم إجلاؤهم إجلاءها"),
        ("/مسلحون", "مسلحون المسلحون مسلحين المسلحين مسلحي مسلحو مسلحيه"),
    ],
)
def test_nouns_are_inflected_for_number_case_article_and_owner(cell: str, words: str) -> None:
    """Singular, dual, plural; article; accusative; attached pronouns."""
    assert {fold(word) for word in words.split()} <= {form.text for form in noun_forms(cell)}


def test_first_person_is_marked() -> None:
    """«نطالب» and «اجتمعنا» are told by those who speak, «يطالب» is not."""
    marked = {form.text for form in verb_forms("اجتمع/جتمع") if form.first_person}
    assert {"اجتمعنا", "نجتمع"} <= marked
    assert "يجتمع" not in marked
