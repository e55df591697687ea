"""The one writer of a store: opens the working store under the lock, finishes what was begun, commits, publishes."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from furat.extract.errors import StoreError
from furat.graph.disk import FileLock, saving, swap, sync_folder
from furat.graph.search.index import KeptIndex
from furat.graph.store.engine import load, remove
from furat.graph.store.format import Description, StoreLayout, create, describe, migrate, remove_tree
from furat.graph.store.indexing import refresh
from furat.graph.store.ledger import WRITES, Ledger
from furat.graph.store.snapshots import Snapshot, SnapshotInfo, clean, current, next_id, publish
from furat.graph.vocab.iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import Store as Engine

GONE = ".gone.nq"  # a shard NAME.gone.nq holds what leaves the graph of that name, which else is replaced as a whole
_TOKEN = "furat-write-"  # name of the file that marks a copy to which a write was done


class Writer:
    """An open store; use it in a `with` block, one thread. Another thread commits with what `beside` gives."""

    def __init__(self, root: Path, description: Description, lock: FileLock) -> None:
        self.layout = StoreLayout(root)
        self.iris: Iris = description.iris
        self._lock = lock
        self._engine: Engine | None = None
        self._search: KeptIndex | None = None
        self.ledger = Ledger(self.layout.ledger)

    @property
    def root(self) -> Path:
        """The store's folder."""
        return self.layout.root

    @property
    def engine(self) -> "Engine":
        """The working store, opened when first asked for."""
        if self._engine is None:
            from pyoxigraph import Store as Engine

            with saving(self.layout.root):
                self._engine = Engine(str(self.layout.working))
        return self._engine

    @property
    def search(self) -> KeptIndex:
        """The full-text index, opened when first asked for; publishing brings it up to the working store."""
        if self._search is None:
            self._search = KeptIndex(self.layout.search)
        return self._search

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes engine, index and ledger, and releases the lock; what is staged and not committed is forgotten."""
        self._engine = None
        if self._search is not None:
            self._search.close()
        if not self.ledger.committing:
            shutil.rmtree(self.layout.staging, ignore_errors=True)  # else the next writer does it
        self.ledger.close()
        self._lock.release()

    @contextmanager
    def beside(self) -> Iterator["Writer"]:
        """This store for the thread that asks, with a connection of its own to the ledger."""
        _ = self.engine  # one for all
        other = copy(self)
        other.ledger = Ledger(self.layout.ledger)
        try:
            yield other
        finally:
            other._engine = None
            other.ledger.close()

    # --- changing the working store

    def new_stage(self) -> Path:
        """An empty staging folder."""
        self.ledger.drop_stage()
        with saving(self.root):
            remove_tree(self.layout.staging)
            self.layout.staging.mkdir()
        return self.layout.staging

    def commit(self, shards: Iterable[tuple[Path, int]] = ()) -> None:
        """Brings the staged rows and the shards (file in the staging folder, bytes) into the working store, wholly.

        The shards are removed; other files in the folder are left to whoever is writing them.
        """
        with saving(self.root):
            listed = sorted((path.name, length) for path, length in shards if length)
            if listed:
                for name, length in listed:
                    _settle(self.layout.staging / name, length)
                sync_folder(self.layout.staging)
            self._overwrite()
            self.ledger.begin_commit(listed)
            self._apply(redo=False)
            self._finish()

    def _overwrite(self) -> None:
        """What people wrote into graphs that are now made anew as a whole is no longer there, and no longer counted."""
        if not (written := self.ledger.written()):
            return
        made = {self.iris.document_graph(key) for key in self.ledger.to_remove(all_staged=True)}
        made |= {self.iris.graph(name) for name in self.ledger.staged_graphs() if name != WRITES}
        made -= {self.iris.graph("events")}  # changed event by event
        if lost := made & written.keys():
            row = self.ledger.graph(WRITES)
            self.ledger.stage_written(dict.fromkeys(lost), row.content if row else "")

    def recover(self) -> bool:
        """Finishes a commit that was interrupted, undoes a write that was not committed, drops leftovers.

        Gives whether there was such a commit.
        """
        interrupted = self.ledger.committing
        if not interrupted and self.ledger.writing:
            self._undo_write()
        remove_tree(self.layout.writing)
        if interrupted:
            with saving(self.root):
                self._apply(redo=True)
                self._finish()
        if self.layout.staging.exists():
            self.new_stage()
            remove_tree(self.layout.staging)
        return interrupted

    # --- writes by way of the endpoint

    def exchange(self, token: str) -> None:
        """Makes the copy in `writing`, to which a write was done, the working store; `commit` is to follow.

        Until it has, whoever opens the store next takes the write back: the copy bears the token as the name of a file.
        """
        layout = self.layout
        self._engine = None
        with saving(self.root):
            (layout.writing / f"{_TOKEN}{token}").touch()
            sync_folder(layout.writing)
            self.ledger.begin_write(token)
            swap(layout.writing, layout.working)

    def _undo_write(self) -> None:
        """Takes back a write that was not committed: the folder without its mark becomes the working store again."""
        mark = f"{_TOKEN}{self.ledger.writing}"
        if (self.layout.working / mark).exists() and self.layout.writing.is_dir():
            with saving(self.root):
                swap(self.layout.writing, self.layout.working)
        self.ledger.end_write()

    # ---

    def _apply(self, *, redo: bool) -> None:
        """Makes the working store hold what is staged; may be done again from any state between."""
        from pyoxigraph import NamedNode

        shards = [(self.layout.staging / name, length) for name, length in self.ledger.shards()]
        for path, length in shards:
            if not path.exists() or path.stat().st_size != length:
                raise StoreError(
                    f"{path}: lost in the middle of a commit; bring the store back: furat restore, or build it anew"
                )
        leaving = [self.iris.document_graph(key) for key in self.ledger.to_remove(all_staged=redo)]
        replaced = set(self.ledger.staged_graphs()) - {path.name.removesuffix(GONE) for path, _ in shards}
        here = replaced if redo else {row.name for row in self.ledger.graphs()} & replaced
        leaving += [self.iris.graph(name) for name in sorted(here)]
        for graph in leaving:
            self.engine.remove_graph(NamedNode(graph))
        gone = [path for path, _ in shards if path.name.endswith(GONE)]
        for path in gone:
            remove(self.engine, path)
        load(self.engine, [path for path, _ in shards if path not in gone])
        if leaving or gone:
            self.engine.flush()  # what is removed is in memory first; what is loaded is not

    def _finish(self) -> None:
        shards = self.ledger.shards()
        self.ledger.finish_commit()
        for name, _ in shards:
            (self.layout.staging / name).unlink(missing_ok=True)

    def document_quads(self, key: str) -> bytes:
        """The graph of a document as N-Quads, in no order."""
        return self.graph_quads(self.iris.document_graph(key))

    def graph_quads(self, iri: str) -> bytes:
        """A named graph as N-Quads, in no order."""
        from pyoxigraph import NamedNode, RdfFormat, serialize

        quads = self.engine.quads_for_pattern(None, None, None, NamedNode(iri))
        return serialize(quads, format=RdfFormat.N_QUADS) or b""

    # --- publishing

    def published(self) -> Snapshot | None:
        """The current snapshot, if there is one."""
        if not self.layout.current.is_symlink():
            return None
        return current(self.root)

    @property
    def is_published(self) -> bool:
        """Whether the current snapshot shows the working store as it is."""
        snapshot = self.published()
        if snapshot is None:
            return False
        return snapshot.info.generation == self.ledger.generation or snapshot.info.etag == self._etag()

    def publish(self) -> Snapshot | None:
        """Makes the working store the current snapshot; None when it is already. Snapshots without readers go."""
        published = None
        if not self.is_published:
            published = publish(self.root, self.engine, self._info(), refresh(self).file.share)
        clean(self.root)
        return published

    def _etag(self) -> str:
        return hashlib.sha256(f"{self.iris.base} {self.ledger.content()}".encode()).hexdigest()[:32]

    def _info(self) -> SnapshotInfo:
        ledger = self.ledger
        described = describe(self.root)
        return SnapshotInfo(
            id=next_id(self.root),
            format=described.format,
            base_iri=described.base_iri,
            generation=ledger.generation,
            quads=ledger.quads(),
            documents=ledger.count("kept"),
            events=int(ledger.meta("events", "0")),
            etag=self._etag(),
            withdrawn=tuple(sorted(row.key for row in ledger.documents("withdrawn"))),
        )


def open_for_writing(root: Path, base_iri: str | None = None) -> Writer:
    """The writer of a store. With `base_iri` the store is made when there is none.

    Raises: StoreError when another process writes it, or there is no store and no base IRI.
    """
    if base_iri is not None:
        create(root, base_iri)
    describe(root)
    layout = StoreLayout(root)
    with saving(root):
        lock = FileLock.take(layout.lock)
        if lock is None:
            holder = layout.lock.read_text(encoding="utf-8").strip()
            raise StoreError(f"{root}: process {holder or '?'} is writing it; wait for its end, or stop it")
        try:
            lock.sign()
            writer = Writer(root, migrate(root), lock)
        except BaseException:
            lock.release()
            raise
    try:
        writer.recover()
        clean(root)
    except BaseException:
        writer.close()
        raise
    return writer


def _settle(path: Path, length: int) -> None:
    """The file has this length and is on disk."""
    with path.open("r+b") as file:
        if file.seek(0, os.SEEK_END) < length:
            raise StoreError(f"{path}: shorter than what was written to it; look over the disk")
        file.truncate(length)
        os.fsync(file.fileno())
