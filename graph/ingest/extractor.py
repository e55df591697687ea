"""The functions that read documents, named so that a process of its own can import them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from furat.graph.ingest.subprocesses import resolve


@dataclass(frozen=True, slots=True)
class Extractor:
    """The functions that read documents, by name, so that worker processes can import them."""

    read: str = "furat.extract.pipeline:read_document"  # (Document, Knowledge) -> Reading
    load: str = "furat.extract.resources:load"  # (lexicons) -> Knowledge; (lexicons, ner=...) with a recogniser
    inputs: str = "furat.extract.documents:read_inputs"  # (paths) -> Documents and Refuseds
    ner: str | None = None  # a recogniser that joins: see furat.extract.plugins

    def knowledge(self, lexicons: Sequence[Path]) -> Any:
        """What `read` needs, loaded in this process."""
        load = resolve(self.load)
        return load(tuple(lexicons)) if self.ner is None else load(tuple(lexicons), ner=self.ner)
