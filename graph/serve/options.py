"""What a server may be told: one frozen record, checked when it is made."""

import os
from dataclasses import dataclass
from pathlib import Path

from furat.extract.errors import InputError

LEAST_MEMORY = 128  # MiB: below it a worker cannot even start


def _default_workers() -> int:
    return max(4, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Limits, policies and addresses of one server; the defaults suit a public read-only endpoint."""

    timeout: float = 30.0  # seconds of wall clock a request may take; a request may ask for less
    memory_limit: int = 1024  # MiB each worker may hold
    workers: int = 0  # worker processes; 0: twice the cores, at least 4
    queue: int = 256  # requests that may wait for a worker
    result_limit: int = 256  # MiB of one result before compression
    body_limit: int = 1 << 20  # bytes of a query or update
    graph_limit: int = 64 << 20  # bytes of a graph sent to the graph store
    connections: int = 2000  # open connections; the next gets 503
    header_timeout: float = 10.0  # seconds for a request line and its headers, and between parts of a body
    idle_timeout: float = 30.0  # seconds a kept connection may be silent
    allow_service: tuple[str, ...] = ()  # endpoints that SERVICE may name
    allow_origins: tuple[str, ...] = ("*",)  # CORS
    write_token_file: Path | None = None  # none: read-only
    shapes: Path | None = None  # SHACL shapes that writes must pass instead of the project's own
    spool: Path | None = None  # folder for large results; none: the system's temporary folder
    public_url: str | None = None  # the address under which others reach this server, ending in "/"
    rewrite: bool = False  # serve data of another base under this server's address
    trust_proxy: bool = False  # take the client's address and scheme from X-Forwarded-For and -Proto
    log: bool = True  # one JSON line a request on standard error

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise InputError(f"timeout {self.timeout}: give seconds above 0")
        if self.memory_limit < LEAST_MEMORY:
            raise InputError(f"memory limit {self.memory_limit} MiB: a worker needs at least {LEAST_MEMORY}")
        if self.workers < 0 or self.queue < 1 or self.result_limit < 1:
            raise InputError("workers, queue and result limit must be positive numbers")
        if self.public_url is not None and not self.public_url.endswith("/"):
            raise InputError(f"public address {self.public_url!r}: it must end in '/'")

    @property
    def worker_count(self) -> int:
        """How many worker processes to keep."""
        return self.workers or _default_workers()

    def read_token(self) -> str | None:
        """The write token, read once at the start; None for a read-only server."""
        if self.write_token_file is None:
            return None
        try:
            token = self.write_token_file.read_text(encoding="utf-8-sig").strip()
        except OSError as error:
            raise InputError(f"{self.write_token_file}: cannot read the write token: {error.strerror}") from error
        if len(token) < 16:
            raise InputError(f"{self.write_token_file}: a write token needs at least 16 characters")
        return token
