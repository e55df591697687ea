"""What a build costs as the number of documents grows: processor time, memory and disk, a line of Markdown for each.

    nice -n 10 python benchmarks/scale.py 100 1000 10000 [--jobs 2]

Builds synthetic news (generate.py) with the command `furat build`, each number of documents into a fresh store, then
once more unchanged, then with ten documents corrected. Processor time is that of the build and all its processes;
memory is their proportional set size, looked at twice a second; the store is what its folder takes on the disk, files
that are there twice by hard links counted once. A second table gives milliseconds on the clock for a document by stage.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
from generate import documents

from furat.graph.store import info

_BUILD = "from furat.graph.cli import main; main()"
CORRECTED = 10
STAGES = "extract", "load", "derive", "publish"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build took."""

    wall: float  # seconds
    processor: float  # seconds
    peak: int  # bytes of all processes together
    largest: int  # bytes of the largest one
    stages: dict[str, float]  # seconds on the clock


def build(news: Path, store: Path, jobs: int) -> Cost:
    """Runs the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak, largest = time.perf_counter(), 0, 0
    command = [sys.executable, "-c", _BUILD, "build", str(news), "--store", str(store), "--jobs", str(jobs), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
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
    said = process.communicate()[0]
    if process.returncode != 0:
        sys.exit(f"the build of {news} ended with {process.returncode}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, processor, peak, largest, json.loads(said)["seconds"])


def write(news: Path, count: int, corrected: int) -> None:
    """That many documents; the first ones with one more sentence where they are corrected."""
    with news.open("w", encoding="utf-8") as out:
        for number, document in enumerate(documents(count)):
            if number < corrected:
                document["text"] += f"\n{next(documents(1, seed=number + 2))['text']}"
            out.write(json.dumps(document, ensure_ascii=False) + "\n")


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
    ask.add_argument("--folder", help="where stores are made and removed again (default: that for temporary files)")
    given = ask.parse_args()
    heads = (
        *("documents", "quads", "wall s", "documents/s", "processor s", "ms each", "all MiB", "largest MiB"),
        *("store MB", "kB each", "unchanged s", f"{CORRECTED} corrected s"),
    )
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    stages: list[str] = []
    for count in given.documents:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            news, store = Path(folder) / "news.jsonl", Path(folder) / "store"
            write(news, count, 0)
            cost = build(news, store, given.jobs)
            found = info(store)
            unchanged = build(news, store, given.jobs)
            write(news, count, CORRECTED)
            corrected = build(news, store, given.jobs)
            quads = found.snapshot.quads if found.snapshot else 0
            cells = [
                f"{count:,}", f"{quads:,}", f"{cost.wall:.1f}", f"{count / cost.wall:.0f}", f"{cost.processor:.1f}",
                f"{cost.processor / count * 1000:.1f}", f"{cost.peak / 2**20:,.0f}", f"{cost.largest / 2**20:,.0f}",
                f"{found.bytes / 1e6:,.0f}", f"{found.bytes / count / 1e3:.0f}", f"{unchanged.wall:.1f}",
                f"{corrected.wall:.1f}",
            ]  # fmt: skip
            print(f"| {' | '.join(cells)} |", flush=True)
            each = [f"{cost.stages.get(stage, 0.0) / count * 1000:.2f}" for stage in STAGES]
            stages.append(f"| {count:,} | {' | '.join(each)} |")
    print(f"\n| documents | {' | '.join(STAGES)} |\n|{'---|' * (len(STAGES) + 1)}", *stages, sep="\n")
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\nload of the machine over the last 1, 5 and 15 minutes: {load}", file=sys.stderr)


if __name__ == "__main__":
    main()
