"""Events in lines of N-Quads, and the entry under which each is found: the names of its types, places and actors."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from furat.graph.vocab.namespaces import iri
from furat.graph.vocab.nquads import StatementReader

EntryRow = tuple[str, str, int | None, str | None, str | None, str, int]  # IRI, kind, part, ar, en, names, weight
LabelsOf = Callable[[str], list[tuple[str, str]]]  # of an IRI: names with their language, ar or en

PARTS = ("sem:eventType", "sem:hasPlace", "sem:hasActor")
_PARTS = frozenset(iri(curie).encode() for curie in PARTS)
_BEGIN, _REPORTS = (iri(curie).encode() for curie in ("sem:hasEarliestBeginTimeStamp", "furat:reportCount"))
_EVENT = iri("furat:Event").encode()
_READER = StatementReader(*PARTS, "sem:hasEarliestBeginTimeStamp", "furat:reportCount", "rdf:type")


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
    said = (statement for piece in pieces for statement in _READER.read(piece))
    for event, lines in groupby(said, key=attrgetter("subject")):
        parts, begin, reports, known = [], b"", 0, False
        for _, name, target, value, _ in lines:
            if name in _PARTS:
                parts.append(target.decode())
            elif name == _BEGIN:
                begin = max(begin, value)
            elif name == _REPORTS:
                reports = int(value) if value.isdigit() else reports
            else:
                known = known or target == _EVENT
        if known:
            yield event.decode(), EventFacts(tuple(parts), begin.decode(), reports)
