"""A Reading as the lines of its document's graph: the document, its mentions, and the actors that only it names."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256

from furat.extract.names.gazetteer import Gazetteer
from furat.extract.records import Mention, Reading
from furat.graph.mapping.document_graph import A, Page
from furat.graph.mapping.entities import uncurated
from furat.graph.mapping.reports import add_reports
from furat.graph.vocab.iris import Iris, web_address
from furat.graph.vocab.nquads import day, decimal, name, reason, ref, tagged, text

_DENOTES, _WHY = name("furat:denotes"), name("furat:why")
_CONFIDENCE, _FRAMING = name("furat:confidence"), name("furat:framing")


@dataclass(frozen=True, slots=True)
class Mapper:
    """Turns Readings into lines of N-Quads; one for a whole build."""

    iris: Iris
    gazetteer: Gazetteer
    run: str  # key of the run that reads the documents

    def lines(self, reading: Reading) -> list[str]:
        """The document's graph, sorted, each quad once; InputError when the text cannot be carried by RDF."""
        return self._page(reading).lines.sorted()

    def written(self, reading: Reading) -> tuple[int, bytes]:
        """How many quads `lines` gives, and these as they stand in a file; cheaper than the lines one by one."""
        return self._page(reading).lines.written()

    def _page(self, reading: Reading) -> Page:
        page = Page(self.iris, self.gazetteer, reading)
        _add_document(page, self.run)
        for entity in reading.entities:
            uncurated(page.lines, self.iris, entity)
        _add_names(page)
        add_reports(page)
        return page


def _add_document(page: Page, run: str) -> None:
    """The document itself and where it comes from."""
    document, add, node = page.reading.document, page.lines.add, page.node
    add(node, A, name("furat:Document"))
    add(node, name("dct:identifier"), text(document.id))
    add(node, name("dct:language"), text(document.language))
    add(node, name("nif:isString"), text(document.text))
    add(node, name("furat:sha256"), text(sha256(document.text.encode()).hexdigest()))
    add(node, name("prov:wasGeneratedBy"), ref(page.iris.run(run)))
    headline = document.title
    if headline is None and page.reading.headline is not None:
        headline = page.text[page.reading.headline.start : page.reading.headline.end]
    if headline:
        add(node, name("schema:headline"), tagged(headline, document.language))
    if document.published is not None:
        add(node, name("dct:issued"), day(document.published))
    if document.url:
        address = web_address(document.url)
        if address is None:  # not absolute: kept as the words it was given in
            add(node, name("schema:url"), text(document.url))
        else:
            add(node, name("dct:source"), ref(address))
    if page.reading.publisher is not None:
        add(node, name("furat:publisher"), page.entity("actor", page.reading.publisher))
    elif document.publisher:
        add(node, name("furat:publisherName"), text(document.publisher))


def _add_names(page: Page) -> None:
    """The mentions of actors and places; two readings of one span share its node."""
    by_span: dict[str, list[Mention]] = defaultdict(list)
    for mention in page.reading.mentions:
        by_span[page.span(mention.span)].append(mention)
    for node, mentions in by_span.items():
        page.lines.add(node, _CONFIDENCE, decimal(max(m.confidence for m in mentions)))
        for mention in mentions:
            entity = page.entity(mention.kind, mention.entity)
            page.lines.say(node, f"{_DENOTES} {entity}", f"{_WHY} {reason(mention.why)}")
            page.lines.add(node, _FRAMING, *(tagged(words, page.language) for words in mention.framing))
