"""Which nodes are alike: the blocks they stand in, kept in order on disk, and the edges between neighbours there."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from json import dumps
from operator import itemgetter

from furat.graph.clustering.blocks import NEIGHBOURS, BlockRow, pairs, rows
from furat.graph.clustering.chains import Profile
from furat.graph.clustering.cluster import are_alike
from furat.graph.ingest.derivation.schema import ReportsFile

_PROFILES = 50_000  # at hand; neighbours in time come one after the other, so that few are read twice


class Neighbourhoods:
    """The nodes of reports that are copies, their places in blocks, and the edges between those that are alike.

    Tables: nodes, blocks, edges; `touched` holds the nodes that a change concerns.
    """

    def __init__(self, file: ReportsFile) -> None:
        self._db = file.db
        self.all_new = False  # no document stays as it was: all nodes are touched, and nothing need be looked up
        self.profile = lru_cache(_PROFILES)(self._read_profile)  # of a node

    def _read_profile(self, node: int) -> Profile:
        (packed,) = self._db.execute("SELECT profile FROM nodes WHERE id = ?", (node,)).fetchone()
        return Profile.unpack(packed)

    def enter(self, nodes: Mapping[int, tuple[str, Sequence[BlockRow]]]) -> None:
        """Nodes of chains that arrive, with their profiles and rows; those that are there are touched."""
        new = set(nodes)
        if not self.all_new:
            listed = (dumps(list(nodes)),)
            known = self._db.execute("SELECT id FROM nodes WHERE id IN (SELECT value FROM json_each(?))", listed)
            new -= {node for (node,) in known}
            self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((node,) for node in nodes))
        arriving = [(node, *nodes[node]) for node in sorted(new)]
        self._db.executemany(
            "INSERT INTO fresh_nodes VALUES (?, ?)", ((node, profile) for node, profile, _ in arriving)
        )
        standing = (row for _, _, found in arriving for row in found)
        self._db.executemany("INSERT INTO moved VALUES (?, ?, ?, ?, ?)", standing)

    def link(self) -> None:
        """Brings nodes, blocks and edges up to date with the chains; `touched` are then all that this concerns."""
        run = self._db.execute
        self.profile.cache_clear()
        run("INSERT OR IGNORE INTO nodes SELECT id, profile FROM fresh_nodes ORDER BY id")
        run("INSERT OR IGNORE INTO blocks SELECT * FROM moved ORDER BY 1, 2, 3, 4, 5")
        if not self.all_new:
            self._drop_empty()
            run("INSERT INTO again SELECT node FROM touched")
            self._find_shifted()
            self._loosen()
        self._compare()

    def _drop_empty(self) -> None:
        """Nodes without chains go, and what was linked to them is looked at again."""
        empty = """SELECT n.id, n.profile FROM touched t JOIN nodes n ON n.id = t.node
                   WHERE NOT EXISTS (SELECT 1 FROM chains c WHERE c.node = t.node)"""
        for node, packed in self._db.execute(empty).fetchall():
            self._unlink(node)
            left = rows(Profile.unpack(packed), node)
            self._db.executemany("INSERT INTO moved VALUES (?, ?, ?, ?, ?)", left)
            self._db.executemany('DELETE FROM blocks WHERE (block, start, "end", node, inside) = (?, ?, ?, ?, ?)', left)
            self._db.execute("DELETE FROM nodes WHERE id = ?", (node,))
        self._db.execute("DELETE FROM touched WHERE node NOT IN (SELECT id FROM nodes)")

    def _find_shifted(self) -> None:
        """Where many stand in one block, who came or went makes others neighbours, or no longer: they come again."""
        for block, group in groupby(self._db.execute("SELECT * FROM moved ORDER BY 1").fetchall(), key=itemgetter(0)):
            changed = [BlockRow(*row) for row in group]
            few = NEIGHBOURS - len(changed) + 1  # if there are no more, all are neighbours, now as before
            sql = "SELECT count(*) FROM (SELECT 1 FROM blocks WHERE block = ? LIMIT ?)"
            if few > 0 and self._db.execute(sql, (block, few + 1)).fetchone()[0] <= few:
                continue
            for row in changed:
                near = [*self._beside(row, "<", "DESC"), *self._beside(row, ">", "ASC")]
                if len(near) + len(changed) > NEIGHBOURS:
                    self._db.executemany("INSERT OR IGNORE INTO again VALUES (?)", near)

    def _beside(self, row: BlockRow, side: str, order: str) -> Iterator[tuple[int]]:
        """The nodes that stand before or behind a place in a block, near enough in rank and time."""
        sql = f"""SELECT node FROM blocks WHERE block = ? AND (start, "end", node, inside) {side} (?, ?, ?, ?)
                  AND start BETWEEN ? AND ? ORDER BY start {order}, "end" {order}, node {order}, inside {order}
                  LIMIT ?"""  # noqa: S608 - words of ours
        low, high = row.start - row.reach, row.start + row.reach
        given = (row.block, row.start, row.end, row.node, row.inside, low, high, NEIGHBOURS)
        yield from self._db.execute(sql, given)

    def _loosen(self) -> None:
        """All edges of what is compared again go; what was at their other ends is touched."""
        for (node,) in self._db.execute("SELECT node FROM again").fetchall():
            self._unlink(node)
        self._db.execute("INSERT OR IGNORE INTO touched SELECT node FROM again")

    def _unlink(self, node: int) -> None:
        others = self._db.execute("SELECT other FROM edges WHERE one = ?", (node,)).fetchall()
        self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", others)
        self._db.execute("DELETE FROM edges WHERE one = ?", (node,))
        self._db.executemany("DELETE FROM edges WHERE one = ? AND other = ?", ((other, node) for (other,) in others))

    def _compare(self) -> None:
        """Edges of the nodes that are compared again, to those of their neighbours that are alike."""
        run = self._db.execute
        insert = "INSERT INTO candidates VALUES (?, ?)"
        self._db.executemany(insert, self._candidates())
        sql = "SELECT DISTINCT one, other FROM candidates ORDER BY one, other"
        alike = ((one, other) for one, other in run(sql) if are_alike(self.profile(one), self.profile(other)))
        self._db.executemany("INSERT INTO linked VALUES (?, ?)", alike)
        run("""DELETE FROM linked WHERE EXISTS (SELECT 1 FROM chains a JOIN chains b ON b.document = a.document
               WHERE a.node = linked.one AND b.node = linked.other)""")  # one document knows what it tells apart
        for ends in ("one, other", "other, one"):
            run(f"INSERT OR IGNORE INTO edges SELECT {ends} FROM linked ORDER BY 1, 2")  # noqa: S608 - names of ours

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """The pairs that are worth comparing, the smaller number first; some more than once."""
        where = "blocks b"
        if not self.all_new:
            self._want_around()
            where = "wanted w JOIN blocks b ON b.block = w.block AND b.start BETWEEN w.low AND w.high"
        standing = self._db.execute(f"SELECT b.* FROM {where} ORDER BY 1, 2, 3, 4, 5")  # noqa: S608 - names of ours
        for ends in pairs(BlockRow(*row) for row in standing):
            one, other = sorted(row.node for row in ends)
            if self.all_new or self._is_again(one) or self._is_again(other):
                yield one, other

    def _want_around(self) -> None:
        """The parts of blocks in which something is compared again."""
        sql = """INSERT INTO wanted VALUES (?1, ?2, ?3) ON CONFLICT DO
                 UPDATE SET low = min(low, ?2), high = max(high, ?3)"""
        for node, packed in self._db.execute("SELECT n.id, n.profile FROM again g JOIN nodes n ON n.id = g.node"):
            found = rows(Profile.unpack(packed), node)
            self._db.executemany(sql, ((row.block, row.start - row.reach, row.start + row.reach) for row in found))

    def _is_again(self, node: int) -> bool:
        return self._db.execute("SELECT 1 FROM again WHERE node = ?", (node,)).fetchone() is not None
