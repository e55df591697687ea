"""The obedient extractor of the tests of the build, which can also be told to kill the cluster's worker."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fake_extractor

from furat.extract.records import Document, Reading


def load(lexicons: Sequence[Path] = ()) -> Any:
    """As there."""
    return fake_extractor.load(lexicons)


def read(document: Document, knowledge: Any) -> Reading:
    """As there."""
    if "REGICIDE" in document.text:
        os.kill(os.getppid(), signal.SIGKILL)
    return fake_extractor.read(document, knowledge)
