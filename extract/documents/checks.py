"""What every document must fulfil, whatever file it came from."""

import hashlib
import logging
import re
from dataclasses import dataclass, field

from furat.extract.documents.encoding import arabic, garbled
from furat.extract.documents.refused import Refusal, Refused
from furat.extract.records import Document

MAX_CHARACTERS = 5_000_000  # of one document's text; a long newspaper article has 20,000
_BROKEN = re.compile("[\0\ud800-\udfff]")
_log = logging.getLogger(__name__)


def check_text(text: str, limit: int) -> None:
    """Refusal for a text that is blank, too long, damaged or not Arabic."""
    if not text.strip():
        raise Refusal("the text is empty", "remove the record or give it a text")
    if len(text) > limit:
        raise Refusal(f"the text has {len(text):,} characters, more than {limit:,}", "split it into its articles")
    if _BROKEN.search(text):
        raise Refusal("the text holds half a character or a NUL", "write it again from its source, as UTF-8")
    if garbled(text) or text.count("\ufffd") * 50 > len(text):
        raise Refusal("the text was decoded wrongly before it was saved", "take it from its source again, as UTF-8")
    if not arabic(text):
        raise Refusal("the text has no Arabic word", "furat reads Arabic only: leave it out")


@dataclass(slots=True)
class Admission:
    """Lets documents in: checks their text, and that no id comes twice with another text."""

    limit: int = MAX_CHARACTERS
    _seen: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def admit(self, document: Document) -> Document | Refused | None:
        """The document, its refusal, or None when the same document was let in before."""
        try:
            if not document.id.strip():
                raise Refusal("the id is empty", "give every record an id of its own")
            if _BROKEN.search(document.id):
                raise Refusal("the id holds half a character or a NUL", "write it again from its source, as UTF-8")
            check_text(document.text, self.limit)
        except Refusal as refusal:
            return refusal.at(document.origin, document.id)
        digest = hashlib.blake2b(document.text.encode(), digest_size=16).digest()
        known = self._seen.setdefault(document.id, (digest, document.origin))
        if known == (digest, document.origin):
            return document
        if known[0] == digest:
            _log.info("%s: the same document as %s, id %s; read once", document.origin, known[1], document.id)
            return None
        return Refused(
            document.origin,
            f"id {document.id!r} was given to another text in {known[1]}",
            "give each document an id of its own",
            document.id,
        )
