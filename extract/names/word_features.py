"""What a folded word may be to the reading of names: worked out once a form, then looked up."""

from dataclasses import dataclass
from functools import lru_cache

from furat.extract.names.lexicon import ClassWord, NameLexicon, Title
from furat.extract.names.trie import Node
from furat.extract.text.clitics import CliticSplit, readings


@dataclass(frozen=True, slots=True)
class Start:
    """A way in which a word begins a listed name."""

    reading: CliticSplit
    node: Node


@dataclass(frozen=True, slots=True)
class Nisba:
    """A word that is a state's adjective."""

    state: str
    definite: bool
    length: int  # letters of proclitics in front


@dataclass(frozen=True, slots=True)
class NameWord:
    """The parts that a folded word may play."""

    form: str
    starts: tuple[Start, ...]
    nisba: Nisba | None
    accusative: tuple[str, frozenset[str]]  # هجوما, أميركيا: state and heads of the word without its ending ا
    class_word: ClassWord | None
    title: Title | None
    heads: frozenset[str]  # readings of names_heads.tsv
    relator: str  # reading of names_relators.tsv, or nothing
    stop: str  # kind of names_stops.tsv, or nothing
    given: str  # strong or weak where it begins a person's given name, or nothing
    reading: CliticSplit  # the split under which class_word, title, heads or given were found; else the bare word
    plain: bool  # no list knows this word
    persons: tuple[CliticSplit, ...]  # the splits under which a person's name may begin with it
    epithet: bool  # may begin an epithet in front of a name
    qualifies: bool  # may stand behind a name as what qualifies it


class NameWords:
    """The cache of word forms."""

    def __init__(self, lexicon: NameLexicon, root: Node) -> None:
        self.lexicon = lexicon
        self.root = root
        self._epithets = {words[0] for words in lexicon.framing_before}
        self._qualifying = lexicon.parts["ends"] | lexicon.parts["adjective"] | lexicon.framing_after
        self.of = lru_cache(maxsize=200_000)(self._work_out)

    def _work_out(self, form: str) -> NameWord:
        lexicon = self.lexicon
        splits = readings(form)
        bare = splits[0]
        starts = tuple(Start(r, self.root[r.stem]) for r in splits if r.stem in self.root)
        part = bare
        class_word = title = None
        heads: frozenset[str] = frozenset()
        given = ""
        stop = lexicon.stops.get(form, "")
        for split in splits:
            stem = split.stem
            class_word, title = lexicon.class_words.get(stem), lexicon.titles.get(stem)
            heads = lexicon.heads.get(stem, frozenset())
            given = lexicon.given.get(stem, "")
            stop = stop or (lexicon.stops.get(stem, "") if split.prefix else "")
            if class_word or title or heads or given:
                part = split
                break
        relator = lexicon.relators.get(form, "")
        if not relator and form[:1] in "وف" and len(form) > 2:
            relator = lexicon.relators.get(form[1:], "")
        nisba = self._nisba(splits)
        return NameWord(
            form=form,
            starts=starts,
            nisba=nisba,
            accusative=self._accusative(bare.stem),
            class_word=class_word,
            title=title,
            heads=heads,
            relator=relator,
            stop=stop,
            given=given,
            reading=part,
            plain=not (stop or heads or class_word or title or relator or nisba),
            persons=tuple(filter(self._person, splits)),
            epithet=form in self._epithets or part.stem in self._epithets,
            qualifies=nisba is not None or form in self._qualifying,
        )

    def _person(self, split: CliticSplit) -> bool:
        """Whether a person's name may begin so: a given name, أبو or عبد, at most behind و, ف or ل."""
        if len(split.prefix) > 1 or split.prefix in ("ب", "ك", "س"):
            return False
        stem = split.stem
        return stem in self.lexicon.given or stem in self.lexicon.parts["kunya"] or stem == "عبد"

    def _accusative(self, stem: str) -> tuple[str, frozenset[str]]:
        if not stem.endswith("ا") or len(stem) < 4:
            return "", frozenset()
        return self.lexicon.nisbas.get(stem[:-1], ""), self.lexicon.heads.get(stem[:-1], frozenset())

    def _nisba(self, splits: tuple[CliticSplit, ...]) -> Nisba | None:
        for split in splits:
            stem = split.stem
            definite = stem.startswith("ال") and stem[2:] in self.lexicon.nisbas
            if definite or (stem in self.lexicon.nisbas and len(stem) > 3):
                return Nisba(self.lexicon.nisbas[stem[2:] if definite else stem], definite, split.length)
        return None
