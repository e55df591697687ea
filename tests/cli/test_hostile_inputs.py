"""One bad input costs only itself: it is named, the rest is built, and nothing of the folder it lies in is run."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
GOOD = "قصفت طائرات التحالف الدولي بلدة هجين يوم 3 تشرين الثاني 2018، وفق ناشطين.\n"


def lines(*records: dict[str, object]) -> str:
    """JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=True) + "\n" for record in records)


def not_utf8(folder: Path) -> str:
    """A file name in Windows-1256, as old archives give it."""
    Path(os.fsdecode(os.fsencode(folder) + b"/\xcd\xe1\xc8.txt")).write_text(GOOD, encoding="utf-8")
    return "\\xcd\\xe1\\xc8.txt"


def half_an_id(folder: Path) -> str:
    """Half a surrogate pair in an id."""
    (folder / "b.jsonl").write_text('{"id": "x\\udc00", "text": ' + json.dumps(GOOD) + "}\n", encoding="utf-8")
    return "b.jsonl:1"


def a_pipe(folder: Path) -> str:
    """A named pipe that nobody writes to."""
    os.mkfifo(folder / "b.txt")
    return "b.txt"


def a_device(folder: Path) -> str:
    """A link to a device that never ends."""
    (folder / "b.txt").symlink_to("/dev/zero")
    return "b.txt"


def a_loop(folder: Path) -> str:
    """Links that lead to one another."""
    (folder / "b.txt").symlink_to(folder / "c.txt")
    (folder / "c.txt").symlink_to(folder / "b.txt")
    return "b.txt"


def attributes(folder: Path) -> str:
    """A tag with 200,000 attributes."""
    page = "<html><body><p " + " ".join(f"a{n}=1" for n in range(200_000)) + f">{GOOD}</p></body></html>"
    (folder / "b.html").write_text(page, encoding="utf-8")
    return "b.html"


@pytest.mark.parametrize("make", [not_utf8, half_an_id, a_pipe, a_device, a_loop, attributes])
def test_a_bad_input_is_named_and_the_rest_is_built(furat: Run, tmp_path: Path, make: object) -> None:
    """Exit code 1, one line with its name, no traceback; the good one is in the store."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "z.txt").write_text(GOOD + GOOD, encoding="utf-8")
    named = make(folder)  # type: ignore[operator]
    done = furat("build", "news", "--store", "store", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert named in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    assert "2 new" in done.stdout + done.stderr


def test_a_number_of_thousands_of_digits_costs_nothing(furat: Run, tmp_path: Path) -> None:
    """A field that furat does not even look at; in lines and in an array."""
    digits = "1" * 5_001
    record = json.dumps(GOOD)
    (tmp_path / "a.jsonl").write_text(
        f'{{"id": "1", "text": {record}, "n": {digits}}}\n{{"id": "2", "text": {record}}}\n', encoding="utf-8"
    )
    (tmp_path / "b.json").write_text(
        f'[{{"id": "3", "text": {record}, "n": -{digits}}}, {{"id": "4", "text": {record}}}]', encoding="utf-8"
    )
    done = furat("build", "a.jsonl", "b.json", "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "4 new" in done.stdout + done.stderr


@pytest.mark.parametrize("day", ["3018-11-29", "2900-01-01", "9999-12-31", "1018-11-29", "0001-01-01"])
def test_a_day_that_cannot_be_is_not_used_and_stops_no_build(furat: Run, tmp_path: Path, day: str) -> None:
    """The document is read without it, which is said; the next build goes on as ever."""
    (tmp_path / "a.jsonl").write_text(lines({"id": "d", "text": GOOD, "published": day}), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(lines({"id": "e", "text": GOOD, "published": "2018-11-29"}), encoding="utf-8")
    done = furat("build", "a.jsonl", "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"a.jsonl:1: published {day} lies outside 1900 to " in done.stderr
    done = furat("build", "b.jsonl", "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout + done.stderr


def test_a_far_day_in_the_text_itself_stops_no_build(furat: Run, tmp_path: Path) -> None:
    """Whatever year a sentence names."""
    for number, year in enumerate((2871, 2872, 3018, 9999)):
        text = f"قصفت طائرات روسية مدينة إدلب يوم 29 تشرين الثاني {year}.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    done = furat("build", *(f"{n}.txt" for n in range(4)), "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["http.py", "random.py", "sitecustomize.py", "json.py"])
def test_a_build_runs_no_code_of_the_folder_it_stands_in(furat: Run, tmp_path: Path, name: str) -> None:
    """A folder of downloaded news may hold anything."""
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / name).write_text("open('ran', 'a').write(__name__)\n", encoding="utf-8")
    done = furat("build", "a.txt", "--store", "store", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()
