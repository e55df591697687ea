"""A server from start to end: address, limits of connections, the store watched, what runs drained at the end."""

import asyncio
import contextlib
import json
import logging
import resource
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from furat.extract.errors import InputError, StoreError
from furat.graph.serve.app import application
from furat.graph.serve.endpoints.updates import Writes
from furat.graph.serve.http.connection import limited
from furat.graph.serve.http.context import Site
from furat.graph.serve.http.middleware import log_to_stderr
from furat.graph.serve.options import ServeOptions
from furat.graph.serve.workers.pool import QueryPool
from furat.graph.store.snapshots import current

_LOOK = 0.25  # seconds between looks at the store's `current` link
_BACKLOG = 1024


def serve(
    store: Path | str,
    host: str = "127.0.0.1",
    port: int = 7878,
    options: ServeOptions | None = None,
    *,
    started: Callable[[str], None] | None = None,
) -> None:
    """Serves a store until SIGINT or SIGTERM. `started` is called with the address once requests are answered.

    Port 0 takes a free one. StoreError when there is no published store, InputError when the address cannot be used.
    """
    options = options or ServeOptions()
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(Path(store), host, port, options, started))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(
    store: Path, host: str, port: int, options: ServeOptions, started: Callable[[str], None] | None
) -> None:
    token = options.read_token()
    snapshot = current(store)
    _raise_file_limit(options.connections + 16 * options.worker_count + 64)
    listening = _listen(host, port)
    pool = QueryPool(snapshot, options)
    try:
        await pool.start()
        if options.log:
            log_to_stderr()
        site = Site(store, options, pool, token)
        await _run(site, listening, host, started)
    finally:
        listening.close()
        await pool.close(patience=options.timeout + 1)


async def _run(site: Site, listening: socket.socket, host: str, started: Callable[[str], None] | None) -> None:
    options = site.options
    writes = Writes(site)
    config = uvicorn.Config(
        application(site, writes), http=limited(options.header_timeout), ws="none", lifespan="off", interface="asgi3",
        log_config=None, access_log=False, server_header=False, proxy_headers=False, date_header=True, backlog=_BACKLOG,
        timeout_keep_alive=max(1, round(options.idle_timeout)), limit_concurrency=options.connections,
        timeout_graceful_shutdown=max(1, round(options.timeout + 1)),
    )  # fmt: skip
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    server = _Server(config)
    watcher = asyncio.create_task(_watch(site))
    announcer = asyncio.create_task(_announce(server, listening, host, started))
    try:
        await server.serve(sockets=[listening])
    finally:
        watcher.cancel()
        announcer.cancel()
        await writes.close()


class _Server(uvicorn.Server):
    """uvicorn's server, which ends with success when it is told to end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


async def _announce(
    server: uvicorn.Server, listening: socket.socket, host: str, started: Callable[[str], None] | None
) -> None:
    while not server.started:
        await asyncio.sleep(0.005)
    if started is not None:
        shown = f"[{host}]" if ":" in host else host
        started(f"http://{shown}:{listening.getsockname()[1]}/")


async def _watch(site: Site) -> None:
    """Takes up each new snapshot; what cannot be read is told once and tried again."""
    link, seen, told = site.store / "current", site.snapshot.path.name, ""
    while True:
        await asyncio.sleep(_LOOK)
        try:
            name = link.readlink().name
            if name == seen:
                continue
            snapshot = current(site.store)
            await site.pool.switch(snapshot)
            seen = snapshot.path.name
        except (OSError, StoreError) as error:
            if str(error) != told:
                told = str(error)
                logging.getLogger("furat.serve").error(json.dumps({"error": "snapshot", "detail": told}))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
        except BaseException:
            listening.close()
            raise
    except OSError as error:
        raise InputError(
            f"{host}:{port}: cannot listen there ({error.strerror or error}); choose another with --host and --port"
        ) from error
    listening.setblocking(False)
    return listening


def _raise_file_limit(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or hard > soft:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard) if hard > 0 else wanted), hard))
