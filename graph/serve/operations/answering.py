"""What a worker is asked for, done: the operation of that name, from whichever module of this room has it."""

from importlib import import_module
from typing import Any

import furat.graph.serve.operations.query  # noqa: F401 - registers its operations, which most requests ask for
from furat.graph.serve.operations.registry import OPERATIONS
from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot

_MORE = (  # modules with operations that few requests ask for
    "furat.graph.serve.operations.describe",
    "furat.graph.serve.operations.entity",
    "furat.graph.serve.operations.search",
)


def answer(snapshot: OpenSnapshot, request: dict[str, Any], body: bytes, sink: Sink) -> dict[str, Any]:
    """Does what a request asks for; the answer's head. Imports further operations when they are first asked for."""
    found = OPERATIONS.get(request["op"])
    if found is None:
        for name in _MORE:
            import_module(name)
        found = OPERATIONS[request["op"]]
    return found(snapshot, request, body, sink)
