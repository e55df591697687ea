"""Fixtures that all tests share."""

import importlib.util
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell starts jobs in the background so; they hand it on
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _share(name: str, file: Path) -> None:
    """Lets tests import a file by its bare name: their folders are no packages, and lie on no path."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


for _name in ("running", "graph_data"):
    _share(_name, Path(__file__).parent / "serve" / f"{_name}.py")

from running import TOKEN, Server, make_store  # noqa: E402


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated documents and conformance suites that may not be shipped."""
    folder = os.environ.get("FURAT_SHARED")
    if not folder:
        pytest.skip("FURAT_SHARED is not set: annotated documents and public suites are not part of the project")
    if not Path(folder).is_dir():
        pytest.fail(f"FURAT_SHARED={folder} is no folder")
    return Path(folder)


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
