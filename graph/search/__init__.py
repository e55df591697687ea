"""Full-text search: `upkeep` keeps the index as the store is, `Index(path).search(text)` asks a snapshot's."""

from furat.graph.search.lookup import KINDS, Hit, Index
from furat.graph.search.sync import build_index

__all__ = ["KINDS", "Hit", "Index", "build_index"]
