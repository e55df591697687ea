"""What a worker may not do: outlive its parent, hold too much memory, dump core, open a connection, run a program.

The network is closed by a seccomp filter where the kernel has it (Linux on x86-64 and ARM64), for the process and all
its threads, for good; no privilege is needed. Elsewhere the guard's policy on SERVICE and LOAD stands alone.
"""

import ctypes
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 1, 38, 22, 2
# audit architecture; numbers of socket, socketpair, connect, bind, listen, execve, execveat, ptrace, io_uring_setup
_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 49, 50, 59, 322, 101, 425)),
    "aarch64": (0xC00000B7, (198, 199, 203, 200, 201, 221, 281, 117, 425)),
}
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_X32 = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def die_with_parent() -> None:
    """The kernel kills this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_memory(mib: int) -> None:
    """At most so much beyond the address space that lies reserved and unused now; no core files."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    size, resident = (int(n) * resource.getpagesize() for n in pages[:2])
    limit = size - resident + (mib << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def limit_processor(seconds: float) -> None:
    """At most so many seconds of processor time from now on: a second net below the front end's wall clock."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, hard))


def close_network() -> bool:
    """No new sockets and no new programs from now on, for every thread; False where the kernel cannot promise it."""
    known = _CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, calls = known
    code = _filter(architecture, calls)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Classic BPF: another architecture, the x32 numbers and the calls named are refused, all else goes on."""
    refuse_at = 4 + len(calls) + 1

    def jump(code: int, value: int, at: int, *, if_true: int | None = None, if_false: int | None = None) -> bytes:
        true = 0 if if_true is None else if_true - at - 1
        false = 0 if if_false is None else if_false - at - 1
        return struct.pack("<HBBI", code, true, false, value)

    lines = [
        struct.pack("<HBBI", _LOAD, 0, 0, 4),
        jump(_EQUAL, architecture, 1, if_false=refuse_at),
        struct.pack("<HBBI", _LOAD, 0, 0, 0),
        jump(_AT_LEAST, _X32, 3, if_true=refuse_at),
    ]
    lines += [jump(_EQUAL, call, 4 + i, if_true=refuse_at) for i, call in enumerate(calls)]
    lines += [struct.pack("<HBBI", _RETURN, 0, 0, _ALLOW), struct.pack("<HBBI", _RETURN, 0, 0, _REFUSE)]
    return b"".join(lines)
