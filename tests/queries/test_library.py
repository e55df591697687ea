"""Every query of the library: its head is true, two engines read it, it finds what it should, in one order only."""

import re
from importlib.resources import files

import pyshacl
import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, serialize
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from furat.graph.query import NamedQuery, bind, named_queries, rows
from furat.graph.vocab.namespaces import PREFIXES

QUERIES = named_queries()
OTHER_PREFIXES = {
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "uom": "http://www.opengis.net/def/uom/OGC/1.0/",
}

each = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def order_keys(text: str) -> list[str]:
    """The variables of the outermost ORDER BY, which ends the file."""
    return re.findall(r"\?(\w+)", text.rpartition("ORDER BY")[2])


def test_all_files_are_read() -> None:
    """A test that reads files says how many there are."""
    assert len(QUERIES) == 39
    assert len(list(files("furat").joinpath("queries").iterdir())) == 39


def test_names_and_summaries_are_distinct() -> None:
    """Two queries never look the same in a list."""
    for attribute in ("name", "summary", "summary_ar"):
        assert len({getattr(query, attribute) for query in QUERIES}) == len(QUERIES)


@each
def test_name_and_summary_have_their_form(query: NamedQuery) -> None:
    """Names are lower-case words, summaries one line without a full stop, in English and Arabic."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)
    assert re.match(r"[A-Z]", query.summary)
    assert re.search(r"[\u0621-\u064a]", query.summary_ar)
    assert not query.summary.endswith(".")


@each
def test_rdflib_parses_it_too(query: NamedQuery) -> None:
    """A query is SPARQL, not one engine's dialect; and its columns are the projection."""
    algebra = prepareQuery(query.text).algebra
    assert tuple(str(variable) for variable in algebra["PV"]) == query.columns


@each
def test_it_declares_the_projects_prefixes_and_only_what_it_uses(query: NamedQuery) -> None:
    """A prefix means the same everywhere."""
    declared = dict(re.findall(r"^PREFIX ([\w-]+): <(.+)>$", query.text, re.MULTILINE))
    body = re.sub(r"^(PREFIX|#\+).*$", "", query.text, flags=re.MULTILINE)
    for prefix, namespace in declared.items():
        assert {**PREFIXES, **OTHER_PREFIXES}[prefix] == namespace
        assert re.search(rf"(?<![\w-]){prefix}:", body), f"{prefix}: is not used"


@each
def test_it_names_only_what_the_data_holds(query: NamedQuery, tiny: Store) -> None:
    """A slip of the pen in a foreign term (`sem:hasPlaces`) would make a query silently empty."""
    known = {str(term.value) for quad in tiny for term in quad if isinstance(term, NamedNode)}
    body = re.sub(r"^(PREFIX|#\+).*$", "", query.text, flags=re.MULTILINE)
    for prefix, local in re.findall(r"(?<![\w-])([\w-]+):([\w-]+)", re.sub(r'<[^>]*>|"[^"]*"(\^\^xsd:\w+)?', "", body)):
        if prefix not in OTHER_PREFIXES:
            assert PREFIXES[prefix] + local in known, f"{prefix}:{local}"


@each
def test_it_finds_the_rows_it_expects(query: NamedQuery, tiny: Store) -> None:
    """No dead query: each finds rows in the small world, as many as its head says, with its columns."""
    solutions = tiny.query(query.text, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    assert tuple(variable.value for variable in solutions.variables) == query.columns
    assert query.expect > 0
    assert len(list(solutions)) == query.expect


@each
def test_every_column_is_bound_in_some_row(query: NamedQuery, tiny: Store) -> None:
    """No dead column either."""
    found = list(rows(tiny, query.text))
    empty = {query.columns[i] for i in range(len(query.columns)) if all(row[i] is None for row in found)}
    assert empty <= MAY_BE_EMPTY.get(query.name, set())


# Columns that the small world leaves empty: an affiliation that ended, the date of a withdrawal in an unknown year.
MAY_BE_EMPTY = {"affiliations-at-date": {"until"}, "control-of-place": {"date"}, "events-near-point": {"earliest"}}


@each
def test_its_order_is_total(query: NamedQuery, tiny: Store) -> None:
    """No two rows agree in all columns that order them, so the order never depends on the engine."""
    keys = order_keys(query.text)
    assert set(keys) <= set(query.columns)
    places = [query.columns.index(key) for key in keys]
    seen = [tuple(str(row[place]) for place in places) for row in rows(tiny, query.text)]
    assert len(seen) == len(set(seen))


@each
def test_a_triple_in_several_graphs_counts_once(query: NamedQuery, tiny: Store, merged: Store) -> None:
    """A name that many documents describe multiplies no row: Oxigraph's union of graphs keeps repeated triples."""
    assert list(rows(tiny, query.text)) == list(rows(merged, query.text))


@each
def test_binding_its_own_examples_changes_nothing(query: NamedQuery, tiny: Store) -> None:
    """`bind` without values gives the file as it stands; with another base only the example IRIs move."""
    assert bind(query, {}) == query.text
    moved = bind(query, {}, base="https://example.org/")
    assert "http://localhost:7878/" not in moved
    assert moved.replace("https://example.org/", "http://localhost:7878/") == query.text


def test_the_small_world_conforms_to_the_shapes(tiny: Store) -> None:
    """The queries are tried on data that the gate would let in."""
    triples = serialize((quad.triple for quad in tiny), format=RdfFormat.N_TRIPLES)
    assert triples is not None
    shapes = Graph().parse(data=files("furat").joinpath("ontology", "shapes.ttl").read_text(encoding="utf-8"))
    conforms, _, text = pyshacl.validate(Graph().parse(data=triples, format="nt"), shacl_graph=shapes)
    assert conforms, text


@each
def test_a_nested_parameter_has_no_namesake_outside(query: NamedQuery) -> None:
    """Oxigraph 0.5.13 and rdflib confuse a variable of a nested SELECT with one of the same name around it."""
    for parameter in query.params:
        depths = {
            query.text[: match.start()].count("SELECT")
            for match in re.finditer(rf"VALUES \?{parameter.name} ", query.text)
        }
        assert not (1 in depths and len(depths) > 1), parameter.name
