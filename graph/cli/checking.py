"""Commands that check and keep: validate, info, doctor, backup, restore."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from furat.graph.cli.console import REFUSED, command, fail, say

StoreOption = Annotated[Path, typer.Option("--store", help="The store's folder.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(validate)
    app.command()(info)
    app.command()(doctor)
    app.command()(backup)
    app.command()(restore)


@command
def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(help="RDF files: .ttl .nt .nq .trig .rdf .jsonld, also .gz.")
    ] = None,
    store: Annotated[Path | None, typer.Option(help="A store instead of files: its published snapshot.")] = None,
    shapes: Annotated[Path | None, typer.Option(help="Shapes of your own (Turtle) instead of the project's.")] = None,
    engine: Annotated[Literal["compiled", "pyshacl"], typer.Option(help="Which validator.")] = "compiled",
    report: Annotated[Path | None, typer.Option(help="Write the sh:ValidationReport here (Turtle).")] = None,
) -> None:
    """Whether RDF conforms to SHACL shapes: exit code 0 conforms, 1 does not, 2 could not run."""
    if bool(files) == bool(store):
        raise fail("give RDF files or --store DIR, one of them")
    from furat.graph.shacl.files import validate_files, validate_store, write_report

    if store is not None:
        results, size = validate_store(store, shapes=shapes, engine=engine)
    else:
        results, size = validate_files(files or [], shapes=shapes, engine=engine)
    if report is not None:
        write_report(results, report)
    for result in results[:20]:
        print(result.line())
    if len(results) > 20:
        print(f"... and {len(results) - 20:,} more; --report FILE keeps them all")
    say(f"{size:,} triples, {len(results):,} results: {'does not conform' if results else 'conforms'}")
    if results:
        raise typer.Exit(REFUSED)
