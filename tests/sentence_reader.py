"""The knowledge that ships, and a reader of single sentences: fixtures of the folders that import them."""

from collections.abc import Callable
from datetime import date

import pytest

from furat.extract.pipeline import read_document
from furat.extract.records import Document, Reading
from furat.extract.resources import Knowledge, load

Read = Callable[[str], Reading]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Read once for all tests."""
    return load()


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Read:
    """Reads a text of 30 November 2018."""

    def reader(text: str) -> Reading:
        return read_document(Document("test", text, published=date(2018, 11, 30)), knowledge)

    return reader
