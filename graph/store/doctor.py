"""Looks a store over, and repairs what can be repaired without the inputs."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from furat.extract.errors import StoreError
from furat.graph.disk import saving, write_atomically
from furat.graph.gate import Candidate, Gate
from furat.graph.search.lookup import Index
from furat.graph.store import refused
from furat.graph.store.format import StoreLayout, remove_tree
from furat.graph.store.ledger import WRITES, DocumentRow, GraphRow
from furat.graph.store.snapshots import IN_USE, read_snapshot
from furat.graph.store.writer import Writer, open_for_writing

_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is wrong with a store, and what became of it."""

    where: str
    what: str
    remedy: str  # what was done, or is to be done
    repaired: bool

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.where}: {self.what}; {self.remedy}"


def doctor(root: Path, *, repair: bool = False, shapes: bool = True) -> list[Ailment]:
    """What is wrong with a store, in the order of the checks; empty for a sound one.

    Opening it already finishes or drops what was interrupted. `shapes` validates every document again. Without
    `repair` nothing else changes, and each remedy says what a repair would do. A repair removes only what a build makes
    again from its inputs, and leaves a copy of it in the store's folder `removed`; what people wrote by way of the
    endpoint stays.
    """
    return list(_Examination(root, repair, shapes).run())


class _Examination:
    """One round of checks."""

    def __init__(self, root: Path, repair: bool, shapes: bool) -> None:
        self._root = root
        self._repair = repair
        self._shapes = shapes
        self._changed = False

    def run(self) -> Iterator[Ailment]:
        layout = StoreLayout(self._root)
        yield from self._ledger_file(layout.ledger)
        unfinished = layout.staging.exists()
        with open_for_writing(self._root) as writer:
            if unfinished:
                yield Ailment(str(layout.staging), "left by an interrupted build", "finished or removed", True)
            checks: Sequence[Callable[[Writer], Iterator[Ailment]]] = (
                self._totals, self._graphs, self._texts, self._conformance, self._aside, self._snapshot,
            )  # fmt: skip
            for check in checks:
                yield from check(writer)

    def _ailment(self, where: str, what: str, done: str, to_do: str) -> Ailment:
        return Ailment(where, what, done if self._repair else to_do, self._repair)

    def _ledger_file(self, path: Path) -> Iterator[Ailment]:
        if not path.exists():
            return
        try:
            ledger = sqlite3.connect(path)
            (found,) = ledger.execute("PRAGMA integrity_check").fetchone()
            ledger.close()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path}: damaged ({error}); bring the store back: furat restore") from error
        if found != "ok":
            yield Ailment(str(path), f"damaged: {found}", "bring the store back: furat restore", False)

    def _totals(self, writer: Writer) -> Iterator[Ailment]:
        """What the ledger keeps of all its rows together is what they add up to."""
        ledger = writer.ledger
        if not ledger.is_added_up():
            yield self._ailment(str(ledger.path), "counts other documents than it has", "counted again",
                                "run with --repair")  # fmt: skip
            if self._repair:
                ledger.add_up()
                self._changed = True

    def _graphs(self, writer: Writer) -> Iterator[Ailment]:
        """Every quad is in a graph that the ledger knows, and every graph has the quads that it counts."""
        iris, ledger = writer.iris, writer.ledger
        counted = {row[0]: int(row[1]) for row in _rows(writer, "graph_sizes.rq")}
        written = ledger.written()
        for row in list(ledger.documents("kept")):
            name = iris.document_graph(row.key)
            if (found := counted.pop(name, 0)) != (asked := row.quads + written.get(name, 0)):
                yield self._ailment(
                    row.id, f"{found} quads in its graph instead of {asked}",
                    "taken out; build again from its input", "run with --repair, then build again",
                )  # fmt: skip
                self._forget(writer, row)
        for graph in ledger.graphs():
            if graph.name == WRITES:
                continue
            name = iris.graph(graph.name)
            if (found := counted.pop(name, 0)) != (asked := graph.quads + written.get(name, 0)):
                yield self._ailment(
                    name, f"{found} quads instead of {asked}",
                    "emptied; the next build makes it anew", "run with --repair, then build again",
                )  # fmt: skip
                self._empty(writer, graph.name)
        yield from self._written(writer, counted, written)

    def _written(self, writer: Writer, counted: Mapping[str, int], written: Mapping[str, int]) -> Iterator[Ailment]:
        """Graphs that no build made are people's: what is there is entered as theirs, and nothing is taken out."""
        changes: dict[str, int | None] = {}
        made = {writer.iris.document_graph(row.key) for row in writer.ledger.documents("kept")}
        made |= {writer.iris.graph(graph.name) for graph in writer.ledger.graphs()}
        for name in sorted((counted.keys() | written.keys()) - made):
            found, asked = counted.get(name, 0), written.get(name)
            if asked is None:
                yield self._ailment(name or "the default graph", f"{found} quads that the ledger does not know",
                                    "entered as written by people", "run with --repair to enter it")  # fmt: skip
            elif found != asked:
                yield self._ailment(name or "the default graph", f"{found} quads instead of the {asked} written to it",
                                    "entered as it is", "restore if it held more, or run with --repair")  # fmt: skip
            if found != asked:
                changes[name] = found or None
        if changes and self._repair:
            row = writer.ledger.graph(WRITES)
            said = f"{row.content if row else ''} {sorted(changes.items())}"
            writer.new_stage()
            writer.ledger.stage_written(changes, hashlib.sha256(said.encode()).hexdigest())
            writer.commit()
            self._changed = True

    def _texts(self, writer: Writer) -> Iterator[Ailment]:
        """Every text has the hash that stands beside it."""
        for document, text, digest in _rows(writer, "texts.rq"):
            if hashlib.sha256(text.encode()).hexdigest() != digest:
                yield Ailment(document, "its text is not the one that was hashed", "build again from its input", False)

    def _conformance(self, writer: Writer) -> Iterator[Ailment]:
        """Every document still conforms."""
        if not self._shapes:
            return
        gate = Gate()
        waiting: list[tuple[DocumentRow, Candidate]] = []
        for row in [*writer.ledger.documents("kept"), None]:
            if row is not None:
                waiting.append((row, Candidate(row.id, writer.document_quads(row.key))))
            if row is None or len(waiting) == _AT_ONCE:
                verdict = gate.validate([candidate for _, candidate in waiting])
                for known, _ in waiting:
                    if judged := verdict.refused.get(known.id):
                        yield self._ailment(
                            known.id, f"does not conform: {judged.findings[0]}",
                            "taken out; build again from its input", "run with --repair, then build again",
                        )  # fmt: skip
                        self._forget(writer, known)
                waiting = []

    def _aside(self, writer: Writer) -> Iterator[Ailment]:
        """Every refused document has its folder, every folder its document."""
        rows = {row.key: row for row in writer.ledger.documents("refused")}
        folders = set(refused.keys(self._root))
        for key in sorted(folders - set(rows)):
            yield self._ailment(f"refused/{key}", "a document that is not refused", "removed", "run with --repair")
            if self._repair:
                refused.take_back(self._root, [key])
        for key in sorted(set(rows) - folders):
            yield self._ailment(
                rows[key].id,
                "refused, and its folder is lost",
                "the next build reads it again",
                "run with --repair",
            )
            if self._repair:
                writer.ledger.forget(rows[key].id)

    def _snapshot(self, writer: Writer) -> Iterator[Ailment]:
        """The current snapshot is there, opens, and shows the working store."""
        layout = writer.layout
        link, damaged = layout.current, ""
        if link.is_symlink() or link.exists():
            try:
                snapshot = read_snapshot(self._root / link.readlink())
                if not (snapshot.path / IN_USE).exists():
                    damaged = f"{IN_USE} is missing"
                else:
                    _open_read_only(snapshot.quads)
                    damaged = _ailing_index(snapshot.search)
            except (StoreError, OSError) as error:
                damaged = str(error)
        elif writer.ledger.count("kept"):
            damaged = "nothing is published"
        if damaged:
            yield self._ailment(str(link), damaged, "published anew", "run with --repair")
        if self._repair and (damaged or self._changed):
            remove_tree(link)
            if damaged:
                writer.search.forget()
            writer.search.doubt()
            writer.publish()
        elif not damaged and link.is_symlink() and not writer.is_published:
            yield Ailment(str(link), "the working store is ahead of it", "run furat build to publish", False)

    def _copy(self, writer: Writer, graph: str) -> None:
        """What is about to be taken out stays as a file of N-Quads, under a name that no later repair takes."""
        folder = writer.layout.removed
        with saving(folder):
            folder.mkdir(exist_ok=True)
            digest = hashlib.sha256(graph.encode()).hexdigest()[:16]
            taken = len(list(folder.glob(f"{digest}-*.nq")))
            write_atomically(folder / f"{digest}-{taken}.nq", writer.graph_quads(graph))

    def _forget(self, writer: Writer, row: DocumentRow) -> None:
        if self._repair:
            self._copy(writer, writer.iris.document_graph(row.key))
            writer.new_stage()
            writer.ledger.stage([replace(row, state="dropped")])
            writer.commit()
            self._changed = True

    def _empty(self, writer: Writer, name: str) -> None:
        if self._repair:
            self._copy(writer, writer.iris.graph(name))
            writer.new_stage()
            writer.ledger.stage_graph(GraphRow(name, "", 0))
            writer.commit()
            writer.ledger.set_meta(f"{name} of", "")
            self._changed = True


def _open_read_only(path: Path) -> None:
    from pyoxigraph import Store

    Store.read_only(str(path))


def _ailing_index(path: Path) -> str:
    """What is wrong with a full-text index; nothing for a sound one."""
    with closing(Index(path)) as index:
        return "" if index.is_sound() else f"{path}: damaged"


def _rows(writer: Writer, name: str) -> Iterator[tuple[str, ...]]:
    for row in writer.engine.query(_query(name)):  # type: ignore[union-attr]
        yield tuple("" if term is None else term.value for term in row)


@cache
def _query(name: str) -> str:
    return files("furat").joinpath("graph", "store", name).read_text(encoding="utf-8")
