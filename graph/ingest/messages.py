"""What the build and its worker processes say to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from furat.extract.documents import Refused
from furat.extract.records import Document
from furat.graph.ingest.extractor import Extractor
from furat.graph.search.contribution import Indexed

Item = Document | Refused


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker must know before the first batch."""

    base_iri: str
    run: str  # key
    extractor: Extractor
    lexicons: tuple[Path, ...]
    gate: str | None
    memory: int  # bytes of address space


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are read, mapped and validated in one go, and the file their quads go to."""

    number: int
    documents: tuple[Document, ...]
    attempts: int = 0  # how often a worker was lost over it


@dataclass(frozen=True, slots=True)
class Work:
    """A batch for one worker, pickled in a file: a message too long for the pipe would let a hung worker hang us."""

    batch: Path
    shard: Path  # the batch's quads go here, and nobody else's


@dataclass(frozen=True, slots=True)
class At:
    """A worker begins with a document of its batch; `index` past the last one is the validation."""

    index: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document."""

    id: str
    state: Literal["kept", "refused"]
    quads: int = 0
    reports: int = 0
    reason: str = ""
    message: str = ""  # one line
    report: str = ""  # the full report: Turtle of the gate, or a traceback
    told: bytes = b""  # its facts for the derivation of events, packed (facts_codec); empty: not known
    indexed: Indexed | None = None  # what it gives to the full-text index; None: not known


@dataclass(frozen=True, slots=True)
class Done:
    """A batch is finished: outcomes in the order of its documents, and how long its shard is."""

    number: int
    outcomes: tuple[Outcome, ...]
    length: int
    seconds: tuple[tuple[str, float], ...] = ()  # processor time by step


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Files for the process that reads them."""

    read: str  # "package.module:function", as read_inputs
    paths: Sequence[str]
    skip: int  # items of the first path that were given before
    together: int  # items of one message
    memory: int  # bytes of address space


@dataclass(frozen=True, slots=True)
class Given:
    """Items of one file."""

    number: int  # of the file among the paths
    items: Sequence[Item]
    ended: bool  # whether the file has no more
