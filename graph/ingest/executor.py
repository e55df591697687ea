"""Who reads the inputs and works through the batches of a build: processes of this machine, or of a cluster."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from furat.graph.ingest.messages import Batch, Done, Item, Setup
from furat.graph.ingest.pool import LocalPool
from furat.graph.ingest.reader import InputReader


class Inputs(Protocol):
    """The documents of inputs, once."""

    @property
    def expected(self) -> int | None:
        """About how many there are, once reading has begun; None: not known."""

    def __iter__(self) -> Iterator[Item]:
        """The documents, and what gave none."""


class WorkerPool(Protocol):
    """Workers over one staging folder."""

    def run(self, batches: Iterator[Batch]) -> Iterator[Done]:
        """What became of each batch, in any order; every document has one outcome."""

    def shards(self) -> list[tuple[Path, int]]:
        """Files of quads in the staging folder, and how many bytes of each count.

        Those of the batches that `run` has given since the last call; workers may be writing others.
        """


class Executor(Protocol):
    """What a build needs of those who work for it."""

    def reader(
        self, inputs: Sequence[str], read: str, seconds: float, memory: int, log: Path
    ) -> AbstractContextManager[Inputs]:
        """The documents of inputs, by the function that `read` names; each may take seconds, a process bytes of memory.

        Raises: InputError at once for inputs that are not there.
        """

    def pool(self, setup: Setup, jobs: int, seconds: float, staging: Path) -> AbstractContextManager[WorkerPool]:
        """Workers for batches of documents, each of which may take so many seconds.

        Of the files in the staging folder those that were handed over are removed.
        """


class LocalExecutor:
    """Processes of this machine."""

    def reader(
        self, inputs: Sequence[str], read: str, seconds: float, memory: int, log: Path
    ) -> AbstractContextManager[Inputs]:
        """A process that reads files of this machine."""
        return InputReader(inputs, read, seconds, memory, log)

    def pool(self, setup: Setup, jobs: int, seconds: float, staging: Path) -> AbstractContextManager[WorkerPool]:
        """As many worker processes as there are jobs."""
        return LocalPool(setup, jobs, seconds, staging)
