"""Tools ask an endpoint by SPARQL for prefixes and examples; the vocabulary graph answers, and what it offers runs."""

from itertools import pairwise

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery

from furat.graph.mapping.vocabulary import vocabulary, vocabulary_files
from furat.graph.query import BASE, NamedQuery, named_queries, named_query, ready
from furat.graph.query import rows as query_rows
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import PREFIXES

SH = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
# What sib-swiss/sparql-editor sends when it meets an endpoint.
ASKED_PREFIXES = (
    SH + "SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"
)
ASKED_EXAMPLES = (
    SH + "SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:label|rdfs:comment ?comment ; "
    "sh:select|sh:ask|sh:construct|sh:describe ?query . } ORDER BY ?sq"
)
EVENTS = {"reports-of-event", "evidence-of-event"}
each = pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.name)


@pytest.fixture(scope="module")
def offering() -> Store:
    """A store of another base that holds the vocabulary graph alone."""
    store = Store()
    store.load(input="".join(vocabulary(Iris("http://data.example/kg/"))).encode(), format=RdfFormat.N_QUADS)
    return store


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in query_rows(store, text)]  # type: ignore[union-attr]


def test_prefixes_are_found(offering: Store) -> None:
    """Each prefix of the project once, and that of the endpoint's functions."""
    found = rows(offering, ASKED_PREFIXES)
    assert {row[0]: row[1] for row in found} == {**PREFIXES, "fn": "https://w3id.org/furat/function#"}
    assert all(first < second for first, second in pairwise(found))


def test_examples_are_found_once_each(offering: Store) -> None:
    """One row a query, with its English summary and the text that runs on this store."""
    found = rows(offering, ASKED_EXAMPLES)
    assert {(summary, text) for _, summary, text in found} == {
        (query.summary, ready(query, "http://data.example/kg/")) for query in named_queries()
    }
    assert [iri for iri, *_ in found] == [f"http://data.example/kg/queries#{query.name}" for query in named_queries()]
    assert not any(BASE in text for *_, text in found)


def test_examples_carry_their_arabic_summary(offering: Store) -> None:
    """It stands apart, so that tools that list comments list each query once."""
    text = (
        SH + "SELECT ?d { ?q a sh:SPARQLExecutable ; <http://purl.org/dc/terms/description> ?d FILTER(LANG(?d)='ar') }"
    )
    assert {row[0] for row in rows(offering, text)} == {query.summary_ar for query in named_queries()}


def test_a_changed_query_changes_what_the_graph_is_made_of() -> None:
    """A build compares these texts to see whether the graph is old."""
    names = [name for name, _ in vocabulary_files()]
    assert {"prefixes", "furat.ttl", *(query.name for query in named_queries())} <= set(names)
    assert len(names) == len(set(names))


@each
def test_what_is_offered_runs_as_it_stands(query: NamedQuery, tiny: Store) -> None:
    """Two engines read it; on the small world it finds what the file promises, from any event there is."""
    text = ready(query)
    assert "#+ summary" not in text
    assert tuple(str(variable) for variable in prepareQuery(text).algebra["PV"]) == query.columns
    assert len(list(query_rows(tiny, text))) == query.expect or query.name in EVENTS


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_the_event_to_try_is_one_of_the_store(name: str, tiny: Store) -> None:
    """The best attested event stands in for the example of the file, which only the small world has."""
    best = next(query_rows(tiny, named_query("best-attested-events").text))[0]
    text = ready(named_query(name))
    assert "event/e1" not in text
    expected = list(query_rows(tiny, named_query(name).text.replace("<http://localhost:7878/event/e1>", str(best))))
    assert expected
    assert list(query_rows(tiny, text)) == expected
