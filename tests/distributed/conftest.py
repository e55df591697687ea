"""Builds on clusters with an extractor that obeys, and the same builds on this machine to compare with."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

from furat.graph.ingest import Extractor, Options, Summary, build
from furat.graph.store import dump

HERE = Path(__file__).parent
FOLDERS = [str(HERE), str(HERE.parent / "ingest")]
OPTIONS = Options(jobs=2, extractor=Extractor("obedient:read", "obedient:load"), seconds_per_document=30)


@pytest.fixture(scope="session", autouse=True)
def obedient() -> Iterator[None]:
    """Lets this process and the workers import the extractor."""
    sys.path[:0] = FOLDERS
    yield
    for folder in FOLDERS:
        sys.path.remove(folder)


class Builder:
    """Builds into one store."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __call__(self, *inputs: object, **changes: Any) -> Summary:
        return build([str(given) for given in inputs], self.store, options=replace(OPTIONS, **changes))

    def quads(self) -> bytes:
        """The published state as N-Quads."""
        path = self.store.with_name(self.store.name + ".nq")
        dump(self.store, path)
        return path.read_bytes()


@pytest.fixture
def builder(tmp_path: Path) -> Callable[[str], Builder]:
    """Builders, each with a store of its own."""
    return lambda name: Builder(tmp_path / name)


def write_news(path: Path, texts: dict[str, str]) -> Path:
    """A file of JSON lines."""
    path.parent.mkdir(exist_ok=True)
    records = [
        {"id": key, "text": text, "published": "2016-03-02", "publisher": "جريدة الوادي"} for key, text in texts.items()
    ]
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A file of JSON lines in a folder `news`."""
    return lambda texts: write_news(tmp_path / "news" / "all.jsonl", texts)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, set[str]]:
    """Documents that take a while, the quads that a build of this machine gives, and what lies in its store."""
    folder = tmp_path_factory.mktemp("slow")
    text = "قصف تحالف الوادي بلدة النهرين"
    inputs = write_news(folder / "all.jsonl", {f"d{n}": f"{text} {n} SLOW" for n in range(120)})
    here = Builder(folder / "here")
    here(inputs, jobs=3)
    return inputs, here.quads(), {path.name for path in here.store.iterdir()}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster of two processes that gives a batch up at its first dead worker."""
    import logging

    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", memory_limit=0,
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"}, silence_logs=logging.CRITICAL,
        ) as cluster,
    ):  # fmt: skip
        yield cluster.scheduler_address
