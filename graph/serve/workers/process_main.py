"""A worker process: opens one snapshot read-only and answers one request at a time over a socket, until told to end.

Run as `python -Im furat.graph.serve.workers.process_main DESCRIPTOR` by the pool. It may be killed at any moment;
nothing is lost.
"""

import contextlib
import fcntl
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pyoxigraph

from furat.graph.results.xml_text import Unwritable
from furat.graph.serve.operations.answering import answer
from furat.graph.serve.operations.result_sink import NoRoom, Sink, TooLarge
from furat.graph.serve.operations.snapshot import OpenSnapshot, RequestRefused
from furat.graph.serve.workers import ipc as frames
from furat.graph.serve.workers import sandbox as confine

_WHOLE = 1 << 40  # bytes of a dump: as large as the data
_RESERVE = 1 << 20  # bytes let go when memory runs out, so that the answer can still be written
_reserve = bytearray(_RESERVE)


def main() -> None:
    """Reads settings, opens the snapshot, then answers until the connection ends."""
    confine.die_with_parent()
    connection = socket.socket(fileno=int(sys.argv[1]))
    reader = frames.FrameReader()
    first = frames.receive(connection, reader)
    if first is None:
        return
    settings, _ = first
    snapshot = _open(connection, settings)
    if not settings["network"]:
        settings["confined"] = confine.close_network()
    confine.limit_memory(settings["memory"])
    while snapshot is not None and (frame := frames.receive(connection, reader)) is not None:
        request, body = frame
        if request["op"] == "open":
            snapshot.close()
            snapshot = None  # the old store must be gone before the new one is opened, or both count
            snapshot = _open(connection, settings | request)
            continue
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            _work(connection, snapshot, request, body, settings)


def _open(connection: socket.socket, settings: dict[str, Any]) -> OpenSnapshot | None:
    folder = Path(settings["snapshot"])
    try:
        lock = os.open(folder / "in-use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        fcntl.flock(lock, fcntl.LOCK_SH)
    except OSError:
        lock = -1  # a store on a read-only medium has nobody who would remove snapshots
    try:
        store = pyoxigraph.Store.read_only(str(folder / "quads"))
    except (OSError, ValueError) as error:
        frames.send(connection, {"status": "failed", "detail": str(error)})
        return None
    frames.send(connection, {"status": "ready"})
    return OpenSnapshot(folder, store, lock, settings["base"])


def _work(
    connection: socket.socket, snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, settings: dict[str, Any]
) -> None:
    confine.limit_processor(request["seconds"] + 5)
    limit = _WHOLE if request.get("whole") else settings["result"]
    sink = Sink(settings["spool"], limit, request.get("encoding"))
    try:
        head = answer(snapshot, request, body, sink)
        inline, file = sink.finish()
        size = os.fstat(file).st_size if file is not None else len(inline)
        head = {"status": "ok", "size": size, "raw": sink.raw, "encoding": sink.encoding, **head}
        frames.send(connection, head, inline, file)
    except Exception as error:
        _reserve.clear()
        frames.send(connection, {"status": "error", **_blame(sink.failure or error)})
    finally:
        sink.close()
    if not _reserve:
        _reserve.extend(bytes(_RESERVE))


def _blame(error: Exception) -> dict[str, Any]:
    """The sort of an error, for the front end to say so."""
    if isinstance(error, RequestRefused):
        return {"kind": error.kind, "detail": str(error)}
    if isinstance(error, TooLarge):
        return {"kind": "result-too-large", "detail": ""}
    if isinstance(error, Unwritable):
        return {"kind": "unwritable", "detail": f"{error}; ask for another format, such as JSON or Turtle"}
    if isinstance(error, NoRoom):
        return {"kind": "no-room", "detail": ""}
    if isinstance(error, MemoryError):
        return {"kind": "memory", "detail": ""}
    return {"kind": "internal", "detail": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
