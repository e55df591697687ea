"""The command line as a user meets it: a process of its own, its exit code and what it prints."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FURAT = Path(sys.executable).with_name("furat")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def furat() -> Run:
    """Run `furat ARGS...`; no traceback may ever reach the user."""

    def run(*args: object, **more: Any) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "PYTHONUTF8": "1", **more.pop("env", {})}
        env.pop("FURAT_DEBUG", None)
        command = [str(FURAT), *map(str, args)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=env, **more)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def seeds_store(furat: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built from the project's two sample documents."""
    store = tmp_path_factory.mktemp("seeds") / "store"
    done = furat("build", ROOT / "seeds", "--store", store)
    assert done.returncode == 0, done.stderr
    return store
