"""All that the extractor knows, read once a process: gazetteer and lexicons, with a version that changes with them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from furat.extract.attribution import AttributionFinder
from furat.extract.coreference.resolve import Geography
from furat.extract.errors import LexiconError
from furat.extract.events import lexicon
from furat.extract.factuality.judge import StatusJudge
from furat.extract.names import NameFinder
from furat.extract.names.gazetteer import Gazetteer, load_gazetteer
from furat.extract.numbers import QuantityFinder
from furat.extract.plugins import Recogniser, load_recogniser
from furat.extract.syntax.word_classes import WordAnalyser
from furat.extract.text.tokens import fold
from furat.extract.time import TimeFinder


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What `read_document` needs; shared by all documents of a process."""

    version: str  # hash of the lexicons and the gazetteer; the code that reads them is hashed by the build
    gazetteer: Gazetteer
    names: NameFinder
    times: TimeFinder
    quantities: QuantityFinder
    voices: AttributionFinder
    judge: StatusJudge
    words: WordAnalyser[lexicon.Lexicon]  # of the event lexicon
    geography: Geography
    _outlets: Mapping[str, str]  # folded name -> key of an actor
    recogniser: Recogniser | None = None  # a plug-in whose votes join the names

    def outlet(self, name: str) -> str | None:
        """The actor that a publisher's name means: a medium first, else any actor, or its key itself."""
        return self._outlets.get(fold(name.lower()))

    @property
    def within(self) -> Mapping[str, str]:
        """Place key to the key of the place it lies in."""
        return self.geography.within


def load(lexicons: Sequence[Path] = (), ner: str | None = None) -> Knowledge:
    """The packaged knowledge with the tables of the analyst's folders added; LexiconError names file and line.

    `ner` names a recogniser that joins (`camel`, `camel=DIR`); MissingExtra when it is not installed.
    """
    for folder in lexicons:
        if not folder.is_dir():
            raise LexiconError(f"{folder}: no folder; --lexicon takes a folder of .tsv tables")
    gazetteer = load_gazetteer()
    quantities = QuantityFinder(lexicons)
    return Knowledge(
        version=_version(lexicons) + (f"+{ner}" if ner else ""),
        gazetteer=gazetteer,
        names=NameFinder(gazetteer, lexicons),
        times=TimeFinder(lexicons, quantities.numbers),
        quantities=quantities,
        voices=AttributionFinder(lexicons),
        judge=StatusJudge(lexicons),
        words=WordAnalyser(lexicon.load(lexicons)),
        geography=Geography.of(gazetteer),
        _outlets=_outlets(gazetteer),
        recogniser=load_recogniser(ner) if ner else None,
    )


def _outlets(gazetteer: Gazetteer) -> dict[str, str]:
    """Every name and key of an actor, media last so that they win."""
    found: dict[str, str] = {}
    for actor in sorted(gazetteer.actors.values(), key=lambda a: a.cls == "MediaOutlet"):
        for label in actor.labels:
            if label.status != "loaded":
                found[fold(label.text.lower())] = actor.key
        found[actor.key] = actor.key
    return found


def _version(lexicons: Sequence[Path]) -> str:
    """A hash over the content of every table, by name."""
    digest = hashlib.sha256()
    tables: list[tuple[str, Traversable | Path]] = []
    for packaged in ("extract/lexicon", "seeds"):
        tables += [(f"{packaged}/{t.name}", t) for t in files("furat").joinpath(packaged).iterdir()]
    for number, folder in enumerate(lexicons):
        tables += [(f"{number}/{t.name}", t) for t in folder.iterdir()]
    for name, table in sorted(tables, key=lambda item: item[0]):
        if name.endswith(".tsv"):
            digest.update(name.encode())
            digest.update(hashlib.sha256(table.read_bytes()).digest())
    return digest.hexdigest()[:16]
