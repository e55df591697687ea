"""Full-text search: `build_index` when a snapshot is published, `Index(path).search(text)` afterwards."""

from furat.graph.search.index import build_index
from furat.graph.search.lookup import KINDS, Hit, Index

__all__ = ["KINDS", "Hit", "Index", "build_index"]
