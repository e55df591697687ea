"""The file `reports.sqlite` of a store: what documents tell, and which events were derived from it.

`db` is its connection: `Neighbourhoods` and `IncrementalClustering` work on tables of their own in it, which
`begin` empties where they hold but one derivation.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from furat.graph.disk import saving, transaction

_VERSION = 3  # of the tables; a file of another version is made anew
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS told (document TEXT PRIMARY KEY, stamp TEXT NOT NULL, packed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chains (
  document INTEGER, place INTEGER, node INTEGER NOT NULL, reports TEXT NOT NULL, PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS chains_of_node ON chains (node, document, place);
CREATE TABLE IF NOT EXISTS nodes (id INTEGER PRIMARY KEY, profile TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocks (
  block INTEGER, start INTEGER, "end" INTEGER, node INTEGER, inside INTEGER,
  PRIMARY KEY (block, start, "end", node, inside)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS edges (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
  document INTEGER, place INTEGER, event TEXT NOT NULL, PRIMARY KEY (document, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY, digest BLOB NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS total (events INTEGER NOT NULL, quads INTEGER NOT NULL, content TEXT NOT NULL);
CREATE TEMP TABLE kept (document TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE leaving (document INTEGER PRIMARY KEY);
CREATE TEMP TABLE touched (node INTEGER PRIMARY KEY);
CREATE TEMP TABLE again (node INTEGER PRIMARY KEY);
CREATE TEMP TABLE fresh_nodes (id INTEGER, profile TEXT);
CREATE TEMP TABLE moved (block INTEGER, start INTEGER, "end" INTEGER, node INTEGER, inside INTEGER);
CREATE TEMP TABLE wanted (block INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL);
CREATE TEMP TABLE candidates (one INTEGER, other INTEGER);
CREATE TEMP TABLE linked (one INTEGER, other INTEGER);
CREATE TEMP TABLE done (node INTEGER PRIMARY KEY);
CREATE TEMP TABLE gone (event TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE made (event TEXT, digest BLOB, quads INTEGER);
CREATE TEMP TABLE same (event TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_DERIVED = ("documents", "chains", "nodes", "blocks", "edges", "parts", "events", "total")
_PASSING = (
    *("kept", "leaving", "touched", "again", "fresh_nodes", "moved", "wanted", "candidates", "linked", "done"),
    *("gone", "made", "same"),
)
_MODULUS = 1 << 128


@dataclass(frozen=True, slots=True)
class EventTotals:
    """What events add up to."""

    events: int = 0
    quads: int = 0
    content: str = f"{0:032x}"  # the sum of the digests of each, whatever their order


class ReportsFile:
    """The open file; one writer, the one that holds the lock of the store."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with saving(path):
            try:
                self.db = self._open()
            except sqlite3.DatabaseError:
                self.db = self._anew()

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        if database.execute("PRAGMA user_version").fetchone()[0] != _VERSION and self._path.stat().st_size:
            database.close()
            self._path.unlink()
            database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA cache_size = -65536")  # KiB
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA user_version = {_VERSION}")
        return database

    def _anew(self) -> sqlite3.Connection:
        self._path.unlink(missing_ok=True)
        return self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """All of what is done inside the block, or nothing."""
        with transaction(self.db, self._path):
            yield

    def begin(self) -> None:
        """Nothing of an earlier derivation is in the way."""
        for table in _PASSING:
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours

    # --- what documents tell

    def tell(self, rows: Iterable[tuple[str, str, bytes]]) -> None:
        """Keeps the facts of documents: key, stamp of what they were made from, packed facts."""
        self.db.executemany("INSERT OR REPLACE INTO told VALUES (?, ?, ?)", rows)

    def told(self, document: str, stamp: str) -> bytes | None:
        """The packed facts of a document, if they are kept as of that stamp."""
        sql = "SELECT packed FROM told WHERE document = ? AND stamp = ?"
        row = self.db.execute(sql, (document, stamp)).fetchone()
        return bytes(row[0]) if row else None

    # --- what was derived

    def fits(self, basis: str, content: str) -> bool:
        """Whether it was derived in this way, and the events in the store are those that are remembered."""
        rows = dict(self.db.execute("SELECT name, value FROM meta").fetchall())
        return (rows.get("basis"), rows.get("content")) == (basis, content)

    def forget(self) -> None:
        """Removes all that was derived; the facts of documents stay."""
        for table in _DERIVED:
            self.db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours

    def note(self, basis: str, content: str) -> None:
        """Keeps what `fits` asks for."""
        self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [("basis", basis), ("content", content)])

    def events(self) -> Iterator[tuple[str, bytes]]:
        """Key and digest of each event, in the order of the keys; after `settle`."""
        yield from self.db.execute("SELECT key, digest FROM events ORDER BY key")

    def total(self) -> EventTotals:
        """What the events add up to; after `settle`."""
        row = self.db.execute("SELECT events, quads, content FROM total").fetchone()
        return EventTotals(*row) if row else EventTotals()

    def _add_up(self, rows: str, sign: int) -> None:
        """Adds events (1) or takes them off (-1); `rows` gives their digests and quads."""
        total = self.total()
        number, events, quads = int(total.content, 16), total.events, total.quads
        for digest, of_event in self.db.execute(rows):
            number += sign * int.from_bytes(digest, "big")
            events += sign
            quads += sign * of_event
        self.db.execute("DELETE FROM total")
        self.db.execute("INSERT INTO total VALUES (?, ?, ?)", (events, quads, f"{number % _MODULUS:032x}"))

    def is_new(self, key: str, digest: bytes, quads: int) -> bool:
        """Takes an event in, which comes once in a derivation; False when it was there as it is."""
        row = self.db.execute("SELECT digest FROM events WHERE key = ?", (key,)).fetchone()
        if row is not None and row[0] == digest:
            self.db.execute("INSERT INTO same VALUES (?)", (key,))
            return False
        self.db.execute("INSERT INTO made VALUES (?, ?, ?)", (key, digest, quads))
        return True

    def settle(self) -> Iterator[str]:
        """Ends a derivation: gives the events whose quads must leave the store, no more there or made anew."""
        run = self.db.execute
        run("DELETE FROM gone WHERE event IN (SELECT event FROM same)")
        leaving = "SELECT event FROM gone UNION SELECT event FROM made"
        self._add_up(f"SELECT digest, quads FROM events WHERE key IN ({leaving})", -1)  # noqa: S608 - text of ours
        self._add_up("SELECT digest, quads FROM made", 1)
        run("DELETE FROM events WHERE key IN (SELECT event FROM gone)")
        run("INSERT OR REPLACE INTO events SELECT event, digest, quads FROM made ORDER BY event")
        return (str(key) for (key,) in run("SELECT event FROM gone ORDER BY event"))
