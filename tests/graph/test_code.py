"""What the code of graph/ promises about itself: errors are raised, not asserted, and said where they are raised."""

import ast
from collections.abc import Iterator
from pathlib import Path

import furat

GRAPH = Path(furat.__file__).parent / "graph"
TOLD = ("disk.py", "store", "ingest", "serve/workers")  # rooms whose public functions say what they raise


def modules(*places: str) -> dict[str, ast.Module]:
    """The parsed modules below these places, by path."""
    found = [
        path
        for place in places
        for path in ([GRAPH / place] if place.endswith(".py") else (GRAPH / place).rglob("*.py"))
    ]
    return {str(path.relative_to(GRAPH)): ast.parse(path.read_text(encoding="utf-8")) for path in found}


def silent_raisers(tree: ast.Module) -> Iterator[str]:
    """Public functions that raise something of their own and whose docstring has no `Raises:`."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for owner in (tree, *classes):
        for node in owner.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            raised = any(isinstance(inner, ast.Raise) and inner.exc is not None for inner in ast.walk(node))
            if raised and "Raises:" not in (ast.get_docstring(node) or ""):
                yield node.name


def test_a_silent_raiser_is_seen() -> None:
    """The check below can fail."""
    assert list(silent_raisers(ast.parse('def f():\n    """Something."""\n    raise ValueError("x")\n'))) == ["f"]


def test_public_functions_say_what_they_raise() -> None:
    """In the rooms where a caller must be ready for a disk that is full and a worker that dies."""
    trees = modules(*TOLD)
    assert len(trees) > 40
    assert [f"{path}: {name}" for path, tree in trees.items() for name in silent_raisers(tree)] == []


def test_nothing_is_asserted_in_production_code() -> None:
    """`python -O` drops assertions, and their message helps nobody."""
    trees = modules(".")
    assert len(trees) > 150
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
    ]
    assert found == []
