"""Results as a sh:ValidationReport."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from pyoxigraph import BlankNode, RdfFormat, Triple, serialize

from furat.graph.shacl.errors import of_kind
from furat.graph.shacl.paths import path_triples
from furat.graph.shacl.results import Result
from furat.graph.shacl.vocabulary import FALSE, SH, TRUE, TYPE, XSD, sh


def report(results: Sequence[Result]) -> list[Triple]:
    """The triples of a validation report; blank nodes are numbered, so that the same results give the same bytes."""
    return list(_triples(results))


def report_turtle(results: Sequence[Result], prefixes: Mapping[str, str] | None = None) -> str:
    """The report in Turtle, with sh: and xsd: bound besides the given prefixes."""
    known = {"sh": SH, "xsd": XSD} | dict(prefixes or {})
    return of_kind(serialize(_triples(results), format=RdfFormat.TURTLE, prefixes=known), bytes).decode("utf-8")


def _triples(results: Sequence[Result]) -> Iterator[Triple]:
    top = BlankNode("report")
    numbers = count()

    def fresh() -> BlankNode:
        return BlankNode(f"path{next(numbers)}")

    yield Triple(top, TYPE, sh("ValidationReport"))
    yield Triple(top, sh("conforms"), FALSE if results else TRUE)
    for index, result in enumerate(results):
        node = BlankNode(f"result{index}")
        yield Triple(top, sh("result"), node)
        yield Triple(node, TYPE, sh("ValidationResult"))
        yield Triple(node, sh("focusNode"), result.focus)
        described: list[Triple] = []
        if result.path is not None:
            target, described = path_triples(result.path, fresh)
            yield Triple(node, sh("resultPath"), target)
        if result.value is not None:
            yield Triple(node, sh("value"), result.value)
        yield Triple(node, sh("resultSeverity"), result.severity)
        yield Triple(node, sh("sourceConstraintComponent"), result.component)
        yield Triple(node, sh("sourceShape"), result.shape)
        if result.constraint is not None:
            yield Triple(node, sh("sourceConstraint"), result.constraint)
        for message in result.messages:
            yield Triple(node, sh("resultMessage"), message)
        yield from described
