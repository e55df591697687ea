"""No test module lies in the dark: what stands in tests/ is what pytest collects."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_module_is_collected() -> None:
    """Whatever its folder is called; a folder named `build` was passed over for a long time."""
    command = [sys.executable, "-Im", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider", "-p", "no:randomly"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    collected = {line.partition(":")[0] for line in done.stdout.splitlines() if line.startswith("tests/")}
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(there) > 80
    assert there - collected == set()
