"""A build on a cluster gives the bytes of a build on this machine, whichever workers die; with real processes."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from furat.extract.errors import InputError, StoreError
from furat.graph.distributed import DaskExecutor, pool
from furat.graph.distributed import executor as cluster
from furat.graph.ingest import Summary
from furat.graph.store import doctor

HERE = Path(__file__).parent
TEXT = "قصف تحالف الوادي بلدة النهرين"


def told(summary: Summary) -> list[object]:
    """All of a summary that does not depend on the clock or the workers' numbers."""
    counts = [summary.read, summary.new, summary.kept, dict(summary.refused), summary.quads, summary.events]
    return [*counts, [(r.where, r.reason, r.message) for r in summary.refusals if "/" not in r.where]]


def test_a_cluster_gives_the_bytes_of_this_machine(builder: Any, news: Any, scheduler: str, tmp_path: Path) -> None:
    """Same quads, same refusals; input and scratch named by URLs; nothing is left in the scratch folder."""
    texts = {f"d{n}": f"{TEXT} {n}" + " ثم قصف" * (n % 4) for n in range(90)}
    inputs = news(texts | {"p1": f"{TEXT} CRASH", "p2": f"{TEXT} ERROR", "p3": f"{TEXT} INVALID", "p4": "latin"})
    here, there = builder("here"), builder("there")
    scratch = tmp_path / "scratch"
    executor = DaskExecutor(scheduler, scratch.as_uri())
    summary = there(inputs.parent.as_uri(), executor=executor, documents_per_commit=40)
    assert told(summary) == told(here(inputs))
    assert summary.refused == {"crash": 1, "extractor": 1, "shapes": 1, "the text has no Arabic word": 1}
    assert there.quads() == here.quads()
    assert list(scratch.iterdir()) == []
    assert there(inputs, executor=executor).published is None


def test_a_document_that_kills_the_cluster_s_workers_is_refused_alone(builder: Any, news: Any, scheduler: str) -> None:
    """Not its neighbours, who were blamed along with it."""
    texts = {f"d{n}": f"{TEXT} {n}" for n in range(12)}
    here, there = builder("here"), builder("there")
    summary = there(news(texts | {"p": f"{TEXT} REGICIDE"}), executor=DaskExecutor(scheduler))
    assert (summary.kept, summary.refused) == (12, {"crash": 1})
    assert summary.refusals[0].where == "p"
    here(news(texts))
    assert there.quads() == here.quads()
    assert not (there.store / "staging").exists()


def test_a_worker_that_reads_in_another_way_is_refused(scheduler: str, tmp_path: Path) -> None:
    """Another furat, or another lexicon, would give what nobody could repeat."""
    from distributed import Client

    from furat.graph.distributed.messages import Task
    from furat.graph.distributed.worker import treat
    from furat.graph.ingest import Extractor
    from furat.graph.ingest.messages import Batch, Setup

    setup = Setup("http://localhost:7878/", "another", Extractor("obedient:read", "obedient:load"), (), None, 4 << 30)
    task = Task("build", setup, 30.0, str(tmp_path), Batch(0, ()))
    with Client(scheduler, set_as_default=False) as client:
        error = client.submit(treat, task, pure=False).exception()
    assert isinstance(error, StoreError)
    assert "reads documents in another way" in str(error) and "install the same furat" in str(error)


def drive(store: Path, inputs: Path, scratch: Path, **more: Any) -> "subprocess.Popen[str]":
    """A build on a cluster of three processes, in a process of its own."""
    path = os.pathsep.join([str(HERE), str(HERE.parent / "ingest"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, str(HERE / "drive.py"), str(store), str(inputs), str(scratch)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}, **more,
    )  # fmt: skip


def workers(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """The Dask workers of a build: those that have a reading process of their own."""
    found = []
    for child in psutil.Process(process.pid).children():
        try:
            if any("furat.graph.ingest.worker" in " ".join(c.cmdline()) for c in child.children()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def test_workers_killed_in_the_middle_cost_nothing(builder: Any, slow: Any, tmp_path: Path) -> None:
    """Up to three times one of three is killed -9, at different moments: the bytes are the same, nothing is missing."""
    there = builder("there")
    inputs, quads, entries = slow
    process = drive(there.store, inputs, tmp_path / "scratch")
    killed: set[int] = set()
    while len(killed) < 3 and process.poll() is None:
        if victims := [w for w in workers(process) if w.pid not in killed]:
            victims[0].kill()
            killed.add(victims[0].pid)
            time.sleep(0.3)
        time.sleep(0.05)
    out, err = process.communicate(timeout=100)
    assert (process.returncode, err) == (0, "")
    assert len(killed) >= 2
    assert json.loads(out) == [120, {}]
    assert there.quads() == quads
    assert {path.name for path in there.store.iterdir()} == entries
    assert doctor(there.store, shapes=False) == []
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_build_that_is_killed_goes_on_where_it_stopped(builder: Any, slow: Any, tmp_path: Path) -> None:
    """kill -9 of the coordinator: its workers end, the next build, here or there, makes the store whole."""
    there = builder("there")
    inputs, quads, entries = slow
    process = drive(there.store, inputs, tmp_path / "scratch")
    while not workers(process) or not list(there.store.glob("staging/shard-*")):
        assert process.poll() is None
        time.sleep(0.02)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []
    assert there(inputs, jobs=3).kept == 120
    assert there.quads() == quads
    assert {path.name for path in there.store.iterdir()} == entries


def test_ctrl_c_ends_the_workers_without_a_word_of_theirs(slow: Any, tmp_path: Path) -> None:
    """The whole process group gets the signal, as in a terminal."""
    inputs, _, _ = slow
    process = drive(tmp_path / "store", inputs, tmp_path / "scratch", start_new_session=True)
    while not list(tmp_path.glob("store/staging/shard-*")):
        assert process.poll() is None
        time.sleep(0.02)
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert err.count("Traceback") == err.count("KeyboardInterrupt") == 1  # of drive.py; the command line says a line
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert list((tmp_path / "scratch").iterdir()) == []


def test_what_is_wrong_with_the_cluster_is_told_in_a_line(
    builder: Any, news: Any, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No scheduler there, no address, a scratch folder of an unknown kind."""
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    inputs = news({"a": TEXT})
    with pytest.raises(StoreError, match="no Dask scheduler answers there"):
        builder("one")(inputs, executor=DaskExecutor("tcp://127.0.0.1:9"))
    with pytest.raises(InputError, match="give the scheduler's address"):
        DaskExecutor("nowhere")
    with pytest.raises(InputError, match="nosuch"):
        builder("two")(inputs, executor=DaskExecutor(scheduler, "nosuch://bucket"))


def test_a_cluster_without_workers_is_not_waited_for_for_ever(
    builder: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line says what is missing."""
    import logging

    from distributed import LocalCluster

    monkeypatch.setattr(pool, "ABANDONED", 0.5)
    monkeypatch.setattr(pool, "_LOOK", 0.2)
    quiet = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with (
        LocalCluster(n_workers=0, host="127.0.0.1", scheduler_kwargs=quiet, silence_logs=logging.CRITICAL) as empty,
        pytest.raises(StoreError, match="has had no worker for"),
    ):
        builder("store")(news({"a": TEXT}), executor=DaskExecutor(empty.scheduler_address))


def test_a_cluster_that_is_lost_ends_the_build_and_the_next_goes_on(builder: Any, slow: Any) -> None:
    """Scheduler and workers die in the middle: one line, and what was committed is kept."""
    there = builder("there")
    inputs, quads, _ = slow
    process = subprocess.Popen(
        [sys.executable, str(HERE / "head.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    failed: list[BaseException] = []

    def run() -> None:
        with pytest.raises(StoreError) as caught:
            there(inputs, executor=DaskExecutor(address), documents_per_commit=40)
        failed.append(caught.value)

    building = threading.Thread(target=run)
    building.start()
    while not list(there.store.glob("staging/shard-*")):
        assert building.is_alive()
        time.sleep(0.02)
    process.kill()
    process.communicate()
    building.join(60)
    assert "the cluster is lost; what was committed is kept" in str(failed[0])
    assert there(inputs, jobs=3).kept == 120
    assert there.quads() == quads


@pytest.mark.parametrize(
    ("options", "said"), [(("--cluster", "nowhere"), "give the scheduler's address"), (("--scratch", "x"), "--cluster")]
)
def test_the_command_checks_its_options_before_it_builds(tmp_path: Path, options: tuple[str, str], said: str) -> None:
    """One line, exit code 2, no store."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("furat")), "build", "a.txt", "--store", "store", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n"), said in done.stderr) == (2, 1, True)
    assert not (tmp_path / "store").exists()


def test_without_the_extra_a_line_says_how_to_get_it() -> None:
    """Nothing but --cluster needs Dask."""
    for name in ("distributed", "dask", "fsspec"):
        code = (
            f"import sys; sys.modules['{name}'] = None; import furat.graph.cli.building; import furat.graph.distributed"
        )
        done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=False)
        assert "MissingExtra: --cluster needs Dask: pip install 'furat[cluster]'" in done.stderr
