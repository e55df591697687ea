"""The terms of SHACL, RDF and XSD that the compiler speaks of, each bound once."""

from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Node: TypeAlias = NamedNode | BlankNode  # what can be a shape
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"

TYPE = NamedNode(RDF + "type")
FIRST = NamedNode(RDF + "first")
REST = NamedNode(RDF + "rest")
NIL = NamedNode(RDF + "nil")
SUBCLASS_OF = NamedNode(RDFS + "subClassOf")
CLASS = NamedNode(RDFS + "Class")
TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))
FALSE = Literal("false", datatype=NamedNode(XSD + "boolean"))


def sh(name: str) -> NamedNode:
    """The SHACL term of a local name."""
    return NamedNode(SH + name)


def component(parameter: str) -> NamedNode:
    """The constraint component of a parameter of SHACL Core: of `minCount` sh:MinCountConstraintComponent."""
    return NamedNode(f"{SH}{parameter[0].upper()}{parameter[1:]}ConstraintComponent")
