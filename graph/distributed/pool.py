"""The cluster as the build sees it: batches out, outcomes and shards back, whatever becomes of its workers.

A worker that dies costs nothing: Dask gives its batch to another one. A batch that workers keep dying over is taken
apart into documents; a document over which they die again is given out alone, and, if that fails too, refused.
"""

import time
import uuid
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, wait

from furat.extract.errors import FuratError, StoreError
from furat.graph.distributed.messages import Task, Treated
from furat.graph.distributed.scratch import Scratch
from furat.graph.distributed.worker import release, treat
from furat.graph.ingest.messages import Batch, Done, Outcome, Setup

ABANDONED = 120.0  # seconds without any worker after which the build gives up
_LOOK = 2.0  # seconds between looks at the cluster
_APART, _ALONE = 1, 2  # attempts of a batch: as one of the documents of a lost batch, and with nothing beside it


class DaskPool:
    """Workers of a cluster over one staging folder; use it in a `with` block, which closes the client."""

    def __init__(self, client: Client, scratch: Scratch, setup: Setup, limit: float, staging: Path) -> None:
        self._client = client
        self._scratch = scratch
        self._setup = setup
        self._limit = limit
        self._staging = staging
        self._build = uuid.uuid4().hex
        self._open: dict[Any, Batch] = {}  # by future
        self._again: deque[Batch] = deque()
        self._suspects: deque[Batch] = deque()
        self._shards: list[tuple[Path, int]] = []
        self._names = 0
        self._threads, self._looked, self._seen = 1, 0.0, time.monotonic()

    def run(self, batches: Iterator[Batch]) -> Iterator[Done]:
        """What became of each batch, in the order they finish; a batch that lost its worker comes in parts."""
        self._scratch.make()
        while True:
            while len(self._open) < 2 * self._capacity():
                batch = self._again.popleft() if self._again else next(batches, None)
                if batch is None:
                    break
                self._submit(batch)
            if not self._open:
                if not self._suspects:
                    return
                self._submit(self._suspects.popleft())
            for future in self._finished():
                yield from self._settle(future, self._open.pop(future))

    def shards(self) -> list[tuple[Path, int]]:
        """The files of quads that came since the last call, and how many bytes of each count: all."""
        found, self._shards = self._shards, []
        return found

    def close(self) -> None:
        """Ends what runs for this build on the cluster."""
        try:
            if self._client.status == "running":  # else it would first wait for the scheduler to come back
                self._client.cancel(list(self._open), force=True)
                self._client.run(release, self._build, on_error="ignore")
        except (OSError, RuntimeError, CancelledError):
            pass  # the cluster is gone, and with it what was to be ended
        finally:
            self._open.clear()

    def _submit(self, batch: Batch) -> None:
        task = Task(self._build, self._setup, self._limit, self._scratch.url, batch)
        self._names += 1
        key = f"furat-{self._build}-{self._names}"
        self._open[self._client.submit(treat, task, key=key, pure=False)] = batch

    # --- listening

    def _capacity(self) -> int:
        """How many batches the cluster treats at a time; looked up now and then, since workers come and go."""
        now = time.monotonic()
        if now > self._looked + _LOOK:
            threads = sum(self._client.nthreads().values())
            self._looked = now
            if threads:
                self._threads, self._seen = threads, now
            elif now > self._seen + ABANDONED:
                raise StoreError(f"the cluster has had no worker for {ABANDONED:.0f} s; start some and build again")
        return self._threads

    def _finished(self) -> list[Any]:
        while True:
            try:
                with self._client.as_current():
                    return list(wait(list(self._open), timeout=_LOOK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                self._capacity()
            except CancelledError as error:
                raise StoreError("the cluster is lost; what was committed is kept, build again to go on") from error

    def _settle(self, future: Any, batch: Batch) -> Iterator[Done]:
        error = future.exception()
        if isinstance(error, KilledWorker):
            yield from self._divide(batch)
        elif isinstance(error, FuratError):
            raise error
        elif error is not None:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise StoreError(f"a worker of the cluster failed: {what}; mend that and build again") from error
        else:
            treated: Treated = future.result()
            length = 0
            if treated.shard is not None:
                self._names += 1
                target = self._staging / f"shard-{self._names:06}.nq"
                self._scratch.fetch(treated.shard, target)
                length = treated.shard.length
                self._shards.append((target, length))
            yield Done(batch.number, treated.outcomes, length, treated.seconds)
        future.release()

    # --- losses

    def _divide(self, batch: Batch) -> Iterator[Done]:
        """The documents of a batch over which workers died, one by one; at last the guilty one is refused."""
        if batch.attempts == 0:
            self._again.extend(replace(batch, documents=(d,), attempts=_APART) for d in batch.documents)
        elif batch.attempts == _APART:
            self._suspects.append(replace(batch, attempts=_ALONE))
        else:
            message = "ends the worker of the cluster that reads it, also when nothing else is read"
            yield Done(batch.number, (Outcome(batch.documents[0].id, "refused", 0, 0, "crash", message),), 0)
