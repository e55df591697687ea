"""The events graph: what follows from the reports of all documents, brought up to date where documents changed."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from furat.extract.errors import FuratError
from furat.graph.build import system
from furat.graph.build.derive import report_facts, surroundings
from furat.graph.build.remembered import Remembered
from furat.graph.build.told import pack, unpack
from furat.graph.clustering.facts import ReportFact
from furat.graph.gate import Candidate, Gate
from furat.graph.mapping.events import event_lines
from furat.graph.namespaces import node
from furat.graph.store.disk import saving
from furat.graph.store.ledger import DocumentRow, GraphRow
from furat.graph.store.writer import GONE, Writer

if TYPE_CHECKING:
    from pyoxigraph import Quad

_JUDGED_AT_ONCE = 2_000  # events
_CODE = (
    "graph/clustering", "graph/mapping/events.py",
    *(f"graph/build/{name}.py" for name in ("derive", "events", "linked", "remembered", "told")),
    "graph/build/sides.rq",
)  # fmt: skip
_EMPTY = sha256().hexdigest()


def stamp(row: DocumentRow) -> str:
    """What a document's part in the derivation was made from."""
    return f"{row.content} {row.knowledge} {system.code_hash(('graph/build/told.py',))[:12]}"


def refresh_events(writer: Writer, remembered: Remembered, gate: Gate) -> None:
    """The events graph is what follows from the documents in the store."""
    ledger = writer.ledger
    within = ledger.graph("gazetteer")
    way = sha256(
        f"{within.content if within else ''} {system.code_hash(_CODE)} {writer.iris.base}".encode()
    ).hexdigest()
    basis = f"{ledger.content(documents_only=True)} {way}"
    if ledger.meta("events of", "") == basis:
        return
    with remembered.change():
        _refresh(writer, remembered, gate, way)
    ledger.set_meta("events of", basis)


def _refresh(writer: Writer, remembered: Remembered, gate: Gate, way: str) -> None:
    ledger = writer.ledger
    row = ledger.graph("events")
    before = row.content if row else _EMPTY
    whole = not remembered.fits(way, before)
    if whole:
        remembered.forget()
    stage = writer.new_stage()
    shard, gone = stage / "events.nq", stage / f"events{GONE}"
    with saving(writer.root):
        with shard.open("wb") as out:
            _write_new(writer, remembered, gate, out)
            length = out.tell()
        ended = remembered.settle()
        with gone.open("wb") as out:
            out.write(b"# quads that leave the graph\n")
            _write_gone(writer, [] if whole else ended, out)
            leaving = out.tell()
    digest = sha256()
    for key, made in remembered.events():
        digest.update(key.encode() + made)
    content = digest.hexdigest()
    events, quads = remembered.totals()
    if content != before:
        ledger.stage_graph(GraphRow("events", content, quads))
        writer.commit([(shard, length)] if whole else [(shard, length), (gone, leaving)])
    ledger.set_meta("events", str(events))
    remembered.note(way, content)


def _write_new(writer: Writer, remembered: Remembered, gate: Gate, out: BinaryIO) -> None:
    """The lines of the events that are new or not as before."""
    known = surroundings(writer.engine, writer.iris)
    stamps = {row.key: stamp(row) for row in writer.ledger.documents("kept")}

    def facts(document: str) -> Sequence[ReportFact]:
        return list(report_facts(unpack(_told(writer, remembered, document, stamps[document])), known))

    waiting: list[Candidate] = []
    for cluster, reports in remembered.clusters(stamps.items(), facts):
        lines = list(event_lines(writer.iris, cluster, {fact.iri: fact for fact in reports}))
        text = "".join(lines).encode()
        if remembered.is_new(cluster.key, sha256(text).digest()[:16], len(lines)):
            out.write(text)
            waiting.append(Candidate(cluster.key, text))
        if len(waiting) >= _JUDGED_AT_ONCE:
            _must_pass(gate, waiting)
            waiting = []
    _must_pass(gate, waiting)


def _told(writer: Writer, remembered: Remembered, document: str, as_of: str) -> bytes:
    """What a document tells: as its worker said, or out of its graph in the store."""
    packed = remembered.told(document, as_of)
    if packed is None:
        packed = pack(writer.document_quads(document))
        remembered.tell([(document, as_of, packed)])
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
