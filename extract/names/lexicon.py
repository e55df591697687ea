"""The words that tell names apart: introducing words, titles, heads, relators, framings, nisbas, given names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from furat.extract.errors import LexiconError
from furat.extract.names.gazetteer import ACTOR_CLASSES, PLACE_CLASSES
from furat.extract.records import Kind
from furat.extract.tables import Row
from furat.extract.tables import read_tables as _rows
from furat.extract.text.tokens import fold

Keeps = Literal["out", "in", "named", "unquoted"]
New = Literal["any", "quoted", "no"]


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word that introduces a name: مدينة, مطار, لواء."""

    word: str  # folded
    kind: Kind
    cls: str
    keeps: Keeps  # whether the word belongs to the name
    new: New  # whether it introduces names that no list holds
    several: bool  # dual or plural: بلدتي, قرى
    family: frozenset[str]  # all forms of the same row


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name."""

    kind: str  # rank, office, honour, described
    after: Literal["name", "office", "no"]


@dataclass(frozen=True, slots=True)
class Default:
    """What the name of a state, and that of its capital, means where nothing around decides."""

    country: Kind
    capital: Kind
    army: str  # key of the actor that its adjective names with a military noun; empty: the state


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """All word lists of the names, folded."""

    class_words: Mapping[str, ClassWord]
    titles: Mapping[str, Title]
    heads: Mapping[str, frozenset[str]]  # form -> readings: agent, people, place, side, object, office
    relators: Mapping[str, str]  # form -> place, actor, with, from, on, subject
    framing_before: Mapping[tuple[str, ...], bool]
    framing_after: frozenset[str]
    nisbas: Mapping[str, str]  # form without the article -> key of the state
    given: Mapping[str, str]  # first word of a given name -> strong or weak (also a common word)
    spelled: Mapping[str, frozenset[str]]  # the same -> as the table spells it
    parts: Mapping[str, frozenset[str]]  # role in PARTS -> forms
    defaults: Mapping[str, Default]  # key of a state -> what its name means by itself
    stops: Mapping[str, str]  # form -> kind


PARTS = (
    "opens",  # the next word belongs to the name: تل رفعت
    "ends",  # an adjective that belongs to the name before it: الباغوز فوقاني
    "adjective",  # may stand between a noun and its nisba: غارة جوية أميركية
    "border",  # after these, مع and بين are about places
    "given_by",  # after these, من names who acts: بدعم من تركيا
    "joint",  # opens a clause whose subject may follow
    "negation",
    "not_verb",  # look like verbs and are none
    "noun_like_verb",  # nouns that look like verbs with a feminine subject
    "facility_end",  # adjectives of airports, bases, crossings
    "masculine",  # class words whose adjective ends in ي
    "adjectival",  # class words that adjectives in ية follow
    "group_end",  # adjectives and numbers that belong to a group's name
    "not_group",  # never the name of a new group
    "office",  # may stand between an office and who holds it
    "person_inside",  # parts of a person's name that do not end it
    "kunya",
    "preposition",
    "joined",  # also written together with the next word: ديرالزور
    "not_alone",  # last words of a person's name that do not stand alone
    "particle",  # words before the last one of a person's name that belong to it
    "person_end",  # ends a family name: العبد الله
    "framing_link",  # may stand between an epithet and the name
    "pronoun",  # may stand between a verb and its subject: تسيطر عليها دمشق
)
CLASS_COLUMNS = ("forms", "kind", "class", "span", "new", "example")


def load_lexicon(lexicons: Sequence[Path] = ()) -> NameLexicon:
    """The packaged tables and those of the same name in an analyst's folders; LexiconError names file and line."""
    relators = {}
    for row in _rows("names_relators.tsv", ("forms", "reading", "example"), lexicons):
        for form in _forms(row):
            relators[form] = row.one_of("reading", ("place", "actor", "with", "from", "on", "subject", "medium"))
    heads: dict[str, set[str]] = {}
    for row in _rows("names_heads.tsv", ("forms", "reading", "example"), lexicons):
        reading = row.one_of("reading", ("agent", "people", "place", "side", "object", "office"))
        for form in _forms(row):
            heads.setdefault(form, set()).add(reading)
    before: dict[tuple[str, ...], bool] = {}
    after: set[str] = set()
    for row in _rows("names_framing.tsv", ("forms", "where", "comment"), lexicons):
        for form in _forms(row):
            if row.one_of("where", ("before", "after")) == "before":
                before[tuple(form.split())] = True
            else:
                after.add(form)
    parts: dict[str, set[str]] = {role: set() for role in PARTS}
    for row in _rows("names_parts.tsv", ("forms", "role", "example"), lexicons):
        parts[row.one_of("role", PARTS)].update(_forms(row))
    given: dict[str, str] = {}
    spelled: dict[str, set[str]] = {}
    for row in _rows("names_given.tsv", ("names", "strength", "comment"), lexicons):
        for name in row.many("names"):
            first = fold(name).split()[0]
            given[first] = row.one_of("strength", ("strong", "weak"))
            spelled.setdefault(first, set()).add(name.split()[0])
    return NameLexicon(
        class_words=_class_words(lexicons),
        titles=_titles(lexicons),
        heads={form: frozenset(readings) for form, readings in heads.items()},
        relators=relators,
        framing_before=before,
        framing_after=frozenset(after),
        nisbas=_nisbas(lexicons),
        given=given,
        spelled={first: frozenset(forms) for first, forms in spelled.items()},
        parts={role: frozenset(forms) for role, forms in parts.items()},
        defaults=_defaults(lexicons),
        stops={
            form: row["kind"] for row in _rows("names_stops.tsv", ("forms", "kind"), lexicons) for form in _forms(row)
        },
    )


def _forms(row: Row) -> Iterator[str]:
    for form in row.many("forms"):
        folded = fold(form)
        if not folded:
            raise LexiconError(f"{row.where}: {form!r} folds to nothing; write its letters")
        yield folded


def _class_words(lexicons: Sequence[Path]) -> dict[str, ClassWord]:
    found: dict[str, ClassWord] = {}
    for row in _rows("names_class_words.tsv", CLASS_COLUMNS, lexicons):
        kind = cast(Kind, row.one_of("kind", ("actor", "place")))
        cls = row.one_of("class", ACTOR_CLASSES if kind == "actor" else PLACE_CLASSES)
        keeps = cast(Keeps, row.one_of("span", ("out", "in", "named", "unquoted")))
        new = cast(New, row.one_of("new", ("any", "quoted", "no")))
        forms = list(_forms(row))
        for i, form in enumerate(forms):
            found[form] = ClassWord(form, kind, cls, keeps, new, i > 0, frozenset(forms))
    return found


def _titles(lexicons: Sequence[Path]) -> dict[str, Title]:
    found: dict[str, Title] = {}
    for row in _rows("names_titles.tsv", ("forms", "kind", "after", "example"), lexicons):
        after = cast(Literal["name", "office", "no"], row.one_of("after", ("name", "office", "no")))
        for form in _forms(row):
            found[form] = Title(row.one_of("kind", ("rank", "office", "honour", "described")), after)
    return found


def _nisbas(lexicons: Sequence[Path]) -> dict[str, str]:
    """Every form of every adjective: أميركي، أميركية، أميركيين ..., without the article."""
    found: dict[str, str] = {}
    for row in _rows("names_nisbas.tsv", ("state", "stems", "plurals", "english"), lexicons):
        for stem in row.many("stems"):
            for ending in ("", "ة", "ين", "ون", "ان", "تان", "تين", "ات"):
                found[fold(stem + ending)] = row["state"]
        for plural in row.many("plurals"):
            found[fold(plural)] = row["state"]
    return found


def _defaults(lexicons: Sequence[Path]) -> dict[str, Default]:
    found: dict[str, Default] = {}
    for row in _rows("names_defaults.tsv", ("state", "country", "capital", "army", "example"), lexicons):
        country, capital = (cast(Kind, row.one_of(c, ("actor", "place"))) for c in ("country", "capital"))
        found[row["state"]] = Default(country, capital, row["army"])
    return found
