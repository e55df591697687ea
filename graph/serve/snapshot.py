"""What the front end knows of the store on disk: which snapshot is current, and what its own description says."""

import json
from dataclasses import dataclass
from pathlib import Path

from furat.extract.errors import StoreError

FORMAT = 1  # of the store's layout


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """A published snapshot, by its `snapshot.json`."""

    folder: Path
    number: int
    base: str  # base IRI of its data
    etag: str
    quads: int
    documents: int
    withdrawn: frozenset[str]  # keys of documents

    @property
    def search(self) -> Path:
        """The search index; it may be missing."""
        return self.folder / "search.sqlite"


def read_snapshot(folder: Path) -> SnapshotInfo:
    """The description of a snapshot."""
    try:
        said = json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise StoreError(
                f"{folder}: a snapshot of format {said['format']}, this furat reads {FORMAT}; update furat"
            )
        return SnapshotInfo(
            folder, said["id"], said["base_iri"], said["etag"], said.get("quads", 0), said.get("documents", 0),
            frozenset(said.get("withdrawn", ())),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{folder}: not a complete snapshot ({error}): run `furat build` to publish a new one"
        ) from error


def current(store: Path) -> SnapshotInfo:
    """The store's current snapshot."""
    if not store.is_dir():
        raise StoreError(f"{store}: no such store: make one with `furat build INPUT --store {store}`")
    link = store / "current"
    try:
        folder = link.resolve(strict=True)
    except OSError as error:
        raise StoreError(f"{store}: nothing is published yet: run `furat build INPUT --store {store}`") from error
    return read_snapshot(folder)
