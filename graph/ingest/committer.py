"""What workers have finished is committed in a thread, while they go on reading."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

from furat.graph.ingest.options import Options
from furat.graph.store import refused
from furat.graph.store.ledger import DocumentRow
from furat.graph.store.writer import Writer


class Loading:
    """The commits of a build, one after the other; use it in a `with` block, which ends when the last one has.

    One portion of documents is being committed, the next one gathers here, in memory its rows only; when that is full,
    whoever hands it in waits.
    """

    def __init__(self, writer: Writer, options: Options) -> None:
        self._writer = writer
        self._most_documents = options.documents_per_commit
        self._most_quads = options.quads_per_commit
        self._thread = ThreadPoolExecutor(1)
        self._commit: Future[None] | None = None
        self._rows: list[DocumentRow] = []
        self._quads = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def add(self, rows: Sequence[DocumentRow]) -> bool:
        """Takes rows for the next commit; whether it is large enough. Raises what went wrong in the one before."""
        if self._commit is not None and self._commit.done():
            self.wait()
        self._rows += rows
        self._quads += sum(row.quads for row in rows)
        return len(self._rows) >= self._most_documents or self._quads >= self._most_quads

    def commit(self, shards: Sequence[tuple[Path, int]]) -> None:
        """Begins to commit the rows that were added, with the files of their quads, once the commit before is done."""
        self.wait()
        rows, self._rows, self._quads = self._rows, [], 0
        if rows:
            self._commit = self._thread.submit(_commit, self._writer, rows, shards)

    def wait(self) -> None:
        """Returns when nothing is being committed; raises what went wrong."""
        if self._commit is not None:
            commit, self._commit = self._commit, None
            commit.result()


def _commit(writer: Writer, rows: Sequence[DocumentRow], shards: Sequence[tuple[Path, int]]) -> None:
    with writer.beside() as here:
        here.ledger.stage(rows)
        here.commit(shards)
    refused.take_back(writer.root, (row.key for row in rows if row.state == "kept"))
