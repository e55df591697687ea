"""The outermost layer: errors become answers, every answer carries the security headers, every request leaves one line.

Plain ASGI, so that it costs next to nothing on the way of a point query.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from furat.graph.serve.http.context import Site
from furat.graph.serve.http.responses import problem_response
from furat.graph.serve.problem import Problem

Handler = Callable[[Request], Awaitable[Response]]
Explain = Callable[[Request, Problem], Response | None]  # an error as a page for browsers; None for programs
# Pages hold no inline script; the editor and the marks of pages set styles from scripts, which 'self' allows.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
SECURITY = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
_EXPOSED = b"ETag, Link, Location, Content-Location, Retry-After"
_METHODS = b"GET, HEAD, POST, PUT, DELETE, OPTIONS"
_HEADERS = b"Accept, Content-Type, Authorization, If-None-Match"
_log = logging.getLogger("furat.serve")


class ErrorsAndLog:
    """Wraps the application; `handlers` are those of exact paths that are in most demand."""

    def __init__(self, handlers: Mapping[str, Handler], app: ASGIApp, site: Site, explain: Explain) -> None:
        self._handlers, self._app, self._site, self._problem_page = handlers, app, site, explain
        self._origins = frozenset(site.options.allow_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI side."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        scope.setdefault("state", {})
        answer = _Answer(send, self._cross_origin(scope))
        try:
            if scope["method"] == "OPTIONS":
                await _options(scope, answer)
            elif handler := self._handlers.get(scope["path"]):  # past the router: point queries count in microseconds
                response = await handler(Request(scope, receive, answer))
                await response(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except Problem as problem:
            await self._explain(problem, scope, receive, answer)
        except Exception as error:
            if answer.status:  # the client sees a body shorter than announced, never a whole one
                self._report(scope, error)
                raise
            self._report(scope, error)
            await self._explain(
                Problem(500, "internal", "an error of the server's own; its log has it"), scope, receive, answer
            )
        finally:
            self._account(scope, answer, time.perf_counter() - started)

    async def _explain(self, problem: Problem, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        response = self._problem_page(Request(scope), problem) or problem_response(problem)
        await response(scope, receive, answer)

    def _cross_origin(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        origin = next((v for n, v in scope["headers"] if n == b"origin"), None)
        if origin is None or not ("*" in self._origins or origin.decode("latin-1") in self._origins):
            return []
        allowed = b"*" if "*" in self._origins else origin
        found = [(b"access-control-allow-origin", allowed), (b"access-control-expose-headers", _EXPOSED)]
        if scope["method"] == "OPTIONS":
            found += [
                (b"access-control-allow-methods", _METHODS),
                (b"access-control-allow-headers", _HEADERS),
                (b"access-control-max-age", b"86400"),
            ]
        return found

    def _account(self, scope: Scope, answer: "_Answer", seconds: float) -> None:
        route = route_name(scope["path"])
        status = answer.status or 499
        self._site.requests[route, status] += 1
        self._site.seconds[route] += seconds
        if not self._site.options.log:
            return
        line = {
            "time": _now(),
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": answer.sent,
            "client": self._site.client(Request(scope)),
            "snapshot": self._site.snapshot.info.id,
        }
        if query := scope["state"].get("query"):
            line["query"] = query
        _log.info(json.dumps(line, ensure_ascii=False))

    def _report(self, scope: Scope, error: Exception) -> None:
        place = traceback.extract_tb(error.__traceback__)[-1]
        line = {
            "time": _now(),
            "error": type(error).__name__,
            "detail": str(error),
            "at": f"{place.name}:{place.lineno}",
            "path": scope["path"],
        }
        _log.error(json.dumps(line, ensure_ascii=False))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class _Answer:
    """Counts what is sent and adds the headers."""

    def __init__(self, send: Send, cross_origin: list[tuple[bytes, bytes]]) -> None:
        self._send, self._cross_origin = send, cross_origin
        self.status = 0
        self.sent = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *SECURITY, *self._cross_origin]
            if self._cross_origin:
                _vary_by_origin(message["headers"])
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)


def _vary_by_origin(headers: list[tuple[bytes, bytes]]) -> None:
    for place, (name, value) in enumerate(headers):
        if name == b"vary":
            headers[place] = (name, value + b", Origin")
            return
    headers.append((b"vary", b"Origin"))


async def _options(scope: Scope, answer: _Answer) -> None:
    headers = [(b"allow", b"GET, HEAD, OPTIONS" + (b", POST" if route_name(scope["path"]) in _POSTED else b""))]
    if route_name(scope["path"]) == "/store":
        headers = [(b"allow", b"GET, HEAD, POST, PUT, DELETE, OPTIONS")]
    await answer({"type": "http.response.start", "status": 204, "headers": headers})
    await answer({"type": "http.response.body", "body": b""})


_POSTED = ("/sparql", "/query", "/update")
_ENDPOINTS = (
    "",
    "sparql",
    "query",
    "update",
    "store",
    "search",
    "health",
    "ready",
    "metrics",
    "static",
    "dump",
    "admin",
)
_PAGES = (
    "robots.txt",
    "sitemap.xml",
    "document",
    "actor",
    "place",
    "event",
    "graph",
    "run",
    "ontology",
    "event-type",
    "place-type",
    "queries",
    "terms.json",
)
_KNOWN = frozenset({*_ENDPOINTS, *_PAGES, ".well-known"})


def route_name(path: str) -> str:
    """The first part of a path when the server knows it: a bounded set, fit for the labels of metrics."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return "/" + first if first in _KNOWN else "/*"


def log_to_stderr(levels: Iterable[str] = ("furat.serve",)) -> None:
    """Lets the request log write plain lines to standard error."""
    for name in levels:
        logger = logging.getLogger(name)
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
