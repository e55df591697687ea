"""Verbs of saying stand in one table: the day on which something is said never dates what happened before it."""

from datetime import date

import pytest

from furat.extract.attribution.inflection import perfect
from furat.extract.attribution.lexicon import VERB_COLUMNS
from furat.extract.pipeline import read_document
from furat.extract.records import Document
from furat.extract.resources import load
from furat.extract.tables import read_tables

RESOURCES = load()
ROWS = [row for row in read_tables("voice_verbs.tsv", VERB_COLUMNS, ()) if "that" in row.many("complements")]
VERBS = sorted({row["perfect"] for row in ROWS if "near" not in row.many("complements")})  # بين: more often «between»


def test_there_are_as_many_verbs_as_the_table_has() -> None:
    """So that the test below tests something."""
    assert len(VERBS) > 50


@pytest.mark.parametrize("verb", VERBS)
def test_the_day_of_the_saying_does_not_date_the_event(verb: str) -> None:
    """«قصفت طائرات بلدة هجين، وقال ناشطون الجمعة إن الحصيلة كبيرة»: Friday is the day of the word."""
    that = "إن" if verb == "قال" else "أن"
    assert perfect(verb)
    text = f"قصفت طائرات بلدة هجين، و{verb} ناشطون الجمعة {that} الحصيلة كبيرة."
    reading = read_document(Document("x", text, published=date(2018, 11, 30)), RESOURCES)
    strike = next(report for report in reading.reports if report.trigger.start == 0)
    assert strike.time is None
