"""Where a worker's result goes: memory while it is small, a nameless file when it grows, compressed on the way."""

import os
import tempfile
import zlib
from typing import IO, Protocol

INLINE = 256 << 10  # bytes kept in memory
COMPRESS_FROM = 1024  # a shorter result is sent as it is


class TooLarge(Exception):
    """The result exceeds the limit on its size."""


class NoRoom(Exception):
    """The folder for large results is full or cannot be written."""


class _Compressor(Protocol):
    def process(self, data: bytes, /) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.compressobj(4, zlib.DEFLATED, 31)

    def process(self, data: bytes, /) -> bytes:
        return self._inner.compress(data)

    def finish(self) -> bytes:
        return self._inner.flush()


def _brotli() -> _Compressor:
    import brotli  # type: ignore[import-untyped]

    compressor: _Compressor = brotli.Compressor(quality=3)
    return compressor


class Sink:
    """A binary file to serialise into. `failure` keeps the first error, since the engine wraps what `write` raises."""

    def __init__(self, folder: str, limit: int, encoding: str | None) -> None:
        self.raw = 0  # bytes before compression
        self.failure: Exception | None = None
        self.encoding: str | None = None  # what was really done
        self.replace: tuple[bytes, bytes] | None = None  # one base IRI for another
        self._tail = b""  # what may be the beginning of a base IRI to replace
        self._folder, self._limit, self._wanted = folder, limit, encoding
        self._parts: list[bytes] = []
        self._held = 0
        self._file: IO[bytes] | None = None
        self._compressor: _Compressor | None = None

    def write(self, data: bytes) -> int:
        """Takes the next bytes of the result."""
        taken = len(data)
        if self.replace is not None:
            data = (self._tail + data).replace(*self.replace)
            keep = min(len(data), len(self.replace[0]) - 1)
            data, self._tail = data[: len(data) - keep], data[len(data) - keep :]
        self._take(data)
        return taken

    def _take(self, data: bytes) -> None:
        try:
            self.raw += len(data)
            if self.raw > self._limit:
                raise TooLarge
            if self._wanted and self._compressor is None and self.raw > COMPRESS_FROM:
                self._start_compressing()
            self._keep(self._compressor.process(data) if self._compressor else bytes(data))
        except (TooLarge, NoRoom) as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Nothing waits here."""

    def finish(self) -> tuple[bytes, int | None]:
        """The result: its bytes, or a descriptor of the file that holds it."""
        if self._tail:
            self._take(self._tail)
        if self._compressor is not None:
            self._keep(self._compressor.finish())
        if self._file is None:
            return b"".join(self._parts), None
        self._spill()
        return b"", self._file.fileno()

    def close(self) -> None:
        """Lets the file go."""
        if self._file is not None:
            self._file.close()

    def _start_compressing(self) -> None:
        self.encoding = self._wanted
        self._compressor = _brotli() if self._wanted == "br" else _Gzip()
        self._parts = [self._compressor.process(part) for part in self._parts]
        self._held = sum(map(len, self._parts))

    def _keep(self, data: bytes) -> None:
        self._parts.append(data)
        self._held += len(data)
        if self._held > INLINE:
            self._spill()

    def _spill(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115
            data = memoryview(b"".join(self._parts))
            while data:
                data = data[os.write(self._file.fileno(), data) :]
        except OSError as error:
            raise NoRoom(error.strerror) from error
        self._parts, self._held = [], 0
