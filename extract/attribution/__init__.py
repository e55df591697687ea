"""Who says so: the voices of a document with scopes and chains, and the status of the events they tell."""

from furat.extract.attribution.finder import VoiceFinder
from furat.extract.attribution.nesting import Telling, chain, covering
from furat.extract.factuality.judge import StatusJudge

__all__ = ["StatusJudge", "Telling", "VoiceFinder", "chain", "covering"]
