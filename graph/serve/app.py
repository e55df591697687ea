"""The routes of a server, wrapped in the edge."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from furat.graph.serve import sparql
from furat.graph.serve.edge import Edge
from furat.graph.serve.graphstore import graph_store
from furat.graph.serve.operations import admin_routes, health_routes
from furat.graph.serve.problem import Problem
from furat.graph.serve.responses import problem_response
from furat.graph.serve.site import Site
from furat.graph.serve.writes import Writes

_ANY = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def application(site: Site, writes: Writes) -> ASGIApp:
    """The ASGI application of one server."""
    from furat.graph.serve.description import service_description

    describe = service_description(site)
    handlers = {
        "/sparql": sparql.endpoint(site, None, describe, describe, writes.update),
        "/sparql/": sparql.endpoint(site, None, describe, describe, writes.update),
        "/query": sparql.endpoint(site, "query", describe, describe, writes.update),
        "/update": sparql.endpoint(site, "update", describe, describe, writes.update),
        "/store": graph_store(site, writes),
        "/store/{rest:path}": graph_store(site, writes),
    }
    routes = [Route(path, handler, methods=_ANY) for path, handler in handlers.items()]
    routes += health_routes(site) + admin_routes(site)
    return Edge(Starlette(routes=routes, exception_handlers={Problem: _explain, 404: _no_page, 405: _no_method}), site)


async def _explain(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem_response(problem)


async def _no_page(request: Request, _: Exception) -> Response:
    return problem_response(Problem(404, "not-found", "nothing has this address"))


async def _no_method(request: Request, _: Exception) -> Response:
    return PlainTextResponse("", 405)
