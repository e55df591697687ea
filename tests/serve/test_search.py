"""Names are found in any spelling: by the index, over HTTP, and inside SPARQL."""

import json
from pathlib import Path

import pytest
from graph_data import BASE
from running import Server, make_store

from furat.graph.search import Index
from furat.graph.search.normalise import matches
from furat.graph.store.indexing import build_index

SPELLINGS = [
    ("الحسكة", "الحسكه"), ("الحسكة", "حسكة"), ("الحسكة", "Hasaka"),
    ("al-Hasakah", "Hassakeh"), ("الحسكة", "al-Ḥasakah"),
    ("الرقة", "Raqqa"), ("Ar-Raqqah", "الرقه"), ("دير الزور", "Deir ez-Zor"), ("دير الزور", "Dayr az-Zawr"),
    ("القامشلي", "Qamishli"), ("Kamishly", "القامشلي"), ("إدلب", "ادلب"), ("إدلب", "Idlib"), ("أعزاز", "Azaz"),
    ("عين عيسى", "Ain Issa"), ("كوباني", "Kobane"), ("خان شيخون", "Khan Shaykhun"), ("الغوطة", "Ghouta"),
    ("حَلَب", "حلب"), ("داعش", "دَاعِش"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "asked"), SPELLINGS)
def test_spellings_of_one_name_meet(name: str, asked: str) -> None:
    """In Arabic, in Latin letters, and across."""
    assert matches(name, asked)


@pytest.mark.parametrize(
    ("name", "asked"), [("حلب", "حمص"), ("Homs", "Hama"), ("دير الزور", "دير حافر"), ("الرقة", "")]
)
def test_other_names_do_not(name: str, asked: str) -> None:
    """Not everything is alike."""
    assert not matches(name, asked)


@pytest.mark.parametrize("asked", ["السدره", "سدرة", "Sidra", "as-Sidrah", "sidr", "السِّدرة"])
def test_the_page_finds_a_place_in_any_spelling(linked: Server, asked: str) -> None:
    """First of all hits, with a link to its page."""
    from urllib.parse import quote

    hits = json.loads(linked.get(f"/search?q={quote(asked)}", "application/json").body)["hits"]
    assert hits[0]["iri"] == BASE + "place/sidra"
    assert hits[0]["href"] == "/place/sidra"
    assert 'href="/place/sidra"' in linked.get(f"/search?q={quote(asked)}", "text/html").text


def test_sentences_headlines_and_events_are_found(linked: Server) -> None:
    """By words that stand in them; kinds narrow the search."""
    found = json.loads(linked.get("/search?q=%D8%BA%D8%A7%D8%B1%D8%A9&format=json").body)["hits"]
    assert {hit["kind"] for hit in found} >= {"type", "document", "event"}
    only = json.loads(linked.get("/search?q=%D8%B7%D8%A7%D8%A6%D8%B1%D8%A7%D8%AA&kind=report&format=json").body)["hits"]
    assert [hit["kind"] for hit in only] == ["report"]


@pytest.mark.parametrize(
    "asked", ["", "%22", "AND%20OR%20NOT", "*", "exact%20:%20x", "%27;DROP%20TABLE%20entries", "a" * 5000]
)
def test_whatever_is_asked_is_answered(linked: Server, asked: str) -> None:
    """The words of the index's own language are words like others."""
    answer = linked.get(f"/search?q={asked}&format=json")
    assert answer.status == 200
    assert linked.get("/search?q=x&kind=none").status == 400
    assert linked.get("/search?q=x&limit=many").status == 400


def test_sparql_finds_by_function(linked: Server) -> None:
    """fn:search gives the n-th best actor or place, fn:matches compares, fn:fold folds as furat:searchKey is."""
    prefix = "PREFIX fn: <https://w3id.org/furat/function#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    prefix += "PREFIX furat: <https://w3id.org/furat/ontology#> "
    place = {"x": BASE + "place/sidra"}
    assert linked.query(prefix + 'SELECT ?x { BIND(fn:search("Sidra") AS ?x) }').rows() == [place]
    assert linked.query(prefix + 'SELECT ?x { BIND(fn:search("Sidra", 9) AS ?x) }').rows() == [{}]
    label = 'SELECT DISTINCT ?x { ?x skos:prefLabel ?l FILTER(fn:matches(?l, "السدره")) }'
    assert linked.query(prefix + label).rows() == [place]
    assert linked.query(prefix + 'SELECT ?x { ?x furat:searchKey ?k FILTER(?k = fn:fold("السِّدرة")) }').rows() == [place]
    assert linked.query(prefix + "ASK { FILTER(fn:matches(1, 2)) }").json()["boolean"] is False


def test_geosparql_measures(linked: Server) -> None:
    """What lies within 50 km of a point."""
    text = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
    PREFIX geof: <http://www.opengis.net/def/function/geosparql/> PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
    SELECT ?place { ?place geo:hasGeometry/geo:asWKT ?wkt
      FILTER(geof:distance(?wkt, "POINT(38.65 33.5)"^^geo:wktLiteral, uom:metre) < 50000) }"""
    assert linked.query(text).rows() == [{"place": BASE + "place/sidra"}]


def test_the_same_store_gives_the_same_index(tmp_path: Path) -> None:
    """Row for row; and it is small and read-only."""
    from graph_data import turtle

    store = make_store(tmp_path / "store", turtle(), BASE)
    for name in ("one", "two"):
        build_index(store / "current" / "quads", tmp_path / name)
    one, two = (Index(tmp_path / name) for name in ("one", "two"))
    assert one.search("السدرة") == two.search("السدرة") != []
    assert one.counts() == two.counts()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of names that sound alike, the wrong ones much mentioned."""
    names = {
        "raqqa": ("الرقة", "Raqqa", 0), "iraq": ("العراق", "Iraq", 60), "kobani": ("كوباني", "Kobani", 0),
        "kabani": ("كباني", "Kabani", 40), "daraa": ("درعا", "Daraa", 0), "adra": ("عدرا", "Adra", 40),
        "deir_ez_zor": ("دير الزور", "Deir ez-Zor", 0), "deir24": ("دير الزور 24", "Deir Ezzor 24", 40),
        "aleppo": ("حلب", "Aleppo", 3), "halabja": ("حلبجة", "Halabja", 3), "hasakah": ("الحسكة", "al-Hasakah", 0),
        "khan_shaykhun": ("خان شيخون", "Khan Shaykhun", 0), "beirut": ("بيروت", "Beirut", 0),
    }  # fmt: skip
    lines = ["@base <http://data.example/kg/> . @prefix furat: <https://w3id.org/furat/ontology#> ."]
    lines += ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <graph/gazetteer> {"]
    lines += [f'<place/{k}> a furat:Place ; skos:prefLabel "{ar}"@ar , "{en}"@en .' for k, (ar, en, _) in names.items()]
    lines += ["} <graph/document/d> {"]
    lines += [
        f"<document/d#char={n},{n}{k}> furat:denotes <place/{k}> ." for k, (*_, m) in names.items() for n in range(m)
    ]
    root = make_store(tmp_path_factory.mktemp("names") / "store", "\n".join([*lines, "}"]), BASE)
    return Index(root / "current" / "search.sqlite")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Ar-Raqqah", "raqqa"), ("Rakka", "raqqa"), ("Kobane", "kobani"), ("Deraa", "daraa"), ("Halab", "aleppo"),
        ("Deir Ezzor", "deir_ez_zor"), ("deirezzor", "deir_ez_zor"), ("ديرالزور", "deir_ez_zor"),
        ("بالحسكة", "hasakah"), ("للرقة", "raqqa"), ("وبالرقة", "raqqa"), ("بحلب", "aleppo"), ("بيروت", "beirut"),
        ("بلدة خان شيخون", "khan_shaykhun"), ("city of Raqqa", "raqqa"), ("Khanshaykhun", "khan_shaykhun"),
    ],
)  # fmt: skip
def test_the_closest_spelling_comes_before_the_most_mentioned(gazetteer: Index, asked: str, first: str) -> None:
    """Official Latin names, prepositions written on, names written together, and words of class."""
    hits = gazetteer.search(asked, ("place",))
    assert [hit.iri.rpartition("/")[2] for hit in hits][:1] == [first]
