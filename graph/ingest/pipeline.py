"""The build: inputs in, a published snapshot out, and the store whole at every moment between."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import cast

from furat.extract.errors import StoreError
from furat.extract.records import Document
from furat.graph.gate import EngineName, Gate
from furat.graph.ingest import system_graphs as system
from furat.graph.ingest.change_detection import BATCH_DOCUMENTS, Intake, batches, row_of
from furat.graph.ingest.committer import Loading
from furat.graph.ingest.derivation.events_graph import refresh_events, stamp
from furat.graph.ingest.derivation.schema import ReportsFile
from furat.graph.ingest.executor import Inputs, LocalExecutor
from furat.graph.ingest.messages import Done, Item, Outcome, Setup
from furat.graph.ingest.options import Options
from furat.graph.ingest.summary import RefusedItem, Summary
from furat.graph.progress import Progress, silent
from furat.graph.store import refused
from furat.graph.store.indexing import take_document
from furat.graph.store.ledger import DocumentRow
from furat.graph.store.writer import Writer, open_for_writing

_TOLD = 32  # documents read after which progress is told
DEFAULT_BASE = "http://localhost:7878/"


def build(
    inputs: Sequence[str],
    store: Path,
    *,
    base_iri: str | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Summary:
    """Reads the inputs into the store and publishes; what is unchanged is left as it is.

    A store is made when there is none, with `base_iri` or the default one. Documents that cannot be read or do not
    conform are set aside and counted. FuratError when the build as a whole cannot go on; the store is then as before,
    or ahead by whole documents that are not yet published.
    """
    options = options or Options()
    if base_iri is None and not (store / "store.json").exists():
        base_iri = DEFAULT_BASE
    with open_for_writing(store, base_iri) as writer, ReportsFile(writer.layout.reports) as reports:
        return _Build(writer, reports, options, progress).run(inputs)


def withdraw(store: Path, identifier: str) -> Summary:
    """Takes a document out of the store for good and publishes; its IRI answers 410. `readmit` undoes it.

    Raises: StoreError when the store has no such document.
    """
    with open_for_writing(store) as writer, ReportsFile(writer.layout.reports) as reports:
        row = writer.ledger.document(identifier)
        if row is None:
            raise StoreError(f"{store}: no document {identifier!r}; furat info --store {store} lists them")
        if row.state != "withdrawn":
            writer.new_stage()
            writer.ledger.stage([replace(row, state="withdrawn", quads=0, reports=0, reason="")])
            writer.commit()
            refused.take_back(store, [row.key])
        return _Build(writer, reports, Options(), silent).finish()


def readmit(store: Path, identifier: str) -> None:
    """Lets the next build read a withdrawn document again.

    Raises: StoreError when it is not withdrawn.
    """
    with open_for_writing(store) as writer:
        row = writer.ledger.document(identifier)
        if row is None or row.state != "withdrawn":
            raise StoreError(f"{store}: document {identifier!r} is not withdrawn; nothing to undo")
        writer.ledger.forget(identifier)


class _Build:
    """One build while it goes on."""

    def __init__(self, writer: Writer, reports: ReportsFile, options: Options, progress: Progress) -> None:
        self._writer = writer
        self._reports_file = reports
        self._options = options
        self._executor = options.executor or LocalExecutor()
        self._progress = progress
        self._gate = Gate(cast(EngineName | None, options.gate))
        self._seconds: dict[str, float] = {}
        self._elsewhere = 0.0  # seconds of stages inside the present one
        self._new = self._replaced = self._reports = self._treated = 0
        self._intake: Intake | None = None
        self._reader: Inputs | None = None

    def run(self, inputs: Sequence[str]) -> Summary:
        """The whole way; KeyboardInterrupt and errors leave what was committed."""
        root, ledger = self._writer.root, self._writer.ledger
        with self._clock("knowledge"):
            knowledge = self._options.extractor.knowledge(self._options.lexicons)
            run = system.run_of(knowledge, self._options)
        intake = self._intake = Intake(ledger, run.key, retry=self._options.retry_refused)
        try:
            stale = set(refused.keys(root)) - {row.key for row in ledger.documents("refused")}
            refused.take_back(root, stale)
            with self._clock("system"):
                system.remember_run(self._writer, run)
                system.refresh_vocabulary(self._writer, self._gate)
                system.refresh_gazetteer(self._writer, knowledge.gazetteer, run, self._gate)
            read, log = self._options.extractor.inputs, root / "reading.log"
            seconds, memory = self._options.seconds_per_document, self._options.memory_per_process
            with self._executor.reader(inputs, read, seconds, memory, log) as self._reader:
                self._take_in(chain(self._reader, self._again(intake)), intake, run.key)
            refused.write_inputs(root, intake.inputs())
            return self.finish()
        finally:
            intake.close()

    def _again(self, intake: Intake) -> Iterator[Document]:
        """The refused documents that the inputs did not give, when they shall be tried again."""
        if self._options.retry_refused:
            for row in list(self._writer.ledger.documents("refused")):
                if not intake.has_met(row.id):
                    yield refused.source(self._writer.root, row.key)

    def _take_in(self, given: Iterator[Item], intake: Intake, run: str) -> None:
        """Documents go through the workers; what these have finished is committed while they go on."""
        wanted = intake.to_read(self._told(given))
        first = next(wanted, None)
        if first is None:
            return
        options, writer = self._options, self._writer
        setup = Setup(
            writer.iris.base, run, options.extractor, tuple(options.lexicons), options.gate, options.memory_per_process
        )
        at_work = _AtWork(chain([first], wanted), run)
        with Loading(writer, options) as loading:
            workers = self._executor.pool(setup, options.jobs, options.seconds_per_document, writer.new_stage())
            with workers as pool, self._clock("extract"):
                for done in pool.run(batches(at_work, BATCH_DOCUMENTS)):
                    if loading.add(self._settle(done, at_work, intake)):
                        self._load(loading, pool.shards())
                rest = pool.shards()
            self._load(loading, rest)
            with self._clock("load"):
                loading.wait()

    def _load(self, loading: Loading, shards: Sequence[tuple[Path, int]]) -> None:
        with self._clock("load"):
            self._progress("load", self._treated, None)
            loading.commit(shards)

    def _told(self, given: Iterable[Item]) -> Iterator[Item]:
        """The items as they come, with progress reported."""
        for read, item in enumerate(given, 1):
            if read % _TOLD == 1:
                self._progress("read", read, self._expected(read))
            yield item

    def _expected(self, at_least: int) -> int | None:
        """About how many documents the inputs hold."""
        expected = self._reader.expected if self._reader else None
        return None if expected is None else max(expected, at_least)

    def _to_treat(self, taken: int) -> int | None:
        """About how many of them go through the workers: all but those that were passed over so far."""
        read = self._intake.read if self._intake else 0
        expected = self._expected(read)
        return None if expected is None else max(expected - (read - taken), taken)

    def _settle(self, done: Done, at_work: "_AtWork", intake: Intake) -> list[DocumentRow]:
        """Ledger rows of the documents of a finished batch, whose facts and index entries are kept."""
        rows, told = [], []
        for outcome in done.outcomes:
            document, row = at_work.settle(outcome)
            before = self._writer.ledger.document(outcome.id)
            was_kept = before is not None and before.state == "kept"
            if outcome.state == "kept":
                self._new += not was_kept
                self._replaced += was_kept
                self._reports += outcome.reports
            else:
                self._set_aside(intake, document, outcome, row.key)
            rows.append(row)
            take_document(self._writer, row, outcome.indexed)
            if outcome.told:
                told.append((row.key, stamp(row), outcome.told))
        with self._reports_file.change():
            self._reports_file.tell(told)
        for step, seconds in done.seconds:
            self._seconds[f"worker {step}"] = self._seconds.get(f"worker {step}", 0.0) + seconds
        self._treated += len(rows)
        self._progress("extract", self._treated, self._to_treat(at_work.taken))
        return rows

    def _set_aside(self, intake: Intake, document: Document, outcome: Outcome, key: str) -> None:
        refused.set_aside(self._writer.root, key, document, outcome.reason, outcome.message, outcome.report)
        intake.refuse(RefusedItem(outcome.id, outcome.reason, outcome.message))

    def finish(self) -> Summary:
        """Brings runs and events up to date, publishes, and counts."""
        writer, ledger = self._writer, self._writer.ledger
        with self._clock("derive"):
            system.refresh_runs(writer)
            refresh_events(writer, self._reports_file, self._gate, self._progress)
        with self._clock("publish"):
            self._progress("publish", 0, None)
            published = writer.publish()
        intake = self._intake
        return Summary(
            read=intake.read if intake else 0,
            unchanged=intake.unchanged if intake else 0,
            withdrawn=intake.withdrawn if intake else 0,
            new=self._new,
            replaced=self._replaced,
            kept=ledger.count("kept"),
            refused=dict(sorted(intake.refused.items())) if intake else {},
            refusals=tuple(sorted(intake.refusals, key=lambda r: (r.where, r.reason))) if intake else (),
            reports=self._reports,
            quads=ledger.quads(),
            events=int(ledger.meta("events", "0")),
            published=published,
            seconds=self._seconds,
        )

    @contextmanager
    def _clock(self, stage: str) -> Iterator[None]:
        """Adds what the block takes to a stage, without what stages inside it take."""
        start, before, self._elsewhere = time.perf_counter(), self._elsewhere, 0.0
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            self._seconds[stage] = self._seconds.get(stage, 0.0) + spent - self._elsewhere
            self._elsewhere = before + spent


class _AtWork:
    """The documents that are with the workers, kept at hand until their outcome is known."""

    def __init__(self, wanted: Iterator[tuple[Document, str]], run: str) -> None:
        self._wanted = wanted
        self._run = run
        self._open: dict[str, tuple[Document, str]] = {}
        self.taken = 0  # so far

    def __iter__(self) -> Iterator[Document]:
        for document, content in self._wanted:
            self.taken += 1
            self._open[document.id] = document, content
            yield document

    def settle(self, outcome: Outcome) -> tuple[Document, DocumentRow]:
        """The document of an outcome, and its row."""
        document, content = self._open.pop(outcome.id)
        row = replace(
            row_of(document, content, self._run),
            state=outcome.state, quads=outcome.quads, reports=outcome.reports, reason=outcome.reason,
        )  # fmt: skip
        return document, row
