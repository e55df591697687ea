"""Write the five tables of `seeds/`, or with `--into DIR` write them there."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from furat.extract.names import gazetteer
from furat.extract.text.tokens import fold
from furat.seeds.tables import own, pinned, settlements, states
from furat.seeds.tables.entries import OWN, OWN_LICENCE, Entry, NameEntry

HEADER = f"# Built by `python -m furat.seeds.tables` from own/, {pinned.STATED}; correct it there, not here.\n"
RELATIONS = ("actor", "relation", "other", "since", "until")


def actors() -> dict[str, Entry]:
    """All actors by key: own ones first, states and their bodies merged into them."""
    found: dict[str, Entry] = {}
    merged: dict[str, str] = {}  # templated key -> own key
    for entry, templated in own.own_actors():
        if entry.key in found:
            raise SystemExit(f"own/actors: the key {entry.key!r} stands twice; merge the rows")
        found[entry.key] = entry
        merged[templated or entry.key] = entry.key
    for entry in (*states.states(), *states.bodies()):
        key = merged.get(entry.key, entry.key)
        into = found.setdefault(key, entry)
        if into is not entry:
            for name in entry.names:
                into.add(name)
            into.country = into.country or entry.country
    own.identify("actor", found)
    return found


def capitals(people: dict[str, Entry], spots: dict[str, Entry]) -> None:
    """Give each state, Syria's government for Syria, the names of its capital as names of the side that acts."""
    for row in own.own_rows("states", states.STATES):
        if row["capital"]:
            actor = people["syrian_government" if row["key"] == "syria" else row["key"]]
            for name in spots[row["capital"]].names:
                if name.language == "ar" and name.use == "" and not name.text.startswith(("مدينة", "العاصمة")):
                    actor.add(NameEntry(name.text, "ar", "alternative", "", name.source, name.licence))


def places() -> dict[str, Entry]:
    """All places by key: countries, own places, GeoNames' settlements."""
    found = {entry.key: entry for entry in states.countries()}
    for entry in own.own_places():
        if entry.key in found:
            raise SystemExit(f"own/places: the key {entry.key!r} stands twice; merge the rows")
        found[entry.key] = entry
    for entry in found.values():
        if entry.within and entry.within not in found:
            raise SystemExit(f"own/places: {entry.key!r} lies within {entry.within!r}, which is no key")
    own.identify("place", found)
    cities = settlements.cities()
    used = settlements.attach(found, cities)
    for entry in found.values():
        entry.country = entry.country or settlements._lies_in(entry, found)[0]
    taken: set[tuple[str, str]] = set()
    for entry in found.values():
        if entry.cls in settlements.SETTLEMENTS:
            _, above = settlements._lies_in(entry, found)
            taken |= {(key, fold(n.text)) for key in above for n in entry.names if n.language == "ar"}
    for entry in settlements.settlements(cities, used, taken):
        found[entry.key] = entry
    return found


def cued(kind: str, entries: Iterable[Entry]) -> None:
    """Mark the names that are also common words."""
    uses = own.cues()
    for entry in entries:
        entry.names = [
            replace(n, use=uses[kind, fold(n.text)])
            if n.use in ("", "cue") and n.language == "ar" and (kind, fold(n.text)) in uses
            else n
            for n in entry.names
        ]


def write(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """One table."""
    lines = ("\t".join(row).rstrip("\t") + "\n" for row in (columns, *rows))
    path.write_text(HEADER + "".join(lines), encoding="utf-8")


def name_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """The rows of a table of names."""
    order = {"preferred": 0, "alternative": 1, "loaded": 2}
    for entry in entries:
        for n in sorted(entry.names, key=lambda n: (order[n.status], n.language)):
            yield entry.key, n.text, n.language, n.status, n.use, n.source, n.licence


def identity(entry: Entry) -> tuple[str, str, str, str, str]:
    """The cells geonames, wikidata, match, source and licence."""
    return entry.geonames, entry.wikidata, entry.match, "; ".join(entry.sources), entry.licence


def main(into: Path) -> None:
    """Build everything and write it; SystemExit when another version of GeoNames or CLDR is installed."""
    if wrong := pinned.differing():
        raise SystemExit("\n".join(wrong))
    by_key, spots_by_key = actors(), places()
    capitals(by_key, spots_by_key)
    people = sorted(by_key.values(), key=lambda e: e.key)
    spots = sorted(spots_by_key.values(), key=lambda e: e.key)
    cued("actor", people)
    cued("place", spots)
    write(
        into / "actors.tsv",
        gazetteer.ACTOR_COLUMNS,
        ((e.key, e.cls, e.country, *identity(e)[1:]) for e in people),
    )
    write(into / "actor_names.tsv", gazetteer.ACTOR_NAME_COLUMNS, name_rows(people))
    write(
        into / "places.tsv",
        gazetteer.PLACE_COLUMNS,
        ((e.key, e.cls, e.within, e.country, e.lat, e.lon, *identity(e)) for e in spots),
    )
    write(into / "place_names.tsv", gazetteer.PLACE_NAME_COLUMNS, name_rows(spots))
    relations = sorted(tuple(row[c] for c in RELATIONS) for row in own.own_rows("relations", RELATIONS))
    write(
        into / "actor_relations.tsv",
        gazetteer.RELATION_COLUMNS,
        ((*row, OWN, OWN_LICENCE) for row in relations),
    )
    print(f"{len(people)} actors, {len(spots)} places written to {into}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m furat.seeds.tables", description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(__file__).resolve().parents[1])
    main(parser.parse_args().into)
