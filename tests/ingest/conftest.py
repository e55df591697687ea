"""Builds with an extractor that obeys, so that each way of failing can be asked for."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from furat.graph.ingest import Extractor, Options, Summary, build
from furat.graph.store import dump

HERE = Path(__file__).parent
FAKE = Extractor("fake_extractor:read", "fake_extractor:load")
TEXT = "قصف تحالف الوادي بلدة النهرين فجر اليوم"


@pytest.fixture(scope="session", autouse=True)
def fake_extractor() -> Iterator[None]:
    """Lets this process and the workers import the fake extractor."""
    sys.path.insert(0, str(HERE))
    yield
    sys.path.remove(str(HERE))


Writes = Callable[..., Path]


@pytest.fixture
def news(tmp_path: Path) -> Writes:
    """Writes documents, given as id=text, to a file of JSON lines."""

    def write(name: str = "news.jsonl", /, **texts: str) -> Path:
        path = tmp_path / name
        return write_news(path, texts.items())

    return write


def write_news(path: Path, texts: Iterable[tuple[str, str]]) -> Path:
    """A file of JSON lines with a document each."""
    with path.open("w", encoding="utf-8") as out:
        for identifier, text in texts:
            record = {"id": identifier, "text": text, "published": "2016-03-02", "publisher": "جريدة الوادي"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


class Builder:
    """Builds into one store with the fake extractor."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.options = Options(jobs=2, extractor=FAKE, seconds_per_document=30)

    def __call__(self, *inputs: Path, **changes: object) -> Summary:
        options = replace(self.options, **changes)  # type: ignore[arg-type]
        return build([str(path) for path in inputs], self.store, options=options)

    def quads(self) -> bytes:
        """The published state as N-Quads."""
        path = self.store.with_name(self.store.name + ".nq")
        dump(self.store, path)
        return path.read_bytes()


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    """Builds into a store of its own."""
    return Builder(tmp_path / "store")
