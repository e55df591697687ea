"""Who says so: the voices of a document with scopes and chains, and the status of the events they tell."""

from furat.extract.voice.covering import Telling, chain, covering
from furat.extract.voice.finder import VoiceFinder
from furat.extract.voice.status import StatusJudge

__all__ = ["StatusJudge", "Telling", "VoiceFinder", "chain", "covering"]
