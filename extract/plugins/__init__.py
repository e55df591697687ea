"""Plug-ins: recognisers of names that join the lexicon's own reading by a written policy. None is needed or default.

A plug-in is an object with the method of `votes.Recogniser`. `load_recogniser("camel")` or `"camel=DIR"` gives
camel-tools' NERecognizer; nothing heavy is imported before that call.
"""

from furat.extract.errors import MissingExtra
from furat.extract.plugins.votes import Recogniser, Vote, merge

__all__ = ["Recogniser", "Vote", "load_recogniser", "merge"]


def load_recogniser(spec: str) -> Recogniser:
    """The recogniser that `--ner` names: `camel` (the installed model) or `camel=DIR` (a local BERT token classifier).

    Raises MissingExtra with the command that installs what is missing.
    """
    name, _, folder = spec.partition("=")
    if name != "camel":
        raise MissingExtra(f"--ner {spec}: no such recogniser; known: camel, camel=DIR")
    from furat.extract.plugins.camel import CamelRecogniser

    return CamelRecogniser.load(folder or None)
