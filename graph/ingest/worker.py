"""A worker process of the build: reads documents, maps them, judges them, appends what conforms to its shard.

Started by `pool.py` as `python -m furat.graph.ingest.worker FD`; ends with its parent, whatever happens to that.
"""

import contextlib
import gc
import os
import pickle
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from furat.extract.errors import FuratError
from furat.extract.records import Document, Reading
from furat.graph.disk import saving
from furat.graph.gate import Candidate, EngineName, Gate
from furat.graph.ingest.derivation.facts_codec import pack
from furat.graph.ingest.messages import At, Batch, Done, Outcome, Setup, Work
from furat.graph.ingest.subprocesses import OUT_OF_MEMORY, limit_memory, live_with_parent, resolve
from furat.graph.mapping.document import Mapper
from furat.graph.search.contribution import pack as pack_words
from furat.graph.vocab.iris import Iris, document_key


def main(descriptor: int) -> None:
    """Works through what comes in by the connection until it is closed."""
    connection = live_with_parent(descriptor)
    if connection is None:
        return
    try:
        worker = Worker(connection.recv(), connection.send)
        connection.send(None)  # ready
        while True:
            work = connection.recv()
            with saving(work.shard.parent.parent):
                connection.send(worker.work(work))
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except FuratError as error:  # not of one document: a lexicon is broken, the disk is full
        with contextlib.suppress(ConnectionError):
            connection.send(error)


class Worker:
    """The steps from documents to quads, with what they need loaded once."""

    def __init__(self, setup: Setup, tell: Callable[[At], None]) -> None:
        limit_memory(setup.memory)
        self._tell = tell
        self._read: Callable[[Document, Any], Reading] = resolve(setup.extractor.read)
        self._knowledge = setup.extractor.knowledge(setup.lexicons)
        self._mapper = Mapper(Iris(setup.base_iri), self._knowledge.gazetteer, setup.run)
        self._gate = Gate(cast(EngineName | None, setup.gate))
        self._clock: dict[str, float] = {}
        gc.collect()
        gc.freeze()  # what is known stays: no need to look through it again and again
        gc.set_threshold(50_000, 20, 100)

    def work(self, work: Work) -> Done:
        """The outcomes of a batch; the quads of those kept are in the shard when this returns."""
        batch: Batch = pickle.loads(work.batch.read_bytes())
        work.batch.unlink()
        self._clock = {"extract": 0.0, "map": 0.0, "index": 0.0, "validate": 0.0, "write": 0.0}
        candidates: dict[str, Candidate] = {}
        outcomes: dict[str, Outcome] = {}
        for index, document in enumerate(batch.documents):
            self._tell(At(index))
            outcome, quads = self._document(document)
            outcomes[document.id] = outcome
            if outcome.state == "kept":
                candidates[document.id] = Candidate(document.id, quads)
        self._tell(At(len(batch.documents)))
        start = time.process_time()
        verdict = self._gate.validate(list(candidates.values()))
        for identifier, judged in verdict.refused.items():
            found = judged.findings
            message = f"{len(found)} findings, the first: {found[0]}"
            outcomes[identifier] = Outcome(identifier, "refused", 0, 0, "shapes", message, judged.report)
        start = self._stop("validate", start)
        length = _append(work.shard, [candidates[identifier].quads for identifier in verdict.conforming])
        self._stop("write", start)
        return Done(batch.number, tuple(outcomes.values()), length, tuple(self._clock.items()))

    def _document(self, document: Document) -> tuple[Outcome, bytes]:
        start = time.process_time()
        try:
            reading = self._read(document, self._knowledge)
            start = self._stop("extract", start)
            if document_key(reading.document.id) != document_key(document.id):
                raise ValueError(f"it gave {document.id!r} back as {reading.document.id!r}")
            count, quads = self._mapper.written(reading)
            told = pack(quads)
            start = self._stop("map", start)
            indexed = pack_words(quads)
            self._stop("index", start)
            return Outcome(document.id, "kept", count, len(reading.reports), told=told, indexed=indexed), quads
        except FuratError as error:
            return Outcome(document.id, "refused", 0, 0, "input", str(error)), b""
        except MemoryError:
            raise  # the pool tries it again alone, in a fresh process
        except (
            Exception
        ) as error:  # a fault of the extractor costs this document, never the build; its report says where
            message = f"the extractor failed: {type(error).__name__}: {' '.join(str(error).split())}"
            return Outcome(document.id, "refused", 0, 0, "extractor", message, traceback.format_exc()), b""

    def _stop(self, step: str, start: float) -> float:
        now = time.process_time()
        self._clock[step] += now - start
        return now


def _append(shard: Path, graphs: Sequence[bytes]) -> int:
    """Writes quads to the end of a shard; its length then."""
    with shard.open("ab") as out:
        for quads in graphs:
            out.write(quads)
        return out.tell()


if __name__ == "__main__":
    main(int(sys.argv[1]))
