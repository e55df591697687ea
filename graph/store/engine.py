"""Files of N-Quads into and out of the engine, in memory that does not depend on their size."""

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Store

PIECE = 32 << 20  # bytes of one bulk load; the engine takes some five times that to sort them
LOADS = 4  # at the same time


def load(engine: "Store", files: Sequence[Path]) -> None:
    """Brings the quads of the files in, in pieces; as many at once as there are processors.

    One bulk load keeps one processor busy, and a larger one is no quicker but holds a million quads and more. What is
    loaded is on disk when this returns. The engine is not flushed: that would wait until its compaction, which goes on
    in the background, has caught up (RocksDB's FlushOptions.allow_write_stall).
    """
    from pyoxigraph import RdfFormat

    def take(piece: bytes) -> None:
        engine.bulk_load(piece, RdfFormat.N_QUADS, lenient=True)

    _give_back()
    most = min(cpu_count() or 1, LOADS)
    under_way: deque[Future[None]] = deque()
    with ThreadPoolExecutor(most) as threads:
        for piece in pieces(files, PIECE):
            if len(under_way) == most:
                under_way.popleft().result()
            under_way.append(threads.submit(take, piece))
        while under_way:
            under_way.popleft().result()
    _give_back()


def _give_back() -> None:
    """Memory that was freed goes back to the system; glibc keeps that of each thread for a next one."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def pieces(files: Sequence[Path], size: int) -> Iterator[bytes]:
    """What files that end with a line hold, one after the other, in pieces of whole lines and of about `size` bytes."""
    parts: list[bytes] = []
    room = size
    for path in files:
        with path.open("rb") as file:
            while part := file.read(room):
                parts.append(part)
                room -= len(part)
                if not room:
                    parts.append(file.readline())  # the rest of a line, else one more
                    yield b"".join(parts)
                    parts, room = [], size
    if parts:
        yield b"".join(parts)


def remove(engine: "Store", quads: Path) -> None:
    """Takes these quads out; those that are not there are no matter."""
    from pyoxigraph import RdfFormat, parse

    for quad in parse(path=str(quads), format=RdfFormat.N_QUADS, lenient=True):
        engine.remove(quad)
