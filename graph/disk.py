"""Writing that survives a crash, locks between processes, and what the disk refuses told in one line with a remedy."""

import ctypes
import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from furat.extract.errors import StoreError

_CLONE = 0x40049409  # FICLONE, of Linux
_AT_CWD, _EXCHANGE = -100, 2  # of renameat2

_REMEDIES = {
    errno.ENOSPC: "the disk is full; free some space and build again, what was complete is kept",
    errno.EDQUOT: "the disk quota is used up; free some space and build again, what was complete is kept",
    errno.EFBIG: "a file may not grow any further (ulimit -f); raise the limit and build again",
    errno.EACCES: "no permission; give this user the right to write there, or name another folder",
    errno.EPERM: "no permission; give this user the right to write there, or name another folder",
    errno.EROFS: "the file system is read-only; name another folder",
    errno.ENOTDIR: "a part of the path is a file; name another folder",
    errno.EEXIST: "a file of that name is in the way; name another folder",
    errno.EMFILE: "too many open files; raise the limit (ulimit -n)",
}
# The engine and SQLite say it in words.
_WORDS = {
    "no space left": errno.ENOSPC,
    "disk is full": errno.ENOSPC,
    "file too large": errno.EFBIG,
    "permission denied": errno.EACCES,
    "readonly database": errno.EROFS,
    "read-only file system": errno.EROFS,
    "too many open files": errno.EMFILE,
}


@contextmanager
def saving(place: Path) -> Iterator[None]:
    """Turns what the disk, the engine or SQLite refuse inside the block into a StoreError with place and remedy.

    Raises: StoreError with the place and the remedy.
    """
    try:
        yield
    except (OSError, sqlite3.DatabaseError) as error:
        raise disk_error(place, error) from error


def disk_error(place: Path, error: Exception) -> StoreError:
    """The StoreError that tells the user what to do about a refusal of the disk."""
    number = error.errno if isinstance(error, OSError) else None
    said = str(error).lower()
    if number is None:
        number = next((code for words, code in _WORDS.items() if words in said), None)
    where = getattr(error, "filename", None) or place
    if number in _REMEDIES:
        return StoreError(f"{where}: {_REMEDIES[number]}")
    return StoreError(f"{where}: {' '.join(str(error).split())}; look it over with: furat doctor --store {place}")


def write_atomically(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Replaces a file as a whole: it is the old one or the new one, whatever happens, and on disk when this returns."""
    beside = path.with_name(path.name + ".tmp")
    with beside.open("wb") as out:
        out.writelines([content] if isinstance(content, bytes) else content)
        sync_file(out)
    beside.replace(path)
    sync_folder(path.parent)


def sync_file(out: IO[bytes]) -> None:
    """Forces what was written to a file to disk (fsync)."""
    out.flush()
    os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """Forces names made, changed or removed in a folder to disk (fsync)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Forces all files and folders below a folder to disk (fsync)."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        elif path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def clone(source: Path, target: Path) -> None:
    """A copy of a file, sharing its blocks where the file system can; not synced."""
    with source.open("rb") as given, target.open("wb") as out:
        try:
            fcntl.ioctl(out.fileno(), _CLONE, given.fileno())
            return
        except OSError:
            pass
    shutil.copyfile(source, target)


def swap(one: Path, other: Path) -> None:
    """Exchanges two folders in one step, so that each name is there at every moment; in three on an old Linux."""
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is None or rename(_AT_CWD, bytes(one), _AT_CWD, bytes(other), _EXCHANGE) != 0:
        aside = other.with_name(other.name + ".old")
        other.rename(aside)
        one.rename(other)
        aside.rename(one)
    sync_folder(other.parent)


class FileLock:
    """A flock on a file, let go by `release` or when the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path, *, shared: bool = False, make: bool = True) -> "FileLock | None":
        """The lock, or None when somebody else holds it in a way that excludes this one."""
        flags = (os.O_RDONLY if shared and not make else os.O_RDWR) | (os.O_CREAT if make else 0) | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o644)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return cls(descriptor)

    def is_on(self, path: Path) -> bool:
        """Whether the file at `path` is still the locked one, not a later one of the same name."""
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._descriptor), path.stat())
        except FileNotFoundError:
            return False

    def sign(self) -> None:
        """Writes the holder's process id into the locked file."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Releases the lock; harmless when done twice."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def transaction(database: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All of what is done to a database file inside the block, or nothing; `path` is where it lies, for messages."""
    with saving(path):
        database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")
