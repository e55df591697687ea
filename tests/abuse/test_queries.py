"""Queries made to kill: each gets the right status in time, and the server is afterwards what it was before."""

import contextlib
import socket
import time
from collections.abc import Callable

import pytest
from running import Server

ENDED = (
    30.0  # seconds: far beyond the limits of 0.7 and 2 s however busy the machine is, far below what the queries need
)
P = "<http://example.org/knows>"

NESTED: dict[str, Callable[[int], str]] = {
    "parentheses": lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "negations": lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
    "groups": lambda n: "SELECT * " + "{" * n + "}" * n,
    "blank nodes": lambda n: "SELECT * { ?s ?p " + f"[{P} " * n + "1" + "]" * n + " }",
    "collections": lambda n: "SELECT * { ?s ?p " + "(" * n + "1" + ")" * n + " }",
    "optionals": lambda n: "SELECT * { " + "OPTIONAL { " * n + "}" * n + " }",
    "property paths": lambda n: "SELECT * { ?s " + "(" * n + P + ")" * n + " ?o }",
    "subqueries": lambda n: "SELECT * " + "{ SELECT * " * n + "{}" + "}" * n,
    "exists": lambda n: "SELECT * { " + "FILTER EXISTS { " * n + "}" * n + " }",
    "conditionals": lambda n: "SELECT * { FILTER(" + "IF(true, " * n + "1" + ", 1)" * n + ") }",
    "triple terms": lambda n: "SELECT * { ?s ?p " + "<<( ?s ?p " * n + "1" + " )>>" * n + " }",
    "unions in a row": lambda n: "SELECT * { " + " UNION ".join([f"{{ ?s {P} ?o }}"] * n) + " }",
    "sums": lambda n: "SELECT * { FILTER(" + "+".join(["1"] * n) + " > 0) }",
    "conjunctions": lambda n: "SELECT * { FILTER(" + "&&".join(["true"] * n) + ") }",
    "bindings": lambda n: "SELECT * { " + "".join(f"BIND(1 AS ?v{i}) " for i in range(n)) + "}",
    "filters": lambda n: "SELECT * { " + "FILTER(1 = 1) " * n + "}",
    "projections": lambda n: "SELECT " + " ".join(f"(1 AS ?v{i})" for i in range(n)) + " {}",
    "path steps": lambda n: "SELECT * { ?s " + "/".join([P] * n) + " ?o }",
    "patterns": lambda n: "SELECT * { " + "".join(f"?s{i} {P} ?s{i + 1} . " for i in range(n)) + "}",
    "elements": lambda n: "SELECT * { ?s ?p (" + "1 " * n + ") }",
    "property lists": lambda n: "SELECT * { ?s " + " ; ".join(f"{P} ?o{i}" for i in range(n)) + " }",
}


def is_well(server: Server) -> None:
    """A point query is answered."""
    answer = server.query(f"SELECT ?o {{ <http://example.org/person/1> {P} ?o }}")
    assert (answer.status, answer.rows()) == (200, [{"o": "http://example.org/person/8"}])


@pytest.mark.parametrize("kind", sorted(NESTED))
@pytest.mark.parametrize("size", [1_000, 10_000])
def test_nesting_and_chains_of_each_kind_are_refused_with_a_reason(server: Server, kind: str, size: int) -> None:
    """The guard says what is too much; no worker is lost over it."""
    crashes = 'furat_worker_events_total{event="crash"}'
    before = server.metrics().get(crashes, 0)
    answer = server.query(NESTED[kind](size))
    assert answer.status == 400, answer.text
    assert "at most" in answer.json()["detail"]
    assert server.metrics().get(crashes, 0) == before


@pytest.mark.parametrize("kind", sorted(NESTED))
def test_what_people_write_passes_the_guard(server: Server, kind: str) -> None:
    """A hundredth of what is dangerous is let through and answered."""
    answer = server.query(NESTED[kind](10) + " LIMIT 5")
    assert answer.status == 200, answer.text


RUNAWAYS = {
    "cartesian count": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cartesian rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a = ?i) }",
    "paths over everything": f"SELECT (COUNT(*) AS ?n) {{ ?a {P}* ?b . ?b {P}* ?c . ?c {P}* ?d }}",
    "negated paths": "SELECT (COUNT(*) AS ?n) { ?a (!<http://example.org/x>)+ ?b . ?b (!<http://example.org/y>)+ ?c }",
    "regular expression over a product": (
        'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "^(a+)+$")) }'
    ),
    "group by over a product": "SELECT ?a (COUNT(?d) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a",
    "describe of a product": "DESCRIBE ?a { ?a ?b ?c . ?d ?e ?f . FILTER(?a = ?f) }",
}


@pytest.mark.parametrize("kind", sorted(RUNAWAYS))
def test_a_runaway_ends_at_its_time(server: Server, kind: str) -> None:
    """504 where it would run for hours; 507 where it fills its memory before."""
    started = time.monotonic()
    accept = "text/turtle" if kind.startswith("describe") else "application/sparql-results+json"
    answer = server.query(RUNAWAYS[kind], accept, timeout=0.7)
    assert time.monotonic() - started < ENDED
    assert answer.status in (504, 507), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    is_well(server)


MEMORY_HOGS = {
    "order by over a product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "distinct over a product": "SELECT DISTINCT ?c ?f { ?a ?b ?c . ?d ?e ?f }",
    "one huge string": "SELECT (GROUP_CONCAT(CONCAT(?c, ?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
}


@pytest.mark.parametrize("kind", sorted(MEMORY_HOGS))
def test_a_query_that_fills_memory_is_told_so(server: Server, kind: str) -> None:
    """507 (or its time is over first), and the machine never held more than the limits allow."""
    answer = server.query(MEMORY_HOGS[kind])
    assert answer.status in (504, 507), answer.text
    assert "at" not in answer.json()
    assert server.memory() < (256 + 100) * 4 * 2**20
    is_well(server)


def test_a_result_that_is_too_large_is_an_error_not_a_part(server: Server) -> None:
    """507 with the limit in words; not one row of it is sent."""
    answer = server.query("SELECT ?a ?c { ?a <http://example.org/name> ?c . ?b a ?d }")
    assert answer.status in (504, 507)
    assert answer.headers["content-type"] == "application/problem+json"
    is_well(server)


def test_large_lists_of_values_are_answered(server: Server) -> None:
    """A VALUES block and an IN list of 20,000 terms are honest work."""
    values = " ".join(f"<http://example.org/person/{n}>" for n in range(20_000))
    answer = server.query(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?s {{ {values} }} ?s {P} ?o }}")
    assert answer.rows() == [{"n": "20000"}]
    numbers = ", ".join(str(n) for n in range(20_000))
    assert server.query(f"ASK {{ FILTER(19999 IN ({numbers})) }}").json()["boolean"] is True


def test_a_query_of_too_many_bytes_is_refused_before_it_is_read(server: Server) -> None:
    """413 beyond the body limit, whether or not the length is announced."""
    assert server.query("SELECT * {} #" + "x" * (1 << 20)).status == 413
    chunked = {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
    body = b"".join(b"10000\r\n" + b"#" * 0x10000 + b"\r\n" for _ in range(20)) + b"0\r\n\r\n"
    answer = raw_chunked(server, chunked, body)
    assert b" 413 " in answer.split(b"\r\n", 1)[0]


def raw_chunked(server: Server, headers: dict[str, str], body: bytes) -> bytes:
    """The answer to a chunked POST, as bytes."""
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items()) + "\r\n"
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head.encode() + body)
        return connection.recv(4096)


def test_nobody_may_ask_for_more_time_than_the_server_gives(server: Server) -> None:
    """The parameter timeout lowers the limit and never raises it."""
    started = time.monotonic()
    assert server.query(RUNAWAYS["cartesian count"], timeout=1000).status == 504
    assert time.monotonic() - started < ENDED
    assert server.query("ASK {}", timeout="soon").status == 400
    assert server.query("ASK {}", timeout="-1").status == 400
