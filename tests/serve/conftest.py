"""Servers that the tests of this folder share."""

from collections.abc import Iterator

import graph_data
import pytest
from running import Server, make_store


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a small graph as the builder makes it, built under another base than the server's address."""
    store = tmp_path_factory.mktemp("linked") / "store"
    make_store(store, graph_data.turtle(), graph_data.BASE, withdrawn=("gone",))
    with Server(store, workers=3, timeout=10.0) as server:
        yield server


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A read-only server over a few triples in two graphs and 6,000 numbers in a third."""
    lines = [
        '<http://example.org/a> <http://example.org/p> "حلب"@ar <http://example.org/g1> .',
        "<http://example.org/b> <http://example.org/p> <http://example.org/a> <http://example.org/g1> .",
        '<http://example.org/c> <http://example.org/p> "Aleppo"@en <http://example.org/g2> .',
    ]
    number = "http://www.w3.org/2001/XMLSchema#integer"
    lines += [
        f'<http://example.org/s{n}> <http://example.org/number> "{n}"^^<{number}> <http://example.org/g3> .'
        for n in range(6000)
    ]
    store = make_store(tmp_path_factory.mktemp("reading") / "store", "\n".join(lines) + "\n")
    with Server(store, workers=3, timeout=10.0) as server:
        yield server
