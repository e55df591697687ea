"""The snapshot that a worker has open, and what it says when a request cannot be done."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from furat.extract.errors import StoreError
from furat.graph.search.lookup import Index
from furat.graph.vocab.iris import Iris


class RequestRefused(Exception):
    """The request cannot be done; `kind` is one of the front end's sorts of problem."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def graph_named(iri: str) -> NamedNode:
    """An IRI of a request as a graph's name.

    Raises: RequestRefused when it is no absolute IRI.
    """
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise RequestRefused("bad-request", f"a graph's name must be an absolute IRI: {error}") from error


@dataclass(slots=True)
class OpenSnapshot:
    """An open snapshot."""

    folder: Path
    store: Store
    lock: int  # descriptor whose shared lock keeps the folder; -1 when there is none
    base: str  # base IRI of its data
    iris: Iris = field(init=False)  # the IRIs under that base
    memory: dict[str, Any] = field(default_factory=dict)  # what operations keep about it

    def __post_init__(self) -> None:
        self.iris = Iris(self.base)

    def index(self) -> Index:
        """Its search index, opened when first asked for."""
        if "index" not in self.memory:
            try:
                self.memory["index"] = Index(self.folder / "search.sqlite")
            except StoreError as error:
                raise RequestRefused("no-index", "this snapshot has no search index") from error
        index: Index = self.memory["index"]
        return index

    def close(self) -> None:
        """Lets the store and its folder go."""
        self.memory.clear()
        del self.store
        if self.lock >= 0:
            os.close(self.lock)
