"""A push makes another store's graphs those of the snapshot, whatever happens on the way; with real processes."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from furat.extract.errors import StoreError
from furat.graph.remote import Pushed, TargetError, parse_target, push, sending


def figures(pushed: Pushed) -> dict[str, int]:
    """What was done, of which kind how much."""
    return {"put": pushed.put, "deleted": pushed.deleted, "unchanged": pushed.unchanged}


def noted(root: Path) -> int:
    """How many graphs are known to be at a target."""
    path = root / "targets" / "pushed.sqlite"
    if not path.exists():
        return 0
    try:
        db = sqlite3.connect(path)
        return int(db.execute("SELECT count(*) FROM graphs WHERE digest <> ''").fetchone()[0])
    except sqlite3.OperationalError:  # it is just being made
        return 0
    finally:
        db.close()


def test_the_target_holds_what_the_store_publishes(local: Any, oxigraph: Any) -> None:
    """Quad for quad; a second push sends nothing."""
    local.publish({f"d{n}": local.triples(5, f"d{n}") for n in range(50)})
    target = parse_target(oxigraph.target)
    assert figures(push(local.root, target)) == {"put": 51, "deleted": 0, "unchanged": 0}
    assert oxigraph.quads() == local.quads()
    assert figures(push(local.root, target)) == {"put": 0, "deleted": 0, "unchanged": 51}


def test_only_what_changed_is_sent_and_what_is_gone_is_deleted(local: Any, oxigraph: Any) -> None:
    """A corrected document, a new one, a withdrawn one; graphs that others put there stay."""
    target = parse_target(oxigraph.target)
    local.publish({"a": local.triples(3, "a"), "b": local.triples(3, "b"), "c": local.triples(3, "c")})
    push(local.root, target)
    foreign = '<http://example.org/x> <http://example.org/y> "z" .'
    headers = {"content-type": "application/n-triples"}
    httpx.put(oxigraph.url, params={"graph": "http://example.org/theirs"}, content=foreign, headers=headers)
    local.publish({"a": local.triples(3, "a"), "b": local.triples(2, "better"), "d": local.triples(1, "d")})
    assert figures(push(local.root, target)) == {"put": 2, "deleted": 1, "unchanged": 2}
    assert [line for line in oxigraph.quads() if "theirs" not in line] == local.quads()
    assert len(oxigraph.quads()) == len(local.quads()) + 1


def test_each_target_is_remembered_apart(local: Any, oxigraph: Any) -> None:
    """What one address got, another one has not."""
    local.publish({"a": local.triples(3, "a")})
    push(local.root, parse_target(oxigraph.target))
    other = parse_target(oxigraph.target.replace("127.0.0.1", "localhost"))
    assert figures(push(local.root, other)) == {"put": 2, "deleted": 0, "unchanged": 0}


def test_a_target_that_was_emptied_gets_all_again(local: Any, oxigraph: Any) -> None:
    """What is remembered of it is not believed when the vocabulary is not there."""
    local.publish({"a": local.triples(3, "a")})
    target = parse_target(oxigraph.target)
    push(local.root, target)
    httpx.delete(oxigraph.url).raise_for_status()
    assert oxigraph.quads() == []
    assert figures(push(local.root, target)) == {"put": 2, "deleted": 0, "unchanged": 0}
    assert oxigraph.quads() == local.quads()


def test_a_large_graph_goes_in_pieces(local: Any, oxigraph: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first replaces what was there, the others add to it."""
    monkeypatch.setattr(sending, "PIECE", 2000)
    target = parse_target(oxigraph.target)
    for word in ("old", "new"):
        local.publish({"large": local.triples(500, word)})
        push(local.root, target)
        assert oxigraph.quads() == local.quads()


def test_a_push_killed_half_way_goes_on_where_it_stopped(local: Any, oxigraph: Any, until: Any) -> None:
    """kill -9 in the middle, then again: the rest goes, nothing of what was confirmed."""
    local.publish({f"d{n}": local.triples(2, f"d{n}") for n in range(600)})
    command = (
        "import sys; from pathlib import Path; from furat.graph.remote import parse_target, push;"
        "push(Path(sys.argv[1]), parse_target(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-Ic", command, str(local.root), oxigraph.target])
    until(lambda: noted(local.root) > 100)
    process.kill()
    process.wait()
    confirmed = noted(local.root)
    assert 100 < confirmed < 601
    pushed = push(local.root, parse_target(oxigraph.target))
    assert figures(pushed) == {"put": 601 - confirmed, "deleted": 0, "unchanged": confirmed}
    assert oxigraph.quads() == local.quads()


def test_a_target_that_is_away_for_a_while_is_waited_for(local: Any, oxigraph: Any, until: Any) -> None:
    """Killed in the middle of the push and back a second later: the push ends well."""
    local.publish({f"d{n}": local.triples(2, f"d{n}") for n in range(600)})
    result: list[Pushed] = []
    pushing = threading.Thread(target=lambda: result.append(push(local.root, parse_target(oxigraph.target))))
    pushing.start()
    until(lambda: noted(local.root) > 100)
    oxigraph.kill()
    pushing.join(1.0)
    assert pushing.is_alive()
    oxigraph.start()
    pushing.join(60)
    assert [figures(pushed) for pushed in result] == [{"put": 601, "deleted": 0, "unchanged": 0}]
    assert oxigraph.quads() == local.quads()


def test_a_target_that_stays_away_ends_the_push_with_the_way_on(local: Any, oxigraph: Any, until: Any) -> None:
    """One line; what was confirmed is not sent again."""
    local.publish({f"d{n}": local.triples(2, f"d{n}") for n in range(600)})
    target = parse_target(oxigraph.target)
    failed: list[str] = []

    def run() -> None:
        with pytest.raises(TargetError) as caught:
            push(local.root, target, patience=0.5)
        failed.append(str(caught.value))

    pushing = threading.Thread(target=run)
    pushing.start()
    until(lambda: noted(local.root) > 100)
    oxigraph.kill()
    pushing.join(30)
    [message] = failed
    assert message.startswith(f"{oxigraph.url}: ") and "only what is left is sent" in message
    confirmed = noted(local.root)
    oxigraph.start()
    assert push(local.root, target).unchanged == confirmed
    assert oxigraph.quads() == local.quads()


def test_a_push_beside_a_push_is_refused(local: Any, oxigraph: Any) -> None:
    """Two would undo each other's work."""
    from furat.graph.remote.pushed_state import Memory

    local.publish({"a": local.triples(1, "a")})
    with Memory(local.root, "http://example.org/store"), pytest.raises(StoreError, match="is being pushed"):
        push(local.root, parse_target(oxigraph.target))
