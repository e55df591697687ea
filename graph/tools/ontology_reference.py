"""docs/ontology.md, written from the ontology: `python -m furat.graph.tools.ontology_reference > docs/ontology.md`."""

import sys
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from furat.extract.tables import packaged
from furat.graph.vocab.namespaces import FURAT, PLACE_TYPE, PREFIXES, TYPE, curie

VOCABULARY = ("furat.ttl", "event-types.ttl", "event-codes.ttl", "place-types.ttl")
_CODE = "https://w3id.org/furat/code/"
_SHAPE = "https://w3id.org/furat/shape/"
_SCHEMES = ("plover", "cameo", "acled")
_MATCHES = ((SKOS.closeMatch, "≈"), (SKOS.broadMatch, "⊂"), (SKOS.narrowMatch, "⊃"), (SKOS.relatedMatch, "~"))
_DOMAINS = (URIRef("https://schema.org/domainIncludes"), RDFS.domain)
_RANGES = (URIRef("https://schema.org/rangeIncludes"), RDFS.range)
_INTRODUCTION = """# Ontology reference

Written by `python -m furat.graph.tools.ontology_reference` from the files of `ontology/`; change those, not this page.
The decisions behind it stand in `ontology/README.md`, the words in `docs/glossary.md`.
"""
_LEGEND = """Matches to the codes of other schemes: ≈ close, ⊂ the foreign code is broader, ⊃ it is narrower, ~ related.
Their owners publish no IRIs, so `event-codes.ttl` has stand-ins.
"""


def vocabulary() -> Graph:
    """The ontology with its schemes of event types, codes and place types, as one graph."""
    return _read(*VOCABULARY)


def reference() -> str:
    """The whole page, as Markdown; a function of the ontology's files alone."""
    graph, shapes = vocabulary(), _read("shapes.ttl")
    version = graph.value(URIRef(FURAT.rstrip("#")), OWL.versionInfo)
    parts = [
        _INTRODUCTION,
        f"Version {version}.\n",
        "## Prefixes\n",
        _table(("prefix", "namespace"), ((f"`{p}:`", f"`{space}`") for p, space in sorted(PREFIXES.items()))),
        "## Classes\n",
        *_classes(graph),
        "## Values\n",
        *_values(graph),
        "## Event types\n",
        _LEGEND,
        _table(("type", "Arabic", "what it is", "PLOVER", "CAMEO", "ACLED"), _event_types(graph)),
        "## Place types\n",
        _table(("type", "Arabic", "what it is"), _place_types(graph)),
        "## What data must look like\n",
        _table(("shape", "for", "message"), _rules(shapes)),
    ]
    return "\n".join(parts)


def _read(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(data=packaged("ontology", name).read_text(encoding="utf-8"), format="turtle")
    return graph


def _text(graph: Graph, subject: Node, predicate: URIRef, language: str) -> str:
    found = [o for o in graph.objects(subject, predicate) if isinstance(o, Literal) and o.language == language]
    return str(found[0]) if found else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line("---" for _ in head), *map(line, rows), ""])


def _names(nodes: Iterable[Node]) -> str:
    return ", ".join(sorted(f"`{curie(str(node))}`" for node in nodes))


def _around(graph: Graph, subject: Node, predicates: tuple[URIRef, ...]) -> str:
    return _names(o for predicate in predicates for o in graph.objects(subject, predicate))


def _ours(graph: Graph, kind: Node) -> list[URIRef]:
    found = (s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef) and s.startswith(FURAT))
    return sorted(found)


def _classes(graph: Graph) -> Iterator[str]:
    properties = [p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in _ours(graph, kind)]
    for cls in _ours(graph, OWL.Class):
        yield f"### {curie(cls)} · {_text(graph, cls, RDFS.label, 'ar')}\n"
        yield f"{_text(graph, cls, RDFS.comment, 'en')}\n\n{_text(graph, cls, RDFS.comment, 'ar')}\n"
        if parents := _names(graph.objects(cls, RDFS.subClassOf)):
            yield f"Subclass of {parents}.\n"
        of_class = [p for p in properties if any((p, domain, cls) in graph for domain in _DOMAINS)]
        if of_class:
            rows = (
                (
                    f"`{curie(p)}`",
                    _text(graph, p, RDFS.label, "ar"),
                    _around(graph, p, _RANGES),
                    _text(graph, p, RDFS.comment, "en") + _aligned(graph, p),
                )
                for p in sorted(of_class)
            )
            yield _table(("property", "Arabic", "to", "what it says"), rows)


def _aligned(graph: Graph, term: URIRef) -> str:
    parents = _names(graph.objects(term, RDFS.subPropertyOf))
    return f" Subproperty of {parents}." if parents else ""


def _values(graph: Graph) -> Iterator[str]:
    for kind in ("Role", "Status", "Stance", "AffiliationType"):
        rows = (
            (f"`{curie(v)}`", _text(graph, v, RDFS.label, "ar"), _text(graph, v, RDFS.comment, "en"))
            for v in _ours(graph, URIRef(FURAT + kind))
        )
        yield f"### furat:{kind}\n"
        yield _table(("value", "Arabic", "what it says"), rows)


def _event_types(graph: Graph) -> Iterator[tuple[str, ...]]:
    scheme = URIRef(TYPE.rstrip("/"))

    def row(concept: Node, depth: int) -> Iterator[tuple[str, ...]]:
        name = "› " * depth + f"`{curie(str(concept))}`"
        label, definition = _text(graph, concept, SKOS.prefLabel, "ar"), _text(graph, concept, SKOS.definition, "en")
        yield (name, label, definition, *(_codes(graph, concept, key) for key in _SCHEMES))
        for narrower in sorted(graph.objects(concept, SKOS.narrower), key=str):
            yield from row(narrower, depth + 1)

    for top in sorted(graph.subjects(SKOS.topConceptOf, scheme), key=str):
        yield from row(top, 0)


def _codes(graph: Graph, concept: Node, scheme: str) -> str:
    found = [
        f"{sign} {graph.value(code, SKOS.notation)}"
        for match, sign in _MATCHES
        for code in sorted(graph.objects(concept, match), key=str)
        if str(code).startswith(f"{_CODE}{scheme}/")
    ]
    return ", ".join(found)


def _place_types(graph: Graph) -> Iterator[tuple[str, ...]]:
    for concept in sorted(graph.subjects(SKOS.inScheme, URIRef(PLACE_TYPE.rstrip("/"))), key=str):
        label, definition = _text(graph, concept, SKOS.prefLabel, "ar"), _text(graph, concept, SKOS.definition, "en")
        yield (f"`{curie(str(concept))}`", label, definition)


def _rules(shapes: Graph) -> Iterator[tuple[str, ...]]:
    for shape in sorted(s for s in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef)):
        target = _names(shapes.objects(shape, SH.targetClass))
        yield (f"`{shape.removeprefix(_SHAPE)}`", target, _text(shapes, shape, SH.message, "en"))
        for part in sorted(p for p in shapes.objects(shape, SH.property) if isinstance(p, URIRef)):
            yield (f"`{part.removeprefix(_SHAPE)}`", "", _text(shapes, part, SH.message, "en"))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(reference(), end="")
