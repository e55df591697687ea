"""The actor network as GEXF 1.3, written for the readers that exist: Gephi, Gephi Lite (graphology), networkx.

What they agree on is narrower than the format: one block of attributes for nodes and one for edges, ids of attributes
equal to their titles, no edge ids, no anyURI, colours without alpha as r, g, b (networkx cannot read hex), one kind of
direction in a file (networkx). So what two actors do together is an edge each way with `mutual` true. Edges of one pair
differ by `kind`, the type of event. Labels are plain Unicode in logical order; `label_latin` is for views that cannot
set Arabic. Spells are days: the end is the midnight after the last one, so a spell of one day is not empty.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import BinaryIO
from xml.sax.saxutils import XMLGenerator

from furat.graph.export.network import Edge, Node, RunQuery, edges, nodes
from furat.graph.export.romanization import romanize

GEXF = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"
NODE_ATTRIBUTES = (
    ("label_ar", "string"),
    ("label_en", "string"),
    ("label_latin", "string"),
    ("class", "string"),
    ("curated", "boolean"),
    ("reports", "integer"),
    ("documents", "integer"),
    ("first", "string"),
    ("last", "string"),
)
EDGE_ATTRIBUTES = (
    ("event_type", "string"),  # not "type": sigma takes that for the way to draw an edge
    ("mutual", "boolean"),
    ("events", "integer"),
    ("reports", "integer"),
    ("first", "string"),
    ("last", "string"),
)
_COLOURS = {  # by class, told apart also by readers who see few colours (after Okabe and Ito)
    "State": (0, 114, 178),
    "GovernmentBody": (86, 180, 233),
    "ArmedForce": (0, 158, 115),
    "ArmedGroup": (213, 94, 0),
    "Coalition": (204, 121, 167),
    "IntergovernmentalOrganization": (240, 228, 66),
    "CivilOrganization": (230, 159, 0),
    "MediaOutlet": (128, 128, 128),
    "PoliticalParty": (120, 94, 240),
    "Person": (0, 0, 0),
}
_UNKNOWN = (190, 190, 190)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_gexf(run: RunQuery, output: BinaryIO) -> None:
    """Writes the network element by element; the bytes are a function of the graph alone."""
    links = edges(run)
    xml = _Writer(output)
    with xml.element("gexf", {"xmlns": GEXF, "xmlns:viz": VIZ, "version": "1.3"}):
        with xml.element("meta"):
            xml.text("creator", "furat")
            xml.text("description", "Actors and what reports say they do to each other; neither denied nor planned.")
        graph = {"defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date"}
        with xml.element("graph", {**graph, "timerepresentation": "interval"}):
            _declare(xml, "node", NODE_ATTRIBUTES)
            _declare(xml, "edge", EDGE_ATTRIBUTES)
            with xml.element("nodes"):
                written = set()
                for node in nodes(run):
                    _node(xml, node)
                    written.add(node.iri)
                ends = {iri for link in links for iri in (link.source, link.target)}
                for iri in sorted(ends - written):  # an edge without its node is an error to every reader
                    _node(xml, Node(iri, "", None, None, False, 0, 0, None, None))
            with xml.element("edges"):
                for link in links:
                    _edge(xml, link)


def _declare(xml: "_Writer", cls: str, attributes: Iterable[tuple[str, str]]) -> None:
    with xml.element("attributes", {"class": cls}):
        for title, kind in attributes:
            xml.empty("attribute", {"id": title, "title": title, "type": kind})


def _node(xml: "_Writer", node: Node) -> None:
    latin = node.english or (romanize(node.arabic) if node.arabic else None)
    label = node.arabic or node.english or node.iri
    with xml.element("node", {"id": node.iri, "label": " ".join(label.split())}):
        told = (node.arabic, node.english, latin, node.cls, node.curated)
        _values(xml, NODE_ATTRIBUTES, (*told, node.reports, node.documents, node.first, node.last))
        _spells(xml, node.first, node.last)
        red, green, blue = _COLOURS.get(node.cls, _UNKNOWN)
        xml.empty("viz:color", {"r": str(red), "g": str(green), "b": str(blue)})


def _edge(xml: "_Writer", edge: Edge) -> None:
    ends = {"source": edge.source, "target": edge.target}
    with xml.element("edge", {**ends, "label": edge.type, "kind": edge.type, "weight": f"{edge.events}.0"}):
        values = (edge.type, edge.mutual, edge.events, edge.reports, edge.first, edge.last)
        _values(xml, EDGE_ATTRIBUTES, values)
        _spells(xml, edge.first, edge.last)


def _values(xml: "_Writer", attributes: Iterable[tuple[str, str]], values: Iterable[str | bool | int | None]) -> None:
    with xml.element("attvalues"):
        for (title, _), value in zip(attributes, values, strict=True):
            if value is not None and value != "":
                shown = str(value).lower() if isinstance(value, bool) else str(value)
                xml.empty("attvalue", {"for": title, "value": shown})


def _spells(xml: "_Writer", first: str | None, last: str | None) -> None:
    if first and last:
        end = date.fromisoformat(last) + timedelta(days=1)
        with xml.element("spells"):
            xml.empty("spell", {"start": first, "end": end.isoformat()})


class _Writer:
    """XML to a binary stream, nothing held back; characters that XML cannot hold become U+FFFD."""

    def __init__(self, output: BinaryIO) -> None:
        self._xml = XMLGenerator(output, encoding="utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @contextmanager
    def element(self, name: str, attributes: dict[str, str] | None = None) -> Iterator[None]:
        """An element around what is written inside the block."""
        shown = {key: _NOT_XML.sub("\ufffd", value) for key, value in (attributes or {}).items()}
        self._xml.startElement(name, shown)  # type: ignore[arg-type]
        yield
        self._xml.endElement(name)
        if name in {"node", "edge", "nodes", "edges", "gexf"}:
            self._xml.ignorableWhitespace("\n")

    def empty(self, name: str, attributes: dict[str, str]) -> None:
        """An element without content."""
        with self.element(name, attributes):
            pass

    def text(self, name: str, content: str) -> None:
        """An element that holds text."""
        with self.element(name):
            self._xml.characters(content)
