"""What a build is asked to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from os import cpu_count
from pathlib import Path

from furat.graph.ingest.executor import Executor
from furat.graph.ingest.extractor import Extractor


@dataclass(frozen=True, slots=True)
class Options:
    """How a build goes about it; none of these changes what comes out, but `lexicons` and `extractor`."""

    jobs: int = field(default_factory=lambda: cpu_count() or 1)
    lexicons: Sequence[Path] = ()
    extractor: Extractor = field(default_factory=Extractor)
    retry_refused: bool = False
    seconds_per_document: float = 60.0  # more than this, twice, and the document is refused
    memory_per_process: int = 4 << 30  # bytes of address space
    documents_per_commit: int = 20_000  # about; of what is not committed an interrupted build reads all again
    quads_per_commit: int = 500_000  # about; whichever is reached first
    gate: str | None = None  # "compiled", "pyshacl", or the best there is
    executor: Executor | None = None  # None: processes of this machine
