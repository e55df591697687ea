"""How terms are called on pages: labels in Arabic and English, short names, and where a link leads on this server."""

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from furat.graph.serve.operations.snapshot import OpenSnapshot
from furat.graph.vocab.namespaces import DCT, FURAT, PREFIXES, RDFS, SCHEMA, SEM, SKOS, TYPE, curie

Term = NamedNode | BlankNode | Literal | Triple
_LABELS = [
    NamedNode(SKOS + "prefLabel"),
    NamedNode(RDFS + "label"),
    NamedNode(SCHEMA + "headline"),
    NamedNode(DCT + "title"),
    NamedNode(SKOS + "altLabel"),
]
_EVENT_PARTS = [NamedNode(SEM + name) for name in ("eventType", "hasPlace", "hasEarliestBeginTimeStamp")]
_REPORT_PARTS = [NamedNode(FURAT + name) for name in ("eventType", "location")]
_ANCHOR = NamedNode(PREFIXES["nif"] + "anchorOf")
_LOCAL = {FURAT: "/ontology#", TYPE: "/event-type/", PREFIXES.get("place-type", "-"): "/place-type/"}
_REMEMBERED = 20_000


class Labels:
    """The labels of a snapshot, kept as long as it is open."""

    def __init__(self, snapshot: OpenSnapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, dict[str, str]] = snapshot.memory.setdefault("labels", {})

    def of(self, node: Term) -> dict[str, str]:
        """The labels by language (`ar`, `en`); made up for events, reports and mentions; there may be none."""
        if not isinstance(node, NamedNode):
            return {}
        if node.value not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[node.value] = {}  # parts of a thing may name the thing
            self._known[node.value] = self._read(node)
        return self._known[node.value]

    def _read(self, node: NamedNode) -> dict[str, str]:
        found: dict[str, str] = {}
        for predicate in _LABELS:
            for literal in sorted(self._objects(node, predicate), key=str):
                if isinstance(literal, Literal):
                    found.setdefault((literal.language or "en").partition("-")[0], literal.value)
            if found.keys() & {"ar", "en"}:
                return {language: found[language] for language in ("ar", "en") if language in found}
        local = node.value.removeprefix(self._snapshot.base)
        if local.startswith("event/") and "#" not in local:
            return self._composed(node, _EVENT_PARTS)
        if "#report=" in local and "&" not in local:
            return self._composed(node, _REPORT_PARTS)
        if "#char=" in local:
            anchors = sorted(o.value for o in self._objects(node, _ANCHOR) if isinstance(o, Literal))
            return {"ar": anchors[0]} if anchors else {}
        return {}

    def _composed(self, node: NamedNode, predicates: list[NamedNode]) -> dict[str, str]:
        parts: dict[str, list[str]] = {"ar": [], "en": []}
        for predicate in predicates:
            for value in sorted(self._objects(node, predicate), key=str)[:2]:
                names = {"ar": value.value, "en": value.value} if isinstance(value, Literal) else self.of(value)
                for language in parts:
                    if name := names.get(language) or names.get("ar") or names.get("en"):
                        parts[language].append(name)
        return {language: " · ".join(names) for language, names in parts.items() if names}

    def _objects(self, node: NamedNode, predicate: NamedNode) -> set[Term]:
        return {quad.object for quad in self._snapshot.store.quads_for_pattern(node, predicate, None, None)}

    def curie(self, node: NamedNode) -> str:
        """The prefixed name, or the IRI."""
        return curie(node.value)

    def path(self, node: NamedNode) -> str | None:
        """Where this server shows an IRI; None for what others minted."""
        local = self._snapshot.iris.path(node.value)
        if local is not None:
            return None if local.startswith("/") else "/" + local  # two slashes would lead to another host
        for space, path in _LOCAL.items():
            if node.value.startswith(space):
                return path + node.value.removeprefix(space)
        return None

    def link(self, node: NamedNode) -> str | None:
        """Where a page may link for an IRI: to this server or to the web, never to a script."""
        return self.path(node) or (node.value if node.value.startswith(("http://", "https://")) else None)

    def reference(self, node: Term) -> dict[str, Any]:
        """A link with its labels."""
        if not isinstance(node, NamedNode):
            return {"iri": str(node), "href": None, "name": str(node)}
        known = self.of(node)
        href = self.link(node)
        name = curie(node.value)
        if name == node.value:
            name = node.value.removeprefix(self._snapshot.base)
        return {"iri": node.value, "href": href, "name": name, **known}

    def value(self, term: Term) -> dict[str, Any]:
        """A link, or a literal with language and datatype."""
        if not isinstance(term, Literal):
            return self.reference(term)
        kind = curie(term.datatype.value)
        return {
            "text": term.value,
            "language": term.language,
            "datatype": None if kind in ("xsd:string", "rdf:langString") else kind,
        }
