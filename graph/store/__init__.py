"""The store on disk: one writer, immutable snapshots, readers that hold what they read.

Writers: `open_for_writing(root, base_iri)` gives a `Writer`. Readers: `hold(root)` gives the current `Snapshot` and
keeps it from removal until released; `current(root)` only looks. `info`, `dump`, `doctor`, `backup` and `restore` are
what the commands of those names do.
"""

from furat.graph.store.backup import backup, restore
from furat.graph.store.doctor import Ailment, doctor
from furat.graph.store.dump import FORMATS, dump
from furat.graph.store.format import FORMAT, Description, StoreLayout, create, describe
from furat.graph.store.info import StoreInfo, info
from furat.graph.store.snapshots import HeldSnapshot, Snapshot, SnapshotInfo, current, hold, read_snapshot
from furat.graph.store.writer import Writer, open_for_writing

__all__ = [
    "FORMAT",
    "FORMATS",
    "Ailment",
    "Description",
    "HeldSnapshot",
    "Snapshot",
    "SnapshotInfo",
    "StoreInfo",
    "StoreLayout",
    "Writer",
    "backup",
    "create",
    "current",
    "describe",
    "doctor",
    "dump",
    "hold",
    "info",
    "open_for_writing",
    "read_snapshot",
    "restore",
]
