"""Files that crash or hang their parser are refused alone; the others are read as if they were not there."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from furat.graph.ingest.reader import InputReader

TEXT = "قصف تحالف الوادي بلدة النهرين"


def folder_of(tmp_path: Path, *names: str) -> Path:
    """A folder of text files; the names are commands to the fake reader."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return folder


def read(folder: Path, seconds: float = 30.0) -> list[str]:
    """Ids of what is read, and what is refused, in order."""
    log = folder.with_name("log")
    with InputReader([str(folder)], "fake_extractor:read_inputs", seconds, 4 << 30, log) as reader:
        return [item.id if hasattr(item, "text") else f"{item.origin[-9:]}: {item.reason}" for item in reader]


def test_files_are_read_in_order(tmp_path: Path) -> None:
    """A folder gives its files by name."""
    assert read(folder_of(tmp_path, "c", "a", "b")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("command", "said"),
    [("CRASH", "SIGSEGV"), ("LEAVE", "exit status 3"), ("MEMORY", "MiB"), ("HANG", "1.5 seconds")],
)
def test_a_file_that_breaks_its_reader_is_refused_alone(tmp_path: Path, command: str, said: str) -> None:
    """What stands before and behind it is read."""
    folder = folder_of(tmp_path, "a", command, "z")
    found = read(folder, 1.5 if command == "HANG" else 30.0)
    assert [x for x in found if ":" not in x] == ["a", "z"]
    [refused] = [x for x in found if ":" in x]
    assert said in refused


def test_records_before_a_poisonous_one_are_kept(tmp_path: Path) -> None:
    """Of a file of many records, those in front of the one that breaks the reader."""
    folder = folder_of(tmp_path)
    lines = [f'{{"id": "r{n}", "text": "{TEXT}"}}\n' for n in range(5)]
    lines[3] = f'{{"id": "r3", "text": "{TEXT} CRASH\\n"}}\n'
    (folder / "x.jsonl").write_text("".join(lines), encoding="utf-8")
    found = read(folder)
    assert found[:3] == ["r0", "r1", "r2"]
    assert len(found) == 4
    assert "SIGSEGV" in found[3]


def test_a_build_goes_on_past_such_a_file(builder: Any, tmp_path: Path) -> None:
    """It is counted among the refused, with its place."""
    folder = folder_of(tmp_path, "a", "CRASH", "z")
    builder.options = replace(
        builder.options, extractor=replace(builder.options.extractor, inputs="fake_extractor:read_inputs")
    )
    summary = builder(folder)
    assert (summary.kept, sum(summary.refused.values())) == (2, 1)
    assert summary.refusals[0].where.endswith("CRASH.txt")
    assert not (builder.store / "reading.log").exists()
