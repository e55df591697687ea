"""The curated actors and places of `seeds/`: who and what they are, by which names, with whom and since when.

Five tables, each row with its source and licence:

    actors.tsv           key class country wikidata match source licence
    actor_names.tsv      actor name language status use source licence
    actor_relations.tsv  actor relation other since until source licence
    places.tsv           key class within country lat lon geonames wikidata match source licence
    place_names.tsv      place name language status use source licence

`use` says when a name in running text may be taken for the entity:
empty: always · `cue`: only with words around it that ask for it (the name is also a common word) ·
`short`: only where the document has named the entity in full, or unmistakably by its context · `label`: never.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, cast

from furat.extract.errors import LexiconError
from furat.extract.records import Kind, Label
from furat.extract.tables import Row, read_table
from furat.extract.text.tokens import fold

Relation = Literal["memberOf", "partOf", "alliedWith", "successorOf"]
Match = Literal["exact", "close"]
Use = Literal["", "cue", "short", "label"]

ACTOR_CLASSES = frozenset(
    {
        "Person", "State", "GovernmentBody", "ArmedForce", "ArmedGroup", "Coalition", "IntergovernmentalOrganization",
        "CivilOrganization", "MediaOutlet", "PoliticalParty",
    }
)  # fmt: skip
PLACE_CLASSES = frozenset(
    {
        "country", "governorate", "district", "subdistrict", "city", "town", "village", "neighbourhood", "region",
        "river", "mountain", "dam", "camp", "airport", "base", "crossing", "field", "lake", "road", "facility", "sea",
        "island", "border",
    }
)  # fmt: skip
RELATIONS = frozenset({"memberOf", "partOf", "alliedWith", "successorOf"})
STATUSES = frozenset({"preferred", "alternative", "loaded"})
USES = frozenset({"", "cue", "short", "label"})

ACTOR_COLUMNS = ("key", "class", "country", "wikidata", "match", "source", "licence")
ACTOR_NAME_COLUMNS = ("actor", "name", "language", "status", "use", "source", "licence")
RELATION_COLUMNS = ("actor", "relation", "other", "since", "until", "source", "licence")
PLACE_COLUMNS = (
    "key", "class", "within", "country", "lat", "lon", "geonames", "wikidata", "match", "source", "licence",
)  # fmt: skip
PLACE_NAME_COLUMNS = ("place", "name", "language", "status", "use", "source", "licence")

_KEY = re.compile(r"[a-z0-9_]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_QID = re.compile(r"Q[1-9]\d*")
_ID = re.compile(r"[1-9]\d*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_EDTF = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?[~?]?")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A relation of an actor to another, with its bounds where it changed."""

    relation: Relation
    other: str  # key of an actor
    since: str | None  # EDTF
    until: str | None  # EDTF
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A curated actor."""

    key: str
    cls: str  # one of ACTOR_CLASSES
    labels: tuple[Label, ...]
    country: str | None  # ISO 3166-1 alpha-2
    wikidata: str | None
    match: Match | None  # how sure the external id is: exact from two sources, close from one
    affiliations: tuple[Affiliation, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Place:
    """A curated place."""

    key: str
    cls: str  # one of PLACE_CLASSES
    labels: tuple[Label, ...]
    within: str | None  # key of the next larger place
    country: str | None  # ISO 3166-1 alpha-2
    lat: float | None  # WGS 84 degrees
    lon: float | None
    geonames: str | None
    wikidata: str | None
    match: Match | None
    source: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A name as a reader of running text needs it."""

    kind: Kind
    key: str
    text: str
    use: Use
    loaded: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All curated actors and places by key, in the order of the tables."""

    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    aliases: tuple[Alias, ...] = field(default=(), repr=False)  # the Arabic and Latin names that may occur in text


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The packaged gazetteer, read once a process, or that of a folder; LexiconError names file and line."""
    return _packaged() if folder is None else read_gazetteer(folder)


@lru_cache(maxsize=1)
def _packaged() -> Gazetteer:
    return read_gazetteer(files("furat").joinpath("seeds"))


def read_gazetteer(folder: Path | Traversable) -> Gazetteer:
    """The gazetteer of the five tables in a folder, checked; LexiconError names file and line."""
    actor_rows = _keyed(read_table(folder.joinpath("actors.tsv"), ACTOR_COLUMNS))
    place_rows = _keyed(read_table(folder.joinpath("places.tsv"), PLACE_COLUMNS))
    actor_names = list(_named(folder.joinpath("actor_names.tsv"), ACTOR_NAME_COLUMNS, "actor", actor_rows))
    place_names = list(_named(folder.joinpath("place_names.tsv"), PLACE_NAME_COLUMNS, "place", place_rows))
    relations = _relations(read_table(folder.joinpath("actor_relations.tsv"), RELATION_COLUMNS), actor_rows)
    actor_labels, place_labels = _labels(actor_names), _labels(place_names)
    actors = {key: _actor(row, tuple(actor_labels[key]), tuple(relations[key])) for key, row in actor_rows.items()}
    places = {key: _place(row, tuple(place_labels[key]), place_rows) for key, row in place_rows.items()}
    _acyclic(places, place_rows)
    _preferred(actor_rows, actor_labels)
    _preferred(place_rows, place_labels)
    aliases = (*_aliases("actor", actor_names), *_aliases("place", place_names))
    return Gazetteer(actors, places, aliases)


def _keyed(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        key = row["key"]
        if not _KEY.fullmatch(key):
            raise LexiconError(f"{row.where}: key {key!r}; write lowercase ASCII letters, digits and _")
        if key in found:
            raise LexiconError(f"{row.where}: key {key!r} is taken by {found[key].where}; merge the two rows")
        found[key] = _sourced(row)
    return found


def _sourced(row: Row) -> Row:
    for column in ("source", "licence"):
        if not row[column]:
            raise LexiconError(f"{row.where}: no {column}; every row says where it comes from and under which licence")
    return row


def _named(
    source: Path | Traversable, columns: tuple[str, ...], owner: str, known: Mapping[str, Row]
) -> Iterator[tuple[str, Label, Use]]:
    seen: dict[tuple[str, str], str] = {}
    for row in read_table(source, columns):
        key, name, language = row[owner], row["name"], row["language"]
        if key not in known:
            raise LexiconError(f"{row.where}: unknown {owner} {key!r}; add it to {owner}s.tsv first")
        if not _LANGUAGE.fullmatch(language):
            raise LexiconError(f"{row.where}: language {language!r}; write a BCP 47 tag such as ar or en")
        if not any(char.isalnum() for char in fold(name)):
            raise LexiconError(f"{row.where}: the name {name!r} folds to nothing; write its letters")
        if (before := seen.setdefault((key, name + "@" + language), row.where)) is not row.where:
            raise LexiconError(f"{row.where}: {name!r} of {key!r} stands at {before} too; remove one")
        status = cast(Literal["preferred", "alternative", "loaded"], row.one_of("status", STATUSES))
        use = cast(Use, row.one_of("use", USES))
        _sourced(row)
        yield key, Label(name, language, status), use


def _labels(names: Iterable[tuple[str, Label, Use]]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = defaultdict(list)
    for key, label, _ in names:
        found[key].append(label)
    return found


def _preferred(rows: Mapping[str, Row], labels: Mapping[str, Sequence[Label]]) -> None:
    """LexiconError where an entity lacks a preferred name in Arabic or English, or has two."""
    for key, row in rows.items():
        preferred = sorted(label.language for label in labels.get(key, ()) if label.status == "preferred")
        if preferred != ["ar", "en"]:
            raise LexiconError(f"{row.where}: {key!r} has preferred names in {preferred}; give one ar and one en")


def _relations(rows: Iterable[Row], known: Mapping[str, Row]) -> dict[str, list[Affiliation]]:
    found: dict[str, list[Affiliation]] = defaultdict(list)
    for row in rows:
        for column in ("actor", "other"):
            if row[column] not in known:
                raise LexiconError(f"{row.where}: unknown {column} {row[column]!r}; add it to actors.tsv first")
        if row["actor"] == row["other"]:
            raise LexiconError(f"{row.where}: {row['actor']!r} is related to itself; remove the row")
        for column in ("since", "until"):
            if row[column] and not _EDTF.fullmatch(row[column]):
                raise LexiconError(f"{row.where}: {column} {row[column]!r}; write an EDTF date such as 2016-07-28")
        if row["since"] and row["until"] and row["since"] > row["until"]:
            raise LexiconError(f"{row.where}: since {row['since']} is after until {row['until']}; swap them")
        relation = cast(Relation, row.one_of("relation", RELATIONS))
        _sourced(row)
        found[row["actor"]].append(
            Affiliation(relation, row["other"], row["since"] or None, row["until"] or None, row["source"])
        )
    return found


def _actor(row: Row, labels: tuple[Label, ...], affiliations: tuple[Affiliation, ...]) -> Actor:
    cls = row.one_of("class", ACTOR_CLASSES)
    wikidata, match = _matching(row, "wikidata", _QID), _match(row, "wikidata")
    return Actor(row["key"], cls, labels, _country(row), wikidata, match, affiliations, row["source"])


def _place(row: Row, labels: tuple[Label, ...], known: Mapping[str, Row]) -> Place:
    cls = row.one_of("class", PLACE_CLASSES)
    within = row["within"] or None
    if within is not None and within not in known:
        raise LexiconError(f"{row.where}: within {within!r} is no key of places.tsv; add it or correct it")
    lat, lon = _degrees(row, "lat", 90), _degrees(row, "lon", 180)
    if (lat is None) != (lon is None):
        raise LexiconError(f"{row.where}: lat without lon or lon without lat; give both or none")
    geonames, wikidata = _matching(row, "geonames", _ID), _matching(row, "wikidata", _QID)
    match = _match(row, "geonames", "wikidata")
    return Place(row["key"], cls, labels, within, _country(row), lat, lon, geonames, wikidata, match, row["source"])


def _country(row: Row) -> str | None:
    return _matching(row, "country", _COUNTRY)


def _matching(row: Row, column: str, pattern: re.Pattern[str]) -> str | None:
    value = row[column]
    if value and not pattern.fullmatch(value):
        raise LexiconError(f"{row.where}: {column} {value!r} does not look like one ({pattern.pattern})")
    return value or None


def _match(row: Row, *ids: str) -> Match | None:
    match = row.one_of("match", ("", "exact", "close"))
    if bool(match) != any(row[column] for column in ids):
        raise LexiconError(f"{row.where}: match {match!r}; an external id needs exact or close, no id needs nothing")
    return cast(Match, match) or None


def _degrees(row: Row, column: str, limit: int) -> float | None:
    if not (cell := row[column]):
        return None
    try:
        value = float(cell)
    except ValueError:
        value = limit + 1.0
    if abs(value) > limit:
        raise LexiconError(f"{row.where}: {column} {cell!r}; write degrees between -{limit} and {limit}")
    return value


def _acyclic(places: Mapping[str, Place], rows: Mapping[str, Row]) -> None:
    """LexiconError where a place lies, over others, within itself."""
    sound: set[str] = set()
    for key in places:
        path: list[str] = []
        at: str | None = key
        while at is not None and at not in sound:
            if at in path:
                raise LexiconError(f"{rows[at].where}: {at!r} lies within itself: {' > '.join([*path, at])}")
            path.append(at)
            at = places[at].within
        sound.update(path)


def _aliases(kind: Kind, names: Iterable[tuple[str, Label, Use]]) -> Iterator[Alias]:
    for key, label, use in names:
        if use != "label" and label.language == "ar":
            yield Alias(kind, key, label.text, use, label.status == "loaded")
