"""The whole data to download, and what crawlers want to know: made once a snapshot, streamed from a file."""

import asyncio
import os
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from furat.graph.serve.http.context import Site
from furat.graph.serve.http.responses import FileResult, caching, etag, not_modified, result_response
from furat.graph.serve.problem import not_found
from furat.graph.serve.workers.pool import WorkerResult

_FORMATS = {"nq": ("nquads", "application/n-quads"), "trig": ("trig", "application/trig")}
_MOST_ADDRESSES = 50_000  # of one sitemap, by its protocol


class Dumps:
    """Keeps the dumps of the current snapshot, each as an open file without a name."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turn = asyncio.Lock()
        self._kept: dict[tuple[str, str], WorkerResult] = {}

    def routes(self) -> list[Route]:
        """`/dump/furat.nq.gz` and so on, `/robots.txt`, `/sitemap.xml`."""
        paths: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "/dump/furat.{suffix}.gz": self._packed, "/robots.txt": self._robots, "/sitemap.xml": self._sitemap,
        }  # fmt: skip
        return [Route(path, handler) for path, handler in paths.items()]

    async def _packed(self, request: Request) -> Response:
        suffix = request.path_params["suffix"]
        if suffix not in _FORMATS:
            raise not_found("dumps are furat.nq.gz and furat.trig.gz")
        name, _ = _FORMATS[suffix]
        validator = etag(self._site.snapshot.info.etag, "dump", name)
        if unchanged := not_modified(request, validator):
            return unchanged
        kept = await self._make(request, name, validator)
        headers = caching(validator) | {
            "content-type": "application/gzip",
            "content-disposition": f'attachment; filename="furat-{self._site.snapshot.info.id}.{suffix}.gz"',
        }
        if kept.file is None:
            return Response(kept.body, headers=headers)
        return FileResult(os.dup(kept.file), kept.size, 200, headers)

    async def _make(self, request: Request, name: str, validator: str) -> WorkerResult:
        async with self._turn:  # one is made at a time, and each only once
            kept = self._kept.get((name, validator))
            if kept is None:
                asked = {"op": "dump", "format": name, "encoding": "gzip", "whole": True}
                kept = await self._site.work(request, asked, f"dump {name}")
                for key in [key for key in self._kept if key[1] != validator and key[0] == name]:
                    old = self._kept.pop(key)
                    if old.file is not None:
                        os.close(old.file)
                self._kept[name, validator] = kept
            return kept

    async def _robots(self, request: Request) -> Response:
        address = self._site.address(request)
        lines = ["User-agent: *", "Disallow: /sparql?", "Disallow: /query", "Disallow: /search", "Disallow: /store",
                 "Disallow: /dump/", f"Sitemap: {address}sitemap.xml"]  # fmt: skip
        return PlainTextResponse("\n".join(lines) + "\n")

    async def _sitemap(self, request: Request) -> Response:
        address = self._site.address(request)
        validator = etag(self._site.snapshot.info.etag, "sitemap", address)
        if unchanged := not_modified(request, validator):
            return unchanged
        asked = {"op": "sitemap", "address": address, "limit": _MOST_ADDRESSES}
        result = await self._site.cached(request, asked | {"encoding": None}, "sitemap", key=validator)
        return result_response(result, "application/xml; charset=utf-8", caching(validator))
