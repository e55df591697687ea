"""`/sparql`, `/query` and `/update`: the SPARQL 1.1 Protocol."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from furat.graph.serve.formats import BOOLEANS, GRAPHS, HTML, SOLUTIONS, Format
from furat.graph.serve.guard.limits import Checked, check_query, fingerprint
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.headers import listed
from furat.graph.serve.http.middleware import Handler
from furat.graph.serve.http.negotiate import best, choices
from furat.graph.serve.http.protocol import Operation, read_operation
from furat.graph.serve.http.responses import caching, etag, first_writable, not_modified, result_response
from furat.graph.serve.operations.functions_namespace import SPACE
from furat.graph.serve.problem import Problem, bad

_LONG = 16 << 10  # characters of a query that is looked at by a worker, so that the front end stays free for others


def endpoint(
    site: Site,
    only: str | None,
    description: Handler,
    editor: Handler,
    update: Callable[[Request, Operation], Awaitable[Response]],
) -> Handler:
    """The handler of one address; `only` is query or update where it knows just one of them."""

    async def handle(request: Request) -> Response:
        options = site.options
        operation = await read_operation(request, only, options.body_limit, options.header_timeout)
        if operation is None:
            return await (editor if _is_browser(request) else description)(request)
        if operation.kind == "update":
            return await update(request, operation)
        if request.method == "GET" and _is_browser(request) and not operation.formats:
            return await editor(request)
        return await run_query(site, request, operation)

    return handle


def _is_browser(request: Request) -> bool:
    return best(listed(request, "accept"), (GRAPHS[0], SOLUTIONS[0], HTML)) == HTML


async def run_query(site: Site, request: Request, operation: Operation) -> Response:
    """Answers a query: checked, negotiated, taken from the cache or run by a worker, whole or an error.

    When the result cannot be written in the format that the client likes best, in the next one that it takes.
    """
    checked = await _check(site, request, operation.text)
    possible = _formats(request, checked.form, operation)
    return await first_writable(possible, lambda chosen: _answered(site, request, operation, checked, chosen))


async def _answered(
    site: Site, request: Request, operation: Operation, checked: Checked, chosen: Format
) -> Response:  # fmt: skip
    seconds = _seconds(operation.parameters.get("timeout"), site.options.timeout)
    base = site.address(request) + "sparql"
    request.state.query = fingerprint(operation.text)
    text, to = _rewritten(site, request, operation)
    bom = operation.parameters.get("bom") in ("1", "true") and chosen.name in ("csv", "tsv")
    validator = "" if checked.volatile else etag(
        site.snapshot.info.etag, to or "", base, operation.text, chosen.name, "bom" * bom, *operation.default, "|",
        *operation.named,
    )  # fmt: skip
    if validator and (unchanged := not_modified(request, validator)):
        return unchanged
    asked = {
        "op": "query", "iri": base, "format": chosen.name, "bom": bom,
        "default": list(operation.default) if operation.has_dataset else None,
        "named": list(operation.named) if operation.has_dataset else None,
        "union": not operation.has_dataset and not checked.own_dataset,
        "functions": SPACE in operation.text,
        "to": to,
    }  # fmt: skip
    result = await site.cached(
        request, asked, checked.shape, text.encode("utf-8"),
        key=validator, seconds=seconds, text=operation.text, weight=checked.variables,
    )  # fmt: skip
    headers = caching(validator) if validator else {"cache-control": "no-store", "vary": "Accept, Accept-Encoding"}
    return result_response(result, chosen.content_type, headers)


def _rewritten(site: Site, request: Request, operation: Operation) -> tuple[str, str | None]:
    """A query that names things under this server's address, for data of another base, and that address."""
    address, base = site.address(request), site.snapshot.info.base_iri
    asked = site.options.rewrite or operation.parameters.get("rewrite") in ("1", "true")
    if not asked or address == base:
        return operation.text, None
    return operation.text.replace(f"<{address}", f"<{base}"), address


async def _check(site: Site, request: Request, text: str) -> Checked:
    allowed = site.options.allow_service
    if len(text) <= _LONG:
        return check_query(text, allowed)
    asked = {"op": "check", "allow": list(allowed)}
    result = await site.work(request, asked, "check", text.encode("utf-8", "surrogatepass"))
    if problem := result.head.get("problem"):
        raise Problem(**problem)
    return Checked(**result.head["checked"])


def _formats(request: Request, form: str | None, operation: Operation) -> tuple[Format, ...]:
    if form is None:
        raise bad("this is no SPARQL query: it has none of SELECT, ASK, CONSTRUCT, DESCRIBE", "syntax")
    offered = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else BOOLEANS if form == "ASK" else SOLUTIONS
    return choices(listed(request, "accept"), offered, operation.formats)


def _seconds(text: str | None, most: float) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        raise bad(f"timeout {text!r}: give seconds") from None
    if not seconds > 0:
        raise bad(f"timeout {text!r}: give seconds above 0")
    return min(seconds, most)
