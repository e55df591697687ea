"""Published states of a store: written beside, switched to atomically, kept as long as somebody reads them.

A reader calls `hold(root)`: the snapshot that is current, with a shared lock on its `in-use` file; it keeps the object
for as long as it has the snapshot's files open. The writer removes a snapshot only under an exclusive
lock on that file.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from furat.extract.errors import StoreError
from furat.graph.disk import FileLock, saving, sync_folder, sync_tree, write_atomically
from furat.graph.store.format import FORMAT, StoreLayout, as_json, describe, remove_tree
from furat.graph.vocab.iris import Iris

if TYPE_CHECKING:
    from pyoxigraph import Store as Engine

IN_USE = "in-use"


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What `snapshot.json` says of one published state."""

    id: int
    format: int
    base_iri: str
    generation: int  # of the ledger; two snapshots of one store differ in it
    quads: int
    documents: int
    events: int
    etag: str  # a hash of what is in it: equal for equal content
    withdrawn: tuple[str, ...]  # keys of documents that were withdrawn and answer 410


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published state on disk."""

    path: Path
    info: SnapshotInfo

    @property
    def iris(self) -> Iris:
        """The IRIs of its data."""
        return Iris(self.info.base_iri)

    @property
    def quads(self) -> Path:
        """The engine's folder, to be opened with `pyoxigraph.Store.read_only`."""
        return self.path / "quads"

    @property
    def search(self) -> Path:
        """The full-text index; may be absent."""
        return self.path / "search.sqlite"


class HeldSnapshot:
    """A snapshot that is not removed before `release` is called or the process ends."""

    def __init__(self, snapshot: Snapshot, lock: FileLock) -> None:
        self.snapshot = snapshot
        self._lock = lock

    def release(self) -> None:
        """Lets the writer remove the snapshot once it is not the current one."""
        self._lock.release()

    def __enter__(self) -> Snapshot:
        return self.snapshot

    def __exit__(self, *_: object) -> None:
        self.release()


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot in a folder.

    Raises: StoreError when it is damaged or of a newer version.
    """
    try:
        data = json.loads((path / "snapshot.json").read_text(encoding="utf-8"))
        if data["format"] > FORMAT:
            raise StoreError(f"{path}: a snapshot of a newer version (format {data['format']}); update furat")
        return Snapshot(path, SnapshotInfo(**{**data, "withdrawn": tuple(data["withdrawn"])}))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: damaged snapshot ({error}); publish anew with: furat doctor --store") from error


def current(root: Path) -> Snapshot:
    """The snapshot that is served now.

    Raises: StoreError when the store is missing or was never published.
    """
    describe(root)
    link = StoreLayout(root).current
    try:
        while True:
            target = link.readlink()
            try:
                return read_snapshot(root / target)
            except StoreError:
                if link.readlink() == target:  # else it was replaced by a newer one in between
                    raise
    except FileNotFoundError:
        raise StoreError(f"{root}: nothing is published yet; run: furat build INPUT... --store {root}") from None
    except OSError as error:
        raise StoreError(f"{link}: {error.strerror}; repair it with: furat doctor --store {root}") from error


def hold(root: Path) -> HeldSnapshot:
    """The current snapshot, kept from removal until it is released.

    Raises: StoreError when there is none, or it cannot be locked.
    """
    while True:
        snapshot = current(root)
        marker = snapshot.path / IN_USE
        try:
            lock = FileLock.take(marker, shared=True, make=False)
        except FileNotFoundError:
            if not snapshot.path.exists():  # removed since the link was read: a newer one is current
                continue
            raise StoreError(f"{marker}: missing; repair it with: furat doctor --store {root}") from None
        except PermissionError:
            raise StoreError(f"{marker}: no permission to read it; give the right to this user") from None
        if lock is not None and lock.is_on(marker):
            return HeldSnapshot(snapshot, lock)
        if lock is not None:
            lock.release()


def published_ids(root: Path) -> list[int]:
    """The ids of the snapshots on disk, ascending."""
    folder = StoreLayout(root).snapshots
    return sorted(int(p.name) for p in folder.iterdir() if p.name.isdigit()) if folder.is_dir() else []


def next_id(root: Path) -> int:
    """The id that the next snapshot gets."""
    return max(published_ids(root), default=0) + 1


def publish(root: Path, engine: "Engine", info: SnapshotInfo, put_index: Callable[[Path], None]) -> Snapshot:
    """Writes a checkpoint of the working store as snapshot `info.id` and makes it the current one.

    `put_index` puts the full-text index where it is told.
    """
    layout = StoreLayout(root)
    final = layout.snapshots / str(info.id)
    beside = final.with_name(final.name + ".tmp")
    with saving(root):
        layout.snapshots.mkdir(exist_ok=True)
        remove_tree(beside)
        beside.mkdir()
        try:
            engine.backup(beside / "quads")
            put_index(beside / "search.sqlite")
            (beside / IN_USE).touch()
            write_atomically(beside / "snapshot.json", as_json(asdict(info)))
            sync_tree(beside)
        except BaseException:
            remove_tree(beside)
            raise
        beside.rename(final)
        sync_folder(layout.snapshots)
        _switch(layout, final)
    return Snapshot(final, info)


def _switch(layout: StoreLayout, target: Path) -> None:
    link = layout.current.with_name("current.tmp")
    remove_tree(link)
    link.symlink_to(Path("snapshots") / target.name)
    link.replace(layout.current)
    sync_folder(layout.root)


def clean(root: Path) -> list[str]:
    """Removes snapshots that nobody reads and what an interrupted publishing left; gives their names."""
    layout = StoreLayout(root)
    if not layout.snapshots.is_dir():
        return []
    served = layout.current.readlink().name if layout.current.is_symlink() else ""
    removed: list[str] = []
    with saving(root):
        for folder in sorted(layout.snapshots.iterdir()):
            if folder.name == served or not folder.is_dir():
                continue
            lock = None
            if folder.name.isdigit() and (folder / IN_USE).exists():
                lock = FileLock.take(folder / IN_USE)
                if lock is None:
                    continue
                gone = folder.with_name(folder.name + ".old")
                folder = folder.rename(gone)
            remove_tree(folder)
            removed.append(folder.name)
            if lock is not None:
                lock.release()
    return removed
