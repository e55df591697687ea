"""What people write is theirs: it survives the doctor, builds, backup and restore; a write is there or it is not."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from running import BASE, TOKEN, Answer, Server

from furat.graph.ingest import build
from furat.graph.store import backup, doctor, restore
from furat.graph.store.writer import open_for_writing

KILLS = int(os.environ.get("FURAT_KILLS", "6"))
TEXT = "قصفت طائرات التحالف الدولي بلدة هجين يوم {} تشرين الثاني 2018، وفق ناشطين.\n"


@pytest.fixture
def token(tmp_path: Path) -> Path:
    """The file with the write token."""
    path = tmp_path / "token"
    path.write_text(TOKEN, encoding="utf-8")
    return path


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    """Shapes that ask for nothing."""
    path = tmp_path / "shapes.ttl"
    path.write_text("", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three texts in `news` and a store built of them."""
    root = tmp_path_factory.mktemp("built")
    (root / "news").mkdir()
    for day in (3, 4, 5):
        (root / "news" / f"n{day}.txt").write_text(TEXT.format(day), encoding="utf-8")
    build([str(root / "news")], root / "store")
    return root


@pytest.fixture
def news(built: Path, tmp_path: Path) -> Path:
    """A folder of three texts that may be changed."""
    return Path(shutil.copytree(built / "news", tmp_path / "news"))


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Path:
    """A store built of them that may be changed."""
    return Path(shutil.copytree(built / "store", tmp_path / "store", symlinks=True))


def put(server: Server, graph: str, value: str) -> Answer:
    """Makes a graph hold one triple."""
    return server.put(graph, f'<urn:s> <urn:p> "{value}" .')


def values(root: Path) -> dict[str, str]:
    """What the published snapshot holds of the property that tests write, by graph."""
    from pyoxigraph import NamedNode, Store

    quads = Store.read_only(str(root / "current" / "quads")).quads_for_pattern(None, NamedNode("urn:p"), None, None)
    return {getattr(q.graph_name, "value", ""): q.object.value for q in quads}


def furat(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line."""
    return subprocess.run(
        [sys.executable, "-Ic", "from furat.graph.cli import main; main()", *arguments], capture_output=True, text=True
    )


def test_the_doctor_finds_nothing_wrong_with_what_was_written(store: Path, token: Path, shapes: Path) -> None:
    """Put, inserted, and corrections in the curation graph: sound for the doctor, and still there after a repair."""
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert put(server, f"{BASE}graph/curation", "corrected").status == 201
        assert put(server, "urn:my", "mine").status == 201
        assert server.update('INSERT DATA { GRAPH <urn:upd> { <urn:s> <urn:p> "updated" } }').status == 204
        assert server.update('INSERT DATA { <urn:s> <urn:p> "plain" }').status == 204
    written = {f"{BASE}graph/curation": "corrected", "urn:my": "mine", "urn:upd": "updated", "": "plain"}
    for options in ([], ["--repair"]):
        done = furat("doctor", "--store", str(store), *options)
        assert (done.returncode, done.stdout) == (0, "")
        assert "sound" in done.stderr
    assert values(store) == written


def test_what_was_written_survives_builds_backup_and_restore(
    store: Path, news: Path, token: Path, shapes: Path, tmp_path: Path
) -> None:
    """Texts come, change and go meanwhile."""
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert put(server, "urn:my", "mine").status == 201
    (news / "n3.txt").write_text(TEXT.format(13), encoding="utf-8")
    (news / "n9.txt").write_text(TEXT.format(9), encoding="utf-8")
    build([str(news)], store)
    assert values(store) == {"urn:my": "mine"}
    assert doctor(store) == []
    backup(store, tmp_path / "saved")
    restore(tmp_path / "saved", tmp_path / "again")
    assert values(tmp_path / "again") == {"urn:my": "mine"}
    assert doctor(tmp_path / "again") == []


def test_a_deleted_graph_leaves_no_trace_in_the_ledger(store: Path, token: Path, shapes: Path) -> None:
    """What is written and taken away again is as if it had never been."""
    with open_for_writing(store) as writer:
        before = writer.ledger.quads()
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert put(server, "urn:my", "mine").status == 201
        assert server.put("urn:my", "", method="DELETE").status == 204
    with open_for_writing(store) as writer:
        assert writer.ledger.written() == {}
        assert writer.ledger.quads() == before == len(writer.engine)
    assert doctor(store, shapes=False) == []


def test_triples_added_to_a_graph_of_a_build_are_counted_until_it_is_made_anew(
    store: Path, news: Path, token: Path, shapes: Path
) -> None:
    """A document's graph with a triple more is no damage; when its text changes, the graph is made from it alone."""
    with open_for_writing(store) as writer:
        row = next(iter(writer.ledger.documents("kept")))
        graph = writer.iris.document_graph(row.key)
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert server.update(f'INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> "noted" }} }}').status == 204
    assert doctor(store, shapes=False) == []
    for path in news.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "وقتل مدنيان.\n", encoding="utf-8")
    build([str(news)], store)
    assert doctor(store, shapes=False) == []
    with open_for_writing(store) as writer:
        assert writer.ledger.written() == {}
        assert writer.ledger.quads() == len(writer.engine)


@pytest.mark.parametrize(
    ("update", "graphs"),
    [
        ('WITH <urn:g> INSERT { ?s <urn:p> "w" } WHERE { VALUES ?s { <urn:s> } }', {"urn:g": "w"}),
        ('PREFIX u: <urn:x:> INSERT DATA { GRAPH u:g { <urn:s> <urn:p> "q" } }', {"urn:x:g": "q"}),
        ('BASE <urn:/b/> INSERT DATA { GRAPH <g> { <urn:s> <urn:p> "r" } }', {"urn:/b/g": "r"}),
        ('INSERT { GRAPH ?g { <urn:s> <urn:p> "v" } } WHERE { VALUES ?g { <urn:one> } }', {"urn:one": "v"}),
        ('INSERT DATA { GRAPH <http://e.org/a/../b> { <urn:s> <urn:p> "d" } }', None),
        ('INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> "m" } } ; MOVE <urn:a> TO <urn:b>', {"urn:b": "m"}),
        ('INSERT DATA { GRAPH <urn:\\u0061> { <urn:s> <urn:p> "e" } }', {"urn:a": "e"}),
    ],
)
def test_every_form_of_update_reaches_the_graph_that_it_names(
    store: Path, token: Path, shapes: Path, update: str, graphs: dict[str, str] | None
) -> None:
    """By prefix, base, variable, WITH, copy, escapes and dot segments: published, and known to the ledger."""
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert server.update(update).status == 204
    found = values(store)
    assert found == graphs if graphs is not None else len(found) == 1
    with open_for_writing(store) as writer:
        assert set(writer.ledger.written()) == set(found)
    assert doctor(store, shapes=False) == []


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { GRAPH <http://[> { <urn:s> <urn:p> 1 } }", "INSERT DATA { GRAPH <urn:g> {", "PREFIX e: <e:> X"],
)
def test_an_update_that_the_engine_does_not_take_is_the_clients_fault(
    store: Path, token: Path, shapes: Path, update: str
) -> None:
    """400 whatever stands between its angle brackets; nothing changes."""
    with Server(store, write_token_file=token, shapes=shapes) as server:
        assert server.update(update).status == 400
    assert values(store) == {}


def writers(server: Server) -> list[int]:
    """The processes that write for this server now."""
    found = []
    for child in psutil.Process(server.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if any("writer_main" in part for part in child.cmdline()):
                found.append(child.pid)
    return found


@contextlib.contextmanager
def killing(server: Server, pause: float) -> Iterator[None]:
    """Kills the first process that writes, so long after it has started."""
    stop = threading.Event()

    def kill() -> None:
        while not stop.is_set():
            if found := writers(server):
                time.sleep(pause)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(found[0], signal.SIGKILL)
                return
            time.sleep(0.002)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_killed_write_is_whole_or_never_was(store: Path, news: Path, token: Path, shapes: Path) -> None:
    """Writers killed at random moments, builds between: answers and graph agree, and the next write succeeds."""
    chance = random.Random(20261201)
    model: dict[str, str] = {}
    with Server(store, write_token_file=token, shapes=shapes) as server:
        started = time.monotonic()
        assert put(server, "urn:first", "0").status == 201
        whole = time.monotonic() - started
        model["urn:first"] = "0"
        for moment in range(KILLS):
            graph, value = f"urn:g{chance.randrange(4)}", str(moment)
            with killing(server, chance.random() * whole):
                answer = put(server, graph, value)
            assert answer.status in (201, 204, 500), answer.text
            if answer.status != 500:
                model[graph] = value
            if moment % 3 == 2:
                (news / f"n{moment}.txt").write_text(TEXT.format(moment % 28 + 1), encoding="utf-8")
                build([str(news)], store)
            good = put(server, "urn:good", value)
            assert good.status in (201, 204), good.text
            model["urn:good"] = value
            assert values(store) == model
    assert doctor(store, shapes=False) == []
