"""A cluster in a process of its own, to be killed; prints the scheduler's address."""

import logging
import sys
from pathlib import Path

from distributed import LocalCluster

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "ingest")]
    quiet = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", memory_limit=0,
        scheduler_kwargs=quiet, silence_logs=logging.CRITICAL,
    ) as cluster:  # fmt: skip
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
