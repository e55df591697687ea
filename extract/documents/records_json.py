"""JSON to Documents: one object, an array of objects, or an object a line."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO, TextIO

from furat.extract.documents.refused import Refusal, Refused
from furat.extract.records import Document

_STEP = 1 << 16
_SPACE = re.compile(r"\s*,?\s*")
_TEXT_FIELDS = ("title", "url", "publisher", "language")
_DATE = "write the date as YYYY-MM-DD"


def _whole_number(digits: str) -> int | float:
    """A whole number of any length: Python refuses to convert one of thousands of digits, and the record with it."""
    return int(digits) if len(digits) < 1_000 else float("inf")


def document(record: Any, default_id: str, origin: str) -> Document:
    """The document that a JSON object describes; its text is used exactly as given."""
    if not isinstance(record, dict):
        raise Refusal(f"a record must be an object, this is {type(record).__name__}", 'write {"id": …, "text": …}')
    text = record.get("text")
    if not isinstance(text, str):
        raise Refusal("the record has no text", 'give it a string "text"')
    for name in _TEXT_FIELDS:
        if not isinstance(record.get(name), str | None):
            raise Refusal(f"{name!r} must be a string", "write it as a string or leave it out")
    identifier = record.get("id")
    if identifier is not None and (isinstance(identifier, bool) or not isinstance(identifier, str | int)):
        raise Refusal("'id' must be a string or a whole number", "write it as a string")
    return Document(
        id=default_id if identifier is None else str(identifier),
        text=text,
        title=record.get("title") or None,
        published=published(record.get("published")),
        publisher=record.get("publisher") or None,
        url=record.get("url") or None,
        language=record.get("language") or "ar",
        origin=origin,
    )


def published(value: Any) -> date | None:
    """A day from an ISO 8601 date or time, or from an e-mail date; None for nothing."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Refusal("'published' must be a string", _DATE)
    try:
        return (
            date.fromisoformat(value.strip()[:10]) if len(value.strip()) == 10 else datetime.fromisoformat(value).date()
        )
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).date()
    except ValueError as error:
        raise Refusal(f"'published' is no date: {value[:40]!r}", _DATE) from error


def read_lines(stream: BinaryIO, name: str, stem: str, limit: int) -> Iterator[Document | Refused]:
    """One record a line; a broken line is refused and the others go on. Holds one line at a time."""
    longest = 6 * limit + _STEP  # every character escaped, and the other fields
    head = stream.peek(4)[:4] if isinstance(stream, io.BufferedReader) else b""
    readline: Callable[[int], bytes] = stream.readline
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        wide = io.TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="\n")
        readline = lambda size: wide.readline(size).encode("utf-8", "replace")  # noqa: E731
    number = 0
    while line := readline(longest):
        number += 1
        origin = f"{name}:{number}"
        if len(line) >= longest and not line.endswith(b"\n"):
            while (rest := readline(_STEP)) and not rest.endswith(b"\n"):
                pass
            yield Refused(origin, f"the line is longer than {longest:,} bytes", "split the text into its articles")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        yield _record(line, f"{stem}-{number}", origin)


def _record(line: bytes, default_id: str, origin: str) -> Document | Refused:
    """The document of one line, or its refusal."""
    try:
        return document(json.loads(line.decode("utf-8"), parse_int=_whole_number), default_id, origin)
    except UnicodeDecodeError as error:
        return Refused(origin, f"the line is not UTF-8 at byte {error.start}", "save the file as UTF-8")
    except json.JSONDecodeError as error:
        reason = f"broken JSON: {error.msg} at character {error.pos + 1} of the line"
        return Refused(origin, reason, "write one complete JSON object a line")
    except RecursionError:
        return Refused(origin, "broken JSON: nested too deeply", "write one flat JSON object a line")
    except Refusal as refusal:
        return refusal.at(origin)


def read_whole(stream: TextIO, name: str, stem: str, limit: int) -> Iterator[Document | Refused]:
    """A file that holds one object or an array of them; of an array, one element at a time is in memory."""
    longest = 6 * limit + _STEP
    decoder = json.JSONDecoder(parse_int=_whole_number)
    buffer = stream.read(_STEP).lstrip("\ufeff \t\r\n")
    array = buffer.startswith("[")
    buffer = buffer[1:] if array else buffer
    number = 0
    while True:
        buffer = buffer[_SPACE.match(buffer).end() :]  # type: ignore[union-attr]
        if not buffer:
            buffer = stream.read(_STEP)
            if not buffer:
                if array:
                    yield Refused(name, "broken JSON: the array does not end", "write it again; what was read stays")
                return
            continue
        if array and buffer.startswith("]"):
            return
        number += 1
        origin = f"{name}:{number}" if array else name
        try:
            value, end, buffer = _value(decoder, buffer, stream, longest)
        except (json.JSONDecodeError, RecursionError, UnicodeDecodeError) as error:
            yield Refused(origin, f"broken JSON: {str(error)[:80]}", "correct it; what stands before it was read")
            return
        except Refusal as refusal:
            yield refusal.at(origin)
            return
        buffer = buffer[end:]
        try:
            yield document(value, f"{stem}-{number}" if array else stem, origin)
        except Refusal as refusal:
            yield refusal.at(origin)
        if not array:
            if (buffer + stream.read(_STEP)).strip():
                yield Refused(name, "more than one JSON value", "name the file .jsonl, or put the objects in [ ]")
            return


def _value(decoder: json.JSONDecoder, buffer: str, stream: TextIO, longest: int) -> tuple[Any, int, str]:
    """The JSON value at the begin of the buffer, read on until it is complete: (value, its end, buffer)."""
    while True:
        try:
            value, end = decoder.raw_decode(buffer)
            if end < len(buffer) or isinstance(value, dict | list | str):
                return value, end, buffer
        except json.JSONDecodeError:
            if len(buffer) > longest:
                raise Refusal(f"a value is longer than {longest:,} characters", "split the text") from None
            more = stream.read(max(_STEP, len(buffer)))  # doubling keeps this linear
            if not more:
                raise
            buffer += more
            continue
        more = stream.read(_STEP)
        if not more:
            return value, end, buffer
        buffer += more
