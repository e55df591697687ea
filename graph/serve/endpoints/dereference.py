"""Every IRI that was minted here answers: a page for browsers, triples for programs, or why there is nothing."""

import json
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from furat.graph.serve.endpoints.pages import Pages
from furat.graph.serve.formats import GRAPHS, HTML, Format
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import choices
from furat.graph.serve.http.responses import caching, etag, first_writable, not_modified, result_response
from furat.graph.serve.problem import Problem
from furat.graph.serve.workers.pool import WorkerResult
from furat.graph.vocab.namespaces import PREFIXES

_MINTED = ("document", "actor", "place", "event", "graph", "run")
_VOCABULARIES = {"event-type": PREFIXES["type"], "place-type": PREFIXES.get("place-type", "")}
_SUFFIXES = {format_.suffix: format_ for format_ in (*GRAPHS, HTML)}
_SUFFIXES |= {"json": GRAPHS[3], "xml": GRAPHS[2], "owl": GRAPHS[2]}  # as other servers call them
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")  # IRIs are compared as they are written, and minted ones in capitals
_LABELS = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF/XML", "jsonld": "JSON-LD"}


def entity_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of all that is minted, of the ontology and of the event and place types."""

    def route(path: str, iri: Callable[[str], str]) -> Route:
        async def handle(request: Request) -> Response:
            return await _entity(site, pages, request, iri)

        return Route(path, handle)

    routes = [route(f"/{name}/{{rest:path}}", lambda path: site.snapshot.iris.at(path[1:])) for name in _MINTED]
    routes.append(route("/ontology", lambda path: PREFIXES["furat"].rstrip("#") + path.removeprefix("/ontology")))
    routes.append(
        route("/ontology.{suffix}", lambda path: PREFIXES["furat"].rstrip("#") + path.removeprefix("/ontology"))
    )
    for name, space in _VOCABULARIES.items():
        if space:
            routes.append(route(f"/{name}/{{rest:path}}", _under(space, name)))
    return routes


def _under(space: str, name: str) -> Callable[[str], str]:
    return lambda path: space + path.removeprefix(f"/{name}/")


async def _entity(site: Site, pages: Pages, request: Request, iri_of: Callable[[str], str]) -> Response:
    path = _ESCAPE.sub(lambda m: m.group().upper(), request.scope["raw_path"].decode("ascii"))
    iri, by_suffix = await _split(site, request, path, iri_of)
    formats = (GRAPHS[0], HTML, *GRAPHS[1:])
    asked = request.query_params.getlist("format")
    possible = (by_suffix,) if by_suffix else choices(listed(request, "accept"), formats, asked)
    _check_withdrawn(site, iri)
    if path.endswith("/") and await _is_known(site, request, iri.rstrip("/")):
        query = request.url.query
        return Response(status_code=301, headers={"location": path.rstrip("/") + (f"?{query}" if query else "")})
    plain = path.rpartition(".")[0] if by_suffix else path

    async def answered(chosen: Format) -> Response:
        return await _described(site, pages, request, iri, plain, chosen)

    return await first_writable(possible, answered)


async def _described(site: Site, pages: Pages, request: Request, iri: str, plain: str, chosen: Format) -> Response:
    address = site.address(request)
    rewrite = site.options.rewrite or request.query_params.get("rewrite") in ("1", "true")
    to = address if rewrite and site.snapshot.info.base_iri != address else None
    validator = etag(site.snapshot.info.etag, "entity", iri, chosen.name, to or "")
    if unchanged := not_modified(request, validator):
        return unchanged
    name = "page" if chosen is HTML else chosen.name
    key = etag(site.snapshot.info.etag, "entity", iri, name, to or "")
    asked = {"op": "entity", "iri": iri, "format": name, "to": to}
    result = await site.cached(request, asked, f"entity {name}", key=key, packed=chosen is not HTML)
    headers = caching(validator) | {"link": _links(plain, chosen)}
    if not request.url.path.endswith(f".{chosen.suffix}"):
        headers["content-location"] = f"{plain}.{chosen.suffix}"
    if chosen is not HTML:
        return result_response(result, chosen.content_type, headers)
    page = json.loads(_whole(result))
    shown = [
        {"label": _LABELS[f.name], "media": f.media, "href": f"{plain}.{f.suffix}"} for f in GRAPHS if f.name in _LABELS
    ]
    return pages.render(request, "entity.html", headers=headers, page=page, formats=shown)


async def _split(
    site: Site, request: Request, path: str, iri_of: Callable[[str], str]
) -> tuple[str, Format | None]:  # fmt: skip
    """The IRI that a path stands for, and the format that its suffix asks for: a key may itself end like a suffix."""
    iri = iri_of(path)
    stem, _, suffix = path.rpartition(".")
    if suffix not in _SUFFIXES or not stem:
        return iri, None
    known = await _is_known(site, request, iri)
    return (iri, None) if known else (iri_of(stem), _SUFFIXES[suffix])


async def _is_known(site: Site, request: Request, iri: str) -> bool:
    asked = {"op": "exists", "iri": iri}
    known = await site.cached(request, asked, "exists", key=etag(site.snapshot.info.etag, "exists", iri))
    return bool(known.head["exists"])


def _check_withdrawn(site: Site, iri: str) -> None:
    if site.snapshot.iris.document_of(iri) in site.snapshot.info.withdrawn:
        raise Problem(410, "withdrawn", "this document was withdrawn; its identifier stays taken and says no more")


def _links(path: str, chosen: Format) -> str:
    """The other formats; not beside JSON-LD, where readers (PyLD) take each of several links for the document."""
    if chosen.name == "jsonld":
        return f'<{path}.html>; rel="alternate"; type="text/html"'
    alternates = [f'<{path}.{f.suffix}>; rel="alternate"; type="{f.media}"' for f in GRAPHS if f.name in _LABELS]
    return ", ".join(alternates)


def _whole(result: WorkerResult) -> bytes:
    """What a worker wrote, from memory or from its file."""
    if result.file is None:
        return result.body
    with open(result.file, "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        return file.read()
