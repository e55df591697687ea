"""What one graph gives to the index: its texts, what it says of names, how often it uses each class and property.

Taken from lines of N-Quads, so that it is the same whether they come from a worker or from the store.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from sqlite3 import DatabaseError

from furat.graph.search.normalise import forms
from furat.graph.vocab.namespaces import iri
from furat.graph.vocab.nquads import StatementReader, of_class, unescaped, usage

KINDS = (
    ("furat:Actor", "actor"), ("furat:Place", "place"), ("skos:Concept", "type"),
    ("owl:Class", "term"), ("owl:ObjectProperty", "term"), ("owl:DatatypeProperty", "term"),
)  # fmt: skip
PREFERRED, SEEN, KIND = "0", "seen", "kind"  # what is said of a name; labels come first, in this order
_LABELS = {"skos:prefLabel": PREFERRED, "skos:altLabel": "1", "skos:hiddenLabel": "2"}
_TEXTS = {"furat:sentence": "report", "schema:headline": "document"}

Fact = tuple[str, str, str, str]  # IRI, what is said of it, language, value


_READER = StatementReader(*_TEXTS, *_LABELS, "furat:denotes")
_LABEL_OF = {iri(curie).encode(): what for curie, what in _LABELS.items()}
_TEXT_OF = {iri(curie).encode(): kind for curie, kind in _TEXTS.items()}


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document's contribution as a worker hands it over."""

    kept: bytes  # a `Contribution`, packed
    spelled: tuple[str, ...]  # the words of its texts, as they are searched; in the order of the texts


@dataclass(slots=True)
class Contribution:
    """A graph's part in the index."""

    texts: list[tuple[str, str, str]] = field(default_factory=list)  # IRI, kind, text
    facts: dict[Fact, int] = field(default_factory=dict)  # how often it says so
    classes: dict[str, int] = field(default_factory=dict)  # triples
    properties: dict[str, int] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)  # IRIs

    def packed(self) -> bytes:
        """This contribution as compressed JSON, as it is kept in the index."""
        facts = [[*fact, n] for fact, n in self.facts.items()]
        whole = [self.texts, facts, self.classes, self.properties, self.events]
        return zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(kept: bytes) -> Contribution:
    """What was packed; an error of the file's when it is not whole."""
    try:
        texts, facts, classes, properties, events = json.loads(zlib.decompress(kept))
    except (ValueError, zlib.error) as error:
        raise DatabaseError(f"what a graph gave cannot be read: {error}") from error
    said = {(fact[0], fact[1], fact[2], fact[3]): fact[4] for fact in facts}
    return Contribution([(text[0], text[1], text[2]) for text in texts], said, classes, properties, events)


class TripleTally:
    """Triples by class and by property, added up and taken away."""

    def __init__(self) -> None:
        self._classes: Counter[str] = Counter()
        self._properties: Counter[str] = Counter()

    def add(self, quads: bytes, sign: int) -> None:
        """Counts the lines once more or once less."""
        for total, found in zip((self._classes, self._properties), usage(quads), strict=True):
            for term, n in found.items():
                total[term] += sign * n

    def total(self) -> Contribution:
        """All of it."""
        return Contribution(classes=dict(self._classes), properties=dict(self._properties))


def pack(quads: bytes, *, counting: bool = True) -> Indexed:
    """What a graph, given as N-Quads in any order, gives to the index; the default graph is not counted."""
    found = contribution(quads)
    if not counting:
        found.classes, found.properties = {}, {}
    return Indexed(found.packed(), tuple(spelled(text) for _, _, text in found.texts))


def contribution(quads: bytes) -> Contribution:
    """What the lines of one graph say."""
    classes, properties = usage(quads)
    facts: Counter[Fact] = Counter()
    texts: dict[tuple[str, str, str], str] = {}
    for subject, name, target, text, language in _READER.read(quads):
        if (kind := _TEXT_OF.get(name)) is not None:
            if not target:
                place, value = (kind, subject.partition(b"#")[0].decode(), unescaped(text.decode())), subject.decode()
                texts[place] = min(texts.get(place, value), value, key=_in_order)
        elif (what := _LABEL_OF.get(name)) is not None:
            if not target:
                facts[
                    subject.decode(), what, language.decode().partition("--")[0].lower(), unescaped(text.decode())
                ] += 1
        elif target and not target.startswith(subject.partition(b"#")[0] + b"#"):  # else a mention of a report
            facts[target.decode(), SEEN, "", ""] += 1
    for n, (curie, _) in enumerate(KINDS):
        if iri(curie) in classes:
            facts.update((named, KIND, "", str(n)) for named in of_class(quads, curie))
    listed = sorted((_in_order(value), kind, text) for (kind, _, text), value in texts.items())
    return Contribution(
        [(value, kind, text) for (_, value), kind, text in listed], dict(sorted(facts.items())), classes, properties,
        sorted(event_iris(quads)) if iri("furat:Event") in classes else [],
    )  # fmt: skip


def event_iris(quads: bytes) -> Iterator[str]:
    """The IRIs of the events that the lines tell of."""
    return of_class(quads, "furat:Event")


def spelled(text: str) -> str:
    """The words of a text by their spelling."""
    return " ".join(word.exact for word in forms(text))


def _in_order(address: str) -> tuple[int, str]:
    """Reports of one document in the order of the text, nearly: of one sentence the first is shown."""
    return len(address), address
