"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated documents and conformance suites that may not be shipped."""
    folder = os.environ.get("FURAT_SHARED")
    if not folder:
        pytest.skip("FURAT_SHARED is not set: annotated documents and public suites are not part of the project")
    if not Path(folder).is_dir():
        pytest.fail(f"FURAT_SHARED={folder} is no folder")
    return Path(folder)
