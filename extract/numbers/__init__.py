"""Numbers in Arabic news, and what they count."""

from furat.extract.numbers.finder import QuantityFinder
from furat.extract.numbers.words import NumberReader

__all__ = ["NumberReader", "QuantityFinder"]
