"""Results that any reader of their format reads back as they are, however the format was asked for."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlencode

import pytest
from rdflib import Graph
from running import TOKEN, Server

CONSTRUCT = (
    "CONSTRUCT { ?s a <http://example.org/Thing> ; <http://example.org/q> ?o } WHERE { ?s <http://example.org/p> ?o }"
)
CONTROL = 'SELECT ("a\\u0001b" AS ?x) {}'


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_quotes_whatever_holds_a_comma_a_quote_or_a_line_end(reading: Server) -> None:
    """IRIs too: those of passages hold commas."""
    text = """SELECT ?iri ?text ?none ?node { VALUES (?iri ?text ?none) {
      (<http://example.org/d#char=0,4> "a, \\"b\\"\\r\\nc" UNDEF) } BIND(BNODE() AS ?node) }"""
    header, row = _csv(reading.query(text, "text/csv").text)
    assert header == ["iri", "text", "none", "node"]
    assert row[:3] == ["http://example.org/d#char=0,4", 'a, "b"\r\nc', ""]
    assert row[3].startswith("_:")


def test_csv_begins_with_a_byte_order_mark_on_demand(reading: Server) -> None:
    """Excel takes UTF-8 for another encoding without it."""
    text = "SELECT ?o { ?s <http://example.org/p> ?o }"
    plain, marked = reading.query(text, "text/csv"), reading.query(text, "text/csv", bom="1")
    assert marked.body == b"\xef\xbb\xbf" + plain.body


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?subject ?predicate ?object } LIMIT 1", ["subject", "predicate", "object"]),
        ("select distinct * { ?s ?p ?o . BIND(1 AS ?a) } limit 1", ["s", "p", "o", "a"]),
        ("SELECT ?p ?a { ?p ?a ?c } LIMIT 1", ["p", "a"]),
        ("SELECT * { { SELECT ?z ?b { ?z ?y ?b } } # ?a\n FILTER(?z != ?b) } LIMIT 1", ["z", "b"]),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ["n"]),
        ("SELECT * { $s ?p '?x' }", ["s", "p"]),
    ],
)  # fmt: skip
def test_the_columns_of_a_star_come_as_the_query_names_them(reading: Server, query: str, columns: list[str]) -> None:
    """In every format."""
    assert reading.query(query).json()["head"]["vars"] == columns
    assert _csv(reading.query(query, "text/csv").text)[0] == columns
    assert reading.query(query, "text/tab-separated-values").text.splitlines()[0].split("\t") == [
        "?" + c for c in columns
    ]


def test_a_carriage_return_survives_xml(reading: Server) -> None:
    """A parser of XML makes a raw one a line feed, which shifts every offset behind it."""
    found = ElementTree.fromstring(
        reading.query('SELECT ("a\\r\\nb\\rc" AS ?x) {}', "application/sparql-results+xml").body
    )
    assert [literal.text for literal in found.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["a\r\nb\rc"]
    graph = 'CONSTRUCT { <http://example.org/a> <http://example.org/p> "a\\r\\nb" } WHERE {}'
    (triple,) = Graph().parse(data=reading.query(graph, "application/rdf+xml").body, format="xml")
    assert str(triple[2]) == "a\r\nb"


def test_what_xml_cannot_carry_comes_in_the_next_format_that_is_accepted(reading: Server) -> None:
    """Or is refused by name."""
    answer = reading.query(CONTROL, "application/sparql-results+xml, application/sparql-results+json;q=0.5")
    assert (answer.status, answer.rows()) == (200, [{"x": "a\x01b"}])
    refused = reading.query(CONTROL, "application/sparql-results+xml")
    assert refused.status == 406
    assert "U+0001" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("parameters", "accept", "media"),
    [
        ([("format", "xml"), ("output", "xml"), ("results", "xml")], "application/rdf+xml", "application/rdf+xml"),
        ([("format", "json-ld"), ("format", "application/ld+json,application/x-json+ld")],
         "application/ld+json,application/x-json+ld", "application/ld+json"),
        ([("format", "json")], "*/*", "application/ld+json"),
        ([("output", "n-triples")], "*/*", "application/n-triples"),
        ([("results", "rdf+xml")], "*/*", "application/rdf+xml"),
        ([("format", "auto")], "text/turtle", "text/turtle"),
        ([("format", "nonsense"), ("output", "text/turtle")], "application/ld+json", "text/turtle"),
        ([], "application/*+json", "application/ld+json"),
        ([], "application/turtle", "text/turtle"),
        ([], "text/rdf+n3", "text/n3"),
    ],
)  # fmt: skip
def test_graphs_come_as_tools_ask_for_them(
    reading: Server, parameters: list[tuple[str, str]], accept: str, media: str
) -> None:
    """SPARQLWrapper names the format three times over, others by other names; what is not known is passed over."""
    address = "/sparql?" + urlencode([("query", CONSTRUCT), *parameters])
    answer = reading.get(address, accept)
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize("name", ["nonsense", "html", "turtle"])
def test_an_unknown_format_leaves_the_choice_to_accept(reading: Server, name: str) -> None:
    """Of a table there is no Turtle."""
    answer = reading.query("SELECT ?s { ?s ?p ?o } LIMIT 1", "text/csv", format=name)
    assert answer.headers["content-type"].startswith("text/csv")


def test_a_truth_value_comes_as_text(reading: Server) -> None:
    """As RDF4J asks for it."""
    answer = reading.query("ASK {}", "text/boolean")
    assert (answer.headers["content-type"], answer.text) == ("text/boolean; charset=utf-8", "true")


def _lines(server: Server, path: str, *headers: tuple[str, str]) -> tuple[int, str, bytes]:
    import http.client

    connection = http.client.HTTPConnection(server.host, server.port, timeout=20)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.headers.get("content-type", "").partition(";")[0], answer.read()
    connection.close()
    return found


def test_several_lines_of_a_header_are_one_list(reading: Server) -> None:
    """RFC 9110 5.3, for Accept, Accept-Encoding and If-None-Match."""
    path = "/sparql?" + urlencode({"query": "SELECT ?s { ?s ?p ?o } LIMIT 99"})
    xml = "application/sparql-results+xml"
    assert _lines(reading, path, ("Accept", "application/x-unknown"), ("Accept", f"{xml};q=0.8"))[:2] == (200, xml)
    assert _lines(reading, path, ("Accept", "text/csv;q=0.1"), ("Accept", xml))[:2] == (200, xml)
    tag = reading.get(path, "text/csv").headers["etag"]
    assert _lines(reading, path, ("Accept", "text/csv"), ("If-None-Match", '"x"'), ("If-None-Match", tag))[0] == 304
    packed = _lines(reading, path, ("Accept", "text/csv"), ("Accept-Encoding", "x"), ("Accept-Encoding", "gzip"))
    assert packed[2].startswith(b"\x1f\x8b")


def test_json_ld_says_type_as_json_ld_does(reading: Server) -> None:
    """Frames look for `@type`; the graph is the same."""
    answer = reading.query(CONSTRUCT, "application/ld+json")
    assert {tuple(node["@type"]) for node in answer.json() if "@type" in node} == {("http://example.org/Thing",)}
    assert b"22-rdf-syntax-ns#type" not in answer.body
    turtle = Graph().parse(data=reading.query(CONSTRUCT, "text/turtle").body, format="turtle")
    assert set(Graph().parse(data=answer.body, format="json-ld")) == set(turtle)


def test_types_are_found_across_the_pieces_that_the_engine_writes(reading: Server) -> None:
    """A result of many pieces has no type left in the long form."""
    types = "<http://example.org/Thing> , <http://example.org/Number>"
    text = f"CONSTRUCT {{ ?s a {types} }} WHERE {{ ?s <http://example.org/number> ?o }}"
    answer = reading.query(text, "application/ld+json")
    assert b"22-rdf-syntax-ns#type" not in answer.body
    assert sum(len(node["@type"]) for node in json.loads(answer.body)) == 12_000


def test_a_byte_order_mark_is_no_part_of_what_is_sent(writable: Server) -> None:
    """In queries, updates and graphs, as editors on Windows write them."""
    assert writable.query("\ufeffASK {}").json()["boolean"] is True
    assert writable.get("/sparql?query=%EF%BB%BFASK%20%7B%7D").status == 200
    assert writable.update("\ufeffINSERT DATA { GRAPH <urn:marked> { <urn:a> <urn:b> 1 } }").status == 204
    assert writable.put("urn:marked", "\ufeff<urn:a> <urn:b> 2 .").status == 204
    assert writable.query("SELECT ?o { GRAPH <urn:marked> { ?s ?p ?o } }").rows() == [{"o": "2"}]


def test_the_graph_store_shows_the_default_graph_and_the_dataset_of_sparql(reading: Server) -> None:
    """`?default` is the union; without a graph it is everything, with the names of the graphs."""
    union = Graph().parse(data=reading.get("/store?default", "text/turtle").body, format="turtle")
    assert len(union) == 6003
    whole = reading.get("/store", "application/n-quads")
    assert whole.headers["content-type"] == "application/n-quads"
    assert b"<http://example.org/g1> ." in whole.body
    assert len(whole.body.splitlines()) == 6003


@pytest.mark.parametrize(
    ("path", "media"),
    [("/actor/river_agency.json", "application/ld+json"), ("/actor/river_agency.xml", "application/rdf+xml"),
     ("/actor/river_agency.owl", "application/rdf+xml"), ("/actor/river_agency?format=json", "application/ld+json")],
)  # fmt: skip
def test_entities_answer_to_the_usual_suffixes(linked: Server, path: str, media: str) -> None:
    """And to the same names of formats as results."""
    answer = linked.get(path, "*/*")
    assert (answer.status, answer.headers["content-type"]) == (200, media)


def test_a_slash_too_many_leads_to_the_entity(linked: Server) -> None:
    """Where there is one."""
    answer = linked.get("/actor/river_agency/?format=json")
    assert (answer.status, answer.headers["location"]) == (301, "/actor/river_agency?format=json")
    assert linked.get("/actor/nobody/").status == 404


def test_the_json_ld_of_an_entity_names_no_other_document(linked: Server) -> None:
    """PyLD takes several links with rel=alternate for one context and fails."""
    assert linked.get("/actor/river_agency", "application/ld+json").headers["link"].count("alternate") == 1


def test_an_upload_in_parts_may_have_byte_order_marks(writable: Server) -> None:
    """Each part is a file of its own."""
    part = '--x\r\nContent-Disposition: form-data; name="f"; filename="a.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
    body = f"{part}\ufeff<urn:a> <urn:b> 3 .\r\n--x--\r\n"
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "multipart/form-data; boundary=x"}
    assert writable.request("PUT", "/store?graph=urn:parts", body, headers).status == 201
