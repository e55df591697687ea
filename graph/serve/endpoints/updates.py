"""Updates and graph store writes: with the token only, one at a time, answered when every later query sees them."""

import asyncio
import contextlib
import json
import logging
import sys
import uuid
from codecs import BOM_UTF8
from collections.abc import AsyncGenerator
from typing import Any

from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from furat.graph.serve.formats import by_media
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.protocol import Operation, read_body
from furat.graph.serve.problem import Problem, bad, busy, not_found
from furat.graph.serve.workers import ipc as frames
from furat.graph.store.snapshots import current

_LEAST_TIME = 60.0  # seconds a write may take at least: it publishes a whole snapshot
_WAITING = 32  # writes that may wait for their turn
_TOO_LONG = "it took too long"
_PART = tuple[str, bytes]  # format, content
_log = logging.getLogger("furat.serve")


class Writes:
    """The writing side of a server; each write is a process of its own that holds the store's lock while it works."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def update(self, request: Request, operation: Operation) -> Response:
        """Answers an update."""
        self._site.authorise(request)
        asked: dict[str, Any] = {"op": "update", "base": self._site.address(request) + "sparql"}
        asked |= {"default": list(operation.default), "named": list(operation.named)}
        await self._write(asked, operation.text.encode("utf-8", "surrogatepass"))
        return Response(status_code=204)

    async def graph(self, request: Request, graph: str | None, named: bool) -> Response:
        """Answers PUT, POST and DELETE of a graph; a POST that names none makes a new one."""
        self._site.authorise(request)
        if not named:
            graph = f"{self._site.address(request)}store/{uuid.uuid4()}"
        asked: dict[str, Any] = {"op": request.method.lower(), "graph": graph, "parts": []}
        parts = [] if request.method == "DELETE" else await self._parts(request)
        asked["parts"] = [{"format": name, "length": len(content)} for name, content in parts]
        asked["base"] = graph or self._site.address(request)
        done = await self._write(asked, b"".join(content for _, content in parts))
        if done.get("created") and graph is not None:
            return Response(status_code=201, headers={"location": graph})
        return Response(status_code=204)

    async def close(self) -> None:
        """Waits for the write that runs; its process ends by itself."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAST_TIME):
                await self._turn.acquire()

    async def _parts(self, request: Request) -> list[_PART]:
        media = request.headers.get("content-type", "")
        options = self._site.options
        body = await read_body(request, options.graph_limit, options.header_timeout)
        if media.partition(";")[0].strip().lower() != "multipart/form-data":
            return [(_format(media), body.removeprefix(BOM_UTF8))]

        async def stream() -> AsyncGenerator[bytes, None]:
            yield body

        try:
            form = await MultiPartParser(request.headers, stream(), max_files=100, max_fields=0).parse()
        except (MultiPartException, MultipartParseError, KeyError) as error:
            raise bad(f"the multipart body cannot be read: {error}") from error
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        return [(_format(file.content_type or ""), (await file.read()).removeprefix(BOM_UTF8)) for file in files]

    async def _write(self, asked: dict[str, Any], body: bytes) -> dict[str, Any]:
        if self._waiting >= _WAITING:
            raise busy("too many writes wait already", 5)
        self._waiting += 1
        try:
            async with self._turn:
                done = await asyncio.shield(self._run(asked, body))  # a client that goes away does not stop a write
        finally:
            self._waiting -= 1
        if done["status"] != "ok":
            raise _problem(done)
        return done

    async def _run(self, asked: dict[str, Any], body: bytes) -> dict[str, Any]:
        options = self._site.options
        limit = max(_LEAST_TIME, 4 * options.timeout)
        head = asked | {
            "store": str(self._site.store), "shapes": str(options.shapes) if options.shapes else None,
            "memory": 4 * options.memory_limit, "token": uuid.uuid4().hex,
        }  # fmt: skip
        done, errors = await self._child(head, body, limit)
        if done is None or done.get("kind") == "disk":
            done = await self._settle(head, done, errors, limit)
        if done["status"] == "ok":
            await self._site.pool.switch(current(self._site.store))
        return done

    async def _settle(
        self, head: dict[str, Any], done: dict[str, Any] | None, errors: bytes, limit: float
    ) -> dict[str, Any]:
        """How a write went whose process did not come to its end: the ledger knows; what is not in it is undone."""
        asked = {"op": "outcome", "store": head["store"], "token": head["token"], "memory": head["memory"]}
        while True:
            told, _ = await self._child(asked, b"", limit)
            if told is None or told.get("kind") != "locked":
                break
            await asyncio.sleep(1)  # a build has the store, and has finished or undone the write
        if told is not None and told.get("done"):
            return {"status": "ok", "created": False}
        if done is not None:
            return done
        detail = errors[-500:].decode("utf-8", "replace")
        _log.error(json.dumps({"error": "writer", "detail": detail}))
        if told is None or told["status"] != "ok":
            _log.error(json.dumps({"error": "writer", "detail": "not undone yet; the next write does it"}))
        if detail == _TOO_LONG:
            raise Problem(504, "timeout", f"the write took longer than {limit:g} s and was ended; nothing changed")
        return {"status": "error", "kind": "internal", "detail": ""}

    async def _child(self, head: dict[str, Any], body: bytes, limit: float) -> tuple[dict[str, Any] | None, bytes]:
        """What a writer process answers, or None with its last words; it has ended when this comes back."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-Im", "furat.graph.serve.workers.writer_main",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(limit):
                out, errors = await process.communicate(frames.pack(head, body))
        except TimeoutError:
            out, errors = b"", _TOO_LONG.encode()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        frame = frames.FrameReader(bytearray(out)).frame()
        return (frame[0] if frame else None), errors


def _format(media: str) -> str:
    found = by_media(media)
    if found is None:
        raise Problem(415, "media-type", f"content type {media or 'missing'!r} is no RDF format known here")
    return found.name


def _problem(done: dict[str, Any]) -> Problem:
    kind, detail = done["kind"], done["detail"]
    if kind == "shapes":
        return Problem(422, "shapes", detail, extra={"findings": done["findings"], "report": done["report"]})
    if kind == "problem":
        return Problem(**done["problem"])
    if kind == "locked":
        return busy("the store is being built; try again when that has ended", 10)
    if kind == "not-found":
        return not_found(detail)
    if kind in ("syntax", "bad-request"):
        return bad(detail, kind)
    if kind == "disk":
        return Problem(507, "no-room", "the store cannot be written now; nothing changed")
    return Problem(500, "internal", "the write failed, nothing changed; the server's log has the reason")
