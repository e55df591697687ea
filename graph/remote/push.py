"""The push: what of the current snapshot the target does not hold yet goes there, what is gone here goes there too."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from furat.graph.progress import Progress, silent
from furat.graph.remote.graphs import Graphs
from furat.graph.remote.pushed_state import Memory
from furat.graph.remote.sending import PATIENCE, Sender
from furat.graph.remote.target import Target
from furat.graph.store.snapshots import hold
from furat.graph.vocab.iris import Iris

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did; `put` + `unchanged` is the number of graphs in the snapshot."""

    url: str
    snapshot: int
    put: int
    deleted: int
    unchanged: int
    bytes: int  # of N-Triples that were sent


def push(
    root: Path,
    target: Target,
    *,
    progress: Progress = silent,
    connections: int = CONNECTIONS,
    patience: float = PATIENCE,
) -> Pushed:
    """Makes the target's graphs those of the store's current snapshot; graphs that never came from here stay.

    TargetError when the target refuses, or is away for more than `patience` seconds. What it confirmed until then is
    remembered; the next push sends the rest.
    """
    with (
        Memory(root, target.url) as memory,
        hold(root) as snapshot,
        Sender(target, patience=patience, connections=connections) as sender,
    ):
        iris = Iris(snapshot.info.base_iri)
        if not sender.has(iris.graph("vocabulary")):
            memory.forget()  # it is new, or was emptied
        graphs = Graphs(snapshot.quads, iris)
        names = graphs.names()
        if memory.complete == snapshot.info.etag:
            return Pushed(target.url, snapshot.info.id, 0, 0, len(names), 0)
        memory.begin()
        with _parallel(sender, connections) as work:
            pushed = _Push(memory, graphs, sender, work, progress).run(names)
        memory.finish(snapshot.info.etag)
        return Pushed(target.url, snapshot.info.id, *pushed)


class _Work:
    """Requests under way: a few, so that little is in memory; the first that fails ends all."""

    def __init__(self, executor: ThreadPoolExecutor, most: int) -> None:
        self._executor = executor
        self._most = most
        self._open: dict[Future[None], Callable[[], None]] = {}

    def add(self, request: Callable[[], None], done: Callable[[], None]) -> None:
        """Has a request made; `done` is called in this thread once it is confirmed."""
        while len(self._open) >= self._most:
            self._settle()
        self._open[self._executor.submit(request)] = done

    def finish(self) -> None:
        """Waits for all."""
        while self._open:
            self._settle()

    def _settle(self) -> None:
        finished, _ = wait(self._open, return_when=FIRST_COMPLETED)
        calls = [(future, self._open.pop(future)) for future in finished]
        for future, done in calls:
            if future.exception() is None:
                done()
        for future, _ in calls:
            future.result()

    def give_up(self) -> None:
        """Notes what was confirmed meanwhile, forgets the rest."""
        for future, done in self._open.items():
            if not future.cancel() and future.exception() is None:
                done()


@contextmanager
def _parallel(sender: Sender, connections: int) -> Iterator[_Work]:
    with ThreadPoolExecutor(connections, "furat-push") as executor:
        work = _Work(executor, 2 * connections)
        try:
            yield work
            work.finish()
        except BaseException:
            sender.stop()
            work.give_up()
            raise


class _Push:
    """One push while it goes on."""

    def __init__(self, memory: Memory, graphs: Graphs, sender: Sender, work: _Work, progress: Progress) -> None:
        self._memory = memory
        self._graphs = graphs
        self._sender = sender
        self._work = work
        self._progress = progress
        self._put = self._deleted = self._unchanged = self._bytes = self._total = 0

    def run(self, names: list[str]) -> tuple[int, int, int, int]:
        """Sends what differs: graphs put, deleted, unchanged, and bytes."""
        kept = set(names)
        gone = [name for name in self._memory.graphs() if name not in kept]
        self._total = len(names) + len(gone)
        for name in names:
            self._one(name)
        for name in gone:
            self._memory.unsure(name)
            self._work.add(lambda name=name: self._sender.delete(name), lambda name=name: self._gone(name))  # type: ignore[misc]
        self._work.finish()
        return self._put, self._deleted, self._unchanged, self._bytes

    def _one(self, name: str) -> None:
        content = self._graphs.content(name)
        digest, length = content.digest, content.length
        if self._memory.digest(name) == digest:
            content.close()
            self._unchanged += 1
            self._tell()
            return

        def confirmed() -> None:
            self._memory.holds(name, digest)
            self._put += 1
            self._bytes += length
            self._tell()

        self._memory.unsure(name)
        self._work.add(lambda: self._sender.put(name, content), confirmed)

    def _gone(self, name: str) -> None:
        self._memory.gone(name)
        self._deleted += 1
        self._tell()

    def _tell(self) -> None:
        self._progress("push", self._put + self._deleted + self._unchanged, self._total)
