"""What the documents of a ledger add up to, changed as they change, so that nothing need go through all of them again.

Documents of one state and one version are hashed as a sum: that of the hashes of each, whatever their order.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

_SCHEMA = """CREATE TABLE totals (
  state TEXT NOT NULL, knowledge TEXT NOT NULL, documents INTEGER NOT NULL, quads INTEGER NOT NULL,
  digest TEXT NOT NULL, PRIMARY KEY (state, knowledge)) WITHOUT ROWID"""
_MODULUS = 1 << 256


@dataclass(slots=True)
class DocumentTotals:
    """What the documents of one state, read with one version, add up to."""

    state: str
    knowledge: str
    documents: int = 0
    quads: int = 0
    digest: str = f"{0:064x}"


def are_kept(ledger: sqlite3.Connection) -> bool:
    """Whether the ledger has its totals."""
    return ledger.execute("SELECT 1 FROM sqlite_master WHERE name = 'totals'").fetchone() is not None


def begin(ledger: sqlite3.Connection) -> None:
    """Gives a ledger its totals; to be called in a transaction."""
    ledger.execute(_SCHEMA)
    change(ledger, "documents", 1)


def of(ledger: sqlite3.Connection) -> Iterator[DocumentTotals]:
    """The totals, by state and version."""
    for row in ledger.execute("SELECT * FROM totals ORDER BY state, knowledge"):
        yield DocumentTotals(*row)


def change(ledger: sqlite3.Connection, rows: str, sign: int, *parameters: str) -> None:
    """Adds rows (1) or takes them off (-1): what follows FROM, of the ledger's own; to be called in a transaction."""
    totals = {(total.state, total.knowledge): total for total in of(ledger)}
    _add(totals, ledger, rows, sign, *parameters)
    values = [(t.state, t.knowledge, t.documents, t.quads, t.digest) for t in totals.values()]
    ledger.executemany("INSERT OR REPLACE INTO totals VALUES (?, ?, ?, ?, ?)", values)
    ledger.execute("DELETE FROM totals WHERE documents = 0")


def are_right(ledger: sqlite3.Connection) -> bool:
    """Whether the totals are those of the rows; goes through all of them."""
    counted: dict[tuple[str, str], DocumentTotals] = {}
    _add(counted, ledger, "documents", 1)
    return counted == {(total.state, total.knowledge): total for total in of(ledger)}


def make_anew(ledger: sqlite3.Connection) -> None:
    """The totals are those of the rows; to be called in a transaction."""
    ledger.execute("DELETE FROM totals")
    change(ledger, "documents", 1)


def _add(
    totals: dict[tuple[str, str], DocumentTotals], ledger: sqlite3.Connection, rows: str, sign: int, *parameters: str
) -> None:
    for identifier, content, knowledge, state, quads in ledger.execute(
        f"SELECT id, content, knowledge, state, quads FROM {rows}",  # noqa: S608 - text of ours
        parameters,
    ):
        total = totals.setdefault((state, knowledge), DocumentTotals(state, knowledge))
        hashed = int.from_bytes(sha256(json.dumps([identifier, content]).encode()).digest(), "big")
        total.documents += sign
        total.quads += sign * quads
        total.digest = f"{(int(total.digest, 16) + sign * hashed) % _MODULUS:064x}"
