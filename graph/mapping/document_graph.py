"""The graph of one document while it is written: its spans, and the actors and places it may point to."""

from collections import defaultdict
from collections.abc import Mapping

from furat.extract.errors import InputError
from furat.extract.names.gazetteer import Gazetteer
from furat.extract.records import Entity, Kind, Mention, Participation, Reading, Role, Span
from furat.graph.vocab import iris as minted
from furat.graph.vocab.iris import Iris, document_key
from furat.graph.vocab.nquads import Lines, integer, name, ref, text

A = name("rdf:type")
_IS_MENTION = f"{A} {name('furat:Mention')}"
_BEGIN, _END, _ANCHOR = name("nif:beginIndex"), name("nif:endIndex"), name("nif:anchorOf")
_PLACE_ROLES: frozenset[Role] = frozenset({"location", "origin", "destination"})


class Page:
    """What the steps of the mapping share about one document."""

    def __init__(self, iris: Iris, gazetteer: Gazetteer, reading: Reading) -> None:
        self.reading = reading
        self.iris = iris
        self.gazetteer = gazetteer
        self.key = document_key(reading.document.id)
        self.address = iris.document(self.key)
        self.node = ref(self.address)
        self.text = reading.document.text
        self.language = reading.document.language
        self.lines = Lines(iris.document_graph(self.key))
        self._entities: Mapping[str, tuple[Entity, ...]] = _by_key(reading.entities)
        self._named: Mapping[str, tuple[Mention, ...]] = _by_entity(reading.mentions)
        self._in_context = f"{name('nif:referenceContext')} {self.node}"
        self._spans: dict[tuple[int, int], str] = {}
        self._terms: dict[tuple[Kind, str], str] = {}

    def span(self, span: Span) -> str:
        """The mention node of a stretch of text, written when first asked for."""
        start, end = span.start, span.end
        node = self._spans.get((start, end))
        if node is None:
            node = self._spans[start, end] = ref(minted.mention(self.address, span))
            self.lines.say(
                node,
                _IS_MENTION,
                self._in_context,
                f"{_BEGIN} {integer(start)}",
                f"{_END} {integer(end)}",
                f"{_ANCHOR} {text(self.text[start:end])}",
            )
        return node

    def entity(self, kind: Kind, key: str) -> str:
        """The term of an actor or place that the gazetteer or this document knows."""
        term = self._terms.get((kind, key))
        if term is None:
            term = self._terms[kind, key] = ref(self._address(kind, key))
        return term

    def _address(self, kind: Kind, key: str) -> str:
        known = self.gazetteer.actors if kind == "actor" else self.gazetteer.places
        if key not in known and not any(e.kind == kind for e in self._entities.get(key, ())):
            raise InputError(f"{kind} {key!r} is neither in the gazetteer nor among what the text names")
        return self.iris.entity(kind, key)

    def participant(self, part: Participation) -> str:
        """The term of a named participant. Actors and places have key spaces of their own: the mention decides."""
        key = part.entity or ""
        kinds = {mention.kind for mention in self._named.get(key, ())}
        if len(kinds) > 1:
            here = {
                m.kind
                for m in self._named[key]
                if m.span.start < part.evidence.end and part.evidence.start < m.span.end
            }
            kinds = here if len(here) == 1 else kinds
        if len(kinds) == 1:
            return self.entity(kinds.pop(), key)
        if part.role in _PLACE_ROLES:
            return self.entity("place", key)
        is_actor = key in self.gazetteer.actors or any(e.kind == "actor" for e in self._entities.get(key, ()))
        return self.entity("actor" if is_actor else "place", key)


def _by_key(entities: tuple[Entity, ...]) -> Mapping[str, tuple[Entity, ...]]:
    found: dict[str, tuple[Entity, ...]] = {}
    for entity in entities:
        found[entity.key] = (*found.get(entity.key, ()), entity)
    return found


def _by_entity(mentions: tuple[Mention, ...]) -> Mapping[str, tuple[Mention, ...]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.entity].append(mention)
    return {key: tuple(group) for key, group in found.items()}
