"""Documents that were set aside: one folder each with the source, the reason and the report.

A refused document can be read again from here (`furat build --retry-refused`), whatever became of its file.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import chain
from pathlib import Path

from furat.extract.errors import StoreError
from furat.extract.records import Document
from furat.graph.disk import saving, write_atomically
from furat.graph.store.format import StoreLayout, remove_tree

SOURCE, REASON, REPORT = "source.json", "reason.txt", "report.txt"
INPUTS = "inputs.jsonl"  # what of the last build's inputs gave no document


def set_aside(root: Path, key: str, document: Document, reason: str, message: str, report: str) -> None:
    """Keeps a document that was refused, in the folder of its key; replaces what stood there."""
    folder = StoreLayout(root).refused / key
    with saving(root):
        folder.mkdir(parents=True, exist_ok=True)
        data = asdict(document)
        data["published"] = document.published.isoformat() if document.published else None
        source = json.dumps(data, ensure_ascii=True, sort_keys=True, indent=1)  # ASCII: also a lone surrogate survives
        write_atomically(folder / SOURCE, source.encode())
        write_atomically(folder / REPORT, (report + "\n").encode("utf-8", "backslashreplace"))
        write_atomically(folder / REASON, f"{reason}: {message}\n".encode("utf-8", "backslashreplace"))


def source(root: Path, key: str) -> Document:
    """The refused document of a key as it was given.

    Raises: StoreError when its file is lost or damaged.
    """
    path = StoreLayout(root).refused / key / SOURCE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        published = date.fromisoformat(data["published"]) if data["published"] else None
        return Document(**{**data, "published": published})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{path}: lost or damaged ({error}); build again from the inputs") from error


def keys(root: Path) -> list[str]:
    """Keys of the folders that are there, sorted."""
    folder = StoreLayout(root).refused
    return sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []


def take_back(root: Path, keys: Iterable[str]) -> None:
    """Removes the folders of documents that are refused no longer."""
    with saving(root):
        for key in keys:
            remove_tree(StoreLayout(root).refused / key)


def write_inputs(root: Path, refused: Iterable[tuple[str, str, str]]) -> None:
    """Lists inputs that gave no document (place, reason, message), one JSON object a line; none removes the list."""
    lines = map(_line, refused)
    first = next(lines, None)
    path = StoreLayout(root).refused / INPUTS
    with saving(root):
        if first is None:
            remove_tree(path)
        else:
            path.parent.mkdir(exist_ok=True)
            write_atomically(path, chain([first], lines))


def _line(told: tuple[str, str, str]) -> bytes:
    where, reason, message = told
    data = {"input": where, "reason": reason, "message": message}
    return (json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "backslashreplace")
