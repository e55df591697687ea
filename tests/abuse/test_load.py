"""Many at once, slow, broken or gone: others do not notice, and nothing stays behind."""

import contextlib
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import Server, make_store

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
POINT = "SELECT ?o { <http://example.org/person/1> <http://example.org/knows> ?o }"


@pytest.mark.parametrize("variant", [" LIMIT {}", " VALUES ?z{} {{ 1 }}"], ids=["one shape", "thirty shapes"])
def test_point_queries_go_on_among_thirty_runaways(server: Server, variant: str) -> None:
    """Thirty different runaways at once: each ends with an error, and point queries are answered while they run."""
    with ThreadPoolExecutor(30) as pool:
        runaways = [pool.submit(server.query, RUNAWAY + variant.format(n + 1)) for n in range(30)]
        answered = 0
        while not all(run.done() for run in runaways):
            number = answered % 1000
            answer = server.query(f"SELECT ?o {{ <http://example.org/person/{number}> <http://example.org/knows> ?o }}")
            assert answer.status == 200, answer.text
            answered += not all(run.done() for run in runaways)
    assert {run.result().status for run in runaways} <= {503, 504}
    assert answered > 3


def test_a_client_that_floods_does_not_starve_another(tmp_path: Path, store: Path) -> None:
    """The queue is bounded: the flooding client gets 503 with Retry-After, the other one is served."""
    with Server(store, timeout=60.0, queue=8, workers=2, memory_limit=256) as server, ThreadPoolExecutor(40) as pool:
        flood = [pool.submit(server.query, RUNAWAY + f" OFFSET {n}", source="127.0.0.2", timeout=3) for n in range(40)]
        server.until(lambda: server.metrics()["furat_workers_busy"] >= 1)
        other = [server.query(POINT + f" LIMIT {n + 1}", source="127.0.0.3").status for n in range(5)]
        refused = [run.result() for run in flood if run.result().status == 503]
        assert other == [200] * 5
        assert len(refused) >= 20
        assert all(answer.headers["retry-after"] for answer in refused)


def test_five_hundred_idle_connections_harm_nobody(server: Server) -> None:
    """They are held, answered when they speak, and let go when they stay silent."""
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection((server.host, server.port))) for _ in range(500)]
        assert server.query(POINT).status == 200
        idle[250].sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in idle[250].recv(100)
        idle[0].settimeout(5)
        assert b"408" in idle[0].recv(100)  # header_timeout of this server is 2 s
    assert server.query(POINT).status == 200


@pytest.mark.parametrize(
    "part",
    [b"GET /sparql", b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-A: b\r\n",
     b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: application/sparql-query\r\n\r\nASK {"],
    ids=["request line", "headers", "body"],
)  # fmt: skip
def test_a_request_sent_by_half_is_given_up(server: Server, part: bytes) -> None:
    """408 after the time for headers, or for the next part of a body; then the connection closes."""
    with socket.create_connection((server.host, server.port), timeout=6) as connection:
        connection.sendall(part)
        answer = b""
        while more := connection.recv(4096):
            answer += more
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_headers_without_end_are_cut_off(server: Server) -> None:
    """431 once they are larger than any honest ones."""
    with socket.create_connection((server.host, server.port), timeout=6) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        answer = b""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(200):
                connection.sendall(b"X-More: " + b"y" * 1000 + b"\r\n")
                time.sleep(0.001)
            answer = connection.recv(4096)
        assert answer[:13] in (b"HTTP/1.1 431 ", b"")


def test_garbage_gets_400(server: Server) -> None:
    """What is no HTTP is told so."""
    with socket.create_connection((server.host, server.port), timeout=5) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_worker_killed_in_the_middle_is_replaced_and_told(store: Path) -> None:
    """500 for its query, and as many workers as before. Its time is not over before it is killed, on any machine."""
    with Server(store, timeout=120.0, workers=4) as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        running = pool.submit(server.query, RUNAWAY + " LIMIT 7")
        server.until(lambda: server.metrics()["furat_workers_busy"] == 1)
        for number in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        answer = running.result()
        assert answer.status == 500
        assert "killed" in answer.json()["detail"]
        server.until(lambda: len(server.workers()) == len(workers))
        server.until(lambda: server.query(POINT).status == 200)


def test_a_client_that_goes_away_frees_its_worker(store: Path) -> None:
    """Nobody computes for nobody: workers are free long before the time of the queries is over."""
    with Server(store, timeout=300.0, workers=4) as server:
        for n in range(6):
            with socket.create_connection((server.host, server.port)) as connection:
                text = (RUNAWAY + f" OFFSET {n + 100}").encode()
                connection.sendall(
                    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(text), text)
                )
                time.sleep(0.05)
        server.until(lambda: server.metrics()["furat_workers_busy"] == 0)


def test_snapshots_change_under_load_without_a_failed_request(tmp_path: Path) -> None:
    """While queries run, four snapshots are published: every answer is whole and belongs to one of them, in order."""
    line = '<http://example.org/s> <http://example.org/n> "{}" <http://example.org/g> .\n'
    store = make_store(tmp_path / "store", line.format(0))
    seen: list[int] = []
    stop = threading.Event()

    def ask() -> list[int]:
        counts = []
        while not stop.is_set():
            answer = server.query("SELECT (COUNT(*) AS ?n) { ?s <http://example.org/n> ?o }")
            assert answer.status == 200, answer.text
            counts.append(int(answer.rows()[0]["n"]))
        return counts

    with Server(store, workers=3) as server, ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for number in range(1, 5):
            make_store(store, line.format(number))
            server.until(lambda: seen_is(server, number))  # noqa: B023
        stop.set()
        for run in asking:
            seen = run.result()
            assert seen == sorted(seen)
            assert set(seen) <= {1, 2, 3, 4, 5}
        server.until(lambda: len(list((store / "snapshots").iterdir())) <= 5)


def seen_is(server: Server, number: int) -> bool:
    """Whether the server answers from this snapshot."""
    return server.get("/ready").json()["snapshot"] == number + 1


def test_old_snapshots_can_go_once_nobody_reads_them(tmp_path: Path) -> None:
    """A worker holds the folder it reads, and lets it go when it has moved on."""
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    with Server(store, workers=2) as server:
        for number in range(1, 4):
            make_store(store, f"<a:a> <a:b> <a:{number}> .\n")
            server.until(lambda: seen_is(server, number))  # noqa: B023
            server.until(lambda: server.metrics()["furat_workers"] == 2)
        make_store(store, "<a:a> <a:b> <a:last> .\n")
        server.until(lambda: seen_is(server, 4))
        assert len([p for p in (store / "snapshots").iterdir() if p.name.isdigit()]) <= 3


def test_a_full_disk_while_spooling_is_an_error_not_a_part(store: Path, small_disk: Path) -> None:
    """507 when a large result finds no room; small ones go on; room comes back."""
    with Server(store, spool=small_disk, workers=2, timeout=10.0) as server:
        large = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
        (small_disk / "filler").write_bytes(b"x" * (700 << 10))
        assert server.query(large).status == 507
        assert server.query(POINT).status == 200
        assert [p.name for p in small_disk.iterdir()] == ["filler"]
        (small_disk / "filler").unlink()
        answer = server.query("SELECT ?s ?p { GRAPH <http://example.org/graph/1> { ?s ?p ?o } }", "text/csv")
        assert answer.status == 200
        assert answer.text.count("\n") == 3001


def test_stopping_drains_what_runs(store: Path) -> None:
    """A query that runs when the server is told to stop gets its answer; new connections get none; no process stays."""
    with Server(store, timeout=120.0, workers=2) as server, ThreadPoolExecutor(1) as pool:
        pids = [server.process.pid, *server.workers()]
        running = pool.submit(
            server.query, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . { SELECT ?d { ?d a ?x } LIMIT 300 } }"
        )
        server.until(lambda: running.done() or server.metrics()["furat_workers_busy"] == 1)
        assert server.stop(patience=150) == 0
        assert running.result().status == 200
        for pid in pids:
            assert not Path(f"/proc/{pid}").exists()


def test_workers_end_with_a_front_end_that_is_killed(store: Path) -> None:
    """No orphan goes on computing."""
    with Server(store, timeout=300.0, workers=2) as server, ThreadPoolExecutor(1) as pool:
        workers = server.workers()
        pool.submit(server.query, RUNAWAY)
        server.until(lambda: server.metrics()["furat_workers_busy"] == 1)
        server.process.kill()
        server.process.wait()
        server.until(lambda: not any(alive(number) for number in workers))


def alive(number: int) -> bool:
    """Whether a process runs."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    return False


def test_memory_and_descriptors_do_not_grow(server: Server) -> None:
    """Three hundred answers, large, small and failed, leave no file open behind."""

    def files() -> int:
        return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))

    server.query("SELECT * { ?s ?p ?o } LIMIT 9000")
    before, memory = files(), server.memory()
    for n in range(60):
        assert server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {9000 + n}").status == 200
        assert server.query(POINT + f" OFFSET {n}").status == 200
        assert server.query("SELECT").status == 400
    assert files() <= before + 3
    assert server.memory() < memory + (200 << 20)
