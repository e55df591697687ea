"""What clients of all kinds send, byte for byte: offers to upgrade, addresses in plain letters."""

import shutil
import socket
import subprocess

import pytest
from running import TOKEN, Server

GRAPH = "http://example.org/kept"


def _raw(server: Server, *segments: bytes) -> bytes:
    """All that the server answers to these segments until it closes the connection."""
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for segment in segments:
            connection.sendall(segment)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def _head(line: str, *headers: str, upgrade: str = "h2c") -> bytes:
    offer = [
        f"Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: {upgrade}",
        "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA",
    ]
    return "\r\n".join([line, "Host: localhost", *offer, *headers, "", ""]).encode()


@pytest.mark.parametrize("upgrade", ["h2c", "websocket", "TLS/1.0, h2c"])
@pytest.mark.parametrize("together", [True, False])
def test_a_body_behind_an_offer_to_upgrade_is_read_whole(reading: Server, upgrade: str, together: bool) -> None:
    """RFC 9110 7.8: who does not upgrade answers as if nothing had been offered."""
    head = _head("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Content-Length: 6",
                 "Accept: application/sparql-results+json", upgrade=upgrade)  # fmt: skip
    answer = _raw(reading, head + b"ASK {}") if together else _raw(reading, head, b"ASK", b" {}")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b'{"head":{},"boolean":true}')


def test_a_chunked_body_behind_an_offer_is_read_whole(reading: Server) -> None:
    """Also without a length."""
    head = _head("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", "Transfer-Encoding: chunked")
    assert _raw(reading, head, b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_a_body_behind_an_offer_is_never_a_request_of_its_own(reading: Server) -> None:
    """What a proxy took for the body of one request must not be run as the next."""
    inner = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    head = _head("POST /sparql HTTP/1.1", "Content-Type: application/sparql-query", f"Content-Length: {len(inner)}")
    assert _raw(reading, head, inner).count(b"HTTP/1.1 ") == 1


def test_requests_behind_an_offer_are_answered_in_turn(reading: Server) -> None:
    """A kept connection goes on in HTTP/1.1."""
    offer = _head("GET /health HTTP/1.1").replace(b", close", b"")
    answer = _raw(reading, offer + offer + _head("GET /health HTTP/1.1"))
    assert answer.count(b"HTTP/1.1 200 ") == 3


def test_a_put_with_an_offer_keeps_what_it_sends(writable: Server) -> None:
    """The graph holds the triple that was sent, and the one before is gone."""
    assert writable.put(GRAPH, "<urn:a> <urn:b> <urn:c> .").status in (201, 204)
    turtle = b"<urn:a> <urn:b> <urn:d>, <urn:e> ."
    head = _head(f"PUT /store?graph={GRAPH} HTTP/1.1", f"Authorization: Bearer {TOKEN}", "Content-Type: text/turtle",
                 f"Content-Length: {len(turtle)}")  # fmt: skip
    assert _raw(writable, head, turtle).startswith(b"HTTP/1.1 204 ")
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
    assert writable.query(count).rows() == [{"n": "2"}]


def test_a_put_that_ends_too_early_changes_nothing(writable: Server) -> None:
    """A graph is never replaced by less than was announced."""
    assert writable.put(GRAPH, "<urn:a> <urn:b> <urn:c> .").status in (201, 204)
    head = (f"PUT /store?graph={GRAPH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Content-Type: text/turtle\r\nContent-Length: 100\r\n\r\n").encode()  # fmt: skip
    with socket.create_connection((writable.host, writable.port), timeout=20) as connection:
        connection.sendall(head + b"<urn:a> <urn:b> <urn:d> .\n")
    assert writable.query(f"ASK {{ GRAPH <{GRAPH}> {{ ?s ?p <urn:c> }} }}").json()["boolean"] is True


def test_no_tunnel_is_opened(reading: Server) -> None:
    """CONNECT asks for a proxy."""
    assert _raw(reading, b"CONNECT example.org:80 HTTP/1.1\r\nHost: example.org:80\r\n\r\n").startswith(
        b"HTTP/1.1 400 "
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
@pytest.mark.parametrize("options", [["-H", "Content-Type: application/sparql-query", "--data", "ASK {}"],
                                     ["--data-urlencode", "query=ASK {}"]])  # fmt: skip
def test_curl_with_http2_gets_its_answer(reading: Server, options: list[str]) -> None:
    """`curl --http2` offers h2c over plain HTTP."""
    command = ["curl", "--http2", "-s", "-w", "%{http_code}", *options, reading.url + "sparql"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.endswith("200")


def test_letters_in_an_address_need_no_encoding(linked: Server) -> None:
    """The address as an Arabic user types it into curl."""
    line = "GET /search?format=json&q=السدرة HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    for segments in ([line], [line[:30], line[30:35], line[35:]]):
        answer = _raw(linked, *segments)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"place/sidra" in answer
