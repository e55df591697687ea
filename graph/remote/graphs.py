"""The named graphs of a snapshot as N-Triples, each with a digest, in memory or, when large, in a temporary file."""

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, RdfFormat, Store

from furat.graph.vocab.iris import Iris

_IN_MEMORY = 4 << 20  # bytes


class Content:
    """The triples of one graph; close it when they are sent."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - lives as long as this
        self._digest = hashlib.blake2b(digest_size=16)
        self.length = 0  # bytes

    def write(self, data: bytes) -> int:
        """Takes further bytes."""
        self._digest.update(data)
        self.length += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        """Nothing to do: nobody else reads the file."""

    @property
    def digest(self) -> str:
        """A hash of what was written."""
        return self._digest.hexdigest()

    def pieces(self, size: int) -> Iterator[bytes]:
        """Whole lines, about `size` bytes at a time; at least one piece, be it empty."""
        self._file.seek(0)
        piece = self._file.read(size)
        while True:
            yield piece + self._file.readline()
            piece = self._file.read(size)
            if not piece:
                return

    def close(self) -> None:
        """Lets the bytes go."""
        self._file.close()


class Graphs:
    """The named graphs of a snapshot."""

    def __init__(self, quads: Path, iris: Iris) -> None:
        self._store = Store.read_only(str(quads))
        self._first = {iris.graph(name): place for place, name in enumerate(("vocabulary", "gazetteer", "curation"))}
        self._documents = iris.document_graph("")

    def names(self) -> list[str]:
        """Their IRIs: what documents refer to, the documents, what was derived from them; each group sorted."""
        found = [name.value for name in self._store.named_graphs() if isinstance(name, NamedNode)]
        return sorted(found, key=lambda name: (self._group(name), name))

    def _group(self, name: str) -> int:
        last = len(self._first) + 1
        return self._first.get(name, last - 1 if name.startswith(self._documents) else last)

    def content(self, name: str) -> Content:
        """The triples of a graph."""
        content = Content()
        self._store.dump(cast(IO[bytes], content), RdfFormat.N_TRIPLES, from_graph=NamedNode(name))
        return content
