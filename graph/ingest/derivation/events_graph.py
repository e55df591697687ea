"""The events graph: what follows from the reports of all documents, brought up to date where documents changed."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from itertools import cycle
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from furat.extract.errors import FuratError
from furat.graph import dependence
from furat.graph.clustering.facts import ReportFact
from furat.graph.disk import saving
from furat.graph.gate import Candidate, Gate
from furat.graph.ingest.derivation import facts_codec
from furat.graph.ingest.derivation.facts import report_facts, surroundings
from furat.graph.ingest.derivation.facts_codec import pack, unpack
from furat.graph.ingest.derivation.incremental import IncrementalClustering
from furat.graph.ingest.derivation.schema import EventTotals, ReportsFile
from furat.graph.mapping.events import event_lines
from furat.graph.progress import Progress, silent
from furat.graph.store.indexing import take_events
from furat.graph.store.ledger import DocumentRow, GraphRow
from furat.graph.store.writer import GONE, Writer
from furat.graph.vocab.namespaces import node

if TYPE_CHECKING:
    from pyoxigraph import Quad

_JUDGED_AT_ONCE = 2_000  # events
_DERIVING = (  # what decides which reports are of one event, and how events are written
    "furat.graph.clustering.cluster", "furat.graph.ingest.derivation.facts", "furat.graph.mapping.events",
)  # fmt: skip
_KEEPING = tuple(f"graph/ingest/derivation/{name}.py" for name in ("events_graph", "incremental", "neighbours"))
_EMPTY = EventTotals().content


def stamp(row: DocumentRow) -> str:
    """What a document's part in the derivation was made from."""
    return f"{row.content} {row.knowledge} {dependence.code_version((facts_codec.__name__,))[:12]}"


def refresh_events(writer: Writer, file: ReportsFile, gate: Gate, progress: Progress = silent) -> None:
    """The events graph is what follows from the documents in the store."""
    ledger = writer.ledger
    within = ledger.graph("gazetteer")
    way = sha256(
        f"{within.content if within else ''} {dependence.code_version(_DERIVING, _KEEPING)} {writer.iris.base}".encode()
    ).hexdigest()
    basis = f"{ledger.content(documents_only=True)} {way}"
    if ledger.meta("events of", "") == basis:
        return
    with file.change():
        _refresh(writer, file, gate, way, progress)
    ledger.set_meta("events of", basis)


def _refresh(writer: Writer, file: ReportsFile, gate: Gate, way: str, progress: Progress) -> None:
    ledger = writer.ledger
    row = ledger.graph("events")
    before = row.content if row else _EMPTY
    whole = not file.fits(way, before)
    if whole:
        file.forget()
    stage = writer.new_stage()
    gone = stage / f"events{GONE}"
    with saving(writer.root):
        shards = _write_new(writer, file, gate, stage, progress)
        ended = file.settle()
        with gone.open("wb") as out:
            out.write(b"# quads that leave the graph\n")
            _write_gone(writer, [] if whole else ended, out)
            leaving = out.tell()
    total = file.total()
    if total.content != before:
        ledger.stage_graph(GraphRow("events", total.content, total.quads))
        files = shards if whole else [*shards, (gone, leaving)]
        with ExitStack() as open_files, ThreadPoolExecutor(1) as thread:
            new = [open_files.enter_context(path.open("rb")) for path, _ in shards]
            left = None if whole else open_files.enter_context(gone.open("rb"))
            committed = thread.submit(_commit, writer, files)
            take_events(writer, new, left, before, total.content)
            committed.result()
    ledger.set_meta("events", str(total.events))
    file.note(way, total.content)


def _commit(writer: Writer, files: Sequence[tuple[Path, int]]) -> None:
    with writer.beside() as here:
        here.commit(files)


def _write_new(
    writer: Writer, file: ReportsFile, gate: Gate, stage: Path, progress: Progress
) -> list[tuple[Path, int]]:
    """The lines of the events that are new or not as before, in files that can be loaded side by side."""
    known = surroundings(writer.engine, writer.iris)
    kept = ((row.key, stamp(row)) for row in writer.ledger.documents("kept"))

    def facts(document: str, as_of: str) -> Sequence[ReportFact]:
        return list(report_facts(unpack(_told(writer, file, document, as_of)), known))

    with ExitStack() as open_files, _Judges(gate) as judges:
        paths = [stage / f"events-{n}.nq" for n in range(cpu_count() or 1)]
        files = [open_files.enter_context(path.open("wb")) for path in paths]
        out = cycle(files)
        for cluster, reports in IncrementalClustering(file).clusters(kept, facts, progress):
            lines = list(event_lines(writer.iris, cluster, {fact.iri: fact for fact in reports}))
            text = "".join(lines).encode()
            if file.is_new(cluster.key, sha256(text).digest()[:16], len(lines)):
                next(out).write(text)
                judges.take(Candidate(cluster.key, text))
        judges.end()
        return [(path, shard.tell()) for path, shard in zip(paths, files, strict=True)]


class _Judges:
    """Events on their way through the gate, beside what derives them: the engine does not hold up Python."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._waiting: list[Candidate] = []
        self._threads = ThreadPoolExecutor(1)
        self._at: Future[None] | None = None

    def __enter__(self) -> "_Judges":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def take(self, candidate: Candidate) -> None:
        """Judges it, sooner or later; FuratError when one of those taken before does not conform."""
        self._waiting.append(candidate)
        if len(self._waiting) >= _JUDGED_AT_ONCE:
            self._send()

    def end(self) -> None:
        """Returns when all conform."""
        self._send()
        if self._at:
            self._at.result()

    def _send(self) -> None:
        if self._at:
            self._at.result()
        self._at = self._threads.submit(_must_pass, self._gate, self._waiting)
        self._waiting = []


def _told(writer: Writer, file: ReportsFile, document: str, as_of: str) -> bytes:
    """What a document tells: as its worker said, or out of its graph in the store."""
    packed = file.told(document, as_of)
    if packed is None:
        packed = pack(writer.document_quads(document))
        file.tell([(document, as_of, packed)])
    return packed


def _write_gone(writer: Writer, events: Iterable[str], out: BinaryIO) -> None:
    """The lines in the store that tell of these events."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    graph = NamedNode(writer.iris.graph("events"))

    def of(event: NamedNode) -> "Iterator[Quad]":
        yield from writer.engine.quads_for_pattern(event, None, None, graph)
        yield from writer.engine.quads_for_pattern(None, node("furat:describes"), event, graph)
        for membership in writer.engine.quads_for_pattern(None, node("furat:ofEvent"), event, graph):
            yield from writer.engine.quads_for_pattern(membership.subject, None, None, graph)

    for key in events:
        serialize(of(NamedNode(writer.iris.event(key))), out, format=RdfFormat.N_QUADS)


def _must_pass(gate: Gate, candidates: Sequence[Candidate]) -> None:
    """Derived events are ours: one that does not conform is a fault of furat, not of a document."""
    for judged in gate.validate(candidates).refused.values():
        raise FuratError(f"derived events do not conform: {judged.findings[0]}; please report this")
