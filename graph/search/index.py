"""The index as it is kept: what graphs contribute comes and goes."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.search.contribution import Contribution, Indexed, spelled, unpacked
from furat.graph.search.index_file import IndexFile, is_damage
from furat.graph.search.rows import EntryRows

_TOGETHER = 1_000  # documents of one transaction


class KeptIndex:
    """The contributions of graphs; `file` is where they lie, `rows` the entries that are found through them."""

    def __init__(self, path: Path) -> None:
        self.file = IndexFile(path)
        self.rows = EntryRows(self.file)
        self._waiting: dict[str, tuple[str, Indexed]] = {}

    def close(self) -> None:
        """Closes the file."""
        self.file.close()

    # --- what graphs contribute

    def take(self, graph: str, stamp: str, indexed: Indexed) -> None:
        """A graph gives this from now on, as of this stamp; written with others later, at `flush` at the latest."""
        self._waiting[graph] = (stamp, indexed)
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Writes what was taken."""
        waiting, self._waiting = self._waiting, {}
        if waiting:
            with self.rows.working():
                for graph in waiting:
                    self.leave(graph)
                for graph, (stamp, indexed) in waiting.items():
                    self._enter(graph, stamp, indexed)

    def _enter(self, graph: str, stamp: str, indexed: Indexed) -> None:
        found, first = unpacked(indexed.kept), self.rows.next_number()
        sql = "INSERT INTO parts (graph, stamp, first, kept) VALUES (?, ?, ?, ?)"
        part = self.file.db.execute(sql, (graph, stamp, first, indexed.kept)).lastrowid
        for (iri, kind, _), words in zip(found.texts, indexed.spelled, strict=True):
            self.rows.insert((iri, kind, part, None, None, "", 0), words, "")
        self.rows.add(found, 1)

    def leave(self, graph: str) -> None:
        """What a graph gave goes out."""
        row = self.file.db.execute("SELECT id, first, kept FROM parts WHERE graph = ?", (graph,)).fetchone()
        if row is not None:
            part, first, kept = row
            found = unpacked(kept)
            self.rows.remove((first + n, spelled(text), "") for n, (_, _, text) in enumerate(found.texts))
            self.file.db.execute("DELETE FROM parts WHERE id = ?", (part,))
            self.rows.add(found, -1)

    def stamp(self, graph: str) -> str | None:
        """What the graph's contribution is as of; None when it has none."""
        row = self.file.db.execute("SELECT stamp FROM parts WHERE graph = ?", (graph,)).fetchone()
        return str(row[0]) if row else None

    def recount(self, graph: str, stamp: str, change: Contribution) -> None:
        """A graph that gives nothing but its triples, counted, has so many more."""
        row = self.file.db.execute("SELECT kept FROM parts WHERE graph = ?", (graph,)).fetchone()
        before = unpacked(row[0]) if row else Contribution()
        self.rows.count(change, 1)
        total = Contribution(
            classes=_sum(before.classes, change.classes), properties=_sum(before.properties, change.properties)
        )
        sql = """INSERT INTO parts (graph, stamp, first, kept) VALUES (?, ?, 0, ?)
                 ON CONFLICT DO UPDATE SET stamp = excluded.stamp, kept = excluded.kept"""
        self.file.db.execute(sql, (graph, stamp, total.packed()))

    def make_stale(self, graphs: Iterable[str], name: str, value: str) -> None:
        """What these graphs gave must be taken anew; notes a value with it."""
        with self.rows.working():
            self.file.db.executemany("UPDATE parts SET stamp = '' WHERE graph = ?", ((graph,) for graph in graphs))
            self.file.note(name, value)

    def match(self, wanted: Iterable[tuple[str, str]], present: Iterable[str], apart: str | None, other: str) -> int:
        """Sees to it that what graphs gave and give no more goes out; `arriving` tells what must come in then.

        `wanted` are graphs with the stamp of what they shall give, `present` all there are; those that only `present`
        names are wanted with the stamp `other`, but for the graph `apart`. Gives the number of the present.
        """
        with self.rows.working():
            run = self.file.db.execute
            for table in ("wanted", "present"):
                run(f"DELETE FROM {table}")  # noqa: S608 - names of ours
            self.file.db.executemany("INSERT OR REPLACE INTO wanted VALUES (?, ?)", wanted)
            self.file.db.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((graph,) for graph in present))
            run("""INSERT OR IGNORE INTO wanted SELECT graph, ? FROM present WHERE graph IS NOT ?""", (other, apart))
            leaving = """SELECT p.graph FROM parts p LEFT JOIN wanted w ON w.graph = p.graph
                         WHERE w.stamp IS NOT p.stamp AND p.graph IS NOT ? ORDER BY p.first"""
            for (graph,) in run(leaving, (apart,)).fetchall():
                self.leave(graph)
            return int(run("SELECT count(*) FROM present WHERE graph <> ''").fetchone()[0])

    def arriving(self) -> Iterator[tuple[str, str]]:
        """The graphs that are wanted and not in, with their stamps, by name."""
        sql = """SELECT graph, stamp FROM wanted w WHERE (?1 IS NULL OR graph > ?1) AND NOT EXISTS
                 (SELECT 1 FROM parts p WHERE p.graph = w.graph) ORDER BY graph LIMIT ?2"""
        last: str | None = None
        while rows := self.file.db.execute(sql, (last, _TOGETHER)).fetchall():
            yield from rows
            last = rows[-1][0]

    # --- when the file is damaged

    def attempt(self, step: Callable[[], None]) -> bool:
        """Whether a step was done; False when the file is damaged: it is empty then, to be filled from the store."""
        try:
            step()
        except (StoreError, sqlite3.DatabaseError) as error:
            if not is_damage(error) and not is_damage(error.__cause__):
                raise
            self.forget()
            return False
        return True

    def doubt(self) -> None:
        """Looks through what each graph gave when the index is next brought up to date, whatever is noted."""
        with self.rows.working():
            pass

    def forget(self) -> None:
        """An empty file, to be filled from the store."""
        self.rows.clear()
        self.file.forget()


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    found = {term: one.get(term, 0) + other.get(term, 0) for term in sorted({*one, *other})}
    return {term: n for term, n in found.items() if n}
