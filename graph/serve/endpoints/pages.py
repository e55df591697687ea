"""HTML: templates filled with what workers found. Everything is escaped; no page holds a script of its own."""

import gzip
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from furat.graph.serve.formats import HTML, Format
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import choose, encoding
from furat.graph.serve.http.responses import caching, etag, not_modified
from furat.graph.serve.http.static import VERSION
from furat.graph.serve.operations.examples import examples
from furat.graph.serve.operations.functions_namespace import SPACE
from furat.graph.serve.problem import Problem
from furat.graph.vocab.namespaces import PREFIXES

_FURAT = PREFIXES["furat"]
_COUNTED = (("Document", "documents"), ("Report", "reports"), ("Claim", "claims"), ("Event", "events"),
            ("Actor", "actors"), ("Place", "places"))  # fmt: skip
_TRIED = ("best-attested-events", "who-struck-whom", "contradicting-numbers", "events-near-point")
_LIMIT = re.compile("[1-9][0-9]{0,2}|1000")
KINDS = ("actor", "place", "event", "report", "document", "type")
_JSON = Format("json", "application/json", "json")


class Pages:
    """Renders the pages of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._environment = Environment(loader=PackageLoader("furat.graph.serve"), autoescape=True, trim_blocks=True)

    def render(
        self, request: Request, template: str, status: int = 200, headers: dict[str, str] | None = None, **values: Any
    ) -> Response:
        """A page, compressed when the browser takes it so."""
        snapshot = self._site.snapshot
        common = {
            "version": VERSION,
            "number": snapshot.info.id,
            "documents": f"{snapshot.info.documents:,}",
            "triples": f"{snapshot.info.quads:,}",
        }
        body = self._environment.get_template(template).render(**{**common, **values}).encode("utf-8")
        headers = {"vary": "Accept, Accept-Encoding", **(headers or {})}
        if encoding(listed(request, "accept-encoding")) is not None:
            body = gzip.compress(body, 4, mtime=0)
            headers["content-encoding"] = "gzip"
        return HTMLResponse(body, status, headers)

    def problem(self, request: Request, problem: Problem) -> Response | None:
        """An error as a page, for browsers; None for programs."""
        accept = listed(request, "accept") or ""
        if "text/html" not in accept or request.method not in ("GET", "HEAD"):
            return None
        return self.render(
            request, "problem.html", problem.status, {"cache-control": "no-store", **problem.headers}, problem=problem
        )

    def routes(self) -> list[Route]:
        """The pages that are not about one thing of the graph."""
        paths: dict[str, Callable[[Request], Awaitable[Response]]] = {
            "/": self._home, "/search": self._search, "/queries": self._queries, "/terms.json": self._terms,
        }  # fmt: skip
        return [Route(path, handler) for path, handler in paths.items()]

    async def editor(self, request: Request) -> Response:
        """The SPARQL editor."""
        return self.render(request, "editor.html", headers={"cache-control": "no-cache"})

    async def _counts(self, request: Request) -> dict[str, Any]:
        key = etag(self._site.snapshot.info.etag, "counts")
        return (await self._site.cached(request, {"op": "counts"}, "counts", key=key)).head

    async def _home(self, request: Request) -> Response:
        validator = etag(self._site.snapshot.info.etag, "home", self._site.address(request))
        if unchanged := not_modified(request, validator):
            return unchanged
        classes = (await self._counts(request))["classes"]
        counts = [(label, f"{classes.get(_FURAT + name, 0):,}", None) for name, label in _COUNTED]
        known = examples(self._site.snapshot.info.base_iri)
        chosen = [e for name in _TRIED for e in known if e.name == name][:3] or list(known[:3])
        return self.render(
            request, "home.html", headers=caching(validator), counts=counts, examples=chosen, total=len(known),
            address=self._site.address(request),
        )  # fmt: skip

    async def _queries(self, request: Request) -> Response:
        validator = etag(self._site.snapshot.info.base_iri, "queries", str(self._site.snapshot.info.id))
        if unchanged := not_modified(request, validator):
            return unchanged
        return self.render(
            request, "queries.html", headers=caching(validator), examples=examples(self._site.snapshot.info.base_iri)
        )

    async def _terms(self, request: Request) -> Response:
        """What the editor completes and offers."""
        validator = etag(self._site.snapshot.info.etag, "terms")
        if unchanged := not_modified(request, validator):
            return unchanged
        counts, base = await self._counts(request), self._site.snapshot.info.base_iri
        found = {
            "classes": sorted(counts["classes"], key=lambda c: (-counts["classes"][c], c)),
            "properties": sorted(counts["properties"], key=lambda p: (-counts["properties"][p], p)),
            "prefixes": [f"{prefix}: <{space}>" for prefix, space in {**PREFIXES, "fn": SPACE}.items()],
            "shorten": {**PREFIXES, "data": base},
            "base": base,
            "examples": [
                {"name": e.name, "summary": e.summary, "text": e.text}
                for e in examples(self._site.snapshot.info.base_iri)
            ],
        }
        return JSONResponse(found, headers=caching(validator))

    async def _search(self, request: Request) -> Response:
        text = request.query_params.get("q", "").strip()[:500]
        kind = request.query_params.get("kind") or None
        if kind is not None and kind not in KINDS:
            raise Problem(400, "bad-request", f"kind {kind!r} is not known; known: {', '.join(KINDS)}")
        limit = request.query_params.get("limit", "30")
        if not _LIMIT.fullmatch(limit):
            raise Problem(400, "bad-request", "limit: give a number from 1 to 1000")
        chosen = choose(listed(request, "accept"), (HTML, _JSON), request.query_params.getlist("format"))
        validator = etag(self._site.snapshot.info.etag, "search", text, kind or "", limit, chosen.name)
        if unchanged := not_modified(request, validator):
            return unchanged
        hits: list[dict[str, Any]] = []
        if text:
            asked = {"op": "search", "text": text, "kinds": [kind] if kind else list(KINDS), "limit": int(limit)}
            key = etag(self._site.snapshot.info.etag, "hits", text, kind or "", limit)
            hits = (await self._site.cached(request, asked, "search", key=key)).head["hits"]
        headers = caching(validator)
        if chosen is _JSON:
            body = json.dumps({"query": text, "hits": hits}, ensure_ascii=False)
            return Response(body, headers=headers, media_type="application/json")
        return self.render(request, "search.html", headers=headers, q=text, kinds=KINDS, kind=kind, hits=hits)
