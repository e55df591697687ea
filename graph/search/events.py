"""Events in lines of N-Quads, and the entry under which each is found: the names of its types, places and actors."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from furat.graph.vocab.namespaces import iri

EntryRow = tuple[str, str, int | None, str | None, str | None, str, int]  # IRI, kind, part, ar, en, names, weight
LabelsOf = Callable[[str], list[tuple[str, str]]]  # of an IRI: names with their language, ar or en

PARTS = ("sem:eventType", "sem:hasPlace", "sem:hasActor")
_PARTS = frozenset(iri(curie).encode() for curie in PARTS)
_BEGIN, _REPORTS = (iri(curie).encode() for curie in ("sem:hasEarliestBeginTimeStamp", "furat:reportCount"))
_SAID = b"|".join(map(re.escape, sorted((*_PARTS, _BEGIN, _REPORTS))))
_IS_EVENT = b"%s> <%s> " % tuple(re.escape(iri(curie).encode()) for curie in ("rdf:type", "furat:Event"))
_LINE = re.compile(rb"\n<([^> ]*)> <(?:(" + _SAID + rb')> (?:<([^>]*)>|"([^"]*)")|' + _IS_EVENT + rb")")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What an event is found by."""

    parts: tuple[str, ...]  # IRIs of its types, places, actors
    begin: str  # ISO date, or empty
    reports: int

    def entry(self, address: str, labels: LabelsOf) -> EntryRow | None:
        """Its row; None when nothing of it has a name."""
        named = sorted({label for part in self.parts for label in labels(part)})
        if not named:
            return None
        ar, en = ([name for name, tag in named if tag == language] for language in ("ar", "en"))
        shown = [" · ".join([*names, self.begin]).strip(" ·") or None for names in (ar, en)]
        names = dict.fromkeys([*ar, *en, *([self.begin] if self.begin else [])])
        return address, "event", None, shown[0], shown[1], "\n".join(names), self.reports


def events_of(pieces: Iterable[bytes]) -> Iterator[tuple[str, EventFacts]]:
    """The events that lines tell of; the lines about one event stand together, the pieces end with whole lines."""
    said = (found for piece in pieces for found in _LINE.findall(b"\n" + piece))
    for event, lines in groupby(said, key=itemgetter(0)):
        parts, begin, reports, known = [], b"", 0, False
        for _, name, target, value in lines:
            if not name:
                known = True
            elif name in _PARTS:
                parts.append(target.decode())
            elif name == _BEGIN:
                begin = max(begin, value)
            elif value.isdigit():
                reports = int(value)
        if known:
            yield event.decode(), EventFacts(tuple(parts), begin.decode(), reports)
