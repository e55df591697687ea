"""What the store remembers of the derivation of events, so that a build compares only what changed.

A file of its own beside the ledger, made anew from the store whenever it is lost or does not fit: chains of reports by
their signature (copies of one another share a node), the anchors of each node, the edges between nodes that are alike
enough to be joined, and the event that each node is part of. Nodes are joined within what edges connect, so that a
change touches nothing beyond the nodes it can reach; what comes out is what clustering of everything at once gives.
"""

import struct
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import combinations, groupby, islice
from operator import itemgetter
from pathlib import Path

from furat.graph.build.reports_file import ReportsFile
from furat.graph.clustering.chains import Chain, chains
from furat.graph.clustering.cluster import CROWD, alone, anchors, cluster, signature
from furat.graph.clustering.compare import THRESHOLD, compare
from furat.graph.clustering.facts import Cluster, ReportFact

_PASSING = ("touched", "again", "wanted", "gone", "made", "same", "kept", "leaving", "delta")
_AT_HAND = 10_000  # documents whose chains are in memory; beyond it chains are unpacked again
_TOGETHER = 500_000  # anchors
_MOST_SEEN = 500_000  # pairs

Facts = Callable[[str], Sequence[ReportFact]]  # of a document, by its key


class Remembered(ReportsFile):
    """The file, with the derivation on it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._facts: Facts = lambda document: ()
        self._anchored: list[tuple[int, int]] = []  # anchors and nodes that are not written yet
        self._all_new = False
        self._at_hand: OrderedDict[str, dict[str, Chain]] = OrderedDict()

    def clusters(self, kept: Iterable[tuple[str, str]], facts: Facts) -> Iterator[tuple[Cluster, list[ReportFact]]]:
        """The clusters that may have changed, with the facts of their reports.

        `kept` are all documents, each with a stamp that changes when the document does; `facts` gives those of one.
        """
        self._facts = facts
        self._at_hand.clear()
        self._anchored.clear()
        for table in _PASSING:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
        self._take_in(kept)
        self._drop_empty()
        self._find_flipped()
        self._link()
        yield from self._joined()

    def _take_in(self, kept: Iterable[tuple[str, str]]) -> None:
        """Chains of documents that are new or changed come in, those of what was there before go out."""
        run = self._db.execute
        self._db.executemany("INSERT INTO kept VALUES (?, ?)", kept)
        run("DELETE FROM told WHERE document NOT IN (SELECT document FROM kept)")
        run("""INSERT INTO leaving SELECT d.document FROM documents d LEFT JOIN kept k ON k.document = d.document
               WHERE k.stamp IS NULL OR k.stamp <> d.stamp""")
        of_leaving = "FROM chains WHERE document IN (SELECT document FROM leaving)"
        run(f"INSERT OR IGNORE INTO touched SELECT node {of_leaving}")
        run(f"DELETE {of_leaving}")
        run("DELETE FROM documents WHERE document IN (SELECT document FROM leaving)")
        self._all_new = run("SELECT 1 FROM documents LIMIT 1").fetchone() is None
        arriving = """SELECT k.document FROM kept k LEFT JOIN documents d ON d.document = k.document
                      WHERE d.document IS NULL ORDER BY k.document"""
        for (document,) in self._db.execute(arriving):
            for chain in self._of_document(document).values():
                node = self._node(chain)
                run("INSERT OR IGNORE INTO touched VALUES (?)", (node,))
                run("INSERT INTO chains VALUES (?, ?, ?)", (chain.key, document, node))
        self._write_anchors()
        run("INSERT OR REPLACE INTO documents SELECT document, stamp FROM kept")

    def _node(self, chain: Chain) -> int:
        """The node of a chain and its copies; a new one comes with its anchors."""
        digest = _digest(signature(chain))
        row = self._db.execute("SELECT id FROM nodes WHERE signature = ?", (digest,)).fetchone()
        if row is not None:
            return int(row[0])
        places = sorted({_number(anchor) for anchor in anchors(chain)})
        packed = struct.pack(f"{len(places)}q", *places)
        node = self._db.execute("INSERT INTO nodes (signature, anchors) VALUES (?, ?)", (digest, packed)).lastrowid
        assert node is not None
        self._anchored += ((place, node) for place in places)
        if len(self._anchored) > _TOGETHER:
            self._write_anchors()
        return node

    def _write_anchors(self) -> None:
        """Many at once and in order: a tree on disk takes them several times as fast as one by one."""
        self._anchored.sort()
        self._db.executemany("INSERT INTO anchors VALUES (?, ?)", self._anchored)
        self._count((place for place, _ in self._anchored), 1)
        self._anchored.clear()

    def _count(self, places: Iterable[int], change: int) -> None:
        if self._all_new:  # nothing was crowded before
            return
        sql = "INSERT INTO delta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET change = change + ?2"
        self._db.executemany(sql, ((place, change) for place in places))

    def _drop_empty(self) -> None:
        """Nodes without chains go, and their neighbours are looked at again."""
        run = self._db.execute
        sql = """SELECT n.id, n.anchors, n.event FROM touched t JOIN nodes n ON n.id = t.node
                 WHERE NOT EXISTS (SELECT 1 FROM chains c WHERE c.node = t.node)"""
        for node, packed, event in run(sql).fetchall():
            run("INSERT OR IGNORE INTO gone VALUES (?)", (event,))
            run("INSERT OR IGNORE INTO touched SELECT other FROM edges WHERE one = ?", (node,))
            self._unlink(node)
            self._db.executemany("DELETE FROM anchors WHERE anchor = ? AND node = ?",
                                 ((place, node) for place in _unpacked(packed)))  # fmt: skip
            self._count(_unpacked(packed), -1)
            run("DELETE FROM nodes WHERE id = ?", (node,))
        run("DELETE FROM touched WHERE node NOT IN (SELECT id FROM nodes)")
        run("INSERT INTO again SELECT node FROM touched")

    def _find_flipped(self) -> None:
        """Anchors that became crowded, or are so no longer: all behind them are compared again."""
        flipped = """SELECT d.anchor FROM delta d LEFT JOIN anchors a ON a.anchor = d.anchor GROUP BY d.anchor
                     HAVING (count(a.node) > ?1) <> (count(a.node) - d.change > ?1)"""
        for (anchor,) in self._db.execute(flipped, (CROWD,)).fetchall():
            self._db.execute("INSERT OR IGNORE INTO again SELECT node FROM anchors WHERE anchor = ?", (anchor,))
        for (node,) in self._db.execute("SELECT node FROM again").fetchall():
            self._db.execute("INSERT OR IGNORE INTO touched SELECT other FROM edges WHERE one = ?", (node,))
            self._unlink(node)
        self._db.execute("INSERT OR IGNORE INTO touched SELECT node FROM again")

    def _unlink(self, node: int) -> None:
        others = self._db.execute("SELECT other FROM edges WHERE one = ?", (node,)).fetchall()
        self._db.execute("DELETE FROM edges WHERE one = ?", (node,))
        self._db.executemany("DELETE FROM edges WHERE one = ? AND other = ?", ((other, node) for (other,) in others))

    def _link(self) -> None:
        """Edges of the nodes that are compared again, to whatever shares an anchor that is not crowded."""
        sql = "SELECT anchor, node, 1 FROM anchors ORDER BY anchor, node"
        if not self._all_new:
            for (packed,) in self._db.execute("SELECT n.anchors FROM again JOIN nodes n ON n.id = again.node"):
                places = ((place,) for place in _unpacked(packed))
                self._db.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", places)
            sql = """SELECT w.anchor, a.node, g.node IS NOT NULL FROM wanted w JOIN anchors a ON a.anchor = w.anchor
                     LEFT JOIN again g ON g.node = a.node ORDER BY w.anchor, a.node"""
        seen: set[tuple[int, int]] = set()
        for _, group in groupby(self._db.execute(sql), key=itemgetter(0)):
            crowd = list(islice(group, CROWD + 1))
            if len(crowd) > CROWD:
                continue
            for (_, one, first), (_, other, second) in combinations(crowd, 2):
                if (first or second) and (one, other) not in seen:
                    seen.add((one, other))
                    if self._are_alike(one, other):
                        self._db.executemany("INSERT OR IGNORE INTO edges VALUES (?, ?)", [(one, other), (other, one)])
            if len(seen) > _MOST_SEEN:
                seen.clear()  # what is met again is compared again, with the same result

    def _are_alike(self, one: int, other: int) -> bool:
        first, second = sorted((self._first(one), self._first(other)), key=lambda chain: chain.key)
        if first.reports[0].document == second.reports[0].document:
            return False
        return compare(first, second).score >= THRESHOLD

    def _joined(self) -> Iterator[tuple[Cluster, list[ReportFact]]]:
        """The clusters of all nodes that can be reached from those that were touched."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM nodes").fetchone()
        done = bytearray(last + 1)
        for (start,) in self._db.execute("SELECT node FROM touched ORDER BY node"):
            if done[start]:
                continue
            done[start] = 1
            nodes, ahead, edges = [start], [start], []
            while ahead:
                one = ahead.pop()
                for (other,) in self._db.execute("SELECT other FROM edges WHERE one = ? ORDER BY other", (one,)):
                    if one < other:
                        edges.append((one, other))
                    if not done[other]:
                        done[other] = 1
                        nodes.append(other)
                        ahead.append(other)
            yield from self._of_nodes(nodes, edges)

    def _of_nodes(
        self, nodes: Sequence[int], edges: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Cluster, list[ReportFact]]]:
        """The clusters of nodes that edges connect."""
        by_node = {node: self._chains(node) for node in nodes}
        together = [chain for group in by_node.values() for chain in group]
        facts = {fact.iri: fact for chain in together for fact in chain.reports}
        if len(together) == 1:
            found = [alone(together[0])]
        else:
            linked = [(by_node[one][0].key, by_node[other][0].key) for one, other in edges]
            found = cluster(facts.values(), linked)
        event_of = {member.report: made.key for made in found for member in made.members}
        for node, group in by_node.items():
            self._db.execute("INSERT OR IGNORE INTO gone SELECT event FROM nodes WHERE id = ? AND event <> ''", (node,))
            self._db.execute("UPDATE nodes SET event = ? WHERE id = ?", (event_of[group[0].key], node))
        for made in found:
            yield made, [facts[member.report] for member in made.members]

    # --- chains

    def _first(self, node: int) -> Chain:
        sql = "SELECT document, key FROM chains WHERE node = ? ORDER BY key LIMIT 1"
        document, key = self._db.execute(sql, (node,)).fetchone()
        return self._of_document(document)[key]

    def _chains(self, node: int) -> list[Chain]:
        rows = self._db.execute("SELECT document, key FROM chains WHERE node = ? ORDER BY key", (node,)).fetchall()
        return [self._of_document(document)[key] for document, key in rows]

    def _of_document(self, document: str) -> dict[str, Chain]:
        found = self._at_hand.get(document)
        if found is None:
            found = self._at_hand[document] = {chain.key: chain for chain in chains(self._facts(document))}
            if len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        else:
            self._at_hand.move_to_end(document)
        return found


def _number(anchor: tuple[str, ...]) -> int:
    return int.from_bytes(sha256("\0".join(anchor).encode()).digest()[:8], "big", signed=True)


def _unpacked(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"{len(packed) // 8}q", packed)


def _digest(parts: Iterable[object]) -> bytes:
    ordered = [sorted(part, key=repr) if isinstance(part, frozenset) else part for part in parts]
    return sha256(repr(ordered).encode()).digest()[:16]
