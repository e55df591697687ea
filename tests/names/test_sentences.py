"""Names in sentences of our own: which words are a name, and whom or what it means."""

import re
from datetime import date
from pathlib import Path

import pytest

from furat.extract.names import NameFinder
from furat.extract.names.gazetteer import load_gazetteer
from furat.extract.text.sentences import sentences

LINES = (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]
MARK = re.compile(r"\[([^\]|]+)\|(actor|place):([^\]]+)\]")


@pytest.fixture(scope="session")
def finder() -> NameFinder:
    return NameFinder(load_gazetteer())


def marked(line: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    """A marked sentence as its text and the names marked in it: start, end, kind, key."""
    text, names, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        names.append((len(text), len(text) + len(match[1]), match[2], match[3]))
        text += match[1]
        at = match.end()
    return text + line[at:], names


def test_the_table_is_read_whole() -> None:
    """No sentence is lost on the way from the file."""
    assert len(CASES) == 55
    assert sum(len(marked(line)[1]) for line in CASES) > 100


@pytest.mark.parametrize("line", CASES)
def test_names_of_a_sentence(finder: NameFinder, line: str) -> None:
    """Exactly the marked names are found, each with its entity."""
    text, expected = marked(line)
    found = finder.find(sentences(text), date(2016, 6, 1))
    classes = {entity.key: entity.cls for entity in found.entities}
    names = [
        (n.start, n.end, n.kind, f"?{classes[n.key]}" if n.key in classes else n.key) for s in found.names for n in s
    ]
    assert [(text[b:e], k, key) for b, e, k, key in names] == [(text[b:e], k, key) for b, e, k, key in expected]
    assert names == expected
