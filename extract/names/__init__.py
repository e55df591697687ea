"""Mentions of actors and places: listed names, names found by the words that introduce them, linked with reasons."""

from furat.extract.names.finder import NameFinder, NamesFound

__all__ = ["NameFinder", "NamesFound"]
