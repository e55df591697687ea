"""Servers that the tests of this folder share."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_PLACE = Path(__file__).parent.parent / "serve" / "running.py"
if "running" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("running", _PLACE)
    assert _spec is not None and _spec.loader is not None
    sys.modules["running"] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules["running"])

from running import TOKEN, Server, make_store  # noqa: E402

_data_spec = importlib.util.spec_from_file_location("abuse_data", Path(__file__).with_name("data.py"))
assert _data_spec is not None and _data_spec.loader is not None
_data = importlib.util.module_from_spec(_data_spec)
_data_spec.loader.exec_module(_data)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published store of 60,000 quads that nobody writes to."""
    return make_store(tmp_path_factory.mktemp("abuse") / "store", _data.people())


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


@pytest.fixture(scope="session")
def permissive(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Options of a server that may be written and whose shapes ask for nothing."""
    folder = tmp_path_factory.mktemp("options")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    (folder / "shapes.ttl").write_text("# no shape: everything conforms\n", encoding="utf-8")
    return {"write_token_file": folder / "token", "shapes": folder / "shapes.ttl", "workers": 3, "timeout": 10.0}


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory, permissive: dict[str, Any]) -> Iterator[Server]:
    """A server that tests may write to; each clears what it needs cleared."""
    with Server(make_store(tmp_path_factory.mktemp("writable") / "store"), **permissive) as server:
        yield server
