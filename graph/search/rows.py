"""Rows of the index, written so that what is found does not depend on the order in which they came."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from sqlite3 import Connection

from furat.graph.search.contribution import KIND, KINDS, PREFERRED, SEEN, Contribution, Fact
from furat.graph.search.events import EntryRow, EventFacts, LabelsOf
from furat.graph.search.index_file import IndexFile
from furat.graph.search.normalise import forms

_MOST_ROWS = 50_000  # in memory
_WRITTEN_TOGETHER = 4  # words of a name that people may write as one: Deirezzor


class EntryRows:
    """The rows of the file, coming and going: counts are whole numbers, and the full-text engine is given back exactly
    the words that leave, so that its statistics are those of what is there.
    """

    def __init__(self, file: IndexFile) -> None:
        self._file = file
        self.clear()

    def clear(self) -> None:
        """Forgets what is not written yet."""
        self._next = 0
        self._out: list[tuple[int, str, str]] = []  # number, words by spelling and by sound
        self._in: list[tuple[int, EntryRow, str, str]] = []
        self._fresh: list[str] = []
        self._said: Counter[Fact] = Counter()
        self._counted: Counter[tuple[str, str]] = Counter()

    @property
    def _db(self) -> Connection:
        return self._file.db  # another one after the file was copied or made anew

    # --- names and events

    def refresh_names(self) -> None:
        """Entries of the names of which something else is said than before."""
        for iri in self._file.drained("touched"):
            self._put(iri, self._name(iri), "kind <> 'event'")
            self._write_much()

    def _name(self, iri: str) -> EntryRow | None:
        names: dict[str, None] = {}
        known: dict[str, str] = {}
        kind, weight = "", 0
        sql = "SELECT what, language, value, n FROM said WHERE iri = ? ORDER BY what, language, value"
        for what, language, value, n in self._db.execute(sql, (iri,)):
            if what == SEEN:
                weight = n
            elif what == KIND:
                kind = kind or KINDS[int(value)][1]
            else:
                names[value] = None
                if what == PREFERRED:
                    known.setdefault(language, value)
        if not kind or not names:
            return None
        return iri, kind, None, known.get("ar"), known.get("en"), "\n".join(names), weight

    def put_event(self, iri: str, facts: EventFacts | None, labels: LabelsOf, *, fresh: bool = False) -> None:
        """The entry of an event is this one; None: there is no such event. A fresh one need not be looked at again."""
        if fresh:
            self._fresh.append(iri)
        self._put(iri, facts.entry(iri, labels) if facts else None, "kind = 'event'")
        self._write_much()

    def look_at(self, events: Iterable[str]) -> None:
        """Entries of these events may not be as they should."""
        self._write()
        sql = "INSERT OR IGNORE INTO events SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM fresh WHERE iri = ?1)"
        self._db.executemany(sql, ((iri,) for iri in events))

    def look_at_others(self) -> None:
        """None but the fresh ones need be as they should."""
        self._write()
        self._db.execute("""INSERT OR IGNORE INTO events SELECT iri FROM entries WHERE kind = 'event' AND part IS NULL
                            AND NOT EXISTS (SELECT 1 FROM fresh WHERE fresh.iri = entries.iri)""")
        self._db.execute("DELETE FROM renamed")

    def total(self, graphs: int) -> None:
        """The sums of what is counted."""
        run = self._db.execute
        self._write()
        run("DELETE FROM counts WHERE n = 0 OR kind = 'total'")
        run("INSERT INTO counts SELECT 'total', 'triples', coalesce(sum(n), 0) FROM counts WHERE kind = 'property'")
        run("INSERT INTO counts VALUES ('total', 'graphs', ?)", (graphs,))

    def labels(self, iri: str) -> list[tuple[str, str]]:
        """The Arabic and English names that are preferred, with their language."""
        sql = "SELECT value, language FROM said WHERE iri = ? AND what = ? AND language IN ('ar', 'en')"
        return self._db.execute(sql, (iri, PREFERRED)).fetchall()

    def _put(self, iri: str, row: EntryRow | None, where: str) -> None:
        """One entry of that IRI, or none; what is there already as it shall be stays."""
        sql = f"""SELECT id, iri, kind, part, ar, en, names, weight FROM entries
                  WHERE iri = ? AND part IS NULL AND {where}"""  # noqa: S608 - conditions of ours
        before = self._db.execute(sql, (iri,)).fetchone()
        if before is not None:
            if row is not None and before[1:-1] == row[:-1]:
                if before[-1] != row[-1]:
                    self._db.execute("UPDATE entries SET weight = ? WHERE id = ?", (row[-1], before[0]))
                return
            self._out.append((before[0], *_spelled(before[6])))
        if row is not None:
            self.insert(row, *_spelled(row[5]))

    # --- writing

    @contextmanager
    def working(self) -> Iterator[None]:
        """A change at whose end all is written."""
        self.clear()
        with self._file.change():
            self._file.note("generation", "")  # until all is as in the store
            self._db.execute("DELETE FROM fresh")
            yield
            self._write()

    def insert(self, row: EntryRow, exact: str, sound: str) -> None:
        """A new row, with its words by spelling and by sound."""
        self._in.append((self.next_number(), row, exact, sound))
        self._next += 1

    def next_number(self) -> int:
        """The number of the next row."""
        if not self._next:
            self._next = self._db.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()[0] + 1
        return self._next

    def remove(self, rows: Iterable[tuple[int, str, str]]) -> None:
        """Rows that go: number, and the words that they came with."""
        self._out += rows

    def add(self, found: Contribution, sign: int) -> None:
        """What a graph says of names, and the triples it counts, once more (1) or once less (-1)."""
        for fact, n in found.facts.items():
            self._said[fact] += sign * n
        self.count(found, sign)
        self._file.add_iris("events", found.events)
        self._write_much()

    def count(self, found: Contribution, sign: int) -> None:
        """The triples that a graph counts, once more or once less."""
        for kind, counted in (("class", found.classes), ("property", found.properties)):
            for term, n in counted.items():
                self._counted[kind, term] += sign * n

    def _write_much(self) -> None:
        if len(self._in) + len(self._out) + len(self._said) > _MOST_ROWS:
            self._write()

    def _write(self) -> None:
        """In the order of the numbers: the full-text engine writes a piece of its own whenever they fall."""
        run = self._db.executemany
        self._out.sort()
        run("INSERT INTO words (words, rowid, exact, sound) VALUES ('delete', ?, ?, ?)", self._out)
        run("DELETE FROM entries WHERE id = ?", ((number,) for number, _, _ in self._out))
        run("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((number, *row) for number, row, _, _ in self._in))
        run("INSERT INTO words (rowid, exact, sound) VALUES (?, ?, ?)",
            ((number, exact, sound) for number, _, exact, sound in self._in))  # fmt: skip
        self._out.clear()
        self._in.clear()
        self._file.add_iris("fresh", self._fresh)
        self._fresh.clear()
        self._write_said()
        run("INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            ((*name, n) for name, n in self._counted.items() if n))  # fmt: skip
        self._counted.clear()

    def _write_said(self) -> None:
        changes = sorted((fact, n) for fact, n in self._said.items() if n)
        self._said.clear()
        labels = [fact for fact, _ in changes if fact[1] == PREFERRED]
        before = self._known(labels)
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                             ((*fact, n) for fact, n in changes))  # fmt: skip
        self._db.executemany("DELETE FROM said WHERE iri = ? AND what = ? AND language = ? AND value = ? AND n = 0",
                             (fact for fact, n in changes if n < 0))  # fmt: skip
        self._file.add_iris("renamed", sorted({fact[0] for fact in before ^ self._known(labels)}))
        self._file.add_iris("touched", (fact[0] for fact, _ in changes))

    def _known(self, facts: list[Fact]) -> set[Fact]:
        sql = "SELECT 1 FROM said WHERE iri = ? AND what = ? AND language = ? AND value = ?"
        return {fact for fact in facts if self._db.execute(sql, fact).fetchone()}


def _spelled(names: str) -> tuple[str, str]:
    """The words of names, one a line, by spelling and by sound."""
    words = [_of_name(name) for name in names.split("\n")]
    return " | ".join(exact for exact, _ in words if exact), " | ".join(sound for _, sound in words if sound)


@lru_cache(maxsize=50_000)
def _of_name(name: str) -> tuple[str, str]:
    """The words of a name by spelling and by sound, and the sound of all written together.

    Kept: the names of a few places and actors make up those of all events.

    >>> _of_name("Al-Hasakah")
    ('hasakah', 'hsk')
    >>> _of_name("Deir ez-Zor")
    ('deir zor', 'dr zr drzr')
    """
    words = forms(name)
    sounds = [word.sound for word in words if word.sound]
    together = ["".join(sounds)] if 1 < len(sounds) <= _WRITTEN_TOGETHER else []
    return " ".join(word.exact for word in words), " ".join(sounds + together)
