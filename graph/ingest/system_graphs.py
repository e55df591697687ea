"""The graphs of the store as a whole: vocabulary, gazetteer, runs and events, brought up to date when they changed."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Protocol

from furat.extract.errors import LexiconError
from furat.extract.names.gazetteer import Gazetteer
from furat.graph import dependence
from furat.graph.disk import saving
from furat.graph.gate import Candidate, Gate
from furat.graph.ingest.extractor import Extractor
from furat.graph.ingest.options import Options
from furat.graph.mapping.entities import gazetteer
from furat.graph.mapping.runs import Run, software_version
from furat.graph.mapping.vocabulary import vocabulary, vocabulary_files
from furat.graph.store.ledger import GraphRow
from furat.graph.store.writer import Writer


class VersionedGazetteer(Protocol):
    """What the build needs to know of `furat.extract.resources.Knowledge`."""

    @property
    def version(self) -> str:
        """Hash of all lexicons and gazetteers."""

    @property
    def gazetteer(self) -> Gazetteer:
        """The curated actors and places."""


def run_of(knowledge: VersionedGazetteer, options: Options) -> Run:
    """The way this furat, with this knowledge, reads documents; another one reads all of them again."""
    software = f"{software_version()}+{reading_version(options.extractor)[:12]}"
    return Run(software, knowledge.version, {"extractor": options.extractor.read})


def reading_version(extractor: Extractor) -> str:
    """A hash over all code and shapes that decide what is stored of a document and whether it is refused.

    Tables of words and names are not in it: they are in the version of the knowledge.
    """
    modules = {place.partition(":")[0] for place in (extractor.read, extractor.load)}
    entries = (*sorted(modules), "furat.graph.mapping.document", "furat.graph.gate")
    return dependence.code_version(entries, ("ontology/shapes.ttl",))


def refresh_vocabulary(writer: Writer, gate: Gate) -> None:
    """The vocabulary graph is that of the installed ontology; it passes the gate, or nothing is built."""
    content = _hash([f"{name}\0{text}" for name, text in vocabulary_files()])
    if _is_old(writer, "vocabulary", content):
        _replace(writer, "vocabulary", content, _passed(gate, "ontology", vocabulary(writer.iris)))


def refresh_gazetteer(writer: Writer, known: Gazetteer, run: Run, gate: Gate) -> None:
    """The gazetteer graph is that of the knowledge; every entry passes the gate, or nothing is built.

    It is mapped once a run, and left alone when another run makes the same of it.
    """
    noted, _, content = writer.ledger.meta("gazetteer of", "").partition(" ")
    if noted == run.key and not _is_old(writer, "gazetteer", content):
        return
    lines = _passed(gate, "gazetteer", gazetteer(writer.iris, known))
    content = _hash(lines)
    if _is_old(writer, "gazetteer", content):
        _replace(writer, "gazetteer", content, lines)
    writer.ledger.set_meta("gazetteer of", f"{run.key} {content}")


def _passed(gate: Gate, place: str, lines: list[str]) -> list[str]:
    for judged in gate.validate([Candidate(place, "".join(lines).encode())]).refused.values():
        raise LexiconError(f"{place}: {judged.findings[0]} (of {len(judged.findings)} findings); correct the tables")
    return lines


def remember_run(writer: Writer, run: Run) -> None:
    """Keeps what a run's node says for as long as documents of it are in the store."""
    said = json.dumps([run.software, run.knowledge, dict(run.options)], sort_keys=True)
    writer.ledger.set_meta(f"run {run.key}", said)


def refresh_runs(writer: Writer) -> None:
    """The graph of runs names each run whose documents are in the store."""
    lines: list[str] = []
    for key, documents in writer.ledger.read_with().items():
        software, knowledge, options = json.loads(writer.ledger.meta(f"run {key}", '["", "", {}]'))
        lines += Run(software, knowledge, options).lines(writer.iris, documents)
    content = _hash(lines)
    if _is_old(writer, "runs", content):
        _replace(writer, "runs", content, sorted(lines))


def _is_old(writer: Writer, name: str, content: str) -> bool:
    row = writer.ledger.graph(name)
    return (row.content if row else _hash([])) != content


def _replace(writer: Writer, name: str, content: str, lines: Sequence[str]) -> None:
    shard = writer.new_stage() / f"{name}.nq"
    text = "".join(lines).encode()
    with saving(writer.root):
        shard.write_bytes(text)
    writer.ledger.stage_graph(GraphRow(name, content, len(lines)))
    writer.commit([(shard, len(text))])


def _hash(parts: Iterable[str]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(part.encode() + b"\n")
    return digest.hexdigest()
