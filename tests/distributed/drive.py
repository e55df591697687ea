"""Builds on a cluster of its own, in a process of its own, to be killed: drive.py STORE INPUT SCRATCH."""

import json
import sys
from pathlib import Path

from furat.graph.distributed import DaskExecutor
from furat.graph.ingest import Extractor, Options, build

if __name__ == "__main__":
    obedient = Extractor("obedient:read", "obedient:load")
    options = Options(jobs=3, extractor=obedient, documents_per_commit=60, executor=DaskExecutor("local", sys.argv[3]))
    summary = build([sys.argv[2]], Path(sys.argv[1]), options=options)
    print(json.dumps([summary.kept, dict(summary.refused)]))
