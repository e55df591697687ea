"""Processes of the build: started apart from whatever runs in this one, ended with it."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

START_LIMIT = 300.0  # seconds a child may take to load what it needs
CHANCES = {"time limit": 2, "memory": 2, "crash": 3}  # children that an input may cost before it is refused
OUT_OF_MEMORY = 77  # exit status of a child whose input needs too much
_PR_SET_PDEATHSIG = 1


def start(module: str, log: Path, *, stdin: bool = False) -> "tuple[subprocess.Popen[bytes], Connection[Any, Any]]":
    """A process that runs `module` with a connection to it; its first message must be this process's id.

    It finds modules where this process does, but never in the folder it stands in, which may hold anything.
    """
    here = Path.cwd()
    places = [place for place in sys.path if place and Path(place).resolve() != here]
    ours, theirs = Pipe()
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(theirs.fileno())],
            pass_fds=[theirs.fileno()], stdin=None if stdin else subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=errors, env={**os.environ, "PYTHONPATH": os.pathsep.join(places)},
        )  # fmt: skip
    theirs.close()
    return process, ours


def live_with_parent(descriptor: int) -> "Connection[Any, Any] | None":
    """The connection to the parent; None when that is gone already. To be called first in the child.

    Ctrl-C is the parent's affair; when the parent dies the child does, also in the middle of a document.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    connection: Connection[Any, Any] = Connection(descriptor)
    return connection if connection.recv() == os.getppid() else None


def limit_memory(amount: int) -> None:
    """Lets this process have no more than that many bytes of address space, where the system can do so."""
    with contextlib.suppress(ValueError, OSError):  # a lower limit is set already
        resource.setrlimit(resource.RLIMIT_AS, (amount, amount))


def resolve(name: str) -> Any:
    """The function that "package.module:function" names."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def died(status: int) -> str:
    """How a process ended, for messages."""
    if status >= 0:
        return f"exit status {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


def last_words(log: Path) -> str:
    """The end of what a process wrote to its standard error."""
    try:
        return log.read_text(encoding="utf-8", errors="replace")[-2000:].strip() or "it said nothing"
    except OSError:
        return "its log is lost"
