"""The README says what is so: its commands exist, its example gives those triples, its queries those results."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
FURAT = Path(sys.executable).with_name("furat")
BASE = "http://localhost:7878/"
WIDTH = 118  # columns of a line of results in the README; what is longer is cut
ROWS = 6  # of results in the README


def furat(*args: str, cwd: Path) -> str:
    """What a command prints."""
    return subprocess.run([str(FURAT), *args], cwd=cwd, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `store`, built from the two sample documents."""
    folder = tmp_path_factory.mktemp("readme")
    furat("build", str(ROOT / "seeds"), "--store", "store", cwd=folder)
    return folder


def cut(output: str) -> str:
    """The first rows of a table as the README shows them."""
    lines = output.splitlines()
    kept = [line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip() + "…" for line in lines[: ROWS + 1]]
    return "\n".join([*kept, *(["…"] if len(lines) > ROWS + 1 else [])])


def test_the_queries_give_the_results_that_are_shown(home: Path) -> None:
    """Five queries, run on the samples; FURAT_UPDATE_README=1 writes what they give now into the README."""
    text = README.read_text(encoding="utf-8")
    blocks = re.findall(r"```\n\$ furat (query [^\n]*)\n(.*?)```", text, re.S)
    assert len(blocks) == 5
    found = {command: cut(furat(*shlex.split(command), cwd=home)) for command, _ in blocks}
    if os.environ.get("FURAT_UPDATE_README"):
        for command, shown in blocks:
            text = text.replace(f"$ furat {command}\n{shown}```", f"$ furat {command}\n{found[command]}\n```")
        README.write_text(text, encoding="utf-8")
        return
    assert {command: shown.rstrip("\n") for command, shown in blocks} == found


def test_the_example_gives_the_triples_that_are_shown(tmp_path: Path) -> None:
    """The sentence of the README, built as it says, holds every triple of the Turtle below it."""
    from pyoxigraph import RdfFormat, Store, parse

    from furat.graph.vocab.namespaces import PREFIXES

    text = README.read_text(encoding="utf-8")
    example = text.split("## An example", 1)[1]
    sentence = re.search(r"```\n(.*?)\n```", example, re.S)
    turtle = re.search(r"```turtle\n(.*?)```", example, re.S)
    facts = re.search(r"published on (\S+) by (\S+) gives", example)
    assert sentence and turtle and facts
    document = {"id": "example-1", "text": sentence[1], "published": facts[1], "publisher": facts[2]}
    (tmp_path / "example.jsonl").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    furat("build", "example.jsonl", "--store", "store", cwd=tmp_path)
    furat("dump", "--store", "store", "--output", "all.nt", cwd=tmp_path)
    built = Store()
    built.bulk_load(path=str(tmp_path / "all.nt"), format=RdfFormat.N_TRIPLES)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    shown = list(parse(head + turtle[1], RdfFormat.TURTLE, base_iri=BASE))
    assert len(shown) > 15
    missing = [
        f"{q.subject} {q.predicate} {q.object}"
        for q in shown
        if not any(built.quads_for_pattern(q.subject, q.predicate, q.object, None))
    ]
    assert missing == []


def test_every_command_stands_in_the_readme() -> None:
    """`furat --help` lists no command that the README does not tell of."""
    import typer.main

    from furat.graph.cli.app import app

    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    text = README.read_text(encoding="utf-8")
    assert {name for name in commands if f"furat {name}" not in text} == set()
    assert len(commands) > 10


@pytest.mark.parametrize("page", sorted(p.relative_to(ROOT) for p in [README, *ROOT.glob("docs/*.md")]), ids=str)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of the README and of docs/ names a file that is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []


def test_every_runtime_dependency_says_why() -> None:
    """docs/dependencies.md has a line for each requirement of pyproject.toml."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = {re.split(r"[<>=; \[]", requirement, maxsplit=1)[0] for requirement in wanted}
    cells = {
        name.strip()
        for line in (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
        for cell in line.split("|")[1:3]
        for name in cell.split(",")
    }
    assert names - cells == set()
