"""Builds in a process of its own, to be killed: drive.py STORE INPUT [INPUT...]; prints the refused as JSON.

With FURAT_DIE=before or after it kills itself when a portion is to be loaded, or was, and the next one has begun.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from furat.extract.errors import FuratError
from furat.graph import dependence
from furat.graph.ingest import Extractor, Options, build
from furat.graph.store import writer

dependence.code_version = lambda entries, data=(): "0" * 64  # type: ignore[assignment]  # sources may be edited meanwhile

_stages: list[str] = []
_more = threading.Event()


def progress(stage: str, done: int, total: int | None) -> None:
    """Notices that workers have finished something since a portion was handed over for loading."""
    _stages.append(stage)
    if stage == "extract" and "load" in _stages:
        _more.set()


def die(when: str) -> None:
    """Makes the first load of documents the last thing that this process does."""
    real = writer.load

    def load(engine: Any, files: Sequence[Path]) -> None:
        if not any(path.name.startswith("shard") for path in files):
            real(engine, files)
            return
        _more.wait(60)
        if when == "after":
            real(engine, files)
        os.kill(os.getpid(), signal.SIGKILL)

    writer.load = load


if __name__ == "__main__":
    fake = Extractor("fake_extractor:read", "fake_extractor:load")
    options = Options(jobs=2, extractor=fake, seconds_per_document=20, documents_per_commit=25)
    if "FURAT_DIE" in os.environ:
        die(os.environ["FURAT_DIE"])
    try:
        summary = build(sys.argv[2:], Path(sys.argv[1]), options=options, progress=progress)
    except FuratError as error:
        sys.exit(str(error))
    print(json.dumps([summary.kept, dict(summary.refused)]))
