"""The W3C SHACL test suite as cases: data, shapes and the results it expects."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from furat.graph.shacl.graph import Graph
from furat.graph.shacl.paths import path_text, read_path
from furat.graph.shacl.vocabulary import Term, sh

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

# focus, path, value, shape, component, constraint, severity, messages (None where the suite does not say)
Row = tuple[Term, str, Term | None, Term | None, Term, Term | None, Term, frozenset[Term] | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One sht:Validate entry; `expected` is None where validation has to fail."""

    name: str
    data: Path
    shapes: Path
    expected: Counter[Row] | None


def quads_of(path: Path) -> list[Quad]:
    """The quads of a Turtle file with its own blank node labels."""
    return list(parse(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.as_uri(), rename_blank_nodes=False))


class Suite:
    """Reads a file once, so that blank nodes of manifest, data and shapes in one file are the same."""

    def __init__(self) -> None:
        self._quads: dict[Path, list[Quad]] = {}

    def quads(self, path: Path) -> list[Quad]:
        if path not in self._quads:
            self._quads[path] = quads_of(path)
        return self._quads[path]

    def cases(self, folder: Path) -> Iterator[Case]:
        """Every entry of every file; the manifests leave one file out."""
        for path in sorted(folder.rglob("*.ttl")):
            graph = Graph(self.quads(path))
            for entries in graph.objects(NamedNode(path.as_uri()), NamedNode(MF + "entries")):
                for entry in graph.members(entries):
                    yield self._case(graph, entry, folder)

    def _case(self, graph: Graph, entry: Term, folder: Path) -> Case:
        (action,) = graph.objects(entry, NamedNode(MF + "action"))
        (data,) = graph.objects(action, NamedNode(SHT + "dataGraph"))
        (shapes,) = graph.objects(action, NamedNode(SHT + "shapesGraph"))
        (result,) = graph.objects(entry, NamedNode(MF + "result"))
        failure = result == NamedNode(SHT + "Failure")
        name = _file(entry).relative_to(folder).as_posix()
        return Case(name, _file(data), _file(shapes), None if failure else _expected(graph, result))


def _file(term: Term) -> Path:
    assert isinstance(term, NamedNode)
    return Path(term.value.removeprefix("file://"))


def _expected(graph: Graph, report: Term) -> Counter[Row]:
    rows: Counter[Row] = Counter()
    for result in graph.objects(report, sh("result")):

        def one(name: str, result: Term = result) -> Term | None:
            found = graph.objects(result, sh(name))
            return found[0] if found else None

        path = one("resultPath")
        focus, component, severity = one("focusNode"), one("sourceConstraintComponent"), one("resultSeverity")
        assert focus is not None and component is not None and severity is not None
        messages = frozenset(m for m in graph.objects(result, sh("resultMessage")) if isinstance(m, Literal))
        rows[
            focus,
            path_text(read_path(graph, path, result)) if path is not None else "",
            one("value"),
            one("sourceShape"),
            component,
            one("sourceConstraint"),
            severity,
            messages or None,
        ] += 1
    return rows
