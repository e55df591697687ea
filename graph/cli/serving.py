"""The command that serves a store over HTTP."""

from pathlib import Path
from typing import Annotated

import typer

from furat.graph.cli.console import command, say

WORTH_TRYING = ("who-struck-whom", "denied-or-alleged", "reports-with-evidence")


def register(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command()(serve)


@command
def serve(
    store: Annotated[Path, typer.Option(help="The store's folder.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 lets the system choose.")] = 7878,
    timeout: Annotated[float, typer.Option(help="Seconds a query may run; a request may ask for less.")] = 30.0,
    memory_limit: Annotated[int, typer.Option(help="MiB a worker may hold.")] = 1024,
    workers: Annotated[int, typer.Option(help="Worker processes; 0 takes twice the cores, at least 4.")] = 0,
    queue: Annotated[int, typer.Option(help="Requests that may wait for a worker.")] = 256,
    result_limit: Annotated[int, typer.Option(help="MiB of one result.")] = 256,
    body_limit: Annotated[int, typer.Option(help="Bytes of a query or update.")] = 1 << 20,
    allow_service: Annotated[list[str] | None, typer.Option(help="Endpoint that SERVICE may name.")] = None,
    allow_origin: Annotated[list[str] | None, typer.Option(help="Origin that CORS allows; default: any.")] = None,
    write_token_file: Annotated[Path | None, typer.Option(help="Allow writes with the token in this file.")] = None,
    shapes: Annotated[Path | None, typer.Option(help="Shapes that writes must pass instead of ours.")] = None,
    public_url: Annotated[str | None, typer.Option(help="Address under which others reach this server.")] = None,
    rewrite: Annotated[bool, typer.Option(help="Serve IRIs of another base under this server's address.")] = False,
    trust_proxy: Annotated[bool, typer.Option(help="Believe X-Forwarded-For and -Proto.")] = False,
    log: Annotated[bool, typer.Option(help="A JSON line a request on standard error.")] = True,
) -> None:
    """Serve a store: pages, SPARQL at /sparql, every IRI. Read-only unless a write token is given."""
    from furat.graph.serve import ServeOptions
    from furat.graph.serve.server import serve as run

    options = ServeOptions(
        timeout=timeout,
        memory_limit=memory_limit,
        workers=workers,
        queue=queue,
        result_limit=result_limit,
        body_limit=body_limit,
        allow_service=tuple(allow_service or ()),
        allow_origins=tuple(allow_origin or ("*",)),
        write_token_file=write_token_file,
        shapes=shapes,
        public_url=public_url,
        rewrite=rewrite,
        trust_proxy=trust_proxy,
        log=log,
    )
    run(store, host, port, options, started=_welcome)


def _welcome(address: str) -> None:
    """Where it is served, and where to begin."""
    from furat.graph.query import named_query

    say(f"furat serves {address} (SPARQL at {address}sparql); stop it with Ctrl-C")
    say("three queries worth trying:")
    for name in WORTH_TRYING:
        say(f"  {address}sparql?name={name}  {named_query(name).summary}")
