"""Blocks: which chains are worth comparing at all, in work that grows with their number and not with its square.

A chain stands in a block for each combination of what two reports of one event must share: the family of their types
with a place and a stated day, a place and a party, both parties, or a large death toll. A pair that shares none of
these is not compared: it could reach the threshold of `compare` only where no place below a country is known, by one
party and the day. Within a block chains are ordered by time and each is compared with its nearest neighbours only (the
sorted neighbourhood method of Hernández and Stolfo, 1995), so that a crowded block (hundreds of reports of one city on
one day) costs no more than a quiet one.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from furat.graph.clustering.chains import LONG, Profile
from furat.graph.clustering.compare import SLACK, family

NEIGHBOURS = 60  # on each side: more distant ones in a block are not compared
REACH = LONG + SLACK + 1  # days: windows that begin further apart than that do not meet, but for periods
EVER = 4_000_000  # days: more than there are
FEW = 4  # a death toll up to that is too common to tell anything


class BlockRow(NamedTuple):
    """A chain's place in a block; rows are in the order of a block."""

    block: int
    start: int  # first day of its window
    end: int  # last day
    node: int
    inside: bool  # its place lies within the block's place: compared with those at that place only

    @property
    def reach(self) -> int:
        """How many days before or after its start others may start that it meets."""
        return EVER if self.end - self.start > LONG else REACH


def rows(profile: Profile, node: int) -> list[BlockRow]:
    """Where a chain stands, in order; `node` is the number it goes by, which must not depend on any order."""
    if profile.window is None:
        return []
    start, end = profile.window
    return sorted({BlockRow(block, start, end, node, inside) for block, inside in _blocks(profile)})


def pairs(ordered: Iterable[BlockRow]) -> Iterator[tuple[BlockRow, BlockRow]]:
    """The neighbours in each block whose windows meet; a pair may come more than once, from several blocks."""
    for _, block in groupby(ordered, key=lambda row: row[0]):
        behind: deque[BlockRow] = deque(maxlen=NEIGHBOURS)
        for row in block:
            for other in behind:
                if other.end + SLACK >= row.start and not (row.inside and other.inside):
                    yield other, row
            behind.append(row)


def _blocks(profile: Profile) -> Iterator[tuple[int, bool]]:
    """Numbers of blocks, and whether the chain is only inside their place."""
    kind = "period" if profile.period else "days"
    parties = [("agent", side) for side in profile.agents] + [("patient", side) for side in profile.patients]
    spots = [(place, False) for place in profile.local] + [(place, True) for place in profile.above]
    for group in family(profile):
        for place, inside in spots:
            if profile.dated:
                yield _number(kind, group, "in", place), inside
                if not inside:
                    yield _number(kind, group, "at", place), False
            for role, party in parties:
                yield _number(kind, group, place, role, party), inside
        for agent in profile.agents:
            for patient in profile.patients:
                yield _number(kind, group, "parties", agent, patient), False
        for low, high in profile.killed:
            if (low or high or 0) > FEW:
                yield _number(kind, group, "toll", low, high), False


def _number(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "big", signed=True)
