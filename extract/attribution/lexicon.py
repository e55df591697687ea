"""The words of saying, read once from the tables `voice_verbs.tsv`, `voice_phrases.tsv` and `voice_sources.tsv`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from furat.extract.attribution.inflection import Gender, Inflected, imperfect, masdar, participle, perfect
from furat.extract.errors import LexiconError
from furat.extract.records import Stance, Status
from furat.extract.tables import read_tables
from furat.extract.text.tokens import fold

SourceKind = Literal["anonymous", "delegate", "document", "title", "anaphor", "modifier"]
PhraseKind = Literal[
    "source", "original", "claimed", "as", "stated", "therein",
    "that", "notthat", "break", "backbreak", "notbreak", "skip",
    "starter", "auxiliary", "negation", "preposition", "describing", "relative", "thereof", "same", "partitive",
    "institution", "from", "guilt", "namer", "joined", "event",
]  # fmt: skip
_LOOKED_UP: frozenset[PhraseKind] = frozenset(
    {
        "source",
        "original",
        "claimed",
        "as",
        "stated",
        "therein",
        "break",
        "backbreak",
        "notbreak",
        "skip",
        "relative",
        "joined",
    }
)  # found as phrases in a sentence; the others are only sets of words
VERB_COLUMNS = (
    "perfect", "imperfect", "masdar", "participle", "complements", "stance", "status", "example", "comment",
)  # fmt: skip
_COMPLEMENTS = frozenset(
    {
        "that",
        "quote",
        "object",
        "relay",
        "accuse",
        "blame",
        "near",
        "supposed",
        "doubtful",
        "monitor",
        "ب",
        "عن",
        "الي",
        "علي",
        "من",
    }
)
_PREPOSITIONS = frozenset({"ل", "ب"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying."""

    lemma: str
    complements: frozenset[str]
    stance: Stance
    status: Status | None  # what it makes of the events told


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of a text that is a form of a verb of saying."""

    verb: Verb
    inflected: Inflected
    noun: bool  # the same letters are also its verbal noun: ذكر, كشف, نفي
    conjunction: bool  # و or ف in front of it

    @property
    def sure(self) -> bool:
        """Whether the form is a verb of saying for certain, so that what follows is told by it."""
        if self.inflected.tense == "masdar" or not self.verb.complements & {"that"}:
            return False
        return not self.verb.complements & {"near"} and not self.noun


@dataclass(frozen=True, slots=True)
class FixedPhrase:
    """A fixed phrase; `glued` is the preposition that may be glued to the word behind it."""

    words: tuple[str, ...]
    kind: PhraseKind
    glued: str


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word that opens the name or description of a source."""

    kind: SourceKind
    gender: Gender
    classes: frozenset[str]  # of the actors that it can point back to


Phrases = Mapping[str, Sequence[FixedPhrase]]  # of one first word, by the second or "" without one; longest first


@dataclass(frozen=True, slots=True)
class Opening:
    """What a word may open."""

    cue: Cue | None
    stem: str | None  # of a source word behind و, ف, ل, ب: without it
    phrases: tuple[Phrases, ...]  # those that begin with the word itself, those that begin behind its و or ف


@dataclass(slots=True)
class AttributionLexicon:
    """All tables, indexed by folded word."""

    cues: dict[str, Cue] = field(default_factory=dict)
    phrases: dict[str, Phrases] = field(default_factory=dict)  # by first word
    sets: dict[PhraseKind, frozenset[str]] = field(default_factory=dict)  # the one-word phrases of a kind
    sources: dict[str, SourceWord] = field(default_factory=dict)
    modifiers: frozenset[str] = frozenset()  # adjectives of sources
    opening: Callable[[str], Opening | None] = field(init=False)  # what a folded word may open: asked once a form

    def __post_init__(self) -> None:
        self.opening = lru_cache(maxsize=50_000)(self._opening)

    def _opening(self, form: str) -> Opening | None:
        stem = None
        if form[0] in "وفلب" and form not in self.sources:
            if form[1:] in self.sources:
                stem = form[1:]
            elif form.startswith("لل") and "ال" + form[2:] in self.sources:
                stem = form[1:]  # by the guide's rule the span starts right behind the preposition
        starts = dict.fromkeys((form, bare(form)))
        phrases = tuple(self.phrases[start] for start in starts if start in self.phrases)
        cue = self.cues.get(form)
        return Opening(cue, stem, phrases) if cue is not None or stem is not None or phrases else None


def bare(form: str) -> str:
    """A word without و or ف in front."""
    return form[1:] if len(form) > 2 and form[0] in "وف" else form


def _verbs(extra: Sequence[Path]) -> dict[str, Cue]:
    """Every form of every verb, also with و and ف; the first reading of a form wins, verbs before nouns."""
    forms: list[tuple[Verb, Inflected]] = []
    nouns: list[tuple[Verb, Inflected]] = []
    for row in read_tables("voice_verbs.tsv", VERB_COLUMNS, extra):
        complements = frozenset(row.many("complements"))
        if unknown := complements - _COMPLEMENTS:
            raise LexiconError(f"{row.where}: unknown complements {sorted(unknown)}; known: {sorted(_COMPLEMENTS)}")
        stance = cast(Stance, row.one_of("stance", get_args(Stance)))
        status = row.one_of("status", ("", *get_args(Status)))
        if not row["perfect"] or not fold(row["imperfect"]).startswith("ي"):
            raise LexiconError(f"{row.where}: write the perfect and the imperfect of the 3rd person masculine singular")
        verb = Verb(row["perfect"], complements, stance, cast(Status, status) if status else None)
        keep = [*perfect(row["perfect"]), *imperfect(row["imperfect"])]
        forms += [(verb, f) for f in keep if not (f.pronoun and "near" in complements)]
        forms += [(verb, f) for p in row.many("participle") for f in participle(p)]
        nouns += [(verb, f) for m in row.many("masdar") for f in masdar(m)]
    found: dict[str, Cue] = {}
    masdars = {f.form for _, f in nouns if not f.pronoun}
    for verb, inflected in forms + nouns:
        found.setdefault(inflected.form, Cue(verb, inflected, inflected.form in masdars, False))
    for form, cue in list(found.items()):
        for prefix in ("و", "ف"):
            found.setdefault(prefix + form, Cue(cue.verb, cue.inflected, cue.noun, True))
        if cue.inflected.tense == "masdar":
            found.setdefault("ب" + form, cue)
            if not cue.inflected.pronoun:  # «بالقول إن» speaks like «بقوله إن»
                found.setdefault("بال" + form, replace(cue, inflected=replace(cue.inflected, pronoun=True)))
    return found


def _phrases(extra: Sequence[Path]) -> list[FixedPhrase]:
    found = []
    for row in read_tables("voice_phrases.tsv", ["phrase", "kind", "example", "comment"], extra):
        kind = cast(PhraseKind, row.one_of("kind", get_args(PhraseKind)))
        words = tuple(fold(row["phrase"]).split())
        if not words:
            raise LexiconError(f"{row.where}: empty phrase; write the words in the first column")
        glued = words[-1] if len(words) > 1 and words[-1] in _PREPOSITIONS else ""
        found.append(FixedPhrase(words[:-1] if glued else words, kind, glued))
    return found


def load(extra: Sequence[Path] = ()) -> AttributionLexicon:
    """The packaged tables and those of the same names in the analyst's folders."""
    lexicon = AttributionLexicon(cues=_verbs(extra))
    phrases = _phrases(extra)
    by_first: dict[str, dict[str, list[FixedPhrase]]] = {}
    for phrase in sorted(phrases, key=lambda p: -len(p.words)):
        if phrase.kind in _LOOKED_UP:
            second = phrase.words[1] if len(phrase.words) > 1 else ""
            by_first.setdefault(phrase.words[0], {}).setdefault(second, []).append(phrase)
    lexicon.phrases.update(by_first)
    for kind in get_args(PhraseKind):
        lexicon.sets[kind] = frozenset(p.words[0] for p in phrases if p.kind == kind and len(p.words) == 1)
    modifiers = set()
    for row in read_tables("voice_sources.tsv", ["form", "kind", "gender", "classes", "example", "comment"], extra):
        form = fold(row["form"])
        word = SourceWord(
            cast(SourceKind, row.one_of("kind", get_args(SourceKind))),
            cast(Gender, row.one_of("gender", get_args(Gender))),
            frozenset(row.many("classes")),
        )
        if not form or " " in form:
            raise LexiconError(f"{row.where}: write one word in the first column")
        if word.kind == "modifier":
            modifiers.add(form)
        else:
            lexicon.sources.setdefault(form, word)
    lexicon.modifiers = frozenset(modifiers)
    return lexicon
