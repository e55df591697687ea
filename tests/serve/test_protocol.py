"""Formats, negotiation, datasets, caching: what a client of /sparql relies on beyond the suites of the W3C."""

import gzip
import json
import subprocess
import sys

import brotli
import pytest
from pyoxigraph import RdfFormat, parse
from running import Server

SELECT = "SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s <https://w3id.org/furat/ontology#agent> ?o } WHERE { ?s <http://example.org/p> ?o }"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("TEXT/CSV ; Q=1", "text/csv; charset=utf-8"),
    ],
)
def test_results_come_in_the_format_the_client_likes_best(reading: Server, accept: str, media: str) -> None:
    """By media type, quality and wildcard; text says that it is UTF-8."""
    answer = reading.query(SELECT, accept)
    assert (answer.status, answer.headers["content-type"]) == (200, media)
    assert "حلب" in answer.text


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "application/sparql-results+json;q=0"])
def test_results_in_no_known_format_are_406(reading: Server, accept: str) -> None:
    """The error lists what is possible."""
    answer = reading.query(SELECT, accept)
    assert answer.status == 406
    assert "text/csv" in answer.json()["detail"]


GRAPH_FORMATS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES, "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD, "application/n-quads": RdfFormat.N_QUADS,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "text/n3": RdfFormat.N3,
}  # fmt: skip


@pytest.mark.parametrize("media", sorted(GRAPH_FORMATS))
def test_graphs_come_in_every_format(reading: Server, media: str) -> None:
    """The same triples in all of them; formats that know prefixes use the project's."""
    answer = reading.query(CONSTRUCT, media)
    assert answer.headers["content-type"].partition(";")[0] == media
    triples = {q.triple for q in parse(answer.body, GRAPH_FORMATS[media])}
    assert len(triples) == 3
    if media in ("text/turtle", "application/trig", "text/n3"):
        assert "furat:agent" in answer.text


def test_describe_uses_the_union_and_the_prefixes(reading: Server) -> None:
    """DESCRIBE sees all graphs."""
    answer = reading.query("DESCRIBE <http://example.org/a>", "text/turtle")
    assert "حلب" in answer.text
    assert "@prefix furat: <https://w3id.org/furat/ontology#>" in answer.text


@pytest.mark.parametrize(("wanted", "media"), [("csv", "text/csv"), ("xml", "application/sparql-results+xml"),
                                               ("text/tab-separated-values", "text/tab-separated-values")])  # fmt: skip
def test_a_parameter_overrides_accept(reading: Server, wanted: str, media: str) -> None:
    """For links that carry their format."""
    answer = reading.query(SELECT, "text/html", format=wanted)
    assert answer.headers["content-type"].partition(";")[0] == media


def test_what_rdf_xml_or_json_ld_cannot_carry_is_406_not_half_a_graph(reading: Server) -> None:
    """A predicate that XML cannot split, a triple term in JSON-LD."""
    split = "CONSTRUCT { <http://example.org/a> <http://example.org/1/> 1 } WHERE {}"
    assert reading.query(split, "application/rdf+xml").status == 406
    term = "CONSTRUCT { <http://example.org/a> <http://example.org/p> <<( <http://a/> <http://b/> 1 )>> } WHERE {}"
    assert reading.query(term, "application/ld+json").status == 406
    assert "<<(" in reading.query(term, "text/turtle").text
    control = 'SELECT ("a\\u0001b" AS ?x) {}'
    assert reading.query(control, "application/sparql-results+xml").status == 406
    assert reading.query(control).rows() == [{"x": "a\x01b"}]


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(reading: Server) -> None:
    """By FROM, FROM NAMED or the parameters of the protocol, which override FROM."""
    count = "(COUNT(*) AS ?n) {} {{ ?s <http://example.org/p> ?o }}"
    one, two = "http://example.org/g1", "http://example.org/g2"

    def n(dataset: str, **parameters: object) -> str:
        text = f"SELECT (COUNT(*) AS ?n) {dataset} {{ ?s <http://example.org/p> ?o }}"
        return str(reading.query(text, **parameters).rows()[0]["n"])

    assert count
    assert n("") == "3"
    assert n(f"FROM <{one}>") == "2"
    assert n(f"FROM NAMED <{one}>") == "0"
    assert n("", **{"default-graph-uri": two}) == "1"
    assert n(f"FROM <{one}>", **{"default-graph-uri": two}) == "1"
    assert n("", **{"default-graph-uri": [one, two]}) == "3"
    assert n("", **{"named-graph-uri": two}) == "0"
    nested = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?s <http://example.org/p> ?o } } }  # FROM <http://example.org/g1>"
    assert reading.query(nested).rows() == [{"n": "3"}]


def test_relative_names_are_resolved_against_the_endpoint(reading: Server) -> None:
    """The base IRI of a query is the endpoint's address."""
    assert reading.query("SELECT (<x> AS ?y) {}").rows() == [{"y": reading.url + "x"}]


def test_an_answer_is_known_by_its_etag_until_the_snapshot_changes(reading: Server) -> None:
    """304 for what the client has; another query, format or snapshot has another one."""
    first = reading.query(SELECT)
    tag = first.headers["etag"]
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json",
        "If-None-Match": tag,
    }
    again = reading.request("POST", "/sparql", SELECT, headers)
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert reading.query(SELECT, "text/csv").headers["etag"] != tag
    assert reading.query(SELECT + " LIMIT 1").headers["etag"] != tag


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_by_itself_has_no_etag(reading: Server, function: str) -> None:
    """Its answer is not for keeping."""
    answer = reading.query(f"SELECT ({function} AS ?x) {{}}")
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("encoding", "decode"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
@pytest.mark.parametrize("limit", [200, 9000])
def test_answers_are_compressed_when_asked(reading: Server, encoding: str, decode: object, limit: int) -> None:
    """Small ones stay as they are; all say by what they vary."""
    text = f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}"
    plain = reading.query(text, "text/csv")
    headers = {
        "Content-Type": "application/sparql-query",
        "Accept": "text/csv",
        "Accept-Encoding": f"{encoding}, x;q=0.1",
    }
    packed = reading.request("POST", "/sparql", text, headers)
    assert packed.headers["content-encoding"] == encoding
    assert "Accept-Encoding" in packed.headers["vary"]
    assert decode(packed.body) == plain.body  # type: ignore[operator]
    assert reading.request("POST", "/sparql", "ASK {}", headers | {"Accept": "*/*"}).headers["content-encoding"] is None


def test_head_is_get_without_its_body(reading: Server) -> None:
    """Same status, type and length."""
    path = "/sparql?query=ASK%20%7B%7D"
    got, head = reading.get(path), reading.request("HEAD", path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]


def test_results_are_right_to_the_last_row(reading: Server) -> None:
    """A large result that went through a file has every row, and its length is announced."""
    answer = reading.query("SELECT ?s ?n { ?s <http://example.org/number> ?n } ORDER BY ?n", "text/csv")
    rows = answer.text.splitlines()
    assert len(rows) == 6001
    assert rows[-1] == "http://example.org/s5999,5999"
    assert int(answer.headers["content-length"]) == len(answer.body) > 150_000


def test_syntax_errors_tell_the_place(reading: Server) -> None:
    """400 with line and column, on one line, and nothing about the server."""
    answer = reading.query("SELECT * {\n ?s ?p }")
    assert answer.status == 400
    assert "2:" in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


@pytest.mark.parametrize("bad", ["%ff", "%"])
def test_parameters_must_be_utf_8(reading: Server, bad: str) -> None:
    """Or the request is refused."""
    assert reading.get(f"/sparql?query=ASK%7B%7D{bad}").status in (400,)


def test_the_front_end_never_loads_the_engine() -> None:
    """A query cannot crash what is not there."""
    code = (
        "import sys, furat.graph.serve.server, furat.graph.serve.app, json;"
        "print(json.dumps([m for m in sys.modules if m.split('.')[0] in ('pyoxigraph', 'rdflib', 'pyshacl')]))"
    )
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
