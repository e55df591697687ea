"""Bad input: one line with place and remedy, a non-zero exit, the rest goes on, and the store is never in between."""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
FURAT = Path(sys.executable).with_name("furat")
GOOD = "قصفت طائرات روسية بلدة خان شيخون في ريف إدلب يوم 4 نيسان 2017، ما أدى إلى مقتل سبعة مدنيين، وفق المرصد السوري."


def lines(text: str, place: str) -> list[str]:
    """The lines of standard error that name a place."""
    return [line for line in text.splitlines() if place in line]


BAD: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty"),
    ("binary.txt", bytes(range(256)) * 40, "binary"),
    ("english.txt", b"Russian aircraft bombed the town on Tuesday, killing seven people.\n" * 5, "Arabic"),
    ("broken.json", b'{"id": "x", "text": ', "JSON"),
    ("cut.html", b"<html><body></body></html>", "text"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD)
def test_a_bad_file_is_refused_in_one_line_and_the_others_are_read(
    furat: Run, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """Exit code 1, a line with the file and what is wrong, and the good document is in the graph."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    done = furat("build", tmp_path / "in", "--store", tmp_path / "store")
    assert done.returncode == 1
    (line,) = lines(done.stderr, name)
    assert reason.lower() in line.lower()
    assert json.loads(furat("info", "--store", tmp_path / "store", "--json").stdout)["documents"] == 1


def test_a_broken_line_of_ten_is_named_by_its_number(furat: Run, tmp_path: Path) -> None:
    """Line 3 is refused with file and line; the nine others are read."""
    path = tmp_path / "news.jsonl"
    rows = [json.dumps({"id": f"d{n}", "text": f"{GOOD} {n}"}, ensure_ascii=False) for n in range(10)]
    rows[2] = rows[2][:-5]
    path.write_text("\n".join(rows), encoding="utf-8")
    done = furat("build", path, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert len(lines(done.stderr, f"{path}:3")) == 1
    info = json.loads(furat("info", "--store", tmp_path / "store", "--json").stdout)
    assert info["documents"] == 9


def test_an_old_arabic_encoding_is_read_as_what_it_says(furat: Run, tmp_path: Path) -> None:
    """Windows-1256 is recognised; the sentence in the graph is the sentence in the file."""
    (tmp_path / "old.txt").write_bytes("\n".join([GOOD] * 3).encode("windows-1256"))
    read = furat("extract", tmp_path / "old.txt")
    assert json.loads(read.stdout)["document"]["text"].startswith(GOOD)


def test_the_same_id_with_another_text_is_refused(furat: Run, tmp_path: Path) -> None:
    """The first stays; the second is named, with the remedy."""
    path = tmp_path / "news.jsonl"
    rows = [{"id": "one", "text": GOOD}, {"id": "one", "text": GOOD + " وانسحبت."}]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    done = furat("build", path, "--store", tmp_path / "store")
    assert done.returncode == 1
    assert len(lines(done.stderr, f"{path}:2")) == 1


@pytest.mark.parametrize(
    "command", [["query", "type-counts"], ["dump", "--output", "x.nq"], ["info"], ["serve"], ["doctor"]]
)
def test_a_missing_store_is_said_with_the_way_to_make_one(furat: Run, tmp_path: Path, command: list[str]) -> None:
    """Exit code 2 and one line that names the folder and `furat build`."""
    done = furat(*command, "--store", tmp_path / "absent", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "absent" in done.stderr
    assert "furat build" in done.stderr
    assert not (tmp_path / "absent").exists()


def test_a_store_of_a_newer_version_is_left_alone(furat: Run, tmp_path: Path, seeds_store: Path) -> None:
    """The message says which version it is and what to do."""
    store = tmp_path / "store"
    shutil.copytree(seeds_store, store, symlinks=True)
    description = json.loads((store / "store.json").read_text(encoding="utf-8"))
    (store / "store.json").write_text(json.dumps({**description, "format": 999}), encoding="utf-8")
    done = furat("build", tmp_path, "--store", store)
    assert done.returncode == 2
    assert "999" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _without_override() -> None:
    """Take from root what lets it read every file (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (1, 2):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; without the right to, we are not root anyway


def test_a_file_that_may_not_be_read_is_refused(furat: Run, tmp_path: Path) -> None:
    """The path and the permission stand in the line."""
    path = tmp_path / "secret.txt"
    path.write_text(GOOD, encoding="utf-8")
    path.chmod(0)
    done = furat("extract", path, preexec_fn=_without_override)
    assert done.returncode != 0
    assert len(lines(done.stderr, "secret.txt")) == 1
    assert "permission" in done.stderr.lower()


def test_a_full_disk_leaves_no_half_written_dump(furat: Run, seeds_store: Path) -> None:
    """Writing to a device without room is said in one line."""
    done = furat("dump", "--store", seeds_store, "--output", "/dev/full")
    assert done.returncode == 2
    assert "full" in done.stderr


def test_a_reader_that_goes_away_is_no_error(seeds_store: Path) -> None:
    """`furat dump ... | head -1` ends quietly."""
    command = f"'{FURAT}' dump --store '{seeds_store}' --output - | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("<")


def test_an_interrupted_build_leaves_the_store_whole_and_goes_on(furat: Run, tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, one line, no traceback; the next build ends like one that was never interrupted."""
    path = tmp_path / "news.jsonl"
    rows = [{"id": f"d{n}", "text": "\n".join(f"{GOOD} رقم {n} {m}." for m in range(20))} for n in range(60)]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    store = tmp_path / "store"
    process = subprocess.Popen(
        [str(FURAT), "build", str(path), "--store", str(store)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in errors
    assert furat("build", path, "--store", store).returncode == 0
    whole = tmp_path / "whole"
    assert furat("build", path, "--store", whole).returncode == 0
    dumps = [furat("dump", "--store", s, "--output", "-").stdout for s in (store, whole)]
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize("args", [["build"], ["query"], ["nonsense"], ["extract", "absent.txt"], ["validate"]])
def test_wrong_use_is_told_without_a_traceback(furat: Run, tmp_path: Path, args: list[str]) -> None:
    """Exit code 2 and a message."""
    done = furat(*args, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr
