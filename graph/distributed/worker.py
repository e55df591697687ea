"""What runs on a worker of the cluster: a batch goes through the same processes as in a build of one machine.

Each thread of a Dask worker keeps a `furat.graph.ingest.pool.Pool` of one process. A document that crashes, hangs or
bloats that process is refused by the pool, as everywhere; the Dask worker itself runs nothing that documents can break.
"""

import shutil
import signal
import threading
import uuid
from pathlib import Path

from distributed import get_worker

from furat.extract.errors import StoreError
from furat.graph.distributed.messages import Task, Treated
from furat.graph.distributed.scratch import Scratch
from furat.graph.ingest import system_graphs as system
from furat.graph.ingest.messages import Outcome
from furat.graph.ingest.options import Options
from furat.graph.ingest.pool import LocalPool


class _Crew:
    """One process with its folder, for one build."""

    def __init__(self, task: Task, folder: Path) -> None:
        self.build = task.build
        self.busy = self.over = False
        self._folder = folder
        folder.mkdir(parents=True)
        self._pool = LocalPool(task.setup, 1, task.seconds_per_document, folder)
        self._scratch = Scratch(task.scratch)

    def treat(self, task: Task) -> Treated:
        outcomes: dict[str, Outcome] = {}
        seconds: dict[str, float] = {}
        for done in self._pool.run(iter([task.batch])):
            outcomes |= {outcome.id: outcome for outcome in done.outcomes}
            for step, spent in done.seconds:
                seconds[step] = seconds.get(step, 0.0) + spent
        parts = self._pool.shards()
        shard = self._scratch.put(parts)
        for path, _ in parts:
            path.unlink(missing_ok=True)
        ordered = tuple(outcomes[document.id] for document in task.batch.documents)
        return Treated(ordered, shard, tuple(seconds.items()))

    def close(self) -> None:
        self._pool.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)


_lock = threading.Lock()
_crews: dict[int, _Crew] = {}  # by thread
_checked: set[str] = set()  # builds whose way of reading is that of this machine


def dask_setup(worker: object) -> None:
    """Called by Dask in a worker that preloads this module: Ctrl-C is the coordinator's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def treat(task: Task) -> Treated:
    """The outcomes of a batch; its quads are in the scratch folder when this returns."""
    thread = threading.get_ident()
    with _lock:
        crew = _crews.get(thread)
        if crew is not None and crew.build != task.build:  # its coordinator was killed
            _dismiss(thread, crew)
            crew = None
        if crew is None:
            _check(task)
            place = Path(get_worker().local_directory) / f"furat-{uuid.uuid4().hex}"
            crew = _crews[thread] = _Crew(task, place)
        crew.busy = True
    try:
        treated = crew.treat(task)
    except BaseException:
        crew.over = True
        raise
    finally:
        with _lock:
            crew.busy = False
            if crew.over:
                _dismiss(thread, crew)
    return treated


def release(build: str) -> None:
    """Ends the processes that were started for a build; those at work end with the batch they are at."""
    with _lock:
        _checked.discard(build)
        for thread, crew in list(_crews.items()):
            if crew.build == build:
                crew.over = True
                if not crew.busy:
                    _dismiss(thread, crew)


def _dismiss(thread: int, crew: _Crew) -> None:
    if _crews.get(thread) is crew:
        del _crews[thread]
    crew.close()


def _check(task: Task) -> None:
    """StoreError when furat, its knowledge or the lexicons are other ones here than where the build was started."""
    if task.build in _checked:
        return
    setup = task.setup
    here = system.run_of(setup.extractor.knowledge(setup.lexicons), Options(extractor=setup.extractor))
    if here.key != setup.run:
        worker = get_worker()
        raise StoreError(
            f"worker {worker.name} at {worker.address} reads documents in another way than this machine (furat "
            f"{here.software}, knowledge {here.knowledge[:12]}); install the same furat, and give it the same lexicons"
        )
    _checked.add(task.build)
