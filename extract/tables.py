"""Tables that ship with the package or that an analyst adds: tab-separated, checked, errors with file and line.

Format: UTF-8; lines that start with `#` are comments; the first other line names the columns; every row has as many
cells as there are columns (trailing empty cells may be left out). Several values in one cell are separated by `;`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from furat.extract.errors import LexiconError

Source = Path | Traversable


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `where` is `path:line` for messages."""

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several, separated by `;`."""
        return tuple(v.strip() for v in self.cells[column].split(";") if v.strip())

    def one_of(self, column: str, known: Sequence[str] | frozenset[str]) -> str:
        """The cell, which must be one of `known`; LexiconError otherwise."""
        value = self.cells[column]
        if value not in known:
            raise LexiconError(f"{self.where}: unknown {column} {value!r}; known: {', '.join(sorted(known))}")
        return value


def read_table(source: Source, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table that must have exactly these columns in this order; LexiconError names file and line."""
    header: list[str] | None = None
    try:
        lines = source.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(
            f"{source}: cannot be read as UTF-8 text: {error}; check the path and save it as UTF-8"
        ) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"{source}:{number}"
        if header is None:
            header = cells
            if header != list(columns):
                raise LexiconError(f"{where}: the columns are {header}; write {list(columns)}, separated by tabs")
            continue
        if len(cells) > len(columns):
            raise LexiconError(
                f"{where}: {len(cells)} cells in a table of {len(columns)} columns; remove what is too much"
            )
        yield Row(where, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    if header is None:
        raise LexiconError(f"{source}:1: empty table; its first line must name the columns: {list(columns)}")


def packaged(folder: str, name: str) -> Traversable:
    """A data file of the package: `packaged("seeds", "actors.tsv")`, `packaged("extract/lexicon", "events.tsv")`."""
    return files("furat").joinpath(folder).joinpath(name)


def read_tables(name: str, columns: Sequence[str], extra: Sequence[Path] = ()) -> Iterator[Row]:
    """The rows of a packaged lexicon table and of the files of the same name in the analyst's own folders."""
    yield from read_table(packaged("extract/lexicon", name), columns)
    for folder in extra:
        if (folder / name).exists():
            yield from read_table(folder / name, columns)
