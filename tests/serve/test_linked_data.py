"""Every minted IRI answers, for people and for programs, and the endpoint says what it holds."""

import gzip
import xml.etree.ElementTree as ElementTree

import pytest
from graph_data import BASE, DOCUMENT, HOSTILE, TEXT, trigger
from pyoxigraph import NamedNode, RdfFormat, parse
from running import Server

from furat.graph.query import named_queries

FORMATS = {
    "text/turtle": ("ttl", RdfFormat.TURTLE), "application/n-triples": ("nt", RdfFormat.N_TRIPLES),
    "application/ld+json": ("jsonld", RdfFormat.JSON_LD), "application/rdf+xml": ("rdf", RdfFormat.RDF_XML),
}  # fmt: skip
PATHS = (
    "/document/d1",
    "/actor/river_agency",
    "/place/sidra",
    "/event/e1",
    "/graph/gazetteer",
    "/event-type/airstrike",
    "/ontology",
)


def triples(body: bytes, media: str) -> set[object]:
    """What a body says."""
    return {quad.triple for quad in parse(body, FORMATS[media][1])}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("media", sorted(FORMATS))
def test_programs_get_triples_by_accept_and_by_suffix(linked: Server, path: str, media: str) -> None:
    """The same in each format; the answer says under which address this format always is."""
    suffix, _ = FORMATS[media]
    by_accept, by_suffix = linked.get(path, media), linked.get(f"{path}.{suffix}", "text/html")
    assert by_accept.headers["content-type"].partition(";")[0] == media
    assert by_accept.headers["content-location"] == f"{path}.{suffix}"
    assert triples(by_accept.body, media) == triples(by_suffix.body, media) != set()


@pytest.mark.parametrize("path", PATHS)
def test_people_get_a_page(linked: Server, path: str) -> None:
    """HTML that names its other forms."""
    answer = linked.get(path, "text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="{path}.ttl"' in answer.text
    assert "<script" not in answer.text


def test_a_documents_address_brings_its_mentions_and_reports(linked: Server) -> None:
    """Hash IRIs come with the document they are part of."""
    found = triples(linked.get("/document/d1", "text/turtle").body, "text/turtle")
    subjects = {str(t.subject.value) for t in found}  # type: ignore[attr-defined]
    start, end = trigger()
    for part in (f"#report={start},{end}", f"#report={start},{end}&claim=0", f"#char={start},{end}"):
        assert BASE + DOCUMENT + part in subjects


def test_an_entity_comes_with_its_parts_and_with_what_points_to_it(linked: Server) -> None:
    """A place with its geometry, and the report that names it."""
    found = triples(linked.get("/place/sidra", "text/turtle").body, "text/turtle")
    assert any(t.subject == NamedNode(BASE + "place/sidra#geometry") for t in found)  # type: ignore[attr-defined]
    assert any(t.object == NamedNode(BASE + "place/sidra") for t in found)  # type: ignore[attr-defined]


def test_the_document_page_shows_the_text_with_its_marks(linked: Server) -> None:
    """Names lead to their pages, the trigger to its report, which has the evidence set off and says who says so."""
    text = linked.get("/document/d1", "text/html").text
    start, end = trigger()
    assert '<mark class="place" title="as-Sidrah"><a href="/place/sidra">السدرة</a></mark>' in text
    assert f'<a href="#report={start},{end}">أغارت</a>' in text
    assert f'id="report={start},{end}"' in text
    assert '<mark class="claim">وكالة النهر</mark>' in text
    assert "River Agency" in text
    assert "≥ 3" in text


def test_the_page_of_a_place_shows_passages_in_both_directions_of_script(linked: Server) -> None:
    """Labels carry their language, Arabic its direction."""
    text = linked.get("/place/sidra", "text/html").text
    assert '<span lang="ar" dir="rtl">السدرة</span>' in text
    assert '<mark class="here">السدرة</mark>' in text
    assert TEXT.partition("السدرة")[0].split()[-1] in text


def test_the_page_of_an_event_lays_its_reports_side_by_side(linked: Server) -> None:
    """With type, place, date, status and document."""
    text = linked.get("/event/e1", "text/html").text
    assert "غارة جوية" in text
    assert "airstrike · as-Sidrah · 2018-09-09" in text
    assert "غارة على السدرة" in text


def test_hostile_labels_stay_text(linked: Server) -> None:
    """On every page that shows them, and in the search."""
    for path in ("/actor/river_agency", "/document/d1", "/search?q=script", f"/search?q={HOSTILE.replace(' ', '+')}"):
        text = linked.get(path, "text/html").text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize(
    "path", ["/actor/nobody", "/document/none", "/event-type/none", "/place/%D8%AD", "/actor/<>", "/place/sidra.xyz"]
)
def test_what_is_not_there_is_404_in_the_form_asked_for(linked: Server, path: str) -> None:
    """A page for browsers, a problem for programs."""
    path = path.replace("<", "%3C").replace(">", "%3E")
    program, browser = linked.get(path, "text/turtle"), linked.get(path, "text/html")
    assert (program.status, program.headers["content-type"]) == (404, "application/problem+json")
    assert (browser.status, browser.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_a_withdrawn_document_is_410_and_says_so(linked: Server) -> None:
    """In every form."""
    for path in ("/document/gone", "/document/gone.ttl", "/graph/document/gone"):
        answer = linked.get(path, "text/turtle")
        assert answer.status == 410
        assert "withdrawn" in answer.json()["detail"]


def test_escapes_in_an_address_are_read_in_capitals_and_small_letters(writable: Server) -> None:
    """What was minted as %D8 answers to %d8 too."""
    writable.put("http://example.org/g", "<http://localhost:7878/actor/%D8%AD> <http://example.org/p> 1 .")
    for path in ("/actor/%D8%AD", "/actor/%d8%ad"):
        assert writable.get(path, "text/turtle").status == 200


def test_nothing_acceptable_is_406(linked: Server) -> None:
    """An image of an actor is not to be had."""
    assert linked.get("/actor/air_force", "image/png").status == 406


def test_data_of_another_base_is_rewritten_when_asked(linked: Server) -> None:
    """To the address of this server, in linked data and in SPARQL both ways."""
    kept, moved = linked.get("/place/sidra.nt"), linked.get("/place/sidra.nt?rewrite=1")
    assert BASE in kept.text and linked.url not in kept.text
    assert linked.url + "place/sidra" in moved.text and BASE not in moved.text
    text = f"SELECT ?l {{ <{linked.url}place/sidra> ?p ?l }}"
    assert linked.query(text).rows() == []
    answer = linked.query(text + " ORDER BY ?l", rewrite="1")
    assert {"l": linked.url + "place/sidra#geometry"} in answer.rows()


def test_etags_hold_for_pages_and_data(linked: Server) -> None:
    """304 until the snapshot changes."""
    for path, accept in (("/place/sidra", "text/turtle"), ("/place/sidra", "text/html"), ("/", "text/html")):
        tag = linked.get(path, accept).headers["etag"]
        assert linked.get(path, accept, If_None_Match=tag).status == 304


def test_the_description_counts_and_teaches(linked: Server) -> None:
    """VoID counts, dumps, prefixes as sh:prefix and every query of the library as sh:SPARQLExecutable."""
    found = triples(linked.get("/.well-known/void", "text/turtle").body, "text/turtle")
    void, sh = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/shacl#"
    by_predicate: dict[str, list[str]] = {}
    for triple in found:
        if "-class-" in str(triple.subject) or "-property-" in str(triple.subject):  # type: ignore[attr-defined]
            continue
        by_predicate.setdefault(triple.predicate.value, []).append(triple.object.value)  # type: ignore[attr-defined]
    count = int(linked.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows()[0]["n"])
    assert by_predicate[void + "triples"] == [str(count)]
    assert by_predicate[void + "uriSpace"] == [BASE]
    assert linked.url + "dump/furat.nq.gz" in by_predicate[void + "dataDump"]
    assert {"furat", "fn", "sem"} <= set(by_predicate[sh + "prefix"])
    assert len(by_predicate.get(sh + "select", []) + by_predicate.get(sh + "construct", [])) == len(named_queries())


@pytest.mark.parametrize(("suffix", "form"), [("nq", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG)])
def test_the_whole_data_can_be_taken_away(linked: Server, suffix: str, form: RdfFormat) -> None:
    """Compressed, every quad of it, twice the same."""
    first, second = linked.get(f"/dump/furat.{suffix}.gz"), linked.get(f"/dump/furat.{suffix}.gz")
    quads = set(parse(gzip.decompress(first.body), form))
    assert len(quads) == int(linked.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows()[0]["n"])
    assert first.headers["etag"] == second.headers["etag"]
    assert linked.get("/dump/furat.zip").status == 404


def test_crawlers_find_their_way(linked: Server) -> None:
    """robots.txt keeps them off queries and names the sitemap, which lists what has a page."""
    robots = linked.get("/robots.txt").text
    assert "Disallow: /sparql?" in robots
    assert f"Sitemap: {linked.url}sitemap.xml" in robots
    root = ElementTree.fromstring(linked.get("/sitemap.xml").body)
    listed = {element.text for element in root.iter() if element.tag.endswith("loc")}
    assert {linked.url + path for path in ("document/d1", "event/e1", "place/sidra", "actor/air_force")} <= listed
