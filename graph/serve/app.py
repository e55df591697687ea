"""The routes of a server, wrapped in the outermost layer."""

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from furat.graph.serve.endpoints import sparql
from furat.graph.serve.endpoints.admin import admin_routes, health_routes
from furat.graph.serve.endpoints.dereference import entity_routes
from furat.graph.serve.endpoints.description import service_description
from furat.graph.serve.endpoints.dumps import Dumps
from furat.graph.serve.endpoints.graphstore import graph_store
from furat.graph.serve.endpoints.pages import Pages
from furat.graph.serve.endpoints.updates import Writes
from furat.graph.serve.http import static
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.middleware import ErrorsAndLog
from furat.graph.serve.problem import not_found

_ANY = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def application(site: Site, writes: Writes) -> ASGIApp:
    """The ASGI application of one server."""
    pages, describe = Pages(site), service_description(site)
    handlers = {
        "/sparql": sparql.endpoint(site, None, describe, pages.editor, writes.update),
        "/sparql/": sparql.endpoint(site, None, describe, pages.editor, writes.update),
        "/query": sparql.endpoint(site, "query", describe, pages.editor, writes.update),
        "/update": sparql.endpoint(site, "update", describe, pages.editor, writes.update),
        "/store": graph_store(site, writes),
        "/.well-known/void": service_description(site, service=False),
    }
    routes = [Route("/store/{rest:path}", handlers["/store"], methods=_ANY)]
    routes += health_routes(site) + admin_routes(site)
    routes += [*pages.routes(), *entity_routes(site, pages), *Dumps(site).routes(), static.ROUTE]
    return ErrorsAndLog(handlers, Router(routes, redirect_slashes=False, default=_nowhere), site, pages.problem)


async def _nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    raise not_found("nothing has this address")
