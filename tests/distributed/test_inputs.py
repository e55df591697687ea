"""Inputs by URL are read as files of this machine are; on file systems of fsspec."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from furat.extract.documents import Refused
from furat.extract.documents import read_inputs as read_paths
from furat.extract.errors import InputError
from furat.extract.records import Document
from furat.graph.distributed.inputs import list_files, read_inputs

TEXT = "قصف الطيران بلدة النهرين فجر اليوم"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every kind, good and bad, and some that are not for reading."""
    lines = [json.dumps({"id": f"j{n}", "text": f"{TEXT} {n}"}, ensure_ascii=False) for n in range(3)]
    files = {
        "a.jsonl": "\n".join([*lines, "{broken", ""]).encode(),
        "b.json": json.dumps([{"id": "x", "text": TEXT}]).encode(),
        "c.txt": TEXT.encode("cp1256"),
        "deep/d.html": f"<html><body><article><p>{TEXT * 9}</p></article></body></html>".encode(),
        "deep/e.json": b"",
        ".hidden/f.txt": TEXT.encode(),
        "g.pdf": b"%PDF",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture(params=["file", "memory"])
def url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The folder on a file system that has a name."""
    if request.param == "file":
        yield folder.as_uri()
        return
    memory = fsspec.filesystem("memory")
    memory.put(str(folder), "/news", recursive=True)
    yield "memory://news"
    memory.rm("/news", recursive=True)


def read(inputs: list[str]) -> list[Document | Refused]:
    """What a build gets from inputs."""
    return list(read_inputs([item for item in list_files(inputs) if isinstance(item, str)]))


def anywhere(items: list[Document | Refused]) -> list[Document | Refused]:
    """Without the places, which differ."""
    return [replace(item, origin="") for item in items]


def test_a_folder_by_url_gives_what_the_folder_gives(folder: Path, url: str) -> None:
    """Same documents, same refusals, in the same order; each tells where it was found."""
    found = read([url])
    assert anywhere(found) == anywhere(list(read_paths([str(folder)])))
    assert len(found) == 8
    assert all(item.origin.startswith(url.partition("://")[0]) for item in found)


def test_patterns_and_single_files_work_as_for_paths(folder: Path, url: str) -> None:
    """Also beside paths; what a folder passes over can be named."""
    assert [item.origin.rpartition("/")[2] for item in read([f"{url}/*.json", f"{url}/c.txt"])] == ["b.json:1", "c.txt"]
    assert len(read([f"{url}/c.txt", str(folder / "c.txt")])) == 2
    [refused] = read([f"{url}/g.pdf"])
    assert isinstance(refused, Refused) and "unknown kind of file '.pdf'" in refused.reason


@pytest.mark.parametrize("place", ["file:///no/such/folder", "memory://none/*.txt", "nosuch://bucket/x"])
def test_what_is_not_there_is_told_at_once(place: str) -> None:
    """Before anything is read, in one line."""
    with pytest.raises(InputError) as caught:
        list_files([place])
    assert str(caught.value).startswith(place) and "\n" not in str(caught.value)


def test_a_file_that_goes_away_is_refused_alone(folder: Path) -> None:
    """The others are read."""
    listed = [item for item in list_files([f"{folder.as_uri()}/*.json*"]) if isinstance(item, str)]
    (folder / "b.json").unlink()
    found = list(read_inputs(listed))
    assert sum(isinstance(item, Document) for item in found) == 3
    assert any(isinstance(item, Refused) and "cannot be read" in item.reason for item in found)
