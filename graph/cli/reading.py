"""Commands that read texts without a store: extract, evaluate."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from furat.graph.cli.console import REFUSED, command, say


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(extract)
    app.command()(evaluate)


def _plain(value: Any) -> str:
    return str(value.isoformat())


@command
def extract(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders or globs; - reads standard input.")],
    explain: Annotated[
        bool, typer.Option(help="For every decision the rule and the words behind it, as text.")
    ] = False,
    lexicon: Annotated[list[Path] | None, typer.Option(help="Folder with tables of your own; may be repeated.")] = None,
    ner: Annotated[str | None, typer.Option(help="Let a recogniser join: camel, or camel=DIR.")] = None,
) -> None:
    """What is read from each document, as JSON lines on standard output."""
    from furat.extract.documents import Refused, read_inputs
    from furat.extract.explain import explain as explain_reading
    from furat.extract.pipeline import read_document
    from furat.extract.resources import load

    knowledge = load(lexicon or (), ner=ner)
    refused = 0
    for item in read_inputs(inputs):
        if isinstance(item, Refused):
            refused += 1
            say(f"furat: {item.origin}: {item.reason}; {item.remedy}")
            continue
        reading = read_document(item, knowledge)
        if explain:
            print("\n".join(explain_reading(reading)))
        else:
            json.dump(asdict(reading), sys.stdout, ensure_ascii=False, default=_plain)
            print()
    if refused:
        raise typer.Exit(REFUSED)


@command
def evaluate(
    gold: Annotated[Path, typer.Option(help="Folder of annotated documents (*.json).")],
    clusters: Annotated[Path | None, typer.Option(help="File that says which events are the same.")] = None,
    errors: Annotated[int, typer.Option(help="Show so many misses of each kind.")] = 0,
    lexicon: Annotated[list[Path] | None, typer.Option(help="Folder with tables of your own; may be repeated.")] = None,
) -> None:
    """Precision, recall and F1 of the extractor against annotated documents."""
    from furat.extract.evaluation.run import evaluate_folder
    from furat.extract.resources import load

    print(evaluate_folder(gold, load(lexicon or ()), clusters=clusters, errors=errors))
