"""Who says so: the voices of a document with scopes and chains."""

from furat.extract.attribution.finder import AttributionFinder
from furat.extract.attribution.nesting import Telling, chain, covering

__all__ = ["AttributionFinder", "Telling", "chain", "covering"]
