"""The distribution: what a user installs is whole, and works away from the checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = {"ontology": ".ttl", "queries": ".rq", "seeds": ".tsv", "extract/lexicon": ".tsv"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from this checkout."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-Im", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but the installed wheel."""
    target = tmp_path_factory.mktemp("site")
    (wheel,) = built.glob("*.whl")
    command = [
        sys.executable,
        "-Im",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    ]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return target


def run(site: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the installed wheel, from a folder that has nothing of the checkout."""
    env = {**os.environ, "PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    return subprocess.run([sys.executable, *args], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("folder", "suffix"), DATA.items())
def test_the_wheel_carries_every_data_file(built: Path, folder: str, suffix: str) -> None:
    """Ontology, queries, seeds and lexicons are in the wheel as they are in the checkout."""
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"furat/{p.relative_to(ROOT)}" for p in (ROOT / folder).glob(f"*{suffix}")}
    assert expected
    assert expected <= names
    assert {"furat/__init__.py", "furat/py.typed"} <= names
    assert not [n for n in names if n.startswith(("tests", "extract", "graph"))]


def test_the_sdist_carries_sources_and_tests(built: Path) -> None:
    """The sdist is not silently near-empty: every module and every test of the checkout is in it."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for folder in ("extract", "graph", "tests"):
        expected = {str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*.py")}
        assert expected
        assert expected <= names


def test_the_wheel_works_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """`furat --help` and `--version` answer, from the wheel and not from the checkout."""
    where = run(installed, tmp_path, "-c", "import furat; print(furat.__file__)")
    assert where.stdout.startswith(str(installed))
    shown = run(installed, tmp_path, "-c", "from furat.graph.cli import main; main()", "--help")
    assert shown.returncode == 0, shown.stderr
    assert "build" in shown.stdout


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    """`furat --help` answers at once, because engines and models are imported by the command that needs them."""
    code = "import sys, furat.graph.cli.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    heavy = {"torch", "transformers", "camel_tools", "pyoxigraph", "rdflib", "pyshacl", "starlette", "trafilatura"}
    assert not heavy & set(loaded.stdout.split())
