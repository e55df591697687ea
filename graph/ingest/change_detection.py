"""What of the inputs must be read: everything is met once, what is unchanged or withdrawn is passed over."""

import json
import logging
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256

from furat.extract.documents import Refused
from furat.extract.records import Document
from furat.extract.time.partial_date import FIRST_YEAR
from furat.graph.ingest.messages import Batch
from furat.graph.ingest.summary import RefusedItem
from furat.graph.store.ledger import DocumentRow, Ledger
from furat.graph.vocab.iris import document_key

BATCH_DOCUMENTS = 64
BATCH_CHARACTERS = 250_000
_log = logging.getLogger(__name__)


def content_hash(document: Document) -> str:
    """A hash of all that was given of a document; where it was found does not count."""
    published = document.published.isoformat() if document.published else None
    given = [document.id, document.text, document.title, published, document.publisher, document.url, document.language]
    return sha256(json.dumps(given).encode()).hexdigest()


def _dated(document: Document) -> Document:
    """The document without a day of publication that nobody can have published it on; says so."""
    last = date.today().year + 10
    if document.published is None or FIRST_YEAR <= document.published.year <= last:
        return document
    where, day = document.origin or document.id, document.published.isoformat()
    _log.warning("%s: published %s lies outside %d to %d; read without it", where, day, FIRST_YEAR, last)
    return replace(document, published=None)


class Intake:
    """Sorts the documents of a build against the ledger, in constant memory, and counts."""

    def __init__(self, ledger: Ledger, run: str, *, retry: bool) -> None:
        self._ledger = ledger
        self._run = run
        self._retry = retry
        self._seen = sqlite3.connect("", isolation_level=None)  # a temporary file once it grows
        self._seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, content TEXT) WITHOUT ROWID")
        self._seen.execute("CREATE TABLE inputs (told TEXT)")
        self._seen.execute("PRAGMA synchronous = OFF")
        self.read = 0
        self.unchanged = 0
        self.withdrawn = 0
        self.refused: Counter[str] = Counter()  # by reason: met again unchanged, or no document at all
        self.refusals: list[RefusedItem] = []

    def close(self) -> None:
        """Removes the temporary file."""
        self._seen.close()

    def to_read(self, given: Iterable[Document | Refused]) -> Iterator[tuple[Document, str]]:
        """The documents that are new, changed, or to be read in a new way, each with the hash of its content."""
        for item in given:
            self.read += 1
            if isinstance(item, Refused):
                self._refuse_input(item.origin, _class_of(item.reason), str(item))
                continue
            item = _dated(item)
            content = content_hash(item)
            if self._is_new_here(item, content) and not self._is_settled(item, content):
                yield item, content

    def inputs(self) -> Iterator[tuple[str, str, str]]:
        """What gave no document: place, reason, message."""
        for (told,) in self._seen.execute("SELECT told FROM inputs ORDER BY rowid"):
            where, reason, message = json.loads(told)
            yield where, reason, message

    def has_met(self, identifier: str) -> bool:
        """Whether the inputs of this build gave a document of that id."""
        return self._seen.execute("SELECT 1 FROM seen WHERE id = ?", (identifier,)).fetchone() is not None

    def _is_new_here(self, document: Document, content: str) -> bool:
        row = self._seen.execute("SELECT content FROM seen WHERE id = ?", (document.id,)).fetchone()
        if row is None:
            self._seen.execute("INSERT INTO seen VALUES (?, ?)", (document.id, content))
            return True
        if row[0] == content:
            self.unchanged += 1
        else:
            message = f"{document.origin or document.id}: id {document.id!r} was given before with other content"
            self._refuse_input(document.origin or document.id, "duplicate id", f"{message}; give it an id of its own")
        return False

    def _is_settled(self, document: Document, content: str) -> bool:
        row = self._ledger.document(document.id)
        if row is None:
            return False
        if row.state == "withdrawn":
            self.withdrawn += 1
            return True
        if (row.content, row.knowledge) != (content, self._run):
            return False
        if row.state == "kept":
            self.unchanged += 1
            return True
        if self._retry:
            return False
        self.refuse(RefusedItem(row.id, row.reason, "refused before and unchanged since; see its folder in refused/"))
        return True

    def _refuse_input(self, where: str, reason: str, message: str) -> None:
        self._seen.execute("INSERT INTO inputs VALUES (?)", (json.dumps([where, reason, message]),))
        self.refuse(RefusedItem(where, reason, message))

    def refuse(self, refusal: RefusedItem) -> None:
        """Counts a refusal and keeps the first hundred."""
        self.refused[refusal.reason] += 1
        if len(self.refusals) < 100:
            self.refusals.append(refusal)


def _class_of(reason: str) -> str:
    """A reason without what differs from input to input, so that refusals of one kind are counted together.

    >>> _class_of("broken JSON: line 3"), _class_of("id 'a' was given to another text in b.jsonl:3")
    ('broken JSON', 'id … was given to another text')
    """
    return re.sub(r"'[^']*'|\d[\d,.]*", "…", reason.partition(":")[0]).partition(" in ")[0].strip()


def batches(documents: Iterable[Document], most: int) -> Iterator[Batch]:
    """Documents in batches for the workers; small ones when there are few, so that every worker has something to do."""
    waiting: list[Document] = []
    number = characters = 0
    limit = 4
    for document in documents:
        waiting.append(document)
        characters += len(document.text)
        if len(waiting) >= min(limit, most) or characters >= BATCH_CHARACTERS:
            yield Batch(number, tuple(waiting))
            number += 1
            limit = min(limit * 2, BATCH_DOCUMENTS) if number % 4 == 0 else limit
            waiting, characters = [], 0
    if waiting:
        yield Batch(number, tuple(waiting))


def row_of(document: Document, content: str, run: str) -> DocumentRow:
    """The ledger row of a document that is kept, without its counts."""
    return DocumentRow(document.id, document_key(document.id), content, run, "kept")
