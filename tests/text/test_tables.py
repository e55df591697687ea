"""Tables: what is wrong in a data file is said with file and line."""

from pathlib import Path

import pytest

from furat.extract.errors import LexiconError
from furat.extract.tables import read_table


def test_rows_come_with_their_place_and_missing_cells_are_empty(tmp_path: Path) -> None:
    """Comments and blank lines are passed over; a cell can hold several values."""
    path = tmp_path / "words.tsv"
    path.write_text("# words\nform\tforms\tnote\n\nقصف\tقصف;قصفت\n", encoding="utf-8")
    (row,) = read_table(path, ["form", "forms", "note"])
    assert (row["form"], row.many("forms"), row["note"], row.where) == ("قصف", ("قصف", "قصفت"), "", f"{path}:4")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\tb\n1\t2\t3\n", r"words.tsv:2: 3 cells in a table of 2 columns"),
        (b"a\tc\n", r"words.tsv:1: the columns are \['a', 'c'\]; write \['a', 'b'\]"),
        (b"# nothing\n", r"words.tsv:1: empty table"),
        (b"a\tb\n\xff\xfe\n", r"words.tsv: cannot be read as UTF-8"),
    ],
)
def test_a_broken_table_is_refused_with_place_and_remedy(tmp_path: Path, content: bytes, message: str) -> None:
    """File, line, what is wrong and what to write instead."""
    path = tmp_path / "words.tsv"
    path.write_bytes(content)
    with pytest.raises(LexiconError, match=message):
        list(read_table(path, ["a", "b"]))


def test_a_missing_table_is_an_error_that_names_it(tmp_path: Path) -> None:
    """The path stands in the message."""
    with pytest.raises(LexiconError, match=r"absent\.tsv"):
        list(read_table(tmp_path / "absent.tsv", ["a"]))


def test_an_unknown_value_names_the_known_ones(tmp_path: Path) -> None:
    """A cell with a closed set of values is checked against it."""
    path = tmp_path / "words.tsv"
    path.write_text("type\nstrkie\n", encoding="utf-8")
    (row,) = read_table(path, ["type"])
    with pytest.raises(LexiconError, match=r"words.tsv:2: unknown type 'strkie'; known: clash, strike"):
        row.one_of("type", {"strike", "clash"})  # type: ignore[arg-type]
