"""The pool of workers: each request gets a whole answer or a clear error, within its time, whatever the query does.

Short queries never wait for long ones: a query that runs over `QUANTUM` becomes a long one; at most half of the
workers hold long ones, at lower priority; when short ones wait and that half is full, a long one goes back to the
queue. What is known from earlier queries of the same shape decides where a query starts.
"""

import asyncio
import itertools
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from furat.graph.serve.options import ServeOptions
from furat.graph.serve.problem import Problem, busy, of_worker
from furat.graph.serve.workers.process import Frame, WorkerProcess
from furat.graph.serve.workers.schedule import QUANTUM, FairQueue, Job, Paces
from furat.graph.serve.workers.worker_set import WorkerSet
from furat.graph.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """A whole answer of a worker."""

    head: dict[str, Any]
    body: bytes
    file: int | None  # descriptor of an open file that holds the body instead; whoever takes the result closes it

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return int(self.head["size"])


class QueryPool:
    """Workers on the current snapshot and the requests that wait for them."""

    def __init__(self, snapshot: Snapshot, options: ServeOptions) -> None:
        self.options = options
        self._set = WorkerSet(snapshot, options, self)
        self.counts = self._set.counts  # what happened to workers and queries, by name
        self.paces = Paces()
        self._queue = FairQueue(options.queue, self.paces)
        self._jobs: dict[int, Job] = {}
        self._numbers = itertools.count(1)
        self._most_long = max(1, options.worker_count // 2)

    async def start(self) -> None:
        """Starts the workers and waits for the first.

        Raises: StoreError when none can open the store.
        """
        await self._set.start()

    async def switch(self, snapshot: Snapshot) -> None:
        """Takes up a new snapshot; requests that start after this returns see it, those that run end on the old one."""
        await self._set.switch(snapshot)

    @property
    def snapshot(self) -> Snapshot:
        """What requests see."""
        return self._set.snapshot

    @property
    def ready(self) -> bool:
        """Whether requests are being answered."""
        return self._set.ready

    @property
    def workers(self) -> list[WorkerProcess]:
        """The processes, for metrics and tests."""
        return list(self._set.processes)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return len(self._queue)

    def jobs(self) -> list[Job]:
        """What waits and what runs."""
        return list(self._jobs.values())

    def cancel(self, number: int) -> bool:
        """Ends a request for the administrator; False when there is none of this number."""
        job = self._jobs.get(number)
        if job is None:
            return False
        self._fail(job, Problem(503, "cancelled", "an administrator cancelled the query"))
        return True

    async def run(
        self,
        request: dict[str, Any],
        body: bytes = b"",
        *,
        client: str,
        shape: str,
        seconds: float | None = None,
        text: str = "",
        weight: int = 0,
        gone: Callable[[], Awaitable[None]] | None = None,
    ) -> WorkerResult:
        """The whole answer to a request. `gone` returns when the client has left, to free its worker.

        Raises: Problem when there is no answer: out of time, out of memory, too large, queue full, ...
        """
        if self._set.closing:
            raise busy("the server is shutting down")
        limit = min(seconds or self.options.timeout, self.options.timeout)
        loop = asyncio.get_running_loop()
        now = loop.time()
        job = Job(
            next(self._numbers), request | {"seconds": limit}, body, client, shape, text, now + limit, now,
            loop.create_future(), weight=weight,
        )  # fmt: skip
        self._jobs[job.number] = job
        self._enqueue(job)
        timer = loop.call_at(job.deadline, self._out_of_time, job, limit)
        watcher = loop.call_later(QUANTUM, self._watch, job, gone) if gone is not None else None
        try:
            self.dispatch()
            result: WorkerResult = await job.done
            return result
        except asyncio.CancelledError:  # the client has gone
            self._abandon(job)
            raise
        finally:
            timer.cancel()
            if watcher is not None:
                watcher.cancel()
            if job.watch is not None:
                job.watch.cancel()
            self._jobs.pop(job.number, None)

    async def close(self, patience: float) -> None:
        """Waits for what runs, then ends all workers."""
        self._set.closing = True
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while self._jobs and loop.time() < until:
            await asyncio.sleep(0.02)
        await self._set.end()

    # What follows runs on the event loop whenever a request, a worker or a clock moves.

    def _enqueue(self, job: Job) -> None:
        dropped = self._queue.put(job)
        if dropped is not None:
            self._fail(dropped, busy(f"{self.options.queue} requests wait already; come back in a moment"))

    def dispatch(self) -> None:
        """Gives free workers what waits for them."""
        while len(self._queue) and (idle := [w for w in self._set.processes if w.idle and w.snapshot == self.snapshot]):
            job = self._next()
            if job is None:
                return
            self._start(idle[0], job)

    def _next(self) -> Job | None:
        """Fast ones first; unknown ones while one worker is left for fast ones; long ones while their half has room."""
        long = sum(1 for w in self._set.processes if w.job and (w.long or w.job.pace == "slow"))
        unknown = sum(1 for w in self._set.processes if w.job and not w.long and w.job.pace == "unknown")
        job = self._queue.take("fast")
        if job is None and (long + unknown < max(1, self.options.worker_count - 1)):
            job = self._queue.take("unknown")
        if job is None and long < self._most_long:
            job = self._queue.take("slow")
        return job

    def _start(self, worker: WorkerProcess, job: Job) -> None:
        loop = asyncio.get_running_loop()
        job.started = loop.time()
        worker.job = job
        if job.pace == "slow":
            worker.yield_processor()
        else:
            loop.call_later(QUANTUM, self._tick, worker, job)
        worker.send(job.request | {"seconds": max(0.1, job.deadline - job.started)}, job.body)

    def _tick(self, worker: WorkerProcess, job: Job) -> None:
        """A query has run for a quantum: it becomes a long one, or makes room for short ones that wait."""
        if worker.job is not job or worker.long:
            return
        self.paces.learn(job.shape, 2 * QUANTUM)
        job.pace = "slow"
        if sum(1 for w in self._set.processes if w.job and w.long) < self._most_long:
            worker.yield_processor()
            self.dispatch()
        elif self._queue.waiting("fast", "unknown"):
            self.counts["preempted"] += 1
            job.restarts += 1
            worker.job = None
            worker.kill("preempted")
            self._enqueue(job)
        else:
            asyncio.get_running_loop().call_later(QUANTUM, self._tick, worker, job)

    def answered(self, worker: WorkerProcess, frame: Frame) -> None:
        """A worker has answered its request, well or not; it is free."""
        head, body, file = frame
        job, worker.job = worker.job, None
        if job is not None and job.started is not None:
            self.paces.learn(job.shape, asyncio.get_running_loop().time() - job.started)
        if job is None or job.done.done():
            if file is not None:
                os.close(file)
        elif head["status"] == "ok":
            self.counts["answered"] += 1
            job.done.set_result(WorkerResult(head, body, file))
        else:
            self._fail(job, self._problem(head["kind"], head["detail"]))
        if worker.long and not worker.restore_processor():
            worker.kill("retired")
        elif worker.snapshot != self.snapshot:
            self._set.renew(worker)
        self.dispatch()

    def lost(self, worker: WorkerProcess, reason: str) -> None:
        """A worker has ended, and its request with it."""
        job, worker.job = worker.job, None
        if job is not None and not job.done.done():
            self.paces.learn(job.shape, 2 * QUANTUM)
            self._fail(job, self._problem(reason, ""))

    def _watch(self, job: Job, gone: Callable[[], Awaitable[None]]) -> None:
        async def watch() -> None:
            await gone()
            self.counts["gone"] += 1
            self._fail(job, Problem(400, "gone", "the client went away"))

        job.watch = asyncio.get_running_loop().create_task(watch())

    def _out_of_time(self, job: Job, limit: float) -> None:
        if job.started is None or job in self._queue.jobs():
            self._fail(job, busy(f"no worker was free within {limit:g} s; come back in a moment"))
        else:
            self.counts["timeout"] += 1
            self._fail(
                job, Problem(504, "timeout", f"the query ran longer than {limit:g} s and was ended; ask for less")
            )

    def _fail(self, job: Job, problem: Problem) -> None:
        self._abandon(job)
        if not job.done.done():
            job.done.set_exception(problem)

    def _abandon(self, job: Job) -> None:
        """Takes a job that has no client any more out of the queue, and kills the worker that runs it."""
        self._jobs.pop(job.number, None)
        self._queue.remove(job)
        for worker in self._set.processes:
            if worker.job is job:
                worker.job = None
                self.paces.learn(job.shape, max(2 * QUANTUM, asyncio.get_running_loop().time() - (job.started or 0)))
                worker.kill("abandoned")

    def _problem(self, kind: str, detail: str) -> Problem:
        return of_worker(kind, detail, self.options)
