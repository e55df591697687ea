"""What all handlers share: options, pool, snapshot, address, and who asks."""

import hmac
import re
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import encoding
from furat.graph.serve.options import ServeOptions
from furat.graph.serve.problem import Problem, bad
from furat.graph.serve.workers.pool import QueryPool, WorkerResult
from furat.graph.store.snapshots import Snapshot

_HOST = re.compile(r"[A-Za-z0-9._-]+(?::\d+)?|\[[0-9A-Fa-f:.]+\](?::\d+)?")
_CACHE_ENTRY, _CACHE_ALL = 64 << 10, 32 << 20  # bytes
_CACHE_SLOT = 512  # bytes of an entry beside what it says


@dataclass
class Site:
    """One running server."""

    store: Path
    options: ServeOptions
    pool: QueryPool
    token: str | None = None
    requests: Counter[tuple[str, int]] = field(default_factory=Counter)  # by route and status, for /metrics
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))  # by route
    _cache: OrderedDict[tuple[str, str | None], WorkerResult] = field(default_factory=OrderedDict)
    _cached: int = 0

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that answers now."""
        return self.pool.snapshot

    def address(self, request: Request) -> str:
        """The address of this server as the client knows it, ending in a slash."""
        if self.options.public_url:
            return self.options.public_url
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            raise bad("the Host header is missing or not a host")
        scheme = str(request.scope["scheme"])
        if self.options.trust_proxy:
            forwarded = request.headers.get("x-forwarded-proto", scheme)
            scheme = forwarded if forwarded in ("http", "https") else scheme
        return f"{scheme}://{host}/"

    def client(self, request: Request) -> str:
        """Whose share of the queue a request counts against."""
        if self.options.trust_proxy and (forwarded := request.headers.get("x-forwarded-for")):
            return forwarded.rpartition(",")[2].strip()
        return request.client.host if request.client else "?"

    def authorise(self, request: Request) -> None:
        """Passes a request that carries the write token; Problem otherwise."""
        if self.token is None:
            raise Problem(403, "read-only", "this endpoint is read-only")
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), self.token.encode()):
            raise Problem(
                401,
                "token",
                "send the write token: Authorization: Bearer ...",
                {"www-authenticate": 'Bearer realm="furat"'},
            )

    async def work(self, request: Request, asked: Mapping[str, object], shape: str, body: bytes = b"") -> WorkerResult:
        """A worker's answer to one of the server's own operations."""
        return await self.pool.run(
            {**asked}, body, client=self.client(request), shape=shape, text=shape, gone=_departure(request)
        )

    async def cached(
        self,
        request: Request,
        asked: Mapping[str, object],
        shape: str,
        body: bytes = b"",
        *,
        key: str,
        seconds: float | None = None,
        text: str = "",
        packed: bool = True,
        weight: int = 0,
    ) -> WorkerResult:
        """A worker's answer, kept while it is small; `key` is its validator, which names the snapshot too.

        Compressed as the client likes it, unless it is not to be `packed`: the server itself reads it.
        """
        wanted = encoding(listed(request, "accept-encoding")) if packed else None
        kept = self._cache.get((key, wanted))
        if kept is not None:
            self._cache.move_to_end((key, wanted))
            return kept
        result = await self.pool.run(
            {**asked, "encoding": wanted},
            body,
            client=self.client(request),
            shape=shape,
            seconds=seconds,
            text=text or shape,
            weight=weight,
            gone=_departure(request),
        )
        if key and result.file is None:
            self._keep((key, wanted), result)
        return result

    def _keep(self, key: tuple[str, str | None], result: WorkerResult) -> None:
        """Keeps a small answer; those asked for least recently make room."""
        weight = _weight(result)
        if weight > _CACHE_ENTRY or key in self._cache:  # another request may have brought the same answer meanwhile
            return
        self._cache[key] = result
        self._cached += weight
        while self._cached > _CACHE_ALL:
            self._cached -= _weight(self._cache.popitem(last=False)[1])


def _weight(result: WorkerResult) -> int:
    """Bytes of memory that a kept answer takes, about: some operations answer in the head alone."""
    return len(result.body) + len(repr(result.head)) + _CACHE_SLOT


def _departure(request: Request) -> Callable[[], Awaitable[None]]:
    """What returns when the client has closed its connection."""

    async def departure() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return departure
