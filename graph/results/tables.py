"""Results of SELECT and ASK in JSON, XML, CSV and TSV.

The engine writes them but for two things: its CSV quotes literals only, and IRIs of this project hold commas
(`document/x#char=0,4`), so CSV is written here; its XML holds raw carriage returns.
"""

import csv
from collections.abc import Callable
from io import StringIO

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions

from furat.graph.results.columns import may_have_star, with_columns
from furat.graph.results.xml_text import Out, xml_into

FORMATS = {
    "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV, "boolean": QueryResultsFormat.CSV,
}  # fmt: skip
BOM = b"\xef\xbb\xbf"  # by which Excel knows that a file is UTF-8
_ROWS = 2_000  # written at once


def in_order(text: str, run: Callable[[str], object]) -> object:
    """What a query gives, the columns of SELECT * in the order in which the query names them."""
    found = run(text)
    if isinstance(found, QuerySolutions) and may_have_star(text):
        written_out = with_columns(text, [variable.value for variable in found.variables])
        if written_out is not None:
            return run(written_out)
    return found


def write_table(found: QuerySolutions | QueryBoolean, name: str, out: Out, *, bom: bool = False) -> None:
    """Writes a result in one of FORMATS; `bom` puts a byte order mark before CSV and TSV.

    Unwritable when the result holds a character that XML cannot carry.
    """
    if bom and name in ("csv", "tsv"):
        out.write(BOM)
    if name == "csv" and isinstance(found, QuerySolutions):
        _write_csv(found, out)
    elif name == "xml":
        with xml_into(out) as xml:
            found.serialize(xml, FORMATS[name])  # type: ignore[arg-type]
    else:
        found.serialize(out, FORMATS[name])  # type: ignore[arg-type]


def _write_csv(found: QuerySolutions, out: Out) -> None:
    """RFC 4180 with CRLF, as SPARQL 1.1 demands; any field is quoted that holds a comma, a quote or a line end."""
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([variable.value for variable in found.variables])
    for number, row in enumerate(found, 1):
        writer.writerow([t.value if type(t) is NamedNode or type(t) is Literal else _other(t) for t in row])
        if number % _ROWS == 0:
            _pass_on(page, out)
    _pass_on(page, out)


def _pass_on(page: StringIO, out: Out) -> None:
    out.write(page.getvalue().encode("utf-8"))
    page.seek(0)
    page.truncate()


def _other(term: object) -> str | None:
    """A blank node with its underscore, a triple as SPARQL writes it, nothing for no value."""
    return None if term is None else str(term)
