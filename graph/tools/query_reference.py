"""docs/queries.md from the queries' own heads: `python -m furat.graph.tools.query_reference > docs/queries.md`."""

import sys
from collections.abc import Iterator

from furat.graph.query import NamedQuery, named_queries

_INTRODUCTION = """# The library of queries

Written by `python -m furat.graph.tools.query_reference` from the files of `queries/`; change those, not this page.

Each file runs as it stands, with an example value for each parameter:
`furat query --store DIR NAME --param PARAMETER=VALUE`. An `iri` is given whole, with a prefix (`type:airstrike`) or
relative to the store's base (`actor/sdf`, `place/al_tanf`); a `key` is a name in any spelling. All graphs are one:
the queries see the union as the default graph.

Writing one: what Oxigraph 0.5.13 does that a query must allow for.

- Its union of graphs keeps a triple once for each graph that states it. A name that a thousand documents describe has a
  thousand labels: count `DISTINCT`, test classes by `FILTER EXISTS`, and join labels after grouping, by a subquery with
  `MIN`, which also leaves one label where documents spell a name differently.
- `MIN` over a group in which the variable is unbound once is unbound: take it in a subquery of its own.
- A subquery inside an `OPTIONAL` is run again for every row, and its variables clash with namesakes outside:
  keep label subqueries at the top level, on a variable that is always bound (`COALESCE`).
- Order by columns that tell any two rows apart, so that the order does not depend on the engine.
"""


def reference() -> str:
    """The whole page, as Markdown; a function of the queries alone."""
    return _INTRODUCTION + "".join(part for query in named_queries() for part in _section(query))


def _section(query: NamedQuery) -> Iterator[str]:
    yield f"\n## {query.name}\n\n{query.summary} · {query.summary_ar}\n\n"
    if query.params:
        params = (f"`{p.name}` ({p.type}, such as `{p.example}`)" for p in query.params)
        yield f"Parameters: {', '.join(params)}.\n\n"
    yield f"Columns: {', '.join(f'`{column}`' for column in query.columns)}.\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(reference(), end="")
