"""Finding entries in the index of a snapshot: the closest name first, the much mentioned before others as close."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product
from math import log1p
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.search.closeness import Closeness, closest, words_of
from furat.graph.search.contribution import unpacked
from furat.graph.search.counts import Counts
from furat.graph.search.normalise import WordForm, forms, plain
from furat.graph.search.readings import expressions, last_resort, readings, without_class

KINDS = ("actor", "place", "event", "report", "document", "type", "term")
_TEXTS = ("report", "document")
_CANDIDATES = 2000  # of each way of matching, the best by the index's own ranking
_MOST_WORDS, _MOST_WAYS = 16, 8
_NAMED = ("actor", "place")
_BY_WAY = {"spelling": 12.0, "sound": 6.0}  # of texts, which have no names
_BY_KIND = {"actor": 1.0, "place": 1.0, "type": 0.5, "event": 0.2}
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found."""

    iri: str
    kind: str  # one of KINDS
    ar: str | None
    en: str | None
    score: float
    why: str  # name, spelling or sound


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    text: str  # plain
    words: tuple[WordForm, ...]

    def rate(self, names: str) -> tuple[bool, Closeness]:
        """Whether one of these names, one a line, is the one asked for; and how near the nearest comes."""
        wanted = [word.exact for word in self.words]
        known = [name for name in names.split("\n") if name]
        whole = any(plain(name) == self.text or [w.exact for w in words_of(name)] == wanted for name in known)
        near = closest(names, self.words)
        naming = without_class(self.words)
        ways = {tuple(w for words in way for w in words) for way in _ways(naming)} - {self.words}
        for way in ways:
            other = closest(names, way)
            near = max(near, Closeness(0.99 * other.words, other.covered), key=lambda c: c.value)
        return whole, near


class Index:
    """The open index of one snapshot."""

    def __init__(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            self._database.execute("SELECT 1 FROM entries LIMIT 1")
        except sqlite3.Error as error:
            raise StoreError(
                f"{path}: no search index ({error}): publish the store again with `furat build`"
            ) from error

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def is_sound(self) -> bool:
        """Whether the file is whole, as far as SQLite can tell."""
        try:
            return bool(self._database.execute("PRAGMA quick_check").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    def search(self, text: str, kinds: tuple[str, ...] = KINDS, limit: int = 20) -> list[SearchHit]:
        """The best entries for a text in Arabic or English, in any spelling; the last word may be unfinished."""
        words = tuple(forms(text)[:_MOST_WORDS])
        if not words:
            return []
        question = Question(plain(text), words)
        found: dict[str, tuple[SearchHit, int]] = {}
        for expression, why in expressions(words):
            self._add(found, expression, why, kinds, question)
        if not any(hit.kind in _NAMED for hit, _ in found.values()):
            self._add(found, last_resort(words), "sound", kinds, question)
        best = sorted(found.values(), key=lambda item: _place(item[0]))[:limit]
        return [replace(hit, ar=self._text(number)) if hit.kind in _TEXTS else hit for hit, number in best]

    def _add(
        self,
        found: dict[str, tuple[SearchHit, int]],
        expression: str,
        why: str,
        kinds: tuple[str, ...],
        asked: Question,
    ) -> None:
        """Adds what an expression finds, each thing once, as well as it was found."""
        for hit, number in self._match(expression, why, kinds, asked):
            if hit.iri not in found or _place(hit) < _place(found[hit.iri][0]):
                found[hit.iri] = hit, number

    def _match(
        self, expression: str, why: str, kinds: tuple[str, ...], asked: Question
    ) -> Iterator[tuple[SearchHit, int]]:
        sql = """SELECT e.id, e.iri, e.kind, e.ar, e.en, e.names, e.weight, w.rank
                 FROM words w JOIN entries e ON e.id = w.rowid
                 WHERE words MATCH ? AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY w.rank"""
        last = 0.0
        rows = self._database.execute(sql, (expression, json.dumps(kinds)))
        for n, (number, iri, kind, ar, en, names, weight, rank) in enumerate(rows):
            if n >= _CANDIDATES and rank != last:  # of those that are as good as the last one, none is left out
                break
            last = rank
            if kind in _TEXTS:
                yield SearchHit(iri, kind, ar, en, round(_BY_WAY[why] + min(3.0, -rank / 4), 3), why), number
                continue
            whole, near = asked.rate(names)
            score = 20 * near.value + 8 * whole + min(1.5, log1p(weight) / 3) + _BY_KIND.get(kind, 0.0)
            yield SearchHit(iri, kind, ar, en, round(score, 3), "name" if whole else why), number

    def _text(self, number: int) -> str:
        """The sentence or headline of an entry."""
        sql = "SELECT p.kept, e.id - p.first FROM entries e JOIN parts p ON p.id = e.part WHERE e.id = ?"
        kept, place = self._database.execute(sql, (number,)).fetchone()
        return str(unpacked(kept).texts[place][2])

    def counts(self) -> Counts:
        """What was counted when the index was built."""
        rows = self._database.execute("SELECT kind, term, n FROM counts").fetchall()
        by_kind: dict[str, dict[str, int]] = {"total": {}, "class": {}, "property": {}}
        for kind, term, n in rows:
            by_kind[kind][term] = n
        totals = by_kind["total"]
        return Counts(totals["triples"], totals["graphs"], by_kind["class"], by_kind["property"])


def _place(hit: SearchHit) -> tuple[float, int, int, str]:
    """Where a hit stands among others; not in the order in which the index happens to hold them."""
    return -hit.score, _ORDER.get(hit.kind, 99), len(hit.iri), hit.iri


@lru_cache(maxsize=256)
def _ways(words: tuple[WordForm, ...]) -> tuple[tuple[tuple[WordForm, ...], ...], ...]:
    """The words as they may be read, at most a few of all combinations."""
    return tuple(islice(product(*(readings(word, unsure=len(words) == 1) for word in words)), _MOST_WAYS))
