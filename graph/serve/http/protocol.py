"""SPARQL 1.1 Protocol: what a request to the endpoint asks for, or why it asks for nothing that is possible."""

import asyncio
import contextlib
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from furat.graph.serve.problem import Problem, bad, method_not_allowed

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_BOM = "\ufeff"  # of editors that write UTF-8 with a mark
_FORMATS = ("format", "output", "results")
_LET_PASS, _LET_PASS_TIME = 16 << 20, 2.0  # bytes and seconds of a body that is refused anyway
_CHARSET = re.compile(r'charset\s*=\s*"?([^";\s]+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update with its dataset."""

    kind: str  # query or update
    text: str
    default: tuple[str, ...]  # default-graph-uri or using-graph-uri
    named: tuple[str, ...]  # named-graph-uri or using-named-graph-uri
    parameters: Mapping[str, str]  # everything else that was given
    formats: tuple[str, ...] = ()  # names of formats, as `format`, `output` or `results`

    @property
    def has_dataset(self) -> bool:
        """Whether the request itself says what graphs it is about."""
        return bool(self.default or self.named)


async def read_body(request: Request, limit: int, patience: float) -> bytes:
    """The body, at most `limit` bytes, each part of it within `patience` seconds."""
    too_large = Problem(413, "too-large", f"at most {limit} bytes are accepted here", {"connection": "close"})
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "encoding", "send the body without content encoding", {"connection": "close"})
    body = bytearray()
    stream = request.stream()
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > limit:
        await _let_pass(stream)
        raise too_large
    while True:
        try:
            part = await asyncio.wait_for(anext(stream, None), patience)
        except TimeoutError:
            raise Problem(408, "slow", "the body did not arrive in time", {"connection": "close"}) from None
        except ClientDisconnect:
            raise Problem(400, "gone", "the client went away") from None
        if part is None:
            if length.isdigit() and len(body) != int(length) and "content-length" in request.headers:
                raise bad(f"the body has {len(body)} bytes, Content-Length says {length}; nothing was done")
            return bytes(body)
        body += part
        if len(body) > limit:
            body.clear()
            await _let_pass(stream)
            raise too_large


async def _let_pass(stream: AsyncGenerator[bytes, None]) -> None:
    """Takes the rest of a refused body for a while: a client that is cut off while it sends never reads why."""
    left = _LET_PASS
    with contextlib.suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(_LET_PASS_TIME):
            async for part in stream:
                left -= len(part)
                if left < 0:
                    return


async def read_operation(request: Request, only: str | None, limit: int, patience: float) -> Operation | None:
    """The operation that a request asks for; None for a GET that asks for nothing, which wants the description.

    `only` is query or update for the endpoints that know just one of them.
    """
    given = pairs(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in given):
            raise bad("an update must be sent with POST")
        return _operation(given, only) if any(name == "query" for name, _ in given) else None
    if request.method != "POST":
        raise method_not_allowed(request.method, "GET, HEAD, POST, OPTIONS")
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if media not in (FORM, QUERY, UPDATE):
        raise Problem(415, "media-type", f"content type {media or 'missing'!r}: send {QUERY}, {UPDATE} or {FORM}")
    charset = _CHARSET.search(parameters)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise Problem(415, "charset", f"charset {charset[1]}: send UTF-8")
    body = await read_body(request, limit, patience)
    if media == FORM:
        return _operation(given + pairs(body), only)
    kind = "query" if media == QUERY else "update"
    if any(name in ("query", "update") for name, _ in given):
        raise bad("the query stands in the body and in the address; send it once")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad(f"the body is not UTF-8 (byte {error.start})") from error
    return _operation([*given, (kind, text)], only)


def pairs(text: bytes) -> list[tuple[str, str]]:
    """The parameters of an address or a form, in order."""
    try:
        return parse_qsl(text.decode("ascii", "strict"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeError:
        raise bad("parameters must be percent-encoded UTF-8") from None
    except ValueError as error:
        raise bad(f"the parameters cannot be read: {error}") from None


def _operation(given: list[tuple[str, str]], only: str | None) -> Operation:
    asked = [(name, value) for name, value in given if name in ("query", "update")]
    if len(asked) != 1:
        raise bad(f"{len(asked)} queries or updates in one request; send exactly one")
    kind, text = asked[0]
    if only is not None and kind != only:
        raise bad(f"this address takes only a {only}")
    default, named = (
        ("default-graph-uri", "named-graph-uri") if kind == "query" else ("using-graph-uri", "using-named-graph-uri")
    )
    return Operation(
        kind, text.removeprefix(_BOM), tuple(v for n, v in given if n == default),
        tuple(v for n, v in given if n == named), dict(given), tuple(v for n, v in given if n in _FORMATS and v),
    )  # fmt: skip
