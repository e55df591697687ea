"""sh:datatype: which texts are well-formed, in Python and as the queries see them."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from furat.graph.shacl import compile_shapes
from furat.graph.shacl.datatype_shadow import exact_store, given_back, kept, mentions_forgotten
from furat.graph.shacl.datatypes import well_formed

XSD = "http://www.w3.org/2001/XMLSchema#"
GOOD = {
    "integer": ["0", "-1", "+7", "007", "99999999999999999999999"],
    "decimal": ["1", "1.", ".5", "-1.50"],
    "double": ["1", "1e3", "-INF", "NaN", ".5E-3"],
    "boolean": ["true", "false", "1", "0"],
    "date": ["2018-02-20", "2020-02-29", "2018-02-20Z", "2018-02-20+03:00", "-0044-03-15", "12018-01-01"],
    "dateTime": ["2018-02-20T10:00:00", "2018-02-20T24:00:00", "2018-02-20T10:00:00.5-14:00"],
    "dateTimeStamp": ["2018-02-20T10:00:00Z"],
    "time": ["10:00:00", "23:59:59.9Z"],
    "gYear": ["2018", "-0001"],
    "gYearMonth": ["2018-12"],
    "gMonthDay": ["--02-29"],
    "duration": ["P1Y", "-P1DT2H", "PT0.5S"],
    "dayTimeDuration": ["P1DT2H"],
    "yearMonthDuration": ["P1Y2M"],
    "byte": ["-128", "127"],
    "nonNegativeInteger": ["0", "5"],
    "negativeInteger": ["-1"],
    "unsignedLong": ["18446744073709551615"],
    "anyURI": ["anything goes"],
    "hexBinary": ["0aFF", ""],
}
BAD = {
    "integer": ["", "1.0", "x", "1e3", "٣"],
    "decimal": [".", "1e3", "INF"],
    "double": ["inf", "1e"],
    "boolean": ["TRUE", "yes", ""],
    "date": ["2018-02-30", "2019-02-29", "2018-2-3", "18-02-20", "2018-02-20T10:00:00", "2018-13-01"],
    "dateTime": ["2018-02-20", "2018-02-30T10:00:00", "2018-02-20T25:00:00", "2018-02-20T10:00:00+15:00"],
    "dateTimeStamp": ["2018-02-20T10:00:00"],
    "time": ["10:00", "24:00:01"],
    "gYear": ["18", "02018"],
    "gYearMonth": ["2018-13"],
    "gMonthDay": ["--02-30"],
    "duration": ["P", "PT", "1Y", "P1DT"],
    "dayTimeDuration": ["P1Y"],
    "yearMonthDuration": ["P1D", "P"],
    "byte": ["128", "-129", "x"],
    "nonNegativeInteger": ["-1"],
    "negativeInteger": ["0"],
    "unsignedLong": ["18446744073709551616"],
    "hexBinary": ["0a0"],
}
READ_BY_OXIGRAPH = {("double", "inf"), ("duration", "P1DT")}  # as INF and P1D: a store holds well-formed literals
CASES = [(name, text, True) for name, texts in GOOD.items() for text in texts]
CASES += [(name, text, False) for name, texts in BAD.items() for text in texts]


def literal(name: str, text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + name))


@pytest.mark.parametrize(("name", "text", "good"), CASES)
def test_lexical_space(name: str, text: str, good: bool) -> None:
    """The rule of XSD 1.1, date arithmetic included."""
    assert well_formed(literal(name, text)) is good


def test_queries_agree_with_the_lexical_space() -> None:
    """A literal of each case is a violation exactly where its text is ill-formed; ranges also in a plain store."""
    for keeps_types in (False, True):
        for name in GOOD:
            texts = [(text, good) for other, text, good in CASES if other == name]
            shape = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetSubjectsOf <urn:p> ;
                sh:property [ sh:path <urn:p> ; sh:datatype <{XSD}{name}> ] ."""
            quads = [
                Quad(NamedNode(f"urn:n{index}"), NamedNode("urn:p"), literal(name, text))
                for index, (text, _) in enumerate(texts)
            ]
            store = Store()
            store.extend(quads)
            exact = exact_store(quads) if keeps_types else None
            wrong = {str(r.focus) for r in compile_shapes(shape).validate(store, exact=exact)}
            bad = {
                f"<urn:n{index}>"
                for index, (text, good) in enumerate(texts)
                if not good and (name, text) not in READ_BY_OXIGRAPH
            }
            assert wrong == bad, name


def test_literals_that_a_store_would_change_are_kept() -> None:
    """A stand-in datatype goes in and the written one comes out; other literals are left alone."""
    written = literal("nonNegativeInteger", "005")
    assert given_back(kept(written)) == written != kept(written)
    for other in (literal("integer", "5"), Literal("x", language="ar"), NamedNode("urn:x")):
        assert kept(other) == other
    quad = Quad(NamedNode("urn:a"), NamedNode("urn:p"), written)
    exact = exact_store([quad])
    assert exact is not None
    assert [given_back(q.object) for q in exact] == [written]
    assert exact_store([Quad(quad.subject, quad.predicate, literal("integer", "5"))]) is None


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'<a> <b> "5"^^<http://www.w3.org/2001/XMLSchema#byte> .', True),
        (b":a :b '5'^^xs:nonNegativeInteger .", True),
        (b'<b rdf:datatype="&xsd;dateTimeStamp">', True),
        (b'{"@type": "xsd:int"}', True),
        (b'<a> <b> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .', False),
        (b"<a> <b> <http://example.org/integers#bytes> .", False),
    ],
)
def test_mention_of_a_datatype_that_a_store_forgets(content: bytes, found: bool) -> None:
    """Files in any syntax are searched by the local name; only those that mention one are read twice."""
    assert mentions_forgotten(content) is found
