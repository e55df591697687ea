"""The store on disk: one writer, immutable snapshots, readers that hold what they read.

Writers: `open_for_writing(root, base_iri)` gives a `Writer`. Readers: `hold(root)` gives the current `Snapshot` and
keeps it from removal until released; `current(root)` only looks.
"""

from furat.graph.store.format import FORMAT, Description, Layout, create, describe
from furat.graph.store.snapshots import HeldSnapshot, Snapshot, SnapshotInfo, current, hold, read_snapshot
from furat.graph.store.writer import Writer, open_for_writing

__all__ = [
    "FORMAT",
    "Description",
    "HeldSnapshot",
    "Layout",
    "Snapshot",
    "SnapshotInfo",
    "Writer",
    "create",
    "current",
    "describe",
    "hold",
    "open_for_writing",
    "read_snapshot",
]
