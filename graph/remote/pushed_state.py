"""What a target holds as far as this store knows: `STORE/targets/pushed.sqlite`, a row a graph.

A graph's row is emptied before the graph is sent and filled after the target confirmed it, so that a push that was
killed in between sends it again. Losing the file is harmless: everything is sent once more.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from furat.extract.errors import StoreError
from furat.graph.disk import FileLock, saving

FOLDER = "targets"
_UNSURE = ""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS graphs (
  target TEXT, graph TEXT, digest TEXT NOT NULL, PRIMARY KEY (target, graph)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS complete (target TEXT PRIMARY KEY, etag TEXT NOT NULL) WITHOUT ROWID;
"""


class Memory:
    """The memory of one target, open; no second push of this store goes on meanwhile. Use it in a `with` block."""

    def __init__(self, root: Path, url: str) -> None:
        self._folder = root / FOLDER
        self._url = url
        with saving(root):
            self._folder.mkdir(exist_ok=True)
            lock = FileLock.take(self._folder / "lock")
        if lock is None:
            raise StoreError(f"{root}: is being pushed by another process; wait for its end, or stop it")
        self._lock = lock
        try:
            with saving(root):
                self._db = sqlite3.connect(self._folder / "pushed.sqlite", isolation_level=None)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_SCHEMA)
        except BaseException:
            lock.release()
            raise

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._lock.release()

    def digest(self, graph: str) -> str | None:
        """The digest of a graph as the target holds it; empty when it may be half there, None when it is not."""
        sql = "SELECT digest FROM graphs WHERE target = ? AND graph = ?"
        row = self._db.execute(sql, (self._url, graph)).fetchone()
        return str(row[0]) if row else None

    def graphs(self) -> Iterator[str]:
        """The graphs that the target holds or may hold."""
        for (graph,) in self._db.execute("SELECT graph FROM graphs WHERE target = ? ORDER BY graph", (self._url,)):
            yield str(graph)

    def unsure(self, graph: str) -> None:
        """The graph is about to be changed."""
        self.holds(graph, _UNSURE)

    def holds(self, graph: str, digest: str) -> None:
        """The target confirmed a graph."""
        with saving(self._folder):
            self._db.execute("INSERT OR REPLACE INTO graphs VALUES (?, ?, ?)", (self._url, graph, digest))

    def gone(self, graph: str) -> None:
        """The target confirmed that it holds a graph no longer."""
        with saving(self._folder):
            self._db.execute("DELETE FROM graphs WHERE target = ? AND graph = ?", (self._url, graph))

    @property
    def complete(self) -> str | None:
        """The etag of the snapshot that the target shows; None when it shows none wholly."""
        row = self._db.execute("SELECT etag FROM complete WHERE target = ?", (self._url,)).fetchone()
        return str(row[0]) if row else None

    def begin(self) -> None:
        """The target is being changed."""
        with saving(self._folder):
            self._db.execute("DELETE FROM complete WHERE target = ?", (self._url,))

    def finish(self, etag: str) -> None:
        """The target shows this snapshot."""
        with saving(self._folder):
            self._db.execute("INSERT OR REPLACE INTO complete VALUES (?, ?)", (self._url, etag))

    def forget(self) -> None:
        """The target holds nothing of what was pushed."""
        self.begin()
        with saving(self._folder):
            self._db.execute("DELETE FROM graphs WHERE target = ?", (self._url,))
