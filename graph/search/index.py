"""The full-text index of a snapshot: names of actors, places, events and types, headlines and sentences."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from furat.graph.namespaces import node
from furat.graph.search.counts import count, query_text
from furat.graph.search.forms import forms

_SCHEMA = """
CREATE TABLE entries (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, ar TEXT, en TEXT,
                      names TEXT NOT NULL, weight INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(exact, sound, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TABLE counts (kind TEXT, term TEXT, n INTEGER NOT NULL, PRIMARY KEY (kind, term)) WITHOUT ROWID;
CREATE TEMP TABLE parts (event TEXT NOT NULL, said TEXT NOT NULL, value TEXT NOT NULL);
"""
_NAMES = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
_EVENT = {
    "sem:eventType": "part", "sem:hasPlace": "part", "sem:hasActor": "part",
    "sem:hasEarliestBeginTimeStamp": "begin",
}  # fmt: skip
_TEXTS = {"furat:sentence": "report", "schema:headline": "document"}
_KINDS = {
    "furat:Actor": "actor", "furat:Place": "place", "skos:Concept": "type",
    "owl:Class": "term", "owl:ObjectProperty": "term", "owl:DatatypeProperty": "term",
}  # fmt: skip


@dataclass(slots=True)
class _Entry:
    kind: str
    ar: str | None = None
    en: str | None = None
    names: dict[str, None] = field(default_factory=dict)  # in order, each once
    text: str = ""  # found by spelling only, never by sound


def build_index(quads: Path, out: Path) -> None:
    """Writes the index of the store in `quads` (opened read-only) to `out`; the same store gives the same rows."""
    store = Store.read_only(str(quads))
    out.unlink(missing_ok=True)
    database = sqlite3.connect(out, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        database.execute("BEGIN")
        weights = _weights(store)
        numbers = itertools.count(1)
        for iri, entry in sorted(_entries(store).items()):
            _insert(database, next(numbers), iri, entry, weights.get(iri, 0))
        for iri, entry, reports in _events(database, store):
            _insert(database, next(numbers), iri, entry, reports)
        for iri, entry in _texts(store):
            _insert(database, next(numbers), iri, entry, 0)
        counted = count(store)
        rows = [("total", "triples", counted.triples), ("total", "graphs", counted.graphs)]
        rows += [("class", term, n) for term, n in sorted(counted.classes.items())]
        rows += [("property", term, n) for term, n in sorted(counted.properties.items())]
        database.executemany("INSERT INTO counts VALUES (?, ?, ?)", rows)
        database.execute("INSERT INTO words(words) VALUES ('optimize')")
        database.execute("COMMIT")
    finally:
        database.close()


def _entries(store: Store) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for cls, kind in _KINDS.items():
        for subject in _subjects(store, node(cls)):
            found.setdefault(subject, _Entry(kind))
    for curie in _NAMES:
        for subject, literal in _values(store, curie):
            if (entry := found.get(subject)) is not None:
                _name(entry, literal, preferred=curie == "skos:prefLabel")
    return {iri: entry for iri, entry in found.items() if entry.names}


def _texts(store: Store) -> Iterator[tuple[str, _Entry]]:
    """Headlines and sentences, one at a time since there may be millions, in the order of the engine's own keys."""
    for curie, kind in _TEXTS.items():
        seen: set[int] = set()  # reports of one sentence are found once, by the first of them
        for quad in store.quads_for_pattern(None, node(curie), None, None):
            if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
                continue
            text = quad.object.value
            place = hash((quad.subject.value.partition("#")[0], text))
            if place not in seen:
                seen.add(place)
                yield quad.subject.value, _Entry(kind, ar=text, text=text)


def _events(database: sqlite3.Connection, store: Store) -> Iterator[tuple[str, _Entry, int]]:
    """Events with how many reports each has, by IRI; what belongs together is brought together by SQLite, on disk."""
    insert = "INSERT INTO parts VALUES (?, ?, ?)"
    for curie, said in _EVENT.items():
        quads = store.quads_for_pattern(None, node(curie), None, None)
        database.executemany(insert, ((_text(quad.subject), said, _text(quad.object)) for quad in quads))
    describes = store.quads_for_pattern(None, node("furat:describes"), None, None)
    database.executemany(insert, ((_text(quad.object), "report", "") for quad in describes))
    events = ((subject, "event", "") for subject in _subjects(store, node("furat:Event")))
    database.executemany(insert, events)
    labels = _labels(store)
    rows = database.execute("SELECT event, said, value FROM parts ORDER BY event")
    for event, group in itertools.groupby(rows, key=lambda row: row[0]):
        known: dict[str, list[str]] = {"part": [], "begin": [], "report": [], "event": []}
        for _, said, value in group:
            known[said].append(value)
        if known["event"] and (entry := _event(known["part"], known["begin"], labels)):
            yield event, entry, len(known["report"])


def _event(parts: Iterable[str], begins: list[str], labels: Mapping[str, list[tuple[str, str]]]) -> _Entry | None:
    named = sorted({label for part in parts for label in labels.get(part, ())})
    date = max(begins, default="")
    entry = _Entry("event")
    ar, en = ([name for name, tag in named if tag == language] for language in ("ar", "en"))
    entry.ar, entry.en = (" · ".join([*names, date]).strip(" ·") or None for names in (ar, en))
    entry.names |= dict.fromkeys([*ar, *en, *([date] if date else [])])
    return entry if named else None


def _labels(store: Store) -> dict[str, list[tuple[str, str]]]:
    """The Arabic and English names that are preferred, with their language."""
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, literal in _values(store, "skos:prefLabel"):
        if literal.language in ("ar", "en"):
            found.setdefault(subject, []).append((literal.value, literal.language))
    return found


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _name(entry: _Entry, literal: Literal, *, preferred: bool) -> None:
    entry.names[literal.value] = None
    if preferred and literal.language == "ar":
        entry.ar = min(filter(None, (entry.ar, literal.value)))
    elif preferred and literal.language == "en":
        entry.en = min(filter(None, (entry.en, literal.value)))


def _subjects(store: Store, cls: NamedNode) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, node("rdf:type"), cls, None):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject.value


def _values(store: Store, curie: str) -> Iterator[tuple[str, Literal]]:
    found = (
        (quad.subject.value, quad.object)
        for quad in store.quads_for_pattern(None, node(curie), None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    )
    yield from sorted(found, key=lambda pair: (pair[0], pair[1].language or "", pair[1].value))


def _weights(store: Store) -> dict[str, int]:
    rows = store.query(query_text("weights.rq"))
    assert isinstance(rows, QuerySolutions)
    found: dict[str, int] = {}
    for row in rows:
        entity, n = row["entity"], row["n"]
        if isinstance(entity, NamedNode) and isinstance(n, Literal):
            found[entity.value] = int(n.value)
    return found


def _insert(database: sqlite3.Connection, number: int, iri: str, entry: _Entry, weight: int) -> None:
    exact, sounds = map(list, zip(*map(_spelled, entry.names), strict=True)) if entry.names else ([], [])
    exact.append(" ".join(word.exact for word in forms(entry.text)))
    names = "\n".join(entry.names)
    database.execute(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", (number, iri, entry.kind, entry.ar, entry.en, names, weight)
    )
    database.execute(
        "INSERT INTO words(rowid, exact, sound) VALUES (?, ?, ?)", (number, _joined(exact), _joined(sounds))
    )


@lru_cache(maxsize=50_000)
def _spelled(name: str) -> tuple[str, str]:
    """The words of a name by spelling and by sound; the names of a few places and actors make up those of all events.

    >>> _spelled("Al-Hasakah")
    ('hasakah', 'hsk')
    """
    words = forms(name)
    return " ".join(word.exact for word in words), " ".join(word.sound for word in words if word.sound)


def _joined(parts: Iterable[str]) -> str:
    return " | ".join(part for part in parts if part)
