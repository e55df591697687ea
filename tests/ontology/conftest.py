"""The ontology's files, read once."""

from importlib.resources import files

import pytest
from rdflib import Graph

VOCABULARY = ("furat.ttl", "event-types.ttl", "event-codes.ttl", "place-types.ttl")


def read(*names: str) -> Graph:
    """One graph of these files of the package's ontology."""
    graph = Graph()
    for name in names:
        graph.parse(data=files("furat").joinpath("ontology", name).read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    return read(*VOCABULARY)


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return read("shapes.ttl")
