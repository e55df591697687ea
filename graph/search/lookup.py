"""Finding entries in the index of a snapshot: by spelling first, by sound after it, the much mentioned first."""

import json
import sqlite3
from dataclasses import dataclass
from math import log1p
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.search.counts import Counts
from furat.graph.search.forms import Form, forms, plain, tells

KINDS = ("actor", "place", "event", "report", "document", "type", "term")
_CANDIDATES = 2000  # of each way of matching, the best by the index's own ranking
_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Hit:
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

    def search(self, text: str, kinds: tuple[str, ...] = KINDS, limit: int = 20) -> list[Hit]:
        """The best entries for a text in Arabic or English, in any spelling; the last word may be unfinished."""
        words = forms(text)[:16]
        if not words:
            return []
        found: dict[str, Hit] = {}
        for expression, why in _expressions(words):
            for hit in self._match(expression, why, kinds, plain(text), words):
                if hit.iri not in found or found[hit.iri].score < hit.score:
                    found[hit.iri] = hit
            if len(found) >= limit and why == "spelling":
                break
        return sorted(found.values(), key=lambda hit: (-hit.score, _ORDER.get(hit.kind, 99), hit.iri))[:limit]

    def _match(self, expression: str, why: str, kinds: tuple[str, ...], asked: str, words: list[Form]) -> list[Hit]:
        sql = """SELECT e.iri, e.kind, e.ar, e.en, e.names, e.weight, w.rank
                 FROM words w JOIN entries e ON e.id = w.rowid
                 WHERE words MATCH ? AND e.kind IN (SELECT value FROM json_each(?)) ORDER BY w.rank LIMIT ?"""
        hits = []
        given = (expression, json.dumps(kinds), _CANDIDATES)
        for iri, kind, ar, en, names, weight, rank in self._database.execute(sql, given):
            score = {"spelling": 10.0, "sound": 4.0}[why] + min(4.0, log1p(weight)) + min(3.0, -rank / 4)
            score += {"actor": 2.0, "place": 2.0, "type": 1.0, "event": 0.5}.get(kind, 0.0)
            whole = _is_whole(names, words, asked)
            hits.append(Hit(iri, kind, ar, en, round(score + 8 * whole, 3), "name" if whole else why))
        return hits

    def counts(self) -> Counts:
        """What was counted when the index was built."""
        rows = self._database.execute("SELECT kind, term, n FROM counts").fetchall()
        by_kind: dict[str, dict[str, int]] = {"total": {}, "class": {}, "property": {}}
        for kind, term, n in rows:
            by_kind[kind][term] = n
        totals = by_kind["total"]
        return Counts(totals["triples"], totals["graphs"], by_kind["class"], by_kind["property"])


def _expressions(words: list[Form]) -> list[tuple[str, str]]:
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


def _is_whole(names: str, words: list[Form], asked: str) -> bool:
    wanted = [word.exact for word in words]
    return any(plain(name) == asked or [w.exact for w in forms(name)] == wanted for name in names.split("\n") if name)
