"""One word, one meaning: a class name stands for one thing in the whole product."""

import ast
from collections import defaultdict
from pathlib import Path

import furat

ROOMS = [Path(furat.__path__[0]) / room for room in ("extract", "graph")]


def test_no_class_name_stands_for_two_things() -> None:
    """A class name is defined once in extract/ and graph/ together, nested and private ones aside."""
    places: dict[str, list[str]] = defaultdict(list)
    read = 0
    for room in ROOMS:
        for path in sorted(room.rglob("*.py")):
            read += 1
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(f"{path.parent.name}/{path.name}")
    assert read > 200  # both trees were found
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
