"""The application: its groups of commands, in the order in which they are used."""

import typer

import furat
from furat.graph.cli import building, checking, querying, reading, serving

app = typer.Typer(
    name="furat",
    help="From Arabic news about the war in Syria to a graph that can be queried.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"furat {furat.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", help="Print the version and end.", callback=_version, is_eager=True
    ),
) -> None: ...


for group in (building, serving, querying, checking, reading):
    group.register(app)


def main() -> None:
    """Run the command line."""
    app()
