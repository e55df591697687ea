"""Who is next: a bounded queue with a fair share per client, and a memory of which shapes of query take long."""

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

QUANTUM = 0.1  # seconds; a request that runs longer is a long one
REMEMBERED = 4096  # shapes

Pace = Literal["fast", "unknown", "slow"]


@dataclass(eq=False, slots=True)
class Job:
    """A request on its way through the pool."""

    number: int
    request: dict[str, Any]  # what the worker is sent
    body: bytes
    client: str
    shape: str
    text: str  # for the administrator's list
    deadline: float  # event loop time
    arrived: float
    done: asyncio.Future[Any] = field(repr=False)
    weight: int = 0  # variables of its query: of two that nobody knows, the lighter one goes first
    started: float | None = None
    pace: Pace = "unknown"  # what was expected of it when it started
    watch: asyncio.Task[None] | None = None  # waits for the client to go away
    restarts: int = 0


class Paces:
    """Whether queries of a shape were fast or slow the last time, for the shapes seen last."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[str, float] = OrderedDict()

    def of(self, shape: str) -> Pace:
        """What to expect of a shape."""
        seconds = self._seconds.get(shape)
        if seconds is None:
            return "unknown"
        return "slow" if seconds > QUANTUM else "fast"

    def learn(self, shape: str, seconds: float) -> None:
        """Takes in how long a query of this shape ran; slow ones are forgotten by and by when they turn out fast."""
        before = self._seconds.pop(shape, seconds)
        self._seconds[shape] = max(seconds, before * 0.7 + seconds * 0.3)
        if len(self._seconds) > REMEMBERED:
            self._seconds.popitem(last=False)


class FairQueue:
    """Waiting jobs; clients take turns, and when it is full the client with most jobs in it gives one up."""

    def __init__(self, capacity: int, paces: Paces) -> None:
        self._capacity, self._paces = capacity, paces
        self._clients: OrderedDict[str, deque[Job]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def put(self, job: Job) -> Job | None:
        """Adds a job; gives the one that has to go for it (maybe the same), or None when there was room."""
        dropped = None
        if self._size >= self._capacity:
            most = max(self._clients.values(), key=len)
            if len(most) <= len(self._clients.get(job.client, ())) + 1:
                return job
            dropped = most[-1]
            self.remove(dropped)
        self._clients.setdefault(job.client, deque()).append(job)
        self._size += 1
        return dropped

    def take(self, *paces: Pace) -> Job | None:
        """The next job of one of these paces; the client it belongs to goes to the end of the line.

        What is known of a shape may have changed while its jobs waited, so it is looked up now.
        """
        for client, jobs in self._clients.items():
            fitting = (job for job in jobs if self._paces.of(job.shape) in paces)
            unknown = paces == ("unknown",)
            job = min(fitting, key=lambda j: j.weight, default=None) if unknown else next(fitting, None)
            if job is not None:
                job.pace = self._paces.of(job.shape)
                self._clients.move_to_end(client)
                self.remove(job)
                return job
        return None

    def remove(self, job: Job) -> None:
        """Takes a job out."""
        jobs = self._clients.get(job.client)
        if jobs is None or job not in jobs:
            return
        jobs.remove(job)
        self._size -= 1
        if not jobs:
            del self._clients[job.client]

    def waiting(self, *paces: Pace) -> bool:
        """Whether any job of these paces waits."""
        return any(self._paces.of(job.shape) in paces for jobs in self._clients.values() for job in jobs)

    def jobs(self) -> list[Job]:
        """All of them."""
        return [job for jobs in self._clients.values() for job in jobs]
