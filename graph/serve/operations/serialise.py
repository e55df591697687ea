"""Results and triples in the formats on offer, written into a sink."""

import re
from collections.abc import Iterable, Mapping

from pyoxigraph import QueryResultsFormat, RdfFormat, Triple, serialize

from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import RequestRefused
from furat.graph.vocab.namespaces import PREFIXES

RESULTS = {
    "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV,
}  # fmt: skip
RDF = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD, "n3": RdfFormat.N3,
}  # fmt: skip


_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # characters that XML 1.0 cannot hold


def write_triples(triples: Iterable[Triple], name: str, sink: Sink, prefixes: Mapping[str, str] | None = None) -> None:
    """Writes triples with the project's prefixes; refuses what a format cannot carry before anything is sent."""
    if name == "rdfxml":
        sink.refuse, triples = NOT_XML, map(_xml_predicate, triples)
    try:
        serialize(triples, sink, RDF[name], prefixes={**PREFIXES, **(prefixes or {})})  # type: ignore[arg-type]
    except (OSError, ValueError) as error:
        if sink.failure is None and name in ("rdfxml", "jsonld"):
            raise RequestRefused("not-acceptable", f"the result cannot be written as {name}: {error}") from error
        raise


def _xml_predicate(triple: Triple) -> Triple:
    """The triple, when XML can write its predicate as a name; the engine would write what no parser takes."""
    if not _XML_NAME.search(triple.predicate.value):
        raise RequestRefused("not-acceptable", f"RDF/XML has no way to write the predicate {triple.predicate}")
    return triple
