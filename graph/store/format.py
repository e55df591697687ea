"""The layout of a store on disk, its format version, and how an older store is brought to the present one.

See docs/architecture.md; the server reads `current` and what it points to, nothing else.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from furat.extract.errors import StoreError
from furat.graph.disk import saving, sync_folder, write_atomically
from furat.graph.vocab.iris import Iris, check_base

FORMAT = 1

# What brings a store of format n to n + 1, in place, under the writer's lock; each may run again after a crash.
MIGRATIONS: Mapping[int, Callable[[Path], None]] = {}


@dataclass(frozen=True, slots=True)
class StoreLayout:
    """Where the parts of a store lie."""

    root: Path

    @property
    def description(self) -> Path:
        """`store.json`: format version and base IRI."""
        return self.root / "store.json"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.root / "lock"

    @property
    def working(self) -> Path:
        """The engine's folder that the writer changes; nobody else opens it."""
        return self.root / "working"

    @property
    def writing(self) -> Path:
        """The copy of `working` on which a write by way of the endpoint is tried; there only while one is under way."""
        return self.root / "writing"

    @property
    def removed(self) -> Path:
        """Copies, as N-Quads, of what a repair took out of the store; nothing here is ever removed by furat."""
        return self.root / "removed"

    @property
    def ledger(self) -> Path:
        """What is in the working store: one row a document."""
        return self.root / "ledger.sqlite"

    @property
    def reports(self) -> Path:
        """What the derivation of events remembers; made anew when it is lost."""
        return self.root / "reports.sqlite"

    @property
    def search(self) -> Path:
        """The full-text index as of the working store; made anew when it is lost."""
        return self.root / "search.sqlite"

    @property
    def staging(self) -> Path:
        """N-Quads of a build that are not in the working store yet."""
        return self.root / "staging"

    @property
    def refused(self) -> Path:
        """One folder a refused document."""
        return self.root / "refused"

    @property
    def snapshots(self) -> Path:
        """The published states, one folder each."""
        return self.root / "snapshots"

    @property
    def current(self) -> Path:
        """The symbolic link to the snapshot that is served."""
        return self.root / "current"


@dataclass(frozen=True, slots=True)
class Description:
    """What `store.json` says."""

    format: int
    base_iri: str

    @property
    def iris(self) -> Iris:
        """The IRIs of this store."""
        return Iris(self.base_iri)


def create(root: Path, base_iri: str) -> Description:
    """Makes an empty store, or describes the one there; a folder of other things or another base is refused.

    Raises: StoreError when the folder holds other things, or a store of another base IRI.
    """
    check_base(base_iri)
    layout = StoreLayout(root)
    if layout.description.exists():
        found = describe(root)
        if found.base_iri != base_iri:
            raise StoreError(
                f"{root}: its base IRI is {found.base_iri}, not {base_iri}; for another base build into another folder"
            )
        return found
    with saving(root):
        root.mkdir(parents=True, exist_ok=True)
        if strangers := sorted({entry.name for entry in root.iterdir()} - {"store.json.tmp", "lock"}):
            raise StoreError(f"{root}: holds {strangers[0]!r} and is no store; name an empty or a new folder")
        description = Description(FORMAT, base_iri)
        write_atomically(layout.description, as_json({"format": FORMAT, "base_iri": base_iri}))
        sync_folder(root)
    return description


def describe(root: Path) -> Description:
    """What a store says of itself.

    Raises: StoreError when it is missing, damaged or of a newer format.
    """
    layout = StoreLayout(root)
    try:
        data = json.loads(layout.description.read_text(encoding="utf-8"))
        description = Description(int(data["format"]), str(data["base_iri"]))
    except FileNotFoundError:
        raise StoreError(f"{root}: no store there; make one with: furat build INPUT... --store {root}") from None
    except PermissionError:
        raise StoreError(f"{layout.description}: no permission to read it; give the right to this user") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{layout.description}: damaged ({error}); bring it back from a backup: furat restore"
        ) from error
    if description.format > FORMAT:
        raise StoreError(
            f"{root}: a store of a newer version (format {description.format}; this furat knows {FORMAT}); "
            "update furat, or build into another folder"
        )
    return description


def migrate(root: Path) -> Description:
    """Brings a store to the present format, step by step; to be called with the writer's lock held.

    Raises: StoreError when it is too old, or of a newer format.
    """
    description = describe(root)
    while description.format < FORMAT:
        step = MIGRATIONS.get(description.format)
        if step is None:
            raise StoreError(
                f"{root}: format {description.format} is too old for this furat; build it anew from the inputs"
            )
        with saving(root):
            step(root)
            data = json.loads(StoreLayout(root).description.read_text(encoding="utf-8"))
            data["format"] = description.format + 1
            write_atomically(StoreLayout(root).description, as_json(data))
        description = describe(root)
    return description


def as_json(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys: the same data gives the same bytes."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def remove_tree(path: Path) -> None:
    """Removes a folder or file that may be half there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=False)
    elif path.exists() or path.is_symlink():
        path.unlink()
