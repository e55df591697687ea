"""The build: documents in, a published snapshot out, whole at every moment whatever happens.

    from furat.graph.ingest import Options, build
    summary = build(["news/"], Path("store"), options=Options(jobs=2))

`build` reads inputs (those of `furat.extract.documents.read_inputs`) into a store; `withdraw` takes a document out for
good, `readmit` undoes that. A `Progress` is called with (stage, done, total or None).
"""

from furat.graph.ingest.extractor import Extractor
from furat.graph.ingest.options import Options
from furat.graph.ingest.pipeline import DEFAULT_BASE, build, readmit, withdraw
from furat.graph.ingest.summary import RefusedItem, Summary
from furat.graph.progress import Progress, silent

__all__ = [
    "DEFAULT_BASE",
    "Extractor",
    "Options",
    "Progress",
    "RefusedItem",
    "Summary",
    "build",
    "readmit",
    "silent",
    "withdraw",
]
