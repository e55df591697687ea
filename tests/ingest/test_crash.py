"""Whatever kills a build: the served snapshot is whole at all times, and the next build ends as if nothing had been."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from pyoxigraph import Store

from furat.graph.store import doctor, dump, hold, info, open_for_writing

HERE = Path(__file__).parent
TEXT = "قصف تحالف الوادي بلدة النهرين"
KILLS = int(os.environ.get("FURAT_KILLS", "10"))  # of the fifty; each takes some two seconds


@dataclass(frozen=True)
class Case:
    """A published store, inputs that change it, and what must come out."""

    store: Path
    inputs: Path
    before: bytes
    after: bytes
    outcome: list[object]
    seconds: float  # of the uninterrupted build


def drive(store: Path, inputs: Path, **changes: object) -> "subprocess.Popen[bytes]":
    """A build in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, str(HERE / "drive.py"), str(store), str(inputs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(HERE)}, **changes,  # type: ignore[call-overload]
    )  # fmt: skip


def quads(store: Path) -> bytes:
    """The published state as N-Quads."""
    path = store.with_name(f"{store.name}.nq")
    dump(store, path)
    return path.read_bytes()


def write(path: Path, texts: dict[str, str]) -> Path:
    """A file of JSON lines."""
    records = [json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in texts.items()]
    path.write_text("\n".join(records) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Sixty documents in the store; forty of them corrected, twenty new ones, and one that crashes its reader."""
    folder = tmp_path_factory.mktemp("crash")
    old = write(folder / "old.jsonl", {f"d{n}": f"{TEXT} {n}" for n in range(60)})
    changed = {f"d{n}": f"{TEXT} {n} ثم قصف" for n in range(20, 80)}
    new = write(folder / "new.jsonl", {**changed, "poison": f"{TEXT} CRASH"})
    store, whole = folder / "store", folder / "whole"
    assert drive(store, old).wait() == 0
    before = quads(store)
    shutil.copytree(store, whole, symlinks=True)
    start = time.monotonic()
    process = drive(whole, new)
    out, err = process.communicate()
    assert process.returncode == 0, err.decode()
    yield Case(store, new, before, quads(whole), json.loads(out), time.monotonic() - start)


def is_whole(store: Path) -> bool:
    """Whether the current snapshot opens and holds what it says."""
    with hold(store) as snapshot:
        return len(Store.read_only(str(snapshot.quads))) == snapshot.info.quads


def finish(case: Case, store: Path) -> None:
    """The same build once more gives what an uninterrupted one does, in a sound store."""
    again = drive(store, case.inputs)
    out, err = again.communicate(timeout=120)
    assert again.returncode == 0, err.decode()
    assert json.loads(out) == case.outcome
    assert quads(store) == case.after
    assert doctor(store, shapes=False) == []


@pytest.mark.parametrize("moment", range(KILLS))
def test_kill_9_at_any_moment_loses_nothing(case: Case, tmp_path: Path, moment: int) -> None:
    """The build or one of its workers, in turn, at a random moment; then the build again: the same bytes."""
    chance = random.Random(moment)
    store = tmp_path / "store"
    shutil.copytree(case.store, store, symlinks=True)
    process = drive(store, case.inputs)
    time.sleep(chance.uniform(0.1, case.seconds))
    victims = [psutil.Process(process.pid)]
    try:
        victims += victims[0].children(recursive=True)
        victim = victims[0] if moment % 2 or len(victims) == 1 else chance.choice(victims[1:])
        victim.kill()
    except psutil.NoSuchProcess:
        pass  # it was quicker
    process.communicate(timeout=120)
    assert is_whole(store)
    assert quads(store) in (case.before, case.after)
    finish(case, store)
    assert {path.name for path in store.iterdir()} == {
        "current", "ledger.sqlite", "lock", "refused", "reports.sqlite", "search.sqlite", "snapshots", "store.json",
        "working",
    }  # fmt: skip


@pytest.mark.parametrize("when", ["before", "after"])
def test_kill_9_between_two_portions_loses_nothing(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """One portion is being loaded, the next one waits: that is forgotten, the first finished at the next opening."""
    store = tmp_path / "store"
    shutil.copytree(case.store, store, symlinks=True)
    monkeypatch.setenv("FURAT_DIE", when)
    process = drive(store, case.inputs)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    monkeypatch.delenv("FURAT_DIE")
    assert is_whole(store)
    assert quads(store) == case.before
    assert list(store.glob("staging/shard*"))
    with open_for_writing(store) as writer:
        assert not writer.is_published
        assert not writer.layout.staging.exists()
    finish(case, store)


def test_workers_end_when_the_build_is_killed(case: Case, tmp_path: Path) -> None:
    """No orphan goes on reading, or holding memory."""
    store = tmp_path / "store"
    slow = write(tmp_path / "slow.jsonl", {f"s{n}": f"{TEXT} HANG" for n in range(4)})
    process = drive(store, slow)
    children: list[psutil.Process] = []
    while len(children) < 1:
        time.sleep(0.05)
        children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


def test_ctrl_c_leaves_the_store_as_it_was_or_ahead_by_whole_documents(case: Case, tmp_path: Path) -> None:
    """The whole process group gets the signal, as in a terminal; nothing is left lying about."""
    store = tmp_path / "store"
    shutil.copytree(case.store, store, symlinks=True)
    process = drive(store, case.inputs)
    while not list(store.glob("staging/shard*")):
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert quads(store) == case.before
    assert is_whole(store)
    assert psutil.pid_exists(process.pid) is False
    assert drive(store, case.inputs).wait(timeout=120) == 0
    assert quads(store) == case.after


@pytest.mark.parametrize("limit", [20_000, 150_000, 400_000])
def test_a_disk_that_takes_no_more_stops_the_build_with_the_remedy(case: Case, tmp_path: Path, limit: int) -> None:
    """Files may not grow past a limit: staging, engine or journal gives up; the store is as before, then goes on."""
    store = tmp_path / "store"
    shutil.copytree(case.store, store, symlinks=True)

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = drive(store, case.inputs, preexec_fn=narrow)
    _, err = process.communicate(timeout=120)
    assert process.returncode != 0
    [message] = err.decode().strip().splitlines()
    assert "raise the limit" in message or "doctor" in message
    assert is_whole(store)
    assert quads(store) == case.before
    assert drive(store, case.inputs).wait(timeout=120) == 0
    assert quads(store) == case.after


def test_info_tells_of_a_store_that_is_ahead_of_its_snapshot(case: Case, tmp_path: Path) -> None:
    """After a kill between commit and publishing the working store is ahead; the next build publishes."""
    from furat.graph.store.ledger import DocumentRow

    store = tmp_path / "store"
    shutil.copytree(case.store, store, symlinks=True)
    assert not info(store).ahead
    with open_for_writing(store) as writer:
        writer.new_stage()
        writer.ledger.stage([DocumentRow("d0", "d0", "", "", "withdrawn")])
        writer.commit()
    assert info(store).ahead
    assert [a.remedy for a in doctor(store, shapes=False)] == ["run furat build to publish"]
