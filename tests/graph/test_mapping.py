"""Mapping: a Reading becomes the graph that the ontology describes, the same bytes every time."""

import random
from dataclasses import replace
from datetime import date
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from furat.extract.errors import InputError
from furat.extract.names.gazetteer import load_gazetteer
from furat.extract.records import Document, Reading
from furat.graph.mapping.document import Mapper
from furat.graph.mapping.entities import gazetteer as gazetteer_lines
from furat.graph.mapping.runs import Run
from furat.graph.mapping.vocabulary import vocabulary
from furat.graph.vocab import nquads as terms
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import PREFIXES

BASE = "http://localhost:7878/"
IRIS = Iris(BASE)


def _example() -> ModuleType:
    spec = util.spec_from_file_location("example_reading", Path(__file__).with_name("example_reading.py"))
    assert spec is not None and spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLE = _example()
MAPPER = Mapper(IRIS, EXAMPLE.GAZETTEER, "r1")


def graph(lines: list[str]) -> set[Quad]:
    """The quads of lines."""
    return set(parse("".join(lines).encode(), RdfFormat.N_QUADS))


def query(lines: list[str], where: str) -> list[tuple[str, ...]]:
    """Rows of values of a query over lines, sorted."""
    store = Store()
    store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    solutions = store.query(where, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    return sorted(tuple("" if v is None else v.value.removeprefix(BASE) for v in row) for row in solutions)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The example's graph."""
    return MAPPER.lines(EXAMPLE.reading())


def test_all_is_in_the_documents_own_graph_without_blank_nodes(lines: list[str]) -> None:
    """One named graph a document; every node has an IRI."""
    assert {quad.graph_name.value for quad in graph(lines)} == {f"{BASE}graph/document/example-1"}
    assert not any(term.startswith("_:") for line in lines for term in line.split(" ")[:3])


def test_lines_are_sorted_and_each_stands_once(lines: list[str]) -> None:
    """The same reading gives the same bytes."""
    assert lines == sorted(set(lines))
    assert lines == Mapper(IRIS, EXAMPLE.GAZETTEER, "r1").lines(EXAMPLE.reading())


def test_lines_are_what_the_store_gives_back(lines: list[str]) -> None:
    """The literals are in the engine's own form: what is written equals what is dumped."""
    store = Store()
    store.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS)
    dumped = store.dump(format=RdfFormat.N_QUADS)
    assert dumped is not None
    assert sorted(dumped.decode().split("\n")[:-1]) == [line.removesuffix("\n") for line in lines]


def test_the_document_says_where_it_comes_from(lines: list[str]) -> None:
    """Identifier, headline, date, language, address, text and run."""
    rows = query(
        lines,
        """SELECT ?id ?headline ?issued ?language ?source ?run (STRLEN(?text) AS ?n) {
           ?d a furat:Document ; dct:identifier ?id ; schema:headline ?headline ;
           dct:issued ?issued ; dct:language ?language ;
           dct:source ?source ;
           prov:wasGeneratedBy ?run ; nif:isString ?text ; furat:sha256 ?hash }""",
    )
    text = EXAMPLE.TEXT
    assert rows == [
        ("example-1", EXAMPLE.HEADLINE, "2016-03-02", "ar", "https://example.org/خبر%201", "run/r1", str(len(text)))
    ]


def test_every_mention_quotes_its_own_span(lines: list[str]) -> None:
    """nif:anchorOf is the text between the offsets, which the IRI repeats."""
    rows = query(
        lines,
        """SELECT ?m ?b ?e ?anchor { ?m a furat:Mention ; nif:referenceContext ?d ; nif:beginIndex ?b ;
           nif:endIndex ?e ; nif:anchorOf ?anchor . ?d a furat:Document }""",
    )
    assert len(rows) > 12
    for mention, begin, end, anchor in rows:
        assert anchor == EXAMPLE.TEXT[int(begin) : int(end)]
        assert mention == f"document/example-1#char={begin},{end}"


def test_names_denote_with_reason_confidence_and_framing(lines: list[str]) -> None:
    """What the passage calls somebody stays on the mention."""
    rows = query(
        lines,
        """SELECT ?anchor ?who ?framing ?why { ?m furat:denotes ?who ; nif:anchorOf ?anchor ; furat:framing ?framing ;
           furat:why ?why ; furat:confidence 0.95 . ?d a furat:Document }""",
    )
    assert rows == [("تحالف الوادي", "actor/valley_coalition", "الإرهابي", "name")]


def test_direct_roles_and_participations_say_the_same(lines: list[str]) -> None:
    """Both are always written together; the object is a place when a place is hit."""
    direct = query(
        lines,
        """SELECT ?r ?p ?o { ?r a furat:Report ; ?p ?o .
           VALUES ?p { furat:agent furat:patient furat:location furat:origin furat:destination furat:recipient } }""",
    )
    nodes = query(
        lines,
        """SELECT ?r ?p ?o { ?n a furat:Participation ; furat:ofReport ?r ; furat:role ?role ; furat:participant ?o ;
           furat:evidence/nif:anchorOf ?words .
           BIND(IRI(CONCAT(STR(furat:), LCASE(STRBEFORE(STRAFTER(STR(?role), "#"), "Role")))) AS ?p) }""",
    )
    assert direct == nodes
    assert tuple(o for _, p, o in direct if p.endswith(("#agent", "#patient"))) == (
        "actor/valley_coalition",
        "place/two_rivers",
    )


def test_anonymous_participants_keep_their_words(lines: list[str]) -> None:
    """furat:description instead of furat:participant."""
    rows = query(lines, "SELECT ?d { ?n a furat:Participation ; furat:description ?d }")
    assert rows == [("7 أشخاص",), ("مدنيين",)]


def test_claims_form_a_chain_and_only_named_claimers_are_attributed(lines: list[str]) -> None:
    """The agency relays the sources; the outlet's own voice of an unknown publisher is described, not attributed."""
    chain = query(lines, "SELECT ?words ?by { ?c furat:relayedBy/furat:claimer ?by ; furat:claimerDescription ?words }")
    assert chain == [("مصادر أهلية", "actor/bank_agency")] * 2
    own = query(lines, 'SELECT ?w { ?c furat:claimerDescription ?w ; furat:why "the outlet\'s own voice"@en }')
    assert own == [("ناشر النص",)]
    told = query(lines, "SELECT ?status ?who { ?r furat:status ?status ; furat:attributedTo ?who }")
    assert [(s.rpartition("#")[2], w) for s, w in told] == [
        ("Asserted", "actor/bank_agency"),
        ("Asserted", "actor/bank_agency"),
        ("Denied", "actor/valley_coalition"),
    ]


def test_the_publishers_own_voice_is_a_known_publisher_or_its_name() -> None:
    """An actor where the publisher is known, its name where only that is given."""
    known = replace(EXAMPLE.reading(), publisher="bank_agency")
    own = 'SELECT ?by { ?c furat:why "the outlet\'s own voice"@en ; furat:claimer|furat:claimerDescription ?by }'
    assert query(MAPPER.lines(known), own) == [("actor/bank_agency",)]
    named = EXAMPLE.reading(publisher="جريدة الوادي")
    assert query(MAPPER.lines(named), own) == [("جريدة الوادي",)]
    assert query(MAPPER.lines(named), "SELECT ?n { ?d furat:publisherName ?n }") == [("جريدة الوادي",)]


def test_time_and_numbers_have_only_the_bounds_that_are_told(lines: list[str]) -> None:
    """At least seven has no maximum; both have the words they rest on."""
    rows = query(
        lines,
        """SELECT ?kmin ?kmax ?imin ?imax ?words { ?r furat:killedMin ?kmin ; furat:injuredMin ?imin ;
           furat:injuredMax ?imax ; furat:killedEvidence/nif:anchorOf ?words OPTIONAL { ?r furat:killedMax ?kmax } }""",
    )
    assert rows == [("7", "", "20", "20", "7 أشخاص على الأقل")]
    times = query(
        lines,
        """SELECT ?edtf ?a ?b { ?r furat:edtf ?edtf ; sem:hasEarliestBeginTimeStamp ?a ; sem:hasLatestEndTimeStamp ?b ;
           furat:timeEvidence/nif:anchorOf "أمس" }""",
    )
    assert times == [("2016-03-01", "2016-03-01", "2016-03-01")]


def test_reports_of_one_trigger_are_told_apart() -> None:
    """A trigger that distributes over two towns gives two reports."""
    reading = EXAMPLE.reading()
    twice = replace(reading, reports=(reading.reports[0], reading.reports[0]))
    rows = query(MAPPER.lines(twice), "SELECT ?r { ?r a furat:Report }")
    assert [r.rpartition("#")[2] for (r,) in rows] == ["report=0,5", "report=0,5&part=1"]


def test_an_uncurated_entity_is_the_same_in_every_document() -> None:
    """Its quads differ in the graph only, so that documents agree about it."""
    address = f"<{BASE}actor/g_alwadi_brigade>"

    def about(identifier: str) -> list[str]:
        return [
            line.rpartition(" <")[0] for line in MAPPER.lines(EXAMPLE.reading(identifier)) if line.startswith(address)
        ]

    assert about("one") == about("two") != []


def test_a_key_that_nobody_knows_is_an_error_not_a_dangling_node() -> None:
    """The document is refused with the key in the message."""
    reading = EXAMPLE.reading()
    lost = replace(reading, mentions=(replace(reading.mentions[0], entity="nobody"),))
    with pytest.raises(InputError, match="'nobody'"):
        MAPPER.lines(lost)


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    """RDF cannot carry it; the message names the character."""
    reading = Reading(Document("x", "قصف \ud800"), None, None, (), (), ())
    with pytest.raises(InputError, match=r"character 4 .*U\+D800"):
        MAPPER.lines(reading)


@given(st.text(), st.sampled_from(["ar", "AR-sy", "not a tag", "en"]))
def test_any_text_comes_back_from_parser_and_store(value: str, language: str) -> None:
    """Quotes, backslashes, line ends, control and direction characters survive, with and without a language."""
    line = f"<urn:s> <urn:p> {terms.text(value)} .\n<urn:s> <urn:q> {terms.tagged(value, language)} .\n"
    quads = list(parse(line.encode(), RdfFormat.N_QUADS))
    assert [quad.object.value for quad in quads] == [value, value]
    assert quads[1].object == Literal(value, language=terms.tag(language))
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    assert list(parse(written, RdfFormat.N_QUADS)) == quads


@given(st.floats(min_value=-180, max_value=180, allow_nan=False), st.integers(), st.dates(), st.booleans())
def test_values_are_in_canonical_form(number: float, whole: int, when: date, truth: bool) -> None:
    """Numbers parse as what they are; decimals never in exponent form."""
    line = "".join(
        f"<urn:s> <urn:p{n}> {term} .\n"
        for n, term in enumerate((terms.decimal(number), terms.integer(whole), terms.day(when), terms.boolean(truth)))
    )
    quads = list(parse(line.encode(), RdfFormat.N_QUADS))
    assert float(quads[0].object.value) == number
    assert [quad.object.value for quad in quads[1:]] == [str(whole), when.isoformat(), str(truth).lower()]
    assert "e" not in quads[0].object.value.lower()


def test_the_gazetteer_has_labels_links_places_and_sides() -> None:
    """Loaded names are hidden labels, verified ids exact matches, sides have their time."""
    lines = gazetteer_lines(IRIS, EXAMPLE.GAZETTEER)
    assert query(lines, "SELECT ?x ?l { ?x skos:hiddenLabel ?l }") == [("actor/valley_coalition", "حلف الشر")]
    assert query(lines, "SELECT ?x ?y { ?x skos:closeMatch ?y }") == [
        ("actor/valley_coalition", "http://www.wikidata.org/entity/Q1")
    ]
    assert query(lines, "SELECT ?y { ?x skos:exactMatch ?y . ?x a furat:Place }") == [
        ("http://www.wikidata.org/entity/Q3",),
        ("https://sws.geonames.org/123/",),
    ]
    assert query(
        lines, "SELECT ?t ?w ?wkt { ?x furat:placeType ?t ; furat:within ?w ; geo:hasGeometry/geo:asWKT ?wkt }"
    ) == [("https://w3id.org/furat/place-type/town", "place/land", "POINT(40.25 34.5)")]
    sides = """SELECT ?n ?a ?b ?since ?until { ?a furat:partOf ?b . ?n furat:ofActor ?a ; furat:withActor ?b ;
               furat:since ?since ; furat:until ?until }"""
    assert query(lines, sides) == [
        (
            "actor/valley_coalition#partOf=bank_agency&since=2015-10",
            "actor/valley_coalition",
            "actor/bank_agency",
            "2015-10",
            "2017",
        )
    ]


def test_the_packaged_gazetteer_and_vocabulary_map_to_lines_that_parse() -> None:
    """Thousands of places and the whole ontology: each line once, sorted, no blank nodes."""
    for lines in (gazetteer_lines(IRIS, load_gazetteer()), vocabulary(IRIS)):
        assert lines == sorted(set(lines))
        assert len(graph(lines)) == len(lines) > 500
        assert not any("_:" in line.split(" ")[0] for line in lines)


def test_a_run_is_a_function_of_how_documents_are_read() -> None:
    """Another version, lexicon or option is another run; no clock, no order."""
    run = Run("0.1", "k1", {"b": "2", "a": "1"})
    assert run.key == Run("0.1", "k1", {"a": "1", "b": "2"}).key
    assert len({run.key, Run("0.2", "k1", {}).key, Run("0.1", "k2", {}).key}) == 3
    assert NamedNode(f"{BASE}graph/runs") in {quad.graph_name for quad in graph(run.lines(IRIS, "00"))}


def test_the_order_of_records_does_not_matter() -> None:
    """Mentions and entities in another order give the same bytes."""
    reading = EXAMPLE.reading()
    mentions = list(reading.mentions)
    random.Random(1).shuffle(mentions)
    assert MAPPER.lines(replace(reading, mentions=tuple(mentions))) == MAPPER.lines(reading)
