"""What the graph of one document says of its reports: all of it that the derivation of events needs, packed small.

Taken from the lines of N-Quads themselves, so that it is the same whether they come from a worker or from the store.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from furat.extract.records import ROLES
from furat.graph.vocab.namespaces import iri
from furat.graph.vocab.nquads import StatementReader

Said = Mapping[str, list[str]]  # values by the local name of the property, sorted

EARLIEST, LATEST = "hasEarliestBeginTimeStamp", "hasLatestEndTimeStamp"
_OF_REPORTS = (
    *("furat:inDocument", "furat:eventType", "furat:status", "furat:edtf", "furat:sameEventAs"),
    *("furat:killedMin", "furat:killedMax", "furat:injuredMin", "furat:injuredMax"),
    *(f"sem:{EARLIEST}", f"sem:{LATEST}", *(f"furat:{role}" for role in ROLES)),
)
_OF_OTHERS = ("furat:publisher", "furat:publisherName", "dct:issued", "furat:within")
_NAMES = {iri(name).encode(): name.partition(":")[2] for name in (*_OF_REPORTS, *_OF_OTHERS)}
_READER = StatementReader(*_OF_REPORTS, *_OF_OTHERS)


@dataclass(frozen=True, slots=True)
class Told:
    """One document's part in the derivation; IRIs in full."""

    publisher: str | None  # IRI or name
    issued: str | None  # ISO date
    within: Mapping[str, list[str]]  # places that the document names and nobody has curated
    reports: Mapping[str, Said]  # by IRI


def pack(quads: bytes) -> bytes:
    """The packed `Told` of a document's graph, given as N-Quads in any order."""
    found: dict[str, dict[str, list[str]]] = {}
    publisher = issued = None
    within: dict[str, list[str]] = {}
    for statement in _READER.read(quads):
        subject, name, value = statement.subject.decode(), _NAMES[statement.predicate], statement.value
        if name in ("publisher", "publisherName"):
            publisher = value
        elif name == "issued":
            issued = value
        elif name == "within":
            within.setdefault(subject, []).append(value)
        else:
            found.setdefault(subject, {}).setdefault(name, []).append(value)
    reports = {iri: {name: sorted(found[iri][name]) for name in sorted(found[iri])} for iri in sorted(found)}
    whole = [publisher, issued, {place: sorted(within[place]) for place in sorted(within)}, reports]
    return zlib.compress(json.dumps(whole, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes) -> Told:
    """What `pack` packed."""
    publisher, issued, within, reports = json.loads(zlib.decompress(packed))
    return Told(publisher, issued, within, reports)
