"""What is abused: data small enough to make in a second, large enough to run away on; one server for all."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Server, make_store

_A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_KNOWS = "http://example.org/knows"


def _people(number: int = 20_000) -> str:
    """N-Quads: people who know each other in a dense web, 3 quads each, in 20 graphs."""
    lines = []
    for n in range(number):
        graph, subject = f"<http://example.org/graph/{n % 20}>", f"<http://example.org/person/{n}>"
        lines.append(f"{subject} {_A} <http://example.org/Person> {graph} .")
        lines.append(f"{subject} <{_KNOWS}> <http://example.org/person/{(n * 7 + 1) % number}> {graph} .")
        lines.append(
            f'{subject} <http://example.org/name> "person number {n} of many, aaaaaaaaaaaaaaaaaaaaaaaa" {graph} .'
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store of 60,000 quads that nobody writes to."""
    return make_store(tmp_path_factory.mktemp("abuse") / "store", _people())


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[Server]:
    """One server for all abuse: what a test leaves behind, the next would notice."""
    with Server(store, timeout=2.0, memory_limit=256, workers=4, result_limit=8, header_timeout=2.0) as found:
        yield found


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("mounting a small file system needs privileges that this user lacks")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
