"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol, with the graph in the address or as a parameter.

`?default` reads what SPARQL takes for the default graph, the union of all; without a graph a GET gives the dataset.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from furat.graph.serve.endpoints.updates import Writes
from furat.graph.serve.formats import DATASETS, GRAPHS, Format
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import choices
from furat.graph.serve.http.protocol import pairs
from furat.graph.serve.http.responses import caching, etag, first_writable, not_modified, result_response
from furat.graph.serve.problem import bad, method_not_allowed

_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"


def graph_store(site: Site, writes: Writes) -> Callable[[Request], Awaitable[Response]]:
    """The handler of `/store` and of what lies below it."""

    async def handle(request: Request) -> Response:
        graph, named = _graph(site, request)
        if request.method in ("GET", "HEAD"):
            return await read(request, graph, named=named)
        if request.method not in ("PUT", "POST", "DELETE"):
            raise method_not_allowed(request.method, _METHODS)
        if not named and request.method != "POST":
            raise bad("say which graph: ?default, ?graph=IRI, or its own address")
        return await writes.graph(request, graph, named)

    async def read(request: Request, graph: str | None, *, named: bool) -> Response:
        wanted = [v for n, v in pairs(request.scope["query_string"]) if n == "format"]
        possible = choices(listed(request, "accept"), GRAPHS if named else DATASETS, wanted)

        async def answered(chosen: Format) -> Response:
            validator = etag(site.snapshot.info.etag, "graph" if named else "dataset", graph or "", chosen.name)
            if unchanged := not_modified(request, validator):
                return unchanged
            asked = {"op": "graph" if named else "dump", "graph": graph, "format": chosen.name}
            result = await site.cached(request, asked, "graph store", key=validator)
            return result_response(result, chosen.content_type, caching(validator))

        return await first_writable(possible, answered)

    return handle


def _graph(site: Site, request: Request) -> tuple[str | None, bool]:
    """The graph's IRI (None: the default graph), and whether the request names one at all."""
    given = pairs(request.scope["query_string"])
    asked = [(n, v) for n, v in given if n in ("default", "graph")]
    path = request.scope["raw_path"].decode("ascii")
    if path.rstrip("/") != "/store":
        if asked:
            raise bad("the graph is named twice: by the address and by a parameter")
        return site.address(request) + path[1:], True
    if len(asked) > 1:
        raise bad("name one graph")
    if not asked:
        return None, False
    name, value = asked[0]
    if name == "graph" and not value:
        raise bad("the parameter graph is empty")
    return (value if name == "graph" else None), True
