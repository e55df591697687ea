"""Triples and whole datasets in the formats of RDF, with the project's prefixes."""

import re
from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from furat.graph.results.jsonld import JsonLdOut
from furat.graph.results.xml_text import Out, Unwritable, xml_into
from furat.graph.vocab.namespaces import PREFIXES

FORMATS = {
    "turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD, "n3": RdfFormat.N3,
}  # fmt: skip
_XML_NAME = re.compile(r"[^\W\d][\w.-]*$")


def write_triples(triples: Iterable[Triple], name: str, out: Out, prefixes: Mapping[str, str] | None = None) -> None:
    """Writes triples in one of FORMATS; Unwritable when the format has no way to write one of them."""
    spaces = {**PREFIXES, **(prefixes or {})}
    if name == "rdfxml":
        triples = map(_with_xml_name, triples)

    def write(into: object) -> None:
        serialize(triples, into, FORMATS[name], prefixes=spaces)  # type: ignore[arg-type]

    _written(write, name, out)


def write_dataset(store: Store, name: str, out: Out) -> None:
    """Writes all graphs of a store, in a format that knows graphs."""

    def write(into: object) -> None:
        store.dump(into, FORMATS[name], prefixes=dict(PREFIXES))  # type: ignore[arg-type]

    _written(write, name, out)


def _written(write: Callable[[object], None], name: str, out: Out) -> None:
    try:
        if name == "rdfxml":
            with xml_into(out) as xml:
                write(xml)
        elif name == "jsonld":
            json = JsonLdOut(out)
            write(json)
            json.close()
        else:
            write(out)
    except (OSError, ValueError) as error:
        of_engine = getattr(error, "errno", None) is None and getattr(out, "failure", None) is None
        if of_engine and name in ("rdfxml", "jsonld"):
            raise Unwritable(f"the result cannot be written as {name}: {error}") from error
        raise


def _with_xml_name(triple: Triple | Quad) -> Triple:
    """The triple, when XML can write its predicate as a name; the engine would write what no parser takes."""
    if not _XML_NAME.search(triple.predicate.value):
        raise Unwritable(f"RDF/XML has no way to write the predicate {triple.predicate}")
    return triple  # type: ignore[return-value]
