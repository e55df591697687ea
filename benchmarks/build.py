"""How fast documents become a published graph, and how near that is to the store's own bulk load.

    python benchmarks/build.py [--documents 1000] [--jobs 2] [--keep FOLDER]

Builds synthetic news (generate.py) end to end into a fresh store, then loads the same quads once with pyoxigraph's
bulk_load and, where it is installed, with `oxigraph load`: the limit. Memory: of the build and its workers.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from pyoxigraph import RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parent))
from generate import documents

from furat.graph.ingest import Options, build
from furat.graph.store import dump


class Peak(threading.Thread):
    """The greatest memory that this process and its children held, in bytes (proportional set size)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self.single = 0
        self._stop_it = threading.Event()

    def run(self) -> None:
        """Looks twice a second."""
        while not self._stop_it.wait(0.5):
            sizes = []
            for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
                try:
                    sizes.append(process.memory_full_info().pss)
                except psutil.Error:
                    continue
            self.bytes = max(self.bytes, sum(sizes))
            self.single = max(self.single, *sizes) if sizes else self.single

    def end(self) -> None:
        """Stops looking."""
        self._stop_it.set()
        self.join()


def timed_load(quads: Path, folder: Path) -> dict[str, float]:
    """Seconds that bulk loads of the same quads take, by loader."""
    start = time.perf_counter()
    store = Store(str(folder / "bulk"))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    found = {"pyoxigraph bulk_load": time.perf_counter() - start}
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program:
        start = time.perf_counter()
        command = [program, "load", "--location", str(folder / "cli"), "--file", str(quads)]
        subprocess.run(command, check=True, capture_output=True)
        found["oxigraph load"] = time.perf_counter() - start
    return found


def measure(count: int, jobs: int, folder: Path) -> None:
    """Builds, loads, and prints the figures."""
    news, store, quads = folder / "news.jsonl", folder / "store", folder / "all.nq"
    characters = 0
    with news.open("w", encoding="utf-8") as out:
        for document in documents(count):
            characters += len(document["text"])
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    peak = Peak()
    peak.start()
    start = time.perf_counter()
    summary = build([str(news)], store, options=Options(jobs=jobs))
    seconds = time.perf_counter() - start
    peak.end()
    start = time.perf_counter()
    build([str(news)], store, options=Options(jobs=jobs))
    again = time.perf_counter() - start
    dump(store, quads)
    limits = timed_load(quads, folder)
    size = sum(f.stat().st_size for f in (store / "current" / "quads").iterdir())
    print(f"documents             {count:>12,} of {characters / count:,.0f} characters; {jobs} jobs")
    print(f"kept, refused         {summary.kept:>12,} {sum(summary.refused.values()):,} {dict(summary.refused)}")
    print(f"reports, events       {summary.reports:>12,} {summary.events:,}")
    print(f"quads                 {summary.quads:>12,} ({summary.quads / count:,.0f} a document)")
    print(f"end to end            {seconds:>12.1f} s")
    print(f"documents a second    {count / seconds:>12,.0f}")
    print(f"quads a second        {summary.quads / seconds:>12,.0f}")
    print(f"second build          {again:>12.1f} s (nothing changed)")
    for name, limit in limits.items():
        print(f"{name:<22}{limit:>12.1f} s; end to end is {seconds / limit:.2f} times that")
    print(f"peak memory           {peak.bytes / 2**20:>12,.0f} MiB of all processes, {peak.single / 2**20:,.0f} of one")
    print(f"store                 {size / 2**20:>12,.0f} MiB, N-Quads {quads.stat().st_size / 2**20:,.0f} MiB")
    stages = {k: v for k, v in summary.seconds.items() if not k.startswith("worker")}
    for name, spent in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {name:<20}{spent:>12.1f} s {spent / seconds:>6.0%} of the time")
    work = {k: v for k, v in summary.seconds.items() if k.startswith("worker")}
    for name, spent in sorted(work.items(), key=lambda item: -item[1]):
        print(f"    {name:<18}{spent:>12.1f} s {spent / count * 1000:>6.1f} ms of processor a document")


def main() -> None:
    """Measures in a temporary folder, or in one that is kept."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    ask.add_argument("--documents", type=int, default=1000)
    ask.add_argument("--jobs", type=int, default=2)
    ask.add_argument("--keep", type=Path, help="folder for the news, the store and the quads")
    given = ask.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        measure(given.documents, given.jobs, given.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(given.documents, given.jobs, Path(folder))


if __name__ == "__main__":
    main()
