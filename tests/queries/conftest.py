"""A small world to ask: tests/queries/tiny.trig with the vocabulary beside it, as a store has them."""

from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from furat.graph.tools.ontology_reference import VOCABULARY

TINY = Path(__file__).parent / "tiny.trig"


@pytest.fixture(scope="session")
def tiny() -> Store:
    """The small world in named graphs."""
    store = Store()
    store.load(path=TINY)
    for name in VOCABULARY:
        data = files("furat").joinpath("ontology", name).read_bytes()
        graph = NamedNode("http://localhost:7878/graph/vocabulary")
        store.load(input=data, format=RdfFormat.TURTLE, to_graph=graph)
    return store


@pytest.fixture(scope="session")
def merged(tiny: Store) -> Store:
    """The same triples, each once, in one graph."""
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in tiny)
    return store
