"""The project's queries as the endpoint offers them: ready to run on its own data."""

from dataclasses import dataclass
from functools import lru_cache

from furat.graph.query import BASE, named_queries
from furat.graph.serve.lexer import lex


@dataclass(frozen=True, slots=True)
class Example:
    """A query of `queries/`."""

    name: str
    summary: str
    summary_ar: str
    text: str  # without its head; the values to try are IRIs of this store
    form: str  # SELECT, ASK, CONSTRUCT or DESCRIBE


@lru_cache(maxsize=4)
def examples(base: str) -> tuple[Example, ...]:
    """All queries by name, for a store with this base IRI."""
    found = []
    for query in named_queries():
        lines = [line for line in query.text.splitlines() if not line.startswith("#+ ")]
        text = "\n".join(lines).strip().replace(f"<{BASE}", f"<{base}") + "\n"
        found.append(Example(query.name, query.summary, query.summary_ar, text, lex(text).form or "SELECT"))
    return tuple(found)
