"""SPARQL functions of this endpoint, namespace https://w3id.org/furat/function# (prefix `fn`).

- `fn:search("text")`, `fn:search("text", n)`: the IRI of the best, or the n-th best, actor or place of that name
- `fn:matches(?label, "text")`: whether every word of the text stands in the label, in whatever spelling
- `fn:fold("text")`: the text as furat:searchKey holds it

An argument of another kind gives no value, as an error does in SPARQL.
"""

from collections.abc import Callable
from typing import Any

from pyoxigraph import Literal, NamedNode

from furat.extract.text.tokens import fold
from furat.graph.search import Index
from furat.graph.search.normalise import matches
from furat.graph.serve.operations.functions_namespace import NAMES, SPACE

_MOST = 1000


def custom_functions(index: Callable[[], Index]) -> dict[NamedNode, Callable[..., Any]]:
    """The functions over a snapshot; `index` opens its search index when first needed."""
    found: dict[str, list[str]] = {}

    def search(text: Any, number: Any = None) -> NamedNode | None:
        place = 1 if number is None else int(number.value)
        if not isinstance(text, Literal) or not 1 <= place <= _MOST:
            return None
        if text.value not in found:
            found[text.value] = [hit.iri for hit in index().search(text.value, ("actor", "place"), _MOST)]
        iris = found[text.value]
        return NamedNode(iris[place - 1]) if place <= len(iris) else None

    def matching(label: Any, text: Any) -> Literal | None:
        if not (isinstance(label, Literal) and isinstance(text, Literal)):
            return None
        return Literal(matches(label.value, text.value))

    def folded(text: Any) -> Literal | None:
        return Literal(fold(text.value).lower()) if isinstance(text, Literal) else None

    return dict(zip((NamedNode(SPACE + name) for name in NAMES), (search, matching, folded), strict=True))
