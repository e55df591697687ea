"""What the endpoint says about itself: the service description with VoID and DCAT, made by a worker."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from furat.graph.serve.formats import GRAPHS
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.negotiate import choose
from furat.graph.serve.http.responses import caching, etag, not_modified, result_response
from furat.graph.serve.problem import method_not_allowed


def service_description(site: Site, *, service: bool = True) -> Callable[[Request], Awaitable[Response]]:
    """The handler that gives the description in the format asked for; without `service` that of the data alone."""

    async def handle(request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise method_not_allowed(request.method, "GET, HEAD, OPTIONS")
        chosen = choose(listed(request, "accept"), GRAPHS, request.query_params.getlist("format"))
        address = site.address(request)
        validator = etag(site.snapshot.info.etag, "description", address, chosen.name, str(service))
        if unchanged := not_modified(request, validator):
            return unchanged
        asked = {
            "op": "description", "address": address, "format": chosen.name, "service": service,
            "writable": site.token is not None,
        }  # fmt: skip
        result = await site.cached(request, asked, "description", key=validator)
        return result_response(result, chosen.content_type, caching(validator))

    return handle
