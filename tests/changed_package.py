"""The package with one file changed, as `furat.graph.dependence` sees it: a fixture of the tests that import it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from furat.graph import dependence
from furat.graph.serve.http.release import release


class Changed:
    """A file of the package with one byte more."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry

    def __getattr__(self, name: str) -> Any:
        return getattr(self.entry, name)

    def read_bytes(self) -> bytes:
        """Its content, changed."""
        return bytes(self.entry.read_bytes() + b"\n")


def forget() -> None:
    """Lets versions be counted again."""
    release.cache_clear()
    dependence.code_version.cache_clear()
    dependence._source.cache_clear()


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Changes one file of the package, given by its path below it."""
    real = dependence._at

    def changed(path: str) -> None:
        monkeypatch.setattr(dependence, "_at", lambda p: Changed(real(p)) if p == path else real(p))
        forget()

    yield changed
    monkeypatch.undo()
    forget()
