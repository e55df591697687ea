"""Builds in a process of its own, to be killed: drive.py STORE INPUT [INPUT...]; prints the refused as JSON."""

import json
import sys
from pathlib import Path

from furat.extract.errors import FuratError
from furat.graph.build import Extractor, Options, build, system

system.code_hash = lambda places: "0" * 64  # type: ignore[assignment]  # sources may be edited while the tests run

if __name__ == "__main__":
    fake = Extractor("fake_extractor:read", "fake_extractor:load")
    options = Options(jobs=2, extractor=fake, seconds_per_document=20, documents_per_commit=25)
    try:
        summary = build(sys.argv[2:], Path(sys.argv[1]), options=options)
    except FuratError as error:
        sys.exit(str(error))
    print(json.dumps([summary.kept, dict(summary.refused)]))
