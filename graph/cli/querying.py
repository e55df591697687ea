"""Commands that take something out of a store: query, queries, dump, export."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from furat.extract.errors import InputError, QueryError
from furat.graph.cli.console import command, say

TABLES = ("csv", "tsv", "json", "xml")
GRAPHS = {
    "ttl": "turtle", "nt": "ntriples", "nq": "nquads", "trig": "trig", "rdf": "rdfxml", "jsonld": "jsonld",
}  # fmt: skip
NAMES = {**GRAPHS, "table": "turtle"}


def register(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(query)
    app.command()(queries)
    app.command()(dump)
    app.command()(export)


@command
def query(
    what: Annotated[str, typer.Argument(help="A file (.rq), or the name of a query that ships: see `furat queries`.")],
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    param: Annotated[list[str] | None, typer.Option(help="name=value; repeat a name for several values.")] = None,
    format: Annotated[str, typer.Option(help="table, csv, tsv, json, xml; turtle, nt, trig, jsonld, rdf.")] = "table",
    bom: Annotated[bool, typer.Option("--bom", help="A byte order mark before csv and tsv, for Excel.")] = False,
) -> None:
    """Ask the published graph; the union of all graphs is the default graph."""
    from pyoxigraph import QueryBoolean, QuerySolutions, Store

    from furat.graph.results.tables import in_order, write_table
    from furat.graph.results.triples import write_triples
    from furat.graph.results.xml_text import Unwritable
    from furat.graph.store import hold
    from furat.graph.vocab.namespaces import PREFIXES

    with hold(store) as snapshot:
        text = _text(what, param or (), snapshot.info.base_iri)
        try:
            opened = Store.read_only(str(snapshot.quads))
            found: Any = in_order(
                text, lambda query: opened.query(query, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
            )
        except SyntaxError as error:
            raise QueryError(f"{what}: {error}; correct the query") from None
        tabular = isinstance(found, (QuerySolutions, QueryBoolean))
        try:
            if tabular and format == "table":
                _table(found, snapshot.info.base_iri)
            elif tabular and format in TABLES:
                write_table(found, format, sys.stdout.buffer, bom=bom)
            elif tabular:
                raise QueryError(f"{format}: not a format for a table; choose table, {', '.join(TABLES)}")
            elif (name := NAMES.get(format, format)) in GRAPHS.values():
                write_triples(found, name, sys.stdout.buffer)
            else:
                raise QueryError(f"{format}: not a format for a graph; choose {', '.join(GRAPHS)}")
        except Unwritable as error:
            others = "json, csv, tsv" if tabular else "turtle, nt, jsonld"
            raise QueryError(f"{what}: {error}; choose another --format: {others}") from None


@command
def queries() -> None:
    """The queries that ship, with their parameters."""
    from furat.graph.query import named_queries

    for each in named_queries():
        wanted = " ".join(f"{p.name}={p.type}" for p in each.params)
        print(f"{each.name}\t{each.summary}\t{wanted}")


@command
def dump(
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    output: Annotated[
        Path, typer.Option(help="The file, .nq .trig .jsonld .nt .ttl .rdf, also .gz; - for standard output.")
    ],
) -> None:
    """Write the whole published graph to a file."""
    from furat.graph.store import dump as run

    size = run(store, None if str(output) == "-" else output)
    if str(output) != "-":
        say(f"{output}: {size:,} bytes")


@command
def export(
    format: Annotated[str, typer.Argument(help="gexf.")],
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    output: Annotated[Path, typer.Option(help="The file.")],
) -> None:
    """Write the actor network for other programs, such as Gephi."""
    from pyoxigraph import Store

    from furat.graph.export import export as run
    from furat.graph.export.network import on_store
    from furat.graph.store import hold

    beside = output.with_name(output.name + ".tmp")
    try:
        with hold(store) as snapshot, beside.open("wb") as out:
            run(format, on_store(Store.read_only(str(snapshot.quads)), snapshot.info.base_iri), out)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    say(f"{output}: {output.stat().st_size:,} bytes")


def _text(what: str, params: Iterable[str], base: str) -> str:
    """The query's text: a file as it is or with its parameters, or a query of the package."""
    from furat.graph.query import bind, named_query, parse

    given: dict[str, list[str]] = {}
    for item in params:
        name, equals, value = item.partition("=")
        if not equals:
            raise QueryError(f"--param {item}: write name=value")
        given.setdefault(name, []).append(value)
    if what == "-" or what.endswith(".rq") or "/" in what:
        try:
            text = (
                sys.stdin.read().removeprefix("\ufeff") if what == "-" else Path(what).read_text(encoding="utf-8-sig")
            )
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not UTF-8"
            raise InputError(f"{what}: cannot be read ({reason}); check the path") from None
        return bind(parse(what, text), given, base) if given else text
    return bind(named_query(what), given, base)


def _table(found: Any, base: str) -> None:
    """A table for people: IRIs with a prefix or relative to the base, literals without their types."""
    from pyoxigraph import QueryBoolean
    from rich.console import Console
    from rich.table import Table

    if isinstance(found, QueryBoolean):
        print("yes" if found else "no")
        return
    rows = [[_shown(term, base) for term in row] for row in found]
    columns = [v.value for v in found.variables]
    if not sys.stdout.isatty():
        print("\t".join(columns))
        for row in rows:
            print("\t".join(row))
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    print(f"{len(rows):,} rows")


def _shown(term: Any, base: str) -> str:
    from furat.graph.vocab.namespaces import curie

    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    text = curie(value).removeprefix(base) if type(term).__name__ == "NamedNode" else value
    return " ".join(text.split())
