"""Validators name the release: an update of furat makes no client keep what the old one showed."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from furat.graph import dependence
from furat.graph.serve.http.release import release
from furat.graph.serve.http.responses import etag


@pytest.fixture
def forget() -> Iterator[Any]:
    """Lets the release be counted again."""

    def clear() -> None:
        release.cache_clear()
        dependence.code_version.cache_clear()
        dependence._source.cache_clear()

    yield clear
    clear()


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
def test_another_release_has_other_validators_on_the_same_snapshot(
    path: str, forget: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte more in a template, a style, a query, a label or the code that serialises."""
    before = etag("snapshot", "home")
    assert etag("snapshot", "home") == before
    real = dependence._at

    class Changed:
        """The file with one byte more."""

        def __init__(self, entry: Any) -> None:
            self.entry = entry

        def __getattr__(self, name: str) -> Any:
            return getattr(self.entry, name)

        def read_bytes(self) -> bytes:
            """Its content, changed."""
            return bytes(self.entry.read_bytes() + b" ")

    monkeypatch.setattr(dependence, "_at", lambda p: Changed(real(p)) if p == path else real(p))
    forget()
    assert etag("snapshot", "home") != before
