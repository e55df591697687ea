"""What need not be gone through again: totals of the ledger, and files that are loaded in pieces."""

import random
import sqlite3
from pathlib import Path

import pytest
from pyoxigraph import Store

from furat.graph.store import open_for_writing
from furat.graph.store.engine import load, pieces
from furat.graph.store.ledger import DocumentRow, Ledger

BASE = "http://localhost:7878/"


def row(key: int, chance: random.Random) -> DocumentRow:
    """A row of some state, content and version."""
    state = chance.choice(["kept", "kept", "kept", "refused", "withdrawn", "dropped"])
    quads = chance.randrange(9) if state == "kept" else 0
    return DocumentRow(f"d{key}", f"d{key}", str(chance.randrange(3)), chance.choice("kl"), state, quads)  # type: ignore[arg-type]


def commit(ledger: Ledger, rows: list[DocumentRow]) -> None:
    """Stages the rows and finishes."""
    ledger.stage(rows)
    ledger.begin_commit([])
    ledger.finish_commit()


@pytest.mark.parametrize("seed", range(5))
def test_totals_are_those_of_the_rows_however_these_came_about(tmp_path: Path, seed: int) -> None:
    """After commits that add, replace, withdraw and drop: the counts and the hash of a ledger filled at once."""
    chance = random.Random(seed)
    grown, fresh = Ledger(tmp_path / "grown.sqlite"), Ledger(tmp_path / "fresh.sqlite")
    for _ in range(8):
        keys = chance.sample(range(30), 10)
        commit(grown, [row(key, chance) for key in keys])
        grown.forget(f"d{chance.randrange(30)}")
    rows = list(grown.documents())
    commit(fresh, rows)
    assert grown.content() == fresh.content()
    assert grown.read_with() == fresh.read_with()
    assert grown.quads() == fresh.quads() == sum(r.quads for r in rows if r.state == "kept")
    for state in ("kept", "refused", "withdrawn"):
        assert grown.count(state) == sum(r.state == state for r in rows)  # type: ignore[arg-type]
    commit(fresh, [DocumentRow("d0", "d0", "another", "k", "kept")])
    assert grown.content() != fresh.content()
    grown.close()
    fresh.close()


def test_a_ledger_without_totals_gets_them(tmp_path: Path) -> None:
    """A store of an earlier furat is counted once, when it is opened."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    commit(ledger, [DocumentRow(key, key, "1", "k", "kept", 2) for key in "abc"])
    content = ledger.content()
    ledger.close()
    old = sqlite3.connect(path)
    old.execute("DROP TABLE totals")
    old.close()
    ledger = Ledger(path)
    assert (ledger.count("kept"), ledger.quads(), ledger.content()) == (3, 6, content)
    ledger.close()


@pytest.mark.parametrize("size", [1, 7, 20, 64, 1000])
def test_pieces_are_whole_lines_and_lose_none(tmp_path: Path, size: int) -> None:
    """Small files come together, large ones apart; an empty one gives nothing."""
    chance = random.Random(size)
    lines = [b"x" * chance.randrange(30) + b"\n" for _ in range(50)]
    files = [tmp_path / str(n) for n in range(4)]
    for path, (begin, end) in zip(files, [(0, 1), (1, 1), (1, 5), (5, 50)], strict=True):
        path.write_bytes(b"".join(lines[begin:end]))
    found = list(pieces(files, size))
    assert b"".join(found) == b"".join(lines)
    assert all(piece.endswith(b"\n") for piece in found)
    assert all(len(piece) <= size + 2 * 30 for piece in found)


def test_a_load_in_pieces_is_a_load_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every quad of every file is in, whatever piece it fell into."""
    monkeypatch.setattr("furat.graph.store.engine.PIECE", 500)
    files = [tmp_path / f"{n}.nq" for n in range(3)]
    for n, path in enumerate(files):
        path.write_text("".join(f'<urn:{n}-{k}> <urn:p> "{k}" <urn:g> .\n' for k in range(100)), encoding="utf-8")
    store = Store(str(tmp_path / "store"))
    load(store, files)
    assert len(store) == 300


def test_another_thread_commits_what_the_writer_then_sees(tmp_path: Path) -> None:
    """`beside` shares the engine and has a connection of its own to the ledger."""
    import threading

    with open_for_writing(tmp_path / "store", BASE) as writer:
        shard = writer.new_stage() / "1.nq"
        shard.write_text(f'<urn:a> <urn:p> "x" <{BASE}graph/document/a> .\n', encoding="utf-8")
        (writer.layout.staging / "2.nq").write_text("being written", encoding="utf-8")

        def work() -> None:
            with writer.beside() as here:
                here.ledger.stage([DocumentRow("a", "a", "1", "k", "kept", 1)])
                here.commit([(shard, shard.stat().st_size)])

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert writer.ledger.count("kept") == len(writer.engine) == 1
        assert [path.name for path in writer.layout.staging.iterdir()] == ["2.nq"]
