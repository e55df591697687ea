"""What the build and the cluster's workers say to each other."""

from dataclasses import dataclass

from furat.graph.ingest.messages import Batch, Outcome, Setup


@dataclass(frozen=True, slots=True)
class Task:
    """A batch, with all that a worker must know."""

    build: str  # one build of one coordinator; a worker lets go of what it loaded for another
    setup: Setup
    seconds_per_document: float
    scratch: str  # URL of the folder for shards
    batch: Batch


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of quads in the scratch folder."""

    name: str  # no two attempts write to the same
    length: int  # bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Treated:
    """A batch is finished: an outcome for each document, and the quads of those kept."""

    outcomes: tuple[Outcome, ...]
    shard: Shard | None  # None: nothing is kept
    seconds: tuple[tuple[str, float], ...]  # processor time by step
