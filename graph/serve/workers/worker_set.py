"""The worker processes of a server: as many as it should have, each on the snapshot that it should have."""

import asyncio
import tempfile
from collections import Counter, deque
from collections.abc import Callable
from typing import Any, Protocol

from furat.extract.errors import StoreError
from furat.graph.serve.options import ServeOptions
from furat.graph.serve.workers.process import Frame, WorkerProcess
from furat.graph.store.snapshots import Snapshot

_FAILURES = 8  # failed starts in a row that are remembered; each makes the next wait longer


class WorkerUser(Protocol):
    """Who gives the workers their work, and is told what becomes of them; called on the event loop."""

    def dispatch(self) -> None:
        """Gives free workers what waits for them."""

    def answered(self, worker: WorkerProcess, frame: Frame) -> None:
        """A worker has answered a request."""

    def lost(self, worker: WorkerProcess, reason: str) -> None:
        """A worker has ended."""


class WorkerSet:
    """Keeps workers alive and moves them from snapshot to snapshot; what they do is up to their user."""

    def __init__(self, snapshot: Snapshot, options: ServeOptions, user: WorkerUser) -> None:
        self.snapshot = snapshot  # what requests see
        self._target = snapshot  # what workers move to; requests see it as soon as one worker has it open
        self.options = options
        self.counts: Counter[str] = Counter()  # what happened to workers and queries, by name
        self.processes: list[WorkerProcess] = []
        self.closing = False  # no worker is started any more
        self._user = user
        self._failures: deque[str] = deque(maxlen=_FAILURES)
        self._changed = asyncio.Event()
        self._settings = {
            "memory": options.memory_limit,
            "spool": str(options.spool or tempfile.gettempdir()),
            "result": options.result_limit << 20,
            "network": bool(options.allow_service),
        }

    async def start(self) -> None:
        """Starts the workers and waits for the first.

        Raises: StoreError when none can open the store.
        """
        for _ in range(self.options.worker_count):
            self._spawn()
        await self._until(lambda: any(w.ready for w in self.processes) or bool(self._failures))
        if self._failures and not any(w.ready for w in self.processes):
            raise StoreError(f"{self.snapshot.path}: the store cannot be opened: {self._failures[-1]}")

    @property
    def ready(self) -> bool:
        """Whether requests are being answered."""
        return not self.closing and any(w.ready and w.snapshot == self.snapshot for w in self.processes)

    async def switch(self, snapshot: Snapshot) -> None:
        """Takes up a new snapshot; requests that start after this returns see it, those that run end on the old one."""
        if snapshot == self._target:
            await self._until(lambda: self.snapshot == snapshot or self._target != snapshot or self.closing)
            return
        self._target = snapshot
        idle = [worker for worker in self.processes if worker.idle]
        if len(idle) > 1:
            idle[0].reopen(snapshot)
        else:
            self._spawn()
        await self._until(lambda: self._has_target() or self.closing or self._target != snapshot)
        if self._target == snapshot:
            self.snapshot = snapshot
            self.counts["snapshots"] += 1
            for worker in list(self.processes):
                if worker.idle and worker.snapshot != snapshot:
                    self.renew(worker)
            self._user.dispatch()
        self._changed.set()

    def _has_target(self) -> bool:
        return any(w.ready and w.snapshot == self._target for w in self.processes)

    def renew(self, worker: WorkerProcess) -> None:
        """Moves an idle worker to the newest snapshot, or ends it when there is one too many."""
        if len(self.processes) > self.options.worker_count:
            worker.kill("retired")
        else:
            worker.reopen(self._target)

    async def end(self) -> None:
        """Ends all workers and waits until they are gone."""
        for worker in self.processes:
            worker.kill("shutdown")
        await self._until(lambda: not self.processes)

    # What follows runs on the event loop whenever a worker or a clock moves.

    def _spawn(self) -> None:
        self.processes.append(WorkerProcess(self._target, self._settings, self._heard, self._ended))

    def _heard(self, worker: WorkerProcess, frame: Frame) -> None:
        if frame[0]["status"] in ("ready", "failed"):
            self._opened(worker, frame[0])
        else:
            self._user.answered(worker, frame)

    def _opened(self, worker: WorkerProcess, head: dict[str, Any]) -> None:
        if head["status"] == "failed":
            self._failures.append(head["detail"])
        elif worker.snapshot != self._target:
            worker.reopen(self._target)
        else:
            worker.ready = True
            self._failures.clear()
            self._user.dispatch()
        self._changed.set()

    def _ended(self, worker: WorkerProcess) -> None:
        self.processes.remove(worker)
        reason = worker.killed_for or "crash"
        if not self.closing:
            self.counts[reason] += 1
            if not worker.ready and reason != "preempted":
                self._failures.append(worker.tail.strip().splitlines()[-1] if worker.tail.strip() else reason)
            delay = 0.0 if len(self._failures) < 2 else min(5.0, 0.1 * 2 ** len(self._failures))
            asyncio.get_running_loop().call_later(delay, self._respawn)
        self._user.lost(worker, reason)
        self._changed.set()

    def _respawn(self) -> None:
        if not self.closing and len(self.processes) < self.options.worker_count:
            self._spawn()

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()
