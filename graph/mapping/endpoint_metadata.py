"""What tools that meet the endpoint ask it for by SPARQL: prefixes (`sh:declare`) and queries to try.

Shaped for the queries of SIB's SPARQL editor and its kin, which list each `rdfs:comment` of an `sh:SPARQLExecutable` as
one example: so there is one comment a query, in English; the Arabic summary is its `dct:description`.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from furat.graph.query import named_queries, ready
from furat.graph.vocab.iris import Iris
from furat.graph.vocab.namespaces import FUNCTION, PREFIXES, node

_KINDS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def offered(iris: Iris) -> Iterator[Triple]:
    """Prefixes and queries as triples, in one order; each query runs as it stands on a store with these IRIs."""
    holder = NamedNode(iris.prefixes())
    yield Triple(holder, node("rdf:type"), node("owl:Ontology"))
    for prefix, space in sorted({**PREFIXES, "fn": FUNCTION}.items()):
        declaration = NamedNode(iris.prefix(prefix))
        yield Triple(holder, node("sh:declare"), declaration)
        yield Triple(declaration, node("rdf:type"), node("sh:PrefixDeclaration"))
        yield Triple(declaration, node("sh:prefix"), Literal(prefix))
        yield Triple(declaration, node("sh:namespace"), Literal(space, datatype=node("xsd:anyURI")))
    for query in named_queries():
        this, kind = NamedNode(iris.query(query.name)), _KINDS[query.form]
        yield Triple(this, node("rdf:type"), node("sh:SPARQLExecutable"))
        yield Triple(this, node("rdf:type"), node(f"sh:SPARQL{kind}Executable"))
        yield Triple(this, node("dct:identifier"), Literal(query.name))
        yield Triple(this, node("rdfs:comment"), Literal(query.summary, language="en"))
        yield Triple(this, node("dct:description"), Literal(query.summary_ar, language="ar"))
        yield Triple(this, node("sh:prefixes"), holder)
        yield Triple(this, node(f"sh:{kind.lower()}"), Literal(ready(query, iris.base)))
