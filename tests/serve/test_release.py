"""Validators name the release: an update of furat makes no client keep what the old one showed."""

from collections.abc import Callable
from importlib.resources import files

import pytest

from furat.graph.serve.http.responses import etag
from tests.changed_package import change

__all__ = ["change"]  # a fixture


def a_file_of_each_kind() -> list[str]:
    """A template, a style, a query, an ontology, and modules that write pages and triples."""
    package = files("furat")
    templates = sorted(e.name for e in package.joinpath("graph", "serve", "templates").iterdir())
    assert len(templates) >= 8
    return [
        *(f"graph/serve/templates/{name}" for name in templates),
        "graph/serve/http/static/style.css", "queries/most-quoted-sources.rq", "ontology/furat.ttl",
        "graph/serve/endpoints/pages.py", "graph/serve/operations/entity.py", "graph/serve/http/negotiate.py",
        "graph/vocab/namespaces.py",
    ]  # fmt: skip


@pytest.mark.parametrize("path", a_file_of_each_kind())
def test_another_release_has_other_validators_on_the_same_snapshot(path: str, change: Callable[[str], None]) -> None:
    """One byte more in a template, a style, a query, a label or the code that serialises."""
    before = etag("snapshot", "home")
    assert etag("snapshot", "home") == before
    change(path)
    assert etag("snapshot", "home") != before
