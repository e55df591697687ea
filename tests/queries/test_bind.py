"""Values enter a query as checked terms: nothing a user types can become part of the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store
from rdflib import Graph

from furat.extract.errors import QueryError
from furat.graph.query import NamedQuery, ParameterType, bind, named_query, parse, rows

HEAD = "#+ summary: S\n#+ summary-ar: س\n#+ params: v {kind}\n#+ columns: v\n#+ expect: 1\n"
BODY = "SELECT ?v WHERE {{\n  VALUES ?v {{ {example} }} #+ parameter\n}}\nORDER BY ?v\n"


def query_of(kind: ParameterType, example: str = "1") -> NamedQuery:
    return parse("q", HEAD.format(kind=kind) + BODY.format(example=example))


def values(kind: ParameterType, *given: str) -> list[object]:
    """What the engine sees of the values."""
    return [row[0] for row in rows(Store(), bind(query_of(kind), {"v": given}))]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_any_text_comes_back_unchanged(text: str) -> None:
    """Quotes, braces, backslashes, line ends and comments stay text."""
    assert values("string", text) == [Literal(text)]


@given(st.lists(st.sampled_from(["\\", "u", "U", '"', "0022", "\n", "}", "#", "\x07", "u0022 }"]), max_size=8))
def test_text_made_of_syntax_comes_back_unchanged_from_two_engines(parts: list[str]) -> None:
    """Also where an engine expands \\uXXXX before it reads strings, as rdflib does."""
    text = "".join(parts)
    bound = bind(query_of("string"), {"v": text})
    assert values("string", text) == [Literal(text)]
    assert [str(row[0]) for row in Graph().query(bound)] == [text]  # type: ignore[index]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "http://example.org/> } DROP ALL #"),
        ("iri", "http://example.org/a b"),
        ("iri", "actor/{x}"),
        ("iri", "http://example.org/\\u003E"),
        ("iri", "http://example.org/\ud800"),
        ("date", "12 أيلول"),
        ("date", '2018-09-12"^^xsd:date } #'),
        ("date", "2018-02-30"),
        ("integer", "1 } UNION {"),
        ("integer", "١٢"),
        ("integer", "1.5"),
        ("integer", ""),
        ("decimal", "1e400"),
        ("decimal", "nan"),
        ("string", "\ud800"),
        ("string", "a\0b"),
    ],
)
def test_what_is_not_of_its_type_is_refused(kind: ParameterType, value: str) -> None:
    """One line with query, parameter and remedy."""
    with pytest.raises(QueryError, match=r"^q: v: .*"):
        bind(query_of(kind), {"v": value})


@pytest.mark.parametrize(
    ("given", "iri"),
    [
        ("http://example.org/x", "http://example.org/x"),
        ("actor/sdf", "http://localhost:7878/actor/sdf"),
        ("type:chemical-attack", "https://w3id.org/furat/event-type/chemical-attack"),
        ("http://localhost:7878/place/حلب", "http://localhost:7878/place/حلب"),
    ],
)
def test_an_iri_is_given_whole_prefixed_or_relative(given: str, iri: str) -> None:
    """Three ways to name a thing."""
    assert values("iri", given) == [NamedNode(iri)]


def test_several_values_are_several_terms() -> None:
    """A parameter takes one value or many."""
    assert [str(v) for v in values("integer", "1", "-2", "+3")] == [
        '"-2"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]


def test_a_key_is_folded_as_search_keys_are() -> None:
    """A name in any spelling finds the key."""
    assert values("key", "الحَسَكـــة") == values("key", "الحسكه")


def test_a_parameter_is_bound_wherever_it_stands(tiny: Store) -> None:
    """The language of labels stands in two places of one query; both change."""
    bound = bind(named_query("movements"), {"language": "en"})
    assert bound.count('VALUES ?language { "en" } #+ parameter') == 2
    labels = {row[3] for row in rows(tiny, bound)}
    assert labels == {Literal("Hajin", language="en"), Literal("Raqqa", language="en")}


def test_values_change_what_is_found(tiny: Store) -> None:
    """Another actor has other events."""
    query = named_query("events-of-actor")
    assert len(list(rows(tiny, bind(query, {"actor": "actor/sdf"})))) == 1
    assert list(rows(tiny, bind(query, {"actor": "actor/nobody"}))) == []


def test_events_near_al_tanf_are_found_by_distance(tiny: Store) -> None:
    """al-Rukban lies 23 km from al-Tanf, Hajin 242 km; the engine measures."""
    query = named_query("events-near-point")
    near = {row[3] for row in rows(tiny, bind(query, {"kilometres": "50"}))}
    far = {row[3] for row in rows(tiny, bind(query, {"kilometres": "300"}))}
    assert near == {NamedNode("http://localhost:7878/place/al_tanf")}
    assert NamedNode("http://localhost:7878/place/hajin") in far


def test_the_dead_of_a_strike_are_counted_once(tiny: Store) -> None:
    """In Hajin 5 to 18 people die in one strike; that 18 of them are told again as a killing adds nothing."""
    (row,) = rows(tiny, named_query("casualties-by-place").text)
    assert [str(term.value) for term in row[2:]] == ["1", "5", "18"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "message"),
    [({"akteur": "x"}, "no parameter 'akteur'; it has: actor (iri), language (string)")],
)
def test_an_unknown_parameter_is_named_with_the_known_ones(values: dict[str, str], message: str) -> None:
    """The error helps."""
    with pytest.raises(QueryError) as error:
        bind(named_query("events-of-actor"), values)
    assert message in str(error.value)


def test_an_unknown_query_is_answered_with_the_nearest_names() -> None:
    """The error helps."""
    with pytest.raises(QueryError, match="events-of-actor"):
        named_query("events-of-actors")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?s ?p ?o }", "its first lines must be"),
        (HEAD.format(kind="text") + BODY.format(example="1"), "known types: iri, string"),
        (HEAD.format(kind="iri") + "SELECT ?v { }", "no line 'VALUES .v"),
        (HEAD.format(kind="iri").replace("v iri", "") + BODY.format(example="1"), "does not name v"),
        (HEAD.format(kind="iri").replace("expect: 1", "expect: one") + BODY.format(example="1"), "number of rows"),
    ],
)
def test_a_file_that_breaks_the_rules_is_named(text: str, message: str) -> None:
    """The head of a query is checked when it is read."""
    with pytest.raises(QueryError, match=message):
        parse("broken", text)


def test_only_selects_give_rows(tiny: Store) -> None:
    """ASK and CONSTRUCT have no columns."""
    with pytest.raises(QueryError, match="SELECT"):
        list(rows(tiny, "ASK { ?s ?p ?o }"))
