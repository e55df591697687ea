"""Who plays which role, by the phenomena of the language."""

from pathlib import Path

import pytest

from furat.extract.records import Reading, Report
from furat.extract.tables import Row, read_table
from tests.events.conftest import Read

ROWS = list(read_table(Path(__file__).parent / "roles.tsv", ["phenomenon", "sentence", "events"]))


def printed(reading: Reading, report: Report) -> str:
    """A report as the table writes it."""
    text = reading.document.text
    parts = [f"{p.role} {p.description or text[p.evidence.start : p.evidence.end]}" for p in report.participations]
    return f"{text[report.trigger.start : report.trigger.end]}: {', '.join(parts)}".strip()


def test_the_table_is_read_whole() -> None:
    """No phenomenon of the table gets lost."""
    assert len(ROWS) == 162


@pytest.mark.parametrize("row", ROWS, ids=[row["phenomenon"] for row in ROWS])
def test_participants_get_their_roles(read: Read, row: Row) -> None:
    """Exactly these participants, in this order of roles."""
    reading = read(row["sentence"] + ".")
    assert [printed(reading, r) for r in reading.reports] == list(row.many("events"))


def test_every_participation_says_why(read: Read) -> None:
    """No role without its reason and the words that it rests on."""
    for row in ROWS:
        reading = read(row["sentence"] + ".")
        for report in reading.reports:
            assert report.why
            for part in report.participations:
                assert part.why
                assert reading.document.text[part.evidence.start : part.evidence.end].strip()


def test_exactly_one_of_entity_and_description_is_given(read: Read) -> None:
    """A participant is known, or described by the words of the text."""
    for row in ROWS:
        for report in read(row["sentence"] + ".").reports:
            for part in report.participations:
                assert (part.entity is None) != (part.description is None)
