"""What a build costs as the number of documents grows: processor time, memory and disk, a line of Markdown for each.

    nice -n 10 python benchmarks/scale.py 100 1000 10000 [--jobs 2]

Builds synthetic news (generate.py) with the command `furat build`, each number of documents into a fresh store.
Processor time is that of the build and all its processes; memory is their proportional set size, looked at twice a
second; the store is what its folder takes on the disk, files that are there twice by hard links counted once.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
from generate import documents

from furat.graph.store import info

_BUILD = "from furat.graph.cli import main; main()"


def build(news: Path, store: Path, jobs: int) -> tuple[float, float, int, int]:
    """Wall and processor seconds, peak bytes of all processes together and of the largest one."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak, largest = time.perf_counter(), 0, 0
    command = [sys.executable, "-c", _BUILD, "build", str(news), "--store", str(store), "--jobs", str(jobs)]
    process = subprocess.Popen(command)
    while process.poll() is None:
        sizes = []
        for member in family(process.pid):
            try:
                sizes.append(member.memory_full_info().pss)
            except psutil.Error:
                continue
        peak, largest = max(peak, sum(sizes)), max(largest, *sizes, 0)
        time.sleep(0.5)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        sys.exit(f"the build of {news} ended with {process.returncode}")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak, largest


def family(number: int) -> list[psutil.Process]:
    """A process and all below it."""
    try:
        return [psutil.Process(number), *psutil.Process(number).children(recursive=True)]
    except psutil.Error:
        return []


def main() -> None:
    """Measures in temporary folders and prints a table."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    ask.add_argument("documents", type=int, nargs="+")
    ask.add_argument("--jobs", type=int, default=2)
    given = ask.parse_args()
    heads = "documents", "quads", "wall s", "processor s", "ms each", "all MiB", "largest MiB", "store MB", "kB each"
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for count in given.documents:
        with tempfile.TemporaryDirectory() as folder:
            news, store = Path(folder) / "news.jsonl", Path(folder) / "store"
            with news.open("w", encoding="utf-8") as out:
                out.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents(count))
            wall, processor, peak, largest = build(news, store, given.jobs)
            found = info(store)
            quads = found.snapshot.quads if found.snapshot else 0
            cells = [
                f"{count:,}", f"{quads:,}", f"{wall:.1f}", f"{processor:.1f}", f"{processor / count * 1000:.0f}",
                f"{peak / 2**20:,.0f}", f"{largest / 2**20:,.0f}", f"{found.bytes / 1e6:,.0f}",
                f"{found.bytes / count / 1e3:.0f}",
            ]  # fmt: skip
            print(f"| {' | '.join(cells)} |", flush=True)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\nload of the machine over the last 1, 5 and 15 minutes: {load}", file=sys.stderr)


if __name__ == "__main__":
    main()
