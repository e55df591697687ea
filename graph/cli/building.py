"""Commands that change a store: build, withdraw, readmit."""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from furat.extract.errors import InputError
from furat.graph.cli.console import REFUSED, command, fail, progress, say

MODEL_MEMORY = 24 << 30  # bytes of address space of a process that holds a language model

if TYPE_CHECKING:
    from furat.graph.ingest import Summary
    from furat.graph.ingest.executor import Executor
    from furat.graph.remote import Pushed


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(build)
    app.command()(withdraw)
    app.command()(readmit)


@command
def build(
    store: Annotated[Path, typer.Option(help="The store's folder; made when it is not there.")],
    inputs: Annotated[list[str] | None, typer.Argument(help="Files, folders or globs; - reads standard input.")] = None,
    base_iri: Annotated[str | None, typer.Option(help="Base of all IRIs; default http://localhost:7878/.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; default: the cores.")] = None,
    lexicon: Annotated[list[Path] | None, typer.Option(help="Folder with tables of your own; may be repeated.")] = None,
    ner: Annotated[str | None, typer.Option(help="Let a recogniser join: camel, or camel=DIR.")] = None,
    retry_refused: Annotated[bool, typer.Option(help="Read again what was refused before.")] = False,
    document_timeout: Annotated[float, typer.Option(help="Seconds one document may take.")] = 60.0,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers read; local starts one here.")
    ] = None,
    scratch: Annotated[
        str | None, typer.Option(metavar="URL", help="Folder that this machine and the cluster's workers reach.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(metavar="sparql+URL", help="Graph Store Protocol of another store, to be kept equal.")
    ] = None,
    target_token_file: Annotated[
        Path | None, typer.Option(help="File with the target's bearer token, or user:password.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The summary as JSON.")] = False,
) -> None:
    """Read texts into a store, validate, publish. Exit code 1 when something was refused."""
    from furat.graph.ingest import Extractor, Options
    from furat.graph.ingest import build as run

    if not inputs and not retry_refused:
        raise fail("build: give files, folders or globs to read, or - for standard input (or --retry-refused)")
    push = _pusher(store, target, target_token_file)

    options = Options(
        jobs=jobs or os.cpu_count() or 1,
        lexicons=tuple(lexicon or ()),
        extractor=Extractor(ner=ner),
        retry_refused=retry_refused,
        seconds_per_document=document_timeout,
        executor=_executor(cluster, scratch),
    )
    if ner:
        options = replace(options, memory_per_process=MODEL_MEMORY)
    with progress("build") as bar:
        summary = run(inputs or [], store, base_iri=base_iri, options=options, progress=bar)
    if push is None:
        _tell(summary, as_json)
    else:
        _push(push, summary, as_json)
    if summary.refused:
        raise typer.Exit(REFUSED)


@command
def withdraw(
    identifier: Annotated[str, typer.Argument(help="The document's id.")],
    store: Annotated[Path, typer.Option(help="The store's folder.")],
) -> None:
    """Take a document out for good; its IRI then answers 410."""
    from furat.graph.ingest import withdraw as run

    _tell(run(store, identifier), as_json=False)


@command
def readmit(
    identifier: Annotated[str, typer.Argument(help="The document's id.")],
    store: Annotated[Path, typer.Option(help="The store's folder.")],
) -> None:
    """Let the next build read a withdrawn document again."""
    from furat.graph.ingest import readmit as run

    run(store, identifier)
    say(f"{identifier}: the next build that meets it reads it again")


def _executor(cluster: str | None, scratch: str | None) -> "Executor | None":
    """Who works for the build; None for processes of this machine."""
    if cluster is None:
        if scratch is not None:
            raise InputError("--scratch: is for --cluster; name the scheduler, or local")
        return None
    from furat.graph.distributed import DaskExecutor

    return DaskExecutor(cluster, scratch)


def _pusher(store: Path, address: str | None, token_file: Path | None) -> "Callable[[], Pushed] | None":
    """What pushes the store to its target, checked before anything is built."""
    if address is None:
        if token_file is not None:
            raise InputError("--target-token-file: is for --target; name the store to push to")
        return None
    from furat.graph.remote import parse_target
    from furat.graph.remote import push as run

    target = parse_target(address, token_file)

    def push() -> "Pushed":
        with progress("push") as bar:
            return run(store, target, progress=bar)

    return push


def _push(push: "Callable[[], Pushed]", summary: "Summary", as_json: bool) -> None:
    """Pushes, and tells of the build also when that fails."""
    pushed = None
    if not as_json:
        _tell(summary, as_json)
    try:
        pushed = push()
    finally:
        if as_json:
            _tell(summary, as_json, pushed)
    if not as_json:
        say(_pushed_line(pushed))


def _pushed_line(pushed: "Pushed") -> str:
    sent = f"{pushed.put:,} graphs put ({pushed.bytes / 1e6:,.1f} MB), {pushed.deleted:,} deleted"
    return f"{pushed.url}: {sent}, {pushed.unchanged:,} unchanged; it shows snapshot {pushed.snapshot}"


def _tell(summary: "Summary", as_json: bool, pushed: "Pushed | None" = None) -> None:
    """What was read and what was refused."""
    if as_json:
        fields = asdict(summary) | {"published": summary.published.info.id if summary.published else None}
        fields |= {"pushed": asdict(pushed)} if pushed else {}
        print(json.dumps(fields, ensure_ascii=False, default=str))
        return
    for refusal in summary.refusals:
        say(f"furat: refused: {refusal.where}: {refusal.message}")
    shown = len(summary.refusals)
    total = sum(summary.refused.values())
    if total > shown:
        say(f"furat: refused: and {total - shown:,} more; STORE/refused/ holds each with its report")
    say(_line(summary))


def _line(summary: "Summary") -> str:
    counts: Sequence[tuple[str, int]] = (
        ("read", summary.read), ("new", summary.new), ("replaced", summary.replaced), ("unchanged", summary.unchanged),
        ("withdrawn", summary.withdrawn), ("refused", sum(summary.refused.values())),
    )  # fmt: skip
    did = ", ".join(f"{n:,} {word}" for word, n in counts if n or word in ("read", "refused"))
    holds = f"{summary.kept:,} documents, {summary.events:,} events, {summary.quads:,} quads"
    end = f"published as snapshot {summary.published.info.id}" if summary.published else "nothing to publish"
    return f"{did}; the store holds {holds}; {end}"
