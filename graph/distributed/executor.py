"""A Dask cluster as the executor of a build: the one at an address, or one of processes started here."""

import logging
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from furat.extract.errors import InputError, MissingExtra, StoreError
from furat.graph.ingest.executor import Inputs, LocalExecutor
from furat.graph.ingest.messages import Setup
from furat.graph.ingest.reader import InputReader

try:
    import dask
    from distributed import Client, LocalCluster

    from furat.graph.distributed.inputs import is_url, list_files
    from furat.graph.distributed.pool import DaskPool
    from furat.graph.distributed.scratch import Scratch
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] not in ("dask", "distributed", "fsspec"):
        raise
    raise MissingExtra("--cluster needs Dask: pip install 'furat[cluster]'") from missing

LOCAL = "local"
_CONNECT = 20.0  # seconds
_QUIET = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
_DEATHS = 1  # that a batch may cost before it is taken apart, in a cluster of our own; elsewhere as configured there


class DaskExecutor:
    """Batches go to a Dask cluster; inputs may be URLs of any fsspec file system.

    `address` is that of a scheduler, such as tcp://head:8786, or "local" for as many processes here as there are jobs.
    `scratch` is a folder, as URL or path, that this machine and all workers reach; without it, one inside the store.
    """

    def __init__(self, address: str, scratch: str | None = None) -> None:
        if address != LOCAL and "://" not in address:
            raise InputError(f"cluster {address!r}: give the scheduler's address, such as tcp://head:8786, or local")
        self._address = address
        self._scratch = scratch

    def reader(
        self, inputs: Sequence[str], read: str, seconds: float, memory: int, log: Path
    ) -> AbstractContextManager[Inputs]:
        """A process of this machine that reads files, wherever they lie."""
        if not any(map(is_url, inputs)):
            return LocalExecutor().reader(inputs, read, seconds, memory, log)
        read = "furat.graph.distributed.inputs:read_inputs"
        return InputReader(inputs, read, seconds, memory, log, list_files)

    @contextmanager
    def pool(self, setup: Setup, jobs: int, seconds: float, staging: Path) -> Iterator[DaskPool]:
        """The cluster, with what this build needs of it until the block ends."""
        name = f"furat-{uuid.uuid4().hex}"
        scratch = Scratch(f"{self._scratch.rstrip('/')}/{name}" if self._scratch else str(staging.resolve() / name))
        try:
            with self._client(jobs) as client:
                pool = DaskPool(client, scratch, setup, seconds, staging)
                try:
                    yield pool
                finally:
                    pool.close()
        finally:
            scratch.remove()

    @contextmanager
    def _client(self, jobs: int) -> Iterator[Client]:
        if self._address != LOCAL:
            try:
                client = Client(self._address, timeout=_CONNECT, set_as_default=False)
            except (OSError, ValueError) as error:
                why = " ".join(str(error).split())
                raise StoreError(f"{self._address}: no Dask scheduler answers there ({why}); check address") from error
            with client:
                yield client
            return
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": _DEATHS}),
            LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, host="127.0.0.1", memory_limit=0,
                scheduler_kwargs=_QUIET, silence_logs=logging.CRITICAL, preload=["furat.graph.distributed.worker"],
            ) as cluster,
            Client(cluster, timeout=_CONNECT, set_as_default=False) as client,
        ):  # fmt: skip
            yield client
