"""What a store holds, told without opening the engine and beside a running writer."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.store.format import StoreLayout, describe
from furat.graph.store.snapshots import SnapshotInfo, current, published_ids


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """A store at a glance."""

    root: Path
    format: int
    base_iri: str
    snapshot: SnapshotInfo | None  # the current one
    snapshots: tuple[int, ...]  # on disk
    kept: int
    withdrawn: int
    refused: Mapping[str, int]  # by reason
    graphs: Mapping[str, int]  # quads of the graphs of the store as a whole, by name
    ahead: bool  # the working store holds what is not published yet
    bytes: int  # on disk, hard-linked files once


def info(root: Path) -> StoreInfo:
    """What is in a store.

    Raises: StoreError when there is none, or its ledger is damaged.
    """
    described = describe(root)
    layout = StoreLayout(root)
    try:
        snapshot = current(root).info if layout.current.is_symlink() else None
    except StoreError:
        snapshot = None
    counts: dict[str, int] = {}
    reasons: dict[str, int] = {}
    graphs: dict[str, int] = {}
    generation = "0"
    if layout.ledger.exists():
        try:
            ledger = sqlite3.connect(f"{layout.ledger.resolve().as_uri()}?mode=ro", uri=True)
            counts = dict(ledger.execute("SELECT state, count(*) FROM documents GROUP BY state"))
            sql = "SELECT reason, count(*) FROM documents WHERE state = 'refused' GROUP BY reason ORDER BY reason"
            reasons = dict(ledger.execute(sql))
            graphs = dict(ledger.execute("SELECT name, quads FROM graphs ORDER BY name"))
            found = ledger.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
            generation = found[0] if found else "0"
            ledger.close()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{layout.ledger}: damaged ({error}); repair with: furat doctor --store {root}") from error
    return StoreInfo(
        root, described.format, described.base_iri, snapshot, tuple(published_ids(root)), counts.get("kept", 0),
        counts.get("withdrawn", 0), reasons, graphs, int(generation) != (snapshot.generation if snapshot else 0),
        _size(root),
    )  # fmt: skip


def _size(root: Path) -> int:
    files: dict[tuple[int, int], int] = {}
    for path in root.rglob("*"):
        try:
            status = path.lstat()
        except FileNotFoundError:  # removed by the writer in between
            continue
        if path.is_file():
            files[status.st_dev, status.st_ino] = status.st_size
    return sum(files.values())
