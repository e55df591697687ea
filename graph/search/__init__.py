"""Full-text search: `Index(path).search(text)` asks a snapshot's index, `KeptIndex` is the one that a store keeps.

Knows nothing of the store: what a graph gives to the index is taken from lines of N-Quads.
"""

from furat.graph.search.index import KeptIndex
from furat.graph.search.lookup import KINDS, Index, SearchHit

__all__ = ["KINDS", "Index", "KeptIndex", "SearchHit"]
