"""Literals whose datatype Oxigraph forgets, kept by a stand-in datatype.

Oxigraph stores "5"^^xsd:byte as "5"^^xsd:integer and xsd:dateTimeStamp as xsd:dateTime. Where data is read from files,
what was written is still known: a second store holds such literals with a stand-in datatype, constraints of SHACL Core
run over that one, and results give the literals back as they were written. Data without such literals needs none of it.
"""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store

from furat.graph.shacl.datatypes import INTEGERS
from furat.graph.shacl.vocabulary import XSD, Term

STAND_IN = "urn:x-furat:exact:"
_FORGOTTEN = frozenset({*INTEGERS, "dateTimeStamp"})
_MENTION = re.compile(rb"[#:;](?:" + "|".join(sorted(_FORGOTTEN, key=len, reverse=True)).encode() + rb")\b")


def is_forgotten(datatype: NamedNode) -> bool:
    """Whether Oxigraph would replace the datatype by a wider one."""
    return datatype.value.startswith(XSD) and datatype.value[len(XSD) :] in _FORGOTTEN


def mentions_forgotten(content: bytes) -> bool:
    """Whether the text of a file, in any syntax, may hold a literal of a datatype that Oxigraph forgets."""
    return _MENTION.search(content) is not None


def kept(term: Term) -> Term:
    """The term as the exact store holds it."""
    if isinstance(term, Literal) and is_forgotten(term.datatype):
        return Literal(term.value, datatype=NamedNode(STAND_IN + term.datatype.value[len(XSD) :]))
    return term


def given_back(term: Term) -> Term:
    """The term as it was written."""
    if isinstance(term, Literal) and term.datatype.value.startswith(STAND_IN):
        return Literal(term.value, datatype=NamedNode(XSD + term.datatype.value[len(STAND_IN) :]))
    return term


def exact_store(quads: Iterable[Quad]) -> Store | None:
    """A store that keeps every datatype, or nothing where an ordinary store keeps them all."""
    found = list(quads)
    changed = [Quad(q.subject, q.predicate, kept(q.object), q.graph_name) for q in found]
    if changed == found:
        return None
    store = Store()
    store.bulk_extend(changed)
    return store


def exact_datatype_test(datatype: NamedNode, var: str, well_formed: NamedNode) -> str:
    """`datatype_test` for one of the forgotten datatypes, over an exact store."""
    return f"(isLiteral({var}) && datatype({var}) = {kept_datatype(datatype)} && {well_formed}({var}))"


def kept_datatype(datatype: NamedNode) -> NamedNode:
    """The stand-in of a forgotten datatype."""
    return NamedNode(STAND_IN + datatype.value[len(XSD) :])


def comparable(var: str) -> str:
    """An expression for a variable's value, as a number or a time where it has a stand-in datatype."""
    stands_in = f'isLiteral({var}) && STRSTARTS(STR(DATATYPE({var})), "{STAND_IN}")'
    is_time = f'STRENDS(STR(DATATYPE({var})), "dateTimeStamp")'
    cast = f"IF({is_time}, <{XSD}dateTime>(STR({var})), <{XSD}integer>(STR({var})))"
    return f"IF({stands_in}, {cast}, {var})"
