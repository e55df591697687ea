"""N-Quads as they are read: in one place, and as the engine reads them."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from furat.graph.vocab import nquads
from furat.graph.vocab.namespaces import iri

GRAPH = NamedNode("http://example.org/graph")
PROPERTIES = ("furat:sentence", "skos:prefLabel", "furat:denotes")
READER = nquads.StatementReader(*PROPERTIES)
OBJECTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(Literal),
    st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["ar", "en-gb"])).map(
        lambda made: Literal(made[0], language=made[1])
    ),
    st.integers().map(Literal),
    st.sampled_from(["http://example.org/a#b=1,2&c", "http://example.org/%D8%AD"]).map(NamedNode),
)
QUADS = st.lists(
    st.builds(
        lambda subject, curie, value: Quad(
            NamedNode(f"http://example.org/{subject}"), NamedNode(iri(curie)), value, GRAPH
        ),
        st.integers(0, 3),
        st.sampled_from([*PROPERTIES, "rdf:type", "dct:title"]),
        OBJECTS,
    )
)


@given(QUADS, st.sampled_from([RdfFormat.N_QUADS, RdfFormat.N_TRIPLES]))
def test_statements_are_read_as_the_engine_reads_them(quads: list[Quad], format_: RdfFormat) -> None:
    """Whatever a text holds, with and without a graph behind it."""
    given_: list[Quad] = quads if format_ == RdfFormat.N_QUADS else [quad.triple for quad in quads]  # type: ignore[misc]
    text = serialize(given_, format=format_) or b""
    wanted = {iri(curie) for curie in PROPERTIES}
    told = [
        (quad.subject.value, quad.predicate.value, quad.object.value, getattr(quad.object, "language", None) or "")
        for quad in parse(text, format_)
        if quad.predicate.value in wanted
    ]
    found = [(s.subject.decode(), s.predicate.decode(), s.value, s.language.decode()) for s in READER.read(text)]
    assert found == told


def test_a_text_that_looks_like_a_line_is_a_text() -> None:
    """Nothing is found inside a literal; lines of blank nodes and comments are passed over."""
    said = f"> <{iri('furat:denotes')}> <http://example.org/x> ."
    lines = [
        f"<http://example.org/1> <{iri('furat:sentence')}> {nquads.text(said)} <http://example.org/g> .\n",
        f"_:b <{iri('furat:denotes')}> <http://example.org/x> .\n",
        "# a comment\n",
        "\n",
    ]
    (only,) = READER.read("".join(lines).encode())
    assert (only.subject, only.value) == (b"http://example.org/1", said)


def test_instances_of_a_class_and_what_is_used_are_counted() -> None:
    """By class and by property, rdf:type among them."""
    text = "".join(
        [
            f"<http://e/1> <{iri('rdf:type')}> <{iri('furat:Event')}> .\n",
            f"<http://e/2> <{iri('rdf:type')}> <{iri('furat:Actor')}> .\n",
            '<http://e/1> <http://purl.org/dc/terms/title> "a" .\n',
        ]
    ).encode()
    assert list(nquads.of_class(text, "furat:Event")) == ["http://e/1"]
    assert nquads.usage(text) == (
        {iri("furat:Actor"): 1, iri("furat:Event"): 1},
        {iri("dct:title"): 1, iri("rdf:type"): 2},
    )
    assert nquads.subjects(text) == {b"<http://e/1>", b"<http://e/2>"}
