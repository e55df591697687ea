"""The project's queries as the endpoint offers them: ready to run on its own data."""

from dataclasses import dataclass
from functools import lru_cache

from furat.graph.query import named_queries, ready


@dataclass(frozen=True, slots=True)
class Example:
    """A query of `queries/`."""

    name: str
    summary: str
    summary_ar: str
    text: str  # without its head; the values to try are of this store


@lru_cache(maxsize=4)
def examples(base: str) -> tuple[Example, ...]:
    """All queries by name, for a store with this base IRI."""
    return tuple(Example(q.name, q.summary, q.summary_ar, ready(q, base)) for q in named_queries())
