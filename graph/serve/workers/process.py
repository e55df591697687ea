"""One worker process as the front end holds it: started, talked to, killed, and asked afterwards what it died of."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from furat.graph.serve.workers import ipc as frames
from furat.graph.serve.workers.schedule import Job
from furat.graph.store.snapshots import Snapshot

_STDERR_TAIL = 2000
_NICE = 10  # long queries yield to short ones

Frame = tuple[dict[str, Any], bytes, int | None]


class WorkerProcess:
    """A process and its socket. `on_frame` gets each answer, `on_end` is called once when the process is gone."""

    def __init__(
        self,
        snapshot: Snapshot,
        settings: dict[str, Any],
        on_frame: Callable[["WorkerProcess", Frame], None],
        on_end: Callable[["WorkerProcess"], None],
    ) -> None:
        self.snapshot = snapshot
        self.job: Job | None = None
        self.ready = False
        self.long = False  # runs, or ran, a long query at lower priority
        self.killed_for: str | None = None
        self._on_frame, self._on_end = on_frame, on_end
        self._loop = asyncio.get_running_loop()
        self._reader = frames.FrameReader()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in _end
        self._socket, child = socket.socketpair()
        with child:
            self._process = subprocess.Popen(
                [sys.executable, "-Im", "furat.graph.serve.workers.process_main", str(child.fileno())],
                pass_fds=(child.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._errors,
                env={"PATH": "/usr/bin:/bin", "MALLOC_ARENA_MAX": "2", "LC_ALL": "C.UTF-8"},
                start_new_session=True,  # Ctrl-C is for the front end, which ends its workers after draining
            )  # fmt: skip
        self._socket.setblocking(False)
        self._loop.add_reader(self._socket, self._readable)
        self.send(settings | {"snapshot": str(snapshot.path), "base": snapshot.info.base_iri})

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def idle(self) -> bool:
        """Whether it can take a job now."""
        return self.ready and self.job is None and self.killed_for is None

    def send(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Sends a request, at once when it fits the socket's buffer."""
        frame = frames.pack(head, body)
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            sent = self._socket.send(frame)
            if sent == len(frame):
                return
            frame = frame[sent:]
        task = self._loop.create_task(self._send_rest(frame))
        task.add_done_callback(lambda done: done.exception())

    async def _send_rest(self, data: bytes) -> None:
        await self._loop.sock_sendall(self._socket, data)

    def reopen(self, snapshot: Snapshot) -> None:
        """Lets an idle worker move to another snapshot."""
        self.ready, self.snapshot = False, snapshot
        self.send({"op": "open", "snapshot": str(snapshot.path), "base": snapshot.info.base_iri})

    def yield_processor(self) -> bool:
        """Lowers its priority for a long query; False when it could not be raised again."""
        self.long = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)
        return os.geteuid() == 0

    def restore_processor(self) -> bool:
        """Gives it back its priority; False where that needs a privilege, then it must be replaced."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, 0)
        except OSError:
            return False
        self.long = False
        return True

    def kill(self, reason: str) -> None:
        """Ends it now; `on_end` follows."""
        if self.killed_for is None:
            self.killed_for = reason
        self._process.kill()

    def death(self) -> str:
        """Why it died by itself, as a sort of problem: memory, processor, or crash."""
        code = self._process.returncode
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return "killed" if code == -signal.SIGKILL else "timeout"
        tail = self._tail()
        if code == -signal.SIGABRT and ("memory allocation" in tail or "bad_alloc" in tail or "MemoryError" in tail):
            return "memory"
        return "memory" if "MemoryError" in tail or "failed to spawn thread" in tail else "crash"

    def _tail(self) -> str:
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), _STDERR_TAIL, max(0, size - _STDERR_TAIL)).decode("utf-8", "replace")

    def _readable(self) -> None:
        try:
            alive = self._reader.receive(self._socket)
        except BlockingIOError:
            return
        except OSError:
            alive = False
        while (frame := self._reader.frame()) is not None:
            file = self._reader.files.pop(0) if self._reader.files else None
            self._on_frame(self, (*frame, file))
        if not alive:
            self._end()

    def _end(self) -> None:
        self._loop.remove_reader(self._socket)
        self._socket.close()
        self._process.kill()
        self._process.wait()  # it has closed its socket or is killed: this takes no time
        self.tail = self._tail()
        cause = self.death()
        self.killed_for = self.killed_for or cause
        for file in self._reader.files:
            os.close(file)
        self._errors.close()
        self._on_end(self)
