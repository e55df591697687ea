"""Throughput and latency of the endpoint beside `oxigraph serve-read-only` and rdflib-endpoint: same data, same run.

    python -m pip install oxigraph rdflib-endpoint
    python benchmarks/serve.py [--documents 400] [--seconds 2]

Every server gets the same queries from the same closed-loop clients over kept connections, each query with another
text, so that no cache of results answers; `repeated` asks one query again and again, as pages do. A server that is not
installed is left out. Prints one table; the ratio is furat's throughput to that server's.
"""

import argparse
import contextlib
import itertools
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from furat.graph.store.ledger import GraphRow
from furat.graph.store.writer import open_for_writing

BASE = "http://localhost:7878/"
F = "https://w3id.org/furat/ontology#"
REPORTS = 50  # of one document
CLIENTS = 4

Results = dict[tuple[str, str, int], list[float]]  # seconds a request took, by server, workload, clients


@dataclass(frozen=True)
class Workload:
    """Queries of one kind; `text` gives the n-th."""

    name: str
    text: Callable[[int], str]


def _workloads(documents: int) -> list[Workload]:
    reports = documents * REPORTS

    def point(n: int) -> str:
        n = n * 7919 % reports
        return f"SELECT ?p ?o WHERE {{ <{BASE}document/d{n // REPORTS}#report={n},{n + 1}> ?p ?o }}"

    def join(n: int) -> str:
        agent = f"<{BASE}actor/a{n % 97}>"
        pattern = f"?r <{F}agent> {agent} ; <{F}location> ?place ; <{F}killedMin> ?k FILTER(?k > {n % 5})"
        return f"SELECT ?r ?place WHERE {{ {pattern} }} LIMIT 200 #{n}"

    def aggregate(n: int) -> str:
        pattern = f"?r <{F}agent> ?a ; <{F}killedMin> ?k FILTER(?k > {n % 7})"
        return f"SELECT ?a (COUNT(?r) AS ?n) (SUM(?k) AS ?s) WHERE {{ {pattern} }} GROUP BY ?a #{n}"

    def rows(n: int) -> str:
        return f"SELECT ?r ?p ?o WHERE {{ ?r ?p ?o }} LIMIT 10000 #{n}"

    return [
        Workload("point", point),
        Workload("repeated", lambda n: point(1)),
        Workload("join", join),
        Workload("aggregate", aggregate),
        Workload("10,000 rows", rows),
    ]


def _quads(documents: int) -> Iterator[str]:
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    for n in range(documents * REPORTS):
        graph = f"<{BASE}graph/document/d{n // REPORTS}>"
        report = f"<{BASE}document/d{n // REPORTS}#report={n},{n + 1}>"
        yield f"{report} {kind} <{F}Report> {graph} .\n"
        yield f"{report} <{F}agent> <{BASE}actor/a{n % 97}> {graph} .\n"
        yield f"{report} <{F}location> <{BASE}place/p{n % 991}> {graph} .\n"
        yield f'{report} <{F}sentence> "report number {n} of this day"@en {graph} .\n'
        yield f'{report} <{F}killedMin> "{n % 13}"^^{integer} {graph} .\n'


# --- clients


def _ask(connection: socket.socket, request: bytes) -> int:
    """Sends a request and reads its whole answer; bytes of the answer."""
    connection.sendall(request)
    data = bytearray()
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += connection.recv(1 << 16)
    head = bytes(data[:end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(bytes(data[:500]))
    if b"content-length:" in head:
        size = end + 4 + int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(data) < size:
            data += connection.recv(1 << 18)
    else:
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(1 << 18)
    return len(data)


def _client(
    port: int,
    path: str,
    name: str,
    documents: int,
    start: int,
    seconds: float,
    out: "multiprocessing.Queue[list[float]]",
) -> None:
    workload = next(w for w in _workloads(documents) if w.name == name)
    spent: list[float] = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        until = time.perf_counter() + seconds
        for n in itertools.count(start):
            head = f"GET {path}?query={quote(workload.text(n))} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            request = (head + "Accept: application/sparql-results+json\r\n\r\n").encode()
            before = time.perf_counter()
            if before > until:
                break
            _ask(connection, request)
            spent.append(time.perf_counter() - before)
    out.put(spent)


def _measure(port: int, path: str, name: str, documents: int, clients: int, seconds: float) -> list[float]:
    out: multiprocessing.Queue[list[float]] = multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=_client, args=(port, path, name, documents, 100_003 * i, seconds, out))
        for i in range(clients)
    ]
    for process in processes:
        process.start()
    spent = [value for _ in processes for value in out.get()]
    for process in processes:
        process.join()
    return spent


# --- servers


@contextlib.contextmanager
def _running(command: list[str], port: int, path: str, patience: float) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + patience
        request = f"GET {path}?query={quote('ASK {}')} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
                    _ask(connection, request)
                    break
            except (OSError, RuntimeError):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _servers(store: Path, quads: Path) -> Iterator[tuple[str, list[str], int, str]]:
    tools = Path(sys.executable).parent
    port = _free_port()
    yield (
        "furat",
        [str(tools / "furat"), "serve", "--store", str(store), "--port", str(port), "--no-log"],
        port,
        "/sparql",
    )
    oxigraph = shutil.which("oxigraph", path=f"{tools}{os.pathsep}{os.environ.get('PATH', '')}")
    if oxigraph:
        port, place = _free_port(), str(store / "current" / "quads")
        command = [
            oxigraph,
            "serve-read-only",
            "--location",
            place,
            "--bind",
            f"127.0.0.1:{port}",
            "--union-default-graph",
        ]
        yield "oxigraph", command, port, "/query"
    if (tools / "rdflib-endpoint").exists():
        port = _free_port()
        command = [str(tools / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(quads)]
        yield "rdflib-endpoint", command, port, "/"


def main() -> None:
    """Makes the data, runs each server in turn, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=400, help="documents of 50 reports, 5 quads each")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, quads = Path(folder) / "store", Path(folder) / "data.nq"
        quads.write_text("".join(_quads(options.documents)), encoding="utf-8")
        with open_for_writing(store, BASE) as writer:
            writer.engine.bulk_load(path=str(quads))
            writer.ledger.stage_graph(GraphRow("writes", "benchmark", len(writer.engine)))
            writer.commit()
            writer.publish()
        results: Results = {}
        names = []
        for server, command, port, path in _servers(store, quads):
            names.append(server)
            with _running(command, port, path, patience=120):
                for workload in _workloads(options.documents):
                    _measure(port, path, workload.name, options.documents, 1, 0.3)  # warm
                    for clients in (1, CLIENTS):
                        spent = _measure(port, path, workload.name, options.documents, clients, options.seconds)
                        results[server, workload.name, clients] = spent
    _print(names, [w.name for w in _workloads(options.documents)], results, options)


def _print(
    names: list[str],
    workloads: list[str],
    results: dict[tuple[str, str, int], list[float]],
    options: argparse.Namespace,
) -> None:
    print(
        f"{options.documents * REPORTS * 5:,} quads, {options.seconds:g} s each, "
        f"{os.cpu_count()} cores shared with the clients"
    )
    print(f"{'workload':<12} {'clients':>7} {'server':<16} {'requests/s':>11} {'p50 ms':>8} {'p95 ms':>8} {'ratio':>7}")
    for workload, clients in itertools.product(workloads, (1, CLIENTS)):
        own = len(results["furat", workload, clients]) / options.seconds
        for server in names:
            spent = results[server, workload, clients]
            rate = len(spent) / options.seconds
            quantiles = statistics.quantiles(spent, n=20) if len(spent) > 1 else [spent[0]] * 19
            median, p95 = statistics.median(spent) * 1000, quantiles[-1] * 1000
            ratio = f"{own / rate:>7.2f}" if server != "furat" else " " * 7
            print(f"{workload:<12} {clients:>7} {server:<16} {rate:>11,.0f} {median:>8.2f} {p95:>8.2f} {ratio}")


if __name__ == "__main__":
    main()
