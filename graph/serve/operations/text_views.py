"""The words behind the graph: a document's text with its marks, passages that name somebody, reports with evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pyoxigraph import Literal, NamedNode

from furat.graph.serve.operations.labels import Labels, Term
from furat.graph.serve.operations.snapshot import OpenSnapshot
from furat.graph.vocab.namespaces import DCT, FURAT, NIF

_CHAR = re.compile(r"#char=(\d+),(\d+)$")
_AROUND = 140  # characters of a passage before and after the words in question
_MOST_PASSAGES, _MOST_REPORTS = 30, 200
_EVIDENCE = {"trigger": "trigger", "timeEvidence": "time", "killedEvidence": "number", "injuredEvidence": "number",
             "capturedEvidence": "number"}  # fmt: skip
_ROLES = ("agent", "patient", "recipient", "location", "origin", "destination")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that is set off."""

    start: int  # code points
    end: int
    kind: str  # actor, place, trigger, time, number, claim ...
    href: str | None = None
    title: str = ""


def cut(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[dict[str, Any]]:
    """The text from start to end in pieces, marked or not; of marks that overlap the longest stays."""
    end = len(text) if end is None else min(end, len(text))
    chosen: list[Mark] = []
    for mark in sorted(set(marks), key=lambda m: (m.start - m.end, m.start, m.kind, m.href or "")):
        inside = start <= mark.start < mark.end <= end
        if inside and not any(mark.start < other.end and other.start < mark.end for other in chosen):
            chosen.append(mark)
    pieces: list[dict[str, Any]] = []
    at = start
    for mark in sorted(chosen, key=lambda m: m.start):
        if at < mark.start:
            pieces.append({"text": text[at : mark.start]})
        pieces.append({"text": text[mark.start : mark.end], "kind": mark.kind, "href": mark.href, "title": mark.title})
        at = mark.end
    if at < end:
        pieces.append({"text": text[at:end]})
    return pieces


def document_view(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> dict[str, Any]:
    """A document's text with its names and triggers marked, and its reports."""
    graph = NamedNode(snapshot.iris.document_graph(snapshot.iris.document_of(node.value) or ""))
    text = _text(snapshot, node)
    marks = []
    for quad in snapshot.store.quads_for_pattern(None, NamedNode(FURAT + "denotes"), None, graph):
        span = _CHAR.search(str(quad.subject)[:-1])
        if span is None or not isinstance(quad.object, NamedNode):
            continue
        path = labels.path(quad.object)
        kind = (path or "").strip("/").partition("/")[0]
        kind = "trigger" if "#report=" in (path or "") else kind
        names = labels.of(quad.object)
        href = "#" + quad.object.value.partition("#")[2] if kind == "trigger" else path
        marks.append(Mark(int(span[1]), int(span[2]), kind, href, names.get("en") or names.get("ar", "")))
    reports = {q.subject for q in snapshot.store.quads_for_pattern(None, NamedNode(FURAT + "inDocument"), node, graph)}
    ordered = sorted(
        (r for r in reports if isinstance(r, NamedNode)),
        key=lambda r: [int(n) for n in re.findall(r"\d+", r.value.partition("#")[2])],
    )
    return {
        "text": cut(text, marks), "reports_total": len(ordered),
        "reports": [report_card(snapshot, labels, report) for report in ordered[:_MOST_REPORTS]],
    }  # fmt: skip


def mentions_of(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> list[dict[str, Any]]:
    """Passages that name an actor or place, each with the words marked and the document they stand in."""
    found = []
    quads = snapshot.store.quads_for_pattern(None, NamedNode(FURAT + "denotes"), node, None)
    for quad in islice(quads, _MOST_PASSAGES):
        span = _CHAR.search(str(quad.subject)[:-1])
        if span is None or not isinstance(quad.subject, NamedNode):
            continue
        document = NamedNode(quad.subject.value.partition("#")[0])
        text, start, end = _text(snapshot, document), int(span[1]), int(span[2])
        first, last = _widen(text, start, end)
        pieces = cut(text, [Mark(start, end, "here")], first, last)
        framing = _texts(snapshot, quad.subject, "framing")
        found.append(
            {"document": labels.reference(document), "pieces": pieces, "framing": framing, "iri": quad.subject.value}
        )
    return sorted(found, key=lambda row: row["iri"])


def report_card(snapshot: OpenSnapshot, labels: Labels, node: NamedNode) -> dict[str, Any]:
    """A report as a card: what, who, where, when, how many, who says so, and the sentence with its evidence marked."""
    document = NamedNode(node.value.partition("#")[0])
    marks: list[Mark] = []
    roles: list[dict[str, Any]] = []
    for name, kind in _EVIDENCE.items():
        marks += _marks(_objects(snapshot, node, name), kind)
    for part in _subjects(snapshot, "ofReport", node):
        role = _first(_objects(snapshot, part, "role"))
        who = _first(_objects(snapshot, part, "participant"))
        said = _texts(snapshot, part, "description")
        marks += _marks(_objects(snapshot, part, "evidence"), "role")
        roles.append(
            {
                "role": labels.reference(role) if role else None,
                "who": labels.reference(who) if who else None,
                "said": said,
            }
        )
    roles.sort(key=lambda r: (_ROLES.index(_role_name(r["role"])), str(r["who"])))
    claims = []
    for claim in _subjects(snapshot, "about", node):
        marks += _marks(_objects(snapshot, claim, "evidence"), "claim")
        who, stance = _first(_objects(snapshot, claim, "claimer")), _first(_objects(snapshot, claim, "stance"))
        claims.append({
            "who": labels.reference(who) if who else None, "said": _texts(snapshot, claim, "claimerDescription"),
            "stance": labels.reference(stance) if stance else None,
        })  # fmt: skip
    return {
        "iri": node.value, "id": node.value.partition("#")[2], "href": labels.path(node),
        "document": labels.reference(document),
        "issued": [o.value for o in _objects_of(snapshot, document, DCT + "issued") if isinstance(o, Literal)],
        "type": [labels.reference(o) for o in _objects(snapshot, node, "eventType")],
        "status": [labels.reference(o) for o in _objects(snapshot, node, "status")],
        "when": _texts(snapshot, node, "edtf"), "roles": roles, "claims": claims,
        "killed": _range(snapshot, node, "killed"), "injured": _range(snapshot, node, "injured"),
        "captured": _range(snapshot, node, "captured"),
        "event": [labels.reference(o) for o in _objects(snapshot, node, "describes")],
        "why": _texts(snapshot, node, "why"), "pieces": _sentence(snapshot, node, document, marks),
    }  # fmt: skip


def _sentence(
    snapshot: OpenSnapshot, report: NamedNode, document: NamedNode, marks: list[Mark]
) -> list[dict[str, Any]]:
    for passage in _objects(snapshot, report, "passage"):
        if span := _CHAR.search(str(passage)[:-1]):
            return cut(_text(snapshot, document), marks, int(span[1]), int(span[2]))
    return [{"text": text["text"]} for text in _texts(snapshot, report, "sentence")]


def _text(snapshot: OpenSnapshot, document: NamedNode) -> str:
    kept: dict[str, str] = snapshot.memory.setdefault("texts", {})
    if document.value not in kept:
        if len(kept) > 50:
            kept.clear()
        found = _objects_of(snapshot, document, NIF + "isString")
        kept[document.value] = next((o.value for o in found if isinstance(o, Literal)), "")
    return kept[document.value]


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The surroundings of a stretch: to the line's ends, at most so many characters, cut between words."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    last = text.find("\n", end)
    last = min(len(text) if last < 0 else last, end + _AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last


def _marks(nodes: Iterable[Term], kind: str) -> list[Mark]:
    spans = (_CHAR.search(node.value) for node in nodes if isinstance(node, NamedNode))
    return [Mark(int(span[1]), int(span[2]), kind) for span in spans if span]


def _objects(snapshot: OpenSnapshot, node: Term, name: str) -> list[Term]:
    return _objects_of(snapshot, node, FURAT + name)


def _objects_of(snapshot: OpenSnapshot, node: Term, predicate: str) -> list[Term]:
    if not isinstance(node, NamedNode):
        return []
    return sorted({q.object for q in snapshot.store.quads_for_pattern(node, NamedNode(predicate), None, None)}, key=str)


def _subjects(snapshot: OpenSnapshot, name: str, node: NamedNode) -> list[Term]:
    quads = snapshot.store.quads_for_pattern(None, NamedNode(FURAT + name), node, None)
    return sorted({q.subject for q in quads}, key=str)


def _texts(snapshot: OpenSnapshot, node: Term, name: str) -> list[dict[str, str | None]]:
    return [{"text": o.value, "language": o.language} for o in _objects(snapshot, node, name) if isinstance(o, Literal)]


def _first(terms: list[Term]) -> Term | None:
    return terms[0] if terms else None


def _role_name(reference: dict[str, Any] | None) -> str:
    name = reference["name"].rpartition(":")[2].removesuffix("Role").lower() if reference else ""
    return name if name in _ROLES else _ROLES[-1]


def _range(snapshot: OpenSnapshot, node: NamedNode, counted: str) -> str | None:
    low, high = (_texts(snapshot, node, f"{counted}{end}") for end in ("Min", "Max"))
    if not low and not high:
        return None
    if low and high:
        one, two = low[0]["text"], high[0]["text"]
        return one if one == two else f"{one}\u2013{two}"
    return f"\u2265 {low[0]['text']}" if low else f"\u2264 {high[0]['text']}"
