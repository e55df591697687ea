"""Who may what, and what the server tells about itself and its users."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from running import TOKEN, Server, make_store

from furat.graph.store import create

INSERT = "INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/a> <http://example.org/b> 1 } }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN + "x", TOKEN[:-1]])
def test_writes_need_the_token(writable: Server, token: str | None) -> None:
    """401 with the scheme to use."""
    answer = writable.update(INSERT, token)
    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    headers = {"Content-Type": "text/turtle"} | ({"Authorization": f"Bearer {token}"} if token else {})
    for method in ("PUT", "POST", "DELETE"):
        assert writable.request(method, "/store?graph=http://example.org/g", "<a:a> <a:b> 1 .", headers).status == 401


def test_a_server_without_a_token_takes_no_writes(reading: Server) -> None:
    """403, whatever is sent along."""
    assert reading.update(INSERT).status == 403
    assert reading.put("http://example.org/g", "<a:a> <a:b> 1 .").status == 403
    assert reading.request("POST", "/update", "update=CLEAR+ALL", FORM).status == 403
    assert reading.get("/admin/queries", Authorization=f"Bearer {TOKEN}").status == 403


def test_a_write_is_seen_by_every_query_that_starts_after_its_answer(writable: Server) -> None:
    """Twenty times: write, then read at once, through all workers."""
    graph = "http://example.org/seen"
    for number in range(8):
        assert writable.put(graph, f"<http://example.org/a> <http://example.org/number> {number} .").status in (
            201,
            204,
        )
        with ThreadPoolExecutor(3) as pool:
            text = f"SELECT ?n {{ GRAPH <{graph}> {{ ?s <http://example.org/number> ?n }} }}"
            for answer in pool.map(lambda _: writable.query(text), range(3)):  # noqa: B023
                assert answer.rows() == [{"n": str(number)}]


def test_a_write_that_does_not_conform_is_refused_with_the_report(tmp_path: Path) -> None:
    """422, the findings in words and the SHACL report in Turtle; the store stays as it was."""
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .
        x:Shape a sh:NodeShape ; sh:targetClass x:Person ; sh:property [ sh:path x:name ; sh:minCount 1 ;
          sh:message "a person needs a name"@en ] .""",
        encoding="utf-8",
    )
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    store = make_store(tmp_path / "store", "<http://example.org/x> <http://example.org/y> <http://example.org/z> .\n")
    with Server(store, write_token_file=tmp_path / "token", shapes=shapes, workers=2) as server:
        snapshot = server.get("/ready").json()["snapshot"]
        bad = "@prefix x: <http://example.org/> . x:p a x:Person ."
        answer = server.put("http://example.org/g", bad)
        assert answer.status == 422
        assert "a person needs a name" in answer.json()["findings"][0]
        assert "ValidationReport" in answer.json()["report"]
        assert server.update(
            f"INSERT DATA {{ GRAPH <http://example.org/g> {{ {bad.partition('. ')[2]} }} }}"
        ).status in (400, 422)
        assert server.get("/ready").json()["snapshot"] == snapshot
        assert server.get("/store?graph=http://example.org/g").status == 404
        assert server.put("http://example.org/g", bad + ' x:p x:name "Layla" .').status == 201
        assert server.query("ASK { <http://example.org/p> a <http://example.org/Person> }").json()["boolean"] is True


def test_the_projects_own_shapes_are_the_gate(tmp_path: Path) -> None:
    """Without --shapes a bare report is refused, and a name for an actor is let in."""
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    store = make_store(tmp_path / "store", "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n")
    with Server(store, write_token_file=tmp_path / "token", workers=2) as server:
        bare = "<http://localhost:7878/document/x#report=1,2> a <https://w3id.org/furat/ontology#Report> ."
        answer = server.put("http://localhost:7878/graph/curation", bare)
        assert answer.status == 422
        assert any("furat:inDocument" in finding for finding in answer.json()["findings"])
        name = '<http://localhost:7878/actor/x> <http://www.w3.org/2004/02/skos/core#altLabel> "x"@en .'
        assert server.put("http://localhost:7878/graph/curation", name).status == 201


def test_a_writer_killed_in_the_middle_leaves_the_store_whole(tmp_path: Path, permissive: dict[str, object]) -> None:
    """500 for its client, everything as before, and the next write goes through."""
    store = make_store(tmp_path / "store", "<http://example.org/a> <http://example.org/b> <http://example.org/c> .\n")
    triples = "".join(f"<http://example.org/s{n}> <http://example.org/p> {n} .\n" for n in range(60_000))
    with Server(store, **permissive) as server, ThreadPoolExecutor(1) as pool:
        workers = set(server.workers())
        running = pool.submit(server.put, "http://example.org/large", triples)
        server.until(lambda: set(server.workers()) - workers)
        time.sleep(0.15)
        for number in set(server.workers()) - workers:
            if b"serve.writer" in Path(f"/proc/{number}/cmdline").read_bytes():
                os.kill(number, signal.SIGKILL)
        assert running.result().status in (201, 500)
        if running.result().status == 500:
            assert server.get("/store?graph=http://example.org/large").status == 404
        assert server.put("http://example.org/g", "<http://example.org/x> <http://example.org/y> 1 .").status == 201
        assert server.query("ASK { <http://example.org/a> ?p <http://example.org/c> }").json()["boolean"] is True


def test_a_write_during_a_build_is_told_to_wait(tmp_path: Path, permissive: dict[str, object]) -> None:
    """503 with Retry-After while another process holds the store."""
    from furat.graph.store.writer import open_for_writing

    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    with Server(store, **permissive) as server:
        with open_for_writing(store):
            answer = server.update(INSERT)
            assert (answer.status, answer.headers["retry-after"]) == (503, "10")
        assert server.update(INSERT).status == 204


def test_updates_with_dataset_parameters_reach_their_graphs(writable: Server) -> None:
    """Also the short form DELETE WHERE, which has no USING of its own."""
    assert writable.update("DROP ALL").status == 204
    for n in (1, 2):
        writable.put(f"http://example.org/g{n}", f"<http://example.org/s{n}> <http://example.org/p> {n} .")
    headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    text = "INSERT { GRAPH <http://example.org/out> { ?s <a:q> ?o } } WHERE { ?s <http://example.org/p> ?o }"
    assert writable.request("POST", "/sparql?using-graph-uri=http://example.org/g2", text, headers).status == 204
    rows = writable.query("SELECT ?s { GRAPH <http://example.org/out> { ?s ?p ?o } }").rows()
    assert rows == [{"s": "http://example.org/s2"}]
    conflict = "WITH <http://example.org/g1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert writable.request("POST", "/sparql?using-graph-uri=http://example.org/g2", conflict, headers).status == 400
    evil = "/sparql?using-graph-uri=http://example.org/g%3E%20WHERE%20%7B%7D%20%3B%20CLEAR%20ALL%20%23"
    assert writable.request("POST", evil, text, headers).status == 400


def test_browsers_of_other_sites_may_read(reading: Server) -> None:
    """CORS for anybody, with a preflight; no credentials."""
    answer = reading.get("/sparql?query=ASK%20%7B%7D", Origin="https://example.org")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Origin" in answer.headers["vary"]
    preflight = reading.request(
        "OPTIONS", "/sparql", None, {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in preflight.headers


def test_origins_can_be_narrowed(tmp_path: Path) -> None:
    """To those that are named."""
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    with Server(store, allow_origins=["https://good.example"], workers=1) as server:
        good, bad = (server.get("/health", Origin=f"https://{name}.example") for name in ("good", "bad"))
        assert good.headers["access-control-allow-origin"] == "https://good.example"
        assert "access-control-allow-origin" not in bad.headers


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK%20%7B%7D", "/sparql?query=ASK", "/nowhere", "/health", "/store?graph=a:b"]
)
def test_every_answer_carries_the_security_headers(reading: Server, path: str) -> None:
    """Errors too; scripts come from the server alone and never from the page's own text."""
    headers = reading.get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_errors_tell_nothing_of_the_machine(writable: Server, tmp_path: Path) -> None:
    """No path, no traceback, no module in any error's body."""
    told = [
        writable.query("SELECT"), writable.get("/store?graph=http://example.org/none"), writable.get("/none"),
        writable.query("ASK {}", "image/png"), writable.update("LOAD <file:///etc/passwd>"),
        writable.put("not an iri", "<a:a> <a:b> 1 ."), writable.put("http://example.org/g", "<a:a> <a:b> ."),
        writable.request("GET", "/sparql", None, {"Host": "a b"}), writable.request("PATCH", "/store?default", b"x"),
    ]  # fmt: skip
    for answer in told:
        assert 400 <= answer.status < 500
        for trace in ("Traceback", "/usr", "/root", "/tmp", ".py", "furat.graph"):
            assert trace not in answer.text


def test_the_log_has_a_line_a_request_without_secrets(tmp_path: Path) -> None:
    """JSON: method, path, status, time, bytes, and a hash that joins equal queries; neither query text nor token."""
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    with Server(store, write_token_file=tmp_path / "token", workers=2) as server:
        for text in ("ASK { ?secret ?p ?o }", "ASK { ?secret ?p ?o }", "ASK { ?other ?p ?o }"):
            server.query(text)
        server.update("INSERT DATA { <a:a> }")
        server.get("/sparql?query=broken")
        server.until(lambda: len([line for line in server.log() if "status" in line]) == 5)
        lines = [line for line in server.log() if "status" in line]
        assert [line["status"] for line in lines] == [200, 200, 200, 400, 400]
        hashes = [line.get("query") for line in lines]
        assert hashes[0] == hashes[1] != hashes[2]
        assert set(lines[0]) >= {"time", "method", "path", "status", "ms", "bytes", "client", "snapshot"}
        text = server.errors.read_text(encoding="utf-8")
        assert "secret" not in text
        assert TOKEN not in text


def test_an_administrator_sees_and_ends_queries(writable: Server) -> None:
    """With the token; the query's client gets 503."""
    admin = {"Authorization": f"Bearer {TOKEN}"}
    assert writable.get("/admin/queries").status == 401
    with ThreadPoolExecutor(1) as pool:
        text = (
            "SELECT (COUNT(*) AS ?n) { " + " ".join(f"{{ VALUES ?a{i} {{ {'1 ' * 200} }} }}" for i in range(5)) + " }"
        )
        running = pool.submit(writable.query, text)
        time.sleep(0.4)
        listed = json.loads(writable.get("/admin/queries", **admin).body)["queries"]
        assert [row["text"] for row in listed] == [text[:2000]]
        number = listed[0]["number"]
        assert writable.request("DELETE", f"/admin/queries/{number}", None, admin).status == 204
        assert running.result().status == 503
    assert writable.request("DELETE", f"/admin/queries/{number}", None, admin).status == 404


def test_metrics_are_prometheus_text(reading: Server) -> None:
    """Requests by route and status, workers, snapshot; unknown paths share one label."""
    reading.get("/some/unknown/path")
    reading.query("ASK {}")
    metrics = reading.metrics()
    assert metrics['furat_requests_total{route="/sparql",status="200"}'] >= 1
    assert metrics['furat_requests_total{route="/*",status="404"}'] >= 1
    assert metrics["furat_ready"] == 1


def test_a_store_that_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    """Missing, unpublished, of a newer format, damaged."""
    with pytest.raises(RuntimeError, match="no store there"):
        Server(tmp_path / "missing")
    create(tmp_path / "empty", "http://localhost:7878/")
    with pytest.raises(RuntimeError, match="nothing is published yet"):
        Server(tmp_path / "empty")
    store = make_store(tmp_path / "store", "<a:a> <a:b> <a:c> .\n")
    said = json.loads((store / "current" / "snapshot.json").read_text(encoding="utf-8"))
    (store / "current" / "snapshot.json").write_text(json.dumps(said | {"format": 99}), encoding="utf-8")
    with pytest.raises(RuntimeError, match="format 99"):
        Server(store)
    (store / "current" / "snapshot.json").write_text(json.dumps(said), encoding="utf-8")
    for file in (store / "current" / "quads").iterdir():
        file.unlink()
    with pytest.raises(RuntimeError, match="cannot be opened"):
        Server(store)


def test_a_port_in_use_is_told_in_one_line(reading: Server, tmp_path: Path) -> None:
    """With the remedy."""
    from furat.extract.errors import InputError
    from furat.graph.serve.server import _listen

    with pytest.raises(InputError, match="cannot listen there"):
        _listen(reading.host, reading.port)
