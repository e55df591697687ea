"""The ledger: what the working store holds, one row a document, and the journal that makes a commit whole.

A build stages rows, then marks the stage as *committing* together with its shards; the working store is changed; the
rows move into place in one transaction. Whoever opens a store whose stage is committing does the change again (it is
idempotent); whoever finds a stage that is not, drops it.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from furat.extract.errors import StoreError
from furat.graph.disk import saving, transaction
from furat.graph.store import totals

State = Literal["kept", "refused", "withdrawn", "dropped"]  # dropped: only on the stage, leaves no row

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, content TEXT NOT NULL, knowledge TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'refused', 'withdrawn')), quads INTEGER NOT NULL,
  reports INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, content TEXT NOT NULL, knowledge TEXT NOT NULL,
  state TEXT NOT NULL, quads INTEGER NOT NULL, reports INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS graphs (name TEXT PRIMARY KEY, content TEXT NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged_graphs (
  name TEXT PRIMARY KEY, content TEXT NOT NULL, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shards (name TEXT PRIMARY KEY, length INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS written (name TEXT PRIMARY KEY, quads INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged_written (name TEXT PRIMARY KEY, quads INTEGER) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What the ledger knows of one document."""

    id: str
    key: str  # last part of its IRI
    content: str  # hash of all that was given of it
    knowledge: str  # version of extractor and lexicons it was read with
    state: State
    quads: int = 0
    reports: int = 0
    reason: str = ""  # why it is refused: a short class of reasons, such as "shapes"


@dataclass(frozen=True, slots=True)
class GraphRow:
    """A graph of the store as a whole (vocabulary, gazetteer, events, runs), by the last part of its IRI."""

    name: str
    content: str  # hash of what it was made from
    quads: int


WRITES = "writes"  # the row of `graphs` that stands for all that people wrote: no graph has this name


class Ledger:
    """The open ledger of a store; only the writer opens it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with saving(path):
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.executescript(_SCHEMA)
        if not totals.are_kept(self._db):  # a ledger of an earlier furat
            with self._transaction():
                totals.begin(self._db)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with transaction(self._db, self.path):
            yield

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    # --- what is

    def document(self, identifier: str) -> DocumentRow | None:
        """The row of a document, by its dct:identifier."""
        row = self._db.execute("SELECT * FROM documents WHERE id = ?", (identifier,)).fetchone()
        return DocumentRow(*row) if row else None

    def documents(self, state: State | None = None) -> Iterator[DocumentRow]:
        """All rows, or those of one state, in the order of their ids."""
        for row in self._db.execute(
            "SELECT * FROM documents WHERE ?1 IS NULL OR state = ?1 ORDER BY id", (state,)
        ):  # binary order: the same on every machine
            yield DocumentRow(*row)

    def count(self, state: State) -> int:
        """How many documents are in a state."""
        return sum(total.documents for total in totals.of(self._db) if total.state == state)

    def reasons(self) -> dict[str, int]:
        """Refused documents by reason."""
        sql = "SELECT reason, count(*) FROM documents WHERE state = 'refused' GROUP BY reason ORDER BY reason"
        return dict(self._db.execute(sql).fetchall())

    def graph(self, name: str) -> GraphRow | None:
        """The row of a graph of the store as a whole."""
        row = self._db.execute("SELECT * FROM graphs WHERE name = ?", (name,)).fetchone()
        return GraphRow(*row) if row else None

    def graphs(self) -> list[GraphRow]:
        """All graphs of the store as a whole, by name."""
        return [GraphRow(*row) for row in self._db.execute("SELECT * FROM graphs ORDER BY name")]

    def written(self) -> dict[str, int]:
        """The graphs that people changed by way of the endpoint, by whole name ("" is the default graph).

        Each with how many quads it holds more than the ledger knows of otherwise: all of them for a graph of their own;
        what came in less what went out for a graph that a build made.
        """
        return {str(name): int(quads) for name, quads in self._db.execute("SELECT * FROM written ORDER BY name")}

    def quads(self) -> int:
        """How many quads the working store holds."""
        (others,) = self._db.execute("SELECT coalesce(sum(quads), 0) FROM graphs").fetchone()
        return int(others) + sum(total.quads for total in totals.of(self._db) if total.state == "kept")

    def read_with(self) -> dict[str, str]:
        """The versions of extractor and lexicons that kept documents were read with, each with a hash of those."""
        return {total.knowledge: total.digest for total in totals.of(self._db) if total.state == "kept"}

    def is_added_up(self) -> bool:
        """Whether counts and hashes, which are kept, are those of the rows."""
        return totals.are_right(self._db)

    def add_up(self) -> None:
        """Counts and hashes the rows again."""
        with self._transaction():
            totals.make_anew(self._db)

    def content(self, *, documents_only: bool = False) -> str:
        """A hash of what the working store shows its readers: equal for equal content, however it came about."""
        shown = [(t.state, t.knowledge, t.digest) for t in totals.of(self._db) if t.state != "refused"]
        others = [] if documents_only else [(graph.name, graph.content) for graph in self.graphs()]
        return hashlib.sha256(repr((shown, others)).encode()).hexdigest()

    @property
    def generation(self) -> int:
        """How many commits have changed the working store."""
        return int(self.meta("generation", "0"))

    def meta(self, name: str, default: str) -> str:
        """A named value."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set_meta(self, name: str, value: str) -> None:
        """Stores a named value."""
        with saving(self.path):
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # --- a write by way of the endpoint

    @property
    def writing(self) -> str:
        """The token of a write that was begun and neither committed nor undone; empty: there is none."""
        return self.meta("writing", "")

    @property
    def last_write(self) -> str:
        """The token of the write that was committed last."""
        return self.meta("written", "")

    def begin_write(self, token: str) -> None:
        """From here on a write changes the working store: the next commit is its own, or it is undone."""
        self.set_meta("writing", token)

    def end_write(self) -> None:
        """The write was undone."""
        with self._transaction():
            self._db.execute("DELETE FROM meta WHERE name = 'writing'")

    # --- the stage

    def stage(self, rows: Iterable[DocumentRow]) -> None:
        """Adds documents to the stage; a later row of the same id replaces an earlier one."""
        values = [(r.id, r.key, r.content, r.knowledge, r.state, r.quads, r.reports, r.reason) for r in rows]
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def stage_graph(self, row: GraphRow) -> None:
        """Adds a graph of the store as a whole to the stage."""
        with saving(self.path):
            self._db.execute(
                "INSERT OR REPLACE INTO staged_graphs VALUES (?, ?, ?)", (row.name, row.content, row.quads)
            )

    def stage_written(self, changes: Mapping[str, int | None], content: str) -> None:
        """Adds graphs that people changed to the stage, as in `written`; None: the graph is no longer one of them.

        `content` is a hash over all writes so far.
        """
        total = sum(n or 0 for n in ({**self.written(), **changes}).values())
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO staged_written VALUES (?, ?)", list(changes.items()))
            self._db.execute("INSERT OR REPLACE INTO staged_graphs VALUES (?, ?, ?)", (WRITES, content, total))

    def staged_graphs(self) -> list[str]:
        """Names of the staged graphs."""
        return [name for (name,) in self._db.execute("SELECT name FROM staged_graphs ORDER BY name")]

    def to_remove(self, *, all_staged: bool) -> Iterator[str]:
        """Keys of staged documents whose graph may be in the working store: those kept before, or all when redone."""
        sql = """SELECT s.key FROM staged s LEFT JOIN documents d ON d.id = s.id
                 WHERE ? OR d.state = 'kept' ORDER BY s.id"""
        for (key,) in self._db.execute(sql, (all_staged,)):
            yield str(key)

    def begin_commit(self, shards: Iterable[tuple[str, int]]) -> None:
        """From here on the stage will be carried out, whatever happens."""
        with self._transaction():
            self._db.executemany("INSERT INTO shards VALUES (?, ?)", list(shards))
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('phase', 'committing')")

    @property
    def committing(self) -> bool:
        """Whether a commit was begun and not finished."""
        return self.meta("phase", "idle") == "committing"

    def shards(self) -> list[tuple[str, int]]:
        """Names and lengths in bytes of the files that the commit loads."""
        return [(str(n), int(k)) for n, k in self._db.execute("SELECT name, length FROM shards ORDER BY name")]

    def finish_commit(self) -> None:
        """The working store holds what is staged: the rows move into place."""
        with self._transaction():
            totals.change(self._db, "documents WHERE id IN (SELECT id FROM staged)", -1)
            self._db.execute("DELETE FROM documents WHERE id IN (SELECT id FROM staged)")
            self._db.execute("INSERT INTO documents SELECT * FROM staged WHERE state <> 'dropped'")
            totals.change(self._db, "staged WHERE state <> 'dropped'", 1)
            self._db.execute("INSERT OR REPLACE INTO graphs SELECT * FROM staged_graphs")
            self._db.execute("DELETE FROM graphs WHERE quads = 0 AND name <> ?", (WRITES,))
            self._db.execute("DELETE FROM written WHERE name IN (SELECT name FROM staged_written)")
            self._db.execute("INSERT INTO written SELECT * FROM staged_written WHERE quads IS NOT NULL")
            self._db.execute("INSERT OR REPLACE INTO meta SELECT 'written', value FROM meta WHERE name = 'writing'")
            self._db.execute("DELETE FROM meta WHERE name = 'writing'")
            self._clear_stage()
            self._db.execute("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (str(self.generation + 1),))

    def drop_stage(self) -> None:
        """Forgets what is staged; never during a commit.

        Raises: StoreError when a commit is under way.
        """
        if self.committing:
            raise StoreError(f"{self.path}: a commit is under way; open the store again to finish it")
        with self._transaction():
            self._clear_stage()

    def _clear_stage(self) -> None:
        for table in ("staged", "staged_graphs", "staged_written", "shards"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        self._db.execute("INSERT OR REPLACE INTO meta VALUES ('phase', 'idle')")

    def forget(self, identifier: str) -> None:
        """Removes the row of a refused or withdrawn document, so that a build reads it again."""
        with self._transaction():
            totals.change(self._db, "documents WHERE id = ? AND state <> 'kept'", -1, identifier)
            self._db.execute("DELETE FROM documents WHERE id = ? AND state <> 'kept'", (identifier,))
