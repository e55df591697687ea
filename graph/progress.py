"""How a long step tells how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int | None], None]
"""Called with a stage ("read", "extract", "load", "derive", "publish", "push"), how much is done, and of how much."""


def silent(stage: str, done: int, total: int | None) -> None:
    """A Progress without output."""
