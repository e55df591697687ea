"""The W3C SHACL test suite: every entry, results compared in full and as often as they occur."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from furat.graph.shacl import Result, ShapesError, compile_shapes
from furat.graph.shacl.datatype_shadow import exact_store
from furat.graph.shacl.paths import path_text
from furat.graph.shacl.pyshacl_engine import validate_by_reference
from tests.shacl.w3c import Case, Row, Suite

SHAPES_GRAPH = NamedNode("urn:x-test:shapes")
ALL = 121
CORE = 98
# What pySHACL 0.40 does not do as the suite expects, and the compiler does.
REFERENCE_DIFFERS = {
    "core/property/uniqueLang-002": 'takes "1"^^xsd:boolean for true',
    "sparql/node/prefixes-001": "does not follow owl:imports from sh:prefixes",
    "sparql/pre-binding/pre-binding-005": "rdflib does not see a pre-bound variable in a group of its own",
    "sparql/pre-binding/shapesGraph-001": "$shapesGraph is not supported",
}


@cache
def suite(shared: Path) -> tuple[Suite, tuple[Case, ...]]:
    read = Suite()
    return read, tuple(read.cases(shared / "suites" / "w3c-shacl" / "tests"))


def rows(results: list[Result], expected: Counter[Row]) -> Counter[Row]:
    """Results in the form of the suite; messages only where the suite gives them."""
    with_messages = any(row[-1] is not None for row in expected)
    return Counter(
        (
            r.focus,
            path_text(r.path) if r.path is not None else "",
            r.value,
            r.shape,
            r.component,
            r.constraint,
            r.severity,
            frozenset(r.messages) if with_messages else None,
        )
        for r in results
    )


def run(read: Suite, case: Case, few: int) -> list[Result]:
    quads = read.quads(case.data)
    graph = SHAPES_GRAPH if case.data == case.shapes else DefaultGraph()
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, graph) for q in quads)
    compiled = compile_shapes(read.quads(case.shapes), shapes_graph=SHAPES_GRAPH, few=few)
    return compiled.validate(store, exact=exact_store(quads))


def test_all_entries_are_read(shared: Path) -> None:
    """98 entries of SHACL Core and 23 of SHACL-SPARQL, 7 of which expect a failure."""
    _, cases = suite(shared)
    assert len(cases) == ALL
    assert sum(case.name.startswith("core/") for case in cases) == CORE
    assert sum(case.expected is None for case in cases) == 7


@pytest.mark.parametrize("few", [200, 0], ids=["looked up", "scanned"])
def test_every_entry_gives_exactly_its_results(shared: Path, few: int) -> None:
    """121 of 121, with values looked up and with predicates scanned."""
    read, cases = suite(shared)
    passed = []
    for case in cases:
        if case.expected is None:
            with pytest.raises(ShapesError):
                run(read, case, few)
        else:
            assert rows(run(read, case, few), case.expected) == case.expected, case.name
        passed.append(case.name)
    assert len(passed) == ALL


def test_where_the_reference_differs(shared: Path) -> None:
    """pySHACL, held to the same comparison, fails exactly the entries that the table names."""
    read, cases = suite(shared)
    differs = set()
    for case in cases:
        try:
            found = validate_by_reference(read.quads(case.shapes), read.quads(case.data))
        except Exception:
            if case.expected is not None:
                differs.add(case.name.removesuffix(".ttl"))
            continue
        if case.expected is None or rows(found, case.expected) != case.expected:
            differs.add(case.name.removesuffix(".ttl"))
    assert differs == set(REFERENCE_DIFFERS)
