"""The file `search.sqlite`: what is searched, and what each graph of the store put into it.

The writer's file and that of the snapshot are one file with two names until the next change, which begins with a copy.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from furat.graph.dependence import code_version
from furat.graph.disk import clone, saving, transaction

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, part INTEGER, ar TEXT, en TEXT,
                      names TEXT NOT NULL, weight INTEGER NOT NULL);
CREATE INDEX named ON entries (iri) WHERE part IS NULL;
CREATE VIRTUAL TABLE words USING fts5(exact, sound, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TABLE counts (kind TEXT, term TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, term)) WITHOUT ROWID;
CREATE TABLE parts (id INTEGER PRIMARY KEY, graph TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, first INTEGER NOT NULL,
                    kept BLOB NOT NULL);
CREATE TABLE said (iri TEXT, what TEXT, language TEXT, value TEXT, n INTEGER NOT NULL,
                   PRIMARY KEY (iri, what, language, value)) WITHOUT ROWID;
CREATE TABLE touched (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE renamed (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE events (iri TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO words (words, rank) VALUES ('hashsize', 67108864);
INSERT INTO words (words, rank) VALUES ('automerge', 8);
"""  # events: those to be looked at again in the store
_TEMPORARY = """
CREATE TEMP TABLE fresh (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE present (graph TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE wanted (graph TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
"""
_MADE_BY = ("furat.graph.search.contribution", "furat.graph.search.index", "furat.graph.search.rows")
_TAKEN_BY = ("graph/store/indexing.py",)  # what is taken from which graph


@cache
def basis() -> str:
    """What the entries are made by; another basis means that all are made anew."""
    return code_version(_MADE_BY, _TAKEN_BY)


class IndexFile:
    """The open file; made when there is none, and made anew when it is damaged or of another basis."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = self._open()

    def close(self) -> None:
        """Closes the file."""
        self.db.close()

    def _open(self) -> sqlite3.Connection:
        with saving(self.path):
            try:
                self._beside.unlink(missing_ok=True)
                database = self._connect()
                made = database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
                if made and database.execute("SELECT value FROM meta WHERE name = 'basis'").fetchone() == (basis(),):
                    return database
                database.close()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
            self._remove()
            database = self._connect()
            database.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
            database.execute("INSERT INTO meta VALUES ('basis', ?)", (basis(),))
            return database

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, isolation_level=None)
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA cache_size = -65536")  # KiB
        database.executescript(_TEMPORARY)
        return database

    @property
    def _beside(self) -> Path:
        return self.path.with_name(self.path.name + ".tmp")

    def _remove(self) -> None:
        self.path.with_name(self.path.name + "-journal").unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def forget(self) -> None:
        """An empty file, to be filled from the store."""
        self.db.close()
        self._remove()
        self.db = self._open()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All of what is done inside the block, or nothing; a file that a snapshot has too is copied first."""
        with saving(self.path):
            if self.path.stat().st_nlink > 1:
                self._copy()
        with transaction(self.db, self.path):
            yield

    def _copy(self) -> None:
        self.db.close()
        try:
            clone(self.path, self._beside)
            self._beside.replace(self.path)
        finally:
            self._beside.unlink(missing_ok=True)
            self.db = self._connect()

    def share(self, target: Path) -> None:
        """The file under a further name; from now on neither changes."""
        try:
            os.link(self.path, target)
        except OSError:  # a file system without hard links
            clone(self.path, target)

    # --- small things by name

    def note(self, name: str, value: str) -> None:
        """Keeps a value."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """The value that was kept."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def drained(self, table: str) -> Iterator[str]:
        """IRIs of a table of things to do, in order; they leave it."""
        while rows := self.db.execute(f"SELECT iri FROM {table} ORDER BY iri LIMIT 10000").fetchall():  # noqa: S608
            yield from (iri for (iri,) in rows)
            self.db.executemany(f"DELETE FROM {table} WHERE iri = ?", rows)  # noqa: S608 - names of ours

    def add_iris(self, table: str, iris: Iterable[str]) -> None:
        """Puts IRIs into such a table."""
        self.db.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", ((iri,) for iri in iris))  # noqa: S608


def is_damage(error: BaseException | None) -> bool:
    """Whether SQLite says that the file itself is not as it should be."""
    return type(error) is sqlite3.DatabaseError
