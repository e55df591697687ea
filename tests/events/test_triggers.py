"""Which words tell of an event, and of which type."""

from pathlib import Path

import pytest

from furat.extract.records import Reading
from furat.extract.tables import read_table
from tests.events.conftest import Read

TOLD = [
    (row["sentence"], row.many("events"))
    for row in read_table(Path(__file__).parent / "told.tsv", ["sentence", "events"])
]


def told(reading: Reading) -> list[tuple[str, str]]:
    """Trigger as printed and type of each report."""
    text = reading.document.text
    return [(text[r.trigger.start : r.trigger.end], r.type) for r in reading.reports]


def test_the_table_is_read_whole() -> None:
    """No sentence of the table gets lost."""
    assert len(TOLD) == 265


@pytest.mark.parametrize(("sentence", "events"), TOLD, ids=range(len(TOLD)))
def test_a_sentence_tells_of_exactly_these_events(read: Read, sentence: str, events: tuple[str, ...]) -> None:
    """Every event word is found with its type, and nothing else is."""
    assert told(read(sentence + ".")) == [tuple(event.split()) for event in events]
