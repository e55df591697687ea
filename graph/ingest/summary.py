"""What a build is asked to do, tells while it runs, and says at its end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from furat.graph.store.snapshots import Snapshot

if TYPE_CHECKING:
    from furat.graph.ingest.executor import Workforce

Progress = Callable[[str, int, int | None], None]
"""Called with a stage ("read", "extract", "load", "derive", "publish"), how much of it is done, and of how much."""


def silent(stage: str, done: int, total: int | None) -> None:
    """A Progress that tells nobody."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """The functions that read documents, by name, so that worker processes can import them."""

    read: str = "furat.extract.pipeline:read_document"  # (Document, Knowledge) -> Reading
    load: str = "furat.extract.resources:load"  # (lexicons) -> Knowledge; (lexicons, ner=...) with a recogniser
    ner: str | None = None  # a recogniser that joins: see furat.extract.plugins

    def knowledge(self, lexicons: Sequence[Path]) -> Any:
        """What `read` needs, loaded in this process."""
        from furat.graph.ingest.subprocesses import resolve

        load = resolve(self.load)
        return load(tuple(lexicons)) if self.ner is None else load(tuple(lexicons), ner=self.ner)

    inputs: str = "furat.extract.documents:read_inputs"  # (paths) -> Documents and Refuseds


@dataclass(frozen=True, slots=True)
class Options:
    """How a build goes about it; none of these changes what comes out, but `lexicons` and `extractor`."""

    jobs: int = field(default_factory=lambda: cpu_count() or 1)
    lexicons: Sequence[Path] = ()
    extractor: Extractor = Extractor()
    retry_refused: bool = False
    seconds_per_document: float = 60.0  # more than this, twice, and the document is refused
    memory_per_process: int = 4 << 30  # bytes of address space
    documents_per_commit: int = 20_000  # about; of what is not committed an interrupted build reads all again
    quads_per_commit: int = 500_000  # about; whichever is reached first
    gate: str | None = None  # "compiled", "pyshacl", or the best there is
    workforce: "Workforce | None" = None  # None: processes of this machine


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document, or an input that gave none, that was set aside."""

    where: str  # document identifier, or place of the input
    reason: str  # class of reasons, such as "shapes", "time limit", "no Arabic"
    message: str  # one line


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did; `read` = unchanged + withdrawn + new + replaced + refused."""

    read: int
    unchanged: int
    withdrawn: int  # documents met in the input that were withdrawn, and stay so
    new: int
    replaced: int
    kept: int  # documents in the store now
    refused: Mapping[str, int]  # by reason
    refusals: Sequence[Refusal]  # the first hundred of them
    reports: int  # in the documents taken in
    quads: int  # in the store now
    events: int
    published: Snapshot | None  # None: nothing changed
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage; for benchmarks
