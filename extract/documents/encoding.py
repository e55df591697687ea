"""Bytes to text: UTF-8, UTF-16 and UTF-32, Windows-1256 and ISO-8859-6; never guessed into nonsense."""

import codecs
import re
from functools import cache

from charset_normalizer import from_bytes

from furat.extract.documents.refused import Refusal
from furat.extract.tables import read_tables
from furat.extract.text.tokens import fold

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Arabic in UTF-8 that was read as Windows-1256 or as Latin-1 and saved again.
_GARBLED = re.compile("[\u0637\u0638\u00d8\u00d9][\u00a0-\u00bf\u0080-\u009f\u0152-\u0192\u2013-\u2122\u0679-\u06d2]")
_SINGLE_BYTE = ["cp1256", "iso8859_6"]
_SAMPLE = 65_536
_REMEDY = "save it as UTF-8, for example with: iconv -f WINDOWS-1256 -t UTF-8"


@cache
def _common() -> frozenset[str]:
    """The small words that any Arabic text is full of."""
    rows = read_tables("layout_words.tsv", ("words", "class", "example"))
    return frozenset(fold(w) for row in rows if row["class"] == "common" for w in row.many("words"))


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of a file's bytes, without byte order mark; Refusal for binary data and for encodings it can't tell.

    `declared` is the encoding that the container names (HTML); it is tried after Unicode, and checked like the others.
    """
    if not data.strip():
        raise Refusal("the file is empty", "remove it or fill it")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :], encoding))
    if b"\0" in data[:_SAMPLE]:
        return _checked(_utf16(data))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _checked(_single_byte(data, declared, error))


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(f"begins as {encoding} but byte {error.start} does not fit it", _REMEDY) from error


def _utf16(data: bytes) -> str:
    """UTF-16 without byte order mark, or a refusal as binary data."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = sum(map(str.isalpha, text))
        if letters and len(_ARABIC.findall(text)) > 0.5 * letters and not _CONTROL.search(text):
            return text
    raise Refusal("the file is binary, no text", "give .txt, .html, .json or .jsonl files")


def _single_byte(data: bytes, declared: str | None, error: UnicodeDecodeError) -> str:
    """Windows-1256 or ISO-8859-6, whichever gives Arabic words."""
    if _CONTROL.search(data[:_SAMPLE].decode("latin-1")):
        raise Refusal("the file is binary, no text", "give .txt, .html, .json or .jsonl files")
    names = list(_SINGLE_BYTE)
    opinion = from_bytes(data[:_SAMPLE], cp_isolation=_SINGLE_BYTE).best()
    for name in (opinion.encoding if opinion is not None else None, declared):
        if name is not None and _known(name) and name not in names:
            names.append(name)
    scored: list[tuple[float, str]] = []
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        scored.append((_plausible(text[:_SAMPLE]), name))
    score, best = max(scored, default=(0.0, ""))
    if score <= 0:
        rest = data.decode("utf-8", "ignore")
        if len(_ARABIC.findall(rest)) * 4 > len(data):
            raise Refusal(f"UTF-8, but broken at byte {error.start}", "take the file from its source again")
        raise Refusal(f"neither UTF-8 (byte {error.start} breaks it) nor Windows-1256 nor ISO-8859-6", _REMEDY)
    return data.decode(best)


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _plausible(text: str) -> float:
    """How Arabic a decoding looks: the share of everyday words, 0 when it is rather not Arabic at all."""
    foreign = [c for c in text if ord(c) > 127 and c.isalpha()]
    words = _WORD.findall(text)
    if not foreign or not words or garbled(text):
        return 0.0
    if len(_ARABIC.findall(text)) < 0.9 * len(foreign):
        return 0.0
    common = _common()
    return sum(fold(word) in common for word in words) / len(words)


def garbled(text: str) -> bool:
    """Whether the text is Arabic that was once decoded wrongly («ط§ظ„», «Ø§Ù„»)."""
    hits = len(_GARBLED.findall(text[:_SAMPLE]))
    return hits >= 3 and hits * 10 > len(text[:_SAMPLE])


def arabic(text: str) -> bool:
    """Whether a text holds a word in Arabic letters."""
    return any(_ARABIC.search(match.group()) for match in _WORD.finditer(text))


def _checked(text: str) -> str:
    """The text, unless control characters show that it is none."""
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls and ("\0" in text or controls * 100 > len(text[:_SAMPLE])):
        raise Refusal("the file is binary, no text", "give .txt, .html, .json or .jsonl files")
    return text
