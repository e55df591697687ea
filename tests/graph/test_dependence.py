"""What a store remembers of the code that made it follows from what that code really depends on."""

import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

import furat
from furat.graph import dependence
from furat.graph.ingest.extractor import Extractor
from furat.graph.ingest.system_graphs import reading_version
from tests.changed_package import change

READING = (
    "furat.extract.pipeline", "furat.extract.resources", "furat.graph.gate", "furat.graph.mapping.document",
)  # fmt: skip
SHAPES = ("ontology/shapes.ttl",)
__all__ = ["change"]  # a fixture


def file_of(module: str) -> str:
    """The path of a module below the package."""
    place = module.removeprefix("furat").removeprefix(".").replace(".", "/")
    package = Path(furat.__file__).parent / place
    return f"{place}/__init__.py".removeprefix("/") if package.is_dir() else f"{place}.py"


def test_a_change_of_any_module_that_a_document_depends_on_is_a_new_way_of_reading(
    change: Callable[[str], None],
) -> None:
    """Every module that the reader, the mapping and the gate reach by imports, one after the other."""
    before = reading_version(Extractor())
    modules = dependence.closure(READING)
    assert len(modules) > 100
    assert {"furat.graph.vocab.iris", "furat.graph.vocab.namespaces", "furat.graph.vocab.nquads"} <= set(modules)
    for module in modules:
        change(file_of(module))
        assert reading_version(Extractor()) != before, module


@pytest.mark.parametrize("path", ["ontology/shapes.ttl", "graph/mapping/unknown_publisher.tsv"])
def test_a_change_of_data_that_a_document_depends_on_is_one_too(change: Callable[[str], None], path: str) -> None:
    """Shapes, and tables beside the modules."""
    before = reading_version(Extractor())
    change(path)
    assert reading_version(Extractor()) != before


@pytest.mark.parametrize("module", ["serve.app", "cli.app", "export.gexf", "store.doctor", "clustering.compare"])
def test_what_documents_do_not_depend_on_leaves_them_alone(change: Callable[[str], None], module: str) -> None:
    """Pages, commands and exports may change without reading all documents again."""
    before = reading_version(Extractor())
    change(file_of(f"furat.graph.{module}"))
    assert reading_version(Extractor()) == before


WATCH = """
import json, sys
opened = set()
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
from furat.extract.pipeline import read_document
from furat.extract.resources import load
from furat.extract.records import Document
from furat.graph.gate import Candidate, Gate
from furat.graph.mapping.document import Mapper
from furat.graph.vocab.iris import Iris
from datetime import date
text = "قال ناشطون إن طائرات التحالف الدولي قصفت أمس بلدة هجين، ما أدى إلى مقتل ستة مدنيين."
document = Document("watched", text, published=date(2018, 11, 29), publisher="سانا")
knowledge = load()
mapper = Mapper(Iris("http://localhost:7878/"), knowledge.gazetteer, "run")
_, quads = mapper.written(read_document(document, knowledge))
assert not Gate().validate([Candidate("watched", quads)]).refused
print(json.dumps([sorted(m for m in sys.modules if m.partition(".")[0] == "furat"), sorted(opened)]))
"""


def test_nothing_runs_and_nothing_is_opened_that_is_not_counted() -> None:
    """A document read, mapped and judged in a process that notes each module it loads and each file it opens."""
    done = subprocess.run([sys.executable, "-Ic", WATCH], capture_output=True, text=True, check=True)
    loaded, opened = json.loads(done.stdout)
    root = Path(furat.__file__).parent
    counted = dependence.closure(READING)
    on_the_way = [name for name in counted if (root / file_of(name)).name == "__init__.py"]  # only run
    assert set(loaded) - set(dependence.closure((*READING, *on_the_way))) == set()
    read = {n for n in opened if n.startswith(str(root)) and not n.endswith(".py") and "__pycache__" not in n}
    paths = {str(Path(name).relative_to(root)) for name in read}
    tables = {path for path in paths if path.startswith(("extract/lexicon/", "seeds/"))}  # in the knowledge's version
    assert tables
    assert paths - tables - set(dependence.data_files(counted)) - set(SHAPES) == set()


@pytest.fixture
def copy(tmp_path: Path) -> tuple[Path, Callable[..., str]]:
    """A copy of the package that may be edited, and furat run from it in an environment of its own."""
    tree = tmp_path / "tree" / "furat"
    root = Path(furat.__file__).parent
    tree.mkdir(parents=True)
    shutil.copy(root / "__init__.py", tree)
    for room in ("extract", "graph", "ontology", "queries", "seeds"):
        shutil.copytree(root / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    venv.create(tmp_path / "env", with_pip=False)
    packages = next((tmp_path / "env" / "lib").glob("python*")) / "site-packages"
    theirs = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "tree.pth").write_text("\n".join([str(tree.parent), *theirs]) + "\n", encoding="utf-8")

    def run(*arguments: str) -> str:
        command = [str(tmp_path / "env/bin/python"), "-Ic", "from furat.graph.cli import main; main()", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return tree, run


def test_another_way_of_minting_iris_reads_documents_again(
    copy: tuple[Path, Callable[..., str]], tmp_path: Path
) -> None:
    """A store never holds two schemes of IRIs at once; a change of pages reads nothing again."""
    tree, run = copy
    text = tmp_path / "news.txt"
    text.write_text("قصفت طائرات التحالف الدولي بلدة هجين، وفق ناشطين.\n", encoding="utf-8")
    run("build", str(text), "--store", "store")
    iris = tree / "graph" / "vocab" / "iris.py"
    source = iris.read_text(encoding="utf-8")
    assert source.count("&claim=") == 1
    iris.write_text(source.replace("&claim=", "&claimed="), encoding="utf-8")
    assert "1 replaced" in run("build", str(text), "--store", "store")
    run("dump", "--store", "store", "--output", "all.nq")
    quads = (tmp_path / "all.nq").read_text(encoding="utf-8")
    assert "&claimed=" in quads
    assert "&claim=" not in quads
    pages = tree / "graph" / "serve" / "endpoints" / "pages.py"
    pages.write_text(pages.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "1 unchanged" in run("build", str(text), "--store", "store")
