"""The operations of workers by name: one function each, which writes its result into the sink."""

from collections.abc import Callable
from typing import Any

from furat.graph.serve.operations.result_sink import Sink
from furat.graph.serve.operations.snapshot import OpenSnapshot

WorkerOperation = Callable[[OpenSnapshot, dict[str, Any], bytes, Sink], dict[str, Any]]
OPERATIONS: dict[str, WorkerOperation] = {}


def operation(name: str) -> Callable[[WorkerOperation], WorkerOperation]:
    """Registers a function as what workers do when asked for `name`."""

    def register(function: WorkerOperation) -> WorkerOperation:
        OPERATIONS[name] = function
        return function

    return register
