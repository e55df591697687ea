"""Commands that check and keep: validate, info, doctor, backup, restore."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from furat.extract.errors import InputError
from furat.graph.cli.console import REFUSED, command, fail, say

if TYPE_CHECKING:
    from furat.graph.shacl import Result

SHOWN = 20  # results; a report holds all


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(validate)
    app.command()(info)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


@command
def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="RDF: .ttl .nt .nq .trig .rdf .jsonld, also .gz.")] = None,
    store: Annotated[Path | None, typer.Option(help="A store instead of files: its published snapshot.")] = None,
    shapes: Annotated[Path | None, typer.Option(help="Shapes of your own (Turtle) instead of the project's.")] = None,
    engine: Annotated[Literal["compiled", "pyshacl"], typer.Option(help="Which validator.")] = "compiled",
    report: Annotated[Path | None, typer.Option(help="Write the sh:ValidationReport here (Turtle).")] = None,
) -> None:
    """Whether RDF conforms to SHACL shapes: exit code 0 conforms, 1 does not, 2 could not run."""
    from furat.graph.gate import packaged_shapes
    from furat.graph.shacl import report_turtle
    from furat.graph.shacl.files import validate_files
    from furat.graph.vocab.namespaces import PREFIXES

    if bool(files) == bool(store):
        raise fail("validate: give RDF files, or --store DIR: one of them")
    rules = shapes or packaged_shapes()
    results, size = _validate_store(store, rules, engine) if store else validate_files(files or [], rules, engine)
    if report is not None:
        report.write_text(report_turtle(results, dict(PREFIXES)), encoding="utf-8")
    for result in results[:SHOWN]:
        print(_line(result))
    if len(results) > SHOWN:
        print(f"... and {len(results) - SHOWN:,} more; --report FILE keeps them all")
    say(f"{size:,} statements, {len(results):,} results: {'does not conform' if results else 'conforms'}")
    if results:
        raise typer.Exit(REFUSED)


def _validate_store(store: Path, rules: "Path | str", engine: str) -> "tuple[list[Result], int]":
    """The results for a store's published snapshot, all graphs taken as one, and its number of quads."""
    from pyoxigraph import Store

    from furat.graph.shacl import compile_shapes
    from furat.graph.store import hold

    with hold(store) as snapshot:
        opened = Store.read_only(str(snapshot.quads))
        if engine == "pyshacl":
            from furat.graph.shacl.pyshacl_engine import validate_by_reference

            return validate_by_reference(rules, opened), len(opened)
        return compile_shapes(rules).validate(opened), len(opened)


def _line(result: "Result") -> str:
    """A result for people: what, where, and why in English."""
    from furat.graph.shacl.paths import path_text
    from furat.graph.vocab.namespaces import curie

    english = [m.value for m in result.messages if m.language in ("en", None)] or [curie(result.component.value)]
    where = f" {path_text(result.path)}" if result.path is not None else ""
    value = f" (value {result.value})" if result.value is not None else ""
    return f"{result.focus}{where}: {english[0]}{value}"


@command
def info(
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What a store holds."""
    from furat.graph.store import info as look

    found = look(store)
    facts = {
        "store": str(store),
        "format": found.format,
        "base_iri": found.base_iri,
        "snapshot": found.snapshot.id if found.snapshot else None,
        "documents": found.kept,
        "quads": found.snapshot.quads if found.snapshot else 0,
        "withdrawn": found.withdrawn,
        "refused": dict(found.refused),
        "graphs": dict(found.graphs),
        "unpublished": found.ahead,
        "bytes": found.bytes,
    }
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        shown = ", ".join(f"{k} {v:,}" for k, v in value.items()) if isinstance(value, dict) else value
        print(f"{name:12} {shown if shown not in ('', None) else '-'}")


@command
def doctor(
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    repair: Annotated[
        bool, typer.Option("--repair", help="Repair what can be; a copy of what is taken out stays.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON lines.")] = False,
) -> None:
    """Check every part of a store and say what a repair would do; exit code 1 when something is left as it is."""
    from furat.graph.store import describe
    from furat.graph.store import doctor as examine

    describe(store)
    found = examine(store, repair=repair)
    for ailment in found:
        print(json.dumps(asdict(ailment), ensure_ascii=False) if as_json else str(ailment))
    left = [a for a in found if not a.repaired]
    say(f"{store}: sound" if not found else f"{store}: {len(found)} found, {len(found) - len(left)} repaired")
    if left and not repair:
        say(f"nothing was changed; to do what stands above: furat doctor --repair --store {store}")
    if left:
        raise typer.Exit(REFUSED)


@command
def backup(
    target: Annotated[Path, typer.Argument(help="A new folder.")],
    store: Annotated[Path, typer.Option(help="The store's folder.")],
) -> None:
    """Copy a store's whole state to a new folder."""
    from furat.graph.store import backup as run

    run(store, target)
    say(f"{target}: complete")


@command
def restore(
    saved: Annotated[Path, typer.Argument(help="The folder that `furat backup` wrote.")],
    store: Annotated[Path, typer.Option(help="A new folder for the store.")],
) -> None:
    """Make a store of a backup, and publish it."""
    from furat.graph.store import restore as run

    if not saved.is_dir():
        raise InputError(f"{saved}: no such folder; name the one that furat backup wrote")
    published = run(saved, store)
    say(f"{store}: {'published' if published else 'restored; nothing was ever published'}")
