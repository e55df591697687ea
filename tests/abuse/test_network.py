"""No request makes the server open a connection or a file of the client's choosing: listeners count."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import TOKEN, Server, make_store


class Listener:
    """Counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/sparql"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            body = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"from afar"}}]}}'
            connection.recv(65536)
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nConnection: close\r\n"
            connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            connection.close()

    def close(self) -> None:
        """Stops."""
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Somewhere a query might want to go."""
    found = Listener()
    yield found
    found.close()


SERVICES = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service<{0}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{0}> AS ?there) SERVICE ?there {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?there {{ <{0}> }} SERVICE SILENT ?there {{ ?s ?p ?o }} }}",
    "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "BASE <{0}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ FILTER(1 < 2) #>\n SERVICE <{0}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ FILTER("\\"" != "#") SERVICE <{0}> {{ ?s ?p ?o }} }}',
    "SELECT * {{ FILTER('''\\'''' != '#') SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s <http://example.org/\\u0041#b> ?o SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ S\\u0045RVICE <{0}> {{ ?s ?p ?o }} }}",
]


@pytest.mark.parametrize("number", range(len(SERVICES)))
def test_service_goes_nowhere(server: Server, listener: Listener, number: int) -> None:
    """However it is written, also when the address is only known at run time."""
    answer = server.query(SERVICES[number].format(listener.address), "*/*")
    assert answer.status in (400, 403), answer.text
    assert listener.connections == 0


def test_dataset_parameters_are_names_not_addresses(server: Server, listener: Listener) -> None:
    """FROM and default-graph-uri name graphs of the store; nothing is fetched."""
    assert server.query(f"ASK FROM <{listener.address}> {{ ?s ?p ?o }}").json()["boolean"] is False
    assert server.query("ASK { ?s ?p ?o }", **{"default-graph-uri": listener.address}).json()["boolean"] is False
    assert server.get(f"/store?graph={listener.address}").status == 404
    assert listener.connections == 0


def test_workers_cannot_connect_even_when_the_guard_is_deceived(listener: Listener, tmp_path: Path) -> None:
    """The kernel refuses: a worker that is handed the query directly gets no socket."""
    import importlib
    import subprocess
    import sys

    pool = importlib.import_module("furat.graph.serve.workers.ipc")
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    here, there = socket.socketpair()
    worker = subprocess.Popen(
        [sys.executable, "-Im", "furat.graph.serve.workers.process_main", str(there.fileno())],
        pass_fds=[there.fileno()],
    )
    there.close()
    reader = pool.FrameReader()
    settings = {"snapshot": str(store / "current"), "base": "http://x/", "memory": 512, "spool": str(tmp_path),
                "result": 1 << 20, "network": False}  # fmt: skip
    pool.send(here, settings)
    assert pool.receive(here, reader)[0]["status"] == "ready"
    asked = {
        "op": "query",
        "iri": "http://x/",
        "format": "json",
        "default": None,
        "named": None,
        "union": True,
        "seconds": 5,
    }
    pool.send(here, asked, f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}".encode())
    head, _ = pool.receive(here, reader)
    here.close()
    worker.wait(5)
    assert head["status"] == "error"
    assert listener.connections == 0


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_load_goes_nowhere(writable: Server, listener: Listener, silent: str, tmp_path: Path) -> None:
    """Neither to an address nor to a file, with the token too."""
    file = tmp_path / "secret.ttl"
    file.write_text("<a:a> <a:b> <a:c> .", encoding="utf-8")
    for target in (listener.address, file.as_uri()):
        assert writable.update(f"LOAD {silent}<{target}>").status == 403
        assert (
            writable.update(f"INSERT DATA {{ <a:x> <a:y> 1 }} ; load {silent}<{target}> INTO GRAPH <a:g>").status == 403
        )
    assert listener.connections == 0
    assert writable.query("ASK { <a:a> <a:b> <a:c> }").json()["boolean"] is False


def test_sent_data_is_not_followed(writable: Server, listener: Listener) -> None:
    """A JSON-LD context at an address, an XML entity of a file: refused, not fetched."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/ld+json"}
    context = f'{{"@context": "{listener.address}", "@id": "http://example.org/a", "name": "x"}}'
    assert writable.request("PUT", "/store?graph=http://example.org/g", context, headers).status == 400
    entity = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/"><rdf:Description rdf:about="http://example.org/a"><e:p>&e;</e:p></rdf:Description></rdf:RDF>'  # noqa: E501
    headers["Content-Type"] = "application/rdf+xml"
    assert writable.request("PUT", "/store?graph=http://example.org/g", entity, headers).status == 400
    assert listener.connections == 0


def test_service_to_an_allowed_endpoint_works_and_to_no_other(listener: Listener, tmp_path: Path) -> None:
    """`--allow-service` opens exactly that address."""
    other = Listener()
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    with Server(store, allow_service=[listener.address], workers=2) as server:
        answer = server.query(SERVICES[0].format(listener.address))
        assert answer.rows() == [{"s": "from afar"}]
        for text in SERVICES:
            if SERVICES.index(text) not in (0,):
                server.query(text.format(other.address))
        assert server.query(SERVICES[3].format(listener.address)).status == 403  # bound at run time
    other.close()
    assert (listener.connections, other.connections) == (1, 0)
