"""Publishing: a reader sees one whole state, the next one appears at once, and nothing it reads is taken away."""

import json
import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from furat.extract.errors import StoreError
from furat.graph.disk import FileLock
from furat.graph.store import Writer, create, current, hold, open_for_writing
from furat.graph.store import format as layout
from furat.graph.store.ledger import DocumentRow, GraphRow

BASE = "http://localhost:7878/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where a store shall be."""
    return tmp_path / "store"


def line(key: str, word: str = "x") -> str:
    """One quad in a document's graph."""
    return f'<urn:{key}> <urn:p> "{word}" <{BASE}graph/document/{key}> .\n'


def put(writer: Writer, *rows: DocumentRow, word: str = "x") -> None:
    """Commits documents of one quad each."""
    stage = writer.new_stage()
    shard = stage / "1.nq"
    text = "".join(line(row.key, word) for row in rows if row.state == "kept")
    shard.write_text(text, encoding="utf-8")
    writer.ledger.stage(rows)
    writer.commit([(shard, len(text.encode()))])


def row(key: str, content: str = "1", state: str = "kept") -> DocumentRow:
    """A ledger row."""
    return DocumentRow(key, key, content, "k", state, quads=int(state == "kept"))  # type: ignore[arg-type]


def words(root: Path) -> list[str]:
    """All literals of the current snapshot."""
    with hold(root) as snapshot:
        store = Store.read_only(str(snapshot.quads))
        return sorted(quad.object.value for quad in store.quads_for_pattern(None, None, None))


def test_a_published_state_is_described_and_readable(root: Path) -> None:
    """snapshot.json counts what is in it; `current` is a relative link."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"), row("b"))
        writer.publish()
    snapshot = current(root)
    assert (snapshot.info.id, snapshot.info.quads, snapshot.info.documents) == (1, 2, 2)
    assert snapshot.info.base_iri == BASE
    assert words(root) == ["x", "x"]
    assert (root / "current").readlink() == Path("snapshots/1")
    assert json.loads((root / "current" / "snapshot.json").read_text(encoding="utf-8"))["format"] == 1


def test_publishing_without_a_change_publishes_nothing(root: Path) -> None:
    """Also when a document was taken out and put back in."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"))
        assert writer.publish() is not None
        assert writer.publish() is None
        put(writer, row("a", state="withdrawn"))
        put(writer, row("a"))
        assert writer.publish() is None
    assert current(root).info.id == 1


def test_a_reader_keeps_its_snapshot_and_the_next_one_gets_the_new(root: Path) -> None:
    """Old snapshots go when their last reader lets go."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"))
        writer.publish()
        held = hold(root)
        put(writer, row("a", "2"), word="y")
        writer.publish()
        put(writer, row("a", "3"), word="z")
        writer.publish()
        assert sorted(p.name for p in (root / "snapshots").iterdir()) == ["1", "3"]
        store = Store.read_only(str(held.snapshot.quads))
        assert [quad.object.value for quad in store.quads_for_pattern(None, None, None)] == ["x"]
        assert words(root) == ["z"]
        held.release()
        put(writer, row("b"))
        writer.publish()
    assert [p.name for p in (root / "snapshots").iterdir()] == ["4"]


def test_a_dead_reader_holds_nothing(root: Path) -> None:
    """The lock ends with the process, however it ends."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"))
        writer.publish()
        ready = multiprocessing.get_context("fork").Pipe()
        child = os.fork()
        if child == 0:
            hold(root)
            ready[1].send("held")
            os.pause() if hasattr(os, "pause") else __import__("signal").pause()
        assert ready[0].recv() == "held"
        put(writer, row("a", "2"), word="y")
        writer.publish()
        assert (root / "snapshots" / "1").exists()
        os.kill(child, 9)
        os.waitpid(child, 0)
        put(writer, row("a", "3"), word="z")
        writer.publish()
    assert [p.name for p in (root / "snapshots").iterdir()] == ["3"]


def test_a_snapshot_that_vanishes_while_it_is_taken_is_not_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the link and locking, the writer may publish and clean: the reader takes the newer one."""
    writer = open_for_writing(root, BASE)
    put(writer, row("a"))
    writer.publish()
    take = FileLock.take
    turns = iter([True])

    def late(path: Path, *, shared: bool = False, make: bool = True) -> FileLock | None:
        if shared and next(turns, False):
            put(writer, row("a", "2"), word="y")
            writer.publish()
            assert not path.exists()
        return take(path, shared=shared, make=make)

    monkeypatch.setattr(FileLock, "take", late)
    with hold(root) as snapshot:
        assert snapshot.info.id == 2
    writer.close()


def test_a_second_writer_is_told_who_writes(root: Path) -> None:
    """One line with the process to wait for."""
    with (
        open_for_writing(root, BASE),
        pytest.raises(StoreError, match=f"process {os.getpid()} is writing it; wait"),
    ):
        open_for_writing(root)


def test_a_missing_store_and_an_unpublished_one_say_what_to_run(root: Path) -> None:
    """Both name the command."""
    with pytest.raises(StoreError, match="no store there; make one with: furat build"):
        open_for_writing(root)
    with pytest.raises(StoreError, match="no store there"):
        current(root)
    create(root, BASE)
    with pytest.raises(StoreError, match="nothing is published yet; run: furat build"):
        hold(root)


def test_a_store_of_a_newer_version_is_left_alone(root: Path) -> None:
    """Reading and writing both refuse it and say what to do."""
    create(root, BASE)
    (root / "store.json").write_text('{"format": 99, "base_iri": "http://a/"}', encoding="utf-8")
    for use in (open_for_writing, current):
        with pytest.raises(StoreError, match=r"newer version .format 99; this furat knows 1.; update furat"):
            use(root)


def test_an_older_store_is_migrated_step_by_step(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step runs once under the lock; a format without a step says what to do."""
    create(root, BASE)
    (root / "store.json").write_text('{"format": -1, "base_iri": "http://a/"}', encoding="utf-8")
    with pytest.raises(StoreError, match="too old for this furat; build it anew"):
        open_for_writing(root)
    done: list[int] = []
    monkeypatch.setattr(layout, "MIGRATIONS", {-1: lambda _: done.append(-1), 0: lambda _: done.append(0)})
    open_for_writing(root).close()
    open_for_writing(root).close()
    assert done == [-1, 0]
    assert layout.describe(root).format == layout.FORMAT


def test_a_damaged_description_names_the_file_and_the_remedy(root: Path) -> None:
    """Truncated JSON is no traceback."""
    create(root, BASE)
    (root / "store.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"store\.json: damaged .*furat restore"):
        open_for_writing(root)


def test_a_store_keeps_its_base_iri(root: Path) -> None:
    """Another base needs another folder, or every IRI would be a stranger."""
    create(root, BASE)
    assert create(root, BASE).base_iri == BASE
    with pytest.raises(StoreError, match=r"its base IRI is http://localhost:7878/, not https://example\.org/"):
        create(root, "https://example.org/")


def test_a_folder_of_other_things_does_not_become_a_store(tmp_path: Path) -> None:
    """A mistyped path must not fill somebody's folder."""
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"holds 'letter.txt' and is no store"):
        create(tmp_path, BASE)


def test_no_permission_is_one_line_with_the_remedy(tmp_path: Path) -> None:
    """A file in the way stands for a folder one may not write (tests may run as root)."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="name another folder"):
        create(tmp_path / "file" / "store", BASE)


@pytest.mark.parametrize("stage", ["before", "after"])
def test_a_commit_that_was_cut_off_is_finished_or_forgotten(root: Path, stage: str) -> None:
    """Before the journal says so nothing happened; after it the change is carried out at the next opening."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"))
        writer.publish()
        folder = writer.new_stage()
        text = line("a", "y") + line("b", "y")
        (folder / "1.nq").write_text(text, encoding="utf-8")
        writer.ledger.stage([row("a", "2"), row("b")])
        if stage == "after":
            writer.ledger.begin_commit([("1.nq", len(text.encode()))])
    assert words(root) == ["x"]
    with open_for_writing(root) as writer:
        writer.publish()
        assert writer.ledger.count("kept") == (2 if stage == "after" else 1)
    assert words(root) == (["y", "y"] if stage == "after" else ["x"])
    assert not (root / "staging").exists()


def test_a_writer_that_gives_up_leaves_no_stage(root: Path) -> None:
    """What was staged frees its space at once, also when a build ends with an error."""
    with open_for_writing(root, BASE) as writer:
        (writer.new_stage() / "1.nq").write_text(line("a"), encoding="utf-8")
    assert not (root / "staging").exists()


def test_a_commit_may_be_done_twice_over(root: Path) -> None:
    """A crash between the engine and the ledger leaves the quads in: doing it again changes nothing."""
    with open_for_writing(root, BASE) as writer:
        folder = writer.new_stage()
        text = line("a", "new")
        (folder / "1.nq").write_text(text, encoding="utf-8")
        writer.ledger.stage([row("a")])
        writer.ledger.begin_commit([("1.nq", len(text.encode()))])
        writer.engine.bulk_load((line("a", "half") + text).encode(), format=RdfFormat.N_QUADS)
    with open_for_writing(root) as writer:
        writer.publish()
    assert words(root) == ["new"]


def test_a_lost_shard_in_a_commit_is_said_not_skipped(root: Path) -> None:
    """Only damage from outside can do that."""
    with open_for_writing(root, BASE) as writer:
        writer.new_stage()
        writer.ledger.stage([row("a")])
        writer.ledger.begin_commit([("1.nq", 10)])
    with pytest.raises(StoreError, match="lost in the middle of a commit"):
        open_for_writing(root)


def test_leftovers_of_an_interrupted_publishing_are_cleared(root: Path) -> None:
    """A half-written snapshot and one that never became current go at the next opening."""
    with open_for_writing(root, BASE) as writer:
        put(writer, row("a"))
        writer.publish()
    shutil.copytree(root / "snapshots" / "1", root / "snapshots" / "2")
    (root / "snapshots" / "3.tmp").mkdir()
    open_for_writing(root).close()
    assert [p.name for p in (root / "snapshots").iterdir()] == ["1"]


def test_whole_graphs_are_replaced_like_documents(root: Path) -> None:
    """Vocabulary, gazetteer, runs and events have rows of their own; an emptied one leaves none."""
    graph = NamedNode(f"{BASE}graph/events")
    with open_for_writing(root, BASE) as writer:
        for word, quads in (("one", 1), ("two", 1), ("", 0)):
            folder = writer.new_stage()
            text = f'<urn:e> <urn:p> "{word}" {graph} .\n' * quads
            (folder / "events.nq").write_text(text, encoding="utf-8")
            writer.ledger.stage_graph(GraphRow("events", word, quads))
            writer.commit([(folder / "events.nq", len(text.encode()))])
            found = [quad.object.value for quad in writer.engine.quads_for_pattern(None, None, None, graph)]
            assert found == [word] * quads
            assert writer.ledger.quads() == quads
        assert not writer.engine.contains_named_graph(graph)
