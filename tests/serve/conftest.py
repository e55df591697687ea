"""Servers that the tests of this folder share."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_PLACE = Path(__file__).parent.parent / "serve" / "running.py"
if "running" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("running", _PLACE)
    assert _spec is not None and _spec.loader is not None
    sys.modules["running"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["running"])

from running import TOKEN, Server, make_store  # noqa: E402


@pytest.fixture(scope="session")
def permissive(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Options of a server that may be written and whose shapes ask for nothing."""
    folder = tmp_path_factory.mktemp("options")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    (folder / "shapes.ttl").write_text("# no shape: everything conforms\n", encoding="utf-8")
    return {"write_token_file": folder / "token", "shapes": folder / "shapes.ttl", "workers": 3, "timeout": 10.0}


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory, permissive: dict[str, Any]) -> Iterator[Server]:
    """A server that tests may write to; each clears what it needs cleared."""
    with Server(make_store(tmp_path_factory.mktemp("writable") / "store"), **permissive) as server:
        yield server


_data_spec = importlib.util.spec_from_file_location("graph_data", Path(__file__).with_name("graph_data.py"))
assert _data_spec is not None and _data_spec.loader is not None
graph_data = importlib.util.module_from_spec(_data_spec)
sys.modules["graph_data"] = graph_data
_data_spec.loader.exec_module(graph_data)


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
