"""Single requests of the Graph Store Protocol: tried again while the fault may pass, told in one line when it does not.

Tried again are broken connections, timeouts and the answers of a server that is busy or away, after a growing pause or
the one it asks for (Retry-After). Every request here may be repeated without harm: a PUT replaces, a POST adds triples
without blank nodes, a DELETE of what is gone is done.
"""

import json
import random
import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from furat.extract.errors import MissingExtra
from furat.graph.remote.graphs import Content
from furat.graph.remote.target import Target, TargetError

try:
    import httpx
except ModuleNotFoundError as missing:
    raise MissingExtra("--target needs httpx: pip install 'furat[remote]'") from missing

PIECE = 16 << 20  # bytes of one request, about; a larger graph is put in part and the rest posted behind
LEAST = 64 << 10  # bytes below which a piece that is too large for the target is not divided any more
FIRST_CONTACT = 10.0  # seconds that a target may be away before anything was sent
PATIENCE = 300.0  # seconds that it may be away later
_LONGEST_PAUSE = 30.0
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_TIMEOUT = httpx.Timeout(60.0, connect=10.0, read=600.0)


class Stopped(Exception):
    """The push is being given up because of another request."""


class Sender:
    """Requests to one target, from any thread; use it in a `with` block."""

    def __init__(self, target: Target, *, patience: float = PATIENCE, connections: int = 4) -> None:
        headers = {"user-agent": "furat"}
        if target.authorization:
            headers["authorization"] = target.authorization
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        self._client = httpx.Client(headers=headers, timeout=_TIMEOUT, limits=limits)
        self._url = httpx.URL(target.url)
        self._name = target.url
        self._has_token = target.authorization is not None
        self._patience = patience
        self._reached = False
        self._stop = threading.Event()

    def __enter__(self) -> "Sender":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def stop(self) -> None:
        """Ends the pauses of requests under way; they raise Stopped."""
        self._stop.set()

    def has(self, graph: str) -> bool:
        """Whether the target holds a graph; one that does not answer the question is believed to."""
        answer = self._send("HEAD", graph)
        if answer.status_code in (404, 410):
            return False
        if answer.status_code not in (405, 501):
            self._check(answer, graph)
        return True

    def put(self, graph: str, content: Content) -> None:
        """The target's graph becomes this one; closes the content."""
        try:
            method = "PUT"
            for piece in content.pieces(PIECE):
                self._deliver(method, graph, piece)
                method = "POST"
        finally:
            content.close()

    def delete(self, graph: str) -> None:
        """The target holds the graph no longer."""
        answer = self._send("DELETE", graph)
        if answer.status_code not in (404, 410):
            self._check(answer, graph)

    def _deliver(self, method: str, graph: str, piece: bytes) -> None:
        answer = self._send(method, graph, piece)
        if answer.status_code == 413 and len(piece) > LEAST:
            middle = piece.find(b"\n", len(piece) // 2) + 1
            if 0 < middle < len(piece):
                self._deliver(method, graph, piece[:middle])
                self._deliver("POST", graph, piece[middle:])
                return
        self._check(answer, graph, len(piece))

    def _send(self, method: str, graph: str, content: bytes | None = None) -> httpx.Response:
        url = self._url.copy_merge_params({"graph": graph})
        headers = {} if content is None else {"content-type": "application/n-triples"}
        started, pause = time.monotonic(), 0.25
        while True:
            if self._stop.is_set():
                raise Stopped
            asked = 0.0
            try:
                answer = self._client.request(method, url, content=content, headers=headers)
            except httpx.TransportError as error:
                fault = _in_words(error)
            else:
                self._reached = True
                if answer.status_code not in _PASSING:
                    return answer
                fault, asked = f"answers {_said(answer)}", _retry_after(answer)
            patience = self._patience if self._reached else min(FIRST_CONTACT, self._patience)
            wait = max(asked, pause * random.uniform(0.75, 1.25))
            if time.monotonic() + wait > started + patience:
                raise TargetError(
                    f"{self._name}: {fault}, for {time.monotonic() - started:.0f} s; when it is back, "
                    "run the same command again: only what is left is sent"
                )
            self._stop.wait(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _check(self, answer: httpx.Response, graph: str, length: int = 0) -> None:
        """TargetError for anything but success."""
        status = answer.status_code
        if answer.is_success:
            return
        if status in (401, 403):
            what = "does not accept the token" if self._has_token else "asks for a token"
            fault = f"{what} ({_said(answer)}); give one that may write with --target-token-file"
        elif status == 413:
            fault = f"{length:,} bytes of graph {graph} are too much for it (413); raise its limit on a request's body"
        elif status in (404, 405):
            fault = (
                f"no Graph Store Protocol there ({_said(answer)}); name its own address, often .../store or .../data"
            )
        elif answer.is_redirect:
            fault = f"redirects to {answer.headers.get('location', 'nowhere')}; name that address"
        elif status == 507:
            fault = f"has no room for graph {graph} ({_said(answer)}); make room there and run the same command again"
        else:
            fault = f"refuses graph {graph} ({_said(answer)}); mend that and run the same command again"
        raise TargetError(f"{self._name}: {fault}")


def _said(answer: httpx.Response) -> str:
    """Status and, in a line, the reason that a server gives."""
    text = answer.text
    if "json" in answer.headers.get("content-type", ""):
        try:
            problem = json.loads(text)
            text = str(problem.get("detail") or problem.get("title") or problem.get("message") or "")
        except (ValueError, AttributeError):
            text = ""
    elif "html" in answer.headers.get("content-type", ""):
        text = ""
    reason = " ".join(text.split())[:200] or answer.reason_phrase
    return f"{answer.status_code} {reason}".strip()


def _in_words(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "does not answer in time"
    if isinstance(error, httpx.ConnectError):
        return f"cannot be reached ({' '.join(str(error).split())})"
    return f"breaks the connection ({' '.join(str(error).split()) or type(error).__name__})"


def _retry_after(answer: httpx.Response) -> float:
    """Seconds that the server asks to wait (RFC 9110: a number or a date)."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
