"""HTML to Documents: the article's text without menus and advertisements, and what the page says about itself."""

import re
from datetime import date

from trafilatura import bare_extraction

from furat.extract.documents.encoding import decode
from furat.extract.documents.refused import Refusal
from furat.extract.records import Document

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)""", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}")
_MOST_IN_A_TAG = 5_000  # attributes, roughly: the parser needs time that grows with their square
# No clock: htmldate would else refuse dates after today.
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1995-01-01", "max_date": "2099-12-31"}


def read_html(data: bytes, identifier: str, origin: str) -> Document:
    """The article of a page; Refusal when there is none."""
    declared = _CHARSET.search(data[:4096])
    html = decode(data, declared[1].decode("ascii") if declared else None)
    if any(tag[0].count("=") + tag[0].count(" ") > _MOST_IN_A_TAG for tag in _LONG_TAG.finditer(html)):
        raise Refusal("a tag of the page has thousands of attributes", "save the article's text as .txt")
    page = bare_extraction(
        html, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(_DATES)
    )
    text = getattr(page, "text", None)
    if page is None or not text:
        raise Refusal("no article is found in the page", "save the article's text as .txt, or as .json with its date")
    language = _LANGUAGE.search(html[:4096])
    return Document(
        id=identifier,
        text=text,
        title=_field(page, "title"),
        published=_date(_field(page, "date")),
        publisher=_field(page, "sitename"),
        url=_field(page, "url"),
        language=language[1] if language else "ar",
        origin=origin,
    )


def _field(page: object, name: str) -> str | None:
    value = getattr(page, name, None)
    return value if isinstance(value, str) and value.strip() else None


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
