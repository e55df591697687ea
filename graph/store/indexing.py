"""Keeps the full-text index as the store is: from what a build hands over where it can, else from the working store."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import lru_cache
from itertools import chain, islice
from os import cpu_count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias

from furat.graph.search.contribution import Indexed, TripleTally, event_iris, pack
from furat.graph.search.events import PARTS, events_of
from furat.graph.search.index import KeptIndex
from furat.graph.store.ledger import DocumentRow, Ledger
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import node

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, NamedNode
    from pyoxigraph import Store as Engine

GraphName: TypeAlias = "NamedNode | BlankNode | DefaultGraph"

_PIECE = 1 << 22  # bytes
_AT_ONCE = 64  # graphs
_APART = ("events", "writes")  # rows of the ledger: one graph is treated event by event, one row is no graph's
_OTHER = "not in the ledger"  # the stamp of graphs that came by way of the endpoint


class WorkingStore(Protocol):
    """What keeping the index needs of a store that is open for writing."""

    iris: Iris
    ledger: Ledger

    @property
    def engine(self) -> "Engine":
        """The quads."""

    @property
    def search(self) -> KeptIndex:
        """The index of them."""


def build_index(quads: Path, out: Path) -> None:
    """Writes the index of a store that nobody writes, given as the engine's folder."""
    from pyoxigraph import Store as Engine

    engine = Engine.read_only(str(quads))
    out.unlink(missing_ok=True)
    with closing(KeptIndex(out)) as index:
        _finish(engine, index, _match(engine, index, (), None), "")


def stamp(row: DocumentRow) -> str:
    """What a document's contribution was made from."""
    return f"{row.content} {row.knowledge}"


def take_document(store: WorkingStore, row: DocumentRow, indexed: Indexed | None) -> None:
    """What a worker handed over of a document that is about to be committed."""
    if indexed is not None:
        graph, index = store.iris.document_graph(row.key), store.search
        index.attempt(lambda: index.take(graph, stamp(row), indexed))


def take_events(
    store: WorkingStore, new: Sequence[IO[bytes]], gone: IO[bytes] | None, before: str, content: str
) -> None:
    """Files of the quads that come into the events graph, and that leave it; None: all there were leave.

    `before` and `content` are what the ledger says of that graph then and soon: its commit may be under way. What
    cannot be taken is read at publishing.
    """
    index, graph = store.search, store.iris.graph("events")

    def take() -> None:
        if written(store) or (gone is not None and index.stamp(graph) != before):
            return  # what was written by way of the endpoint may be among the quads: the store knows
        _refresh_parts(store, index, graph)
        _take_events(index, graph, new, gone, content)

    index.attempt(take)


def written(store: WorkingStore) -> str:
    """What the ledger says of the writes that came by way of the endpoint; empty: there were none."""
    row = store.ledger.graph("writes")
    return row.content if row else ""


def take_writes(store: WorkingStore, before: str, graphs: Iterable[GraphName]) -> None:
    """These graphs were changed by way of the endpoint: they, not all, are read anew.

    `before` is what `written` gave until then.
    """
    index = store.search

    def take() -> None:
        if (index.file.noted("writes") or "") == before:
            index.make_stale(map(graph_name, graphs), "writes", written(store))

    index.attempt(take)


def refresh(store: WorkingStore) -> KeptIndex:
    """The index, as of the working store."""
    index = store.search
    if not index.attempt(lambda: _refresh(store, index)):
        _refresh(store, index)
    return index


def _refresh(store: WorkingStore, index: KeptIndex) -> None:
    from pyoxigraph import NamedNode

    generation = str(store.ledger.generation)
    index.flush()
    if index.file.noted("generation") == generation:
        return
    row, graph = store.ledger.graph("events"), store.iris.graph("events")
    graphs = _refresh_parts(store, index, graph if row else None)
    if row is not None and index.stamp(graph) != row.content:
        with _streamed(store.engine, NamedNode(graph)) as lines:
            _take_events(index, graph, [lines], None, row.content)
    _finish(store.engine, index, graphs, generation)


def _refresh_parts(store: WorkingStore, index: KeptIndex, apart: str | None) -> int:
    """What each graph contributes is as of the ledger, but for the events graph; gives the number of graphs.

    `apart` is that graph; None: there is none of our own.
    """
    index.flush()
    if (index.file.noted("writes") or "") != (now := written(store)):
        index.forget()
        with index.file.change():
            index.file.note("writes", now)
    ledger, iris = store.ledger, store.iris
    wanted = [(iris.graph(row.name), row.content) for row in ledger.graphs() if row.name not in _APART]
    documents = ((iris.document_graph(row.key), stamp(row)) for row in ledger.documents("kept"))
    return _match(store.engine, index, chain(wanted, documents), apart)


def _match(engine: "Engine", index: KeptIndex, wanted: Iterable[tuple[str, str]], apart: str | None) -> int:
    from pyoxigraph import DefaultGraph, RdfFormat

    present = map(graph_name, engine.named_graphs())
    unnamed = [""] if any(True for _ in engine.quads_for_pattern(None, None, None, DefaultGraph())) else []
    graphs = index.match(wanted, chain(present, unnamed), apart, _OTHER)
    arriving = index.arriving()
    with ThreadPoolExecutor(cpu_count() or 1) as threads:  # the engine reads beside Python
        while some := list(islice(arriving, _AT_ONCE)):
            quads = threads.map(lambda item: engine.dump(format=RdfFormat.N_TRIPLES, from_graph=_graph(item[0])), some)
            for (graph, as_of), lines in zip(some, quads, strict=True):
                index.take(graph, as_of, pack(lines or b"", counting=bool(graph)))
    index.flush()
    return graphs


def _take_events(index: KeptIndex, graph: str, new: Iterable[IO[bytes]], gone: IO[bytes] | None, content: str) -> None:
    labels = lru_cache(50_000)(index.rows.labels)
    counts = TripleTally()

    def read() -> Iterator[bytes]:
        for source in new:
            for piece in _pieces(source):
                counts.add(piece, 1)
                yield piece

    with index.rows.working():
        for event, facts in events_of(read()):
            index.rows.put_event(event, facts, labels, fresh=True)
        if gone is None:
            index.leave(graph)
            index.rows.look_at_others()
        else:
            for piece in _pieces(gone):
                counts.add(piece, -1)
                index.rows.look_at(event_iris(piece))
        index.recount(graph, content, counts.total())


def _finish(engine: "Engine", index: KeptIndex, graphs: int, generation: str) -> None:
    """Names and events that others named anew, and the sums."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    with index.rows.working():
        index.rows.refresh_names()
        for iri in index.file.drained("renamed"):
            name = NamedNode(iri)
            for curie in PARTS:
                index.rows.look_at(
                    _text(quad.subject) for quad in engine.quads_for_pattern(None, node(curie), name, None)
                )
        labels = lru_cache(50_000)(index.rows.labels)
        for iri in index.file.drained("events"):
            lines = serialize(engine.quads_for_pattern(NamedNode(iri), None, None, None), format=RdfFormat.N_QUADS)
            facts = next((facts for _, facts in events_of([lines or b""])), None)
            index.rows.put_event(iri, facts, labels)
        index.rows.total(graphs)
        index.file.note("generation", generation)


@contextmanager
def _streamed(engine: "Engine", graph: "NamedNode") -> Iterator[IO[bytes]]:
    """The lines of a graph that is too large for the memory, those about one subject together."""
    from pyoxigraph import RdfFormat

    into, out = os.pipe()

    def dump() -> None:
        with os.fdopen(out, "wb") as sink:
            engine.dump(sink, RdfFormat.N_TRIPLES, from_graph=graph)

    with ThreadPoolExecutor(1) as thread:
        dumped = thread.submit(dump)
        with os.fdopen(into, "rb") as lines:
            yield lines
        dumped.result()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, many at a time."""
    while piece := file.read(_PIECE):
        yield piece + file.readline()


def graph_name(graph: GraphName) -> str:
    """How the index names a graph: its IRI; empty for the default graph."""
    from pyoxigraph import DefaultGraph, NamedNode

    return graph.value if isinstance(graph, NamedNode) else "" if isinstance(graph, DefaultGraph) else str(graph)


def _graph(name: str) -> GraphName:
    from pyoxigraph import BlankNode, DefaultGraph, NamedNode

    if name.startswith("_:"):
        return BlankNode(name[2:])
    return NamedNode(name) if name else DefaultGraph()


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
