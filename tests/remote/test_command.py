"""`furat build --target`: the sample documents into the project's own server and into Oxigraph, as a user does it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FURAT = str(Path(sys.executable).with_name("furat"))
TOKEN = "a-token-for-tests-only"
_SERVE = """
import sys
from pathlib import Path
from furat.graph.serve import ServeOptions, serve
options = ServeOptions(workers=1, write_token_file=Path(sys.argv[2]))
serve(sys.argv[1], port=0, options=options, started=lambda address: print(address, flush=True))
"""


def furat(*args: object) -> "subprocess.CompletedProcess[str]":
    """The command line; no traceback may ever reach the user."""
    command = [FURAT, *map(str, args)]
    env = {**os.environ, "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one document."""
    folder = tmp_path_factory.mktemp("command")
    (folder / "news.txt").write_text("قصف الطيران الحربي بلدة دارة عزة بريف حلب أمس.", encoding="utf-8")
    done = furat("build", folder / "news.txt", "--store", folder / "store")
    assert done.returncode == 0, done.stderr
    return folder / "store"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The project's own server, empty, that may be written with a token; its address."""
    from furat.graph.store import open_for_writing

    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    with open_for_writing(tmp_path / "theirs", "http://localhost:7878/") as writer:
        writer.publish()
    process = subprocess.Popen(
        [sys.executable, "-Ic", _SERVE, str(tmp_path / "theirs"), str(tmp_path / "token")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().strip().rstrip("/")
    yield address
    process.terminate()
    process.wait(30)


def published(store: Path, path: Path) -> list[str]:
    """What a store publishes, as sorted N-Quads."""
    assert furat("dump", "--store", store, "--output", path).returncode == 0
    return sorted(path.read_text(encoding="utf-8").splitlines())


def test_our_own_server_takes_what_our_store_publishes(store: Path, server: str, tmp_path: Path) -> None:
    """With its shapes on guard and a token; without one, or with a wrong one, a line says so."""
    news = store.with_name("news.txt")
    target = ("--store", store, "--target", f"sparql+{server}/store")
    done = furat("build", news, *target)
    assert (done.returncode, done.stderr.count("asks for a token (401")) == (2, 1)
    (tmp_path / "wrong").write_text("a-wrong-token-for-tests", encoding="utf-8")
    done = furat("build", news, *target, "--target-token-file", tmp_path / "wrong")
    assert (done.returncode, done.stderr.count("does not accept the token (40")) == (2, 1)
    done = furat("build", news, *target, "--target-token-file", tmp_path / "token", "--json")
    assert done.returncode == 0, done.stderr
    pushed = json.loads(done.stdout)["pushed"]
    assert pushed["put"] == len({line.rsplit(" ", 2)[1] for line in published(store, tmp_path / "ours.nq")})
    theirs = tmp_path / "theirs"
    assert published(theirs, tmp_path / "theirs.nq") == published(store, tmp_path / "ours.nq")


def test_oxigraph_takes_what_our_store_publishes(store: Path, oxigraph: Any, tmp_path: Path) -> None:
    """The command says what was sent, and the second time that nothing was."""
    news = store.with_name("news.txt")
    done = furat("build", news, "--store", store, "--target", oxigraph.target)
    assert done.returncode == 0, done.stderr
    assert f"{oxigraph.url}: 5 graphs put" in done.stderr
    assert oxigraph.quads() == published(store, tmp_path / "ours.nq")
    done = furat("build", news, "--store", store, "--target", oxigraph.target)
    assert f"{oxigraph.url}: 0 graphs put (0.0 MB), 0 deleted, 5 unchanged" in done.stderr


def test_what_is_wrong_with_the_target_is_told_before_the_build(tmp_path: Path) -> None:
    """No store is made for an address that is none."""
    (tmp_path / "news.txt").write_text("قصف", encoding="utf-8")
    store = tmp_path / "new"
    done = furat("build", tmp_path / "news.txt", "--store", store, "--target", "http://localhost/store")
    assert (done.returncode, done.stderr.count("sparql+http://")) == (2, 1)
    done = furat("build", tmp_path / "news.txt", "--store", store, "--target-token-file", tmp_path / "news.txt")
    assert (done.returncode, "--target" in done.stderr) == (2, True)
    assert not store.exists()


def test_without_the_extra_a_line_says_how_to_get_it() -> None:
    """Nothing but --target needs httpx."""
    code = "import sys; sys.modules['httpx'] = None; import furat.graph.cli.building; import furat.graph.remote"
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=False)
    assert "MissingExtra: --target needs httpx: pip install 'furat[remote]'" in done.stderr
