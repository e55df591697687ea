"""Latin letters for Arabic names, for views that cannot set Arabic; readable, not reversible."""

import unicodedata
from functools import cache

from furat.extract.tables import packaged, read_table


def romanize(name: str) -> str:
    """The name letter by letter; short vowels are not written in Arabic, so they are missing here too.

    >>> romanize("هيئة تحرير الشام")
    'hy\\'a thryr alsham'
    """
    table = _letters()
    return "".join(table.get(char, char) for char in name if not unicodedata.combining(char))


@cache
def _letters() -> dict[str, str]:
    rows = read_table(packaged("graph/export", "romanization.tsv"), ("letter", "latin", "name"))
    return {row["letter"]: row["latin"] for row in rows}
