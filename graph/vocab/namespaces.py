"""The prefixes of the graph, bound once; terms are written as CURIEs and expanded here."""

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

FURAT = "https://w3id.org/furat/ontology#"
TYPE = "https://w3id.org/furat/event-type/"
PLACE_TYPE = "https://w3id.org/furat/place-type/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
DCT = "http://purl.org/dc/terms/"
GEO = "http://www.opengis.net/ont/geosparql#"
WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
TIME = "http://www.w3.org/2006/time#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
FUNCTION = "https://w3id.org/furat/function#"  # SPARQL functions of the endpoint, prefix fn
EDTF = "http://id.loc.gov/datatypes/edtf"  # a datatype, not a namespace

PREFIXES = MappingProxyType(
    {
        "furat": FURAT, "type": TYPE, "place-type": PLACE_TYPE,
        "nif": NIF, "sem": SEM, "prov": PROV, "skos": SKOS, "schema": SCHEMA, "dct": DCT,
        "geo": GEO, "wgs": WGS, "time": TIME, "owl": OWL, "xsd": XSD, "rdf": RDF, "rdfs": RDFS, "sh": SH, "void": VOID,
    }
)  # fmt: skip


@cache
def iri(curie: str) -> str:
    """The full IRI of a prefixed name.

    >>> iri("furat:Report")
    'https://w3id.org/furat/ontology#Report'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


@cache
def node(curie: str) -> "NamedNode":
    """The pyoxigraph node of a prefixed name; the engine is imported only when this is called."""
    from pyoxigraph import NamedNode

    return NamedNode(iri(curie))


def curie(full: str) -> str:
    """The shortest prefixed name of an IRI, or the IRI itself when no prefix fits.

    >>> curie("https://w3id.org/furat/ontology#Report")
    'furat:Report'
    """
    fitting = [(len(space), name, space) for name, space in PREFIXES.items() if full.startswith(space)]
    if not fitting:
        return full
    _, name, space = max(fitting)
    return f"{name}:{full.removeprefix(space)}"
