"""The compiled shapes find what pySHACL finds, on random graphs and random shapes."""

import warnings
from collections import Counter

from hypothesis import HealthCheck, given, settings
from pyoxigraph import Quad, RdfFormat, Store, parse

from furat.graph.shacl import Result, compile_shapes
from furat.graph.shacl.pyshacl_engine import validate_by_reference
from tests.shacl import strategies


def quads(turtle: str) -> list[Quad]:
    return list(parse(turtle, RdfFormat.TURTLE))


def agreed(results: list[Result]) -> Counter[tuple[str, ...]]:
    """What engines must agree on: all but the messages that they make up for shapes without any."""
    return Counter((*r.sort_key()[:6], str(r.severity), str("wrong" in {m.value for m in r.messages})) for r in results)


def compare(graph: str, shapes: str) -> None:
    data, shapes_quads = quads(graph), quads(shapes)
    store = Store()
    store.extend(data)
    looked_up = compile_shapes(shapes_quads).validate(store)
    scanned = compile_shapes(shapes_quads, few=0).validate(store)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = validate_by_reference(shapes_quads, data)
    assert agreed(looked_up) == agreed(expected)
    assert agreed(scanned) == agreed(expected)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.graphs(), strategies.shapes_graphs())
def test_finds_what_the_reference_finds(graph: str, shapes: str) -> None:
    """Any constraint of SHACL Core, path and target, nested three deep: the same results, the same number of times."""
    compare(graph, shapes)


@settings(max_examples=60, deadline=None)
@given(strategies.ordered_graphs(), strategies.ordering_shapes())
def test_orders_as_the_reference_orders(graph: str, shapes: str) -> None:
    """sh:lessThan and sh:lessThanOrEquals over literals: a result for each pair that is not in order."""
    compare(graph, shapes)
