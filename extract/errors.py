"""Errors by whose fault they are; each message is one line with the place and the remedy."""


class FuratError(Exception):
    """Base of every error that furat raises on purpose; its text is fit for the user."""


class InputError(FuratError):
    """A document cannot be read as given: wrong encoding, broken JSON, no Arabic, too large."""


class LexiconError(FuratError):
    """A lexicon or gazetteer file breaks its own rules; the text starts with `path:line:`."""


class StoreError(FuratError):
    """A store is missing, of another version, in use, or damaged."""


class QueryError(FuratError):
    """A query is not known, not valid, or lacks a parameter."""


class MissingExtra(FuratError):
    """An optional part is asked for and not installed; the text gives the command that installs it."""
