"""Fails when a room is tested less than `coverage.toml` beside this file asks; says when a floor can rise.

Run by `make coverage` on the data that pytest-cov left behind. Only what runs inside the tests' own processes counts:
servers, workers and builds run in processes of their own, so that the floors of their rooms are low for good.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SLACK = 1.0  # percentage points by which a floor may lie below what is measured before it should be raised


def measured() -> dict[str, float]:
    """Percent of lines and branches that were run, by room: `extract/time`, `graph/store`, ..."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run(
            [sys.executable, "-Im", "coverage", "json", "-q", "-o", str(report)], check=True, cwd=HERE.parent
        )
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    counted: dict[str, list[int]] = {}
    for name, told in files.items():
        parts = Path(name).parts
        start = next((i for i, part in enumerate(parts) if part in ("extract", "graph")), None)
        if start is None:
            continue
        room = "/".join(parts[start : start + 2]) if len(parts) > start + 2 else parts[start]
        summary = told["summary"]
        have = counted.setdefault(room, [0, 0])
        have[0] += summary["covered_lines"] + summary["covered_branches"]
        have[1] += summary["num_statements"] + summary["num_branches"]
    return {room: 100 * covered / total for room, (covered, total) in counted.items() if total}


def main() -> int:
    """The exit code: 1 when a room lies below its floor or has none."""
    floors = tomllib.loads((HERE / "coverage.toml").read_text(encoding="utf-8"))["floors"]
    found = measured()
    failed = False
    for room in sorted(found.keys() | floors.keys()):
        have, floor = found.get(room), floors.get(room)
        told = ""
        if floor is None:
            told = "has no floor: add it to tests/coverage.toml"
            failed = True
        elif have is None:
            told = "is no room any more: take it out of tests/coverage.toml"
            failed = True
        elif have < floor:
            told = f"below its floor of {floor}: test what is new"
            failed = True
        elif have > floor + SLACK + 1:
            told = f"may have its floor raised from {floor}"
        print(f"{room:24} {have if have is not None else 0:5.1f} {told}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
