"""What the store remembers of the derivation of events, so that a build compares only what changed.

A file of its own beside the ledger, made anew from the store whenever it is lost or does not fit: chains of reports,
the nodes they belong to (copies of one another share one), where nodes stand in blocks, the edges between those that
are alike, and the event that each chain is part of. Nodes are joined within what edges connect, so that a change
touches nothing beyond the nodes it can reach; what comes out is what clustering of everything at once gives.

What is many goes through temporary tables and enters sorted, so that the cost of a document does not grow with their
number; memory holds a batch of documents and a bounded number of profiles.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from furat.graph.clustering.blocks import BlockRow, rows
from furat.graph.clustering.chains import chains
from furat.graph.clustering.cluster import Group, alone, merge, signature
from furat.graph.clustering.facts import Cluster, ReportFact, pack, unpack
from furat.graph.ingest.derivation.neighbours import Neighbourhoods
from furat.graph.ingest.derivation.schema import ReportsFile
from furat.graph.progress import Progress, silent

_TOGETHER = 256  # documents that are taken in at once
_PARTS = 5_000  # chains whose event is written at once
_TOLD = 500  # chains after which progress is told

FactsOf = Callable[[str, str], Sequence[ReportFact]]  # of a document, by its key and stamp
ChangedClusters = Iterator[tuple[Cluster, list[ReportFact]]]


class IncrementalClustering:
    """One derivation on the file: what documents tell comes in, the clusters that may have changed come out."""

    def __init__(self, file: ReportsFile) -> None:
        self._file = file
        self._db = file.db
        self._near = Neighbourhoods(file)
        self._parts: list[tuple[int, int, str]] = []

    def clusters(self, kept: Iterable[tuple[str, str]], facts: FactsOf, progress: Progress = silent) -> ChangedClusters:
        """The clusters that may have changed, with the facts of their reports (as `facts.unpack` gives them).

        `kept` are all documents, each with a stamp that changes when the document does; `facts` gives those of one.
        """
        self._file.begin()
        self._take_in(kept, facts, progress)
        self._near.link()
        yield from self._joined(progress)

    def _take_in(self, kept: Iterable[tuple[str, str]], facts: FactsOf, progress: Progress) -> None:
        """Chains of documents that are new or changed come in, those of what was there before go out."""
        run = self._db.execute
        self._db.executemany("INSERT INTO kept VALUES (?, ?)", kept)
        run("DELETE FROM told WHERE document NOT IN (SELECT document FROM kept)")
        run("""INSERT INTO leaving SELECT d.id FROM documents d LEFT JOIN kept k ON k.document = d.key
               WHERE k.stamp IS NULL OR k.stamp <> d.stamp""")
        run("INSERT INTO touched SELECT DISTINCT c.node FROM leaving l JOIN chains c ON c.document = l.document")
        run("INSERT INTO gone SELECT DISTINCT p.event FROM leaving l JOIN parts p ON p.document = l.document")
        for table, key in (("chains", "document"), ("parts", "document"), ("documents", "id")):
            run(f"DELETE FROM {table} WHERE {key} IN (SELECT document FROM leaving)")  # noqa: S608 - names of ours
        self._near.all_new = run("SELECT 1 FROM documents LIMIT 1").fetchone() is None
        if self._near.all_new:
            run("DELETE FROM touched")  # nodes that stay would be found again, but none does
            self._file.forget()
            run("DROP INDEX chains_of_node")  # sorting once is faster than keeping order
        (last,) = run("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        run("""INSERT INTO documents (key, stamp) SELECT k.document, k.stamp FROM kept k
               LEFT JOIN documents d ON d.key = k.document WHERE d.id IS NULL ORDER BY k.document""")
        arriving = run("SELECT id, key, stamp FROM documents WHERE id > ? ORDER BY id", (last,))
        (newest,) = run("SELECT coalesce(max(id), 0) FROM documents").fetchone()
        while batch := list(islice(arriving, _TOGETHER)):
            self._read(batch, facts)
            progress("compare", batch[-1][0] - last, newest - last)
        run("CREATE INDEX IF NOT EXISTS chains_of_node ON chains (node, document, place)")

    def _read(self, batch: Sequence[tuple[int, str, str]], facts: FactsOf) -> None:
        """The chains of some documents, and the nodes among them that are new."""
        found = []
        nodes: dict[int, tuple[str, list[BlockRow]]] = {}
        for number, document, stamp in batch:
            for place, chain in enumerate(chains(facts(document, stamp))):
                node = signature(chain)
                found.append((number, place, node, pack(chain.reports)))
                if node not in nodes:
                    nodes[node] = chain.profile.pack(), rows(chain.profile, node)
        self._db.executemany("INSERT INTO chains VALUES (?, ?, ?, ?)", found)
        self._near.enter(nodes)

    # --- what edges connect

    def _joined(self, progress: Progress) -> ChangedClusters:
        """The clusters of all nodes that can be reached from those that were touched."""
        those = "chains c" if self._near.all_new else "touched t JOIN chains c ON c.node = t.node"
        several = """EXISTS (SELECT 1 FROM edges e WHERE e.one = c.node) OR EXISTS (SELECT 1 FROM chains o
                     WHERE o.node = c.node AND (o.document, o.place) <> (c.document, c.place))"""
        sql = f"SELECT c.document, c.place, c.node, c.reports, {several} FROM {those} ORDER BY 1, 2"  # noqa: S608
        (total,) = self._db.execute(f"SELECT count(*) FROM {those}").fetchone()  # noqa: S608
        for done, (document, place, node, packed, is_of_several) in enumerate(self._db.execute(sql), 1):
            if done % _TOLD == 0 or done == total:
                progress("derive", done, total)
            if is_of_several:
                yield from self._reached(node)
            else:
                reports = unpack(packed)
                cluster = alone(reports)
                self._take_part([(document, place, cluster.key)])
                yield cluster, sorted(reports, key=lambda report: report.iri)
        self._write_parts()

    def _reached(self, start: int) -> ChangedClusters:
        """The clusters of what a node is connected with, once."""
        if self._db.execute("SELECT 1 FROM done WHERE node = ?", (start,)).fetchone():
            return
        nodes, ahead, edges = {start}, [start], []
        while ahead:
            one = ahead.pop()
            for (other,) in self._db.execute("SELECT other FROM edges WHERE one = ?", (one,)):
                if one < other:
                    edges.append((one, other))
                if other not in nodes:
                    nodes.add(other)
                    ahead.append(other)
        self._db.executemany("INSERT INTO done VALUES (?)", ((node,) for node in nodes))
        sql = "SELECT node, document, place, reports FROM chains WHERE node = ?"
        yield from self._merged(nodes, edges, (row for node in nodes for row in self._db.execute(sql, (node,))))

    def _merged(
        self, nodes: Iterable[int], edges: Iterable[tuple[int, int]], found: Iterable[tuple[int, int, int, str]]
    ) -> ChangedClusters:
        """The clusters of connected nodes; `found` are their chains: node, document, place, reports."""
        of_node: dict[int, list[Sequence[ReportFact]]] = {node: [] for node in nodes}
        first_of: dict[tuple[int, int], str] = {}  # the IRI of a chain's first report
        facts: dict[str, ReportFact] = {}
        for node, document, place, packed in found:
            reports = unpack(packed)
            of_node[node].append(reports)
            first_of[document, place] = reports[0].iri
            facts |= {fact.iri: fact for fact in reports}
        groups = {
            node: Group(self._near.profile(node), sorted(of_chains, key=lambda reports: reports[0].iri))
            for node, of_chains in of_node.items()
        }
        order = sorted(groups, key=lambda node: groups[node].key)
        at = {node: position for position, node in enumerate(order)}
        ends = ((at[one], at[other]) for one, other in edges)
        made = merge([groups[node] for node in order], [(min(pair), max(pair)) for pair in ends])
        event_of = {member.report: cluster.key for cluster in made for member in cluster.members}
        self._take_part([(*chain, event_of[first]) for chain, first in first_of.items()])
        for cluster in made:
            yield cluster, [facts[member.report] for member in cluster.members]

    def _take_part(self, parts: Sequence[tuple[int, int, str]]) -> None:
        """Notes which event each chain is part of; that it was part of before may be gone."""
        if not self._near.all_new:
            sql = "INSERT OR IGNORE INTO gone SELECT event FROM parts WHERE document = ? AND place = ?"
            self._db.executemany(sql, (part[:2] for part in parts))
        self._parts += parts
        if len(self._parts) > _PARTS:
            self._write_parts()

    def _write_parts(self) -> None:
        self._db.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", sorted(self._parts))
        self._parts.clear()
