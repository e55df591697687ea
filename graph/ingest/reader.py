"""Reading input files in a process of its own, so that a file which crashes or hangs its parser is refused alone.

The child gives what the files hold, in order; when it is lost, or silent for too long, it is started again behind what
it gave, and a file that does so again is refused.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from furat.extract.documents import Refused, list_files
from furat.extract.errors import FuratError, StoreError
from furat.extract.records import Document
from furat.graph.ingest.messages import Given, Item, ReadTask
from furat.graph.ingest.subprocesses import (
    CHANCES,
    OUT_OF_MEMORY,
    START_LIMIT,
    died,
    last_words,
    limit_memory,
    live_with_parent,
    resolve,
    start,
)

Cause = Literal["time limit", "memory", "crash"]
_TOGETHER = 32  # items of one message
_CHARACTERS = 200_000  # of one message, about


def main(descriptor: int) -> None:
    """The reading process: reads the files of its task, sends what they hold, None at the end."""
    connection = live_with_parent(descriptor)
    if connection is None:
        return
    try:
        task: ReadTask = connection.recv()
        limit_memory(task.memory)
        read = resolve(task.read)
        connection.send(Given(0, (), False))  # ready
        for number, path in enumerate(task.paths):
            _give(connection, task, number, read([path]))
        connection.send(None)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except FuratError as error:
        with contextlib.suppress(ConnectionError):
            connection.send(error)


def _give(connection: "Connection[Any, Any]", task: ReadTask, number: int, found: Iterator[Item]) -> None:
    waiting: list[Item] = []
    characters = 0
    for count, item in enumerate(found):
        if number == 0 and count < task.skip:
            continue
        waiting.append(item)
        characters += len(item.text) if isinstance(item, Document) else 0
        if len(waiting) >= task.together or characters > _CHARACTERS:
            connection.send(Given(number, waiting, False))
            waiting, characters = [], 0
    connection.send(Given(number, waiting, True))


class InputReader:
    """The documents of inputs, once; use it in a `with` block. InputError at once for inputs that are not there."""

    def __init__(
        self,
        inputs: Sequence[str],
        read: str,
        seconds: float,
        memory: int,
        log: Path,
        listed: Callable[[Sequence[str]], Iterator[str | Refused]] = list_files,
    ) -> None:
        self._listed = listed(inputs)
        self._read = read
        self._seconds = seconds
        self._memory = memory
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self.expected: int | None = None  # about how many items there are, once reading has begun; None: not known

    def __enter__(self) -> "InputReader":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._connection is not None:
            self._process.kill()
            self._process.wait()
            self._connection.close()
            self._log.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[Item]:
        paths: list[str] = []
        for found in self._listed:
            if isinstance(found, Refused):
                yield found
            else:
                paths.append(found)
        self.expected = _expected(paths)
        at = given = losses = 0  # file, its items that were given, children lost without getting any further
        while at < len(paths):
            first = at
            self._begin(ReadTask(self._read, paths[at:], given, 1 if losses else _TOGETHER, self._memory))
            while isinstance(said := self._hear(), Given):
                if first + said.number > at:
                    at, given = first + said.number, 0
                yield from said.items
                given += len(said.items)
                if said.items or said.ended:
                    losses = 0
                if said.ended:
                    at, given = at + 1, 0
            if said is None:
                return
            losses += 1
            if losses >= CHANCES[said]:
                yield self._refusal(paths[at], said, losses)
                at, given, losses = at + 1, 0, 0

    def _begin(self, task: ReadTask) -> None:
        self.__exit__()
        self._process, self._connection = start("furat.graph.ingest.reader", self._log, stdin="-" in task.paths)
        with contextlib.suppress(ConnectionError):  # noticed when listening
            self._connection.send(os.getpid())
            self._connection.send(task)
        if not self._connection.poll(START_LIMIT):
            raise StoreError(f"the process that reads the inputs does not come up: {last_words(self._log)}")

    def _hear(self) -> Given | Cause | None:
        """What the child says next, or why it says nothing any more."""
        if self._process is None or self._connection is None:
            raise RuntimeError("nothing is being read")
        if not self._connection.poll(self._seconds):
            return "time limit"
        try:
            said: Given | FuratError | None = self._connection.recv()
        except (EOFError, ConnectionError):
            return "memory" if self._process.wait() == OUT_OF_MEMORY else "crash"
        if isinstance(said, FuratError):
            raise said
        return said

    def _refusal(self, path: str, cause: Cause, losses: int) -> Refused:
        how = "not started"
        if self._process is not None:
            self._process.kill()
            how = died(self._process.wait())
        reason = {
            "time limit": f"not read within {self._seconds:g} seconds",
            "memory": f"needs more than {self._memory >> 20} MiB to be read",
            "crash": f"ends the process that reads it ({how})",
        }[cause]
        return Refused(path, reason, "leave the file out, or give its text as .txt")


def _expected(paths: Sequence[str]) -> int | None:
    """About how many documents files hold: one each, one a line of JSON lines. None when that cannot be known."""
    return None if "-" in paths else sum(map(_documents, paths))


def _documents(path: str) -> int:
    if not path.endswith(".jsonl") or not Path(path).is_file():  # a pipe can be read once only
        return 1
    try:
        with Path(path).open("rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b"")) or 1
    except OSError:  # the process that reads it says so
        return 1


if __name__ == "__main__":
    main(int(sys.argv[1]))
