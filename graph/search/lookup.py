"""Finding entries in the index of a snapshot: by spelling first, by sound after it, the much mentioned first."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log1p
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.search.contribution import unpacked
from furat.graph.search.counts import Counts
from furat.graph.search.normalise import WordForm, forms, plain, tells

KINDS = ("actor", "place", "event", "report", "document", "type", "term")
_TEXTS = ("report", "document")
_CANDIDATES = 2000  # of each way of matching, the best by the index's own ranking
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
        words = forms(text)[:16]
        if not words:
            return []
        found: dict[str, tuple[SearchHit, int]] = {}
        for expression, why in _expressions(words):
            for hit, number in self._match(expression, why, kinds, plain(text), words):
                if hit.iri not in found or _place(hit) < _place(found[hit.iri][0]):
                    found[hit.iri] = hit, number
            if len(found) >= limit and why == "spelling":
                break
        best = sorted(found.values(), key=lambda item: _place(item[0]))[:limit]
        return [replace(hit, ar=self._text(number)) if hit.kind in _TEXTS else hit for hit, number in best]

    def _match(
        self, expression: str, why: str, kinds: tuple[str, ...], asked: str, words: list[WordForm]
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
            score = {"spelling": 10.0, "sound": 4.0}[why] + min(4.0, log1p(weight)) + min(3.0, -rank / 4)
            score += {"actor": 2.0, "place": 2.0, "type": 1.0, "event": 0.5}.get(kind, 0.0)
            whole = _is_whole(names, words, asked)
            yield SearchHit(iri, kind, ar, en, round(score + 8 * whole, 3), "name" if whole else why), number

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


def _place(hit: SearchHit) -> tuple[float, int, str]:
    """Where a hit stands among others; not in the order in which the index happens to hold them."""
    return -hit.score, _ORDER.get(hit.kind, 99), hit.iri


def _expressions(words: list[WordForm]) -> list[tuple[str, str]]:
    """FTS5 expressions, strict before loose; words hold letters and digits only, so nothing needs escaping."""
    last = len(words) - 1
    spelled = [f'exact : "{w.exact}"{"*" if i == last and len(w.exact) > 1 else ""}' for i, w in enumerate(words)]
    sounded = [
        f'({strict} OR sound : "{w.sound}")' if tells(w, words) else strict
        for strict, w in zip(spelled, words, strict=True)
    ]
    found = [(" AND ".join(spelled), "spelling")]
    if sounded != spelled:
        found.append((" AND ".join(sounded), "sound"))
    return found


def _is_whole(names: str, words: list[WordForm], asked: str) -> bool:
    wanted = [word.exact for word in words]
    return any(plain(name) == asked or [w.exact for w in forms(name)] == wanted for name in names.split("\n") if name)
