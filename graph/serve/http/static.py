"""The files of `static/`: style, editor, icon; served from memory, compressed once, kept by browsers."""

import gzip
import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import encoding
from furat.graph.serve.http.responses import not_modified
from furat.graph.serve.problem import not_found

_MEDIA = {
    "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}  # fmt: skip


def _read() -> dict[str, bytes]:
    folder = files("furat").joinpath("graph", "serve", "http", "static")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=lambda f: f.name)}


_FILES = _read()
VERSION = hashlib.blake2b(b"".join(_FILES.values()), digest_size=6).hexdigest()


@cache
def _packed(name: str) -> bytes:
    return gzip.compress(_FILES[name], 6, mtime=0)


async def static(request: Request) -> Response:
    """One of the files."""
    name = request.path_params["name"]
    if name not in _FILES:
        raise not_found("there is no such file")
    validator = f'W/"{VERSION}"'
    if unchanged := not_modified(request, validator):
        return unchanged
    fresh = request.scope["query_string"].decode("ascii") == VERSION
    headers = {
        "etag": validator, "vary": "Accept-Encoding", "content-type": _MEDIA[name.rpartition(".")[2]],
        "cache-control": "public, max-age=31536000, immutable" if fresh else "public, max-age=3600",
    }  # fmt: skip
    if encoding(listed(request, "accept-encoding")) is not None and len(_FILES[name]) > 1024:
        return Response(_packed(name), headers=headers | {"content-encoding": "gzip"})
    return Response(_FILES[name], headers=headers)


ROUTE = Route("/static/{name}", static)
