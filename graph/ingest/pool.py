"""A pool of worker processes that survives what its documents do to it.

Each worker reads batches, one ahead of the one it is at. A worker that dies or exceeds the time limit is replaced; the
document it was at is tried again alone, the rest of its batch without it. A document that fails alone again is refused;
one whose worker dies gets a third chance, because something else may have killed it.
"""

import os
import pickle
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from furat.extract.errors import FuratError, StoreError
from furat.graph.ingest.messages import At, Batch, Done, Outcome, Setup, Work
from furat.graph.ingest.subprocesses import CHANCES, OUT_OF_MEMORY, START_LIMIT, died, last_words, start

VALIDATION = 5.0  # times the limit of a document, for a whole batch
AHEAD = 2


@dataclass(slots=True, eq=False)
class _Member:
    """One worker process as the pool sees it."""

    process: "subprocess.Popen[bytes]"
    connection: "Connection[Any, Any]"
    errors: Path  # its standard error
    since: float  # when it was last heard of
    ready: bool = False
    index: int = -1  # document of its first batch that it is at
    batches: deque[Batch] = field(default_factory=deque)
    shards: deque[Path] = field(default_factory=deque)  # of its batches: what is complete can be loaded at once


class LocalPool:
    """Workers over one staging folder; use it in a `with` block."""

    def __init__(self, setup: Setup, jobs: int, limit: float, staging: Path) -> None:
        self._setup = setup
        self._jobs = max(1, jobs)
        self._limit = limit
        self._staging = staging
        self._members: list[_Member] = []
        self._again: deque[Batch] = deque()  # after losses, ahead of new batches
        self._finished: list[tuple[Path, int]] = []
        self._names = 0
        self._false_starts = 0

    def __enter__(self) -> "LocalPool":
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            member.process.kill()
        for member in self._members:
            member.process.wait()
            member.connection.close()
        self._members.clear()

    def run(self, batches: Iterator[Batch]) -> Iterator[Done]:
        """What became of each batch, in the order they finish; a batch that lost a worker comes in parts."""
        while True:
            while self._has_room():
                batch = self._again.popleft() if self._again else next(batches, None)
                if batch is None:
                    break
                self._give(self._freest(), batch)
            if not self._again and not any(member.batches for member in self._members):
                return
            yield from self._listen()

    def shards(self) -> list[tuple[Path, int]]:
        """The files of quads, with their lengths, of the batches that finished since the last call."""
        found, self._finished = self._finished, []
        return found

    # --- handing out

    def _has_room(self) -> bool:
        return len(self._members) < self._jobs or any(len(member.batches) < AHEAD for member in self._members)

    def _freest(self) -> _Member:
        """An idle worker, else a new one, else the one with the fewest batches."""
        freest = min(self._members, key=lambda member: len(member.batches), default=None)
        if freest is None or (freest.batches and len(self._members) < self._jobs):
            freest = self._start()
        return freest

    def _give(self, member: _Member, batch: Batch) -> None:
        file = self._new_file("batch", "pickle")
        file.write_bytes(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
        if not member.batches:
            member.index, member.since = -1, time.monotonic()
        member.batches.append(batch)
        member.shards.append(self._new_file("shard", "nq"))
        self._send(member, Work(file, member.shards[-1]))

    def _send(self, member: _Member, work: object) -> None:
        """A message that fits the pipe; that its worker is gone is noticed when listening."""
        try:
            member.connection.send(work)
        except OSError:
            member.since = 0.0

    def _start(self) -> _Member:
        errors = self._new_file("worker", "log")
        process, ours = start("furat.graph.ingest.worker", errors)
        member = _Member(process, ours, errors, time.monotonic())
        self._send(member, os.getpid())
        self._send(member, self._setup)
        self._members.append(member)
        return member

    def _new_file(self, kind: str, suffix: str) -> Path:
        self._names += 1
        return self._staging / f"{kind}-{self._names:06}.{suffix}"

    # --- listening

    def _listen(self) -> Iterator[Done]:
        """Hears what workers say until one of them finishes a batch, is lost, or too slow."""
        now = time.monotonic()
        patience = min((self._deadline(member) - now for member in self._members), default=1.0)
        by_connection = {member.connection: member for member in self._members}
        heard = wait(list(by_connection), timeout=max(0.0, min(patience, 1.0)))
        for connection in heard:
            member = by_connection[connection]  # type: ignore[index]
            try:
                while member.connection.poll():
                    yield from self._hear(member, member.connection.recv())
            except (EOFError, ConnectionError):
                yield from self._lost(member, "crash")
        now = time.monotonic()
        for member in list(self._members):
            if self._deadline(member) < now and not member.connection.poll():
                yield from self._lost(member, "time limit")

    def _deadline(self, member: _Member) -> float:
        if not member.ready:
            return member.since + START_LIMIT
        if not member.batches:
            return float("inf")
        validating = member.index == len(member.batches[0].documents)
        return member.since + self._limit * (VALIDATION if validating else 1.0)

    def _hear(self, member: _Member, said: object) -> Iterator[Done]:
        member.since = time.monotonic()
        if isinstance(said, FuratError):
            raise said
        if isinstance(said, At):
            member.index = said.index
        elif isinstance(said, Done):
            member.batches.popleft()
            member.index = -1
            shard = member.shards.popleft()
            if said.length:
                self._finished.append((shard, said.length))
            yield said
        else:
            member.ready = True
            self._false_starts = 0

    # --- losses

    def _lost(self, member: _Member, cause: str) -> Iterator[Done]:
        """Replaces a worker; what it was at is tried again in smaller pieces, or refused."""
        member.process.kill()
        status = member.process.wait()
        member.connection.close()
        self._members.remove(member)
        for shard in member.shards:
            shard.unlink(missing_ok=True)
        if status == OUT_OF_MEMORY:
            cause = "memory"
        if not member.ready:
            self._false_starts += 1
            if self._false_starts > 2 * self._jobs or cause == "time limit":
                raise StoreError(f"worker processes do not come up ({died(status)}): {last_words(member.errors)}")
        self._again.extendleft(reversed(list(member.batches)[1:]))
        if member.batches:
            batch = member.batches[0]
            if member.ready:
                yield from self._divide(batch, member.index, cause, status, member.errors)
            else:
                self._again.appendleft(batch)

    def _divide(self, batch: Batch, index: int, cause: str, status: int, errors: Path) -> Iterator[Done]:
        documents = batch.documents
        if len(documents) == 1:
            attempts = batch.attempts + 1
            if attempts < CHANCES[cause]:
                self._again.appendleft(replace(batch, attempts=attempts))
                return
            yield Done(batch.number, (self._refusal(documents[0].id, cause, status, attempts, errors),), -1)
        elif 0 <= index < len(documents):
            rest = documents[:index] + documents[index + 1 :]
            self._again.appendleft(replace(batch, documents=rest))
            self._again.appendleft(replace(batch, documents=documents[index : index + 1], attempts=1))
        else:  # between documents, or validating them
            half = len(documents) // 2
            self._again.appendleft(replace(batch, documents=documents[half:]))
            self._again.appendleft(replace(batch, documents=documents[:half]))

    def _refusal(self, identifier: str, cause: str, status: int, attempts: int, errors: Path) -> Outcome:
        message = {
            "time limit": f"not read within {self._limit:g} seconds, {attempts} times; shorten it or raise the limit",
            "memory": f"needs more than {self._setup.memory >> 20} MiB to be read; split it or raise the limit",
            "crash": f"ends the process that reads it ({died(status)}), {attempts} times",
        }[cause]
        return Outcome(identifier, "refused", 0, 0, cause, message, last_words(errors))
