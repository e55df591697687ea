"""Who says so: the voices of a document with scopes and chains."""

from furat.extract.attribution.finder import VoiceFinder
from furat.extract.attribution.nesting import Telling, chain, covering

__all__ = ["Telling", "VoiceFinder", "chain", "covering"]
