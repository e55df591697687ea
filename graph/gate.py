"""The gate: what conforms to the shapes goes on, what does not is set aside with its report.

A document is judged by its own graph alone (the shapes check references to the gazetteer by the form of the IRI), so
that the verdict does not depend on the batch it happens to be validated in. A batch is validated in a few bites;
where anything is found, the documents it touches are judged again one by one.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol

from furat.extract.errors import FuratError
from furat.graph.vocab.namespaces import curie, iri
from furat.graph.vocab.nquads import subjects

EngineName = Literal["compiled", "pyshacl"]
BITE = 6_000_000  # bytes of quads judged in one go: enough to share the cost of queries, little enough for the cache


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not conform; IRIs in full."""

    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str  # English when the shape has it

    def __str__(self) -> str:
        where = f" {curie(self.path)}" if self.path else ""
        return f"{self.focus}{where}: {self.message or curie(self.component)}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What an engine says of a graph: nothing found, or the findings with the full report."""

    findings: tuple[Finding, ...]
    report: str  # sh:ValidationReport in Turtle; empty when nothing was found


class ShapesEngine(Protocol):
    """Validates N-Quads, all graphs taken as one, against the shapes it was made for."""

    def judge(self, quads: bytes) -> Judged:
        """The findings, sorted, violations only."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A graph that asks to be let in."""

    key: str
    quads: bytes  # N-Quads, one a line


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which candidates conform, in the order given, and what was found in the others."""

    conforming: tuple[str, ...]
    refused: Mapping[str, Judged]


class Gate:
    """Shapes, compiled once, that batches of candidates pass through."""

    def __init__(self, engine: EngineName | None = None, shapes: str | None = None) -> None:
        turtle = packaged_shapes() if shapes is None else shapes
        name: EngineName = engine or ("compiled" if _has_compiler() else "pyshacl")
        self.name: EngineName = name
        self._engine: ShapesEngine = _compiled(turtle) if name == "compiled" else _pyshacl(turtle)

    def validate(self, batch: Sequence[Candidate]) -> Verdict:
        """Lets pass what conforms; a candidate that does not never takes another one with it."""
        refused: dict[str, Judged] = {}
        for bite in _bites(batch):
            refused |= self._refused(bite)
        return Verdict(tuple(c.key for c in batch if c.key not in refused), refused)

    def _refused(self, bite: Sequence[Candidate]) -> dict[str, Judged]:
        together = self._engine.judge(_joined(bite))
        refused: dict[str, Judged] = {}
        for candidate in _touched(bite, together.findings):
            alone = together if len(bite) == 1 else self._engine.judge(_joined([candidate]))
            if alone.findings:
                refused[candidate.key] = alone
        return refused


def packaged_shapes() -> str:
    """The project's own shapes, in Turtle."""
    return files("furat").joinpath("ontology", "shapes.ttl").read_text(encoding="utf-8")


def _bites(batch: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """The candidates in groups that are judged together, in the order given."""
    bite: list[Candidate] = []
    size = 0
    for candidate in batch:
        if bite and size + len(candidate.quads) > BITE:
            yield bite
            bite, size = [], 0
        bite.append(candidate)
        size += len(candidate.quads)
    if bite:
        yield bite


def _joined(batch: Sequence[Candidate]) -> bytes:
    return b"".join(candidate.quads for candidate in batch)


def _touched(batch: Sequence[Candidate], findings: Sequence[Finding]) -> list[Candidate]:
    """The candidates in which a focus node is described; all of them when a finding cannot be traced to any."""
    if not findings:
        return []
    wanted = {f"<{finding.focus}>".encode() for finding in findings}
    traced: set[bytes] = set()
    touched = []
    for candidate in batch:
        here = subjects(candidate.quads) & wanted
        traced |= here
        if here:
            touched.append(candidate)
    return touched if traced == wanted else list(batch)


# --- the compiled engine


def _has_compiler() -> bool:
    return importlib.util.find_spec("furat.graph.shacl.validation") is not None


@cache
def _compiled(turtle: str) -> ShapesEngine:
    return _Compiled(importlib.import_module("furat.graph.shacl"), turtle)


class _Compiled:
    """Shapes as SPARQL inside Oxigraph."""

    def __init__(self, shacl: Any, turtle: str) -> None:
        self._shacl = shacl
        self._shapes = shacl.compile_shapes(turtle, few=0)  # a batch is small enough to be scanned

    def judge(self, quads: bytes) -> Judged:
        from pyoxigraph import RdfFormat, Store

        store = Store()
        store.load(quads, format=RdfFormat.N_QUADS, lenient=True)  # in memory a tenth faster than bulk_load
        results = [r for r in self._shapes.validate(store) if _value(r.severity) == iri("sh:Violation")]
        findings = sorted(
            (
                Finding(
                    _value(r.focus), _value(r.path), _value(r.value), _value(r.shape), _value(r.component),
                    _english([(m.value, m.language or "") for m in r.messages]),
                )
                for r in results
            ),
            key=repr,
        )  # fmt: skip
        return Judged(tuple(findings), self._shacl.report_turtle(results) if findings else "")


def _value(term: Any) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def _english(messages: Sequence[tuple[str, str]]) -> str:
    """The English message, else the first in alphabetical order."""
    return min(messages, key=lambda m: (m[1] != "en", m), default=("", ""))[0]


# --- pySHACL, the reference


@cache
def _pyshacl(turtle: str) -> ShapesEngine:
    return _PySHACL(turtle)


class _PySHACL:
    """The reference implementation, on rdflib: slow and right."""

    def __init__(self, turtle: str) -> None:
        from rdflib import Graph

        self._shapes = Graph().parse(data=turtle, format="turtle")

    def judge(self, quads: bytes) -> Judged:
        import pyshacl
        from pyoxigraph import RdfFormat, parse, serialize
        from rdflib import RDF, SH, Graph
        from rdflib import Literal as Text

        triples = serialize((quad.triple for quad in parse(quads, RdfFormat.N_QUADS)), format=RdfFormat.N_TRIPLES)
        data = Graph().parse(data=triples, format="nt")
        _, report, _ = pyshacl.validate(data, shacl_graph=self._shapes, advanced=True, inplace=True)
        if not isinstance(report, Graph):
            raise FuratError(f"pySHACL could not run the shapes: {report}")
        findings = []
        for result in report.subjects(RDF.type, SH.ValidationResult):
            if report.value(result, SH.resultSeverity) != SH.Violation:
                continue
            told = [(str(m), m.language or "") for m in report.objects(result, SH.resultMessage) if isinstance(m, Text)]
            parts = (SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.sourceConstraintComponent)
            focus, path, value, shape, component = (str(report.value(result, part) or "") for part in parts)
            findings.append(Finding(focus, path, value, shape, component, _english(told)))
        findings.sort(key=repr)
        return Judged(tuple(findings), report.serialize(format="turtle") if findings else "")
