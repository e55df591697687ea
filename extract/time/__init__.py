"""Time expressions in Arabic news, as EDTF resolved on the publication date."""

from furat.extract.time.finder import TimeFinder

__all__ = ["TimeFinder"]
