"""The actor network as GEXF: valid, the same bytes each time, and read back whole by other programs."""

import io
from importlib.resources import files
from pathlib import Path

import networkx  # type: ignore[import-untyped]
import pytest
from lxml import etree  # type: ignore[import-untyped]
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from furat.extract.errors import QueryError
from furat.graph.export import EXPORTERS, export
from furat.graph.export.network import edges, nodes, on_store
from furat.graph.export.romanization import romanize
from furat.graph.vocab.namespaces import iri

HERE = Path(__file__).parent
TINY = HERE.parent / "queries" / "tiny.trig"
BASE = "http://localhost:7878/"
NS = {"g": "http://gexf.net/1.3", "viz": "http://gexf.net/1.3/viz"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The small world of the queries, on disk."""
    store = Store(tmp_path / "store")
    store.load(path=TINY)
    vocabulary = files("furat").joinpath("ontology", "furat.ttl").read_bytes()
    store.load(input=vocabulary, format=RdfFormat.TURTLE, to_graph=NamedNode(BASE + "graph/vocabulary"))
    return store


def written(store: Store) -> bytes:
    output = io.BytesIO()
    export("gexf", on_store(store), output)
    return output.getvalue()


def tree(store: Store) -> etree._Element:
    return etree.fromstring(written(store))


def actor(key: str) -> str:
    return f"{BASE}actor/{key}"


def test_it_is_valid(store: Store) -> None:
    """It conforms to our grammar, which is narrower than the official one of GEXF 1.3."""
    grammar = etree.RelaxNG(etree.parse(HERE / "gexf-furat.rng"))
    grammar.assertValid(tree(store))


def test_it_is_a_function_of_the_graph(store: Store) -> None:
    """The same graph gives the same bytes."""
    assert written(store) == written(store)


def test_networkx_reads_every_node_with_its_attributes(store: Store, tmp_path: Path) -> None:
    """Nothing is lost on the way through a reader that is not ours."""
    path = tmp_path / "network.gexf"
    path.write_bytes(written(store))
    graph = networkx.read_gexf(path, version="1.3")
    expected = {node.iri: node for node in nodes(on_store(store))}
    assert (
        set(graph.nodes)
        == set(expected)
        == {actor(key) for key in ("islamic_state", "cjtf_oir", "sdf", "saa", "x_liwa_alnahr")}
    )
    for key, read in graph.nodes(data=True):
        node = expected[key]
        told = {"label_ar": node.arabic, "label_en": node.english, "class": node.cls, "first": node.first}
        assert {name: read.get(name) for name in told} == told
        assert (read["curated"], read["reports"], read["documents"]) == (node.curated, node.reports, node.documents)
        assert read["label"] == node.arabic
        assert set(read["viz"]["color"]) >= {"r", "g", "b"}


def test_networkx_reads_every_edge_with_its_weight(store: Store, tmp_path: Path) -> None:
    """Edges of one pair that differ in type stay apart."""
    path = tmp_path / "network.gexf"
    path.write_bytes(written(store))
    graph = networkx.read_gexf(path, version="1.3")
    assert graph.is_directed()
    assert graph.is_multigraph()
    read = {(a, b, data["event_type"], data["mutual"], data["weight"]) for a, b, data in graph.edges(data=True)}
    told = {(e.source, e.target, e.type, e.mutual, float(e.events)) for e in edges(on_store(store))}
    assert read == told
    assert (actor("cjtf_oir"), actor("islamic_state"), "airstrike", False, 1.0) in read
    assert (actor("sdf"), actor("islamic_state"), "clash", True, 1.0) in read
    assert (actor("islamic_state"), actor("sdf"), "clash", True, 1.0) in read


def test_each_pair_has_one_edge_of_a_kind(store: Store) -> None:
    """Gephi merges edges that agree in source, target and kind; so none do."""
    found = [(e.get("source"), e.get("target"), e.get("kind")) for e in tree(store).iterfind(".//g:edge", NS)]
    assert len(found) == len(set(found)) == 6


def test_every_edge_joins_declared_nodes(store: Store) -> None:
    """An edge without its node is an error to every reader; an actor that nothing describes gets a bare one."""
    graph = NamedNode(BASE + "graph/document/x")
    report, nobody = NamedNode(BASE + "document/x#report=0,1"), NamedNode(actor("nobody"))
    store.add(Quad(nobody, NamedNode(iri("rdf:type")), NamedNode(iri("furat:Actor")), graph))
    for name, value in (
        ("furat:agent", nobody),
        ("furat:patient", NamedNode(actor("sdf"))),
        ("furat:eventType", NamedNode(iri("type:attack"))),
        ("furat:status", NamedNode(iri("furat:Asserted"))),
    ):
        store.add(Quad(report, NamedNode(iri(name)), value, graph))
    root = tree(store)
    declared = {node.get("id") for node in root.iterfind(".//g:node", NS)}
    ends = {end for e in root.iterfind(".//g:edge", NS) for end in (e.get("source"), e.get("target"))}
    assert actor("nobody") in ends
    assert ends <= declared


def test_denied_events_make_no_edge(store: Store) -> None:
    """The coalition denies a transfer that another report alleges: the alleged one counts, once."""
    transfers = [edge for edge in edges(on_store(store)) if edge.type == "transfer"]
    assert [(edge.events, edge.reports) for edge in transfers] == [(1, 1)]


def test_a_day_is_a_spell_that_is_not_empty(store: Store) -> None:
    """Gephi drops spells that end where they start."""
    spells = list(tree(store).iterfind(".//g:spell", NS))
    assert spells
    assert all(spell.get("start") < spell.get("end") for spell in spells)
    assert ("2018-09-12", "2018-09-13") in {(spell.get("start"), spell.get("end")) for spell in spells}


def test_attributes_are_declared_once_and_used_as_declared(store: Store) -> None:
    """One block a class, ids equal to titles, no value without its declaration."""
    root = tree(store)
    blocks = root.findall(".//g:attributes", NS)
    assert [block.get("class") for block in blocks] == ["node", "edge"]
    for block, path in zip(blocks, (".//g:node", ".//g:edge"), strict=True):
        declared = [attribute.get("id") for attribute in block]
        assert declared == [attribute.get("title") for attribute in block]
        used = {
            value.get("for") for element in root.iterfind(path, NS) for value in element.iterfind(".//g:attvalue", NS)
        }
        assert used == set(declared)


def test_names_with_anything_in_them_stay_well_formed(store: Store) -> None:
    """Markup, quotes, line ends and characters that XML cannot hold."""
    hostile = "لواء \"<&>'\n\x01\ufffe]]>"
    pattern = (NamedNode(actor("x_liwa_alnahr")), NamedNode(iri("skos:prefLabel")))
    for quad in list(store.quads_for_pattern(*pattern, None, None)):
        store.remove(quad)
        store.add(Quad(*pattern, Literal(hostile, language="ar"), quad.graph_name))
    node = tree(store).find(f".//g:node[@id='{actor('x_liwa_alnahr')}']", NS)
    assert node is not None
    assert node.get("label") == "لواء \"<&>' \ufffd\ufffd]]>"


def test_it_is_written_piece_by_piece(store: Store) -> None:
    """No network is too large for memory on the way out: nodes leave as they are read."""
    pieces: list[int] = []

    class Counting(io.BytesIO):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            pieces.append(len(data))
            return super().write(data)

    export("gexf", on_store(store), Counting())
    assert len(pieces) > 50
    assert max(pieces) < 2000


def test_an_empty_graph_is_a_valid_file(tmp_path: Path) -> None:
    """A store without reports exports too."""
    grammar = etree.RelaxNG(etree.parse(HERE / "gexf-furat.rng"))
    grammar.assertValid(tree(Store(tmp_path / "empty")))


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [("لواء النهر", "lwa' alnhr"), ("حَلَب", "hlb"), ("الـشعفة", "alsh'fa"), ("PKK 2", "PKK 2")],
)
def test_arabic_names_have_a_latin_label(arabic: str, latin: str) -> None:
    """For views that cannot set Arabic."""
    assert romanize(arabic) == latin


def test_an_unknown_format_is_answered_with_the_known_ones(store: Store) -> None:
    """The error helps."""
    assert list(EXPORTERS) == ["gexf"]
    with pytest.raises(QueryError, match="known: gexf"):
        export("graphml", on_store(store), io.BytesIO())
