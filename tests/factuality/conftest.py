"""Sentences are read by the knowledge that ships."""

from tests.sentence_reader import Read, knowledge, read

__all__ = ["Read", "knowledge", "read"]
