"""What a target may answer, and what becomes of it: tried again, divided, or told in one line with the way on."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from furat.extract.errors import InputError
from furat.graph.remote import TargetError, parse_target, push, sending

Script = list[tuple[int, dict[str, str], str]]


class Scripted:
    """A server that answers writes with what it was told to, then takes all; HEAD finds nothing."""

    def __init__(self, largest: int = 1 << 30) -> None:
        self.script: Script = []
        self.taken: list[tuple[str, str, int]] = []  # method, path and query, bytes
        self.authorization: set[str | None] = set()
        self.times: list[float] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(404, {}, "")

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", "0")))
                outer.times.append(time.monotonic())
                outer.authorization.add(self.headers.get("authorization"))
                if len(body) > largest:
                    self._answer(413, {}, "too large")
                elif outer.script:
                    self._answer(*outer.script.pop(0))
                else:
                    outer.taken.append((self.command, self.path, len(body)))
                    self._answer(204, {}, "")

            do_POST = do_DELETE = do_PUT

            def _answer(self, status: int, headers: dict[str, str], text: str) -> None:
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("content-length", str(len(text.encode())))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/store"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server that takes all, unless told otherwise."""
    server = Scripted()
    yield server
    server.server.shutdown()
    server.server.server_close()


@pytest.mark.parametrize(
    ("status", "headers", "text", "said"),
    [
        (401, {}, "", "asks for a token (401 Unauthorized); give one that may write with --target-token-file"),
        (400, {}, "line 1:\n no literal here", "refuses graph http://localhost:7878/graph/vocabulary (400 line 1: no"),
        (404, {"content-type": "text/html"}, "<html>", "no Graph Store Protocol there (404 Not Found); name its"),
        (301, {"location": "https://example.org/s"}, "", "redirects to https://example.org/s; name that address"),
        (422, {"content-type": "application/problem+json"}, '{"detail": "2 findings"}', "(422 2 findings); mend"),
        (507, {}, "", "has no room for graph http://localhost:7878/graph/vocabulary"),
    ],
)
def test_a_refusal_is_one_line_with_the_way_on(
    local: Any, scripted: Scripted, status: int, headers: dict[str, str], text: str, said: str
) -> None:
    """The push ends at the first; nothing is tried again that cannot get better."""
    local.publish({"a": local.triples(1, "a")})
    scripted.script = [(status, headers, text)] * 2
    with pytest.raises(TargetError) as caught:
        push(local.root, parse_target(f"sparql+{scripted.url}"), connections=1)
    message = str(caught.value)
    assert said in message and message.startswith(scripted.url) and "\n" not in message
    assert len(scripted.times) <= 2


@pytest.mark.parametrize(
    ("status", "headers", "least"), [(503, {"retry-after": "1"}, 1.0), (429, {}, 0.1), (502, {}, 0.1), (0, {}, 0.1)]
)
def test_what_may_pass_is_tried_again(
    local: Any, scripted: Scripted, status: int, headers: dict[str, str], least: float
) -> None:
    """Busy, away, or a connection that breaks: after a pause, and not before the time that is asked for."""
    local.publish({"a": local.triples(1, "a")})
    scripted.script = [(status, headers, "")]
    assert push(local.root, parse_target(f"sparql+{scripted.url}"), connections=1).put == 2
    assert len(scripted.times) == 3
    assert scripted.times[1] - scripted.times[0] >= least


def test_a_target_that_asks_for_too_long_a_wait_ends_the_push(local: Any, scripted: Scripted) -> None:
    """Retry-After beyond the patience is not slept through."""
    local.publish({"a": local.triples(1, "a")})
    scripted.script = [(503, {"retry-after": "7200"}, "")] * 9
    with pytest.raises(TargetError, match="only what is left is sent"):
        push(local.root, parse_target(f"sparql+{scripted.url}"))


def test_a_graph_too_large_for_one_request_is_divided(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """413 halves a piece until it passes; one that no halving helps is an error that names the limit."""
    monkeypatch.setattr(sending, "LEAST", 1000)
    local.publish({"large": local.triples(200, "a")})
    for largest, works in ((4000, True), (100, False)):
        server = Scripted(largest)
        target = parse_target(f"sparql+{server.url}")
        if works:
            push(local.root, target, connections=1)
            sent = [(method, size) for method, path, size in server.taken if "large" in path]
            assert [method for method, _ in sent] == ["PUT"] + ["POST"] * (len(sent) - 1)
            assert sum(size for _, size in sent) == sum(len(t.encode()) + 3 for t in local.triples(200, "a"))
        else:
            with pytest.raises(TargetError, match="raise its limit on a request's body"):
                push(local.root, target, connections=1)
        server.server.shutdown()
        server.server.server_close()


def test_a_target_that_is_not_there_is_told_at_once(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first contact is not waited for as long as an interruption."""
    monkeypatch.setattr(sending, "FIRST_CONTACT", 0.5)
    local.publish({"a": local.triples(1, "a")})
    with pytest.raises(TargetError, match="cannot be reached"):
        push(local.root, parse_target("sparql+http://127.0.0.1:9/store"))


@pytest.mark.parametrize(("content", "header"), [("secret-token", "Bearer secret-token"), ("me:öx", "Basic bWU6w7Z4")])
def test_the_token_file_gives_the_header(
    local: Any, scripted: Scripted, tmp_path: Any, content: str, header: str
) -> None:
    """A bearer token, or user:password; messages never show it."""
    (tmp_path / "token").write_text(f"{content}\n", encoding="utf-8")
    target = parse_target(f"sparql+{scripted.url}?x=1", tmp_path / "token")
    assert content not in repr(target)
    local.publish({"a": local.triples(1, "a")})
    push(local.root, target)
    assert scripted.authorization == {header}
    assert all(path.startswith("/store?x=1&graph=http%3A") for _, path, _ in scripted.taken)


@pytest.mark.parametrize(
    "address",
    ["http://localhost/store", "sparql+ftp://localhost/", "sparql+http:///store", "sparql+http://h:port/", "sparql+",
     "sparql+http://h/store#x", "sparql+http://me:secret@h/store", "sparql:http://h/"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """Before anything is built; a password in it is not repeated."""
    with pytest.raises(InputError, match=r"^target ") as caught:
        parse_target(address)
    assert "secret" not in str(caught.value)


def test_a_token_file_without_a_token_is_refused(tmp_path: Any) -> None:
    """Missing, empty, several lines."""
    for content in (None, b"", b"one\ntwo", b"\xff"):
        path = tmp_path / "token"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(InputError, match="token"):
            parse_target("sparql+http://h/store", path)
