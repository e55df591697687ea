"""The hand-written tables of `seeds/own/` as entries."""

from collections.abc import Iterator
from pathlib import Path

from furat.extract.tables import Row, read_table
from furat.extract.text.tokens import fold
from furat.seeds.tables.entries import Entry, NameEntry

OWN_FOLDER = Path(__file__).resolve().parents[1] / "own"
ACTORS = ("key", "as", "class", "country", "ar", "en", "alternatives", "short", "cue", "loaded", "alt_en")
PLACES = ("key", "class", "within", "ar", "en", "alternatives", "cue", "loaded", "alt_en")
IDENTIFIERS = ("kind", "key", "geonames", "wikidata", "lat", "lon", "match", "source", "licence")
CUES = ("kind", "name", "use", "comment")


def own_rows(name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """The rows of every table of `own/` whose file name starts with `name`, in the order of the file names."""
    for path in sorted(OWN_FOLDER.glob(f"{name}*.tsv")):
        yield from read_table(path, columns)


def names(row: Row) -> Iterator[NameEntry]:
    """The names of a row of actors*.tsv or places*.tsv, the preferred ones first; `=` marks a mere label."""
    cue = set(row.many("cue"))
    short = set(row.many("short")) if "short" in row.cells else set()

    def use(text: str) -> str:
        return "cue" if text in cue else "short" if text in short else "label" if text.startswith("=") else ""

    yield NameEntry(row["ar"], "ar", "preferred", use(row["ar"]))
    yield NameEntry(row["en"], "en", "preferred", "label")
    for text in (*row.many("alternatives"), *sorted(short), *sorted(cue)):
        yield NameEntry(text.removeprefix("="), "ar", "alternative", use(text))
    for text in row.many("alt_en"):
        yield NameEntry(text, "en", "alternative", "label")
    for text in row.many("loaded"):
        yield NameEntry(text, "ar", "loaded", use(text))


def own_actors() -> Iterator[tuple[Entry, str]]:
    """The actors of `own/actors*.tsv`, each with the key of the templated body that it is, if it is one."""
    for row in own_rows("actors", ACTORS):
        entry = Entry(row["key"], row["class"], country=row["country"])
        for name in names(row):
            entry.add(name)
        yield entry, row["as"]


def own_places() -> Iterator[Entry]:
    """The places of `own/places*.tsv`."""
    for row in own_rows("places", PLACES):
        entry = Entry(row["key"], row["class"], within=row["within"])
        for name in names(row):
            entry.add(name)
        yield entry


def identify(kind: str, entries: dict[str, Entry]) -> None:
    """Write the ids and points of `own/identifiers.tsv` into the entries of one kind."""
    for row in own_rows("identifiers", IDENTIFIERS):
        if row["kind"] == kind:
            entry = entries[row["key"]]
            entry.geonames, entry.wikidata, entry.match = row["geonames"], row["wikidata"], row["match"]
            entry.lat, entry.lon = row["lat"], row["lon"]
            entry.sources.append(row["source"])
            entry.licence = row["licence"]


def cues() -> dict[tuple[str, str], str]:
    """The use of names that are also common words, by kind and folded name: `own/cues.tsv`."""
    return {
        (row.one_of("kind", ("actor", "place")), fold(row["name"])): row.one_of("use", ("cue", "short", "label"))
        for row in own_rows("cues", CUES)
    }
