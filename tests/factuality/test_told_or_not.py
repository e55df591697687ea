"""What did not happen, what is asked and what is denied is never told as fact: whole sentences, read to the end."""

from pathlib import Path

import pytest

from furat.extract.records import Reading, Report
from furat.extract.tables import Row, read_table
from tests.factuality.conftest import Read

ROWS = list(read_table(Path(__file__).parent / "status.tsv", ["phenomenon", "sentence", "word", "status", "tellers"]))


def report_of(reading: Reading, word: str) -> Report:
    """The report whose trigger is a printed word."""
    text = reading.document.text
    return next(r for r in reading.reports if text[r.trigger.start : r.trigger.end] == word)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['phenomenon']}: {row['word']}" for row in ROWS])
def test_an_event_has_the_status_that_its_sentence_gives_it(read: Read, row: Row) -> None:
    """Status and tellers of one event of each sentence; without tellers, in the publisher's own voice."""
    report = report_of(read(row["sentence"]), row["word"])
    assert report.status == row["status"]
    assert [c.claimer or c.description for c in report.claims] == (list(row.many("tellers")) or [None])


def test_nobody_is_no_number_of_victims(read: Read) -> None:
    """«لم يقتل أي مدني»: neither the denied killing nor the raid that killed nobody counts one dead."""
    reading = read("لم يقتل أي مدني في الغارة على سراقب أمس.")
    assert [(r.status, r.killed) for r in reading.reports] == [("denied", None), ("asserted", None)]


def test_a_question_says_why_it_is_no_fact(read: Read) -> None:
    """The reason names the word that asks."""
    assert read("هل قصفت روسيا سراقب؟").reports[0].status_why == "question: هل … قصفت"
