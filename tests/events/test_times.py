"""Which time an event has: by the place of the time in its sentence."""

from pathlib import Path

import pytest

from furat.extract.tables import Row, read_table
from tests.events.conftest import Read

ROWS = list(read_table(Path(__file__).parent / "times.tsv", ["phenomenon", "sentence", "word", "time"]))


@pytest.mark.parametrize("row", ROWS, ids=[row["phenomenon"] for row in ROWS])
def test_an_event_has_its_own_time_and_no_other(read: Read, row: Row) -> None:
    """The day of the clause, of the saying where news is told, never that of another clause."""
    reading = read(row["sentence"] + ".")
    text = reading.document.text
    report = next(r for r in reading.reports if text[r.trigger.start : r.trigger.end] == row["word"])
    assert (report.time.edtf if report.time else "-") == row["time"]


def test_the_day_of_the_saying_says_so(read: Read) -> None:
    """The reason tells the analyst that the day is that of the statement."""
    time = read("أعلنت قسد أمس مقتل عشرين مسلحا في الباغوز.").reports[0].time
    assert time is not None and time.why.endswith("the day of the saying")
