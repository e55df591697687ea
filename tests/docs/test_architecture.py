"""docs/architecture.md names what is there: every room and module of graph/, and none that is gone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = ("graph", "graph/ingest", "graph/store", "graph/serve")


def section(room: str) -> str:
    """The part of the text under the heading of a room."""
    return re.split(r"\n##+ ", TEXT.split(f"# {room}/\n", 1)[1], maxsplit=1)[0]


def listed(text: str) -> set[str]:
    """What the first column of a table names."""
    return {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall("`([^`]+)`", row)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_of_a_room_is_named_and_none_else(room: str) -> None:
    """By file or by folder."""
    there = {
        f"{entry.name}/" if entry.is_dir() else entry.name
        for entry in (ROOT / room).iterdir()
        if (entry.is_dir() and any(entry.glob("*.py"))) or (entry.suffix == ".py" and entry.name != "__init__.py")
    }
    assert len(there) > 5
    assert listed(section(room)) == there
