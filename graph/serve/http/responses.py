"""Answers on their way out: whole results from memory or from a file, problems, and what caches need to know."""

import asyncio
import hashlib
import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from furat.graph.serve.formats import Format
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.release import release
from furat.graph.serve.problem import Problem
from furat.graph.serve.workers.pool import WorkerResult

_CHUNK = 1 << 18
_STALLED = 30.0  # seconds after which a client that takes nothing is given up


class FileResult(Response):
    """Sends an open file and closes it; a client that stops reading loses its connection, nobody else notices."""

    def __init__(self, file: int, size: int, status: int, headers: Mapping[str, str]) -> None:
        self._file, self._size = file, size
        super().__init__(status_code=status, headers={**headers, "content-length": str(size)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI side."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            sent = 0
            while sent < self._size:
                part = os.pread(self._file, _CHUNK, sent)
                sent += len(part)
                async with asyncio.timeout(_STALLED):
                    await send({"type": "http.response.body", "body": part, "more_body": sent < self._size})
        finally:
            os.close(self._file)


def result_response(result: WorkerResult, content_type: str, headers: Mapping[str, str], status: int = 200) -> Response:
    """A worker's answer as it is."""
    out = {**headers, "content-type": content_type}
    if encoding := result.head.get("encoding"):
        out["content-encoding"] = encoding
    if result.file is not None:
        return FileResult(result.file, result.size, status, out)
    return Response(result.body, status, out)


async def first_writable(formats: Sequence[Format], answered: Callable[[Format], Awaitable[Response]]) -> Response:
    """The answer in the first of these formats that can hold it: XML has no way to write some characters."""
    for chosen in formats[:-1]:
        try:
            return await answered(chosen)
        except Problem as problem:
            if problem.kind != "unwritable":
                raise
    return await answered(formats[-1])


def problem_response(problem: Problem) -> Response:
    """An error as `application/problem+json`."""
    body = json.dumps(problem.body(), ensure_ascii=False).encode("utf-8")
    headers = {"cache-control": "no-store", **problem.headers}
    return Response(body, problem.status, headers, media_type="application/problem+json")


def etag(snapshot: str, *parts: str) -> str:
    """The validator of an answer: a function of the snapshot, of all that was asked, and of the release that answers.

    Weak, as encodings share it.
    """
    digest = hashlib.blake2b(
        "\0".join((snapshot, release(), *parts)).encode("utf-8", "surrogatepass"), digest_size=12
    ).hexdigest()
    return f'W/"{digest}"'


def not_modified(request: Request, validator: str) -> Response | None:
    """304 when the client already has this answer."""
    known = listed(request, "if-none-match")
    if known is None:
        return None
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    if validator.removeprefix("W/") not in tags:  # nor "*": whether there is anything is not known yet
        return None
    return Response(status_code=304, headers=caching(validator))


def caching(validator: str) -> dict[str, str]:
    """Headers by which caches keep an answer and ask whether it still holds."""
    return {"etag": validator, "cache-control": "public, no-cache", "vary": "Accept, Accept-Encoding"}
