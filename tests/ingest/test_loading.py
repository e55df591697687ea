"""Committing beside the workers: nobody waits for the other, one portion at a time, and errors come out."""

import errno
import gc
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from furat.extract.errors import StoreError
from furat.graph.ingest import build
from furat.graph.store import writer as store_writer

TEXT = "قصف تحالف الوادي بلدة النهرين"
PATIENCE = 60.0  # seconds


@pytest.fixture
def many(news: Any) -> Path:
    """A hundred documents, more than three batches of each worker."""
    path: Path = news(**{f"d{n}": f"{TEXT} {n}" for n in range(100)})
    return path


def is_of_documents(files: Sequence[Path]) -> bool:
    """Whether workers wrote these, not the build itself."""
    return any(path.name.startswith("shard") for path in files)


def test_workers_read_on_while_a_portion_is_loaded(builder: Any, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first load does not end before workers have finished more documents: it would never end if they waited."""
    load, more = store_writer.load, threading.Event()
    stages: list[str] = []
    waited: list[bool] = []

    def load_when_there_is_more(engine: Any, files: Sequence[Path]) -> None:
        if is_of_documents(files) and not waited:
            waited.append(more.wait(PATIENCE))
        load(engine, files)

    def progress(stage: str, done: int, total: int | None) -> None:
        stages.append(stage)
        if stage == "extract" and "load" in stages:
            more.set()

    monkeypatch.setattr(store_writer, "load", load_when_there_is_more)
    options = type(builder.options)(jobs=2, extractor=builder.options.extractor, documents_per_commit=10)
    summary = build([str(many)], builder.store, options=options, progress=progress)
    assert waited == [True]
    assert summary.kept == 100


def test_one_commit_at_a_time_and_all_of_them(builder: Any, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Portions are whole and follow each other; their quads are in the store once."""
    load, running, most = store_writer.load, [0], [0, 0]

    def counted(engine: Any, files: Sequence[Path]) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        most[1] += is_of_documents(files)
        load(engine, files)
        running[0] -= 1

    monkeypatch.setattr(store_writer, "load", counted)
    summary = builder(many, documents_per_commit=10)
    assert most[0] == 1
    assert most[1] > 1
    assert builder.quads().count(b"\n") == summary.quads


def test_quads_limit_a_commit_too(builder: Any, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few long documents are as much as many short ones."""
    load, portions = store_writer.load, []

    def counted(engine: Any, files: Sequence[Path]) -> None:
        portions.append(is_of_documents(files))
        load(engine, files)

    monkeypatch.setattr(store_writer, "load", counted)
    builder(many, quads_per_commit=200)
    assert sum(portions) > 1


def test_what_fails_while_loading_stops_the_build(
    builder: Any, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user is told as if nobody else had been at work; the next build ends as if nothing had been."""
    load = store_writer.load

    def full(engine: Any, files: Sequence[Path]) -> None:
        if is_of_documents(files):
            raise OSError(errno.ENOSPC, "No space left on device")
        load(engine, files)

    monkeypatch.setattr(store_writer, "load", full)
    with pytest.raises(StoreError, match="the disk is full"):
        builder(many, documents_per_commit=10)
    monkeypatch.undo()
    gc.collect()  # the error's traceback holds the engine open
    summary = builder(many)
    assert summary.kept == 100
    other = type(builder)(tmp_path / "other")
    other(many)
    assert builder.quads() == other.quads()
