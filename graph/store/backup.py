"""A store's whole state in another folder, and back."""

import shutil
import sqlite3
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.disk import saving, sync_folder, sync_tree
from furat.graph.store.format import StoreLayout, describe, remove_tree
from furat.graph.store.snapshots import Snapshot
from furat.graph.store.writer import open_for_writing


def backup(root: Path, target: Path) -> None:
    """Copies working store, ledger, index and refused documents to a new folder, which is there complete or not at all.

    On the same disk the engine's files are hard links to files that never change: quick and small, but one disk.

    Raises: StoreError when the folder is there already, another process writes the store, or the disk refuses.
    """
    if target.exists():
        raise StoreError(f"{target}: is there already; name a new folder")
    beside = target.with_name(target.name + ".tmp")
    with open_for_writing(root) as writer, saving(target):
        remove_tree(beside)
        beside.mkdir(parents=True)
        try:
            copy = StoreLayout(beside)
            writer.engine.flush()
            writer.engine.backup(str(copy.working))
            source, into = sqlite3.connect(writer.layout.ledger), sqlite3.connect(copy.ledger)
            source.backup(into)
            source.close()
            into.close()
            if writer.layout.search.exists():
                writer.search.file.share(copy.search)
            if writer.layout.refused.is_dir():
                shutil.copytree(writer.layout.refused, copy.refused)
            shutil.copy2(writer.layout.description, copy.description)
            sync_tree(beside)
        except BaseException:
            remove_tree(beside)
            raise
        beside.rename(target)
        sync_folder(target.resolve().parent)


def restore(saved: Path, root: Path) -> Snapshot | None:
    """Makes a store out of a backup, in a new folder, and publishes it; the backup stays as it is.

    Raises: StoreError when the folder is there already, or `saved` is no complete backup.
    """
    describe(saved)
    if root.exists():
        raise StoreError(f"{root}: is there already; name a new folder, or move the old store away")
    if not StoreLayout(saved).working.is_dir() or not StoreLayout(saved).ledger.is_file():
        raise StoreError(f"{saved}: no complete backup; name the folder that furat backup wrote")
    beside = root.with_name(root.name + ".tmp")
    with saving(root):
        remove_tree(beside)
        try:
            shutil.copytree(saved, beside)
            sync_tree(beside)
        except BaseException:
            remove_tree(beside)
            raise
        beside.rename(root)
        sync_folder(root.resolve().parent)
    with open_for_writing(root) as writer:
        return writer.publish()
